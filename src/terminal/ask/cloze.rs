//! Cloze: a text with blanks, filled in one after the other.

use crate::memory::Grade;
use crate::question::{Answer, Cloze as Data, Match};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;

use super::difference;
use super::field::Field;
use super::marked::Marked;
use super::paper::Paper;
use super::shown::{Ask, Shown, Step};
use super::stem::{explanation, stem};

/// A text with blanks.
pub(super) struct Cloze<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    fields: Vec<Field>,
    at: usize,
    marked: Option<Marked>,
}

impl<'v> Cloze<'v> {
    pub(super) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        let fields = vec![Field::default(); data.blanks.len()];
        Self {
            view,
            data,
            fields,
            at: 0,
            marked: None,
        }
    }

    /// The text with something in the place of each blank.
    fn filled(&self, blank: impl Fn(usize) -> String) -> String {
        let mut text = String::new();
        for (index, part) in self.data.parts.iter().enumerate() {
            text.push_str(part);
            if index < self.data.blanks.len() {
                text.push_str(&blank(index));
            }
        }
        text
    }

    /// A blank as it stands in the text while it is asked.
    fn gap(&self, index: usize) -> String {
        let typed = self.fields[index].text();
        let shown = if typed.trim().is_empty() {
            "…".to_owned()
        } else {
            escaped(&typed)
        };
        format!("[{}: {shown}]", index + 1)
    }

    /// A blank as it stands in the text once the answer is shown.
    fn solution(&self, index: usize) -> String {
        let blank = &self.data.blanks[index];
        if blank.exact {
            format!("`{}`", blank.text)
        } else {
            format!("**{}**", blank.text)
        }
    }

    fn typed(&self) -> Vec<String> {
        self.fields.iter().map(Field::text).collect()
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

impl Ask for Cloze<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> Step {
        if let Some(marked) = &self.marked {
            return match key {
                Key::Char('t') if marked.is_near_miss() => marked.graded(Grade::Good, ms, false),
                key => marked.key(key, ms),
            };
        }
        let last = self.fields.len().saturating_sub(1);
        let answer = match key {
            Key::Tab => Answer::Unknown,
            Key::Up | Key::BackTab => {
                self.at = self.at.saturating_sub(1);
                return Step::Stay;
            }
            Key::Down => {
                self.at = (self.at + 1).min(last);
                return Step::Stay;
            }
            Key::Enter if self.at < last => {
                self.at += 1;
                return Step::Stay;
            }
            Key::Enter if self.fields.iter().all(Field::is_empty) => return Step::Stay,
            Key::Enter => Answer::Typed(self.typed()),
            key => {
                let edited = self
                    .fields
                    .get_mut(self.at)
                    .is_some_and(|field| field.key(key));
                return if edited { Step::Stay } else { Step::NotMine };
            }
        };
        self.marked = Some(Marked::new(self.view, answer, ms));
        Step::Stay
    }

    fn show(&self, paper: &Paper) -> Shown {
        let mut shown = stem(self.view, paper);
        shown.gap();
        let Some(marked) = &self.marked else {
            shown.add(paper.blocks(&self.filled(|index| self.gap(index))));
            shown.gap();
            for (index, field) in self.fields.iter().enumerate() {
                let here = index == self.at;
                let sign = if here { "›" } else { " " };
                let lead = Line::styled(format!("{sign} {} ", index + 1), Tone::Accent);
                let (line, column) = field.show(&lead, paper.width);
                if here {
                    shown.cursor = Some((shown.lines.len(), column));
                }
                shown.add([line]);
            }
            let next = if self.at + 1 < self.fields.len() {
                "next blank"
            } else {
                "done"
            };
            shown.hints = vec![
                Hint::new("Enter", next),
                Hint::new("Tab", "show the answer"),
            ];
            return shown;
        };
        shown.focus = Some(shown.lines.len());
        shown.add(paper.blocks(&self.filled(|index| self.solution(index))));
        shown.gap();
        if let Answer::Typed(texts) = &marked.answer {
            for (blank, typed) in self.data.blanks.iter().zip(texts) {
                if blank.compare(typed) == Match::Right {
                    shown.add([Line::styled("✓ ", Tone::Good).with(typed.trim(), Tone::Plain)]);
                } else {
                    shown.add(difference::texts(typed.trim(), &blank.text, paper));
                }
            }
        }
        explanation(self.view, paper, &mut shown);
        shown.hints = marked.hints(self.view);
        shown
    }

    fn typing(&self) -> bool {
        self.marked.is_none()
    }

    fn revealed(&self) -> bool {
        self.marked.is_some()
    }
}
