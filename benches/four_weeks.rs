//! Prints docs/four-weeks.md: four weeks of a simulated learner before an interview, by the program's own commands.
//!
//! `cargo run --release --example four_weeks` writes the page from `benches/four-weeks.md`, in which `{{name}}` stands for
//! what a command printed. The example starts itself once for each command, as the program or as the learner at it.

#![expect(clippy::print_stdout, reason = "it is a program that prints")]

#[path = "../tests/learners/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "the other simulations use more of it"
)]
mod learners;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use clap::{Args as _, FromArgMatches as _};
use learners::{Known, Material, SimulatedLearner};
use nodequiz::app::Context;
use nodequiz::ask::{DebriefChoice, InterviewFace, InterviewIntro};
use nodequiz::cli;
use nodequiz::commands::interview::InterviewArgs;
use nodequiz::commands::study::StudyArgs;
use nodequiz::deck::{Card, Level};
use nodequiz::memory::{Curve, Memory, Scheduling, StudyDay};
use nodequiz::plan::Asked;
use nodequiz::question::{Answer, CodeTask};
use nodequiz::session::{
    BrokenOff, DebriefView, Event, Graded, InterviewView, Interviewer, NotSaved, RateView, Ratings,
    Reply, Retry, SessionScreen, SpokenAnswer, Stop, Tested, Ticked, View,
};
use nodequiz::terminal::{Line, TerminalRestore};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

const PAGE: &str = include_str!("four-weeks.md");
const SEED: u64 = 2026;
/// The share of the cards that the learner knows before the first day.
const KNOWN: Known = Known::Share(0.5);
const FIRST: &str = "2026-11-20";
const DAYS: u32 = 28;
/// Days on which nothing is answered, counted from the first.
const MISSED: [u32; 3] = [5, 12, 19];
/// The day whose session is ended early, after so many minutes.
const ENDED_EARLY: (u32, u64) = (11, 14);
const INTERVIEW: u32 = 8;
/// The day on which the learner looks at what is weak.
const WEAK: u32 = 15;

/// Says what a started copy of this program is.
const ROLE: &str = "NODEQUIZ_FOUR_WEEKS";
/// What the learner remembers, in the home.
const TRUTH: &str = "truth.json";

fn main() -> ExitCode {
    match std::env::var(ROLE).as_deref() {
        Err(_) => {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/four-weeks.md");
            fs::write(&path, page()).expect("the page is written");
            println!("{}", path.display());
            ExitCode::SUCCESS
        }
        Ok("program") => ExitCode::from(cli::run(TerminalRestore::install())),
        Ok("interview") => interviewed(),
        Ok(minutes) => studied(minutes.parse().expect("minutes")),
    }
}

/// A home, and a program that runs in it.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// Runs a copy of this program on a day, in the morning or in the evening; returns what it printed.
    fn run(&self, role: &str, day: StudyDay, hour: u32, args: &[&str]) -> String {
        let program = std::env::current_exe().expect("this program");
        let output = Command::new(program)
            .args(args)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("NODEQUIZ_HOME", self.folder.path())
            .env("NODEQUIZ_NOW", format!("{day}T{hour:02}:00:00+01:00"))
            .env("NODEQUIZ_SEED", "1")
            .env("NO_COLOR", "1")
            .env("LC_ALL", "C.UTF-8")
            .env(ROLE, role)
            .current_dir(self.folder.path())
            .output()
            .expect("the program starts");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?} on {day}: {error}");
        assert!(error.is_empty(), "{args:?} on {day}: {error}");
        String::from_utf8(output.stdout).expect("text")
    }
}

/// The page with everything that was printed.
fn page() -> String {
    let home = Home {
        folder: tempfile::tempdir().expect("a temporary folder"),
    };
    let first: StudyDay = FIRST.parse().expect("a day");
    let date = first.plus(DAYS);
    let mut passages: HashMap<&str, String> = HashMap::new();
    let set = ["goal", "set", &date.to_string(), "--minutes", "20"];
    let goal = home.run("program", first, 8, &set);
    passages.insert("command", format!("nodequiz {}", set.join(" ")));
    passages.insert(
        "goal",
        paragraphs(&goal, &["18 December", "In scope", "On the day, at"]),
    );
    for number in (0..DAYS).filter(|number| !MISSED.contains(number)) {
        let day = first.plus(number);
        let morning = |args: &[&str]| home.run("program", day, 8, args);
        if number == WEAK {
            passages.insert("due", one_line(&morning(&["due", "--short"])));
            let goal = morning(&["goal"]);
            let weakest = paragraphs(&goal, &["Weakest"]);
            let topic = weakest
                .lines()
                .nth(1)
                .and_then(|line| line.split(' ').next());
            passages.insert("topic", topic.expect("a topic").to_owned());
            passages.insert("weakest", weakest);
            let roadmap = morning(&["roadmap"]);
            passages.insert(
                "roadmap",
                roadmap.lines().next().expect("a line").to_owned(),
            );
        }
        if number == INTERVIEW {
            home.run("interview", day, 10, &[]);
            let report = morning(&["interview", "--last"]);
            let parts = ["Interview", "In figures", "How sure", "Study next"];
            passages.insert("interview", paragraphs(&report, &parts));
        }
        let minutes = if number == ENDED_EARLY.0 {
            ENDED_EARLY.1
        } else {
            60
        };
        let summary = home.run(&minutes.to_string(), day, 19, &[]);
        if number == ENDED_EARLY.0 {
            passages.insert("early", summary);
        } else if number + 1 == DAYS {
            passages.insert("last", summary);
        }
    }
    let due = home.run("program", date, 8, &["due", "--short"]);
    passages.insert("warm-up", one_line(&due));
    let [new, met] = passed(&home);
    passages.insert("new", new);
    passages.insert("met", met);
    filled(PAGE, &passages)
}

/// The page with each `{{name}}` replaced by its passage.
fn filled(page: &str, passages: &HashMap<&str, String>) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").expect("`}}` after a name");
        let what = passages.get(name);
        out.push_str(before);
        out.push_str(
            what.unwrap_or_else(|| panic!("nothing is called {name}"))
                .trim_end(),
        );
        rest = after;
    }
    out + rest
}

fn one_line(printed: &str) -> String {
    printed.trim().to_owned()
}

/// Of a page, the paragraphs that begin with these words.
fn paragraphs(printed: &str, begin: &[&str]) -> String {
    let all: Vec<&str> = printed.trim_end().split("\n\n").collect();
    let found = begin.iter().map(|begin| {
        let mut all = all.iter();
        let found = all.find(|paragraph| paragraph.trim_start().starts_with(begin));
        *found.unwrap_or_else(|| panic!("nothing begins with {begin}: {printed}"))
    });
    found.collect::<Vec<&str>>().join("\n\n")
}

/// In percent, how many of the new cards, and of those met before, were right at the first answer of a day.
fn passed(home: &Home) -> [String; 2] {
    let mut counts = [(0, 0); 2];
    let mut last: HashMap<String, String> = HashMap::new();
    let mut lines: Vec<serde_json::Value> = Vec::new();
    let mut folders = vec![home.folder.path().join("data/reviews")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("journals").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(path).expect("a journal");
            lines.extend(
                text.lines()
                    .map(|line| serde_json::from_str(line).expect("a line")),
            );
        }
    }
    lines.sort_by_key(|line| line["seq"].as_u64());
    for line in lines.iter().filter(|line| line["event"] == "review") {
        let word = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let before = last.insert(word("card"), word("day"));
        if before.as_ref() != Some(&word("day")) {
            let count = &mut counts[usize::from(before.is_some())];
            count.0 += u32::from(word("grade") != "again");
            count.1 += 1;
        }
    }
    counts.map(|(right, all)| format!("{:.0} %", 100.0 * f64::from(right) / f64::from(all)))
}

fn material() -> Material {
    Material::builtin(Scheduling::default()).with_code()
}

fn learner(material: &Material) -> SimulatedLearner<'_> {
    SimulatedLearner::of(material, SEED, Curve::Fsrs, KNOWN)
}

/// What a command works with, in the home that the environment names.
fn context() -> Context {
    let context = Context::new(TerminalRestore::install(), None, false, false);
    context.unwrap_or_else(|failure| panic!("{}", failure.message))
}

/// A session of `study`, ended after so many minutes.
fn studied(minutes: u64) -> ExitCode {
    let mut context = context();
    let path = context.home.data().join(TRUTH);
    let material = material();
    let fresh = learner(&material);
    let truth: Vec<Option<(Memory, StudyDay)>> = match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).expect("what was written"),
        Err(_) => vec![None; fresh.cards.len()],
    };
    let mut student = Student {
        places: places(&fresh),
        learner: fresh.on(context.today(), truth),
        left_ms: minutes * 60_000,
    };
    let exit = StudyArgs::default().run_on(&mut context, &mut student);
    let exit = exit.unwrap_or_else(|failure| panic!("{}", failure.message));
    context.output.flush().expect("printed");
    let truth = serde_json::to_vec(student.learner.truth()).expect("JSON");
    fs::write(path, truth).expect("written");
    ExitCode::from(exit.code())
}

fn places(learner: &SimulatedLearner<'_>) -> HashMap<String, usize> {
    let ids = learner.cards.iter().map(|card| card.id.to_string());
    ids.zip(0..).collect()
}

/// A learner at a session of `study`.
struct Student<'m> {
    learner: SimulatedLearner<'m>,
    places: HashMap<String, usize>,
    left_ms: u64,
}

impl SessionScreen for Student<'_> {
    fn ask(&mut self, view: &View<'_>) -> Result<Reply, Stop> {
        if self.left_ms == 0 {
            return Err(Stop::Quit);
        }
        let (grade, seconds) = self.learner.answer(self.places[view.card.id.as_str()]);
        let ms = (seconds * 1000.0) as u64;
        self.left_ms = self.left_ms.saturating_sub(ms);
        let answer = if grade.passed() {
            Answer::Revealed
        } else {
            Answer::Unknown
        };
        Ok(Reply::Event(Event::Graded(Graded {
            answer,
            grade,
            ms,
            guessed: false,
        })))
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        panic!("{problem}");
    }
}

/// An interview of fifteen minutes.
fn interviewed() -> ExitCode {
    let mut context = context();
    let words = InterviewArgs::augment_args(clap::Command::new("interview"));
    let words = words.get_matches_from(["interview", "--minutes", "15"]);
    let arguments = InterviewArgs::from_arg_matches(&words).expect("an interview");
    let mut candidate = Candidate {
        dice: StdRng::seed_from_u64(SEED),
        ticked: HashMap::new(),
    };
    let exit = arguments.run_on(&mut context, &mut candidate);
    let exit = exit.unwrap_or_else(|failure| panic!("{}", failure.message));
    ExitCode::from(exit.code())
}

/// A learner in an interview, who thinks of three points in four and says what they think of.
struct Candidate {
    dice: StdRng,
    /// The points that the candidate says, by question.
    ticked: HashMap<(String, u32), BTreeSet<usize>>,
}

impl Candidate {
    fn key(asked: &Asked<'_>) -> (String, u32) {
        (asked.id().to_owned(), asked.probe())
    }
}

impl Interviewer for Candidate {
    fn ask(&mut self, view: &InterviewView<'_>) -> (SpokenAnswer, Result<(), BrokenOff>) {
        let asked = &view.turn.asked;
        let points = asked.points();
        let ticked: BTreeSet<usize> = (0..points.len())
            .filter(|_| self.dice.random::<f32>() < 0.75)
            .collect();
        let texts: Vec<&str> = ticked.iter().map(|place| &*points[*place].text).collect();
        let answer = SpokenAnswer {
            text: texts.join("\n"),
            ms: asked.planned().as_millis() as u64,
            said_ms: Some(asked.planned().as_millis() as u64 / 2),
        };
        self.ticked.insert(Self::key(asked), ticked);
        (answer, Ok(()))
    }

    fn sure(&mut self, _: &InterviewView<'_>) -> Result<u8, Stop> {
        Ok(3)
    }

    fn test(&mut self, _: &Card, _: &CodeTask, _: &str) -> Result<Tested, Stop> {
        Ok(Tested::Cannot("no code is asked for".to_owned()))
    }

    fn tick(&mut self, view: &DebriefView<'_>) -> Result<Ticked, Stop> {
        let ticked = self.ticked.get(&Self::key(&view.asked));
        let points = ticked.filter(|_| view.marked.is_none()).cloned();
        Ok(Ticked {
            points: points.unwrap_or_default(),
            star: view.asked.is_story().then(BTreeSet::new),
            typo: false,
        })
    }

    fn rate(&mut self, _: &RateView<'_>) -> Result<Ratings, Stop> {
        Ok([Some(3); 4])
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        panic!("{problem}");
    }
}

impl InterviewFace for Candidate {
    fn open(&mut self, opening: &InterviewIntro) -> Result<Option<Level>, Stop> {
        Ok(Some(opening.level))
    }

    fn offer_debrief(&mut self, _: &str) -> Result<DebriefChoice, Stop> {
        Ok(DebriefChoice::Debrief)
    }

    fn report(&mut self, _: &dyn Fn(usize) -> Vec<Line>, _: bool) -> Result<bool, Stop> {
        Ok(false)
    }
}
