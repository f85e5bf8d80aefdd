//! `nodequiz matrix`: skill areas, what the cards show of them, and what the learner says.

use clap::Args;

use crate::deck::Level;
use crate::deck::roadmap::{Area, Matrix};
use crate::history::{Event, Mastery, Rating};
use crate::progress::{AreaRow, MatrixView};
use crate::report;
use crate::terminal::wrap::wrap;
use crate::terminal::{Line, Style, Tone, is_interactive};

use crate::app::find::named;
use crate::app::find::one_of;
use crate::app::{Context, Exit, Failure, OpenHistory};

/// Show your skills area by area: what the cards show beside what you say; rate yourself.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "An area starts at novice; each level of which 60 % of the cards are stable, from the lowest up, \
takes it one stage further. You rate yourself on the five stages of Dreyfus; your newest rating \
of an area counts.

Examples:
  nodequiz matrix
  nodequiz matrix data                   one area: what is expected of each level
  nodequiz matrix --assess               rate yourself, area by area
  nodequiz matrix data --stage competent --note \"read plans for a quarter\"
  nodequiz matrix data --undo            take the last rating back
  nodequiz matrix --history
  nodequiz matrix --markdown > review.md"
)]
pub struct MatrixArgs {
    /// The area's id, or the start of one; by default all areas
    #[arg(value_name = "AREA")]
    area: Option<String>,

    /// Rate yourself at the terminal: this area, or all
    #[arg(long, conflicts_with_all = ["undo", "history", "json", "markdown"])]
    assess: bool,

    /// Rate this area without being asked
    #[arg(long, value_name = "STAGE", value_parser = named(&Mastery::ALL, Mastery::name), requires = "area",
        conflicts_with_all = ["undo", "history", "json", "markdown"])]
    stage: Option<Mastery>,

    /// What the rating is based on
    #[arg(long, value_name = "TEXT", requires = "stage")]
    note: Option<String>,

    /// Take back the newest rating of this area
    #[arg(long, requires = "area", conflicts_with_all = ["history", "json", "markdown"])]
    undo: bool,

    /// Show every rating, the newest first, with what the cards showed at the time
    #[arg(long, conflicts_with_all = ["json", "markdown"])]
    history: bool,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long, conflicts_with = "markdown")]
    json: bool,

    /// Print a Markdown table, for a performance review
    #[arg(long)]
    markdown: bool,
}

impl MatrixArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let area = self.area.as_deref().map(resolve).transpose()?;
        if self.assess && self.stage.is_none() && !is_interactive() {
            let message = "rating yourself asks questions, and there is no terminal to ask them on";
            return Err(Failure::usage(message)
                .hint("without one: nodequiz matrix AREA --stage STAGE --note TEXT"));
        }
        let mut history = OpenHistory::open(context)?;
        if let Some(area) = area.filter(|_| self.undo) {
            return history.take_back(
                area,
                context,
                |event| matches!(event, Event::Assess(rating) if rating.area == area),
            );
        }
        if let (Some(area), Some(stage)) = (area, self.stage) {
            rate(area, stage, self.note, &mut history)?;
            history.save(context);
            let view = view(&history)?;
            return gap_report(&view, &[area], context);
        }
        if self.assess {
            return assess(area, &mut history, context);
        }
        let mut view = view(&history)?;
        if let Some(area) = area {
            view.areas.retain(|row| row.id == area);
        }
        let width = context.output.width();
        if self.json {
            context.output.json(&view)?;
        } else if self.markdown {
            context.output.text(&report::matrix_markdown(&view))?;
        } else if self.history {
            context.output.lines(&report::ratings(&view, width))?;
        } else {
            let lines = match view.areas.as_slice() {
                [row] if area.is_some() => report::area(row, width),
                _ => report::matrix(&view, width),
            };
            context.output.lines(&lines)?;
        }
        Ok(Exit::Done)
    }
}

/// The id of the area named.
fn resolve(name: &str) -> Result<&'static str, Failure> {
    let ids = Matrix::builtin().areas.iter().map(|one| one.id.as_str());
    one_of(name, ids, "area", "nodequiz matrix")
}

fn view(history: &OpenHistory) -> Result<MatrixView, Failure> {
    let journal = history.journal()?;
    let cards = history.library.cards();
    Ok(MatrixView::of(
        cards,
        &journal,
        history.rules(),
        history.today,
    ))
}

fn rate(
    area: &str,
    stage: Mastery,
    note: Option<String>,
    history: &mut OpenHistory,
) -> Result<(), Failure> {
    let note = note.map(|note| note.trim().to_owned());
    let rating = Rating {
        area: area.to_owned(),
        stage,
        note: note.filter(|note| !note.is_empty()),
    };
    history.append(Event::Assess(rating))?;
    Ok(())
}

/// Compares a rating with what the cards show.
fn gap_report(view: &MatrixView, areas: &[&str], context: &mut Context) -> Result<Exit, Failure> {
    let rated = view.areas.iter().filter(|row| areas.contains(&row.id));
    for row in rated {
        let sentence = report::gap_sentence(row).unwrap_or_default();
        context.remark(format!("{}: {sentence}.", row.title), Tone::Plain)?;
    }
    Ok(Exit::Done)
}

/// Asks for ratings. What the cards show comes afterwards, so that it does not influence the answer.
fn assess(
    area: Option<&str>,
    history: &mut OpenHistory,
    context: &mut Context,
) -> Result<Exit, Failure> {
    let matrix = Matrix::builtin();
    let before = view(history)?;
    let width = context.output.width();
    context.remark(&matrix.note, Tone::Plain)?;
    for stage in &matrix.stages {
        let line = Line::styled(
            format!("  {} {}", stage.stage, stage.name),
            Style::PLAIN.bold(),
        )
        .with(format!("  {}", stage.means), Tone::Dim);
        context.output.lines(&wrap(&line, width, 4))?;
    }
    let mut rated = Vec::new();
    let areas: Vec<(&Area, &AreaRow)> = matrix
        .areas
        .iter()
        .zip(&before.areas)
        .filter(|(one, _)| area.is_none_or(|wanted| one.id == wanted))
        .collect();
    for (number, (area, row)) in areas.iter().enumerate() {
        let of = format!("{} of {}", number + 1, areas.len());
        context.output.lines(&expectations(area, &of, width))?;
        context.output.flush()?;
        let answer = ask(row, context);
        if answer.is_err() {
            history.save(context);
        }
        match answer? {
            Answer::Leave => break,
            Answer::NotNow => {}
            Answer::Rated(stage, note) => {
                rate(&area.id, stage, Some(note), history)?;
                rated.push(area.id.as_str());
            }
        }
    }
    history.save(context);
    context.output.lines(&[Line::new()])?;
    if rated.is_empty() {
        context.remark("Nothing was rated.", Tone::Dim)?;
        return Ok(Exit::Done);
    }
    let after = view(history)?;
    gap_report(&after, &rated, context)
}

enum Answer {
    /// No more questions.
    Leave,
    /// This area stays as it is.
    NotNow,
    /// A stage, and a note that may be empty.
    Rated(Mastery, String),
}

/// Asks for the stage of an area, and what it is based on.
fn ask(row: &AreaRow, context: &Context) -> Result<Answer, Failure> {
    let stays = row.rating.as_ref().map_or_else(
        || "Not now".to_owned(),
        |rating| format!("Leave it at {}", report::stage_name(rating.stage)),
    );
    let names =
        Mastery::ALL.map(|stage| format!("{} {}", stage.number(), report::stage_name(stage)));
    let items: Vec<&str> = std::iter::once(stays.as_str())
        .chain(names.iter().map(String::as_str))
        .collect();
    let Some(place) = context.choose("You are", &items)? else {
        return Ok(Answer::Leave);
    };
    let Some(stage) = place
        .checked_sub(1)
        .and_then(|place| Mastery::ALL.get(place))
    else {
        return Ok(Answer::NotNow);
    };
    let note = context.ask_line("What is it based on? (Enter for no note)")?;
    Ok(Answer::Rated(*stage, note))
}

/// What is expected in an area, level by level.
fn expectations(area: &Area, of: &str, width: usize) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    let title = Line::styled(&area.title, Style::of(Tone::Accent).bold())
        .with(format!("  {of}"), Tone::Dim);
    lines.extend(wrap(&title, width, 0));
    for level in Level::ALL {
        let line = Line::styled(format!("  {:<13}", level.name()), Tone::Dim)
            .with(area.levels.of(level), Tone::Plain);
        lines.extend(wrap(&line, width, if width < 60 { 4 } else { 15 }));
    }
    lines
}
