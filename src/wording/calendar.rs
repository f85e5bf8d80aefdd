//! The calendar: how dark a day is drawn, and where the months' names go.

use chrono::Datelike as _;

use crate::memory::StudyDay;
use crate::progress::CalendarDay;

/// How dark a day is drawn: the number of answers for each of four shades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayShades(u32);

impl DayShades {
    /// Shades for these days: the four cover nine in ten of the days with answers.
    pub fn of(days: &[CalendarDay]) -> Self {
        let mut answers: Vec<u32> = days
            .iter()
            .map(|day| day.answers)
            .filter(|answers| *answers > 0)
            .collect();
        answers.sort_unstable();
        let usual = answers.get(answers.len().saturating_sub(1) * 9 / 10);
        Self(usual.map_or(1, |usual| usual.div_ceil(4)).max(1))
    }

    /// The shade of a day, from 0 without an answer to 4.
    pub fn shade(self, answers: u32) -> usize {
        answers.div_ceil(self.0).min(4) as usize
    }

    /// The answers of each shade from 1 on, in words: "1–9".
    pub fn words(self) -> [String; 4] {
        let range = |shade: u32| {
            let (from, to) = ((shade - 1) * self.0 + 1, shade * self.0);
            match shade {
                4 => format!("{from}+"),
                _ if from == to => from.to_string(),
                _ => format!("{from}–{to}"),
            }
        };
        [range(1), range(2), range(3), range(4)]
    }
}

/// Where the names of months go above weeks that begin on these days: the index of the week, and the name.
/// A name without room before the next is left out.
pub fn month_names(weeks: &[StudyDay]) -> Vec<(usize, String)> {
    let mut names: Vec<(usize, String)> = Vec::new();
    for (place, monday) in weeks.iter().enumerate() {
        let sunday = monday.plus(6).date();
        if place > 0 && sunday.day() > 7 {
            continue;
        }
        if let Some((before, _)) = names.last()
            && place - before < 3
        {
            names.pop();
        }
        names.push((place, sunday.format("%b").to_string()));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(answers: &[u32]) -> Vec<CalendarDay> {
        answers
            .iter()
            .zip(0..)
            .map(|(answers, place)| CalendarDay {
                day: "2026-11-16".parse::<StudyDay>().expect("a day").plus(place),
                answers: *answers,
                seconds: 0.0,
                free: false,
            })
            .collect()
    }

    #[test]
    fn one_day_of_a_thousand_answers_does_not_pale_the_others() {
        let mut answers = vec![20; 30];
        answers.push(1000);
        let shades = DayShades::of(&days(&answers));
        assert_eq!(shades, DayShades(5));
        assert_eq!(
            [0, 1, 5, 6, 20, 1000].map(|n| shades.shade(n)),
            [0, 1, 1, 2, 4, 4]
        );
        assert_eq!(shades.words(), ["1–5", "6–10", "11–15", "16+"]);
    }

    #[test]
    fn a_few_answers_have_a_shade_for_each() {
        let shades = DayShades::of(&days(&[0, 1, 2]));
        assert_eq!(shades.words(), ["1", "2", "3", "4+"]);
        assert_eq!(DayShades::of(&[]), DayShades(1));
    }

    #[test]
    fn a_month_is_above_the_week_with_its_first_day() {
        let monday: StudyDay = "2026-09-28".parse().expect("a Monday");
        let weeks: Vec<StudyDay> = (0..10).map(|week| monday.plus(7 * week)).collect();
        let names = month_names(&weeks);
        let expected = [(0, "Oct"), (4, "Nov"), (9, "Dec")];
        let expected: Vec<(usize, String)> = expected
            .into_iter()
            .map(|(place, name)| (place, name.to_owned()))
            .collect();
        assert_eq!(names, expected);
    }
}
