//! Rating a thread: four criteria, each from 1 to 4, with a description of what each number means.

use crate::ask::key_table::{Command, Phase, normal};
use crate::ask::kinds::{Content, Offer, TextRenderer};
use crate::ask::offers::Offers;
use crate::session::{CRITERIA, RateView, Ratings};
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

/// Ratings being given.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rating {
    given: Ratings,
    at: usize,
}

impl Rating {
    /// The commands that do something now.
    pub(crate) fn offers(self) -> Offers {
        let mut all = vec![Offer::usual(Command::Grade), Offer::usual(Command::Skip)];
        if self.at > 0 {
            all.push(Offer::usual(Command::TakeBack));
        }
        all.extend([Command::Quit, Command::Help].map(Offer::usual));
        all.push(Offer::silent(Command::Scroll));
        Offers {
            phase: Phase::Rating,
            lines: 0,
            all,
        }
    }

    /// Takes a key; `Some(true)` once everything is rated, `None` if the key means nothing here.
    pub(crate) fn key(&mut self, key: &Key) -> Option<bool> {
        let last = CRITERIA.len() - 1;
        let key = normal(key, Phase::Rating);
        match (self.offers().command(&key), &key) {
            (Some(Command::Grade), Key::Char(digit)) => {
                self.given[self.at] = digit.to_digit(10).map(|digit| digit as u8);
            }
            (Some(Command::Skip), _) => self.given[self.at] = None,
            (Some(Command::TakeBack), _) => {
                self.at -= 1;
                return Some(false);
            }
            _ => return None,
        }
        if self.at == last {
            return Some(true);
        }
        self.at += 1;
        Some(false)
    }

    /// The ratings given.
    pub(crate) const fn given(self) -> Ratings {
        self.given
    }

    /// The screen now.
    pub(crate) fn show(self, view: &RateView<'_>, renderer: &TextRenderer) -> Content {
        let mut content = Content::default();
        if let Some(opener) = view.opener {
            content.add(renderer.hanging(Line::new(), opener.question(), Style::bold));
            content.gap();
        }
        content.add(renderer.remark(&rating_question(view.answers), Tone::Dim));
        content.gap();
        for (index, (name, anchors)) in CRITERIA.iter().enumerate() {
            if index > self.at {
                break;
            }
            let mut head = Line::styled(*name, Style::PLAIN.bold());
            if index < self.at {
                let given = match self.given[index] {
                    Some(rating) => {
                        let anchor = anchors[usize::from(rating.clamp(1, 4)) - 1];
                        format!("  {rating}  {anchor}")
                    }
                    None => "  not rated".to_owned(),
                };
                head.push(given, Tone::Dim);
                content.add(wrap(&head, renderer.width, 2));
                continue;
            }
            content.focus = Some(content.lines.len());
            content.add([head]);
            for (anchor, rating) in anchors.iter().zip(1..) {
                let lead = Line::styled(format!("  {rating} "), Tone::Accent);
                content.add(renderer.hanging(lead, anchor, |style| style));
            }
        }
        content
    }
}

/// Asks for the rating of a thread with this many answers.
pub(crate) fn rating_question(answers: usize) -> String {
    if answers == 1 {
        "How good was this answer? Rate it as you would a colleague's.".to_owned()
    } else {
        format!("How good were these {answers} answers? Rate them as you would a colleague's.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_keys_rate_a_thread_and_one_goes_back() {
        let mut rating = Rating::default();
        assert_eq!(rating.key(&Key::Char('5')), None);
        assert_eq!(rating.key(&Key::Esc), None, "there is nothing before");
        assert_eq!(rating.key(&Key::Char('1')), Some(false));
        assert_eq!(rating.key(&Key::Esc), Some(false));
        assert_eq!(rating.key(&Key::Char('3')), Some(false));
        assert_eq!(rating.key(&Key::Char('s')), Some(false));
        assert_eq!(rating.key(&Key::Char('2')), Some(false));
        assert_eq!(rating.key(&Key::Char('4')), Some(true));
        assert_eq!(rating.given(), [Some(3), None, Some(2), Some(4)]);
    }
}
