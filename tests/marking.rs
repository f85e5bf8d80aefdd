//! How answers are marked: one table per kind, including hard cases.

use std::collections::BTreeSet;
use std::fmt::Debug;

use nodequiz::memory::Grade;
use nodequiz::question::{
    Accepted, Answer, Bug, Choice, ChoiceOption, Cloze, Code, Order, Output, Point, Points,
    Question, Typed,
};
use nodequiz::session::suggest;

/// The expected result of marking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marked {
    /// Passed.
    Right,
    /// Failed, and worth the question "typo?".
    Typo,
    /// Failed, and this many percent were right.
    Wrong(u32),
}

use Marked::{Right, Typo, Wrong};

/// Compares an answer with what is expected of it.
fn holds(question: &Question, answer: &Answer, expected: Marked, of: &dyn Debug) {
    let verdict = question
        .mark(answer)
        .unwrap_or_else(|| panic!("{of:?}: the program marks this"));
    let found = match (verdict.passed, verdict.near_miss) {
        (true, false) => Right,
        (false, true) => Typo,
        (false, false) => Wrong((verdict.share * 100.0).round() as u32),
        (true, true) => panic!("{of:?}: a pass is not a near miss"),
    };
    assert_eq!(found, expected, "{of:?}");
}

fn set(of: &[usize]) -> BTreeSet<usize> {
    of.iter().copied().collect()
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// An accepted text as a deck writes it: in backticks it counts exactly.
fn accepted(written: &str) -> Accepted {
    let code = written
        .strip_prefix('`')
        .and_then(|rest| rest.strip_suffix('`'));
    Accepted {
        text: code.unwrap_or(written).to_owned().into(),
        exact: code.is_some(),
    }
}

fn typed_as(texts: &[&str]) -> Typed {
    Typed {
        accepted: texts.iter().map(|text| accepted(text)).collect(),
        form: None,
    }
}

fn code(text: &str) -> Code {
    Code {
        language: "js".into(),
        text: text.to_owned().into(),
    }
}

fn points(essential: &[bool]) -> Vec<Point> {
    essential
        .iter()
        .map(|&essential| Point {
            text: "a point".into(),
            essential,
        })
        .collect()
}

#[test]
fn recall_is_marked_by_the_learner_and_good_is_suggested() {
    use Grade::{Again, Good};
    let question = Question::Recall;
    // However long it took: nobody but the learner knows what was in their head.
    for ms in [0, 1, 20_000, 39_999, 40_000, 40_001, 3_600_000, u64::MAX] {
        let suggestion = suggest(&question, &Answer::Revealed, ms, 20_000);
        assert_eq!((suggestion.verdict, suggestion.grade), (None, Good), "{ms}");
    }
    // Answers in the form of another kind say nothing about this one.
    let others = [
        Answer::Picked(set(&[])),
        Answer::Picked(set(&[0, 1])),
        Answer::Typed(owned(&["an answer"])),
        Answer::Arranged(vec![1, 0]),
        Answer::Lines(owned(&["a line"])),
        Answer::Line(1, set(&[0])),
    ];
    for other in others {
        assert_eq!(question.mark(&other), None, "{other:?}");
        assert_eq!(suggest(&question, &other, 1, 20_000).grade, Good);
    }
    // "I don't know" is an answer to every kind.
    assert_eq!(suggest(&question, &Answer::Unknown, 1, 20_000).grade, Again);
}

#[test]
fn points_pass_with_every_essential_one() {
    let cases: [(&[bool], &[usize], Marked); 17] = [
        (&[true, false], &[0, 1], Right),
        (&[true, false], &[0], Right),
        (&[true, false], &[1], Wrong(50)),
        (&[true, false], &[], Wrong(0)),
        (&[false, true], &[0], Wrong(50)),
        (&[false, true], &[1], Right),
        (&[true, true, false], &[0, 1], Right),
        (&[true, true, false], &[0, 2], Wrong(67)),
        (&[true, true, false], &[2], Wrong(33)),
        (&[true, true, true], &[0, 1], Wrong(67)),
        (&[true, true, true], &[0, 1, 2], Right),
        (&[true, false, false, false, false], &[0], Right),
        (
            &[true, false, false, false, false],
            &[1, 2, 3, 4],
            Wrong(80),
        ),
        // If none is essential, at least one must be ticked.
        (&[false, false], &[], Wrong(0)),
        (&[false, false], &[1], Right),
        // A tick beyond the last point does not count.
        (&[true, false], &[2, 9], Wrong(0)),
        (&[true, false], &[0, 9], Right),
    ];
    for (essential, ticked, expected) in cases {
        let question = Question::Points(Points {
            points: points(essential),
        });
        let answer = Answer::Picked(set(ticked));
        holds(&question, &answer, expected, &(essential, ticked));
    }
}

#[test]
fn a_choice_passes_with_just_the_right_options() {
    let cases: [(&[bool], &[usize], Marked); 16] = [
        (&[false, true, false], &[1], Right),
        (&[false, true, false], &[0], Wrong(0)),
        (&[false, true, false], &[2], Wrong(0)),
        (&[false, true, false], &[], Wrong(0)),
        (&[false, true, false], &[0, 1], Wrong(0)),
        (&[false, true, false], &[0, 1, 2], Wrong(0)),
        (&[true, false], &[0], Right),
        (&[true, false], &[1], Wrong(0)),
        (&[true, true, false, false], &[0, 1], Right),
        (&[true, true, false, false], &[0], Wrong(75)),
        (&[true, true, false, false], &[0, 1, 2], Wrong(75)),
        (&[true, true, false, false], &[0, 2], Wrong(50)),
        (&[true, true, false, false], &[2, 3], Wrong(0)),
        (&[true, true, false, false], &[], Wrong(50)),
        (&[true, true, true], &[0, 1, 2], Right),
        (&[true, true, true], &[0, 2], Wrong(67)),
    ];
    for (right, picked, expected) in cases {
        let options = right
            .iter()
            .map(|&right| ChoiceOption {
                text: "an option".into(),
                right,
            })
            .collect();
        let question = Question::Choice(Choice { options });
        let answer = Answer::Picked(set(picked));
        holds(&question, &answer, expected, &(right, picked));
    }
}

#[test]
fn a_cloze_passes_with_every_blank() {
    let cases: [(&[&str], &[&str], Marked); 20] = [
        (&["timers"], &["timers"], Right),
        (&["timers"], &["Timers "], Right),
        (&["timers"], &["timer"], Typo),
        (&["timers"], &["poll"], Wrong(0)),
        (&["timers"], &[""], Wrong(0)),
        (&["timers"], &[], Wrong(0)),
        (&["`timers`"], &["Timers"], Typo),
        (&["timers", "check"], &["timers", "check"], Right),
        (&["timers", "check"], &["check", "timers"], Wrong(0)),
        (&["timers", "check"], &["timers", ""], Wrong(50)),
        (&["timers", "check"], &["timers"], Wrong(50)),
        (&["timers", "check"], &["timers", "chekc"], Typo),
        (&["timers", "check"], &["timer", "chekc"], Typo),
        (&["timers", "check"], &["timer", "poll"], Wrong(0)),
        // The text beside the blank holds `a == b`; the blank itself is a separate code span.
        (&["`a === b`"], &["a === b"], Right),
        (&["`a === b`"], &["a == b"], Typo),
        (&["`===`"], &["=="], Wrong(0)),
        (&["`Map`"], &["map"], Typo),
        (&["事件循环"], &["事件 循环"], Right),
        (&["是，否"], &["是,否"], Right),
    ];
    for (blanks, typed, expected) in cases {
        let question = Question::Cloze(Cloze {
            parts: vec!["where `a == b` holds ".to_owned(); blanks.len() + 1],
            blanks: blanks.iter().map(|blank| typed_as(&[blank])).collect(),
        });
        let answer = Answer::Typed(owned(typed));
        holds(&question, &answer, expected, &(blanks, typed));
    }
}

#[test]
fn a_typed_answer_passes_as_its_code_spans_ask() {
    let cases: [(&[&str], &str, Marked); 28] = [
        (&["`EMFILE`"], "EMFILE", Right),
        (&["`EMFILE`"], "  EMFILE\t", Right),
        (&["`EMFILE`"], "EMFILE\r\n", Right),
        (&["`EMFILE`"], "emfile", Typo),
        (&["`EMFILE`"], "EMFIEL", Typo),
        (&["`EMFILE`"], "ENOENT", Wrong(0)),
        (&["`EMFILE`"], "", Wrong(0)),
        (&["`EMFILE`"], " ", Wrong(0)),
        (&["`EMFILE`"], "ＥＭＦＩＬＥ", Typo),
        (&["`Map`"], "map", Typo),
        (&["`Map`"], "Maps", Wrong(0)),
        (&["`Map`", "`WeakMap`"], "WeakMap", Right),
        (&["`Map`", "`WeakMap`"], "weakmap", Typo),
        (&["`npm ci`"], "npm  clean-install", Right),
        (&["`npm ci`"], "npm-ci", Typo),
        (&["`--watch`"], "-watch", Typo),
        (&["`a  b`"], "a  b", Right),
        // Another number is another answer, not a typo.
        (&["`HTTP/1.1`"], "HTTP/1.2", Wrong(0)),
        (&["`65535`"], "65536", Wrong(0)),
        (&["`(a, b)`"], "（a，b）", Typo),
        // The same letter, composed and decomposed.
        (&["`café`"], "cafe\u{301}", Right),
        (&["`café`"], "cafe", Typo),
        (&["event loop"], "Event   LOOP", Right),
        (&["event loop"], "event-loop", Right),
        (&["线程池"], "线程池", Right),
        (&["线程池"], "线程池。", Typo),
        (&["线程池"], "线程", Wrong(0)),
        (&["👩\u{200d}💻"], "👩\u{200d}💻", Right),
    ];
    for (texts, typed, expected) in cases {
        let question = Question::Typed(typed_as(texts));
        let answer = Answer::Typed(owned(&[typed]));
        holds(&question, &answer, expected, &(texts, typed));
    }
}

#[test]
fn an_order_passes_when_every_neighbour_is_right() {
    let cases: [(usize, &[usize], Marked); 16] = [
        (4, &[0, 1, 2, 3], Right),
        (4, &[1, 0, 2, 3], Wrong(40)),
        (4, &[0, 2, 1, 3], Wrong(40)),
        (4, &[0, 1, 3, 2], Wrong(40)),
        (4, &[3, 2, 1, 0], Wrong(0)),
        (4, &[1, 2, 3, 0], Wrong(40)),
        (4, &[3, 0, 1, 2], Wrong(40)),
        (4, &[2, 3, 0, 1], Wrong(40)),
        (4, &[0, 1], Wrong(40)),
        (4, &[], Wrong(0)),
        (4, &[0, 1, 2, 3, 0], Wrong(80)),
        (4, &[0, 0, 0, 0], Wrong(20)),
        (2, &[0, 1], Right),
        (2, &[1, 0], Wrong(0)),
        (3, &[0, 1, 2], Right),
        (3, &[2, 0, 1], Wrong(25)),
    ];
    for (count, arranged, expected) in cases {
        let question = Question::Order(Order {
            steps: vec!["a step".to_owned(); count],
        });
        let answer = Answer::Arranged(arranged.to_vec());
        holds(&question, &answer, expected, &(count, arranged));
    }
}

#[test]
fn an_output_passes_line_by_line() {
    let cases: [(&str, &[&str], Marked); 28] = [
        ("now\nsoon\n", &["now", "soon"], Right),
        ("now\nsoon", &["now", "soon"], Right),
        ("now\nsoon\n\n\n", &["now", "soon"], Right),
        ("now\nsoon\n", &["now", "soon", "", " "], Right),
        ("now\r\nsoon\r\n", &["now", "soon"], Right),
        ("now\nsoon\n", &["now\r", "soon\r"], Right),
        ("now  \nsoon\n", &["now", "soon  "], Right),
        ("  now\n", &["now"], Right),
        ("now\nsoon\nlater\n", &["now", "later", "soon"], Wrong(33)),
        ("now\nsoon\n", &["now"], Wrong(50)),
        ("now\n", &["now", "soon"], Wrong(50)),
        ("now\n", &[], Wrong(0)),
        ("a\n\nb\n", &["a", "", "b"], Right),
        ("a\n\nb\n", &["a", "b"], Wrong(33)),
        ("True\n", &["true"], Typo),
        ("undefined\n", &["undefned"], Typo),
        ("undefined\nnull\n", &["undefned", "0"], Wrong(0)),
        ("1\n", &["2"], Wrong(0)),
        ("1024\n", &["1025"], Wrong(0)),
        ("[ 1, 2 ]\n", &["[1,2]"], Right),
        ("[ 'a b' ]\n", &["[\"a b\"]"], Right),
        ("[ 'a b' ]\n", &["[ 'ab' ]"], Typo),
        ("[ 12 ]\n", &["[ 1 2 ]"], Typo),
        ("事件\n", &["事件"], Right),
        ("e\u{301}\n", &["é"], Right),
        ("👩\u{200d}💻 👍\n", &["👩\u{200d}💻 👍"], Right),
        ("", &[], Right),
        ("\n", &["something"], Wrong(0)),
    ];
    for (prints, given, expected) in cases {
        let question = Question::Output(Output {
            code: code("run();\n"),
            prints: prints.into(),
        });
        let answer = Answer::Lines(owned(given));
        holds(&question, &answer, expected, &(prints, given));
    }
}

#[test]
fn a_bug_passes_with_its_line_and_the_essential_reason() {
    /// Faulty lines, which points are essential, the line named, the points ticked.
    type Case<'a> = (&'a [usize], &'a [bool], usize, &'a [usize], Marked);
    let both: &[bool] = &[true, false];
    let cases: [Case<'_>; 16] = [
        (&[3], both, 3, &[0, 1], Right),
        (&[3], both, 3, &[0], Right),
        (&[3], both, 3, &[1], Wrong(75)),
        (&[3], both, 3, &[], Wrong(50)),
        (&[3], both, 2, &[0, 1], Wrong(50)),
        (&[3], both, 2, &[0], Wrong(25)),
        (&[3], both, 2, &[], Wrong(0)),
        (&[3], both, 4, &[0, 1], Wrong(50)),
        (&[3], both, 0, &[0, 1], Wrong(50)),
        (&[2, 3], both, 2, &[0], Right),
        (&[2, 3], both, 3, &[0], Right),
        (&[2, 3], both, 1, &[0], Wrong(25)),
        (&[1], &[true, true], 1, &[0], Wrong(75)),
        (&[1], &[true, true], 1, &[0, 1], Right),
        (&[1], &[true], 1, &[7], Wrong(50)),
        (&[1], &[true], usize::MAX, &[0], Wrong(50)),
    ];
    for (lines, essential, line, ticked, expected) in cases {
        let question = Question::Bug(Box::new(Bug {
            code: code("a\nb\nc\n"),
            lines: lines.to_vec(),
            points: points(essential),
            fixed: code("a\nb\nd\n"),
        }));
        let answer = Answer::Line(line, set(ticked));
        holds(
            &question,
            &answer,
            expected,
            &(lines, essential, line, ticked),
        );
    }
}
