//! `nodequiz study`: today's cards.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;

use crate::ask::{Notice, Round};
use crate::deck::Card;
use crate::history::{Event, Mode};
use crate::id::DeckId;
use crate::memory::StudyDay;
use crate::plan::{Plan, StudyRequest};
use crate::progress::{GoalHistory, missed_cards, streak};
use crate::report::{self, SessionEnd};
use crate::session::{CardTools, Ending, Session, SessionScreen, Stop, Summary, drive};
use crate::store::{self, SystemTools};
use crate::terminal::{Line, Tone};
use crate::wording;

use super::due::{due_now, plan_now};
use super::goal::outlook_line;
use super::place::{PlaceArgs, offered_at_first_start};
use super::roadmap::notice_of_level;
use crate::app::{Context, Exit, Failure, FilterArgs, OpenHistory, interactive};

/// Study what is due today, and some new cards.
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_long_help = "A day is measured in minutes, not in cards: due cards come first, the least remembered first, \
and new ones fill the minutes that are left. Every answer is on disk before the next card is \
shown.

Examples:
  nodequiz study
  nodequiz study async --new 5
  nodequiz study --pick                choose decks from a list
  nodequiz study --topic security --level senior
  nodequiz study --minutes 40          a longer day
  nodequiz study --no-code             no code to write, as on a train
  nodequiz study --ahead --limit 10    ten cards that are not due yet"
)]
pub struct StudyArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// New cards in this session, whatever the day has had already
    #[arg(long, value_name = "N")]
    new: Option<u32>,

    /// At most this many cards in this session
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,

    /// Minutes for today, instead of the setting `minutes_per_day`
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=1440))]
    minutes: Option<u32>,

    /// Also ask cards that are not due yet; the day's minutes don't count then
    #[arg(long)]
    ahead: bool,

    /// Only cards that ask for code
    #[arg(long)]
    code: bool,

    /// No cards that ask for code, as on a train
    #[arg(long, conflicts_with = "code")]
    no_code: bool,

    /// Choose decks from a list first
    #[arg(long, conflicts_with = "decks")]
    pick: bool,

    /// Whether the menu has offered a placement already
    #[arg(skip)]
    placement_offered: bool,

    /// Ids of cards chosen elsewhere; then nothing else is asked
    #[arg(skip)]
    these: Vec<String>,
}

impl StudyArgs {
    /// `study`, for the menu, which has already offered a placement.
    pub(super) fn from_menu() -> Self {
        Self {
            placement_offered: true,
            ..Self::default()
        }
    }

    /// These cards and nothing else, for the cards that an interview recommends.
    pub(super) fn these(cards: Vec<String>) -> Self {
        Self {
            these: cards,
            ahead: true,
            ..Self::default()
        }
    }

    /// Whether no option was given; only then may a placement be offered.
    fn is_plain(&self) -> bool {
        self.filter.as_typed().is_empty()
            && !self.code
            && !self.no_code
            && !self.placement_offered
            && !self.ahead
            && self.new.is_none()
            && self.limit.is_none()
            && self.minutes.is_none()
    }

    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let instead = "scripts can use `nodequiz due --json` and `nodequiz review CARD GRADE`";
        interactive::needs_a_person(context, "study", instead)?;
        self.begin(context, None)
    }

    /// The same, with the cards asked on a screen other than the terminal's, so that nobody needs to be there.
    pub fn run_on(
        self,
        context: &mut Context,
        screen: &mut dyn SessionScreen,
    ) -> Result<Exit, Failure> {
        let offered = Self {
            placement_offered: true,
            ..self
        };
        offered.begin(context, Some(screen))
    }

    fn begin(
        self,
        context: &mut Context,
        screen: Option<&mut dyn SessionScreen>,
    ) -> Result<Exit, Failure> {
        let mut history = OpenHistory::open(context)?;
        let mut request = self.request(&history, context)?;
        if self.pick {
            request.filter.decks = pick(&history, context)?;
            if request.filter.decks.is_empty() {
                return context.done("No deck chosen, nothing asked.");
            }
        } else if self.is_plain() && offered_at_first_start(&mut history, context)? {
            drop(history);
            return PlaceArgs::default().run(context);
        }
        let _lock = interactive::lock(context, "study")?;
        if let Some(until) = history.schedule().paused_until(history.today)
            && !end_pause(context, &mut history, until)?
        {
            return Ok(Exit::Done);
        }
        let plan = if self.these.is_empty() {
            plan_now(&history, &request)
        } else {
            let these = self.these.iter();
            let these: Vec<&Card> = these.filter_map(|id| history.library.get(id)).collect();
            Plan::of(&these, history.schedule(), history.today)
        };
        if plan.tasks.is_empty() {
            let chosen_by = self.chosen_by(&request);
            let lines = if request.ahead {
                report::nothing_ahead(&chosen_by, context.output.width())
            } else {
                let now = due_now(context, &history, &request);
                report::nothing_to_study(&now, &chosen_by)
            };
            return context.lines(&lines);
        }
        let name = store::session_name();
        let mut session = Session::new(&plan, history.today, Mode::Study, name, context.seed);
        if !request.ahead {
            session = session.within(u64::from(request.minutes) * 60_000);
        }
        if let Some(aim) = request.aim.as_ref().filter(|aim| aim.phase.plans()) {
            session = session.towards(aim.clone());
        }
        go_on(context, history, session, &request, screen)
    }

    /// What was typed to choose the cards, as it can be typed again.
    fn chosen_by(&self, request: &StudyRequest) -> String {
        let picked = request.filter.decks.iter().filter(|_| self.pick);
        let mut words = String::new();
        for deck in picked {
            words.push(' ');
            words.push_str(deck.as_str());
        }
        words.push_str(&self.filter.as_typed());
        for (given, word) in [(self.code, " --code"), (self.no_code, " --no-code")] {
            words.push_str(if given { word } else { "" });
        }
        words
    }

    fn request(&self, history: &OpenHistory, context: &Context) -> Result<StudyRequest, Failure> {
        let usual = context.usual_request(history.schedule());
        let mut filter = self.filter.resolve(history.library)?;
        filter.code = match (self.code, self.no_code) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            (false, false) => None,
        };
        Ok(StudyRequest {
            filter,
            minutes: self.minutes.unwrap_or(usual.minutes),
            new: self.new,
            limit: self.limit.map(|limit| limit as usize),
            ahead: self.ahead,
            // Whoever starts a session wants cards, on a day off, too.
            day_off: false,
            ..usual
        })
    }
}

/// Asks whether to end the pause, and ends it on a yes. Returns whether study can begin.
fn end_pause(
    context: &mut Context,
    history: &mut OpenHistory,
    until: StudyDay,
) -> Result<bool, Failure> {
    let until = wording::day(until);
    let question = format!("Study is paused until {until}. End the pause and study now?");
    if !context.confirm(&question)? {
        let line = format!("Still paused until {until}; nodequiz pause off ends the pause.");
        context.output.lines(&[Line::from(line.as_str())])?;
        return Ok(false);
    }
    let until = history.today;
    history.append(Event::Pause { until })?;
    Ok(true)
}

/// What a session that goes on after an edit knows of the part before it.
#[derive(Default)]
struct Carried {
    /// What was done last, if no page has shown it yet.
    notice: Option<Notice>,
    /// Where the attempts at code are that were left without an answer.
    unfinished: Vec<PathBuf>,
}

/// Runs the session to its end, and prints how it went. If a card was edited, the decks are read again and the session
/// continues.
fn go_on(
    context: &mut Context,
    mut history: OpenHistory,
    mut session: Session<'static>,
    request: &StudyRequest,
    mut screen: Option<&mut dyn SessionScreen>,
) -> Result<Exit, Failure> {
    let mut carried = Carried::default();
    let ending = loop {
        let ending;
        (ending, carried) = match screen.as_deref_mut() {
            Some(face) => (ask(&mut history, &mut session, request, face), carried),
            None => show(context, &mut history, &mut session, request, carried)?,
        };
        history.save(context);
        match (ending, context.restore.signal()) {
            // The signal arrived while an editor had the terminal.
            (Ending::DecksChanged, Some(number)) => break Ending::Stopped(Stop::Signal(number)),
            (Ending::DecksChanged, None) => {
                history = OpenHistory::open(context)?;
                let library = history.library;
                session = session.over(|card| library.resolve(card.id.as_str()).ok());
            }
            (ending, _) => break ending,
        }
    };
    let summary = Summary {
        tomorrow: session.waits_for_tomorrow(),
        ..Summary::of(session.answered())
    };
    let exit = interactive::ended(context, &ending);
    let not_saved = matches!(ending, Ending::NotSaved { .. });
    if exit == Exit::Signal(1) || summary.answers == 0 && not_saved {
        // The terminal is gone, or the problem was printed already.
        return Ok(exit);
    }
    if summary.answers == 0 {
        let words = match (session.touched(), carried.unfinished.is_empty()) {
            (true, _) => "No card was answered; what you did with the cards is saved.",
            (false, true) => "Nothing answered, nothing changed.",
            (false, false) => "No card was answered.",
        };
        context.remark(words, Tone::Plain)?;
    } else {
        let finished = matches!(ending, Ending::Done { .. });
        let evening = evening(context, &history, request, finished)?;
        let lines = report::summary(&summary, &evening, context.output.width());
        interactive::after_lines(context)?;
        context.output.lines(&lines)?;
    }
    for path in &carried.unfinished {
        let words = format!(
            "Your attempt is in {}. When its card comes again, you go on from there.",
            path.display()
        );
        context.remark(&words, Tone::Plain)?;
    }
    if exit == Exit::Done {
        notice_of_level(&mut history, context)?;
    }
    Ok(exit)
}

/// What the day still has minutes and cards for once everything planned has been asked.
fn more(
    history: &OpenHistory,
    session: &Session<'_>,
    request: &StudyRequest,
) -> Option<Plan<'static>> {
    if request.ahead {
        return None;
    }
    let answered = session.answered();
    let met = answered.iter().filter(|answer| answer.new && answer.first);
    let met = met.count() as u32;
    let cards: BTreeSet<&str> = answered
        .iter()
        .map(|answer| answer.card.id.as_str())
        .collect();
    let rest = StudyRequest {
        new: request.new.map(|new| new.saturating_sub(met)),
        limit: request.limit.map(|limit| limit.saturating_sub(cards.len())),
        ..request.clone()
    };
    let plan = plan_now(history, &rest);
    (!plan.tasks.is_empty()).then_some(plan)
}

/// Holds the terminal for as long as the session runs. Returns with its end what a screen that goes on with it needs.
fn show(
    context: &Context,
    history: &mut OpenHistory,
    session: &mut Session<'static>,
    request: &StudyRequest,
    Carried { notice, unfinished }: Carried,
) -> Result<(Ending, Carried), Failure> {
    let library = history.library;
    let settings = context.settings();
    let (editor, node) = (&settings.editor, &settings.node);
    let mut tools =
        SystemTools::new(&context.home, context.clock, library, editor, node).going_on(unfinished);
    let beside = Some(&mut tools as &mut dyn CardTools);
    let asked = interactive::ask(context, library, Round::Study, beside, notice, |face| {
        ask(history, session, request, face)
    })?;
    let carried = Carried {
        notice: asked.notice,
        unfinished: tools.into_unfinished(),
    };
    Ok((asked.ending, carried))
}

/// Asks until the day's minutes or its cards are used up, or the learner ends it.
fn ask(
    history: &mut OpenHistory,
    session: &mut Session<'static>,
    request: &StudyRequest,
    face: &mut dyn SessionScreen,
) -> Ending {
    let scheduler = history.scheduler.clone();
    loop {
        let ending = drive(session, &scheduler, face, history);
        let is_done = matches!(ending, Ending::Done { .. });
        let more = is_done.then(|| more(history, session, request)).flatten();
        if !more.is_some_and(|plan| session.extend(&plan)) {
            return ending;
        }
    }
}

/// Lets the learner choose decks; none if they leave.
fn pick(history: &OpenHistory, context: &mut Context) -> Result<Vec<DeckId>, Failure> {
    let decks = history.library.decks();
    let items: Vec<String> = decks
        .iter()
        .map(|deck| {
            let cards = wording::count(deck.cards.len(), "card", "cards");
            format!("{}  {cards}  {}", deck.id, deck.title)
        })
        .collect();
    if !context.is_plain() {
        context.remark("Space chooses, Enter begins.", Tone::Dim)?;
    }
    let prompt = "Which decks?";
    let chosen = context.choose_several(prompt, &items, false)?;
    let chosen = chosen.into_iter().flatten();
    let chosen = chosen.filter_map(|place| decks.get(place));
    Ok(chosen.map(|deck| deck.id.clone()).collect())
}

/// What is shown at the end of a session besides its answers.
pub(super) fn evening(
    context: &Context,
    history: &OpenHistory,
    request: &StudyRequest,
    finished: bool,
) -> Result<SessionEnd, Failure> {
    let schedule = history.schedule();
    let today = history.today;
    let usual = context.usual_request(schedule);
    let (now, rest) = (due_now(context, history, &usual), plan_now(history, &usual));
    let mut week = [0; 7];
    for (ago, answers) in week.iter_mut().rev().enumerate() {
        *answers = schedule
            .day(today.minus(ago as u32))
            .map_or(0, |log| log.answers);
    }
    let met_lately = |ago| schedule.day(today.minus(ago)).map_or(0, |log| log.new);
    let begun = schedule
        .days
        .first()
        .map_or(0, |log| today.days_since(log.day)) as u32;
    let lately = begun.min(6) + 1;
    // The new cards that today still has room for count as met.
    let met = (0..lately).map(met_lately).sum::<u32>() + now.plan.new as u32;
    let per_day = request.new_per_day.unwrap_or(met / lately);
    let days = (now.plan.unmet as u32).checked_div(per_day);
    let settings = context.settings();
    let journal = history.journal()?;
    let outlook = request.aim.as_ref().and_then(|aim| {
        let goal_history = GoalHistory::of(&journal, history.rules(), today);
        outlook_line(context, history, aim, &goal_history)
    });
    Ok(SessionEnd {
        streak: settings.streak.then(|| {
            let now = context.clock.now();
            streak(
                &schedule.days,
                &schedule.pauses,
                settings.study_days,
                today,
                now,
            )
        }),
        missed: missed_cards(
            &journal.records(),
            &history.renames(&journal),
            today,
            |card| rest.tasks.iter().any(|task| task.card.id.as_str() == card),
        ),
        week,
        all_met: days
            .filter(|_| now.plan.unmet > 0 && !now.plan.by_goal)
            .map(|days| today.plus(days + 1)),
        finished,
        in_words: context.is_plain(),
        outlook,
        now,
    })
}
