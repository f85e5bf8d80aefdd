//! The map of a placement: topics by levels.

use crate::deck::Level;
use crate::plan::{Knowledge, MapCell, PlacementMap};
use crate::terminal::wrap::{truncate, wrap};
use crate::terminal::{Line, Style, Tone, text};

/// Columns of a level, with and without room for words.
const WIDE: usize = 14;
const NARROW: usize = 5;

/// The longest topic that is not cut.
const LONGEST: usize = 24;

const fn sign(field: Option<&MapCell>) -> (&'static str, Tone, &'static str) {
    match field {
        None => (" ", Tone::Dim, ""),
        Some(field) => match field.sign {
            Knowledge::Known => ("✓", Tone::Good, "known"),
            Knowledge::Partly => ("~", Tone::Warn, "partly"),
            Knowledge::Unknown => ("✗", Tone::Bad, "not yet"),
            Knowledge::Unasked => ("·", Tone::Dim, "not asked"),
        },
    }
}

/// The map with its legend.
pub fn placement(map: &PlacementMap, width: usize) -> Vec<Line> {
    let widest = map
        .rows
        .iter()
        .map(|row| text::width(&row.topic))
        .max()
        .unwrap_or(0)
        .clamp(5, LONGEST);
    let wide = widest + 3 + 4 * WIDE <= width;
    let column = if wide { WIDE } else { NARROW };
    let name = widest.min(width.saturating_sub(3 + 4 * column)).max(5);
    let mut head = Line::styled(" Topic", Style::DIM);
    for (index, level) in Level::ALL.into_iter().enumerate() {
        head.pad(name + 3 + index * column);
        let word = level.name();
        let word = if wide { word } else { &word[..3] };
        head.push(word, Tone::Dim);
    }
    let mut lines = vec![truncate(&head, width)];
    for row in &map.rows {
        let mut line = Line::from(" ");
        line.append(&truncate(&Line::from(row.topic.as_str()), name));
        for (index, field) in row.fields.iter().enumerate() {
            line.pad(name + 3 + index * column);
            let (sign, tone, word) = sign(field.as_ref());
            line.push(sign, tone);
            if wide && !word.is_empty() {
                line.push(format!(" {word}"), Tone::Dim);
            }
        }
        lines.push(truncate(&line, width));
    }
    lines.push(Line::new());
    let legend = Line::styled(" ✓", Tone::Good)
        .with(" known  ", Tone::Dim)
        .with("~", Tone::Warn)
        .with(" partly  ", Tone::Dim)
        .with("✗", Tone::Bad)
        .with(" not yet  ", Tone::Dim)
        .with("· unasked", Tone::Dim);
    if !wide {
        lines.extend(wrap(&legend, width, 1));
    }
    lines
}

/// The map as a Markdown table: the topics in which something was asked.
pub fn placement_markdown(map: &PlacementMap) -> Vec<Line> {
    let levels = Level::ALL.map(Level::name).join(" | ");
    let mut lines = vec![
        Line::from(format!("| topic | {levels} |").as_str()),
        Line::from("|---|---|---|---|---|"),
    ];
    let is_asked = |field: &MapCell| field.sign != Knowledge::Unasked;
    for row in &map.rows {
        if !row.fields.iter().flatten().any(is_asked) {
            continue;
        }
        let cells = row.fields.each_ref().map(|field| sign(field.as_ref()).0);
        let topic = row.topic.replace('|', "\\|");
        lines.push(Line::from(
            format!("| {topic} | {} |", cells.join(" | ")).as_str(),
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plan::MapRow;

    fn map(topic: &str) -> PlacementMap {
        let field = |sign| {
            Some(MapCell {
                sign,
                share: 0.5,
                asked: 1,
                cards: 3,
            })
        };
        PlacementMap {
            rows: vec![MapRow {
                topic: topic.to_owned(),
                fields: [
                    field(Knowledge::Known),
                    field(Knowledge::Partly),
                    field(Knowledge::Unknown),
                    None,
                ],
            }],
        }
    }

    fn plain(map: &PlacementMap, width: usize) -> Vec<String> {
        placement(map, width).iter().map(Line::plain).collect()
    }

    #[test]
    fn signs_are_below_their_levels_with_words_if_there_is_room() {
        let wide = plain(&map("async"), 80);
        assert_eq!(
            wide[0],
            " Topic  beginner      intermediate  senior        expert"
        );
        assert_eq!(
            wide[1].trim_end(),
            " async  ✓ known       ~ partly      ✗ not yet"
        );
        let narrow = plain(&map("async"), 40);
        assert_eq!(narrow[0], " Topic  beg  int  sen  exp");
        assert_eq!(narrow[1].trim_end(), " async  ✓    ~    ✗");
    }

    #[test]
    fn the_markdown_table_has_the_topics_in_which_something_was_asked() {
        let mut both = map("a|b");
        let mut unasked = map("async").rows.remove(0);
        for field in unasked.fields.iter_mut().flatten() {
            field.sign = Knowledge::Unasked;
        }
        both.rows.push(unasked);
        let lines: Vec<String> = placement_markdown(&both).iter().map(Line::plain).collect();
        assert_eq!(
            lines,
            [
                "| topic | beginner | intermediate | senior | expert |",
                "|---|---|---|---|---|",
                "| a\\|b | ✓ | ~ | ✗ |   |"
            ]
        );
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_screen(topic in ".{0,40}", width in 40usize..200) {
            for line in placement(&map(&topic), width) {
                prop_assert!(line.width() <= width, "{}", line.plain());
            }
        }
    }
}
