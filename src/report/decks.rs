//! `nodequiz decks list` and `nodequiz decks check`. Diagnostics look like those of compilers: the
//! place, the line, a mark under it, what to do next.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::deck::{Code, Diagnostic, Label, LeftOut, Library, PromptFile, Severity, Source};
use crate::terminal::wrap::{truncate, wrap};
use crate::terminal::{Line, Style, Tone, text};
use crate::wording::count;

/// A deck in the list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeckListing {
    pub id: String,
    pub title: String,
    /// The file that holds it.
    pub file: String,
    /// Whether it is one of the learner's own.
    pub own: bool,
    /// How many cards it has.
    pub cards: usize,
    /// How many of its cards, built in or shared, the learner has replaced.
    pub replaced: usize,
    /// The address of the repository that it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The tags of its cards.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

/// The decks, one per line, and below them where those of others come from.
pub fn decks(listings: &[DeckListing], width: usize) -> Vec<Line> {
    let widest =
        |part: &dyn Fn(&DeckListing) -> usize| listings.iter().map(part).max().unwrap_or(0);
    let id = widest(&|deck| text::width(&deck.id));
    let most = if width == usize::MAX { width } else { 36 };
    let title = widest(&|deck| text::width(&deck.title)).min(most);
    listings
        .iter()
        .map(|deck| {
            let padding = |used: usize, all: usize| " ".repeat(all.saturating_sub(used));
            let cut = truncate(&Line::from(deck.title.as_str()), title);
            let mut line = Line::styled(&deck.id, Tone::Accent);
            line.push(padding(text::width(&deck.id), id + 2), Tone::Plain);
            let word = if deck.cards == 1 { "card" } else { "cards" };
            line.push(format!("{:>4} {word:<5}  ", deck.cards), Tone::Plain);
            line.append(&cut);
            line.push(padding(cut.width(), title + 2), Tone::Plain);
            line.push(&deck.file, Tone::Dim);
            if deck.replaced > 0 {
                line.push(format!("  replaces {}", deck.replaced), Tone::Warn);
            }
            for tag in &deck.tags {
                line.push(format!("  #{tag}"), Tone::Dim);
            }
            truncate(&line, width)
        })
        .chain(origins(listings, width))
        .collect()
}

/// Where decks of others come from, a line for each folder.
fn origins(listings: &[DeckListing], width: usize) -> Vec<Line> {
    let from = |deck: &DeckListing| {
        let folder = deck.file.splitn(4, '/').take(3).collect::<Vec<_>>();
        Some((folder.join("/"), deck.from.clone()?))
    };
    let folders: BTreeSet<(String, String)> = listings.iter().filter_map(from).collect();
    folders
        .iter()
        .flat_map(|(folder, from)| {
            let line = Line::styled(format!("{folder}/ comes from {from}"), Tone::Dim);
            wrap(&line, width, HANGING)
        })
        .collect()
}

/// How many diagnostics are shown with their places; nobody reads more at once.
const MOST_SHOWN: usize = 500;

/// Diagnostics one after the other, an empty line after each.
pub fn diagnostics(found: &[Diagnostic], width: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = found
        .iter()
        .take(MOST_SHOWN)
        .flat_map(|diagnostic| draw(diagnostic, width).into_iter().chain([Line::new()]))
        .collect();
    if let Some(more @ 1..) = found.len().checked_sub(MOST_SHOWN) {
        let faults = count(more, "more fault", "more faults");
        let line = Line::from(format!(
            "{faults}; nodequiz decks check --json lists all of them"
        ));
        lines.extend(wrap(&line, width, HANGING).into_iter().chain([Line::new()]));
    }
    lines
}

/// A file with errors, and what they cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultyFile {
    /// "decks/mine.md: 1 of 51 cards left out, line 205".
    pub cost: String,
    /// What is wrong, and how to see more.
    pub why: String,
}

/// What each file with errors costs.
pub fn left_out(diagnostics: &[Diagnostic], library: &Library) -> Vec<FaultyFile> {
    let served = |file: &str| {
        let cards = library.cards();
        cards.filter(|card| *card.place.file == *file).count()
    };
    faulty_files(diagnostics, |file| {
        how_many(file, library.left_out(), served(file), ["card", "cards"])
    })
}

/// What each file of interview prompts with errors costs.
pub fn prompts_left_out(
    diagnostics: &[Diagnostic],
    files: &[PromptFile],
    left_out: &[LeftOut],
) -> Vec<FaultyFile> {
    let served = |file: &str| {
        let prompts = files.iter().flat_map(|file| &file.prompts);
        prompts.filter(|prompt| *prompt.place.file == *file).count()
    };
    faulty_files(diagnostics, |file| {
        how_many(file, left_out, served(file), ["prompt", "prompts"])
    })
}

fn faulty_files(
    diagnostics: &[Diagnostic],
    how_many: impl Fn(&str) -> Option<String>,
) -> Vec<FaultyFile> {
    let mut files: Vec<(&str, Vec<&Diagnostic>)> = Vec::new();
    for error in diagnostics.iter().filter(|one| one.is_error()) {
        let file = error.labels.first().map_or("", |label| &*label.source.file);
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, errors)) => errors.push(error),
            None => files.push((file, vec![error])),
        }
    }
    let faulty = files.into_iter().map(|(file, errors)| {
        let line = errors[0].place().map_or(1, |(_, line, _)| line);
        let cost = match how_many(file) {
            Some(count) => count,
            None if errors[0].code == Code::Unreadable => "left out".to_owned(),
            None => format!("an error in line {line}"),
        };
        let more = match errors.len() - 1 {
            0 => String::new(),
            1 => ", and 1 more error".to_owned(),
            more => format!(", and {more} more errors"),
        };
        let message = &errors[0].message;
        FaultyFile {
            cost: format!("{file}: {cost}"),
            why: format!("{message}{more}; `nodequiz decks check` shows all"),
        }
    });
    faulty.collect()
}

/// "1 of 51 cards left out, line 205"; `None` where nothing of a file is left out.
fn how_many(
    file: &str,
    left_out: &[LeftOut],
    served: usize,
    [one, several]: [&str; 2],
) -> Option<String> {
    let of_file = left_out.iter().filter(|card| *card.file == *file);
    let mut lines: Vec<usize> = of_file.map(|card| card.line).collect();
    let out = lines.len();
    let all = out + served;
    lines.dedup();
    let shown: Vec<String> = lines.iter().take(3).map(usize::to_string).collect();
    let rest = if lines.len() > 3 { ", …" } else { "" };
    let word = if lines.len() == 1 { "line" } else { "lines" };
    let what = if all == 1 { one } else { several };
    (out > 0).then(|| {
        let lines = shown.join(", ");
        format!("{out} of {all} {what} left out, {word} {lines}{rest}")
    })
}

/// A diagnostic as lines of a width. Source lines may be cut, messages never are.
fn draw(diagnostic: &Diagnostic, width: usize) -> Vec<Line> {
    let (level, tone) = match diagnostic.severity {
        Severity::Error => (Level::ERROR, Tone::Bad),
        Severity::Warning => (Level::WARNING, Tone::Warn),
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = title.elements(snippets(&diagnostic.labels));
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    drawn(group, width)
        .lines()
        .enumerate()
        .flat_map(|(at, line)| {
            let line = if at == 0 {
                headline(line, tone)
            } else {
                toned(line, tone)
            };
            wrap(&line, width, HANGING)
        })
        .collect()
}

/// The indent of the rest of a line that was too long.
const HANGING: usize = 4;

fn drawn(group: Group<'_>, width: usize) -> String {
    Renderer::plain()
        .decor_style(DecorStyle::Ascii)
        .term_width(width)
        .render(&[group])
}

/// One piece of source per file, that of the fault first.
fn snippets(labels: &[Label]) -> Vec<Element<'_>> {
    let mut sources: Vec<&Arc<Source>> = Vec::new();
    let (primary, others): (Vec<&Label>, Vec<&Label>) =
        labels.iter().partition(|label| label.primary);
    for label in primary.into_iter().chain(others) {
        if !sources.iter().any(|known| known.file == label.source.file) {
            sources.push(&label.source);
        }
    }
    sources
        .into_iter()
        .flat_map(|source| {
            let here = labels
                .iter()
                .filter(|label| label.source.file == source.file);
            let here: Vec<&Label> = here.collect();
            let near = lines_of(source, &here).len() <= NEAR;
            let pieces: Vec<&[&Label]> = here.chunks(if near { here.len() } else { 1 }).collect();
            let pieces = pieces.into_iter().map(|labels| piece(source, labels));
            pieces.collect::<Vec<_>>()
        })
        .collect()
}

/// Labels of one file are shown in one piece of it if they are at most this many bytes apart.
const NEAR: usize = 10_000;

/// The whole lines from the first label to the last.
fn lines_of(source: &Source, labels: &[&Label]) -> Range<usize> {
    let text = &source.text;
    let starts = labels.iter().map(|label| label.span.start);
    let ends = labels.iter().map(|label| label.span.end);
    let start = boundary(text, starts.min().unwrap_or(0));
    let end = boundary(text, ends.max().unwrap_or(0)).max(start);
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[end..].find('\n').map_or(text.len(), |at| end + at);
    from..to
}

/// The lines of these labels. The rest of a file, which may be long, is not looked at. Of a very long line only the place
/// is named.
fn piece<'s>(source: &'s Source, labels: &[&'s Label]) -> Element<'s> {
    let lines = lines_of(source, labels);
    if lines.len() > NEAR
        && let [label, ..] = labels
    {
        let (line, column) = source.line_column(label.span.start);
        let place = Origin::path(&*source.file).line(line);
        return place.char_column(column).into();
    }
    let (line, _) = source.line_column(lines.start);
    let annotations = labels
        .iter()
        .map(|label| annotation(source, label, lines.start));
    Snippet::source(&source.text[lines.clone()])
        .line_start(line)
        .path(&*source.file)
        .annotations(annotations)
        .into()
}

/// A label, at its place after the byte `from` of the file.
fn annotation<'a>(
    source: &Source,
    label: &'a Label,
    from: usize,
) -> annotate_snippets::Annotation<'a> {
    let kind = if label.primary {
        AnnotationKind::Primary
    } else {
        AnnotationKind::Context
    };
    let start = boundary(&source.text, label.span.start);
    let end = boundary(&source.text, label.span.end).max(start);
    let annotation = kind.span(start - from..end - from);
    if label.text.is_empty() {
        annotation
    } else {
        annotation.label(label.text.as_str())
    }
}

/// The nearest character boundary at or before a byte.
fn boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// `error[D07]` in its tone, the message bold.
fn headline(line: &str, tone: Tone) -> Line {
    let (kind, message) = line.split_once(": ").unwrap_or((line, ""));
    let line = Line::styled(kind, Style::of(tone).bold());
    if message.is_empty() {
        return line;
    }
    line.with(format!(": {message}"), Style::PLAIN.bold())
}

/// The margin dim, marks under the source in the tone of the diagnostic.
fn toned(line: &str, tone: Tone) -> Line {
    let margin = line
        .find(['|', '=', '>'])
        .filter(|&at| {
            line[..at]
                .chars()
                .all(|c| c == ' ' || c == '-' || c.is_ascii_digit())
        })
        .map_or(0, |at| at + 1);
    let (margin, rest) = line.split_at(margin);
    let numbered = margin.contains(|c: char| c.is_ascii_digit());
    let marks = margin.ends_with('|') && !numbered && rest.contains(['^', '-']);
    let style = if marks { Style::of(tone) } else { Style::PLAIN };
    Line::styled(margin, Tone::Dim).with(rest, style)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::Code;

    fn source(text: &'static str) -> Arc<Source> {
        Source::new("decks/mine.md", text)
    }

    fn label(source: &Arc<Source>, piece: &str, text: &str, primary: bool) -> Label {
        let start = source.text.find(piece).expect("the piece is there");
        Label {
            source: Arc::clone(source),
            span: start..start + piece.len(),
            text: text.to_owned(),
            primary,
        }
    }

    fn diagnostic(labels: Vec<Label>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            code: Code::Underlined,
            message: "this heading was made by the line under it".to_owned(),
            labels,
            help: Some("leave an empty line before `---`".to_owned()),
        }
    }

    fn drawn(diagnostic: &Diagnostic, width: usize) -> Vec<String> {
        draw(diagnostic, width).iter().map(Line::plain).collect()
    }

    #[test]
    fn a_diagnostic_says_what_where_and_what_next() {
        let source = source("# Mine\n\nIt runs in the poll phase.\n---\n");
        let label = label(
            &source,
            "It runs in the poll phase.",
            "a paragraph directly above `---` becomes a heading",
            true,
        );
        let expected = [
            "error[D07]: this heading was made by the line under it",
            " --> decks/mine.md:3:1",
            "  |",
            "3 | It runs in the poll phase.",
            "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^ a paragraph directly above `---` becomes a heading",
            "  |",
            "  = help: leave an empty line before `---`",
        ];
        assert_eq!(drawn(&diagnostic(vec![label]), 100), expected);
    }

    #[test]
    fn marks_are_below_the_right_columns_even_with_chinese_text() {
        let source = source("# 事件循环 {#loop .begginer}\n");
        let label = label(&source, ".begginer", "did you mean `.beginner`?", true);
        let lines = drawn(&diagnostic(vec![label]), 100);
        assert_eq!(lines[1], " --> decks/mine.md:1:15");
        assert_eq!(lines[3], "1 | # 事件循环 {#loop .begginer}");
        assert_eq!(
            lines[4],
            "  |                   ^^^^^^^^^ did you mean `.beginner`?"
        );
    }

    #[test]
    fn both_places_of_a_fault_are_shown() {
        let source = source("## One {#a}\n\nx\n\n## Two {#a}\n\ny\n");
        let first = label(&source, "{#a}", "first here", false);
        let start = source.text.rfind("{#a}").expect("the second");
        let second = Label {
            span: start..start + 4,
            primary: true,
            text: "and again here".to_owned(),
            ..first.clone()
        };
        let lines = drawn(&diagnostic(vec![first, second]), 100).join("\n");
        assert!(lines.contains("---- first here"), "{lines}");
        assert!(lines.contains("^^^^ and again here"), "{lines}");
        assert!(lines.contains("mine.md:5:8"), "{lines}");
    }

    #[test]
    fn nothing_in_a_deck_can_steer_the_terminal_or_break_the_drawing() {
        let source = source("a\x1b[2Jb \u{202e}事\tx\n");
        for span in [0..3, 2..9, 10..11, 0..99, 50..60] {
            let label = Label {
                source: Arc::clone(&source),
                span,
                text: "here".to_owned(),
                primary: true,
            };
            for line in draw(&diagnostic(vec![label]), 40) {
                assert!(line.width() <= 40 && !line.plain().contains('\x1b'));
            }
        }
        assert_eq!(drawn(&diagnostic(Vec::new()), 100).len(), 3);
    }
}
