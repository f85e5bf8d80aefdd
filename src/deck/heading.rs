//! Headings: their text, their id and their classes.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::Level;
use super::diagnostic::{Code, Report};
use super::document::{Block, Document, is_atx, plain};
use super::heading_line::parts;
use super::keys::Owner;
use super::suggest::nearest;
use crate::id::slug;
use crate::question::Kind;

/// What a `#` or `##` line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// Its text: inline Markdown without attributes.
    pub(super) text: String,
    /// The written id, or the slug of the text. Empty if there is neither.
    pub(super) id: String,
    /// Whether the id was written.
    pub(super) id_written: bool,
    /// The bytes of the written id with its `#`, else of the text.
    pub(super) id_span: Range<usize>,
    pub(super) level: Option<Level>,
    pub(super) kind: Option<Kind>,
    /// The bytes of the heading's line.
    pub(super) bytes: Range<usize>,
}

/// Reads a heading and reports what is wrong with it, except an invalid id: whether that matters
/// depends on what else could give the id.
pub(super) fn read(
    document: &Document<'_>,
    block: &Block,
    owner: Owner,
    report: &mut Report<'_>,
) -> Heading {
    let bytes = document.first_line(&block.bytes);
    let parts = parts(document.text, &bytes);
    let text = document.raw(parts.text.clone());
    let mut heading = Heading {
        text: text.to_owned(),
        id: String::new(),
        id_written: false,
        id_span: parts.text.clone(),
        level: None,
        kind: None,
        bytes: bytes.clone(),
    };
    match parts.attributes {
        Some(inside) => attributes(document, inside, owner, &mut heading, report),
        None => unread_attributes(document, &parts.text, report),
    }
    if text.is_empty() {
        let message = "this heading has no text";
        let help = match owner {
            Owner::Deck => "write the deck's title after `#`",
            Owner::Card => "write the question after `##`",
            Owner::PromptFile => "write the file's title after `#`",
            Owner::Prompt => "write the prompt's title after `##`",
        };
        report.error(Code::EmptyHeading, bytes, message, help);
    }
    if !heading.id_written {
        heading.id = slug(&plain(document.tokens(block)));
    }
    heading
}

/// A text that ends with `}` looks like attributes that were not read as such.
pub(super) fn unread_attributes(
    document: &Document<'_>,
    text: &Range<usize>,
    report: &mut Report<'_>,
) {
    let raw = document.raw(text.clone());
    let Some(before) = raw.strip_suffix('}') else {
        return;
    };
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    let Some(open) = before.rfind('{') else {
        return;
    };
    if backslashes % 2 == 1 {
        return;
    }
    let closing = document
        .raw(text.end..document.text.len())
        .lines()
        .next()
        .is_some_and(|rest| rest.trim().starts_with('#'));
    let message = "these attributes are not read";
    let help = if closing {
        "remove the `#` at the end of the line"
    } else {
        "write `{#id .kind .level}` without braces, `<`, `>` and `\\` in it; for braces \
             in the text put them into a code span or write `\\}`"
    };
    report.error(Code::Attribute, text.start + open..text.end, message, help);
}

/// More attributes of one heading are not read: it can have an id, a kind and a level.
const MOST_ATTRIBUTES: usize = 5;

fn attributes(
    document: &Document<'_>,
    inside: Range<usize>,
    owner: Owner,
    heading: &mut Heading,
    report: &mut Report<'_>,
) {
    let raw = document.raw(inside.clone());
    if raw.trim().is_empty() {
        let message = "these braces are empty";
        let help = "write an id, `{#id}`, or remove the braces";
        let span = inside.start - 1..inside.end + 1;
        report.error(Code::Attribute, span, message, help);
    }
    for (number, word) in raw.split_whitespace().enumerate() {
        let at = inside.start + (word.as_ptr() as usize - raw.as_ptr() as usize);
        let span = at..at + word.len();
        if number == MOST_ATTRIBUTES {
            let message = format!("more than {MOST_ATTRIBUTES} attributes of one heading");
            let help = "an id, a kind and a level are enough";
            report.error(Code::Attribute, span, message, help);
            break;
        }
        if let Err((message, help)) = attribute(word, &span, owner, heading) {
            report.error(Code::Attribute, span, message, help);
        }
    }
}

/// Notes what one attribute says. The error is what is wrong, and what to do about it.
fn attribute(
    word: &str,
    span: &Range<usize>,
    owner: Owner,
    heading: &mut Heading,
) -> Result<(), (String, String)> {
    let fault = |message: &str, help: &str| Err((message.to_owned(), help.to_owned()));
    let twice = |message: &str| fault(message, "remove this one or the other");
    let meant = |name: &str, otherwise: String| {
        let known = nearest(name, classes(owner));
        known.map_or(otherwise, |known| format!("did you mean `.{known}`?"))
    };
    if let Some(id) = word.strip_prefix('#') {
        if heading.id_written {
            return twice("a heading has one id");
        }
        id.clone_into(&mut heading.id);
        heading.id_written = true;
        heading.id_span = span.clone();
        return Ok(());
    }
    let Some(name) = word.strip_prefix('.') else {
        let all = "attributes are an id, `#id`, a kind and a level, such as `.senior`";
        let help = meant(word, all.to_owned());
        return Err((format!("`{word}` is not an attribute"), help));
    };
    if let Some(level) = Level::from_name(name) {
        return match heading.level.replace(level) {
            None => Ok(()),
            Some(_) => twice("a heading has one level"),
        };
    }
    let Some(kind) = Kind::from_name(name) else {
        let message = if owner.has_kind() || owner == Owner::Deck {
            format!("`.{name}` is neither a kind nor a level")
        } else {
            format!("`.{name}` is not a level")
        };
        let all = format!("the classes are {}", list(owner));
        return Err((message, meant(name, all)));
    };
    match owner {
        Owner::Card => match heading.kind.replace(kind) {
            None => Ok(()),
            Some(_) => twice("a card has one kind"),
        },
        Owner::Deck => fault(
            "a deck has no kind",
            "write it at the headings of the cards",
        ),
        Owner::PromptFile | Owner::Prompt => fault(
            "a prompt has no kind",
            "remove it; every prompt is answered aloud and ticked point by point",
        ),
    }
}

fn classes(owner: Owner) -> impl Iterator<Item = &'static str> {
    let kinds = if owner.has_kind() {
        Kind::ALL.iter()
    } else {
        [].iter()
    };
    let levels = Level::ALL.iter().map(|level| level.name());
    kinds.map(|kind| kind.name()).chain(levels)
}

fn list(owner: Owner) -> String {
    let names: Vec<String> = classes(owner).map(|name| format!("`.{name}`")).collect();
    names.join(", ")
}

/// Reports an invalid id of a heading.
pub(super) fn report_id(heading: &Heading, owner: Owner, report: &mut Report<'_>) {
    let (message, help) = if heading.id_written {
        (
            format!("`{}` is not a valid id", heading.id),
            "use letters, digits, `-`, `_` and `.`",
        )
    } else if heading.text.is_empty() {
        // The missing text was reported already.
        return;
    } else {
        let help = match owner {
            Owner::Deck => "write one after the title: `{#my-deck}`",
            Owner::Card => "write one after the question: `{#my-card}`",
            Owner::PromptFile => "write one after the title: `{#interview-mine}`",
            Owner::Prompt => "write one after the title: `{#my-prompt}`",
        };
        ("no id can be made of this heading".to_owned(), help)
    };
    report.error(Code::NoId, heading.id_span.clone(), message, help);
}

/// The first heading that a line of `-` or `=` makes inside a list or a quote, if there is one:
/// its bytes and whether the line is of `-`.
pub(super) fn underlined_inside(
    document: &Document<'_>,
    block: &Block,
) -> Option<(Range<usize>, bool)> {
    document
        .tokens(block)
        .iter()
        .skip(1)
        .find_map(|(event, range)| match event {
            Event::Start(Tag::Heading { level, .. }) if !is_atx(document.raw(range.clone())) => {
                Some((range.clone(), *level as u8 == 2))
            }
            _ => None,
        })
}
