//! The parts of a screen, put together into a frame of any size.
//!
//! ```text
//!  left                                        right ━━━━━━━────────────────
//!
//!  body: as much of it as there is room for
//!  ↓ 12 more
//!
//!  Enter next line · Ctrl-D done · ? keys · q quit
//! ```

use super::frame::{Frame, Size};
use super::line::Line;
use super::style::{Style, Tone};
use super::text;
use super::wrap::truncate;

/// The columns left free on either side.
const MARGIN: usize = 1;

/// The length of a progress bar, and the shortest worth drawing.
const BAR: usize = 23;
const SHORTEST_BAR: usize = 8;

/// The widest column in which text reads well; header and footer share it. Code may use all of the
/// screen.
pub const MEASURE: usize = 100;

/// From the first width, a bar has its full length; from the second, a short one; below that there
/// is none.
const FULL_BAR_WIDTH: usize = 60;
const SHORT_BAR_WIDTH: usize = 36;

/// The height from which there are empty lines under the header and above the footer.
const SPACIOUS_HEIGHT: usize = 14;

/// Between two keys of the footer.
const BETWEEN: &str = " · ";

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Done so far.
    pub done: usize,
    pub total: usize,
}

impl Progress {
    /// `7 of 24`, as wide for the first as for the last.
    pub fn words(self) -> String {
        let total = self.total.to_string();
        let width = total.len();
        format!("{:>width$} of {total}", self.done + 1)
    }
}

/// The line on top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// On the left: where the reader is.
    pub left: Line,
    /// On the right: how far. If there is no room for both, the left one is cut.
    pub right: Line,
    /// A bar at the right end, if there is room for one.
    pub progress: Option<Progress>,
}

/// A key and what it does now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The key as it is printed on it: `Enter`.
    pub key: String,
    /// What it does: `next line`.
    pub does: String,
    /// The same in fewer words, for a screen without room for all keys.
    pub brief: Option<String>,
}

impl Hint {
    /// A key and what it does now.
    pub fn new(key: impl Into<String>, does: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            does: does.into(),
            brief: None,
        }
    }

    /// The same, with fewer words for small screens.
    pub fn or(mut self, brief: impl Into<String>) -> Self {
        self.brief = Some(brief.into());
        self
    }

    fn line(&self, brief: bool) -> Line {
        let does = self.brief.as_ref().filter(|_| brief).unwrap_or(&self.does);
        Line::styled(&self.key, Style::PLAIN.bold())
            .with(" ", Tone::Dim)
            .with(does, Tone::Dim)
    }
}

/// The content of one screen. Body lines are built for [`Page::body_width`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The top line.
    pub header: Header,
    /// In the middle; it scrolls where it is longer than the screen.
    pub body: Vec<Line>,
    /// How many lines of the body, from its top, stay in sight while the rest scrolls: a third of
    /// the room at most.
    pub pinned: usize,
    /// Where the cursor is in the body, as line and column from zero. It is scrolled into view.
    pub cursor: Option<(usize, usize)>,
    /// What was done last, above the footer.
    pub notice: Option<Line>,
    /// The footer. Keys that do not fit are dropped from the end, but `?` stays.
    pub footer: Vec<Hint>,
}

/// Which part of a long body is shown; kept from frame to frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Viewport {
    top: usize,
    /// Where the cursor was when it was last scrolled into view. While it stays there the reader
    /// may scroll away from it.
    followed: Option<(usize, usize)>,
}

impl Page {
    /// The columns a body line may take on a screen of this width: one is left free on either side.
    pub fn body_width(size: Size) -> usize {
        size.width.saturating_sub(2 * MARGIN).max(1)
    }

    /// The columns that a header has for what is on its left, beside `right` and a bar.
    pub fn header_room(size: Size, right: &Line, bar: bool) -> usize {
        let room = measure(size.width);
        let bar = if bar { bar_width(size.width) } else { 0 };
        room.saturating_sub(right.width() + usize::from(!right.is_empty()))
            .saturating_sub(bar + usize::from(bar > 0))
    }

    /// The rows of body that this page shows on a screen of this size.
    fn body_height(&self, size: Size) -> usize {
        let spacious = size.height >= SPACIOUS_HEIGHT;
        // The notice is in the gap above the footer, where there is one.
        let gaps = if spacious {
            2
        } else {
            usize::from(self.notice.is_some())
        };
        let footer = footer(&self.footer, size).len();
        size.height.saturating_sub(1 + gaps + footer).max(1)
    }

    /// How many lines are pinned on a screen of this size.
    fn pinned_rows(&self, height: usize) -> usize {
        if self.body.len() <= height {
            0
        } else {
            self.pinned
                .min((height / 3).max(1))
                .min(height.saturating_sub(1))
        }
    }

    /// The rows that scroll on a screen of this size.
    pub fn scrolled_height(&self, size: Size) -> usize {
        let height = self.body_height(size);
        height - self.pinned_rows(height)
    }

    /// Scrolls as little as possible so that a line of the body is visible.
    pub fn reveal(&self, line: usize, size: Size, viewport: &mut Viewport) {
        let height = self.body_height(size);
        let pinned = self.pinned_rows(height);
        if let Some(line) = line.checked_sub(pinned) {
            viewport.reveal(line, height - pinned, self.body.len() - pinned);
        }
    }

    /// The frame of exactly this size. Brings the viewport into the body's bounds.
    pub fn compose(&self, size: Size, viewport: &mut Viewport) -> Frame {
        let height = self.body_height(size);
        if self.cursor != viewport.followed {
            viewport.followed = self.cursor;
            if let Some((line, _)) = self.cursor {
                self.reveal(line, size, viewport);
            }
        }
        let spacious = size.height >= SPACIOUS_HEIGHT;
        let mut lines = vec![header(&self.header, size.width)];
        lines.extend(spacious.then(Line::new));
        let first = lines.len();
        let pinned = self.pinned_rows(height);
        let mut window = self.body[..pinned].to_vec();
        window.extend(viewport.window(&self.body[pinned..], height - pinned));
        lines.extend(window.into_iter().map(|line| inset(&line, size.width)));
        lines.resize_with(first + height, Line::new);
        match &self.notice {
            Some(notice) => lines.push(inset(notice, size.width)),
            None => lines.extend(spacious.then(Line::new)),
        }
        lines.extend(footer(&self.footer, size));
        lines.truncate(size.height);
        let cursor = self.cursor.and_then(|(line, column)| {
            let row = match line.checked_sub(pinned) {
                Some(line) => {
                    pinned + viewport.row_of(line, height - pinned, self.body.len() - pinned)?
                }
                None => line,
            };
            Some((
                first + row,
                (MARGIN + column).min(size.width.saturating_sub(1)),
            ))
        });
        Frame { lines, cursor }
    }
}

impl Viewport {
    /// Scrolls down by this many lines, or up if negative.
    pub fn scroll(&mut self, lines: isize) {
        self.top = self.top.saturating_add_signed(lines);
    }

    /// Shows the start.
    pub fn to_start(&mut self) {
        self.top = 0;
    }

    /// Shows the end.
    pub fn to_end(&mut self) {
        self.top = usize::MAX;
    }

    /// Scrolls as little as possible so that line `line` of `total` is seen when `height` rows are
    /// shown.
    pub fn reveal(&mut self, line: usize, height: usize, total: usize) {
        self.clamp(height, total);
        // A row at either end may be taken by the marker that says how much is hidden.
        let mark = usize::from(height >= MARKS);
        if line < self.top + mark {
            self.top = line.saturating_sub(mark);
        } else if line + mark >= self.top + height {
            self.top = line + 1 + mark - height;
        }
        self.clamp(height, total);
    }

    /// Whether lines are hidden above, and whether below.
    pub fn hides(&self, height: usize, total: usize) -> (bool, bool) {
        (self.top > 0, self.top.saturating_add(height) < total)
    }

    fn clamp(&mut self, height: usize, total: usize) {
        self.top = self.top.min(total.saturating_sub(height));
    }

    /// The rows that are shown; if something is hidden, the first or last row says how much.
    fn window(&mut self, body: &[Line], height: usize) -> Vec<Line> {
        self.clamp(height, body.len());
        let end = body.len().min(self.top + height);
        let mut rows = body[self.top..end].to_vec();
        let (above, below) = self.hides(height, body.len());
        if height < MARKS {
            return rows;
        }
        if above && let Some(row) = rows.first_mut() {
            *row = Line::styled(format!("↑ {} more", self.top + 1), Tone::Dim);
        }
        if below && let Some(row) = rows.last_mut() {
            *row = Line::styled(format!("↓ {} more", body.len() - end + 1), Tone::Dim);
        }
        rows
    }

    /// The row on which a line is shown, if it is visible.
    fn row_of(&self, line: usize, height: usize, total: usize) -> Option<usize> {
        let row = line.checked_sub(self.top).filter(|&row| row < height)?;
        let (above, below) = self.hides(height, total);
        let marks = height >= MARKS;
        let covered = marks && (above && row == 0 || below && row + 1 == height);
        (!covered).then_some(row)
    }
}

/// The rows that a body must have for a marker to take one.
const MARKS: usize = 4;

/// A line with the margin on its left, cut to leave the one on its right.
fn inset(line: &Line, width: usize) -> Line {
    if line.is_empty() {
        return Line::new();
    }
    let margin = Line::from(" ".repeat(MARGIN));
    margin.then(&truncate(line, width.saturating_sub(2 * MARGIN)))
}

/// The columns of text, header and footer.
fn measure(width: usize) -> usize {
    width.saturating_sub(2 * MARGIN).min(MEASURE)
}

/// The length of the bar, which depends only on the width of the screen.
const fn bar_width(width: usize) -> usize {
    if width >= FULL_BAR_WIDTH {
        BAR
    } else if width >= SHORT_BAR_WIDTH {
        SHORTEST_BAR
    } else {
        0
    }
}

/// The line on top.
fn header(header: &Header, width: usize) -> Line {
    let room = measure(width);
    let bar_room = match header.progress {
        Some(_) => bar_width(width),
        None => 0,
    };
    let taken = bar_room + usize::from(bar_room > 0);
    let right = truncate(&header.right, room - taken);
    let left_room = (room - taken).saturating_sub(right.width() + usize::from(!right.is_empty()));
    let left = truncate(&header.left, left_room);
    let mut line = Line::from(" ".repeat(MARGIN)).then(&left);
    line.pad(MARGIN + room - taken - right.width());
    line.append(&right);
    if let Some(progress) = header.progress
        && bar_room > 0
    {
        line.push(" ", Style::PLAIN);
        line.append(&bar(progress, bar_room));
    }
    line
}

/// A bar of a width: heavy for what is done, light for what is left.
pub fn bar(progress: Progress, width: usize) -> Line {
    let behind = match progress.total {
        0 => 0,
        total => width * progress.done.min(total) / total,
    };
    Line::styled("━".repeat(behind), Tone::Accent).with("─".repeat(width - behind), Tone::Dim)
}

/// The keys in as few rows as they need, and no more rows than a screen of this height has for them.
/// Where they need more than one row on a low screen, or more than there are, their short forms are used;
/// then keys are left out from the end.
fn footer(hints: &[Hint], size: Size) -> Vec<Line> {
    let most = match size.height {
        0..=7 => 1,
        8..=11 => 2,
        _ => 3,
    };
    let room = measure(size.width);
    let fits = |rows: &[Line], most: usize| {
        rows.len() <= most && rows.iter().all(|row| row.width() <= room)
    };
    let mut kept: Vec<&Hint> = hints.iter().collect();
    let full = rows_of(&kept, room, false);
    let comfortable = if size.height >= SPACIOUS_HEIGHT {
        most
    } else {
        most.min(2)
    };
    let brief = !fits(&full, comfortable);
    loop {
        let rows = rows_of(&kept, room, brief);
        match kept.iter().rposition(|hint| hint.key != "?") {
            Some(dropped) if !fits(&rows, most) => {
                kept.remove(dropped);
            }
            _ => {
                return rows
                    .iter()
                    .take(most)
                    .map(|row| inset(row, size.width))
                    .collect();
            }
        }
    }
}

/// The keys one after the other, a new row wherever the next one does not fit.
fn rows_of(hints: &[&Hint], room: usize, brief: bool) -> Vec<Line> {
    let mut rows = vec![Line::new()];
    for hint in hints {
        let line = hint.line(brief);
        let needed = text::width(BETWEEN) + line.width();
        match rows.last_mut() {
            Some(row) if row.is_empty() => row.append(&line),
            Some(row) if row.width() + needed <= room => {
                row.push(BETWEEN, Tone::Dim);
                row.append(&line);
            }
            _ => rows.push(line),
        }
    }
    rows
}

/// The left part of a header, in `room` columns: a title and details separated by dots. If there is
/// no room, the last details are left out, then the title is cut.
pub fn titled(title: &Line, details: &[Line], room: usize) -> Line {
    let joined = |details: &[Line]| {
        let mut line = title.clone();
        for part in details {
            if !line.is_empty() {
                line.push(BETWEEN, Tone::Dim);
            }
            line.append(part);
        }
        line
    };
    let fitting = (0..=details.len())
        .rev()
        .map(|kept| joined(&details[..kept]))
        .find(|line| line.width() <= room);
    fitting.unwrap_or_else(|| {
        if room < SHORTEST_TITLE {
            Line::new()
        } else {
            truncate(title, room)
        }
    })
}

/// A title is not cut to less than this.
const SHORTEST_TITLE: usize = 4;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn page(lines: usize) -> Page {
        Page {
            header: Header {
                left: Line::from("Async · intermediate"),
                right: Line::from("7 of 24"),
                progress: Some(Progress { done: 7, total: 24 }),
            },
            body: (1..=lines)
                .map(|number| Line::from(format!("line {number}")))
                .collect(),
            pinned: 0,
            cursor: None,
            notice: None,
            footer: [
                ("Enter", "next line"),
                ("Ctrl-D", "done"),
                ("Tab", "reveal"),
                ("?", "keys"),
                ("q", "quit"),
            ]
            .map(|(key, does)| Hint::new(key, does))
            .into(),
        }
    }

    fn shown(page: &Page, (width, height): (usize, usize), viewport: &mut Viewport) -> String {
        let frame = page.compose(Size { width, height }, viewport);
        let lines: Vec<String> = frame.lines.iter().map(Line::plain).collect();
        lines.join("\n")
    }

    #[test]
    fn a_page_fills_the_screen() {
        let shown = shown(&page(3), (60, 14), &mut Viewport::default());
        let expected = [
            " Async · intermediate       7 of 24 ━━━━━━─────────────────",
            "",
            " line 1",
            " line 2",
            " line 3",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            " Enter next line · Ctrl-D done · Tab reveal · ? keys",
            " q quit",
        ];
        assert_eq!(shown.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_small_screen_keeps_the_body_and_the_way_to_help() {
        let shown = shown(&page(9), (40, 8), &mut Viewport::default());
        let expected = [
            " Async · intermediate  7 of 24 ━━──────",
            " line 1",
            " line 2",
            " line 3",
            " line 4",
            " ↓ 5 more",
            " Enter next line · Ctrl-D done",
            " Tab reveal · ? keys · q quit",
        ];
        assert_eq!(shown.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn every_line_of_a_long_body_can_be_scrolled_to() {
        let page = page(50);
        let mut viewport = Viewport::default();
        let mut seen = String::new();
        for _ in 0..50 {
            seen += &shown(&page, (40, 12), &mut viewport);
            viewport.scroll(1);
        }
        for number in 1..=50 {
            assert!(seen.contains(&format!("line {number}\n")), "line {number}");
        }
    }

    #[test]
    fn scrolling_ends_at_the_ends() {
        let page = page(20);
        let mut viewport = Viewport::default();
        viewport.to_end();
        let end = shown(&page, (40, 12), &mut viewport);
        assert!(
            end.contains("line 20") && end.contains("↑ 12 more"),
            "{end}"
        );
        viewport.scroll(5);
        assert_eq!(shown(&page, (40, 12), &mut viewport), end);
        viewport.scroll(-1);
        assert!(shown(&page, (40, 12), &mut viewport).contains("↓ 2 more"));
        viewport.to_start();
        assert!(shown(&page, (40, 12), &mut viewport).contains("line 1\n"));
    }

    #[test]
    fn the_bar_shows_the_share_that_is_behind() {
        for (done, total, heavy) in [(0, 4, 0), (1, 4, 2), (4, 4, 8), (9, 4, 8), (0, 0, 0)] {
            let bar = bar(Progress { done, total }, 8).plain();
            assert_eq!(bar.matches('━').count(), heavy, "{done} of {total}");
            assert_eq!(bar.chars().count(), 8);
        }
    }

    #[test]
    fn pinned_lines_stay_in_sight_while_the_rest_scrolls_and_none_is_lost() {
        let mut page = page(50);
        page.pinned = 2;
        let mut viewport = Viewport::default();
        let mut seen = String::new();
        for _ in 0..50 {
            let shown = shown(&page, (40, 12), &mut viewport);
            assert!(shown.contains(" line 1\n line 2\n"), "{shown}");
            seen += &shown;
            viewport.scroll(1);
        }
        for number in 1..=50 {
            assert!(seen.contains(&format!("line {number}\n")), "line {number}");
        }
    }

    #[test]
    fn the_bar_has_the_same_length_whatever_is_beside_it() {
        let mut page = page(3);
        let length = |page: &Page| {
            let shown = shown(page, (80, 24), &mut Viewport::default());
            let header = shown.lines().next().unwrap_or_default().to_owned();
            header.chars().filter(|c| "━─".contains(*c)).count()
        };
        assert_eq!(length(&page), BAR);
        page.header.left = Line::from(
            "a title that is far too long for the row "
                .repeat(4)
                .as_str(),
        );
        assert_eq!(length(&page), BAR);
    }

    #[test]
    fn header_and_footer_share_the_measure_of_the_text() {
        let shown = shown(&page(3), (200, 24), &mut Viewport::default());
        let widest = shown.lines().map(text::width).max();
        assert_eq!(widest, Some(MARGIN + MEASURE));
    }

    #[test]
    fn the_reader_may_scroll_away_from_a_cursor_that_rests() {
        let mut page = page(50);
        page.cursor = Some((40, 0));
        let mut viewport = Viewport::default();
        assert!(shown(&page, (40, 12), &mut viewport).contains("line 41"));
        viewport.to_start();
        assert!(shown(&page, (40, 12), &mut viewport).contains("line 1\n"));
        page.cursor = Some((41, 0));
        assert!(shown(&page, (40, 12), &mut viewport).contains("line 42"));
    }

    proptest! {
        #[test]
        fn a_frame_is_exactly_as_large_as_the_screen(
            lines in 0usize..60, width in 20usize..120, height in 6usize..60, top in 0usize..70,
        ) {
            let mut viewport = Viewport { top, ..Viewport::default() };
            let frame = page(lines).compose(Size { width, height }, &mut viewport);
            prop_assert_eq!(frame.lines.len(), height);
            for line in &frame.lines {
                prop_assert!(line.width() < width, "{:?}", line.plain());
            }
        }

        #[test]
        fn the_cursor_is_seen_on_its_line(
            lines in 1usize..60, at in 0usize..60, height in 6usize..60, top in 0usize..70,
        ) {
            let at = at % lines;
            let mut page = page(lines);
            page.cursor = Some((at, 2));
            let mut viewport = Viewport { top, ..Viewport::default() };
            let frame = page.compose(Size { width: 60, height }, &mut viewport);
            let (row, column) = frame.cursor.expect("a cursor that was just moved is shown");
            prop_assert_eq!(frame.lines[row].plain(), format!(" line {}", at + 1));
            prop_assert_eq!(column, 3);
        }
    }
}
