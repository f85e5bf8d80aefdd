//! The tools for cards: editor, browser, `node`, and the files that they change.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use super::code_runner::{self, NodeVersion};
use super::device::Clock;
use super::home::Home;
use super::journals;
use super::own_decks::{own_decks, read_deck, replace_deck};
use super::{card_files, node, private, program};
use crate::deck::{
    Card, Deck, Library, Snippet, Source, add_missing_id, copy_card, is_shared, parse,
};
use crate::id::CardId;
use crate::progress::{CardEvent, card_history};
use crate::question::CodeTask;
use crate::session::{CardTools, Edited, SnippetResult, TestRun, ToolError};

/// The tools of this machine, for the cards of these decks.
#[derive(Debug)]
pub struct SystemTools<'a> {
    home: &'a Home,
    clock: Clock,
    library: &'a Library,
    /// The editor's command; `VISUAL` or `EDITOR` when empty.
    editor: String,
    /// The command that runs JavaScript.
    node: String,
    /// The release of Node.js, once it was asked; or why there is none.
    version: Option<Result<NodeVersion, ToolError>>,
    /// The folder where the learner writes code, until they leave the card.
    code_folder: Option<CodeFolder>,
    /// The code card that is studied.
    studied: Option<StudiedCode<'a>>,
    /// Where attempts are that were left without an answer.
    unfinished: Vec<PathBuf>,
    /// Cards whose edit has faults, for when they are edited again.
    open: HashMap<CardId, OpenedCard>,
}

/// The folder in which code is written.
#[derive(Debug)]
struct CodeFolder {
    folder: tempfile::TempDir,
    /// The text that the learner last started from.
    given: Option<String>,
}

/// A code card being studied.
#[derive(Debug)]
struct StudiedCode<'a> {
    card: &'a Card,
    /// Where its attempt is, once one was kept.
    kept: Option<PathBuf>,
}

/// A file being edited.
#[derive(Clone, Debug)]
struct OpenedCard {
    path: PathBuf,
    /// The path as it is shown.
    shown: String,
    /// The card's line.
    line: usize,
    /// What the file held at first; `None` where there was no file.
    before: Option<String>,
    /// What it held when the editor was opened for the first time: the same text, with a copy of
    /// the card or with its id added.
    text: String,
}

/// How the files of the learner are shown: `decks/mine.md`.
const OWN: &str = "decks/";

#[expect(
    clippy::needless_pass_by_value,
    reason = "it takes errors as `map_err` gives them"
)]
fn trouble(what: impl ToString) -> ToolError {
    ToolError(what.to_string())
}

impl<'a> SystemTools<'a> {
    /// The tools for the cards of a library.
    pub fn new(
        home: &'a Home,
        clock: Clock,
        library: &'a Library,
        editor: &str,
        node: &str,
    ) -> Self {
        Self {
            home,
            clock,
            library,
            editor: editor.to_owned(),
            node: node.to_owned(),
            version: None,
            code_folder: None,
            studied: None,
            unfinished: Vec::new(),
            open: HashMap::new(),
        }
    }

    /// The same in a session that goes on: where the attempts are that were left without an answer before.
    #[must_use]
    pub fn going_on(self, unfinished: Vec<PathBuf>) -> Self {
        Self { unfinished, ..self }
    }

    /// Where the attempts are that were left without an answer.
    pub fn into_unfinished(self) -> Vec<PathBuf> {
        self.unfinished
    }

    fn deck_of(&self, card: &Card) -> Result<&'a Deck, ToolError> {
        let gone = || trouble(format!("the deck of `{}` is gone; start again", card.id));
        self.library.deck(card.id.deck()).ok_or_else(gone)
    }

    /// The release of Node.js that runs code.
    fn version(&mut self) -> Result<NodeVersion, ToolError> {
        let node = &self.node;
        let asked = || NodeVersion::of(node).map_err(trouble);
        self.version.get_or_insert_with(asked).clone()
    }

    /// The file in which code is written. It contains this text, unless the learner started from it
    /// before and the editor failed: then it contains what they saved.
    fn code_folder(&mut self, task: &CodeTask, text: &str) -> io::Result<PathBuf> {
        let code_folder = match &mut self.code_folder {
            Some(code_folder) => code_folder,
            empty => {
                let folder = tempfile::Builder::new().prefix("nodequiz-").tempdir()?;
                let package = folder.path().join("package.json");
                fs::write(package, "{ \"type\": \"module\" }\n")?;
                let given = None;
                empty.insert(CodeFolder { folder, given })
            }
        };
        let path = code_folder.folder.path().join(task.file());
        if code_folder.given.as_deref() != Some(text) {
            fs::write(&path, text)?;
            code_folder.given = Some(text.to_owned());
        }
        Ok(path)
    }

    /// Where a card is edited: in its own file, or in a copy of the built-in or shared one.
    fn prepare(&mut self, card: &Card) -> Result<OpenedCard, ToolError> {
        if let Some(opened) = self.open.get(&card.id) {
            return Ok(opened.clone());
        }
        match card.place.file.strip_prefix(OWN) {
            Some(name) if !is_shared(&card.place.file) => {
                Self::with_id(card, self.home.decks().join(name))
            }
            _ => self.copy(card),
        }
    }

    /// The card's own file. If the card has no written id, the id derived from its question is
    /// written into its heading, so that its history stays with it even if the question changes.
    fn with_id(card: &Card, path: PathBuf) -> Result<OpenedCard, ToolError> {
        let shown = card.place.file.to_string();
        let before = read_deck(&path, &shown).map_err(trouble)?.text;
        let source = Source::new(&shown, before.clone());
        // The file may have changed since the decks were read.
        let deck = parse(&source).deck;
        let now = deck.as_ref().and_then(|deck| {
            let mut cards = deck.cards.iter();
            cards.find(|one| one.id == card.id)
        });
        let line = now.map_or(card.place.line, |now| now.place.line);
        let text = match now {
            Some(now) if !now.id_written => add_missing_id(&source, line),
            _ => None,
        };
        if let Some(text) = &text {
            replace_deck(&path, text).map_err(trouble)?;
        }
        Ok(OpenedCard {
            path,
            shown,
            line,
            text: text.unwrap_or_else(|| before.clone()),
            before: Some(before),
        })
    }

    /// Copies a built-in or shared card into the learner's deck with the same id, or a new one.
    fn copy(&self, card: &Card) -> Result<OpenedCard, ToolError> {
        let deck = self.deck_of(card)?;
        let sources: Vec<_> = own_decks(self.home)
            .decks
            .into_iter()
            .filter(|file| !is_shared(&file.shown))
            .map(|file| (file.path, Source::new(&file.shown, file.text)))
            .collect();
        // A faulty file under the deck's name may already contain the card: copying reports that.
        let named = |source: &Source| {
            let name = source.file.strip_prefix(OWN).unwrap_or_default();
            let name = name.trim_end_matches(".md");
            name == deck.id.as_str() || source.text.contains(&format!("{{#{}", deck.id))
        };
        let below = |source: &_| match parse(source).deck {
            Some(own) => own.id == deck.id,
            None => named(source),
        };
        let there = sources.iter().find(|(_, source)| below(source));
        let folder = self.home.decks();
        let copied = copy_card(card, deck, there.map(|(_, source)| source)).map_err(trouble)?;
        let path = match there {
            Some((path, _)) => path.clone(),
            None => private::free_path(&folder, deck.id.as_str()).map_err(trouble)?,
        };
        private::save(&path, copied.text.as_bytes()).map_err(|error| {
            let path = path.display();
            trouble(format!("the card could not be copied to {path}: {error}"))
        })?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let shown = there.map_or_else(|| format!("{OWN}{name}"), |(_, own)| own.file.to_string());
        Ok(OpenedCard {
            shown,
            line: copied.line,
            before: there.map(|(_, source)| source.text.to_string()),
            text: copied.text,
            path,
        })
    }

    /// Restores what a file contained before it was edited.
    fn put_back(opened: &OpenedCard) -> io::Result<()> {
        match &opened.before {
            Some(text) => replace_deck(&opened.path, text),
            None => fs::remove_file(&opened.path),
        }
    }
}

impl CardTools for SystemTools<'_> {
    fn history(&mut self, card: &Card) -> Result<Vec<CardEvent>, ToolError> {
        let now = self.clock.now();
        let journal = journals::read_all(&self.home.reviews(), now).map_err(trouble)?;
        let is_card = |id: &str| self.library.get(id).is_some();
        let renames = journal.renames(self.library.renames(), is_card);
        Ok(card_history(card.id.as_str(), &journal, &renames))
    }

    fn run(
        &mut self,
        snippet: &Snippet,
        wanted: &mut dyn FnMut() -> bool,
    ) -> Result<SnippetResult, ToolError> {
        node::run(&self.node, snippet, wanted).map_err(trouble)
    }

    fn cannot_test(&mut self, task: &CodeTask) -> Option<String> {
        match self.version() {
            Ok(version) => version.refuses(task),
            Err(why) => Some(why.to_string()),
        }
    }

    fn has_editor(&self) -> bool {
        program::editor(&self.editor).is_ok()
    }

    fn write_code(
        &mut self,
        card: &Card,
        task: &CodeTask,
        text: &str,
    ) -> Result<String, ToolError> {
        let editor = program::editor(&self.editor).map_err(trouble)?;
        if text != task.starter.text {
            self.keep_code(card, task, text)?;
        }
        let path = self.code_folder(task, text);
        let path = path.map_err(|error| trouble(node::NodeError::Folder(error)))?;
        let done = program::open_in_editor(&editor, &path, 1);
        let written = fs::read(&path)
            .map_err(|error| trouble(format!("{} cannot be read: {error}", path.display())))?;
        let written = String::from_utf8_lossy(&written).into_owned();
        if written != text {
            self.keep_code(card, task, &written)?;
        }
        done.map(|()| written).map_err(trouble)
    }

    fn keep_code(&mut self, card: &Card, task: &CodeTask, text: &str) -> Result<(), ToolError> {
        let not_kept = |error| trouble(format!("your code could not be kept in {error}"));
        card_files::keep_attempt(self.home, card, task, text).map_err(not_kept)?;
        if let Some(studied) = &mut self.studied {
            studied.kept =
                Some(card_files::begin_attempt(self.home, card, task).map_err(not_kept)?);
        }
        Ok(())
    }

    fn begin_code(&mut self, card: &Card, task: &CodeTask) -> Option<String> {
        let card = self.library.get(card.id.as_str())?;
        self.studied = Some(StudiedCode { card, kept: None });
        card_files::unfinished_attempt(self.home, card, task)
    }

    fn leave(&mut self, answered: bool) {
        self.code_folder = None;
        let Some(studied) = self.studied.take() else {
            return;
        };
        self.unfinished
            .retain(|path| Some(path) != studied.kept.as_ref());
        if answered {
            card_files::finish_attempt(self.home, studied.card);
        } else {
            self.unfinished.extend(studied.kept);
        }
    }

    fn test(
        &mut self,
        card: &Card,
        task: &CodeTask,
        solution: &str,
        wanted: &mut dyn FnMut() -> bool,
    ) -> Result<TestRun, ToolError> {
        self.keep_code(card, task, solution)?;
        let version = self.version()?;
        code_runner::run(&self.node, version, task, solution, wanted).map_err(trouble)
    }

    fn may_run(&self, card: &Card, code: &str) -> bool {
        !card.place.file.starts_with(OWN) || card_files::is_agreed(self.home, code)
    }

    fn agree(&mut self, code: &str) -> Result<(), ToolError> {
        card_files::agree(self.home, code).map_err(|error| {
            trouble(format!(
                "this cannot be noted in {}: {error}",
                self.home.state().display()
            ))
        })
    }

    fn open_image(&mut self, card: &Card, address: &str) -> Result<(), ToolError> {
        let files = self.library.picture_files(card);
        let files = files.filter_map(|file| Some(self.home.decks().join(file.strip_prefix(OWN)?)));
        let folders: Vec<PathBuf> = files
            .filter_map(|file| Some(file.parent()?.to_owned()))
            .collect();
        if folders.is_empty() {
            return Err(trouble("built-in decks have no images"));
        }
        program::open_image(&folders, address).map_err(trouble)
    }

    fn open(&mut self, address: &str) -> Result<(), ToolError> {
        program::open_address(address).map_err(trouble)
    }

    fn report(&mut self, card: &Card, note: &str) -> Result<String, ToolError> {
        let deck = self.deck_of(card)?;
        let path = card_files::write_report(self.home, card, deck, note, self.clock.now());
        let path = path.map_err(|error| {
            let folder = self.home.reports();
            trouble(format!(
                "nothing could be written to {}: {error}",
                folder.display()
            ))
        })?;
        Ok(path.display().to_string())
    }

    fn write(&mut self, text: &str) -> Result<String, ToolError> {
        let editor = program::editor(&self.editor).map_err(trouble)?;
        let file = tempfile::Builder::new()
            .prefix("nodequiz-")
            .suffix(".txt")
            .tempfile()
            .map_err(trouble)?;
        fs::write(file.path(), text).map_err(trouble)?;
        program::open_in_editor(&editor, file.path(), 1).map_err(trouble)?;
        fs::read_to_string(file.path()).map_err(trouble)
    }

    fn edit(&mut self, card: &Card) -> Result<Edited, ToolError> {
        let editor = program::editor(&self.editor).map_err(trouble)?;
        let opened = self.prepare(card)?;
        let done = program::open_in_editor(&editor, &opened.path, opened.line);
        let read = read_deck(&opened.path, &opened.shown);
        let after = read.map_err(trouble)?.text;
        if after == opened.text {
            self.open.remove(&card.id);
            if opened.before.as_ref() != Some(&opened.text) {
                Self::put_back(&opened).map_err(trouble)?;
            }
            return done.map(|()| Edited::Unchanged).map_err(trouble);
        }
        let source = Source::new(&opened.shown, after);
        let mut found = parse(&source).diagnostics;
        found.retain(crate::deck::Diagnostic::is_error);
        Ok(if found.is_empty() {
            self.open.remove(&card.id);
            Edited::Changed
        } else {
            self.open.insert(card.id.clone(), opened);
            Edited::Faulty(found)
        })
    }

    fn discard(&mut self, card: &Card) -> Result<(), ToolError> {
        match self.open.remove(&card.id) {
            Some(opened) => Self::put_back(&opened).map_err(trouble),
            None => Ok(()),
        }
    }
}

// They edit with `sed` and `true`.
#[cfg(all(test, unix))]
mod tests {
    use std::path::Path;

    use super::super::card_files::last_attempt;
    use super::*;
    use crate::deck::Library;
    use crate::question::Question;

    const RUNTIME: &str = "# Runtime {#runtime}\n\n## One? {#one}\n\n1\n\n## Two? {#two}\n\n2\n";

    fn builtin() -> Library {
        let source = Source::new("built-in decks/02-runtime.md", RUNTIME);
        let deck = parse(&source).deck.expect("a deck");
        Library::assemble(vec![deck], Vec::new()).0
    }

    /// Edits the card `runtime/two` with a `sed` script instead of an editor.
    fn edit(home: &Home, tools: &mut SystemTools<'_>, library: &Library, script: &str) -> Edited {
        tools.editor = format!("sed -i '{script}'");
        let card = library.get("runtime/two").expect("the card");
        let edited = tools.edit(card).expect("edited");
        assert!(home.data().exists());
        edited
    }

    fn files(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_built_in_card_is_copied_alone_and_only_if_it_is_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (home, library) = (Home::under(folder.path()), builtin());
        let mut tools = SystemTools::new(&home, Clock::system(), &library, "", "node");
        let edited = edit(&home, &mut tools, &library, "s/absent/x/");
        assert!(matches!(edited, Edited::Unchanged), "{edited:?}");
        assert_eq!(files(&home.decks()), [""; 0], "no copy is left");
        let edited = edit(&home, &mut tools, &library, "s/^2$/two/");
        assert!(matches!(edited, Edited::Changed), "{edited:?}");
        let text = fs::read_to_string(home.decks().join("runtime.md")).expect("a copy");
        assert_eq!(text, "# Runtime {#runtime}\n\n## Two? {#two}\n\ntwo\n");
    }

    #[test]
    fn a_copy_goes_into_the_own_deck_with_that_id_and_out_of_it_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let (home, library) = (Home::under(folder.path()), builtin());
        let own = "# Mine {#runtime}\n\n## Own? {#own}\n\no\n";
        fs::create_dir_all(home.decks()).expect("a folder");
        fs::write(home.decks().join("x.md"), own).expect("a file");
        let mut tools = SystemTools::new(&home, Clock::system(), &library, "", "node");
        let read = || fs::read_to_string(home.decks().join("x.md")).expect("the deck");
        edit(&home, &mut tools, &library, "s/absent/x/");
        assert_eq!(read(), own);
        edit(&home, &mut tools, &library, "s/^2$/two/");
        assert_eq!(read(), format!("{own}\n## Two? {{#two}}\n\ntwo\n"));
        assert_eq!(files(&home.decks()), ["x.md"]);
    }

    #[test]
    fn faults_are_reported_and_can_be_fixed_in_the_same_copy() {
        let folder = tempfile::tempdir().expect("a folder");
        let (home, library) = (Home::under(folder.path()), builtin());
        let mut tools = SystemTools::new(&home, Clock::system(), &library, "", "node");
        let edited = edit(&home, &mut tools, &library, "s/{#two}/{#two .nokind}/");
        let Edited::Faulty(found) = edited else {
            panic!("{edited:?}")
        };
        assert_eq!(found[0].place().expect("a place").0, "decks/runtime.md");
        let edited = edit(&home, &mut tools, &library, "s/ .nokind//;s/^2$/2!/");
        assert!(matches!(edited, Edited::Changed), "{edited:?}");
    }

    #[test]
    fn an_attempt_goes_on_until_its_card_is_answered() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let task = include_str!("../../tests/fixtures/code-card.md");
        let library = own(&home, &format!("# Mine {{#mine}}\n\n{task}"));
        let card = library.cards().next().expect("the card");
        let Question::Code(task) = card.data() else {
            panic!("a code card")
        };
        let mut tools = SystemTools::new(&home, Clock::system(), &library, "", "node");
        assert_eq!(tools.begin_code(card, task), None);
        tools.leave(false);
        assert_eq!(tools.begin_code(card, task), None, "nothing was written");
        tools.keep_code(card, task, "half").expect("kept");
        tools.leave(false);
        let path = last_attempt(&home, card, task).expect("the attempt");
        assert_eq!(tools.into_unfinished(), [path]);
        let mut tools = SystemTools::new(&home, Clock::system(), &library, "", "node");
        assert_eq!(tools.begin_code(card, task).as_deref(), Some("half"));
        tools.keep_code(card, task, "whole").expect("kept");
        tools.leave(true);
        assert_eq!(tools.begin_code(card, task), None, "it was answered");
        // An interview keeps its code, and no card of study goes on from it.
        tools.leave(false);
        tools
            .keep_code(card, task, "in an interview")
            .expect("kept");
        assert_eq!(tools.begin_code(card, task), None);
        assert_eq!(tools.into_unfinished(), [""; 0].map(PathBuf::from));
    }

    fn own(home: &Home, text: &str) -> Library {
        fs::create_dir_all(home.decks()).expect("a folder");
        fs::write(home.decks().join("mine.md"), text).expect("a file");
        let source = Source::new("decks/mine.md", text.to_owned());
        let deck = parse(&source).deck.expect("a deck");
        Library::assemble(vec![deck], Vec::new()).0
    }

    #[test]
    fn discarding_an_edit_brings_the_old_text_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let (home, library) = (Home::under(folder.path()), builtin());
        let mut tools = SystemTools::new(&home, Clock::system(), &library, "", "node");
        let card = library.get("runtime/two").expect("the card");
        let edited = edit(&home, &mut tools, &library, "s/{#two}/{#two .nokind}/");
        assert!(matches!(edited, Edited::Faulty(_)), "{edited:?}");
        tools.discard(card).expect("discarded");
        assert_eq!(files(&home.decks()), [""; 0]);
        // The next edit begins with the card as it was.
        let edited = edit(&home, &mut tools, &library, "s/^2$/two/");
        assert!(matches!(edited, Edited::Changed), "{edited:?}");
    }

    #[test]
    fn a_faulty_file_with_the_card_in_it_gets_no_neighbour_with_a_second_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let (home, library) = (Home::under(folder.path()), builtin());
        let mut tools = SystemTools::new(&home, Clock::system(), &library, "", "node");
        edit(&home, &mut tools, &library, "s/{#two}/{#two .nokind}/");
        // The program was killed before the learner decided; the next one does not know about the
        // edit.
        let mut tools = SystemTools::new(&home, Clock::system(), &library, "true", "node");
        let card = library.get("runtime/two").expect("the card");
        let ToolError(text) = tools.edit(card).expect_err("a faulty file");
        assert!(text.contains("decks/runtime.md has errors"), "{text}");
        assert_eq!(files(&home.decks()), ["runtime.md"]);
    }

    #[test]
    fn a_card_without_an_id_gets_the_one_it_goes_by_when_it_is_edited() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let text = "# Mine\n\n## What is a? \n\n1\n\n## What is b?\n\n2\n";
        let library = own(&home, text);
        let card = library.get("mine/what-is-b").expect("the card");
        let read = || fs::read_to_string(home.decks().join("mine.md")).expect("the deck");
        let mut tools = SystemTools::new(&home, Clock::system(), &library, "true", "node");
        let edited = tools.edit(card).expect("edited");
        assert!(matches!(edited, Edited::Unchanged), "{edited:?}");
        assert_eq!(read(), text, "nothing was changed, so nothing is");
        tools.editor = "sed -i 's/What is b/Why b/'".to_owned();
        tools.edit(card).expect("edited");
        assert!(read().contains("## Why b? {#what-is-b}"), "{}", read());
        assert!(read().contains("## What is a? \n"), "{}", read());
    }

    #[test]
    fn a_missing_editor_is_reported_and_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let (home, library) = (Home::under(folder.path()), builtin());
        let mut tools = SystemTools::new(&home, Clock::system(), &library, "/no/editor", "node");
        let card = library.get("runtime/one").expect("the card");
        let ToolError(text) = tools.edit(card).expect_err("no editor");
        assert!(text.contains("`/no/editor` was not found"), "{text}");
        assert_eq!(files(&home.decks()), [""; 0]);
    }
}
