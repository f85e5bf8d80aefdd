//! `nodequiz study`: today's cards.

use clap::Args;

use crate::deck::Card;
use crate::history::{Event, Mode};
use crate::id::DeckId;
use crate::memory::StudyDay;
use crate::plan::{Plan, Wishes, plan_today};
use crate::progress::{GoalNow, Hindsight, misses, streak, workload};
use crate::session::{Ending, Session, Stop, Summary, drive};
use crate::store::{self, Bench};
use crate::terminal::report::{self, Evening};
use crate::terminal::{Line, TerminalFace, Tone, choose_several, confirm};

use super::asked::agreed;
use super::due::due_now;
use super::exit::{Exit, Failure};
use super::filters::FilterArgs;
use super::goal::outlook_line;
use super::learner::Learner;
use super::place::{PlaceArgs, offered_at_first_start};
use super::reached;
use super::shelf::Shelf;
use super::sitting;
use super::world::World;

/// Study what is due today, and some new cards.
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_long_help = "A day is minutes, not counts: due cards come first, the least remembered first; new ones \
fill what is left of the day's minutes. Every answer is on the disk before the next card \
is shown.

Examples:
  nodequiz study
  nodequiz study async --new 5
  nodequiz study --pick                choose decks from a list
  nodequiz study --topic security --level senior
  nodequiz study --minutes 40          a longer day
  nodequiz study --ahead --limit 10    ten cards that are not due yet"
)]
pub struct StudyArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// New cards in this session, whatever the day has seen already
    #[arg(long, value_name = "N")]
    new: Option<u32>,

    /// Cards in this session, at the most
    #[arg(long, value_name = "N")]
    limit: Option<usize>,

    /// Minutes for today, instead of the setting `minutes_per_day`
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=1440))]
    minutes: Option<u32>,

    /// Ask cards that are not due yet, too; the day's minutes don't count then
    #[arg(long)]
    ahead: bool,

    /// Choose decks from a list first
    #[arg(long, conflicts_with = "decks")]
    pick: bool,

    /// Whether the menu that led here has offered a placement
    #[arg(skip)]
    placement_offered: bool,

    /// Cards chosen elsewhere, by id; then nothing else is asked
    #[arg(skip)]
    these: Vec<String>,
}

impl StudyArgs {
    /// `study --ahead`, for the menu.
    pub(super) fn ahead() -> Self {
        Self {
            ahead: true,
            ..Self::default()
        }
    }

    /// `study`, for the menu, which offers a placement itself.
    pub(super) fn from_menu() -> Self {
        Self {
            placement_offered: true,
            ..Self::default()
        }
    }

    /// These cards and nothing else, for what an interview names.
    pub(super) fn these(cards: Vec<String>) -> Self {
        Self {
            these: cards,
            ahead: true,
            ..Self::default()
        }
    }

    /// Whether nothing was asked for but study: then a placement may be offered.
    fn is_plain(&self) -> bool {
        let nothing_chosen = self.filter.decks.is_empty()
            && self.filter.topics.is_empty()
            && self.filter.levels.is_empty();
        nothing_chosen
            && !self.placement_offered
            && !self.ahead
            && self.new.is_none()
            && self.limit.is_none()
            && self.minutes.is_none()
    }

    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let instead = "scripts can use `nodequiz due --json` and `nodequiz review CARD GRADE`";
        sitting::needs_a_person("study", instead)?;
        let shelf = Shelf::quick(world)?;
        self.begin(world, &shelf)
    }

    fn begin(self, world: &mut World, shelf: &Shelf) -> Result<Exit, Failure> {
        let mut learner = Learner::open(world, shelf)?;
        let mut wishes = self.wishes(&learner, world)?;
        if self.pick {
            match pick(&learner, world)? {
                Picked::Decks(decks) => wishes.filter.decks = decks,
                Picked::Nothing(exit) => return Ok(exit),
            }
        } else if self.is_plain() {
            match offered_at_first_start(&mut learner, world)? {
                Ok(false) => {}
                Ok(true) => {
                    drop(learner);
                    return PlaceArgs::default().run(world);
                }
                Err(exit) => return Ok(exit),
            }
        }
        let lock = sitting::lock(world, "study")?;
        if let Some(until) = learner.schedule().paused_until(learner.today)
            && !end_pause(world, &mut learner, until)?
        {
            return Ok(Exit::Done);
        }
        let plan = if self.these.is_empty() {
            plan_today(
                shelf.library.cards(),
                learner.schedule(),
                &learner.scheduler,
                &learner.pace(),
                learner.today,
                &wishes,
            )
        } else {
            let these = self.these.iter();
            let these: Vec<&Card> = these.filter_map(|id| shelf.library.get(id)).collect();
            Plan::of(&these, learner.schedule(), learner.today)
        };
        if plan.tasks.is_empty() {
            let now = due_now(&learner, &wishes);
            let lines = report::nothing_to_study(&now, wishes.filter.is_open());
            world.output.lines(&lines)?;
            return Ok(Exit::Done);
        }
        if shelf.is_gone(plan.tasks.iter().map(|task| task.card.id.as_str())) {
            drop((learner, lock));
            let shelf = Shelf::load(world)?;
            return self.begin(world, &shelf);
        }
        let name = store::session_name();
        let mut session = Session::new(&plan, learner.today, Mode::Study, name, world.seed);
        if !wishes.ahead {
            session = session.within(u64::from(wishes.minutes) * 60_000);
        }
        if let Some(aim) = wishes.aim.as_ref().filter(|aim| aim.plans()) {
            session = session.towards(aim.clone());
        }
        go_on(world, shelf, learner, session, &wishes, None)
    }

    fn wishes(&self, learner: &Learner<'_>, world: &World) -> Result<Wishes, Failure> {
        let usual = world.usual_wishes(learner.schedule());
        Ok(Wishes {
            filter: self.filter.resolve(learner.library)?,
            minutes: self.minutes.unwrap_or(usual.minutes),
            new: self.new,
            limit: self.limit,
            ahead: self.ahead,
            ..usual
        })
    }
}

/// Asks whether a pause is to end, and ends it. `false`: it goes on.
fn end_pause(
    world: &mut World,
    learner: &mut Learner<'_>,
    until: StudyDay,
) -> Result<bool, Failure> {
    let question = format!("Study is paused until {until}. End the pause and study now?");
    let colors = world.output.colors();
    if !agreed(world, confirm(&world.guard, &question, colors))? {
        let line = format!("Still paused until {until}; nodequiz pause off ends the pause.");
        world.output.lines(&[Line::from(line.as_str())])?;
        return Ok(false);
    }
    let until = learner.today;
    learner.append(Event::Pause { until })?;
    Ok(true)
}

/// Asks to the end; where a card was edited, the decks are read again and the session goes on over
/// them.
fn go_on<'s>(
    world: &mut World,
    shelf: &'s Shelf,
    mut learner: Learner<'s>,
    mut session: Session<'s>,
    wishes: &Wishes,
    notice: Option<&'static str>,
) -> Result<Exit, Failure> {
    let ending = show(world, shelf, &mut learner, &mut session, notice)?;
    learner.save(world);
    let ending = match (ending, world.guard.signal()) {
        // It came while nobody looked at the keyboard.
        (Ending::DecksChanged, Some(number)) => Ending::Stopped(Stop::Signal(number)),
        (Ending::DecksChanged, None) => {
            drop(learner);
            let changed = Shelf::load(world)?;
            let learner = Learner::open(world, &changed)?;
            let session = session.over(|card| changed.library.resolve(card.id.as_str()).ok());
            return go_on(world, &changed, learner, session, wishes, Some("edited"));
        }
        (ending, _) => ending,
    };
    let summary = Summary::of(session.answered());
    let exit = finish(world, &learner, wishes, &summary, &ending)?;
    drop(session);
    if exit == Exit::Done {
        reached::notice(&mut learner, world)?;
    }
    Ok(exit)
}

/// Has the terminal for as long as the session is on it.
fn show<'s>(
    world: &World,
    shelf: &'s Shelf,
    learner: &mut Learner<'s>,
    session: &mut Session<'s>,
    notice: Option<&'static str>,
) -> Result<Ending, Failure> {
    let titles = sitting::titles(shelf.library);
    let scheduler = learner.scheduler.clone();
    let settings = world.settings();
    let (editor, node) = (&settings.editor, &settings.node);
    let mut bench = Bench::new(&world.home, world.clock, shelf.library, editor, node);
    let (mut screen, mut inputs) = sitting::screen(world)?;
    let elapsed = || world.elapsed();
    let mut face = TerminalFace::new(&mut screen, &mut inputs, &elapsed, &titles)
        .with_tools(&mut bench)
        .saying(notice);
    let ending = drive(session, &scheduler, &mut face, learner);
    screen.leave();
    Ok(ending)
}

/// What was chosen from the list of decks.
enum Picked {
    /// These, at least one.
    Decks(Vec<DeckId>),
    /// None, or the learner left.
    Nothing(Exit),
}

/// Lets the learner choose decks.
fn pick(learner: &Learner<'_>, world: &mut World) -> Result<Picked, Failure> {
    let decks = learner.library.decks();
    let items: Vec<String> = decks
        .iter()
        .map(|deck| {
            let cards = report::count(deck.cards.len(), "card", "cards");
            format!("{}  {cards}  {}", deck.id, deck.title)
        })
        .collect();
    sitting::remark(world, "Space chooses, Enter begins.", Tone::Dim)?;
    let prompt = "Which decks?";
    let width = world.output.width();
    let colors = world.output.colors();
    match choose_several(&world.guard, prompt, &items, width, colors) {
        Ok(Some(chosen)) if !chosen.is_empty() => {
            let chosen = chosen.into_iter().filter_map(|place| decks.get(place));
            Ok(Picked::Decks(chosen.map(|deck| deck.id.clone()).collect()))
        }
        Ok(_) => {
            sitting::remark(world, "No deck chosen, nothing asked.", Tone::Plain)?;
            Ok(Picked::Nothing(Exit::Done))
        }
        Err(error) => sitting::unanswered(world, &error).map(Picked::Nothing),
    }
}

/// Says how it went, and what tomorrow holds.
fn finish(
    world: &mut World,
    learner: &Learner<'_>,
    wishes: &Wishes,
    summary: &Summary<'_>,
    ending: &Ending,
) -> Result<Exit, Failure> {
    let exit = sitting::ended(world, ending);
    let (finished, left) = match ending {
        Ending::Done { left } => (true, *left),
        Ending::DecksChanged | Ending::Stopped(_) | Ending::NotSaved { .. } => (false, 0),
    };
    if exit == Exit::Signal(1) {
        // The terminal is gone; there is nobody to read.
        return Ok(exit);
    }
    if summary.answers == 0 && matches!(ending, Ending::NotSaved { .. }) {
        // All that there is to say has been said.
        return Ok(exit);
    }
    if summary.answers == 0 {
        sitting::remark(world, "Nothing answered, nothing changed.", Tone::Plain)?;
        return Ok(exit);
    }
    let schedule = learner.schedule();
    let today = learner.today;
    let now = due_now(learner, &world.usual_wishes(schedule));
    let pace = learner.pace();
    let loads = workload(learner.library.cards(), schedule, &pace, today, 2);
    let mut week = [0; 7];
    for (ago, answers) in week.iter_mut().rev().enumerate() {
        *answers = schedule
            .day(today.minus(ago as u32))
            .map_or(0, |log| log.answers);
    }
    let under_goal = now.goal.as_ref().is_some_and(GoalNow::plans);
    let per_day = wishes.new_per_day;
    let days = (now.unmet as u32).checked_div(per_day);
    let settings = world.settings();
    let journal = learner.journal()?;
    let outlook = wishes.aim.as_ref().and_then(|aim| {
        let hindsight = Hindsight::of(&journal, learner.rules(), today);
        outlook_line(world, learner, aim, &hindsight)
    });
    let evening = Evening {
        day: today,
        streak: settings.streak.then(|| {
            let now = world.clock.now();
            streak(
                &schedule.days,
                &schedule.pauses,
                settings.study_days,
                today,
                now,
            )
        }),
        misses: misses(&journal.records(), learner.library.renames(), today),
        tomorrow: loads[1],
        still_due: if under_goal {
            now.queue.cards
        } else {
            loads[0].cards
        },
        left,
        week,
        all_met: days
            .filter(|_| now.unmet > 0 && !under_goal)
            .map(|days| today.plus(days + 1)),
        backlog: report::backlog(&now),
        finished,
        outlook,
        goal: now.goal.clone(),
    };
    let lines = report::summary(summary, &evening, world.output.width());
    world.output.lines(&lines)?;
    Ok(exit)
}
