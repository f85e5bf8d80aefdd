//! A document as lines, each with what it is. Text that was copied from a page has no blocks to rely on.

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Blank,
    /// A fence, or what is between two.
    Code,
    /// A comment, or a part of one.
    Comment,
    Heading {
        level: usize,
        /// Without marks, but with its number.
        text: String,
    },
    /// `---`, `***`, `====`
    Rule,
    /// `|---|---|`
    TableRule,
    /// A line of a list, without its mark. A task says whether it is done.
    Item {
        numbered: bool,
        task: Option<bool>,
        text: String,
    },
    Quote,
    Text,
}

#[derive(Clone, Debug)]
pub(super) struct Line<'t> {
    pub(super) raw: &'t str,
    pub(super) indent: usize,
    pub(super) shape: Shape,
}

impl Line<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.shape == Shape::Blank
    }

    pub(super) fn is_heading(&self) -> bool {
        self.heading().is_some()
    }

    /// The level and the text of a heading.
    pub(super) fn heading(&self) -> Option<(usize, &str)> {
        match &self.shape {
            Shape::Heading { level, text } => Some((*level, text)),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> &str {
        self.raw.trim()
    }
}

/// The lines of a text.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let raw: Vec<&str> = text.lines().collect();
    let mut lines = Vec::with_capacity(raw.len());
    let mut fence: Option<&str> = None;
    let mut comment = false;
    // A fence that is never closed is text: it would hide the rest.
    let last_fence = raw.iter().rposition(|line| fence_of(line).is_some());
    for (index, line) in raw.iter().enumerate() {
        let indent = indent(line);
        let shape = if let Some(open) = fence {
            if closes(open, line) {
                fence = None;
            }
            Shape::Code
        } else if comment {
            comment = !line.contains("-->");
            Shape::Comment
        } else if let Some(open) = fence_of(line).filter(|_| last_fence > Some(index)) {
            fence = Some(open);
            Shape::Code
        } else if line.trim_start().starts_with("<!--") {
            comment = !line.contains("-->");
            Shape::Comment
        } else {
            shape(line.trim())
        };
        lines.push(Line {
            raw: line,
            indent,
            shape,
        });
    }
    underlined(&mut lines);
    lines
}

/// Columns before the text; a tab is four.
fn indent(line: &str) -> usize {
    let space = line.chars().take_while(|c| c.is_whitespace());
    space.map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// The mark that opens a fence.
fn fence_of(line: &str) -> Option<&str> {
    let text = line.trim_start();
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = text.chars().take_while(|c| *c == mark).count();
    let rest = text.get(length..)?;
    (length >= 3 && !(mark == '`' && rest.contains('`'))).then(|| &text[..length])
}

fn closes(open: &str, line: &str) -> bool {
    let text = line.trim();
    text.len() >= open.len() && text.chars().all(|c| open.starts_with(c))
}

fn shape(text: &str) -> Shape {
    if text.is_empty() {
        return Shape::Blank;
    }
    if let Some(heading) = heading(text) {
        return heading;
    }
    if is_table_rule(text) {
        return Shape::TableRule;
    }
    if is_rule(text) {
        return Shape::Rule;
    }
    if text.starts_with('>') {
        return Shape::Quote;
    }
    if let Some((numbered, rest)) = item(text) {
        if let Some(heading) = heading(rest) {
            return heading;
        }
        let (task, rest) = task(rest);
        return Shape::Item {
            numbered,
            task,
            text: rest.to_owned(),
        };
    }
    Shape::Text
}

fn heading(text: &str) -> Option<Shape> {
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    let rest = text.get(level..)?;
    let spaced = rest.starts_with([' ', '\t', '\u{a0}']);
    let rest = rest.trim().trim_end_matches('#').trim();
    (1..=6).contains(&level).then_some(())?;
    (spaced && !rest.is_empty()).then(|| Shape::Heading {
        level,
        text: rest.to_owned(),
    })
}

fn is_rule(text: &str) -> bool {
    let mark = text.chars().next().unwrap_or_default();
    matches!(mark, '-' | '*' | '_' | '=')
        && text.chars().filter(|c| *c == mark).count() >= 3
        && text.chars().all(|c| c == mark || c == ' ')
}

/// `|---|:---:|`, also without the outer bars.
fn is_table_rule(text: &str) -> bool {
    text.contains('|')
        && text.contains("--")
        && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// What follows the mark of a list, and whether it is a number.
fn item(text: &str) -> Option<(bool, &str)> {
    if let Some(rest) = text.strip_prefix(['-', '*', '+', '•', '◦', '▪']) {
        let rest = rest.strip_prefix([' ', '\t', '\u{a0}'])?;
        return Some((false, rest.trim()));
    }
    number(text).map(|rest| (true, rest))
}

/// What follows a number with a point, a bracket or a Chinese comma.
pub(super) fn number(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text
        .get(digits..)
        .filter(|_| (1..=5).contains(&digits))?
        .strip_prefix(['.', ')', '、', '．'])?;
    let spaced = rest.starts_with(|c: char| matches!(c, ' ' | '\t') || !c.is_ascii());
    (spaced && !rest.trim().is_empty()).then(|| rest.trim())
}

fn task(text: &str) -> (Option<bool>, &str) {
    for (mark, done) in [("[ ] ", false), ("[x] ", true), ("[X] ", true)] {
        if let Some(rest) = text.strip_prefix(mark) {
            return (Some(done), rest.trim());
        }
    }
    (None, text)
}

/// Text above a line of `=` or `-` is a heading.
fn underlined(lines: &mut [Line<'_>]) {
    for index in 1..lines.len() {
        let rule = lines[index].text();
        let level = match rule.bytes().next() {
            Some(b'=') => 1,
            _ => 2,
        };
        let whole = rule.bytes().all(|byte| matches!(byte, b'=' | b'-')) && rule.len() >= 3;
        let alone = index < 2 || lines[index - 2].is_blank();
        let above = &lines[index - 1];
        let long = above.raw.len() > 120 || rule.len() > above.raw.len() + 40;
        if lines[index].shape == Shape::Rule
            && whole
            && alone
            && !long
            && above.shape == Shape::Text
        {
            let text = above.text().to_owned();
            lines[index - 1].shape = Shape::Heading { level, text };
            lines[index].shape = Shape::Blank;
        }
    }
}

/// Lines without the indent that all of them have.
pub(super) fn dedented(lines: &[Line<'_>]) -> Vec<String> {
    let text = lines.iter().filter(|line| !line.raw.trim().is_empty());
    let common = text.map(|line| line.indent).min().unwrap_or(0);
    let cut = |line: &Line<'_>| {
        let mut left = common;
        let rest = line.raw.trim_start_matches(|c: char| {
            let width = if c == '\t' { 4 } else { 1 };
            let fits = c.is_whitespace() && left >= width;
            left -= if fits { width } else { 0 };
            fits
        });
        rest.trim_end().to_owned()
    };
    lines.iter().map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_says_what_it_is() {
        let text = "# A #\n\n1. ### B\n- [x] c\n2) d\n> e\n```js\n# f\n```\n|--|:-:|\n---\nTitle\n===\n<!-- g\nh -->\n";
        let shapes: Vec<Shape> = lines(text).into_iter().map(|line| line.shape).collect();
        let heading = |level, text: &str| Shape::Heading {
            level,
            text: text.to_owned(),
        };
        let item = |numbered, task, text: &str| Shape::Item {
            numbered,
            task,
            text: text.to_owned(),
        };
        let expected = [
            heading(1, "A"),
            Shape::Blank,
            heading(3, "B"),
            item(false, Some(true), "c"),
            item(true, None, "d"),
            Shape::Quote,
            Shape::Code,
            Shape::Code,
            Shape::Code,
            Shape::TableRule,
            Shape::Rule,
            Shape::Text,
            Shape::Rule,
            Shape::Comment,
            Shape::Comment,
        ];
        assert_eq!(shapes, expected);
        let shapes: Vec<Shape> = lines("\nTitle\n===\n")
            .into_iter()
            .map(|line| line.shape)
            .collect();
        assert_eq!(shapes[1], heading(1, "Title"));
    }

    #[test]
    fn a_fence_that_is_never_closed_hides_nothing() {
        let shapes: Vec<Shape> = lines("```js\n# a")
            .into_iter()
            .map(|line| line.shape)
            .collect();
        assert!(matches!(shapes[1], Shape::Heading { .. }));
    }
}
