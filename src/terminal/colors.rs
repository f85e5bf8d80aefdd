//! Which colours a stream can show, and painting a line in them.
//!
//! One theme for dark and light backgrounds. With sixteen colours the terminal's own names are used,
//! which its theme makes readable; with more, colours of middle brightness, which stand out from
//! black and from white alike (a test holds them to that).

use std::fmt::Write as _;
use std::io::{self, IsTerminal};

use clap::ColorChoice;

use super::line::Line;
use super::style::{Style, Syntax, Tone};

/// The colours that a stream can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colors {
    /// None, and no bold either: nothing but text.
    None,
    /// The sixteen that have names; the terminal's own theme says what they look like.
    Sixteen,
    /// The fixed palette of 256.
    TwoFiftySix,
    /// 24 bits.
    True,
}

/// A stream that a report or a screen goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

impl Stream {
    /// Whether a person sees it.
    pub fn is_terminal(self) -> bool {
        match self {
            Self::Output => io::stdout().is_terminal(),
            Self::Error => io::stderr().is_terminal(),
        }
    }
}

impl Colors {
    /// What a stream can show, by the person's choice, the environment and the stream itself.
    pub fn detect(choice: ColorChoice, stream: Stream) -> Self {
        let variable =
            |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        Self::choose(choice, stream.is_terminal(), &variable)
    }

    /// The rule: what was asked for wins; then `NO_COLOR`, if not empty (no-color.org), says no;
    /// `CLICOLOR_FORCE`, if not empty and not `0` (bixense.com/clicolors), says yes; then it is a
    /// matter of the stream and of `TERM`.
    fn choose(
        choice: ColorChoice,
        is_terminal: bool,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        let capable = !term.is_empty() && term != "dumb";
        let wanted = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if set("NO_COLOR").is_some() => false,
            ColorChoice::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            ColorChoice::Auto => {
                is_terminal && capable && set("CLICOLOR").is_none_or(|value| value != "0")
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

/// A line with the escape sequences that show it in these colours; with [`Colors::None`] just text.
pub fn paint(line: &Line, colors: Colors) -> String {
    let mut painted = String::new();
    for span in line.spans() {
        let codes = codes(span.style(), colors);
        if codes.is_empty() {
            painted.push_str(span.text());
        } else {
            painted.push_str("\x1b[");
            painted.push_str(&codes);
            painted.push('m');
            painted.push_str(span.text());
            painted.push_str("\x1b[0m");
        }
    }
    painted
}

/// A colour of the theme: its name among the sixteen, as the code that sets it; its number in the
/// palette of 256; its red, green and blue.
struct Paint {
    named: u8,
    indexed: u8,
    rgb: (u8, u8, u8),
}

const fn paint_of(named: u8, indexed: u8, rgb: (u8, u8, u8)) -> Paint {
    Paint {
        named,
        indexed,
        rgb,
    }
}

/// The theme. `None` is the terminal's own colour.
fn color(tone: Tone) -> Option<Paint> {
    match tone {
        Tone::Plain => None,
        // 90, "bright black", is the background itself in a widespread theme; faint is not.
        Tone::Dim | Tone::Syntax(Syntax::Comment) => Some(paint_of(2, 243, (118, 118, 118))),
        Tone::Accent | Tone::Syntax(Syntax::Function) => Some(paint_of(34, 32, (42, 122, 204))),
        Tone::Good | Tone::Syntax(Syntax::String) => Some(paint_of(32, 28, (40, 134, 60))),
        Tone::Bad => Some(paint_of(31, 160, (214, 60, 60))),
        Tone::Warn | Tone::Syntax(Syntax::Constant) => Some(paint_of(33, 136, (168, 104, 0))),
        Tone::Code | Tone::Syntax(Syntax::Type) => Some(paint_of(36, 30, (0, 129, 138))),
        Tone::Syntax(Syntax::Keyword) => Some(paint_of(35, 133, (171, 84, 171))),
        Tone::Syntax(Syntax::Property) => Some(paint_of(36, 31, (28, 126, 158))),
    }
}

/// The parameters of the sequence that sets a style (ECMA-48, select graphic rendition).
fn codes(style: Style, colors: Colors) -> String {
    let mut codes = String::new();
    if colors == Colors::None {
        return codes;
    }
    let mut add = |code: &str| {
        if !codes.is_empty() {
            codes.push(';');
        }
        codes.push_str(code);
    };
    let ornaments = [
        (style.bold, "1"),
        (style.italic, "3"),
        (style.underline, "4"),
        (style.reversed, "7"),
        (style.strike, "9"),
    ];
    for (_, code) in ornaments.iter().filter(|(on, _)| *on) {
        add(code);
    }
    if let Some(paint) = color(style.tone) {
        let mut code = String::new();
        let (red, green, blue) = paint.rgb;
        let written = match colors {
            Colors::None => Ok(()),
            Colors::Sixteen => write!(code, "{}", paint.named),
            Colors::TwoFiftySix => write!(code, "38;5;{}", paint.indexed),
            Colors::True => write!(code, "38;2;{red};{green};{blue}"),
        };
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
        add(&code);
    }
    codes
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
    fn a_line_is_painted_in_the_colours_there_are() {
        let line = Line::from("a ").with("b", Style::of(Tone::Good).bold());
        let cases = [
            (Colors::None, "a b"),
            (Colors::Sixteen, "a \x1b[1;32mb\x1b[0m"),
            (Colors::TwoFiftySix, "a \x1b[1;38;5;28mb\x1b[0m"),
            (Colors::True, "a \x1b[1;38;2;40;134;60mb\x1b[0m"),
        ];
        for (colors, expected) in cases {
            assert_eq!(paint(&line, colors), expected);
        }
    }

    /// Contrast by WCAG 2: (lighter + 0.05) / (darker + 0.05).
    fn contrast(rgb: (u8, u8, u8), background: f64) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        let (red, green, blue) = rgb;
        let own = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
        (own.max(background) + 0.05) / (own.min(background) + 0.05)
    }

    /// A colour of the cube of 6 × 6 × 6, or of the greys, of the palette of 256.
    fn of_palette(index: u8) -> (u8, u8, u8) {
        if index >= 232 {
            let grey = 8 + 10 * (index - 232);
            return (grey, grey, grey);
        }
        let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
        let cube = index - 16;
        (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
    }

    #[test]
    fn every_colour_stands_out_from_black_and_from_white() {
        for tone in TONES {
            let Some(paint) = color(tone) else { continue };
            for rgb in [paint.rgb, of_palette(paint.indexed)] {
                for background in [0.0, 1.0] {
                    let contrast = contrast(rgb, background);
                    assert!(contrast >= 3.2, "{tone:?} {rgb:?}: {contrast:.1}");
                }
            }
            let exact = contrast(paint.rgb, 0.0).min(contrast(paint.rgb, 1.0));
            assert!(exact >= 4.0, "{tone:?}: {exact:.1}");
        }
    }
}
