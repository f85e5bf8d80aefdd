//! The page as a whole: its head, its parts in their order, its foot.

use crate::progress::Overview;
use crate::wording::{Section, day};

use super::html::text;
use super::{calendar, forecast, goal, lists, retention, tables, tiles};

/// All that the page looks like.
const STYLE: &str = include_str!("page.css");

/// A section as a part of the page with a heading of its own.
fn part(section: Section, overview: &Overview) -> String {
    match section {
        Section::Calendar => calendar::part(overview),
        Section::Forecast => forecast::part(overview),
        Section::Goal => goal::part(overview),
        Section::Retention => retention::part(overview),
        Section::Cards => tiles::cards(overview),
        Section::Topics => tables::topics(overview),
        Section::Levels => tables::levels(overview),
        Section::Decks => tables::decks(overview),
        Section::Time => tables::time(overview),
        Section::Hardest => lists::hardest(overview),
        Section::Confusions => lists::confusions(overview),
    }
}

/// Where the learner stands, as a page. `about` says which cards it is of; empty for all.
#[must_use]
pub fn stats_page(overview: &Overview, about: &str, show_streak: bool) -> String {
    let date = day(overview.day);
    let about = match about {
        "" => String::new(),
        about => format!(" · {}", text(about)),
    };
    let parts: String = Section::ALL
        .iter()
        .map(|section| part(*section, overview))
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{generator}\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>nodequiz · {date}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<header>\n<h1>Where you stand</h1>\n<p class=\"dim\">{date}{about}</p>\n</header>\n<main>\n\
         {tiles}<div class=\"panels\">\n{parts}</div>\n</main>\n\
         <footer><p class=\"dim\">Made by nodequiz out of your own journal. The page loads nothing and sends \
         nothing.</p></footer>\n</body>\n</html>\n",
        generator = GENERATOR,
        tiles = tiles::tiles(overview, show_streak),
    )
}

/// What says that a page was made here: it stands at the beginning of each.
pub const GENERATOR: &str = "<meta name=\"generator\" content=\"nodequiz stats\">";
