//! The sections of the report on the screen.

use crate::progress::Overview;
use crate::terminal::line::Line;
use crate::wording::Section;

use super::{calendar, confusions, forecast, glance, goal, hardest, retention, tables};

/// A section as lines, its title first.
pub(crate) fn lines(section: Section, overview: &Overview, width: usize) -> Vec<Line> {
    match section {
        Section::Calendar => calendar::section(overview, width),
        Section::Forecast => forecast::section(overview, width),
        Section::Goal => goal::section(overview, width),
        Section::Retention => retention::section(overview, width),
        Section::Cards => glance::cards(overview, width),
        Section::Topics => tables::topics(overview, width),
        Section::Levels => tables::levels(overview, width),
        Section::Decks => tables::decks(overview, width),
        Section::Time => tables::time(overview, width),
        Section::Hardest => hardest::section(overview, width),
        Section::Confusions => confusions::section(overview, width),
    }
}
