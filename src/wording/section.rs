//! The sections of the statistics: one list for the screen, the page and the command line.

use crate::progress::{Group, Overview, Remembered};

use super::figures::{MOST_GROUPS, groups_left_out, last_days, seconds_or_dash, share};

/// A part of the report that can be requested separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Day after day.
    Calendar,
    /// What comes due.
    Forecast,
    /// What to expect of the goal.
    Goal,
    /// What was remembered, and what the model predicted.
    Retention,
    /// What several retentions would take.
    Workload,
    /// The cards by how far they are.
    Cards,
    Topics,
    /// Where cards have any.
    Tags,
    Levels,
    Decks,
    /// Kind by kind, with the time per answer.
    Time,
    /// The hardest cards.
    Hardest,
    /// Wrong options taken for right ones. The last one: [`Self::ALL`] counts on it.
    Confusions,
}

impl Section {
    /// Every section, in the order in which they are shown.
    pub const ALL: [Self; Self::Confusions as usize + 1] = [
        Self::Calendar,
        Self::Forecast,
        Self::Goal,
        Self::Retention,
        Self::Workload,
        Self::Cards,
        Self::Topics,
        Self::Tags,
        Self::Levels,
        Self::Decks,
        Self::Time,
        Self::Hardest,
        Self::Confusions,
    ];

    /// The word for this section on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Forecast => "forecast",
            Self::Goal => "goal",
            Self::Retention => "retention",
            Self::Workload => "workload",
            Self::Cards => "cards",
            Self::Topics => "topics",
            Self::Tags => "tags",
            Self::Levels => "levels",
            Self::Decks => "decks",
            Self::Time => "time",
            Self::Hardest => "hardest",
            Self::Confusions => "confusions",
        }
    }

    /// The table of a section that lists groups of cards.
    pub fn groups(self, overview: &Overview) -> Option<GroupTable<'_>> {
        let (title, head, mut rows): (_, _, Vec<_>) = match self {
            Self::Topics => {
                let topics = overview.topics.iter();
                let rows = topics.map(|row| (row.topic.as_str(), &row.group));
                ("Topics", "Topic", rows.collect())
            }
            Self::Tags => {
                let tags = overview.tags.iter();
                let rows = tags.map(|row| (row.tag.as_str(), &row.group));
                ("Tags", "Tag", rows.collect())
            }
            Self::Levels => {
                let levels = overview.levels.iter();
                let rows = levels.map(|row| (row.level.name(), &row.group));
                ("Levels", "Level", rows.collect())
            }
            Self::Decks => {
                let decks = overview.decks.iter();
                let rows = decks.map(|row| (row.deck.as_str(), &row.group));
                ("Decks", "Deck", rows.collect())
            }
            _ => return None,
        };
        let left_out = groups_left_out(rows.len());
        rows.truncate(MOST_GROUPS);
        Some(GroupTable {
            title,
            head,
            rows,
            left_out,
        })
    }
}

/// A table of groups of cards.
pub struct GroupTable<'o> {
    pub title: &'static str,
    /// The heading of the column of names.
    pub head: &'static str,
    /// At most 500: more are not looked through.
    pub rows: Vec<(&'o str, &'o Group)>,
    /// What is said of those left out, if there are any.
    pub left_out: Option<String>,
}

impl GroupTable<'_> {
    /// The columns besides the share that is known, the most telling first: a head, and a cell for each row.
    pub fn columns(&self) -> [(&'static str, Vec<String>); 10] {
        let cells = |of: fn(&Group) -> String| -> Vec<String> {
            self.rows.iter().map(|(_, group)| of(group)).collect()
        };
        [
            ("due", cells(|group| group.due.to_string())),
            ("new", cells(|group| group.cards.new.to_string())),
            ("lapses", cells(|group| group.lapses.to_string())),
            ("cards", cells(|group| group.cards.active().to_string())),
            (
                "right",
                cells(|group| share(group.remembered.right, group.remembered.asked)),
            ),
            (
                "seconds",
                cells(|group| seconds_or_dash(group.median_seconds)),
            ),
            ("young", cells(|group| group.cards.young.to_string())),
            ("mature", cells(|group| group.cards.mature.to_string())),
            ("claimed", cells(|group| group.claimed.to_string())),
            ("answers", cells(|group| group.answers.to_string())),
        ]
    }
}

/// What was remembered in the last periods, at most `most` of them, the longest last; then its young and its mature
/// cards.
pub fn remembered_by_time(overview: &Overview, most: usize) -> Vec<(String, Remembered)> {
    let windows = &overview.remembered;
    let shown = windows.iter().skip(windows.len().saturating_sub(most));
    let mut rows: Vec<(String, Remembered)> = shown
        .map(|window| (last_days(window.days), window.all))
        .collect();
    if let Some(longest) = windows.last() {
        rows.push(("under 21 days".to_owned(), longest.young));
        rows.push(("from 21 days".to_owned(), longest.mature));
    }
    rows
}
