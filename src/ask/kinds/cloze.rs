//! Cloze: a text with blanks, filled in one after the other.

use crate::ask::key_table::{Command, Phase};
use crate::question::{Answer, Cloze as Data, Match};
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::text;
use crate::terminal::text_field::TextField;

use super::difference;
use super::kind_screen::{KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::text_area;
use super::text_renderer::{Content, TextRenderer};

/// A text with blanks.
pub(crate) struct Cloze<'v> {
    data: &'v Data,
    fields: Vec<TextField>,
    at: usize,
}

impl<'v> Cloze<'v> {
    pub(crate) fn new(data: &'v Data) -> Self {
        Self {
            data,
            fields: vec![TextField::default(); data.blanks.len()],
            at: 0,
        }
    }

    /// A blank while it is asked: what was typed so far, with an underscore for each free place.
    fn blank(&self, index: usize) -> String {
        // A space that is never a line break and is never dropped.
        let typed = self.fields[index].text().replace(' ', "\u{a0}");
        let here = usize::from(index == self.at);
        let free = SHORTEST_BLANK.saturating_sub(text::width(&typed)).max(here);
        let open = if here == 1 { HERE } else { OPEN };
        format!("{open}{}{}{CLOSE}", escaped(&typed), "\\_".repeat(free))
    }

    /// A blank once the answer is shown.
    fn solution(&self, index: usize) -> String {
        format!("{OPEN}{}{CLOSE}", escaped(self.data.blanks[index].shown()))
    }

    /// The text with something in the place of each blank, between brackets; and where the cursor is.
    fn lines(
        &self,
        renderer: &TextRenderer,
        blank: impl Fn(usize) -> String,
        style: Style,
    ) -> (Vec<Line>, Option<(usize, usize)>) {
        let cursor = self.fields.get(self.at).map_or(0, TextField::cursor);
        let mut blanks = Blanks {
            style,
            cursor,
            part: Part::Text,
            found: None,
        };
        let text = renderer.blocks(&self.data.filled(blank));
        let lines = text.iter().enumerate();
        let drawn = lines.map(|(row, line)| blanks.line(row, line)).collect();
        (drawn, blanks.found)
    }

    fn typed(&self) -> Vec<String> {
        self.fields.iter().map(TextField::text).collect()
    }
}

/// Characters around a blank until it is drawn: noncharacters, which no text contains (Unicode
/// reserves them for internal use), each as wide as the bracket it becomes.
const OPEN: char = '\u{fdd0}';
const HERE: char = '\u{fdd1}';
const CLOSE: char = '\u{fdd2}';

/// A blank does not reveal how long its answer is.
const SHORTEST_BLANK: usize = 6;

/// Blanks being drawn, from line to line.
struct Blanks {
    style: Style,
    /// Characters before the cursor, in the blank that is being typed.
    cursor: usize,
    part: Part,
    found: Option<(usize, usize)>,
}

/// What is being drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The text around the blanks.
    Text,
    Blank,
    /// The blank being typed, and how many of its characters have been drawn.
    Here(usize),
}

impl Blanks {
    /// A line with brackets around its blanks.
    fn line(&mut self, row: usize, line: &Line) -> Line {
        let mut drawn = Line::new();
        for span in line.spans() {
            let mut piece = String::new();
            for c in span.text().chars() {
                if matches!(c, OPEN | HERE | CLOSE) {
                    drawn.push(&piece, self.look(span.style()));
                    piece.clear();
                }
                // Plain spaces are the indent of a line: typed ones are unbreakable.
                if let Part::Here(drawn_here) = &mut self.part
                    && c != ' '
                {
                    if *drawn_here == self.cursor {
                        let column = drawn.width() + text::width(&piece);
                        self.found.get_or_insert((row, column));
                    }
                    *drawn_here += 1;
                }
                match c {
                    OPEN | HERE => {
                        self.part = if c == HERE {
                            Part::Here(0)
                        } else {
                            Part::Blank
                        };
                        drawn.push("[", self.look(span.style()));
                    }
                    CLOSE => {
                        drawn.push("]", self.look(span.style()));
                        self.part = Part::Text;
                    }
                    c => piece.push(c),
                }
            }
            drawn.push(&piece, self.look(span.style()));
        }
        drawn
    }

    /// The style of text outside blanks.
    fn look(&self, own: Style) -> Style {
        match self.part {
            Part::Text => own,
            Part::Blank => self.style,
            Part::Here(_) => self.style.bold(),
        }
    }
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            c.is_ascii_punctuation()
                .then_some('\\')
                .into_iter()
                .chain([c])
        })
        .collect()
}

impl KindScreen for Cloze<'_> {
    fn phase(&self) -> Phase {
        Phase::Blanks
    }

    fn offers(&self) -> Vec<Offer> {
        let next = if self.at + 1 < self.fields.len() {
            "next blank"
        } else {
            "done"
        };
        let is_blank = self.fields.iter().all(TextField::is_empty);
        Offer::those([
            (!is_blank, Offer::saying(Command::Enter, next)),
            (self.fields.len() > 1, Offer::usual(Command::OtherBlank)),
            (true, Offer::usual(Command::DontKnow)),
            (true, Offer::silent(Command::Edit)),
        ])
    }

    fn take(&mut self, command: Command, key: &Key, _: u64) -> KeyOutcome {
        let last = self.fields.len().saturating_sub(1);
        let answer = match command {
            Command::DontKnow => Answer::Unknown,
            Command::OtherBlank => {
                self.at = match key {
                    Key::Down => (self.at + 1).min(last),
                    _ => self.at.saturating_sub(1),
                };
                return KeyOutcome::Stay;
            }
            Command::Enter if self.fields.iter().all(TextField::is_empty) => {
                return KeyOutcome::Nothing;
            }
            Command::Enter if self.at < last => {
                self.at += 1;
                return KeyOutcome::Stay;
            }
            Command::Enter => Answer::Typed(self.typed()),
            Command::Edit => return text_area::edit(&mut self.fields[self.at], key),
            _ => return KeyOutcome::Nothing,
        };
        KeyOutcome::Answered(answer)
    }

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>, content: &mut Content) {
        content.gap();
        let Some(marked) = marked else {
            let style = Style::of(Tone::Accent);
            let (lines, cursor) = self.lines(renderer, |index| self.blank(index), style);
            content.cursor = cursor.map(|(row, column)| {
                // After a full row the cursor stays on its last column.
                (content.lines.len() + row, column.min(renderer.width))
            });
            content.add(lines);
            return;
        };
        content.focus = Some(content.lines.len());
        let style = Style::of(Tone::Good).bold();
        let (lines, _) = self.lines(renderer, |index| self.solution(index), style);
        content.add(lines);
        let texts = self.typed();
        if texts.iter().any(|text| !text.trim().is_empty()) {
            content.gap();
            for (index, (blank, typed)) in self.data.blanks.iter().zip(&texts).enumerate() {
                if self.data.compare(index, typed) == Match::Right {
                    let lead = Line::styled("✓ ", Tone::Good);
                    content.add(renderer.typed(lead, typed.trim()));
                } else {
                    content.add(difference::texts(typed.trim(), blank.shown(), renderer));
                }
            }
            marked.ask_about_typo(renderer, content);
        }
    }
}
