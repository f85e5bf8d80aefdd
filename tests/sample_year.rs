//! A complete sample history of a learner: every kind of event and answer, several devices, the
//! same every time for the same seed.

use chrono::{DateTime, Duration, FixedOffset};
use nodequiz::deck::Card;
use nodequiz::history::{Event, GoalChange, Mode, Record, RecordId, Review, Unknown, seal};
use nodequiz::memory::{Grade, Memory, Parameters, Scheduler, Scheduling, StudyDay};
use nodequiz::question::{Kind, Question};

use crate::sample_journal::Numbers;

/// The content of a sample history.
pub(crate) struct SampleYear<'a> {
    /// The cards, introduced in their order.
    pub(crate) cards: &'a [Card],
    pub(crate) seed: u64,
    /// About how many answers there are.
    pub(crate) reviews: usize,
    /// Over how many days they are spread.
    pub(crate) days: u32,
    /// The time of the last day's first answer.
    pub(crate) last_day: DateTime<FixedOffset>,
}

const DEVICES: [&str; 3] = ["k3f9", "phone", "zz01"];

/// The learner's state with a card.
#[derive(Clone, Copy, Default)]
struct Known {
    memory: Option<Memory>,
    last: u32,
    due: Option<u32>,
    suspended: bool,
}

/// The history as it grows.
struct Year<'a> {
    sample: &'a SampleYear<'a>,
    numbers: Numbers,
    scheduler: Scheduler,
    known: Vec<Known>,
    met: usize,
    /// The last number of each device.
    seqs: [u64; DEVICES.len()],
    /// What each device could take back: the record, the card and its state before.
    undoable: [Option<(RecordId, usize, Known)>; DEVICES.len()],
    files: Vec<(String, String)>,
    at: DateTime<FixedOffset>,
    device: usize,
    answers: usize,
}

/// The files of a sample history: the path below the journals' folder, and the content.
pub(crate) fn sample_year(sample: &SampleYear<'_>) -> Vec<(String, String)> {
    let mut year = Year {
        sample,
        numbers: Numbers::new(sample.seed),
        scheduler: Scheduler::new(Scheduling::default()),
        known: vec![Known::default(); sample.cards.len()],
        met: 0,
        seqs: [0; DEVICES.len()],
        undoable: [None; DEVICES.len()],
        files: Vec::new(),
        at: sample.last_day,
        device: 0,
        answers: 0,
    };
    let mut day = 0;
    while day < sample.days {
        year.begin_day(day);
        let is_last = day + 1 == sample.days;
        let luck = year.numbers.below(100);
        if luck < 2 && !is_last && day > 7 {
            let away = 3 + year.numbers.below(8) as u32;
            let until = year.day().plus(away);
            year.write(Event::Pause { until });
            day += away.min(sample.days - 1 - day).max(1);
            continue;
        }
        if luck < 14 && !is_last && day > 0 {
            day += 1;
            continue;
        }
        year.study(day);
        if day == sample.days / 2 {
            year.declare();
        }
        day += 1;
    }
    if sample.seed.is_multiple_of(3) && !year.files.is_empty() {
        year.copy_by_a_sync_tool();
    }
    year.files
}

impl Year<'_> {
    fn chance(&mut self, of_thousand: u64) -> bool {
        self.numbers.below(1000) < of_thousand
    }

    /// The study day now.
    fn day(&self) -> StudyDay {
        StudyDay::of(self.at, 4)
    }

    fn begin_day(&mut self, day: u32) {
        let back = Duration::days(i64::from(self.sample.days - 1 - day));
        let late = Duration::minutes(self.numbers.below(90).cast_signed());
        self.at = self.sample.last_day - back + late;
        self.device = [0, 0, 1, 2][self.numbers.below(4) as usize];
        // Now and then the learner travels, and the clock of the device follows.
        if self.chance(30) {
            let east = FixedOffset::east_opt(9 * 3600).expect("an offset");
            self.at = self.at.with_timezone(&east);
        }
    }

    /// One day: what is due, new cards, and more reviews until the day has its answers.
    fn study(&mut self, day: u32) {
        let days_left = (self.sample.days - day) as usize;
        let share = self.sample.reviews.saturating_sub(self.answers) / days_left.max(1);
        let quota = share / 2 + self.numbers.below(share.max(1) as u64 + 40) as usize;
        let mut queue: Vec<usize> = (0..self.known.len())
            .filter(|&card| {
                let known = &self.known[card];
                !known.suspended && known.due.is_some_and(|due| due <= day)
            })
            .collect();
        // With some seeds, all cards are introduced within a year, with others not.
        for _ in 0..=self.sample.seed % 3 {
            if self.met == self.known.len() {
                break;
            }
            let card = self.met;
            self.met += 1;
            if self.chance(60) {
                let name = self.name(card);
                self.happens(Event::Claim { card: name.into() });
                self.known[card].due = Some(day + 5 + self.numbers.below(16) as u32);
            } else {
                queue.push(card);
            }
        }
        let mut asked = 0;
        while asked < quota || !queue.is_empty() {
            if asked >= 2 * quota + 20 || self.met == 0 {
                break;
            }
            let card = if queue.is_empty() {
                self.numbers.below(self.met as u64) as usize
            } else {
                queue.remove(0)
            };
            asked += 1;
            if self.chance(20) {
                self.device = self.numbers.below(DEVICES.len() as u64) as usize;
            }
            self.aside(card, day);
            if !self.answer(card, day) {
                // It comes back after some others.
                let place = queue.len().min(6);
                queue.insert(place, card);
            }
        }
    }

    /// Other actions on a card, occasionally.
    fn aside(&mut self, card: usize, day: u32) {
        let name = self.name(card);
        match self.numbers.below(2500) {
            0..4 => {
                self.happens(Event::Suspend {
                    card: name.clone().into(),
                });
                self.known[card].suspended = true;
                if self.chance(600) {
                    self.happens(Event::Unsuspend { card: name.into() });
                    self.known[card].suspended = false;
                }
            }
            4..8 => {
                let until = self.day().plus(2);
                let card = name.into();
                self.happens(Event::Bury { card, until });
            }
            8..12 => self.happens(Event::Mark { card: name.into() }),
            12..14 => self.happens(Event::Unmark { card: name.into() }),
            14..16 => {
                self.happens(Event::Reset { card: name.into() });
                self.known[card] = Known {
                    due: Some(day),
                    ..Known::default()
                };
            }
            16..20 => self.happens(a_bare_note()),
            20..30 => {
                // A card that no deck holds any more.
                let gone = format!("gone/card-{}", self.numbers.below(9));
                let review = Review::new(gone, Grade::Good, 8000, Mode::Study);
                self.happens(Event::Review(review));
                self.answers += 1;
            }
            _ => {}
        }
    }

    /// Answers a card; whether it passed. Now and then the answer is taken back and given again.
    fn answer(&mut self, card: usize, day: u32) -> bool {
        let before = self.known[card];
        let elapsed = day.saturating_sub(before.last);
        let recall = before.memory.map_or(0.55, |memory| {
            f64::from(self.scheduler.retrievability(memory, elapsed))
        });
        // Some cards are harder to this learner than the model thinks.
        let stubborn = 0.5 + (card % 7) as f64 / 3.0;
        let remembered = self.chance((recall.powf(stubborn) * 1000.0) as u64);
        let mode = match self.numbers.below(100) {
            0..84 => Mode::Study,
            84..93 => Mode::Quiz,
            93..95 => Mode::Interview,
            95..96 => Mode::Place,
            _ => Mode::Command,
        };
        let guessed = remembered && mode == Mode::Study && self.chance(30);
        let grade = match self.numbers.below(100) {
            _ if !remembered || guessed => Grade::Again,
            0..12 => Grade::Hard,
            12..88 => Grade::Good,
            _ => Grade::Easy,
        };
        let ms = match self.numbers.below(60) {
            _ if mode == Mode::Command => 0,
            0 => 400_000,
            _ => 2500 + self.numbers.below(40_000) + 4000 * (card % 5) as u64,
        };
        let mut review = Review::new(self.name(card), grade, ms, mode);
        review.details.session = Some(format!("s{day}").into());
        review.details.guessed = guessed;
        review.details.points = self.ticked(card, remembered);
        if self.sample.cards[card].kind().profile().marked {
            review.details.verdict = Some(if remembered { 1.0 } else { 0.25 });
        }
        let id = self.write(Event::Review(review));
        self.answers += 1;
        self.undoable[self.device] = Some((id, card, before));
        let memory = self.scheduler.after(before.memory, elapsed, grade);
        let interval = self
            .scheduler
            .interval(memory, self.sample.cards[card].id.as_str(), 1);
        self.known[card] = Known {
            memory: Some(memory),
            last: day,
            due: Some(day + if grade.passed() { interval } else { 0 }),
            suspended: before.suspended,
        };
        if self.chance(12)
            && let Some((of, card, before)) = self.undoable[self.device].take()
        {
            self.happens(Event::Undo { of });
            self.known[card] = before;
            self.answers -= 1;
        }
        grade.passed()
    }

    /// The options picked or points ticked. Wrong options are not all equally tempting.
    fn ticked(&mut self, card: usize, right: bool) -> Option<Box<[u32]>> {
        let chosen: Vec<u32> = match self.sample.cards[card].data() {
            Question::Choice(choice) => {
                let options = (0..).zip(&choice.options);
                let of = |wanted: bool| -> Vec<u32> {
                    let found = options.clone().filter(|(_, option)| option.right == wanted);
                    found.map(|(index, _)| index).collect()
                };
                if right {
                    of(true)
                } else {
                    let wrong = of(false);
                    let tempting = self.numbers.below(wrong.len() as u64 * 2) as usize;
                    vec![*wrong.get(tempting).unwrap_or(&wrong[0])]
                }
            }
            Question::Points(points) => (0..points.points.len() as u32)
                .filter(|_| right || self.numbers.below(2) == 0)
                .collect(),
            _ => return None,
        };
        debug_assert!(self.sample.cards[card].kind() != Kind::Recall);
        Some(chosen.into())
    }

    /// A goal, and weights of the learner's own for every second seed.
    fn declare(&mut self) {
        self.happens(Event::Goal(GoalChange::Clear {}));
        if self.sample.seed.is_multiple_of(2) {
            let mut weights = *Parameters::default().numbers();
            for weight in &mut weights[..4] {
                *weight *= 1.1;
            }
            weights[20] = 0.2;
            let parameters = Parameters::new(&weights).expect("weights");
            self.happens(Event::Parameters {
                parameters,
                answers: 0,
            });
        }
    }

    fn name(&self, card: usize) -> String {
        self.sample.cards[card].id.to_string()
    }

    /// The same for an event that nothing refers to.
    fn happens(&mut self, event: Event<'_>) {
        self.write(event);
    }

    /// Writes a record on the current device.
    fn write(&mut self, event: Event<'_>) -> RecordId {
        self.at += Duration::milliseconds(6000 + self.numbers.below(9000).cast_signed());
        self.seqs[self.device] += 1;
        // A clock that was set back by some minutes: the device's own order counts.
        let at = if self.chance(2) {
            self.at - Duration::minutes(7)
        } else {
            self.at
        };
        let stamp = u128::from(at.timestamp_millis() as u64) << 80;
        let random = u128::from(self.numbers.next() >> 2);
        let id = RecordId::from_bits(stamp | 0x7 << 76 | 0b10 << 62 | random);
        let device = DEVICES[self.device];
        let record = Record {
            id,
            device: device.into(),
            seq: self.seqs[self.device],
            at,
            day: StudyDay::of(at, 4),
            event,
        };
        let name = format!("{device}/{}.jsonl", at.format("%Y-%m"));
        let line = seal(&record) + "\n";
        match self.files.iter_mut().rev().find(|(file, _)| *file == name) {
            Some((_, text)) => text.push_str(&line),
            None => self.files.push((name, line)),
        }
        id
    }

    /// Half of a file once more, as sync tools leave it behind.
    fn copy_by_a_sync_tool(&mut self) {
        let (name, text) = &self.files[self.files.len() / 2];
        let lines: Vec<&str> = text.lines().collect();
        let half = lines[..lines.len().div_ceil(2)].join("\n") + "\n";
        let name = name.replace(".jsonl", " (conflicted copy).jsonl");
        self.files.push((name, half));
    }
}

/// A meaningless note.
fn a_bare_note() -> Event<'static> {
    Event::Unknown(Unknown {
        name: "note".to_owned(),
        ..Unknown::default()
    })
}
