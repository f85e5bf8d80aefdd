//! Wrapping and cutting lines by the columns they take.

use unicode_segmentation::UnicodeSegmentation;

use super::line::{Line, Span};
use super::style::{Style, Tone};
use super::text;

/// The narrowest line: a wide character must fit.
const NARROWEST: usize = 2;

/// A grapheme cluster of a line, which is never split.
struct Atom<'a> {
    text: &'a str,
    /// What it is a piece of.
    span: &'a Span,
    width: usize,
    /// Whether a line may end before it.
    opens: bool,
    /// Whether a line may end before it if there is no better place, as inside inline code.
    may_open: bool,
}

impl Atom<'_> {
    fn is_space(&self) -> bool {
        self.text == " "
    }
}

/// Breaks a line into lines no wider than `width` columns; all but the first start with `indent`
/// spaces.
///
/// Breaks are where Unicode's line breaking (UAX 14) allows them, so anywhere in Chinese, but never
/// in inline code that fits on a line. What is longer than a line is split between grapheme
/// clusters. Spaces at a break are dropped, nothing else is.
pub fn wrap(line: &Line, width: usize, indent: usize) -> Vec<Line> {
    let width = width.max(NARROWEST);
    if line.width() <= width {
        return vec![line.clone()];
    }
    let indent = indent.min(width / 2).min(width - NARROWEST);
    let atoms = atoms(line, width - indent);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < atoms.len() {
        let room = if lines.is_empty() {
            width
        } else {
            width - indent
        };
        let (end, next) = one_line(&atoms, start, room);
        let mut line = Line::new();
        if !lines.is_empty() {
            line.push(" ".repeat(indent), Style::PLAIN);
        }
        for atom in &atoms[start..end] {
            line.push_piece(atom.text, atom.span);
        }
        lines.push(line);
        start = next;
    }
    lines
}

/// Breaks a line every `width` columns, wherever that is: for code, in which spaces matter.
pub fn split(line: &Line, width: usize) -> Vec<Line> {
    let width = width.max(NARROWEST);
    let mut lines = vec![];
    let mut current = Line::new();
    let mut used = 0;
    for atom in atoms(line, width) {
        if used + atom.width > width {
            lines.push(std::mem::take(&mut current));
            used = 0;
        }
        used += atom.width;
        current.push_piece(atom.text, atom.span);
    }
    lines.push(current);
    lines
}

/// Cuts a line to `width` columns, with `…` if something is missing.
pub fn truncate(line: &Line, width: usize) -> Line {
    if line.width() <= width {
        return line.clone();
    }
    let mut cut = Line::new();
    if width == 0 {
        return cut;
    }
    let mut used = 0;
    let mut style = Style::PLAIN;
    for atom in atoms(line, usize::MAX) {
        style = atom.span.style();
        if used + atom.width > width - 1 {
            break;
        }
        used += atom.width;
        cut.push_piece(atom.text, atom.span);
    }
    cut.push("…", style);
    cut
}

/// Where the line that starts at an atom ends, and where the next one starts.
fn one_line(atoms: &[Atom<'_>], start: usize, room: usize) -> (usize, usize) {
    let mut used = 0;
    let mut full = start;
    while full < atoms.len() && used + atoms[full].width <= room {
        used += atoms[full].width;
        full += 1;
    }
    if full == atoms.len() {
        return (full, full);
    }
    // Spaces may hang over the edge: they are not shown there.
    let mut next = full;
    while next < atoms.len() && atoms[next].is_space() && !atoms[next].opens {
        next += 1;
    }
    let breaks_at = |opens: fn(&Atom<'_>) -> bool| {
        (start + 1..=next)
            .rev()
            .find(|&at| atoms.get(at).is_none_or(opens))
    };
    let next = breaks_at(|atom| atom.opens)
        .or_else(|| breaks_at(|atom| atom.may_open))
        // A single cluster is never wider than the room; at least one is taken.
        .unwrap_or(full.max(start + 1));
    let mut end = next;
    while end > start && atoms[end - 1].is_space() {
        end -= 1;
    }
    (end, next)
}

/// The clusters of a line. One that is wider than `widest` is split into its characters.
fn atoms(line: &Line, widest: usize) -> Vec<Atom<'_>> {
    let text = line.plain();
    let mut breaks = break_points(&text, widest).peekable();
    let mut atoms = Vec::with_capacity(text.len());
    let mut at = 0;
    for span in line.spans() {
        let code = span.style().tone == Tone::Code;
        for (inside, cluster) in span.text().grapheme_indices(true) {
            let mut may_open = false;
            while let Some(point) = breaks.next_if(|&point| point <= at + inside) {
                may_open = point == at + inside;
            }
            let first = atoms.len();
            push_atoms(&mut atoms, cluster, span, widest);
            if let Some(atom) = atoms.get_mut(first) {
                atom.may_open = may_open;
                atom.opens = may_open && !(code && inside > 0);
            }
        }
        at += span.text().len();
    }
    atoms
}

fn push_atoms<'a>(atoms: &mut Vec<Atom<'a>>, cluster: &'a str, span: &'a Span, widest: usize) {
    let atom = |text: &'a str| Atom {
        text,
        span,
        width: text::width(text),
        opens: false,
        may_open: false,
    };
    let whole = atom(cluster);
    if whole.width <= widest {
        atoms.push(whole);
    } else {
        atoms.extend(
            cluster
                .char_indices()
                .map(|(at, c)| atom(&cluster[at..at + c.len_utf8()])),
        );
    }
}

/// The byte offsets at which a line may be broken: not after a hyphen, which may begin an option, not between an address
/// and its scheme, and not inside a path or a card's id that fits on a line of its own.
fn break_points(text: &str, widest: usize) -> impl Iterator<Item = usize> {
    // Looked at once for each word: a line of a hundred kilobytes may be a single path.
    let (mut word_end, mut fits) = (0, false);
    let mut in_path = move |at: usize| {
        if !text[..at].ends_with('/') {
            return false;
        }
        if at > word_end {
            let start = text[..at].rfind(' ').map_or(0, |space| space + 1);
            word_end = text[at..].find(' ').map_or(text.len(), |space| at + space);
            fits = super::text::width(&text[start..word_end]) <= widest;
        }
        fits
    };
    unicode_linebreak::linebreaks(text)
        .map(|(at, _)| at)
        .filter(move |&at| {
            at == text.len()
                || !(text[..at].ends_with('-') || text[..at].ends_with("//") || in_path(at))
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::line::paint;
    use super::super::style::Colors;
    use super::*;

    fn wrapped(line: &Line, width: usize, indent: usize) -> Vec<String> {
        wrap(line, width, indent).iter().map(Line::plain).collect()
    }

    #[test]
    fn lines_break_where_a_reader_expects_it() {
        let cases: [(&str, usize, usize, &[&str]); 10] = [
            ("short", 10, 0, &["short"]),
            ("", 10, 0, &[""]),
            ("one two three", 8, 0, &["one two", "three"]),
            ("one two three", 7, 2, &["one two", "  three"]),
            (
                "hard: js/this, js/map",
                14,
                0,
                &["hard: js/this,", "js/map"],
            ),
            (
                "see api/streams/reading",
                8,
                0,
                &["see api/", "streams/", "reading"],
            ),
            ("事件循环是什么", 6, 0, &["事件循", "环是什", "么"]),
            ("什么，对", 5, 0, &["什", "么，", "对"]),
            ("incomprehensible", 6, 0, &["incomp", "rehens", "ible"]),
            (
                "a 👩\u{200d}💻👩\u{200d}💻",
                4,
                0,
                &["a 👩\u{200d}💻", "👩\u{200d}💻"],
            ),
        ];
        for (text, width, indent, expected) in cases {
            assert_eq!(
                wrapped(&Line::from(text), width, indent),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    #[ignore = "measures time"]
    fn the_longest_path_that_a_deck_may_have_is_wrapped_in_time() {
        let path = Line::from("a/".repeat(50_000));
        let began = std::time::Instant::now();
        assert!(wrap(&path, 80, 0).len() > 1_000);
        assert!(began.elapsed() < std::time::Duration::from_secs(2));
    }

    #[test]
    fn inline_code_stays_in_one_piece_where_it_fits() {
        let line = Line::from("run ")
            .with("npm ci --omit=dev", Tone::Code)
            .with(" now", Tone::Plain);
        assert_eq!(wrapped(&line, 20, 0), ["run", "npm ci --omit=dev", "now"]);
        assert_eq!(
            wrapped(&line, 10, 0),
            ["run", "npm ci", "--omit=dev", "now"]
        );
    }

    #[test]
    fn the_pieces_of_an_address_lead_to_the_whole() {
        let address = "https://nodejs.org/api/stream.html";
        let line = Line::from_iter([Span::address(address, Style::PLAIN)]);
        let lines = wrap(&line, 20, 0);
        assert!(lines.len() > 1);
        for line in &lines {
            let link = format!("\x1b]8;;{address}\x1b\\{}\x1b]8;;\x1b\\", line.plain());
            assert_eq!(paint(line, Colors::None, true), link);
        }
    }

    #[test]
    fn code_is_split_with_its_spaces() {
        let line = Line::from("ab  cd事f");
        let lines: Vec<String> = split(&line, 4).iter().map(Line::plain).collect();
        assert_eq!(lines, ["ab  ", "cd事", "f"]);
    }

    #[test]
    fn a_cut_line_says_that_it_was_cut() {
        let cases = [
            ("fits", 4, "fits"),
            ("does not fit", 6, "does …"),
            ("事件循环", 4, "事…"),
            ("事件循环", 5, "事件…"),
            ("gone", 0, ""),
        ];
        for (text, width, expected) in cases {
            assert_eq!(
                truncate(&Line::from(text), width).plain(),
                expected,
                "{text}"
            );
        }
    }

    /// A line of spans in several styles, with words that are hard to break.
    fn lines() -> impl Strategy<Value = Line> {
        let text = prop_oneof![
            any::<String>(),
            "[a-z ]{0,30}",
            "[事件 ，a👩\u{200d}\u{fe0f}\u{301}\u{1100}\u{94d}क]{0,20}",
        ];
        let tone = prop_oneof![Just(Tone::Plain), Just(Tone::Code), Just(Tone::Dim)];
        prop::collection::vec((text, tone), 0..5).prop_map(|spans| {
            spans
                .iter()
                .map(|(text, tone)| Span::new(text, *tone))
                .collect()
        })
    }

    fn letters(lines: &[Line]) -> String {
        let text: String = lines.iter().map(Line::plain).collect();
        text.chars().filter(|c| *c != ' ').collect()
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_no_letter_is_lost(
            line in lines(), width in 2usize..60, indent in 0usize..8,
        ) {
            let wrapped = wrap(&line, width, indent);
            for line in &wrapped {
                prop_assert!(line.width() <= width, "{line:?}");
            }
            prop_assert_eq!(letters(&wrapped), letters(std::slice::from_ref(&line)));
        }

        #[test]
        fn splitting_loses_nothing(line in lines(), width in 2usize..60) {
            let parts = split(&line, width);
            prop_assert!(parts.iter().all(|part| part.width() <= width));
            prop_assert_eq!(parts.iter().map(Line::plain).collect::<String>(), line.plain());
        }

        #[test]
        fn a_cut_line_fits(line in lines(), width in 0usize..60) {
            prop_assert!(truncate(&line, width).width() <= width);
        }
    }
}
