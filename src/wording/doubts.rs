//! Answers that show little, in a sentence.

use crate::progress::Doubts;

/// What answers show little, and that they don't count for a level; `None` where that is not worth a word.
pub fn doubts(doubts: &Doubts) -> Option<String> {
    let mut parts = Vec::new();
    if doubts.is_hasty() {
        let Doubts {
            too_fast, timed, ..
        } = doubts;
        parts.push(format!(
            "{too_fast} of {timed} answers came faster than the question can be read"
        ));
    }
    if let (Some(answers), Some(expected)) = (doubts.right_in_a_row, doubts.expected) {
        parts.push(format!(
            "{answers} reviews in a row were right, where {expected:.0} were expected"
        ));
    }
    let words = parts.join(", and ");
    (!words.is_empty()).then(|| format!("{words}: such answers don't count for a level"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_answers_are_not_worth_a_word_and_doubtful_ones_get_one_sentence() {
        let mut answers = Doubts::default();
        for _ in 0..65 {
            answers.time(9000, false);
            answers.tested(0.9, true);
        }
        assert_eq!(doubts(&answers), None);
        answers.tested(0.9, true);
        assert_eq!(
            doubts(&answers).as_deref(),
            Some(
                "66 reviews in a row were right, where 59 were expected: such answers don't count for a level"
            )
        );
        for _ in 0..20 {
            answers.time(200, true);
        }
        let words = doubts(&answers).expect("words");
        assert!(
            words.starts_with("20 of 85 answers came faster than"),
            "{words}"
        );
    }
}
