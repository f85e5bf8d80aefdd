//! How a piece of text looks: what it means, not which colour that is.

/// What a piece of text means to the reader. [`Colors`](super::Colors) decides how it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Running text, in the terminal's own colour.
    #[default]
    Plain,
    /// Secondary: present, but not in the way.
    Dim,
    /// The one colour of the house: headings, where the reader is.
    Accent,
    /// Right; always beside a sign such as `✓`.
    Good,
    /// Wrong; always beside a sign such as `✗`.
    Bad,
    /// Careful.
    Warn,
    /// Inline code. It is never broken over lines unless it alone is wider than one.
    Code,
    /// A part of highlighted code.
    Syntax(Syntax),
}

/// The parts of code that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// `const`, `await`, `return`.
    Keyword,
    /// Text in quotes.
    String,
    /// Numbers, `true`, `null`, escapes.
    Constant,
    /// Remarks.
    Comment,
    /// What is called.
    Function,
    /// Types, classes, tags.
    Type,
    /// Keys and attributes.
    Property,
}

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the ornaments of text are independent of each other"
)]
pub struct Style {
    /// What it means.
    pub tone: Tone,
    /// Heavier.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Struck through.
    pub strike: bool,
    /// Foreground and background exchanged: the chosen row of a list.
    pub reversed: bool,
}

impl Style {
    /// Running text.
    pub const PLAIN: Self = Self::of(Tone::Plain);
    /// Secondary text.
    pub const DIM: Self = Self::of(Tone::Dim);

    /// A tone without ornament.
    pub const fn of(tone: Tone) -> Self {
        Self {
            tone,
            bold: false,
            italic: false,
            underline: false,
            strike: false,
            reversed: false,
        }
    }

    /// The same, bold.
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same, italic.
    pub const fn italic(self) -> Self {
        Self {
            italic: true,
            ..self
        }
    }

    /// The same, underlined.
    pub const fn underline(self) -> Self {
        Self {
            underline: true,
            ..self
        }
    }

    /// The same, struck through.
    pub const fn strike(self) -> Self {
        Self {
            strike: true,
            ..self
        }
    }

    /// The same, foreground and background exchanged.
    pub const fn reversed(self) -> Self {
        Self {
            reversed: true,
            ..self
        }
    }

    /// The same with another tone.
    pub const fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

impl From<Tone> for Style {
    fn from(tone: Tone) -> Self {
        Self::of(tone)
    }
}
