//! Properties of interviews for every seed, over the built-in decks and prompts.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::*;
use crate::deck::{Deck, Level, Prompt, Source, builtin, builtin_prompts, parse, parse_prompts};
use crate::history::{InterviewScope, Schedule, Way};
use crate::memory::StudyDay;

const SEEDS: u64 = 1000;

struct Shipped {
    decks: Vec<Deck>,
    prompts: Vec<Prompt>,
}

fn shipped() -> &'static Shipped {
    static SHIPPED: OnceLock<Shipped> = OnceLock::new();
    SHIPPED.get_or_init(|| Shipped {
        decks: builtin()
            .iter()
            .filter_map(|(file, text)| parse(&Source::new(file, *text)).deck)
            .collect(),
        prompts: builtin_prompts()
            .iter()
            .filter_map(|(file, text)| parse_prompts(&Source::new(file, *text)).file)
            .flat_map(|file| file.prompts)
            .collect(),
    })
}

fn today() -> StudyDay {
    "2026-11-20".parse().expect("a day")
}

fn pool(scope: InterviewScope) -> Pool<'static> {
    let shipped = shipped();
    let cards = shipped.decks.iter().flat_map(|deck| &deck.cards);
    Pool::new(
        &shipped.prompts,
        cards,
        &Schedule::default(),
        today(),
        scope,
    )
}

/// The topics that may open a thread.
fn topics_in_scope(pool: &Pool<'static>, level: Level) -> BTreeSet<&'static str> {
    let all = pool.prompts(level).chain(pool.cards(level));
    all.map(|asked| asked.topic()).collect()
}

/// Holds an interview with answers that are good or not as `good` says; its turns.
fn hold(
    pool: &Pool<'static>,
    openers: Vec<Asked<'static>>,
    seed: u64,
    mut good: impl FnMut(&Turn<'static>) -> bool,
) -> Vec<Turn<'static>> {
    let mut interview = Interview::new(pool.clone(), openers, 30, seed);
    let mut turns = Vec::new();
    while let Some(turn) = interview.turn() {
        turns.push(turn);
        interview.answered(good(&turn), 1000);
    }
    turns
}

#[test]
fn over_a_thousand_seeds_every_topic_in_scope_opens_a_thread() {
    let pool = pool(InterviewScope::default());
    for level in Level::ALL {
        let mut seen = BTreeSet::new();
        for seed in 0..SEEDS {
            let openers = draw(&pool, level, 4, seed);
            assert_eq!(openers.len(), 4);
            let topics: BTreeSet<&str> = openers.iter().map(Asked::topic).collect();
            assert_eq!(topics.len(), 4, "each thread has a topic of its own");
            seen.extend(topics);
        }
        assert_eq!(seen, topics_in_scope(&pool, level), "{level}");
    }
}

#[test]
fn no_question_comes_twice_in_an_interview_however_it_is_answered() {
    let pool = pool(InterviewScope::default());
    for seed in 0..SEEDS {
        let level = Level::ALL[(seed % 4) as usize];
        let openers = draw(&pool, level, 4, seed);
        let mut dice = seed;
        let turns = hold(&pool, openers, seed, |_| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            dice >> 62 != 0
        });
        let names: BTreeSet<(&str, u32)> = turns
            .iter()
            .map(|turn| (turn.asked.id(), turn.asked.probe()))
            .collect();
        assert_eq!(names.len(), turns.len(), "seed {seed}");
        assert!(turns.len() <= 4 * DEEPEST);
        assert_eq!(turns.last().map(|turn| turn.thread), Some(4));
    }
}

#[test]
fn code_is_written_once_at_the_end_and_only_where_it_was_asked_for() {
    let pool = pool(InterviewScope::default());
    for seed in 0..SEEDS / 4 {
        let level = Level::ALL[(seed % 4) as usize];
        let openers = draw(&pool, level, 2, seed);
        let code = draw_code(&pool, level, seed).expect("a code card at every level");
        let mut interview = Interview::new(pool.clone(), openers.clone(), 30, seed);
        let talk = hold(&pool, openers, seed, |_| seed % 2 == 0);
        assert!(talk.iter().all(|turn| turn.asked.code().is_none()));
        interview = interview.with_code(Some(code));
        assert_eq!(interview.threads(), 3);
        let minutes = Asked::Card(code).planned().as_secs() / 60;
        assert_eq!(u64::from(interview.minutes()), 30 + minutes);
        // Now and then the questions take all the time; then there are fewer of them.
        let ms = if seed % 3 == 0 { 3_600_000 } else { 1000 };
        let mut codes = Vec::new();
        let mut last = None;
        while let Some(turn) = interview.turn() {
            codes.extend(turn.asked.code().map(|(card, _)| card.id.as_str()));
            last = Some(turn);
            interview.answered(seed % 2 == 0, ms);
        }
        assert_eq!(codes, [code.id.as_str()], "seed {seed}");
        assert!(last.is_some_and(|turn| turn.asked.code().is_some()));
    }
}

#[test]
fn depth_follows_the_answers() {
    let pool = pool(InterviewScope::default());
    for seed in 0..SEEDS / 4 {
        let openers = draw(&pool, Level::Senior, 4, seed);

        let turns = hold(&pool, openers.clone(), seed, |_| true);
        assert!(turns.iter().all(|turn| turn.way != Way::Sideways));
        for opener in openers.iter().filter(|asked| asked.is_reserved()) {
            let probes = turns.iter().filter(|turn| turn.asked.id() == opener.id());
            let probes: Vec<u32> = probes.map(|turn| turn.asked.probe()).collect();
            assert_eq!(probes, [0, 1, 2, 3], "all the way down");
        }

        let turns = hold(&pool, openers.clone(), seed, |_| false);
        assert!(turns.iter().all(|turn| turn.way != Way::Deeper));
        for thread in 1..=4 {
            let asked: Vec<&Turn<'_>> = turns.iter().filter(|turn| turn.thread == thread).collect();
            assert!(asked.len() <= 2, "a second miss ends a thread");
            for turn in &asked[1..] {
                assert_eq!(turn.way, Way::Sideways);
                assert_eq!(turn.asked.topic(), asked[0].asked.topic());
                assert!(turn.asked.level() <= asked[0].asked.level());
            }
        }
    }
}

#[test]
fn after_a_miss_and_a_good_answer_it_goes_deeper_from_there() {
    let pool = pool(InterviewScope::default());
    let deeper_after_sideways = (0..100).any(|seed| {
        let openers = draw(&pool, Level::Senior, 4, seed);
        let turns = hold(&pool, openers, seed, |turn| turn.way != Way::Opener);
        turns
            .windows(2)
            .any(|pair| pair[0].way == Way::Sideways && pair[1].way == Way::Deeper)
    });
    assert!(deeper_after_sideways);
}

#[test]
fn every_prompt_in_scope_comes_round_before_one_comes_again() {
    let pool = pool(InterviewScope::default());
    for level in Level::ALL {
        let all = pool.prompts(level).count();
        let mut before = Before::default();
        let mut order = Vec::new();
        for seed in 0..60 {
            let openers = draw(&pool.clone().after(before.clone()), level, 4, seed);
            let ids: BTreeSet<String> = openers.iter().map(|one| one.id().to_owned()).collect();
            assert!(
                ids.is_disjoint(&before.recent),
                "nothing comes twice running"
            );
            for id in &ids {
                *before.times.entry(id.clone()).or_default() += 1;
            }
            before.recent = ids;
            let reserved = openers.iter().filter(|opener| opener.is_reserved());
            order.extend(reserved.map(Asked::id));
        }
        assert!(order.len() >= 2 * all, "enough to see a second round");
        for round in order.chunks_exact(all) {
            let different: BTreeSet<&str> = round.iter().copied().collect();
            assert_eq!(different.len(), all, "{level}");
        }
    }
}

#[test]
fn topics_named_are_kept_to() {
    let topics = ["security".to_owned(), "async".to_owned()];
    let pool = pool(InterviewScope {
        topics: topics.to_vec(),
        ..InterviewScope::default()
    });
    for seed in 0..50 {
        let openers = draw(&pool, Level::Intermediate, 4, seed);
        let turns = hold(&pool, openers, seed, |turn| turn.number % 3 != 0);
        assert!(turns.len() > 3);
        let strays = turns
            .iter()
            .find(|turn| !topics.iter().any(|topic| topic == turn.asked.topic()));
        assert_eq!(strays, None);
    }
}

#[test]
fn tags_named_are_kept_to() {
    let pool = pool(InterviewScope {
        tags: vec!["incident".to_owned()],
        ..InterviewScope::default()
    });
    let openers = draw(&pool, Level::Senior, 3, 1);
    assert!(!openers.is_empty());
    for asked in openers {
        let Asked::Prompt(prompt) = asked else {
            panic!("no built-in card has a tag: {asked:?}");
        };
        assert!(prompt.tags.iter().any(|tag| tag == "incident"));
    }
}

#[test]
fn no_thread_begins_once_the_minutes_are_over_and_none_is_cut_short() {
    let pool = pool(InterviewScope::default());
    let openers = draw(&pool, Level::Senior, 4, 1);
    let mut interview = Interview::new(pool, openers, 30, 1);
    interview.answered(true, 8 * 60_000);
    let turn = interview.turn().expect("the second thread");
    assert_eq!(
        (turn.thread, turn.way),
        (2, Way::Opener),
        "its share was used up"
    );
    interview.answered(true, 60_000);
    assert_eq!(interview.turn().map(|turn| turn.way), Some(Way::Deeper));
    interview.answered(true, 30 * 60_000);
    assert_eq!(interview.turn(), None);
}

#[test]
fn the_same_dice_ask_the_same() {
    let pool = pool(InterviewScope::default());
    let ids = |seed| -> Vec<&str> {
        let openers = draw(&pool, Level::Senior, 4, seed);
        openers.iter().map(Asked::id).collect()
    };
    assert_eq!(ids(5), ids(5));
    assert!((0..20).any(|seed| ids(seed) != ids(5)));
}

#[test]
fn a_quarter_of_an_hour_has_two_threads_and_half_an_hour_four() {
    assert_eq!([5, 15, 30, 45, 60].map(threads), [1, 2, 4, 6, 8]);
}

#[test]
fn a_level_is_proposed_at_which_there_is_something_to_find_out() {
    let proposed = |known: [f64; 4]| likely_level(|level| known[level as usize]);
    assert_eq!(proposed([0.2, 0.0, 0.0, 0.0]), Level::Beginner);
    assert_eq!(proposed([0.9, 0.7, 0.3, 0.0]), Level::Senior);
    assert_eq!(proposed([0.9, 0.9, 0.9, 0.9]), Level::Expert);
}
