//! The keys of every round in one table: the keyboard, the footer, the help screen and docs/keys.md
//! read nothing else.

use crate::terminal::keys::Key;

/// What is on the screen, as far as keys are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Phase {
    /// The question alone, before anything is shown, picked or typed.
    Question,
    /// A field of one line.
    Line,
    /// A text with blanks.
    Blanks,
    /// The lines that a program prints.
    Lines,
    /// A longer text.
    Text,
    /// A task that asks for code.
    Task,
    /// Code being typed.
    Code,
    /// Options, one of which is right.
    Pick,
    /// Options, several of which may be right.
    Ticks,
    /// Steps to be put in order.
    Order,
    /// The lines of a program, one of which is to be chosen.
    Program,
    /// A line was chosen; why is it wrong?
    Reason,
    /// The answer is shown.
    Answer,
    /// The answer is shown, point by point.
    Points,
    /// A field or a list was left with Esc.
    Left,
    /// An interview: what to expect.
    Opening,
    /// An interview that waits to be gone through.
    Waiting,
    /// The report of an interview.
    Report,
    /// An interview: a question was put.
    Interview,
    /// An interview: how sure?
    Sure,
    /// An interview: an answer is reviewed.
    Debrief,
    /// An interview: what was in an answer is ticked.
    DebriefTicks,
    /// An interview: a thread is rated.
    Rating,
    /// A card that is forgotten again and again: what to do with it?
    Leech,
    /// Its points, one by one.
    Drill,
    /// Line by line: a letter on a line of its own.
    Plain,
}

impl Phase {
    /// Whether printable keys are text.
    pub(crate) fn is_field(self) -> bool {
        FIELDS.contains(&self)
    }
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Command {
    /// Show what comes next: the answer, the options, the points.
    Show,
    /// Type the answer instead of saying it.
    Write,
    /// Edit the field.
    Edit,
    /// Enter in a field or a list.
    Enter,
    /// Space in a list.
    Space,
    /// The text is complete.
    Done,
    NewLine,
    /// Another blank.
    OtherBlank,
    /// Write in an editor.
    Editor,
    /// Move the cursor of a list.
    Cursor,
    /// A printed letter.
    Letter,
    /// A digit of a line number.
    Digit,
    /// All points.
    All,
    /// Delete the last letter, digit or line.
    TakeBack,
    /// The names of the tests.
    Hint,
    /// Two spaces.
    Indent,
    /// Don't know.
    DontKnow,
    /// Accept the suggestion.
    Take,
    /// Go on, where no grade is taken.
    GoOn,
    /// Give a grade.
    Grade,
    /// A right answer was a guess.
    Guessed,
    /// A near miss was a typo.
    Typo,
    /// Leave the field or the list: letters are commands then.
    Leave,
    /// Go back to the field or the list.
    Return,
    Scroll,
    /// Undo the last action.
    Undo,
    /// Ask this card at the end.
    Skip,
    /// Bury the card until tomorrow.
    Bury,
    /// Suspend the card.
    Suspend,
    /// Mark the card, or remove the mark.
    Mark,
    /// "I know this".
    Claim,
    /// Answer the points of a card one by one.
    OneByOne,
    /// Discard an interview.
    Discard,
    /// Edit the card's text.
    EditCard,
    /// Its figures and history.
    History,
    /// Open its documentation.
    Open,
    /// Open its images.
    Image,
    /// Run its code.
    Run,
    /// Report that it is wrong.
    Report,
    /// Show the keys.
    Help,
    /// Stop the clock of an interview.
    Pause,
    /// Tick what the text suggests.
    Suggested,
    /// End.
    Quit,
}

/// A key, or a class of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Press {
    Key(Key),
    /// A character that is a command.
    Char(char),
    /// A letter printed beside a line, of as many as there are.
    Letter,
    Digit,
    /// A digit from 1 to 4.
    Grade,
    /// Any key that edits a field.
    Editing,
}

impl Press {
    fn is(&self, key: &Key, lines: usize) -> bool {
        match self {
            Self::Key(wanted) => key == wanted,
            Self::Char(wanted) => *key == Key::Char(*wanted),
            Self::Letter => letter(key).is_some_and(|place| place < lines),
            Self::Digit => matches!(key, Key::Char('0'..='9')),
            Self::Grade => matches!(key, Key::Char('1'..='4')),
            Self::Editing => matches!(
                key,
                Key::Char(_)
                    | Key::Paste(_)
                    | Key::Backspace
                    | Key::Delete
                    | Key::Left
                    | Key::Right
                    | Key::Up
                    | Key::Down
                    | Key::Home
                    | Key::End
                    | Key::Alt(_)
                    | Key::WordLeft
                    | Key::WordRight
                    | Key::Ctrl('a' | 'e' | 'u' | 'k' | 'w')
            ),
        }
    }
}

/// One row of the table: the keys as they are printed; the keys; where they work; what they do; the same in a word or two,
/// for the footer; and in a sentence, for the help screen and docs/keys.md.
struct Row(
    &'static str,
    &'static [Press],
    &'static [Phase],
    Command,
    &'static str,
    &'static str,
);

use Command as C;
use Phase as P;
use Press::{Char, Digit, Editing, Grade, Key as Is, Letter};

/// Where nothing is typed and no letters are printed.
const OPEN: &[P] = &[
    P::Question,
    P::Task,
    P::Program,
    P::Reason,
    P::Answer,
    P::Left,
    P::Plain,
];

/// Where letters are printed beside lines.
const LETTERED: &[P] = &[P::Pick, P::Ticks, P::Order, P::Points];

/// Both.
const COMMANDS: &[P] = &[
    P::Question,
    P::Task,
    P::Program,
    P::Reason,
    P::Answer,
    P::Left,
    P::Pick,
    P::Ticks,
    P::Order,
    P::Points,
    P::Plain,
];

/// Where something is typed.
const FIELDS: &[P] = &[P::Line, P::Blanks, P::Lines, P::Text, P::Code];

/// The table. If a key fits two rows, the first one that does something now counts.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    Row("Space", &[Is(Key::Enter), Char(' ')], &[P::Question, P::Reason], C::Show,
        "show the answer", "show the answer, the options or the points; also Enter"),
    Row("t", &[Char('t')], &[P::Question, P::Reason], C::Write,
        "type it", "type the answer instead of saying it"),
    Row("Enter", &[Is(Key::Enter), Char(' ')], &[P::Task], C::Show,
        "write it", "write it in your editor; the tests run on what you save; also Space"),
    Row("t", &[Char('t')], &[P::Task], C::Write,
        "type it here", "type it here instead of in an editor"),
    Row("h", &[Char('h')], &[P::Task], C::Hint,
        "test names", "show or hide the names of the tests; then Hard is the best that is suggested"),
    Row("a b c …", &[Letter], &[P::Pick], C::Letter,
        "pick", "pick the option with this letter; another letter changes that"),
    Row("a b c …", &[Letter], &[P::Ticks, P::Points], C::Letter,
        "tick", "tick the line with this letter, or lift the tick"),
    Row("a b c …", &[Letter], &[P::Order], C::Letter,
        "next step", "this step comes next: type the letters in the right order"),
    Row("0-9", &[Digit], &[P::Program], C::Digit,
        "the faulty line", "the number of the faulty line"),
    Row("1 2 3 4", &[Grade], &[P::Answer, P::Points], C::Grade,
        "grade", "grade it: again, hard, good, easy"),
    Row("Enter", &[Is(Key::Enter)], &[P::Answer, P::Points], C::Take,
        "go on", "take the suggested grade; does nothing until a point is ticked"),
    Row("Enter", &[Is(Key::Enter), Char(' ')], &[P::Answer], C::GoOn,
        "go on", "in the quiz and the placement: go on; also Space"),
    Row("Space", &[Char(' ')], &[P::Points, P::DebriefTicks], C::Space,
        "tick", "tick the line under the cursor, or lift its tick; without a cursor it is Enter"),
    Row("Space", &[Char(' ')], &[P::Answer, P::Points], C::Take,
        "go on", "as Enter"),
    Row("A", &[Char('A')], &[P::Points], C::All,
        "all", "tick all points, or none"),
    Row("g", &[Char('g')], &[P::Answer], C::Guessed,
        "guessed", "the right pick was a guess: it counts as not known"),
    Row("t", &[Char('t')], &[P::Answer], C::Typo,
        "typo? good", "the near miss was only a typo: it counts as known"),
    Row("Enter", &[Is(Key::Enter)], &[P::Line], C::Enter,
        "done", "done; does nothing until something is typed"),
    Row("Enter", &[Is(Key::Enter)], &[P::Blanks], C::Enter,
        "next blank", "the next blank, or done; does nothing until something is typed"),
    Row("Enter", &[Is(Key::Enter)], &[P::Lines], C::Enter,
        "next line", "the next line; done on an empty line after the last"),
    Row("Enter", &[Is(Key::Enter), Is(Key::AltEnter)], &[P::Text, P::Code], C::NewLine,
        "new line", "a new line"),
    Row("Alt-Enter", &[Is(Key::AltEnter)], &[P::Lines], C::NewLine,
        "empty line", "a new line, even where this one is empty"),
    Row("Ctrl-D", &[Is(Key::Ctrl('d'))], &[P::Lines, P::Text], C::Done,
        "done", "done"),
    Row("Ctrl-D", &[Is(Key::Ctrl('d'))], &[P::Code], C::Done,
        "test it", "done: the tests run on it, in an interview in the debrief"),
    Row("Tab", &[Is(Key::Tab)], &[P::Code], C::Indent,
        "two spaces", "two spaces"),
    Row("Esc", &[Is(Key::Esc)], &[P::Code], C::TakeBack,
        "back", "back to the task, with what was typed; letters are commands there"),
    Row("↑ ↓", &[Is(Key::Up), Is(Key::Down), Is(Key::BackTab)], &[P::Blanks], C::OtherBlank,
        "other blank", "another blank"),
    Row("Ctrl-G", &[Is(Key::Ctrl('g'))], &[P::Lines, P::Text, P::Code], C::Editor,
        "editor", "go on writing in your editor"),
    Row("any character", &[Editing], FIELDS, C::Edit,
        "type", "text; a Space before it is left out. Alt-B, Alt-F and Ctrl-arrows move by words"),
    Row("↑ ↓", &[Is(Key::Up), Is(Key::Down)], &[P::Pick, P::Ticks, P::Program, P::Points, P::DebriefTicks], C::Cursor,
        "cursor", "show a cursor and move it"),
    Row("↑ ↓", &[Is(Key::Up), Is(Key::Down)], &[P::Order], C::Cursor,
        "cursor", "show a cursor and move it, with the step that was picked up"),
    Row("Space", &[Char(' ')], &[P::Pick, P::Ticks], C::Space,
        "tick", "tick the line under the cursor, or lift its tick; without a cursor it is Enter"),
    Row("Space", &[Char(' ')], &[P::Order], C::Space,
        "pick up", "pick up the step under the cursor, or put it down; without a cursor it is Enter"),
    Row("Enter", &[Is(Key::Enter)], &[P::Pick, P::Ticks, P::Order], C::Enter,
        "done", "done; does nothing until something is picked"),
    Row("Enter", &[Is(Key::Enter), Char(' ')], &[P::Program], C::Enter,
        "that one", "this line; does nothing until one is named; also Space"),
    Row("Backspace", &[Is(Key::Backspace)], &[P::Order, P::Program], C::TakeBack,
        "take back", "take the last letter or digit back"),
    Row("Esc", &[Is(Key::Esc), Is(Key::Backspace)], &[P::Reason], C::TakeBack,
        "another line", "name another line; also Backspace"),
    Row("Tab", &[Is(Key::Tab)],
        &[P::Question, P::Line, P::Blanks, P::Lines, P::Text, P::Pick, P::Ticks, P::Order, P::Program, P::Reason, P::Left],
        C::DontKnow, "don't know", "don't know: show the answer"),
    Row("Tab", &[Is(Key::Tab)], &[P::Task], C::DontKnow,
        "give up", "give up: show the model; Again is suggested then, but not where no test can run"),
    Row("Esc", &[Is(Key::Esc)], &[P::Line, P::Blanks, P::Lines, P::Text, P::Pick, P::Ticks, P::Order, P::Points],
        C::Leave, "keys", "leave the field or the list: letters are commands then"),
    Row("Enter", &[Is(Key::Enter), Char(' '), Is(Key::Esc)], &[P::Left], C::Return,
        "back", "back to where you were; also Space and Esc"),
    Row("↑ ↓ PgUp PgDn", &[Is(Key::Up), Is(Key::Down), Is(Key::PageUp), Is(Key::PageDown), Is(Key::Home), Is(Key::End)],
        &[P::Question, P::Task, P::Reason, P::Answer, P::Left], C::Scroll, "scroll", "scroll"),
    Row("PgUp PgDn", &[Is(Key::PageUp), Is(Key::PageDown), Is(Key::Home), Is(Key::End)],
        &[P::Pick, P::Ticks, P::Order, P::Program, P::Points, P::Line, P::Blanks, P::Lines, P::Text, P::Code,
            P::DebriefTicks],
        C::Scroll, "scroll", "scroll"),
    Row("Enter", &[Is(Key::Enter), Char(' ')], &[P::Opening], C::Show, "begin", "begin; also Space"),
    Row("1-4", &[Grade], &[P::Opening], C::Grade, "level", "another level"),
    Row("q", &[Char('q'), Is(Key::Esc)], &[P::Opening], C::Quit, "another time", "another time; also Esc"),
    Row("d", &[Char('d'), Is(Key::Enter), Char(' ')], &[P::Waiting], C::Show,
        "go through it now", "go through it now; also Enter and Space"),
    Row("x", &[Char('x')], &[P::Waiting], C::Discard, "discard it", "discard it; the question is asked again"),
    Row("q", &[Char('q'), Is(Key::Esc)], &[P::Waiting], C::Quit, "later", "leave it for later; also Esc"),
    Row("s", &[Char('s')], &[P::Report], C::Show, "study these now", "study the cards that it names"),
    Row("q", &[Char('q'), Is(Key::Esc), Is(Key::Enter), Char(' ')], &[P::Report], C::Quit,
        "leave", "leave; also Enter, Space and Esc"),
    Row("Enter", &[Is(Key::Enter), Char(' ')], &[P::Interview], C::Show,
        "when you have said it", "you have said it, and sum it up; or type it, code in your editor; also Space"),
    Row("t", &[Char('t')], &[P::Interview], C::Write, "type it", "type the answer instead of saying it"),
    Row("p", &[Char('p')], &[P::Interview], C::Pause, "pause", "stop the clock"),
    Row("Tab g", &[Is(Key::Tab), Char('g')], &[P::Interview], C::DontKnow,
        "give up", "don't know: give the question up; you are asked again before it counts"),
    Row("1-4", &[Grade], &[P::Sure], C::Grade, "how sure you are", "from a guess to certain"),
    Row("1-4", &[Grade], &[P::Rating], C::Grade, "rate", "the words beside each say what it means"),
    Row("s", &[Char('s')], &[P::Rating], C::Skip, "leave it out", "leave this one out"),
    Row("a b c …", &[Letter], &[P::DebriefTicks], C::Letter, "tick", "tick the line with this letter, or lift the tick"),
    Row("Enter", &[Is(Key::Enter), Char(' ')], &[P::Debrief, P::DebriefTicks], C::Show, "go on", "go on; also Space"),
    Row("s", &[Char('s')], &[P::DebriefTicks], C::Suggested, "tick all ~", "tick what your text seems to speak of"),
    Row("A", &[Char('A')], &[P::DebriefTicks], C::All, "all", "tick all, or none"),
    Row("t", &[Char('t')], &[P::Debrief], C::Typo, "a typo", "the near miss was only a typo: it counts as right"),
    Row("Esc", &[Is(Key::Esc), Is(Key::Backspace)], &[P::Debrief, P::DebriefTicks, P::Rating], C::TakeBack, "back", "back"),
    Row("↑ ↓ PgUp PgDn", &[Is(Key::Up), Is(Key::Down), Is(Key::PageUp), Is(Key::PageDown), Is(Key::Home), Is(Key::End)],
        &[P::Opening, P::Waiting, P::Report, P::Interview, P::Sure, P::Debrief, P::Rating],
        C::Scroll, "scroll", "scroll"),
    Row("?", &[Char('?')],
        &[P::Opening, P::Waiting, P::Report, P::Interview, P::Sure, P::Debrief, P::DebriefTicks, P::Rating],
        C::Help, "keys", "the keys that do something now"),
    Row("q", &[Char('q')], &[P::Interview], C::Quit, "end the interview", "end the interview; you are asked again first"),
    Row("q", &[Char('q')], &[P::Sure, P::Debrief, P::DebriefTicks, P::Rating], C::Quit, "later", "go on with the rest later"),
    Row("a", &[Char('a')], &[P::Leech], C::Show, "see the answer", "read the answer once more, with its reasons"),
    Row("p", &[Char('p')], &[P::Leech], C::OneByOne, "its points one by one", "answer its points one by one"),
    Row("e", &[Char('e'), Char('E')], &[P::Leech], C::EditCard,
        "edit", "edit it: a smaller question, a hook of your own"),
    Row("x", &[Char('x'), Char('@')], &[P::Leech], C::Suspend,
        "suspend", "suspend it: some cards are not worth it"),
    Row("Enter", &[Is(Key::Enter), Char(' '), Is(Key::Esc)], &[P::Leech], C::Take,
        "go on", "go on with the session; also Space and Esc"),
    Row("Space", &[Is(Key::Enter), Char(' ')], &[P::Drill], C::Show,
        "show the point", "show the point, or go on to the next; also Enter"),
    Row("Esc", &[Is(Key::Esc)], &[P::Drill], C::Return, "back", "back"),
    Row("q", &[Char('q')], &[P::Leech, P::Drill], C::Quit, "quit", "end; every answer is saved already (also Ctrl-C)"),
    Row("?", &[Char('?')], &[P::Leech, P::Drill], C::Help, "keys", "the keys that do something now"),
    Row("↑ ↓ PgUp PgDn", &[Is(Key::Up), Is(Key::Down), Is(Key::PageUp), Is(Key::PageDown), Is(Key::Home), Is(Key::End)],
        &[P::Leech, P::Drill], C::Scroll, "scroll", "scroll"),
    Row("u", &[Char('u')], COMMANDS, C::Undo, "undo", "undo what was done last"),
    Row("s", &[Char('s')], COMMANDS, C::Skip, "skip", "skip: ask this card at the end"),
    Row("b -", &[Char('b'), Char('-')], OPEN, C::Bury, "bury", "bury: not asked again before tomorrow"),
    Row("-", &[Char('-')], LETTERED, C::Bury, "bury", "bury: not asked again before tomorrow"),
    Row("x @", &[Char('x'), Char('@')], COMMANDS, C::Suspend,
        "suspend", "suspend: not asked again until `nodequiz unsuspend`"),
    Row("m *", &[Char('m'), Char('*')], COMMANDS, C::Mark, "mark", "mark this card, or take the mark off"),
    Row("k", &[Char('k')], COMMANDS, C::Claim, "known", "I know this: check it in some days"),
    Row("e E", &[Char('e'), Char('E')], OPEN, C::EditCard, "edit", "edit this card in your editor"),
    Row("E", &[Char('E')], LETTERED, C::EditCard, "edit", "edit this card in your editor"),
    Row("i", &[Char('i')], COMMANDS, C::History, "figures", "its figures and its history"),
    Row("o", &[Char('o')], COMMANDS, C::Open, "docs", "open its documentation in the browser"),
    Row("v", &[Char('v')], COMMANDS, C::Image, "image", "open its images, those that are shown as text and path"),
    Row("r", &[Char('r')], COMMANDS, C::Run, "run", "run its code with node"),
    Row("w", &[Char('w')], COMMANDS, C::Report, "report", "this card is wrong: write a report"),
    Row("h", &[Char('h')], &[P::Plain], C::Help, "commands", "the commands that do something now"),
    Row("?", &[Char('?')], &[P::Plain], C::DontKnow, "don't know", "don't know: show the answer"),
    Row("p", &[Char('p')], &[P::Plain], C::Pause, "pause", "in an interview: stop the clock"),
    Row("v", &[Char('v')], &[P::Plain], C::Editor, "editor", "in an interview: write the answer in your editor"),
    Row("?", &[Char('?')],
        &[P::Question, P::Task, P::Program, P::Reason, P::Answer, P::Left, P::Pick, P::Ticks, P::Order, P::Points],
        C::Help, "keys", "the keys that do something now"),
    Row("q", &[Char('q')], COMMANDS, C::Quit, "quit", "end; every answer is saved already (also Ctrl-C)"),
];

/// The key as the table knows it: in a field as it is, elsewhere by its place and its width.
pub(crate) fn normal(key: &Key, phase: Phase) -> Key {
    if phase.is_field() {
        key.clone()
    } else {
        key.as_command()
    }
}

/// The place of a printed letter in its list.
pub(crate) const fn letter(key: &Key) -> Option<usize> {
    match key {
        Key::Char(letter @ 'a'..='z') => Some(*letter as usize - 'a' as usize),
        Key::Char(letter @ 'A'..='Z') => Some(*letter as usize - 'A' as usize + 26),
        _ => None,
    }
}

/// The letter printed beside a line.
pub(crate) fn letter_of(place: usize) -> char {
    let letters = ('a'..='z').chain('A'..='Z');
    letters.clone().nth(place).unwrap_or(' ')
}

/// What a key may mean here, the most likely first. `lines` is the number of lettered lines.
pub(crate) fn commands(phase: Phase, key: &Key, lines: usize) -> impl Iterator<Item = Command> {
    let key = key.clone();
    rows(phase)
        .filter(move |Row(_, keys, ..)| keys.iter().any(|press| press.is(&key, lines)))
        .map(|Row(_, _, _, command, ..)| *command)
}

/// The rows for a phase.
fn rows(phase: Phase) -> impl Iterator<Item = &'static Row> {
    TABLE
        .iter()
        .filter(move |Row(_, _, phases, ..)| phases.contains(&phase))
}

/// The rows for a command in a phase.
fn rows_of(phase: Phase, command: Command) -> impl Iterator<Item = &'static Row> {
    rows(phase).filter(move |Row(_, _, _, one, ..)| *one == command)
}

/// The keys of a command as they are printed, with `lines` lettered lines.
pub(crate) fn label(phase: Phase, command: Command, lines: usize) -> String {
    let printed = rows_of(phase, command)
        .next()
        .map_or("", |Row(label, ..)| label);
    match (command, lines) {
        (Command::Letter, 1) => "a".to_owned(),
        (Command::Letter, lines) if lines > 1 => format!("a-{}", letter_of(lines - 1)),
        _ => printed.to_owned(),
    }
}

/// What a command does, in a word or two.
pub(crate) fn brief(phase: Phase, command: Command) -> &'static str {
    let mut rows = rows_of(phase, command);
    rows.next().map_or("", |Row(.., brief, _)| brief)
}

/// What a command does here, with its keys: every row of the table for it.
pub(crate) fn help(
    phase: Phase,
    command: Command,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    rows_of(phase, command).map(|Row(label, .., does)| (*label, *does))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::{env, fs};

    use super::*;

    /// Every phase with its title, in the order of a card.
    const PHASES: [(Phase, &str); 26] = [
        (Phase::Question, "The question alone"),
        (Phase::Line, "A field of one line"),
        (Phase::Blanks, "A text with blanks"),
        (Phase::Lines, "The lines that a program prints"),
        (Phase::Text, "A longer text"),
        (Phase::Task, "A task that asks for code"),
        (Phase::Code, "Code is typed"),
        (Phase::Pick, "Options, one is right"),
        (Phase::Ticks, "Options, several may be right"),
        (Phase::Order, "Steps to be ordered"),
        (Phase::Program, "A program with a bug"),
        (Phase::Reason, "A line is named: why is it wrong?"),
        (Phase::Answer, "The answer is shown"),
        (Phase::Points, "The answer is shown, point by point"),
        (Phase::Left, "After Esc in a field or a list"),
        (Phase::Opening, "Interview: before it begins"),
        (Phase::Waiting, "Interview: one waits to be gone through"),
        (Phase::Report, "Interview: the report"),
        (Phase::Interview, "Interview: a question is put"),
        (Phase::Sure, "Interview: how sure are you?"),
        (Phase::Debrief, "Interview: an answer is gone through"),
        (
            Phase::DebriefTicks,
            "Interview: what was in the answer is ticked",
        ),
        (Phase::Rating, "Interview: a thread is rated"),
        (Phase::Leech, "A card that you keep forgetting"),
        (Phase::Drill, "Its points, one by one"),
        (
            Phase::Plain,
            "Line by line (`--plain`): a letter on a line of its own",
        ),
    ];

    /// The table as a page of the documentation.
    fn keys_page() -> String {
        let mut page = "\
# The keys

One grammar for studying, the quiz, the placement and the interview. This page is made from the table that
the keyboard, the footer, the help screen and the plain mode read; regenerate it with

```sh
NODEQUIZ_KEYS=write cargo test --lib the_page_of_the_keys
```

Not every key does something with every card: the footer and `?` show those that do.

- In a field every character is text. `Esc` leaves it; then letters are commands, and `Enter` goes back.
- In a list the printed letters are its lines. The first arrow shows a cursor, and then `Space` ticks.
- `1 2 3 4` are Again, Hard, Good, Easy once the answer is shown, on every card, in study. The quiz and the
  placement take no grade. In the interview digits rate what its screen names.
- `Tab` is \"don't know\", and in study Again is suggested then. Where code is typed it is two spaces.
- The key that closes the help does nothing else.
- After five times `Enter` or `Space` that did nothing the screen offers to end; the next one ends the session.
- On a Cyrillic layout commands are found by the place of the key, and full-width characters count as usual
  ones. On any other layout digits, `Space`, `Enter`, `Tab`, `Esc` and the arrows are enough.
"
    .to_owned();
        for (phase, title) in PHASES {
            let _ = write!(page, "\n## {title}\n\n| key | what it does |\n|---|---|\n");
            for Row(label, .., does) in rows(phase) {
                let _ = writeln!(page, "| {label} | {does} |");
            }
        }
        page
    }

    /// `NODEQUIZ_KEYS=write` regenerates the page.
    #[test]
    fn the_page_of_the_keys_is_the_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
        if env::var_os("NODEQUIZ_KEYS").is_some_and(|what| what == "write") {
            fs::write(file, keys_page()).expect("the page is written");
        }
        assert!(
            fs::read_to_string(file).unwrap_or_default() == keys_page(),
            "docs/keys.md differs from the table; NODEQUIZ_KEYS=write regenerates it"
        );
    }

    #[test]
    fn no_key_is_text_and_a_command() {
        for (phase, _) in PHASES.into_iter().filter(|(phase, _)| phase.is_field()) {
            for c in ' '..='~' {
                let found: Vec<Command> = commands(phase, &Key::Char(c), 5).collect();
                assert_eq!(found, [Command::Edit], "{c:?} in {phase:?}");
            }
        }
    }

    #[test]
    fn in_a_list_the_printed_letters_are_its_lines() {
        for &phase in LETTERED {
            for c in 'a'..='e' {
                let first = commands(phase, &Key::Char(c), 5).next();
                assert_eq!(first, Some(Command::Letter), "{c:?} in {phase:?}");
            }
            let bury: Vec<Command> = commands(phase, &Key::Char('b'), 1).collect();
            assert!(bury.is_empty(), "{bury:?}");
        }
    }

    #[test]
    fn commands_work_by_place_and_width() {
        for (typed, means) in [
            ('й', 'q'),
            ('у', 'e'),
            ('г', 'u'),
            ('Ф', 'A'),
            ('？', '?'),
            ('１', '1'),
            ('\u{3000}', ' '),
        ] {
            let key = Key::Char(typed);
            assert_eq!(normal(&key, Phase::Answer), Key::Char(means));
            assert_eq!(normal(&key, Phase::Line), key, "in a field it is text");
        }
        assert_eq!(normal(&Key::Alt('x'), Phase::Answer), Key::Char('x'));
    }
}
