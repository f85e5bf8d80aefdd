//! `nodequiz fit`: the memory model fitted to this learner.

use clap::Args;
use serde::Serialize;

use crate::deck::Card;
use crate::history::{Event, Journal, Schedule, evidence};
use crate::memory::{Accuracy, CannotFit, Evidence, Fit, FitProgress, Parameters, StudyDay};
use crate::progress::{DailyWorkload, FitChange, FitOutcome, FitReport, InUse, daily_workload};
use crate::report;
use crate::terminal::ProgressLine;

use crate::app::{Context, Exit, Failure, OpenHistory};

/// Fit the memory model to your own answers, if that predicts them better.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "The parameters of the average learner serve from the first day. Once there are 1000 \
answers to learn from (the first of a day to a card met on an earlier day), this fits \
them to you. The fit is tested on answers that it has not seen, and kept only where it \
predicts them better: the log loss must fall by 0.001 at least. All dates are then \
recomputed. With fewer answers nothing is fitted and the exit code is 1; where the \
parameters in use are as good, it is 0.

Examples:
  nodequiz fit
  nodequiz fit --dry-run     what it would change
  nodequiz fit --show        the parameters in use, and since when
  nodequiz fit --revert      go back to those before"
)]
pub struct FitArgs {
    /// Only show what would be kept
    #[arg(long, conflicts_with_all = ["revert", "show"])]
    dry_run: bool,

    /// Take back the newest fit: the parameters before it are used again
    #[arg(long, conflicts_with = "show")]
    revert: bool,

    /// Show the parameters in use
    #[arg(long)]
    show: bool,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
}

/// The result of a fit; null where it was not computed.
#[derive(Serialize)]
struct FitJson<'a> {
    outcome: Outcome,
    answers: usize,
    needed: usize,
    tested: Option<usize>,
    seen: Option<usize>,
    before: Option<Accuracy>,
    after: Option<Accuracy>,
    gain: Option<f64>,
    noise: Option<f64>,
    margin: f64,
    parameters: Option<&'a [f32]>,
    change: Option<FitChange>,
    again_at: usize,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Outcome {
    Fitted(FitOutcome),
    Declined(&'static str),
}

/// The parameters in use; `change` only where a fit was taken back.
#[derive(Serialize)]
struct InUseJson<'a> {
    fitted: bool,
    day: Option<StudyDay>,
    fitted_to: Option<u64>,
    parameters: &'a [f32],
    answers: usize,
    again_at: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<FitChange>,
}

impl FitArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let mut history = OpenHistory::open(context)?;
        let journal = history.journal()?;
        let evidence = evidence(&journal, history.rules());
        if self.revert {
            return self.revert(context, &mut history, &journal, evidence.len());
        }
        let in_use = in_use(&history, &journal, evidence.len());
        if self.show {
            return context.print(self.json, &InUseJson::of(&in_use, None), |width| {
                report::parameters_in_use(&in_use, width)
            });
        }
        match fitted(context, &evidence, in_use.parameters) {
            Ok(fit) => self.conclude(context, &mut history, &journal, &in_use, &fit),
            Err(why) => self.decline(context, &evidence, why),
        }
    }

    /// Saves a fit that is better, and prints the result.
    fn conclude(
        &self,
        context: &mut Context,
        history: &mut OpenHistory,
        journal: &Journal,
        in_use: &InUse,
        fit: &Fit,
    ) -> Result<Exit, Failure> {
        let outcome = match (fit.is_better(), self.dry_run) {
            (false, _) => FitOutcome::AsGood,
            (true, true) => FitOutcome::Better,
            (true, false) => FitOutcome::Kept,
        };
        let change = match outcome {
            FitOutcome::AsGood => None,
            FitOutcome::Better => {
                let parameters = Some(fit.parameters);
                let after = Schedule::replay_as_if(journal, history.rules(), parameters);
                let before = workload_of(history, history.schedule());
                let after = workload_of(history, &after);
                Some(FitChange { before, after })
            }
            FitOutcome::Kept => {
                let event = Event::Parameters {
                    parameters: fit.parameters,
                    answers: fit.answers as u64,
                };
                Some(append(context, history, event)?)
            }
        };
        let report = FitReport {
            day: history.today,
            fit,
            outcome,
            seen: in_use.seen(fit.tested),
            retention: history.scheduler.scheduling().retention,
            change,
        };
        let json = FitJson::of(Outcome::Fitted(outcome), fit.answers, Some(&report));
        context.print(self.json, &json, |width| report::fit(&report, width))
    }

    /// Prints why nothing was fitted.
    fn decline(
        &self,
        context: &mut Context,
        evidence: &Evidence,
        why: CannotFit,
    ) -> Result<Exit, Failure> {
        let (word, hint) = match why {
            CannotFit::TooFew(_) => (
                "too-few",
                "what counts is the first answer of a day to a card met on an earlier day; until then the average learner's parameters serve well",
            ),
            CannotFit::TooAlike => (
                "too-alike",
                "nothing was changed; try again after some weeks of study",
            ),
        };
        if self.json {
            context.json(&FitJson::of(Outcome::Declined(word), evidence.len(), None))?;
            return Ok(Exit::Failed);
        }
        Err(Failure::failed(why).hint(hint))
    }

    fn revert(
        &self,
        context: &mut Context,
        history: &mut OpenHistory,
        journal: &Journal,
        answers: usize,
    ) -> Result<Exit, Failure> {
        let mut fits = journal.all_fitted();
        let Some(newest) = fits.next() else {
            return Err(Failure::failed("there is no fit to take back")
                .hint("the parameters of the average learner are in use"));
        };
        let change = append(context, history, Event::Undo { of: newest.record })?;
        let fitted = fits.next();
        let in_use = InUse {
            fitted,
            parameters: fitted.map_or(context.scheduling().parameters, |fitted| fitted.parameters),
            answers,
        };
        let retention = history.scheduler.scheduling().retention;
        context.print(self.json, &InUseJson::of(&in_use, Some(change)), |width| {
            report::fit_taken_back(&in_use, &change, retention, width)
        })
    }
}

/// Fits, with a progress line.
fn fitted(context: &Context, evidence: &Evidence, in_use: Parameters) -> Result<Fit, CannotFit> {
    let progress = FitProgress::default();
    let watched = progress.clone();
    let _meter = ProgressLine::start(&context.restore, "Fitting", move || watched.share());
    Fit::new(evidence, in_use, &progress)
}

/// The parameters in use.
fn in_use(history: &OpenHistory, journal: &Journal, answers: usize) -> InUse {
    InUse {
        fitted: journal.fitted(),
        parameters: history.scheduler.scheduling().parameters,
        answers,
    }
}

/// Appends an event that changes all due days; returns what it changes.
fn append(
    context: &mut Context,
    history: &mut OpenHistory,
    event: Event<'_>,
) -> Result<FitChange, Failure> {
    let before = workload_of(history, history.schedule());
    history.append(event)?;
    history.save(context);
    let after = workload_of(history, history.schedule());
    Ok(FitChange { before, after })
}

/// How many reviews a schedule asks for.
fn workload_of(history: &OpenHistory, schedule: &Schedule) -> DailyWorkload {
    let cards: Vec<&Card> = history.library.cards().collect();
    daily_workload(&cards, schedule, &history.pace(), history.today)
}

impl<'a> FitJson<'a> {
    /// The result for this number of answers; without a report, nothing was fitted.
    fn of(outcome: Outcome, answers: usize, report: Option<&FitReport<'a>>) -> Self {
        let fit = report.map(|report| report.fit);
        Self {
            outcome,
            answers,
            needed: Fit::LEAST,
            tested: fit.map(|fit| fit.tested),
            seen: report.map(|report| report.seen),
            before: fit.map(|fit| fit.before),
            after: fit.map(|fit| fit.after),
            gain: fit.map(|fit| fit.gain),
            noise: fit.map(|fit| fit.noise),
            margin: Fit::MARGIN,
            parameters: fit.map(|fit| &fit.parameters.numbers()[..]),
            change: report.and_then(|report| report.change),
            again_at: fit.map_or(Fit::LEAST.max(answers * 2), Fit::again_at),
        }
    }
}

impl<'a> InUseJson<'a> {
    fn of(in_use: &'a InUse, change: Option<FitChange>) -> Self {
        Self {
            fitted: in_use.fitted.is_some(),
            day: in_use.fitted.map(|fitted| fitted.day),
            fitted_to: in_use.fitted.map(|fitted| fitted.answers),
            parameters: in_use.parameters.numbers(),
            answers: in_use.answers,
            again_at: in_use.again_at(),
            change,
        }
    }
}
