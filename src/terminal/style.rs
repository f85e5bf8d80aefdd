//! How text looks: its meaning, and the colours in which a terminal shows it.
//!
//! One theme for dark and light backgrounds. With sixteen colours the terminal's own names are used,
//! which its theme makes readable; with more, colours of middle brightness, which stand out from
//! black and from white (a test checks the contrast). `console` writes the escape sequences.

use clap::ColorChoice;
use console::{Attribute, Color, Term};

/// The meaning of a piece of text. [`Colors`] decides how it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Running text, in the terminal's own colour.
    #[default]
    Plain,
    /// Secondary text.
    Dim,
    /// Headings, and where the reader is.
    Accent,
    /// Right; always together with a sign such as `✓`.
    Good,
    /// Wrong; always together with a sign such as `✗`.
    Bad,
    /// A warning.
    Warn,
    /// Inline code. It is never wrapped unless it alone is wider than a line.
    Code,
    /// A part of highlighted code.
    Syntax(Syntax),
}

/// The parts of code that have a colour of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// `const`, `await`, `return`.
    Keyword,
    /// Text in quotes.
    String,
    /// Numbers, `true`, `null`, escapes.
    Constant,
    /// Comments.
    Comment,
    /// Functions, where they are defined or called.
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
    reason = "the attributes of text are independent of each other"
)]
pub struct Style {
    pub tone: Tone,
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    pub strike: bool,
    /// Foreground and background exchanged: the chosen row of a list.
    pub reversed: bool,
}

impl Style {
    pub const PLAIN: Self = Self::of(Tone::Plain);
    pub const DIM: Self = Self::of(Tone::Dim);

    /// A tone without attributes.
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

    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub const fn italic(self) -> Self {
        Self {
            italic: true,
            ..self
        }
    }

    pub const fn underline(self) -> Self {
        Self {
            underline: true,
            ..self
        }
    }

    pub const fn strike(self) -> Self {
        Self {
            strike: true,
            ..self
        }
    }

    /// With foreground and background exchanged.
    pub const fn reversed(self) -> Self {
        Self {
            reversed: true,
            ..self
        }
    }

    pub const fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// The same for `console`, which writes the escape sequences.
    pub(super) fn ansi(self, colors: Colors) -> console::Style {
        let attributes = [
            (self.bold, Attribute::Bold),
            (self.italic, Attribute::Italic),
            (self.underline, Attribute::Underlined),
            (self.reversed, Attribute::Reverse),
            (self.strike, Attribute::StrikeThrough),
        ];
        let ansi = attributes.into_iter().filter(|(on, _)| *on).fold(
            console::Style::new().force_styling(true),
            |ansi, (_, attribute)| ansi.attr(attribute),
        );
        let Some((named, indexed, [red, green, blue])) = theme(self.tone) else {
            return ansi;
        };
        match (colors, named) {
            (Colors::True, _) => ansi.fg(Color::TrueColor(red, green, blue)),
            (Colors::TwoFiftySix, _) => ansi.color256(indexed),
            (_, Some(named)) => ansi.fg(named),
            (_, None) => ansi.dim(),
        }
    }
}

impl From<Tone> for Style {
    fn from(tone: Tone) -> Self {
        Self::of(tone)
    }
}

/// The colours that a stream can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colors {
    /// None, and no bold either: only text.
    None,
    /// The sixteen named ones; the terminal's theme decides what they look like.
    Sixteen,
    /// The fixed palette of 256.
    TwoFiftySix,
    /// 24 bits.
    True,
}

impl Colors {
    /// What a stream can show, given the user's choice, the environment and the stream itself.
    pub fn detect(choice: ColorChoice, stream: &Term) -> Self {
        let variable = |name: &str| match name {
            "TERM" => Some(kind()),
            name => std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()),
        };
        Self::choose(choice, stream.features().is_attended(), &variable)
    }

    /// The choice wins; then `NO_COLOR`, if not empty (no-color.org), says no; `CLICOLOR_FORCE`, if
    /// not empty and not `0` (bixense.com/clicolors), says yes, and so does `FORCE_COLOR`, as programs of
    /// Node.js have it; then the stream and `TERM` decide.
    /// `console` has a rule of its own, in which an empty `NO_COLOR` counts and `CLICOLOR_FORCE`
    /// beats it.
    fn choose(
        choice: ColorChoice,
        is_terminal: bool,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let refused = |name| set(name).is_some_and(|value| value == "0");
        let forced = |name| set(name).is_some() && !refused(name);
        let term = set("TERM").unwrap_or_default();
        let capable = !term.is_empty() && term != "dumb";
        let wanted = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if set("NO_COLOR").is_some() => false,
            ColorChoice::Auto if forced("CLICOLOR_FORCE") || forced("FORCE_COLOR") => true,
            ColorChoice::Auto => {
                is_terminal
                    && capable
                    && ["CLICOLOR", "FORCE_COLOR"]
                        .iter()
                        .all(|name| !refused(name))
            }
        };
        if !wanted {
            return Self::None;
        }
        let depth = set("COLORTERM").unwrap_or_default();
        if depth == "truecolor" || depth == "24bit" || term.ends_with("-direct") {
            Self::True
        } else if term.contains("256") {
            Self::TwoFiftySix
        } else {
            Self::Sixteen
        }
    }
}

/// The kind of terminal, as `TERM` has it. The console of Windows has no such variable, and knows the
/// sequences that all terminals know.
pub(super) fn kind() -> String {
    let usual = if cfg!(windows) { "xterm-256color" } else { "" };
    std::env::var_os("TERM").map_or_else(
        || usual.to_owned(),
        |term| term.to_string_lossy().into_owned(),
    )
}

/// The colour of a tone: its name among the sixteen, which is faint text if there is none; its number in the palette of
/// 256; its parts of red, green and blue. `None` is the terminal's own.
fn theme(tone: Tone) -> Option<(Option<Color>, u8, [u8; 3])> {
    Some(match tone {
        Tone::Plain => return None,
        // Not "bright black": in a common theme that is the background.
        Tone::Dim | Tone::Syntax(Syntax::Comment) => (None, 243, [118, 118, 118]),
        Tone::Accent | Tone::Syntax(Syntax::Function) => (Some(Color::Blue), 32, [42, 122, 204]),
        Tone::Good | Tone::Syntax(Syntax::String) => (Some(Color::Green), 28, [40, 134, 60]),
        Tone::Bad => (Some(Color::Red), 160, [214, 60, 60]),
        Tone::Warn | Tone::Syntax(Syntax::Constant) => (Some(Color::Yellow), 136, [168, 104, 0]),
        Tone::Code | Tone::Syntax(Syntax::Type) => (Some(Color::Cyan), 30, [0, 129, 138]),
        Tone::Syntax(Syntax::Keyword) => (Some(Color::Magenta), 133, [171, 84, 171]),
        Tone::Syntax(Syntax::Property) => (Some(Color::Cyan), 31, [28, 126, 158]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TONES: [Tone; 14] = [
        Tone::Plain,
        Tone::Dim,
        Tone::Accent,
        Tone::Good,
        Tone::Bad,
        Tone::Warn,
        Tone::Code,
        Tone::Syntax(Syntax::Keyword),
        Tone::Syntax(Syntax::String),
        Tone::Syntax(Syntax::Constant),
        Tone::Syntax(Syntax::Comment),
        Tone::Syntax(Syntax::Function),
        Tone::Syntax(Syntax::Type),
        Tone::Syntax(Syntax::Property),
    ];

    #[test]
    fn colours_follow_choice_environment_and_stream() {
        use ColorChoice::{Always, Auto, Never};
        type Variables = &'static [(&'static str, &'static str)];
        let cases: [(ColorChoice, bool, Variables, Colors); 17] = [
            (Auto, true, &[("TERM", "xterm")], Colors::Sixteen),
            (
                Auto,
                true,
                &[("TERM", "xterm-256color")],
                Colors::TwoFiftySix,
            ),
            (
                Auto,
                true,
                &[("TERM", "xterm"), ("COLORTERM", "truecolor")],
                Colors::True,
            ),
            (Auto, true, &[("TERM", "xterm-direct")], Colors::True),
            (Auto, true, &[("TERM", "dumb")], Colors::None),
            (Auto, true, &[], Colors::None),
            (Auto, false, &[("TERM", "xterm")], Colors::None),
            (
                Auto,
                true,
                &[("TERM", "xterm"), ("NO_COLOR", "1")],
                Colors::None,
            ),
            (
                Auto,
                true,
                &[("TERM", "xterm"), ("NO_COLOR", "")],
                Colors::Sixteen,
            ),
            (
                Auto,
                true,
                &[("TERM", "xterm"), ("CLICOLOR", "0")],
                Colors::None,
            ),
            (
                Auto,
                false,
                &[("TERM", "xterm"), ("CLICOLOR_FORCE", "1")],
                Colors::Sixteen,
            ),
            (
                Auto,
                false,
                &[("TERM", "xterm"), ("CLICOLOR_FORCE", "0")],
                Colors::None,
            ),
            (
                Auto,
                true,
                &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")],
                Colors::None,
            ),
            (
                Always,
                false,
                &[("TERM", "xterm-256color")],
                Colors::TwoFiftySix,
            ),
            (
                Always,
                true,
                &[("TERM", "dumb"), ("NO_COLOR", "1")],
                Colors::Sixteen,
            ),
            (
                Never,
                true,
                &[("TERM", "xterm"), ("CLICOLOR_FORCE", "1")],
                Colors::None,
            ),
            (Never, true, &[("TERM", "xterm")], Colors::None),
        ];
        for (choice, is_terminal, variables, expected) in cases {
            let variable = |name: &str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(
                Colors::choose(choice, is_terminal, &variable),
                expected,
                "{choice:?} {is_terminal} {variables:?}"
            );
        }
    }

    #[test]
    fn force_color_counts_as_programs_of_nodejs_have_it() {
        let chosen = |value: &str, is_terminal| {
            let variable = |name: &str| match name {
                "TERM" => Some("xterm".to_owned()),
                "FORCE_COLOR" => Some(value.to_owned()),
                _ => None,
            };
            Colors::choose(ColorChoice::Auto, is_terminal, &variable)
        };
        assert_eq!(chosen("1", false), Colors::Sixteen);
        assert_eq!(chosen("0", true), Colors::None);
        assert_eq!(chosen("", false), Colors::None);
    }

    /// Contrast by WCAG 2: (lighter + 0.05) / (darker + 0.05).
    fn contrast(rgb: [u8; 3], background: f64) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = rgb;
        let own = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
        (own.max(background) + 0.05) / (own.min(background) + 0.05)
    }

    /// A colour of the cube of 6 × 6 × 6, or of the greys, of the palette of 256.
    fn of_palette(index: u8) -> [u8; 3] {
        if index >= 232 {
            let grey = 8 + 10 * (index - 232);
            return [grey; 3];
        }
        let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
        let cube = index - 16;
        [cube / 36, cube / 6 % 6, cube % 6].map(level)
    }

    #[test]
    fn every_colour_stands_out_from_black_and_from_white() {
        for tone in TONES {
            let Some((_, index, exact)) = theme(tone) else {
                continue;
            };
            for rgb in [exact, of_palette(index)] {
                for background in [0.0, 1.0] {
                    let contrast = contrast(rgb, background);
                    assert!(contrast >= 3.2, "{tone:?} {rgb:?}: {contrast:.1}");
                }
            }
            let exact = contrast(exact, 0.0).min(contrast(exact, 1.0));
            assert!(exact >= 4.0, "{tone:?}: {exact:.1}");
        }
    }
}
