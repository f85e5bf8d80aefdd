//! What `nodequiz import FILE` writes: which deck each found one goes to, and what becomes of its cards.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use crate::deck::{Code, Deck, Library, Source, parse};
use crate::exchange::{
    DeckSize, Format, FoundBody, FoundDeck, FoundReview, Here, ImportRecord, Outcome, Picture,
    ReadSource, Target, UpdatedDeck, other_name, parts, returned_deck, short_key, short_slug,
    update_deck,
};
use crate::history::RecordId;
use crate::id::{CardId, DeckId};
use crate::report::{NotesDeckReport, NotesReport, YourCards};
use crate::store;

use crate::app::{Context, Failure, LoadedDecks, OpenHistory, OwnDecks};

/// The deck that cards go to.
struct Destination {
    id: DeckId,
    /// The deck that comes back with the source, to compare with.
    here: Option<&'static Deck>,
    /// The name of its record. A deck that is compared has none.
    record: Option<String>,
    /// What the learner can do about the deck of theirs that has its name.
    hint: Option<String>,
}

impl Destination {
    /// The file that it gets if it has none yet, as it is shown.
    fn file(&self) -> String {
        format!("decks/{}.md", self.id)
    }
}

/// A deck file that is to be written.
struct Planned {
    to: Destination,
    /// The file that is there, as it is shown.
    there: Option<String>,
    /// Answers in the other program that are not in the journal yet.
    reviews: Vec<NewReview>,
    pictures: Vec<Picture>,
    updated: UpdatedDeck,
}

impl Planned {
    /// Its file, as it is shown.
    fn shown(&self) -> String {
        self.there.clone().unwrap_or_else(|| self.to.file())
    }

    /// Whether nothing is written: it was compared with the deck that is here, and that stays as it is.
    fn is_as_it_was(&self) -> bool {
        self.to.record.is_none() && !self.updated.is_changed()
    }

    /// Says of a deck that is compared where it is, and what can be done about cards that differ.
    fn compare(&mut self) {
        let Some(here) = self.to.here else {
            return;
        };
        if self.there.is_none() && !self.updated.is_changed() {
            let first = here.cards.first();
            self.there = first.map(|card| card.place.file.to_string());
        }
        let mut changes = self.updated.changes.iter();
        if changes.any(|card| card.outcome == Outcome::Kept) {
            let id = &self.to.id;
            let hint = format!("--deck {id} takes the cards of the file instead of yours");
            self.to.hint = Some(hint);
        }
    }
}

pub(super) fn nothing_changed(error: &dyn std::fmt::Display) -> Failure {
    Failure::failed(error.to_string()).hint("nothing was changed")
}

pub(super) fn cards(read: &ReadSource) -> impl Iterator<Item = &FoundBody> {
    let cards = read.found.decks.iter().flat_map(|deck| &deck.cards);
    cards.map(|card| &card.body)
}

/// Answers to the cards of a deck in the other program that are not in the journal yet.
fn reviews(
    context: &Context,
    deck: &FoundDeck,
    planned: &Planned,
    answered: &AnsweredAt,
) -> Result<Vec<NewReview>, Failure> {
    let ids = planned.updated.record.ids();
    let mut found = Vec::new();
    for card in &deck.cards {
        let id = ids.get(short_key(&card.key).as_str());
        let Some(id) = id.and_then(|id| CardId::new(&planned.to.id, id).ok()) else {
            continue;
        };
        let new = card.reviews.iter();
        let new = new.filter(|review| !is_known(answered, &id, review));
        found.extend(new.map(|review| (id.clone(), review.clone())));
    }
    new_reviews(context, &found)
}

fn new_reviews(
    context: &Context,
    found: &[(CardId, FoundReview)],
) -> Result<Vec<NewReview>, Failure> {
    store::new_reviews(&context.home, found, context.clock.now()).map_err(|error| {
        Failure::failed(format!("the journal cannot be read: {error}")).hint("nothing was changed")
    })
}

/// Fails where a deck would become one that is not read.
fn too_large(id: &DeckId, text: &str) -> Result<(), Failure> {
    let why = if text.len() as u64 > store::LONGEST_DECK {
        Some(format!("it has more than {} MB", store::LONGEST_DECK >> 20))
    } else {
        let source = Source::new(&format!("decks/{id}.md"), text.to_owned());
        let mut found = parse(&source).diagnostics.into_iter();
        let refused = found.find(|one| one.code == Code::Unreadable);
        refused.map(|refused| refused.message)
    };
    why.map_or(Ok(()), |why| {
        let message = format!("the deck `{id}` would be too large to be read: {why}");
        Err(Failure::failed(message)
            .hint("nothing was written; divide the source, and import its parts one by one"))
    })
}

/// When the learner's cards were answered, in milliseconds since 1970.
type AnsweredAt = HashMap<String, Vec<i64>>;

/// An export moves an answer by some milliseconds, if two were given in one.
const SAME_ANSWER_MS: u64 = 50;

fn is_known(answered: &AnsweredAt, card: &CardId, review: &FoundReview) -> bool {
    let mut times = answered.get(card.as_str()).into_iter().flatten();
    times.any(|at| at.abs_diff(review.at) <= SAME_ANSWER_MS)
}

/// An answer that the journal does not hold yet.
type NewReview = (RecordId, CardId, FoundReview);

/// The title of a deck: what the source gives, else the name of the file.
fn title_of(source: &str, deck: &FoundDeck) -> String {
    let title = deck.title.trim();
    let stem = || {
        Path::new(source)
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
    };
    if title.is_empty() {
        stem().unwrap_or_default()
    } else {
        title.to_owned()
    }
}

/// The name of the record of an import from a source into a deck.
fn record_name(deck: &DeckId, source: &str) -> String {
    format!("{deck}{}", record_end(source))
}

/// What follows the id of the deck in the name of a record.
fn record_end(source: &str) -> String {
    let short = short_slug(source);
    format!(".{}.json", if short.is_empty() { "input" } else { &short })
}

/// What is to be written.
pub(super) struct Plan {
    library: &'static Library,
    own: OwnDecks,
    records: Vec<(String, ImportRecord)>,
    outline: bool,
    progress: bool,
    planned: Vec<Planned>,
    /// Answers to cards that are the learner's already.
    pub(super) yours: Vec<NewReview>,
    answered: AnsweredAt,
    /// Checksums of the pictures beside decks, by their folders and names.
    pictures: HashMap<(String, String), u32>,
}

impl Plan {
    pub(super) fn new(
        context: &mut Context,
        outline: bool,
        progress: bool,
    ) -> Result<Self, Failure> {
        let loaded = LoadedDecks::load(context);
        let mut answered = AnsweredAt::new();
        if progress {
            OpenHistory::watched(context, &loaded, |answer| {
                let at = answer.at.timestamp_millis();
                answered.entry(answer.card.to_owned()).or_default().push(at);
            })?;
        }
        Ok(Self {
            library: loaded.library,
            own: OwnDecks::read(context),
            records: store::import_records(&context.home),
            outline,
            progress,
            planned: Vec::new(),
            yours: Vec::new(),
            answered,
            pictures: HashMap::new(),
        })
    }

    /// The record of an import from a source into the deck that is wanted, or of the source's deck with this title.
    fn record(
        &self,
        source: &str,
        title: &str,
        wanted: Option<&DeckId>,
    ) -> Option<&(String, ImportRecord)> {
        self.records.iter().find(|(name, record)| match wanted {
            Some(id) => *name == record_name(id, source),
            None => record.is_of(source, title),
        })
    }

    /// Takes out the cards of a package of ours that are here already. Of these only answers given since count. A deck that
    /// an import has brought goes on to follow its source.
    fn take_yours(
        &mut self,
        context: &Context,
        source: &str,
        decks: &mut [FoundDeck],
    ) -> Result<YourCards, Failure> {
        let mut cards = 0;
        let mut reviews = Vec::new();
        for deck in decks {
            let follows = self.record(source, &deck.title, None).is_some();
            let Some(deck_id) = deck.id.clone().filter(|_| !follows) else {
                continue;
            };
            deck.cards.retain_mut(|card| {
                let short = card.id.as_deref().unwrap_or_default();
                let Ok(here) = self.library.resolve(&format!("{deck_id}/{short}")) else {
                    return true;
                };
                cards += 1;
                let new = std::mem::take(&mut card.reviews).into_iter();
                let new = new.filter(|review| !is_known(&self.answered, &here.id, review));
                reviews.extend(new.map(|review| (here.id.clone(), review)));
                false
            });
        }
        let mut yours = YourCards {
            cards,
            reviews: 0,
            unread: !self.progress && !reviews.is_empty(),
        };
        if self.progress {
            let new = new_reviews(context, &reviews)?;
            yours.reviews = new.len();
            self.yours.extend(new);
        }
        Ok(yours)
    }

    /// The pictures of a deck that are not beside its file yet. One whose name another picture has gets another name.
    fn place_pictures(
        &mut self,
        context: &Context,
        deck: &mut FoundDeck,
        pictures: &[Picture],
        file: &str,
    ) -> Vec<Picture> {
        let named = deck.picture_paths();
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut placed = Vec::new();
        for picture in pictures.iter().filter(|one| named.contains(&one.name)) {
            let crc = crc32fast::hash(&picture.bytes);
            let other = other_name(&picture.name, &picture.bytes);
            for name in [&picture.name, &other] {
                let place = (folder.to_owned(), name.clone());
                let there = self.pictures.get(&place).copied().or_else(|| {
                    let there = store::picture_beside(&context.home, file, name)?;
                    Some(crc32fast::hash(&there))
                });
                if there.is_some_and(|there| there != crc) {
                    continue;
                }
                if *name != picture.name {
                    deck.readdress(&picture.name, name);
                }
                if there.is_none() {
                    let bytes = picture.bytes.clone();
                    placed.push(Picture {
                        name: name.clone(),
                        bytes,
                    });
                }
                self.pictures.insert(place, crc);
                break;
            }
        }
        placed
    }

    pub(super) fn add(
        &mut self,
        context: &Context,
        name: &str,
        shown: String,
        mut read: ReadSource,
        wanted: Option<&DeckId>,
    ) -> Result<NotesReport, Failure> {
        let yours = match read.format {
            Format::Apkg => self.take_yours(context, name, &mut read.found.decks)?,
            _ => YourCards::default(),
        };
        let unanswered = cards(&read)
            .filter(|body| **body == FoundBody::Unanswered)
            .count();
        let mut report = NotesReport {
            file: shown,
            format: read.format.to_string(),
            remark: read.remark.map(str::to_owned),
            decks: Vec::new(),
            yours,
            pictures: 0,
            unanswered: if self.outline { 0 } else { unanswered },
            passed_over: read.found.passed_over,
        };
        let mut decks = read.found.decks;
        if wanted.is_some() && decks.len() > 1 {
            let cards = decks
                .iter_mut()
                .flat_map(|deck| std::mem::take(&mut deck.cards))
                .collect();
            decks.truncate(1);
            decks[0].cards = cards;
        }
        let titles: HashSet<String> = decks.iter().map(|deck| deck.title.clone()).collect();
        let parts = decks
            .into_iter()
            .flat_map(|deck| self.parts(name, deck, &titles, wanted))
            .collect::<Vec<_>>();
        for (mut deck, wanted) in parts {
            let wanted = wanted.as_ref();
            let writes = |body: &FoundBody| self.outline || *body != FoundBody::Unanswered;
            let some = deck.cards.iter().any(|card| writes(&card.body));
            let has_answers = deck
                .cards
                .iter()
                .any(|card| card.body != FoundBody::Unanswered);
            if !some {
                continue;
            }
            if name == "-" && deck.title.trim().is_empty() && deck.id.is_none() && wanted.is_none()
            {
                return Err(Failure::usage(
                    "what was read from standard input has no title to name a deck by",
                )
                .hint("say where the cards go: --deck ID"));
            }
            let to = self.destination(name, &deck, wanted)?;
            let (there, file) = self.file_of(&to.id);
            let shown = there.clone().unwrap_or_else(|| to.file());
            let pictures = self.place_pictures(context, &mut deck, &read.found.pictures, &shown);
            report.pictures += pictures.len();
            let updated = match to.here {
                Some(here) => {
                    let replaces = wanted.is_some();
                    let file = file.as_ref();
                    let here = Here {
                        deck: here,
                        file,
                        replaces,
                    };
                    returned_deck(&deck, here, name, self.outline)
                        .map_err(|error| nothing_changed(&error))?
                }
                None => self.update(name, &deck, &to, file.as_ref()),
            };
            too_large(&to.id, &updated.text)?;
            let mut planned = Planned {
                to,
                there,
                reviews: Vec::new(),
                pictures,
                updated,
            };
            planned.compare();
            if self.progress {
                planned.reviews = reviews(context, &deck, &planned, &self.answered)?;
            }
            let mut passed_over = planned.updated.passed_over.clone();
            if !has_answers {
                passed_over.clear();
            }
            report.passed_over.extend(passed_over);
            report.decks.push(NotesDeckReport {
                deck: planned.to.id.to_string(),
                title: deck.title.clone(),
                hint: planned.to.hint.clone(),
                file: planned.shown(),
                cards: planned.updated.changes.clone(),
                reviews: planned.reviews.len(),
            });
            self.planned.push(planned);
        }
        report.passed_over.sort_by_key(|one| one.line);
        Ok(report)
    }

    /// A deck that is larger than one of ours may be, as several with numbers, each with the deck that it has to go to.
    fn parts(
        &self,
        source: &str,
        deck: FoundDeck,
        titles: &HashSet<String>,
        wanted: Option<&DeckId>,
    ) -> Vec<(FoundDeck, Option<DeckId>)> {
        let (title, id) = (deck.title.clone(), deck.id.clone());
        let shown = title_of(source, &deck);
        let mut numbers = (2..).filter(|number| !titles.contains(&format!("{shown} {number}")));
        let mut names = vec![(title, id.clone(), wanted.cloned())];
        let mut name_at = |at: usize| {
            while names.len() <= at {
                let number = numbers.next().unwrap_or(usize::MAX);
                let numbered = |id: &dyn std::fmt::Display| format!("{id}-{number}");
                names.push((
                    format!("{shown} {number}"),
                    id.as_ref().map(|id| numbered(id)),
                    wanted.and_then(|id| DeckId::new(&numbered(id)).ok()),
                ));
            }
            names[at].clone()
        };
        let record = |(title, _, wanted): (String, Option<String>, Option<DeckId>)| {
            let found = self.record(source, &title, wanted.as_ref());
            found.map(|(_, record)| record)
        };
        let records: Vec<&ImportRecord> = (0..).map(&mut name_at).map_while(record).collect();
        let parts = parts(deck, &records, DeckSize::WHOLE, DeckSize::PART);
        let named = parts.into_iter().enumerate().map(|(at, part)| {
            let (title, id, wanted) = name_at(at);
            (FoundDeck { id, title, ..part }, wanted)
        });
        named.collect()
    }

    /// The update of a deck that follows its source.
    fn update(
        &self,
        source: &str,
        deck: &FoundDeck,
        to: &Destination,
        file: Option<&Arc<Source>>,
    ) -> UpdatedDeck {
        let over = self.library.deck(to.id.as_str());
        let cards = over.into_iter().flat_map(|deck| &deck.cards);
        let taken = cards.map(|card| card.id.short().to_owned()).collect();
        let before = self.planned.iter().rev().find(|one| one.to.id == to.id);
        let before = before.filter(|before| before.to.record == to.record);
        let mut kept = self.records.iter();
        let record = before.map(|before| &before.updated.record).or_else(|| {
            let kept = kept.find(|(name, _)| Some(name) == to.record.as_ref());
            kept.map(|(_, record)| record)
        });
        update_deck(
            deck,
            Target {
                id: &to.id,
                title: &title_of(source, deck),
                file,
                over,
                record,
                source,
                taken: &taken,
                outline: self.outline,
            },
        )
    }

    /// The deck that comes back with a source: one that is here and has cards with ids of the source. Where an import is
    /// remembered, that is what counts.
    fn here(
        &self,
        source: &str,
        deck: &FoundDeck,
        wanted: Option<&DeckId>,
    ) -> Option<&'static Deck> {
        let id = deck.id.as_deref()?;
        let other = wanted.is_some_and(|wanted| wanted.as_str() != id);
        if other || self.record(source, &deck.title, wanted).is_some() {
            return None;
        }
        let here = self.library.deck(id)?;
        let ids = here
            .cards
            .iter()
            .flat_map(|card| card.was.iter().chain([&card.id]));
        let ids: HashSet<&str> = ids.map(CardId::short).collect();
        let mut found = deck.cards.iter().filter_map(|card| card.id.as_deref());
        found.any(|id| ids.contains(id)).then_some(here)
    }

    /// The file that the cards of a deck go to, and what will be in it so far: a second file for the same deck goes on
    /// where the first has written.
    fn file_of(&self, id: &DeckId) -> (Option<String>, Option<Arc<Source>>) {
        let own = self.own.find(id);
        let there = own.map(|own| own.file.to_string());
        let before = self
            .planned
            .iter()
            .rev()
            .find(|planned| planned.to.id == *id);
        let file = match before.filter(|before| !before.is_as_it_was()) {
            Some(before) => Some(Source::new(&before.shown(), before.updated.text.clone())),
            None => own.cloned(),
        };
        (there, file)
    }

    /// Which deck the cards go to: one that comes back, that which is wanted, that of the last import, or a new one;
    /// then also a hint, if the learner has a deck of its name already.
    fn destination(
        &self,
        source: &str,
        deck: &FoundDeck,
        wanted: Option<&DeckId>,
    ) -> Result<Destination, Failure> {
        if let Some(here) = self.here(source, deck, wanted) {
            let id = here.id.clone();
            return Ok(Destination {
                id,
                here: Some(here),
                record: None,
                hint: None,
            });
        }
        let to = |id: DeckId, record: String| Destination {
            id,
            here: None,
            record: Some(record),
            hint: None,
        };
        if let Some(id) = wanted {
            return Ok(to(id.clone(), record_name(id, source)));
        }
        if let Some((name, _)) = self.record(source, &deck.title, None)
            && let Some(id) = name.strip_suffix(&record_end(source))
            && let Ok(id) = DeckId::new(id)
        {
            return Ok(to(id, name.clone()));
        }
        let given = deck.id.as_deref().and_then(|id| DeckId::new(id).ok());
        let titled = || DeckId::new(&short_slug(&title_of(source, deck))).ok();
        let first = given.or_else(titled);
        let name = first.as_ref().map_or("notes", DeckId::as_str);
        let free = |id: &DeckId| {
            let there = self.library.deck(id.as_str()).is_some() || self.own.find(id).is_some();
            !there && !self.planned.iter().any(|planned| planned.to.id == *id)
        };
        let numbered = (1..10_000).map(|number| match number {
            1 => name.to_owned(),
            number => format!("{name}-{number}"),
        });
        let id = numbered.filter_map(|id| DeckId::new(&id).ok()).find(free);
        let id = id.ok_or_else(|| {
            Failure::failed("no name is free for the deck").hint("give it one with --deck")
        })?;
        let there = DeckId::new(name).ok();
        let there = there.filter(|there| *there != id && self.own.find(there).is_some());
        let hint =
            |there: DeckId| format!("you have a deck `{there}`; --deck {there} compares with it");
        let record = record_name(&id, source);
        Ok(Destination {
            hint: there.map(hint),
            ..to(id, record)
        })
    }

    /// Writes decks and records; says in the reports which files they are.
    pub(super) fn write(
        &self,
        context: &Context,
        reports: &mut [NotesReport],
    ) -> Result<(), Failure> {
        let failed = |error: std::io::Error| {
            Failure::failed(format!("the decks could not be written: {error}"))
                .hint("what was written so far counts; run it again, nothing comes twice")
        };
        let keep = |reviews: &[NewReview]| {
            let (now, rollover) = (context.clock.now(), context.settings().rollover_hour);
            store::keep_reviews(&context.home, reviews, now, rollover).map_err(failed)
        };
        keep(&self.yours)?;
        let mut decks = reports.iter_mut().flat_map(|report| &mut report.decks);
        let mut written: Vec<(DeckId, String)> = Vec::new();
        for planned in &self.planned {
            let before = written
                .iter()
                .find(|(id, _)| *id == planned.to.id)
                .map(|(_, file)| file.clone());
            let report = decks.next();
            if planned.is_as_it_was() {
                continue;
            }
            let there = before.or_else(|| planned.there.clone());
            let file = store::write_deck(
                &context.home,
                there.as_deref(),
                &planned.to.id,
                &planned.updated.text,
            )
            .map_err(failed)?;
            if let Some(name) = &planned.to.record {
                store::keep_record(&context.home, name, &planned.updated.record).map_err(failed)?;
            }
            keep(&planned.reviews)?;
            for picture in &planned.pictures {
                store::keep_picture(&context.home, &file, &picture.name, &picture.bytes)
                    .map_err(failed)?;
            }
            if let Some(report) = report {
                report.file.clone_from(&file);
            }
            written.push((planned.to.id.clone(), file));
        }
        Ok(())
    }
}
