//! A card's whole screen: how far the session is, the card, the keys that do something now.

use crate::session::View;

use super::asking::Asking;
use super::key_table::Phase;
use super::kinds::TextRenderer;
use crate::terminal::frame::Size;
use crate::terminal::highlight::highlighter;
use crate::terminal::layout::{Header, Page, Progress, Viewport, titled};
use crate::terminal::line::Line;
use crate::terminal::markdown;
use crate::terminal::style::{Colors, Style, Tone};
use crate::terminal::text;

/// What a card's screen shows besides the card.
#[derive(Clone, Debug)]
pub(crate) struct PageContext<'a> {
    /// The deck's title, inline Markdown.
    pub(crate) title: &'a str,
    /// The name of the round, if it has to be shown.
    pub(crate) round: Option<&'a str>,
    /// What the top line says instead of how far the session is.
    pub(crate) count: Option<String>,
    /// What was done last, on a line of its own.
    pub(crate) notice: Option<&'a Notice>,
    /// The size to draw for.
    pub(crate) size: Size,
    /// The colours to draw with.
    pub(crate) colors: Colors,
}

/// What should be visible where not everything fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScrollTarget {
    line: usize,
    /// Whether what follows should be visible too, as far as there is room.
    to_end: bool,
}

impl ScrollTarget {
    /// This line and what follows it, as far as there is room.
    pub(crate) const fn from(line: usize) -> Self {
        Self { line, to_end: true }
    }

    pub(crate) fn scroll_into_view(self, page: &Page, size: Size, viewport: &mut Viewport) {
        if self.to_end {
            page.reveal(page.body.len().saturating_sub(1), size, viewport);
        }
        page.reveal(self.line, size, viewport);
    }
}

/// The top line: how far the session is; topic and level only with the answer.
pub(crate) fn header(view: &View<'_>, around: &PageContext<'_>, revealed: bool) -> Header {
    let mut details = Vec::new();
    let mut title = Line::new();
    if let Some(round) = around.round {
        title.push(round, Style::of(Tone::Accent).bold());
    }
    // "Once more" comes first: it stays even where the level has no room.
    if view.repeat {
        let words = if view.spacer {
            "again, to space out a repeat"
        } else {
            "once more"
        };
        details.push(Line::styled(words, Tone::Dim));
    }
    if revealed {
        let deck: Line = markdown::inline(around.title).into_iter().collect();
        let deck = deck.restyled(|_| Style::of(Tone::Accent).bold());
        if title.is_empty() {
            title = deck;
        } else {
            details.push(deck);
        }
        details.push(Line::styled(view.card.level.to_string(), Tone::Dim));
        if view.new && !view.repeat {
            details.push(Line::styled("new", Tone::Dim));
        }
        if view.standing.marked {
            details.push(Line::styled("marked", Tone::Warn));
        }
    }
    let progress = Progress {
        done: view.answered,
        total: view.answered + view.waiting,
    };
    let words = around.count.clone().unwrap_or_else(|| progress.words());
    let right = Line::styled(words, Tone::Dim);
    let room = Page::header_room(around.size, &right, true);
    Header {
        left: titled(&title, &details, room),
        right,
        progress: Some(progress),
    }
}

/// The screen, and which part of it should be visible.
pub(crate) fn page(
    view: &View<'_>,
    asking: &Asking<'_>,
    around: &PageContext<'_>,
) -> (Page, Option<ScrollTarget>) {
    let renderer = TextRenderer {
        width: Page::body_width(around.size),
        highlighter: highlighter(around.colors),
    };
    let content = asking.show(&renderer);
    let notice = if asking.offers_to_end() {
        Some("Nothing happens? Enter or Space ends here; nothing is recorded.".to_owned())
    } else {
        around
            .notice
            .map(|notice| notice.words(asking.phase(), renderer.width))
    };
    let page = Page {
        header: header(view, around, asking.revealed()),
        body: content.lines,
        pinned: content.pinned,
        // A field that was left has no cursor.
        cursor: content.cursor.filter(|_| asking.phase() != Phase::Left),
        notice: notice.map(|notice| Line::styled(notice, Tone::Warn)),
        footer: asking.footer(),
    };
    let focus = content.focus.map(|line| ScrollTarget {
        line,
        // What a task shows below itself is short: the last run, or what did not work.
        to_end: asking.revealed() || asking.phase() == Phase::Task,
    });
    (page, focus)
}

/// What was done last; shown once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    done: String,
    /// The card that it was done to.
    card: Option<String>,
    undoable: bool,
}

impl Notice {
    pub(crate) fn new(done: impl Into<String>) -> Self {
        Self {
            done: done.into(),
            ..Self::default()
        }
    }

    /// Something that was done to a card.
    pub(crate) fn of(done: &str, card: &str) -> Self {
        Self {
            card: Some(card.to_owned()),
            ..Self::new(done)
        }
    }

    /// The same about something that can be undone.
    pub(crate) fn undoable(done: &str, card: &str) -> Self {
        Self {
            undoable: true,
            ..Self::of(done, card)
        }
    }

    /// What is said, and which keys undo it from here: in a field `u` is text. Where there is no room for both, the
    /// card is left out.
    pub(crate) fn words(&self, phase: Phase, width: usize) -> String {
        let keys = match (self.undoable, phase.is_field()) {
            (false, _) => "",
            (true, false) => " · u undoes",
            (true, true) => " · Esc, then u undoes",
        };
        let card = self.card.iter().map(|card| format!(": {card}"));
        let whole = format!("{}{}{keys}", self.done, card.collect::<String>());
        if text::width(&whole) <= width {
            whole
        } else {
            format!("{}{keys}", self.done)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::asking::{Round, Situation};
    use super::super::kinds::KeyOutcome;
    use super::*;
    use crate::deck::{Body, Card, Source, parse};
    use crate::progress::CardProgress;
    use crate::question::{
        Accepted, Bug, Choice, ChoiceOption, Cloze, Code, CodeTask, OLDEST_NODE, Order, Output,
        Point, Points, Question, Typed,
    };
    use crate::session::Event;
    use crate::terminal::keys::Key;
    use crate::terminal::text::is_shown;

    fn card(texts: &[String], data: Question) -> Card {
        let text = "# Mine {#mine}\n\n## Card? {#card}\n\
                    <!-- see: https://nodejs.org/en/learn/asynchronous-work/event-loop -->\n\nx\n";
        let deck = parse(&Source::new("mine.md", text)).deck;
        let mut cards = deck.expect("a deck without faults").cards;
        Card {
            question: texts[0].clone().into(),
            body: Body {
                context: texts[1].clone().into(),
                answer: texts[2].clone().into(),
                explanation: texts[3].clone().into(),
                data,
            },
            ..cards.remove(0)
        }
    }

    fn view(card: &Card) -> View<'_> {
        View {
            card,
            repeat: false,
            spacer: false,
            answered: 998,
            waiting: 25,
            intervals: [0, 45, 364, 36_500],
            on_the_day: None,
            order: (0..card.data().shuffled()).rev().collect(),
            usual_ms: 20_000,
            undoes: Some("mine/other".into()),
            new: true,
            standing: CardProgress {
                card,
                status: crate::progress::CardStatus::New,
                due: None,
                memory: None,
                recall: None,
                reviews: 0,
                lapses: 0,
                marked: true,
            },
            missed_twice: Vec::new(),
        }
    }

    const STUDY: Situation = Situation {
        round: Round::Study,
        tools: true,
        snippet: false,
    };

    /// Text of any kind: what decks contain, and what they should not contain.
    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("word "),
            Just("the event loop is blocked by a computation "),
            Just("`fs.readFile`"),
            Just("**bold**"),
            Just("事件循环"),
            Just("👩\u{200d}💻"),
            Just("e\u{301}"),
            Just("\x1b[31m"),
            Just("\u{202e}"),
            Just("\t"),
            Just("\n"),
            Just("\n\n"),
            Just("- "),
            Just("```js\nconst x = await f();\n```\n"),
            Just("https://nodejs.org/api/fs.html#fspromisesreadfilepath-options "),
            Just("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
        ];
        prop_oneof![
            4 => prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat()),
            1 => any::<String>(),
        ]
    }

    fn texts(count: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec(text(), count)
    }

    fn code() -> impl Strategy<Value = Code> {
        texts(1..6).prop_map(|lines| Code {
            language: "".into(),
            text: lines.join("\n").into(),
        })
    }

    fn points() -> impl Strategy<Value = Vec<Point>> {
        prop::collection::vec((text(), any::<bool>()), 2..6).prop_map(|points| {
            let point = |(text, essential): (String, bool)| Point {
                text: text.into(),
                essential,
            };
            points.into_iter().map(point).collect()
        })
    }

    fn accepted() -> impl Strategy<Value = Accepted> {
        (text(), any::<bool>()).prop_map(|(text, exact)| Accepted {
            text: text.into(),
            exact,
        })
    }

    const fn blank(accepted: Vec<Accepted>) -> Typed {
        Typed {
            accepted,
            form: None,
        }
    }

    fn question() -> impl Strategy<Value = Question> {
        let several = || prop::collection::vec(accepted(), 1..4);
        prop_oneof![
            Just(Question::Recall),
            points().prop_map(|points| Question::Points(Points { points })),
            prop::collection::vec((text(), any::<bool>()), 2..7).prop_map(|options| {
                let option = |(text, right): (String, bool)| ChoiceOption {
                    text: text.into(),
                    right,
                };
                let options = options.into_iter().map(option).collect();
                Question::Choice(Choice { options })
            }),
            (texts(4), several()).prop_map(|(parts, blanks)| {
                let parts = parts[..=blanks.len()].to_vec();
                let blanks = blanks.into_iter().map(|one| blank(vec![one])).collect();
                Question::Cloze(Cloze { parts, blanks })
            }),
            several().prop_map(|accepted| Question::Typed(blank(accepted))),
            texts(2..8).prop_map(|steps| Question::Order(Order { steps })),
            (code(), text()).prop_map(|(code, prints)| {
                let prints = prints.into();
                Question::Output(Output { code, prints })
            }),
            (code(), code(), code(), 1..30_u8).prop_map(|(starter, test, solution, minutes)| {
                Question::Code(Box::new(CodeTask {
                    starter,
                    test,
                    solution,
                    minutes,
                    needs: Vec::new(),
                    node: OLDEST_NODE,
                    without: Vec::new(),
                }))
            }),
            (code(), points(), code()).prop_map(|(code, points, fixed)| {
                let lines = vec![1, 3];
                Question::Bug(Box::new(Bug {
                    code,
                    lines,
                    points,
                    fixed,
                }))
            }),
        ]
    }

    fn key() -> impl Strategy<Value = Key> {
        prop_oneof![
            3 => Just(Key::Enter),
            3 => Just(Key::Char(' ')),
            2 => Just(Key::Char('t')),
            2 => Just(Key::Ctrl('d')),
            1 => Just(Key::Char('g')),
            1 => Just(Key::Char('a')),
            1 => Just(Key::Char('2')),
            1 => Just(Key::Tab),
            1 => Just(Key::Esc),
            1 => Just(Key::Up),
            2 => Just(Key::Down),
            1 => Just(Key::Left),
            1 => Just(Key::Backspace),
            2 => text().prop_map(|text| Key::Paste(crate::terminal::text::clean(&text).into_owned())),
        ]
    }

    /// Checks what must hold for every screen.
    fn is_sound(page: &Page, size: Size, viewport: &mut Viewport) -> Result<(), TestCaseError> {
        let body_width = Page::body_width(size);
        for line in &page.body {
            prop_assert!(line.width() <= body_width, "cut: {:?}", line.plain());
        }
        let frame = page.compose(size, viewport);
        prop_assert_eq!(frame.lines.len(), size.height);
        for line in &frame.lines {
            prop_assert!(line.width() <= size.width, "{:?}", line.plain());
            prop_assert!(line.plain().chars().all(is_shown), "{:?}", line.plain());
        }
        if let Some((row, column)) = frame.cursor {
            prop_assert!(row < size.height && column < size.width);
        }
        Ok(())
    }

    /// Scrolls from the start to the end and checks that every line of the body is seen.
    fn can_be_read(page: &Page, size: Size) -> Result<(), TestCaseError> {
        let mut viewport = Viewport::default();
        let mut seen = BTreeSet::new();
        // The cursor is followed once, and then left alone.
        let _ = page.compose(size, &mut viewport);
        viewport.to_start();
        for _ in 0..=page.body.len() {
            let frame = page.compose(size, &mut viewport);
            seen.extend(
                frame
                    .lines
                    .iter()
                    .map(|line| line.plain().trim().to_owned()),
            );
            viewport.scroll(1);
        }
        for line in &page.body {
            let line = line.plain();
            prop_assert!(seen.contains(line.trim()), "never seen: {line:?}");
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(192))]

        #[test]
        fn every_screen_of_every_card_fits_and_can_be_read(
            texts in texts(4),
            question in question(),
            keys in prop::collection::vec(key(), 0..10),
            width in 20usize..=200,
            height in 6usize..=60,
            notice in prop_oneof![Just(None), Just(Some(Notice::undoable("buried until tomorrow", "mine/other")))],
        ) {
            let card = card(&texts, question);
            let view = view(&card);
            let mut asking = Asking::new(&view, STUDY);
            let size = Size { width, height };
            let around = PageContext {
                title: &card.question,
                round: None,
                count: None,
                notice: notice.as_ref(),
                size,
                colors: Colors::None,
            };
            let mut viewport = Viewport::default();
            let (first, _) = page(&view, &asking, &around);
            is_sound(&first, size, &mut viewport)?;
            for key in &keys {
                if matches!(asking.press(key, 1_000), KeyOutcome::Event(Event::Graded(_))) {
                    break;
                }
                let (page, focus) = page(&view, &asking, &around);
                if let Some(focus) = focus {
                    focus.scroll_into_view(&page, size, &mut viewport);
                }
                is_sound(&page, size, &mut viewport)?;
            }
            let (last, _) = page(&view, &asking, &around);
            can_be_read(&last, size)?;
        }
    }

    fn shown(card: &Card, keys: &[Key], size: (usize, usize), notice: Option<&str>) -> String {
        let view = view(card);
        let mut asking = Asking::new(&view, STUDY);
        for key in keys {
            asking.press(key, 1_000);
        }
        let notice = notice.map(Notice::new);
        let around = PageContext {
            title: "The event loop and its phases",
            round: None,
            count: None,
            notice: notice.as_ref(),
            size: Size {
                width: size.0,
                height: size.1,
            },
            colors: Colors::None,
        };
        let mut viewport = Viewport::default();
        let (page, focus) = page(&view, &asking, &around);
        if let Some(focus) = focus {
            focus.scroll_into_view(&page, around.size, &mut viewport);
        }
        let frame = page.compose(around.size, &mut viewport);
        let lines: Vec<String> = frame.lines.iter().map(Line::plain).collect();
        lines.join("\n")
    }

    fn recall() -> Card {
        let texts = ["What is it?", "", "This.", ""].map(String::from);
        card(&texts, Question::Recall)
    }

    #[test]
    fn the_header_names_topic_and_level_only_with_the_answer() {
        for (width, left) in [
            (40, " The event loo…"),
            (80, " The event loop and its phases · interme…"),
            (
                200,
                " The event loop and its phases · intermediate · new · marked",
            ),
        ] {
            let header_of = |keys: &[Key]| {
                let screen = shown(&recall(), keys, (width, 12), None);
                screen.lines().next().unwrap_or_default().to_owned()
            };
            let (before, after) = (header_of(&[]), header_of(&[Key::Enter]));
            assert!(before.trim_start().starts_with("999 of 1023"), "{before}");
            assert!(after.contains("999 of 1023"), "{after}");
            let title: String = left.chars().take(14).collect();
            assert!(after.starts_with(&title), "{after}");
            let bar = |header: &str| header.chars().filter(|c| "━─".contains(*c)).count();
            assert_eq!(bar(&before), bar(&after));
        }
    }

    #[test]
    fn what_was_done_stands_on_a_line_of_its_own_above_the_footer() {
        for size in [(40, 12), (80, 24), (200, 60)] {
            let screen = shown(&recall(), &[], size, Some("suspended: js/closures"));
            let rows: Vec<&str> = screen.lines().collect();
            let at = rows
                .iter()
                .position(|row| *row == " suspended: js/closures");
            let footer = rows.iter().position(|row| row.contains("Space show"));
            assert_eq!(at.map(|at| at + 1), footer, "{screen}");
        }
    }

    #[test]
    fn the_four_grades_are_on_the_narrowest_usual_screen() {
        let screen = shown(&recall(), &[Key::Enter], (40, 12), None);
        for key in [
            "Enter good",
            "1 again",
            "2 hard",
            "3 good",
            "4 easy",
            "? keys",
        ] {
            assert!(screen.contains(key), "{key}: {screen}");
        }
        let screen = shown(&recall(), &[Key::Enter], (80, 24), None);
        assert!(screen.contains("3 good 12 months"), "{screen}");
    }

    #[test]
    fn blanks_are_shown_in_the_text_with_the_cursor_in_the_one_being_typed() {
        let blank = |text: &'static str| {
            blank(vec![Accepted {
                text: text.into(),
                exact: false,
            }])
        };
        let cloze = Cloze {
            parts: ["Timers run in ", ", immediates in `a == b` and ", "."]
                .map(String::from)
                .to_vec(),
            blanks: vec![blank("timers"), blank("the check phase")],
        };
        let texts = ["Phases", "", "", ""].map(String::from);
        let card = card(&texts, Question::Cloze(cloze));
        let typed = [
            Key::Paste("timers".into()),
            Key::Enter,
            Key::Paste("the check".into()),
        ];
        let screen = shown(&card, &typed, (80, 24), None);
        assert!(
            screen.contains("Timers run in [timers], immediates in a == b and [the\u{a0}check_]."),
            "{screen}"
        );
    }

    #[test]
    fn the_keys_that_undo_come_before_the_name_of_the_card() {
        let notice = Notice::undoable("suspended", "javascript/closures");
        let words_in = |phase, width| notice.words(phase, width);
        let whole = "suspended: javascript/closures · u undoes";
        assert_eq!(words_in(Phase::Question, 80), whole);
        assert_eq!(words_in(Phase::Question, 40), "suspended · u undoes");
        assert_eq!(words_in(Phase::Line, 40), "suspended · Esc, then u undoes");
    }
}
