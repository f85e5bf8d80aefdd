//! The parts of a screen, put together into a frame of any size.

use super::line::Line;
use super::screen::{Frame, Size};

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is behind.
    pub done: usize,
    /// All there is.
    pub total: usize,
}

/// The line on top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// On the left: where the reader is.
    pub left: Line,
    /// On the right: how far. Cut before the left one is.
    pub right: Line,
    /// A bar at the right end, where there is room for one.
    pub progress: Option<Progress>,
}

/// A key and what it does now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The key as it is printed on it: `Enter`.
    pub key: String,
    /// What it does: `next line`.
    pub does: String,
}

impl Hint {
    /// A key and what it does now.
    #[must_use]
    pub fn new(key: impl Into<String>, does: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            does: does.into(),
        }
    }
}

/// What one screen holds. Body lines are built for [`Page::body_width`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// On top.
    pub header: Header,
    /// In the middle; it scrolls where it is longer than the screen.
    pub body: Vec<Line>,
    /// Where the cursor is in the body, as line and column from zero. It is scrolled into view.
    pub cursor: Option<(usize, usize)>,
    /// At the bottom. Those that do not fit are dropped from the end, but `?` stays.
    pub footer: Vec<Hint>,
}

/// Which part of a long body is shown; kept from frame to frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Viewport {
    top: usize,
}

impl Page {
    /// The columns a body line may take on a screen of this width: one column is left free on
    /// either side.
    #[must_use]
    pub fn body_width(size: Size) -> usize {
        size.width.saturating_sub(2)
    }

    /// The rows of body that a screen of this size shows.
    #[must_use]
    pub fn body_height(size: Size) -> usize {
        size.height.saturating_sub(4)
    }

    /// The frame of exactly this size. Brings the viewport into the body's bounds.
    #[must_use]
    pub fn compose(&self, size: Size, viewport: &mut Viewport) -> Frame {
        let _ = (size, viewport);
        Frame::default()
    }
}

impl Viewport {
    /// Shows what is so many lines further down, or up if negative.
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

    /// Scrolls as little as possible so that this body line is seen when `height` rows are shown.
    pub fn reveal(&mut self, line: usize, height: usize) {
        let _ = (line, height);
    }
}
