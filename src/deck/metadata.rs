//! The comment under a heading: its keys and their values.

use std::hash::Hash;
use std::ops::{Range, RangeInclusive};

use hashbrown::HashSet;

use super::Diagnostic;
use super::diagnostic::{Code, Report, Severity};
use super::keys::{Key, Owner};
use crate::id::{CardId, DeckId, is_part};
use crate::question::{AnswerForm, OLDEST_NODE, Permission};

/// How long a prompt may take, in minutes.
const PROMPT_MINUTES: RangeInclusive<u8> = 1..=15;

/// How long writing code may take, in minutes: longer answers are not timed.
const CODE_MINUTES: RangeInclusive<u8> = 1..=30;

/// The release lines of Node.js that a card may ask for.
const NODE_LINES: RangeInclusive<u32> = OLDEST_NODE..=99;

/// How many values a key can have.
const MOST_ENTRIES: usize = 50;

/// How many lines of a comment are read.
const MOST_LINES: usize = 500;

/// A value with its bytes in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

/// The id of a card or deck, as written in a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// `id`: of this deck's card, or of a deck.
    Plain(String),
    /// `deck/id`.
    Full(CardId),
}

/// Values in their order, each once.
pub(super) fn without_doubles<T: Clone + Eq + Hash>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut once: Vec<T> = values.collect();
    if once.len() > 1 {
        let mut known = HashSet::with_capacity(once.len());
        once.retain(|value| known.insert(value.clone()));
    }
    once
}

/// What the comments of one heading say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) from: Vec<String>,
    pub(super) after: Vec<At<Reference>>,
    pub(super) weight: Option<u8>,
    pub(super) minutes: Option<u8>,
    pub(super) topic: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) see: Option<String>,
    pub(super) probe: Option<At<Reference>>,
    pub(super) was: Vec<At<Reference>>,
    pub(super) zh: Vec<String>,
    pub(super) needs: Vec<Permission>,
    pub(super) node: Option<u32>,
    pub(super) without: Vec<String>,
    pub(super) answer: Option<AnswerForm>,
    /// Where the keys are that only cards of some kinds have.
    pub(super) of_kinds: Vec<At<Key>>,
}

impl Metadata {
    /// Whether a number of minutes was given, valid or not.
    pub(super) fn has_minutes(&self) -> bool {
        self.of_kinds.iter().any(|at| at.value == Key::Minutes)
    }
}

/// A line of a comment.
struct Line<'t> {
    text: &'t str,
    span: Range<usize>,
}

/// The lines of a comment's inside that are not empty, trimmed.
fn lines(inside: &str, start: usize) -> impl Iterator<Item = Line<'_>> {
    let mut from = 0;
    let split = std::iter::from_fn(move || {
        let rest = inside.get(from..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let at = start + from;
        from += end + 1;
        Some((at, &rest[..end]))
    });
    split.filter_map(|(at, line)| {
        let text = line.trim();
        let lead = line.len() - line.trim_start().len();
        (!text.is_empty()).then(|| Line {
            text,
            span: at + lead..at + lead + text.len(),
        })
    })
}

/// The inside of a comment and what follows it on its last line.
fn inside(raw: &str) -> (&str, usize, &str) {
    let start = raw.find("<!--").map_or(0, |at| at + 4);
    let rest = raw.get(start..).unwrap_or_default();
    match rest.split_once("-->") {
        Some((inside, after)) => (inside, start, after),
        None => (rest, start, ""),
    }
}

/// The keys that an owner's comment may have, as a list to read.
fn keys_of(owner: Owner) -> String {
    let known = Key::ALL.iter().filter(|key| owner.has_key(**key));
    known.map(|key| key.name()).collect::<Vec<_>>().join(", ")
}

/// Whether nothing is in a comment.
pub(super) fn is_empty_comment(raw: &str) -> bool {
    inside(raw).0.trim().is_empty()
}

/// Whether a comment has a line that is a key, or was to be one. Others are nobody's: notes to oneself, and what
/// other programs look for.
pub(super) fn has_keys(raw: &str) -> bool {
    let mut lines = lines(inside(raw).0, 0).take(MOST_LINES);
    lines.any(|line| intended(line.text).is_some())
}

/// The key that a line gives, or that it was to give: misspelt, or without a colon that is one.
fn intended(line: &str) -> Option<Key> {
    let Some((name, value)) = line.split_once([':', '：']) else {
        let (name, value) = line.split_once(char::is_whitespace)?;
        let key = Key::from_name(name).filter(|key| key.is_number());
        return key.filter(|_| value.trim().parse::<u32>().is_ok());
    };
    let name = name.trim();
    if name.len() > LONGEST_NAME {
        return None;
    }
    let name = name.to_lowercase();
    if let Some(key) = Key::from_name(&name) {
        return Some(key);
    }
    let alike = Key::ALL.into_iter().filter(|key| may_be(&name, key.name()));
    let edits = |key: Key| (strsim::osa_distance(&name, key.name()), key);
    let (edits, nearest) = alike.map(edits).min_by_key(|(edits, _)| *edits)?;
    // A short word is soon near to another, and `note:` is no misspelt `node:` before prose.
    let most = if nearest.name().len() < 6 { 1 } else { 2 };
    let fits = !nearest.is_number() || value.trim().parse::<u32>().is_ok();
    (name.len() > 2 && edits <= most && fits).then_some(nearest)
}

/// Longer names, in bytes, are no misspelt keys.
const LONGEST_NAME: usize = 30;

/// Whether two edits might turn a name into a key, judged by the letters that only one of the two has. This is much
/// faster than counting the edits, and a comment may have a million lines.
fn may_be(name: &str, key: &str) -> bool {
    let letters = |text: &str| {
        let bits = text.chars().map(|letter| 1_u32 << (u32::from(letter) % 32));
        bits.fold(0, |all, bit| all | bit)
    };
    let (name, key) = (letters(name), letters(key));
    (key & !name).count_ones() <= 2 && (name & !key).count_ones() <= 2
}

/// How bad a line without a known key is. One that was meant as a key is an error: the card would lack that key.
fn severity_of(intended: Option<Key>) -> Severity {
    match intended {
        Some(_) => Severity::Error,
        None => Severity::Warning,
    }
}

/// The bytes, within a card's or deck's text, of one entry of a key: for pointing at it later.
pub(super) fn find_entry(raw: &str, key: Key, entry: &str) -> Option<Range<usize>> {
    let comment = raw.find("<!--")?;
    let (inside, start, _) = inside(raw.get(comment..)?);
    lines(inside, comment + start).find_map(|line| {
        let (name, values) = line.text.split_once(':')?;
        if name.trim() != key.name() {
            return None;
        }
        let values_at = line.span.end - values.len();
        entries(values, values_at)
            .find(|at| at.value == entry)
            .map(|at| at.span)
    })
}

/// The values of a list, trimmed, separated by commas (full-width ones, too).
fn entries(values: &str, start: usize) -> impl Iterator<Item = At<&str>> {
    values
        .split_inclusive([',', '，'])
        .scan(start, |offset, piece| {
            let at = *offset;
            *offset += piece.len();
            let value = piece.strip_suffix([',', '，']).unwrap_or(piece);
            let lead = value.len() - value.trim_start().len();
            let value = value.trim();
            Some(At {
                value,
                span: at + lead..at + lead + value.len(),
            })
        })
}

/// Reads comments into [`Metadata`].
pub(super) struct Reader<'r, 's> {
    report: &'r mut Report<'s>,
    owner: Owner,
    seen: Vec<(Key, Range<usize>)>,
    metadata: Metadata,
}

impl<'r, 's> Reader<'r, 's> {
    pub(super) fn new(owner: Owner, report: &'r mut Report<'s>) -> Self {
        Self {
            report,
            owner,
            seen: Vec::new(),
            metadata: Metadata::default(),
        }
    }

    /// Reads one comment that starts at an offset of the file.
    pub(super) fn comment(&mut self, raw: &str, start: usize) {
        let (inside, lead, after) = inside(raw);
        if has_keys(raw) {
            let mut lines = lines(inside, start + lead);
            lines
                .by_ref()
                .take(MOST_LINES)
                .for_each(|line| self.line(&line));
            if let Some(next) = lines.next() {
                let message = format!("this comment has more than {MOST_LINES} lines");
                let help = "keep only the keys here, one a line, and move the rest further down in the card";
                self.report.error(Code::TooMuch, next.span, message, help);
            }
        }
        let after = after.trim_end();
        if !after.trim().is_empty() {
            let end = start + raw.trim_end().len();
            let span = end - after.trim_start().len()..end;
            let message = "text after `-->` on the same line belongs to the comment";
            let help = "put it on its own line";
            self.report.warning(Code::NotAKey, span, message, help);
        }
    }

    pub(super) fn finish(self) -> Metadata {
        self.metadata
    }

    fn line(&mut self, line: &Line<'_>) {
        let Some((name, values)) = line.text.split_once(':') else {
            let help = if line.text.contains('：') {
                "write a plain `:` instead of `：`"
            } else {
                "a comment under a heading holds one key a line; notes to yourself can stand \
                 further down"
            };
            let message = "this is not `key: value`";
            let severity = severity_of(intended(line.text));
            self.report
                .add(severity, Code::NotAKey, line.span.clone(), message, help);
            return;
        };
        let name = name.trim_end();
        let name_span = line.span.start..line.span.start + name.len();
        let Some(key) = self.known(name, intended(line.text), &name_span) else {
            return;
        };
        if let Some((_, first)) = self.seen.iter().find(|(seen, _)| *seen == key) {
            let source = self.report.source();
            let twice = Diagnostic::error(Code::SameKey, format!("`{name}` is given twice"))
                .at(source, name_span, "")
                .at(source, first.clone(), "given here first")
                .help("write one of them, with values separated by commas where several fit");
            self.report.push(twice);
            return;
        }
        self.seen.push((key, name_span.clone()));
        if key.kinds().is_some() {
            self.metadata.of_kinds.push(At {
                value: key,
                span: name_span.clone(),
            });
        }
        if values.trim().is_empty() {
            let message = format!("`{name}` has no value");
            let help = "write one, or remove the line";
            return self.report.error(Code::Value, name_span, message, help);
        }
        let start = line.span.end - values.len();
        self.values(key, values, start);
    }

    fn known(&mut self, name: &str, meant: Option<Key>, span: &Range<usize>) -> Option<Key> {
        match Key::from_name(name) {
            Some(key) if !self.owner.has_key(key) => {
                let message = format!(
                    "`{name}` is a key of {}, not of {}",
                    key.cards(),
                    self.owner.plural()
                );
                let help = match self.owner {
                    Owner::Deck | Owner::Card => "move it under the heading of a card".to_owned(),
                    Owner::PromptFile | Owner::Prompt => {
                        format!("remove the line; the keys are {}", keys_of(self.owner))
                    }
                };
                self.report
                    .error(Code::UnknownKey, span.clone(), message, help);
                None
            }
            Some(key) => Some(key),
            None => {
                let message = format!("`{name}` is not a key");
                let help = match meant {
                    Some(key) => format!("did you mean `{}`?", key.name()),
                    None => format!("the keys are {}", keys_of(self.owner)),
                };
                let (severity, code) = (severity_of(meant), Code::UnknownKey);
                self.report.add(severity, code, span.clone(), message, help);
                None
            }
        }
    }

    fn values(&mut self, key: Key, values: &str, start: usize) {
        let lead = values.len() - values.trim_start().len();
        let value = values.trim();
        let span = start + lead..start + lead + value.len();
        let one = At { value, span };
        match key {
            Key::From => self.metadata.from = self.words(values, start),
            Key::Zh => self.metadata.zh = self.words(values, start),
            Key::After => self.metadata.after = self.each(values, start, Self::reference),
            Key::Was => self.metadata.was = self.each(values, start, Self::reference),
            Key::Probe => self.metadata.probe = self.reference(&one),
            Key::Weight => self.metadata.weight = self.weight(&one),
            Key::Minutes => self.metadata.minutes = self.minutes(&one),
            Key::Topic => self.metadata.topic = self.name(&one),
            Key::Tags => self.metadata.tags = self.each(values, start, Self::name),
            Key::See => self.metadata.see = self.address(&one),
            Key::Needs => self.metadata.needs = self.each(values, start, Self::permission),
            Key::Answer => self.metadata.answer = self.answer_form(&one),
            Key::Node => self.metadata.node = self.node(&one),
            Key::Without => self.metadata.without = self.each(values, start, Self::identifier),
        }
    }

    /// The entries of a list; an empty one is reported.
    fn parts<'v>(&mut self, values: &'v str, start: usize) -> Vec<At<&'v str>> {
        let mut all: Vec<_> = entries(values, start).take(MOST_ENTRIES + 1).collect();
        if let Some(last) = all.get(MOST_ENTRIES) {
            let message = format!("more than {MOST_ENTRIES} values of one key");
            let (span, help) = (last.span.clone(), "leave out what is not needed");
            self.report.error(Code::TooMuch, span, message, help);
            all.truncate(MOST_ENTRIES);
        }
        let (full, empty): (Vec<_>, Vec<_>) = all.into_iter().partition(|at| !at.value.is_empty());
        let end = start + values.trim_end().len();
        let fault = if let Some(first) = empty.first() {
            let message = "there is nothing between two commas";
            Some((first.span.clone(), message, "remove one comma"))
        } else if values.trim_end().ends_with([',', '，']) {
            let message = "there is nothing after the last comma";
            Some((end..end, message, "remove the comma"))
        } else {
            None
        };
        if let Some((span, message, help)) = fault {
            self.report.error(Code::Value, span, message, help);
        }
        full
    }

    fn words(&mut self, values: &str, start: usize) -> Vec<String> {
        self.parts(values, start)
            .into_iter()
            .map(|at| at.value.to_owned())
            .collect()
    }

    /// The entries of a list, each as what it means.
    fn each<T>(
        &mut self,
        values: &str,
        start: usize,
        read: fn(&mut Self, &At<&str>) -> Option<T>,
    ) -> Vec<T> {
        let parts = self.parts(values, start);
        parts.iter().filter_map(|at| read(self, at)).collect()
    }

    /// What a value means. If it means nothing, that is reported: the value and `wrong` make up the message.
    fn checked<T>(
        &mut self,
        at: &At<&str>,
        meant: Option<T>,
        wrong: &str,
        help: &str,
    ) -> Option<T> {
        if meant.is_none() {
            let (message, span) = (format!("`{}` {wrong}", at.value), at.span.clone());
            self.report.error(Code::Value, span, message, help);
        }
        meant
    }

    fn reference(&mut self, at: &At<&str>) -> Option<At<Reference>> {
        let meant = if DeckId::new(at.value).is_ok() {
            Some(Reference::Plain(at.value.to_owned()))
        } else {
            at.value.parse().ok().map(Reference::Full)
        };
        let help = "name a card of this deck by its id, one of another deck by `deck/card`";
        let value = self.checked(at, meant, "is not a valid id", help)?;
        let span = at.span.clone();
        Some(At { value, span })
    }

    fn name(&mut self, at: &At<&str>) -> Option<String> {
        let name = is_part(at.value).then(|| at.value.to_owned());
        let help = "use letters, digits, `-`, `_` and `.`";
        self.checked(at, name, "cannot be a name", help)
    }

    fn weight(&mut self, at: &At<&str>) -> Option<u8> {
        let weight = at.value.parse().ok();
        let weight = weight.filter(|weight| (1..=3).contains(weight));
        let help = "write 3 (asked in most interviews), 2, or 1 (asked rarely)";
        self.checked(at, weight, "is not a weight", help)
    }

    fn minutes(&mut self, at: &At<&str>) -> Option<u8> {
        let (range, wrong, help) = if self.owner == Owner::Card {
            let help = "write how many minutes the task takes, 1 to 30";
            (CODE_MINUTES, "is not a time for a task", help)
        } else {
            let help = "write how many minutes it takes with its probes, 1 to 15";
            (PROMPT_MINUTES, "is not a time for a prompt", help)
        };
        let minutes = at.value.parse().ok().filter(|one| range.contains(one));
        self.checked(at, minutes, wrong, help)
    }

    fn permission(&mut self, at: &At<&str>) -> Option<Permission> {
        let wrong = "is not something that code can be allowed";
        let permission = Permission::from_name(at.value);
        self.checked(at, permission, wrong, "write net, worker or child")
    }

    fn answer_form(&mut self, at: &At<&str>) -> Option<AnswerForm> {
        let form = AnswerForm::from_name(at.value);
        let help = "write word, code, command, value, header or sql";
        self.checked(at, form, "is not what an answer can be", help)
    }

    fn node(&mut self, at: &At<&str>) -> Option<u32> {
        let line = at.value.parse().ok();
        let line = line.filter(|line| NODE_LINES.contains(line));
        let wrong = "is not a release line that can be asked for";
        let help = "write the number of the lowest line that can run it, 22 or higher";
        self.checked(at, line, wrong, help)
    }

    fn identifier(&mut self, at: &At<&str>) -> Option<String> {
        let part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let is_one =
            at.value.chars().all(part) && !at.value.starts_with(|c: char| c.is_ascii_digit());
        let name = is_one.then(|| at.value.to_owned());
        let help = "name single identifiers: `flat`, not `Array.prototype.flat`";
        self.checked(at, name, "is not an identifier", help)
    }

    fn address(&mut self, at: &At<&str>) -> Option<String> {
        let host = at.value.strip_prefix("https://");
        let host = host.or_else(|| at.value.strip_prefix("http://"));
        let good = host.is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
                && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
        });
        if !good {
            let message = "`see` is not one web address";
            let help = "write one address that begins with `https://`";
            self.report
                .error(Code::Value, at.span.clone(), message, help);
        }
        good.then(|| at.value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text of the letters of keys and of others.
    fn letters() -> impl Strategy<Value = String> {
        "[a-z事é]{0,2}"
    }

    proptest! {
        /// A key with two mistakes is never ruled out by its letters.
        #[test]
        fn no_misspelt_key_is_overlooked(
            key in prop::sample::select(Key::ALL.as_slice()),
            (at, cut, more) in (0_usize..8, 0_usize..3, letters()),
        ) {
            let name = key.name();
            let at = at.min(name.len());
            let written = format!("{}{more}{}", &name[..at], name.get(at + cut..).unwrap_or_default());
            if strsim::osa_distance(&written, name) <= 2 {
                prop_assert!(may_be(&written, name), "{}", written);
            }
        }
    }

    #[test]
    fn a_misspelt_key_is_recognised_and_a_word_is_not() {
        let cases = [
            ("wieght: 3", Some(Key::Weight)),
            ("weight 3", Some(Key::Weight)),
            ("tag: a", Some(Key::Tags)),
            ("note: this is mine", None),
            ("zzzzzz: a", None),
            ("thgiew: 3", None),
        ];
        for (line, expected) in cases {
            assert_eq!(intended(line), expected, "{line}");
        }
        assert_eq!(intended(&format!("{}: 3", "weight".repeat(20_000))), None);
    }
}
