//! The cards of an Anki package, as cards of ours.

use std::collections::{BTreeMap, HashMap};

use super::blanks::{self, Blanks};
use super::collection::{Collection, NoteRow, NoteType};
use super::package::Package;
use super::template::{Field, FieldsByName, Shown, below_the_line, hints, is_blank, rendered};
use crate::exchange::anki::note::{Form, ROOT};
use crate::exchange::anki::note_types::ID_FIELD;
use crate::exchange::chosen::joined;
use crate::exchange::markdown::of_html;
use crate::exchange::notes::{
    BadSource, Found, FoundBody, FoundCard, FoundDeck, PassedOver, Why, decoded_address,
};
use crate::exchange::picture::take_pictures;
use crate::id::CardId;

/// The bytes of the texts of all cards together. A small package can hold many cards of one long note.
const LARGEST_TEXTS: usize = 256 << 20;

/// The bytes of templates and fields that are read for these texts, which may drop most of them.
const LARGEST_WORK: usize = 3 << 30;

/// The beginning of a field that is enough to find its note by, in characters.
const SHOWN: usize = 1000;

/// Reads a package or a whole collection (`.apkg`, `.colpkg`).
pub(in crate::exchange) fn read_anki(bytes: &[u8]) -> Result<Found, BadSource> {
    read_within(bytes, LARGEST_TEXTS)
}

/// The same, with at most this many bytes of text in the cards.
pub(super) fn read_within(bytes: &[u8], largest_texts: usize) -> Result<Found, BadSource> {
    let (mut package, collection) = Package::open(bytes)?;
    let mut collection = Collection::read(collection)?;
    let mut found = Found::default();
    let mut decks: BTreeMap<String, FoundDeck> = BTreeMap::new();
    let notes: HashMap<i64, &NoteRow> = collection
        .notes
        .iter()
        .map(|note| (note.id, note))
        .collect();
    let (mut texts, mut work) = (0, 0);
    let mut last: Option<Note<'_>> = None;
    for card in &collection.cards {
        let Some(&row) = notes.get(&card.note) else {
            continue;
        };
        let note = match last.take().filter(|note| note.row.id == row.id) {
            Some(note) => note,
            None => Note::of(row, collection.note_types.get(&row.note_type)),
        };
        let note = last.insert(note);
        let Some(note_type) = note.kind else {
            let why = Why::Other("its note type is missing".to_owned());
            found
                .passed_over
                .push(PassedOver::new(None, note.shown, why));
            continue;
        };
        let made_card = card_of(note, note_type, card.number, &mut work);
        texts += made_card.as_ref().map_or(0, size);
        if texts > largest_texts {
            let most = format!("{} MB of text in its cards", largest_texts >> 20);
            return Err(BadSource::TooLarge(most));
        }
        if work > LARGEST_WORK {
            let most = format!(
                "{} GB of templates and fields for its cards",
                LARGEST_WORK >> 30
            );
            return Err(BadSource::TooLarge(most));
        }
        match made_card {
            Ok(mut made) => {
                made.reviews = collection.reviews.remove(&card.id).unwrap_or_default();
                let name = collection
                    .decks
                    .get(&card.deck)
                    .map_or("Default", String::as_str);
                let deck = decks
                    .entry(name.to_owned())
                    .or_insert_with(|| deck_of(name));
                if let Some(id) = card_id(note) {
                    deck.id = Some(id.deck().to_owned());
                    made.id = Some(id.short().to_owned());
                }
                deck.cards.push(made);
            }
            Err((text, why)) => found.passed_over.push(PassedOver::new(None, &text, why)),
        }
    }
    found.decks = decks.into_values().collect();
    take_pictures(&mut found, false, |address| {
        package.picture(&decoded_address(address))
    });
    Ok(found)
}

/// A deck by its name in Anki.
fn deck_of(name: &str) -> FoundDeck {
    let parts: Vec<&str> = name.split("::").filter(|part| !part.is_empty()).collect();
    let parts = match parts.as_slice() {
        [root, rest @ ..] if *root == ROOT && !rest.is_empty() => rest,
        all => all,
    };
    FoundDeck {
        title: parts.join(": "),
        ..FoundDeck::default()
    }
}

/// A note with what its cards have in common.
struct Note<'c> {
    row: &'c NoteRow,
    kind: Option<&'c NoteType>,
    fields: FieldsByName<'c>,
    /// The bytes of its texts.
    size: usize,
    /// The beginning of its first field that shows anything.
    shown: &'c str,
}

impl<'c> Note<'c> {
    fn of(row: &'c NoteRow, kind: Option<&'c NoteType>) -> Self {
        let names = kind.into_iter().flat_map(|kind| &kind.fields);
        let fields = names
            .zip(&row.fields)
            .map(|(name, html)| (name.as_str(), Field::of(html)));
        let first = row.fields.iter().find(|field| !is_blank(field));
        let first = first.map_or("", String::as_str);
        let texts = row.fields.iter().chain([&row.guid, &row.tags]);
        Self {
            row,
            kind,
            fields: fields.collect(),
            size: texts.map(String::len).sum(),
            shown: first
                .char_indices()
                .nth(SHOWN)
                .map_or(first, |(cut, _)| &first[..cut]),
        }
    }
}

/// The card of ours that a note was made of.
fn card_id(note: &Note<'_>) -> Option<CardId> {
    let id = note.kind?.id;
    if !Form::ALL.iter().any(|form| form.id() == id) {
        return None;
    }
    note.fields.get(ID_FIELD)?.html.parse().ok()
}

/// The bytes of a card's texts.
fn size(card: &FoundCard) -> usize {
    let body = match &card.body {
        FoundBody::Answer(text) | FoundBody::Cloze(text) => text.len(),
        _ => 0,
    };
    let tags: usize = card.tags.iter().map(String::len).sum();
    card.key.len() + card.question.len() + body + card.explanation.len() + tags
}

/// Makes a card of ours; the error has a text by which the note can be found. Adds to `work` the bytes that were read.
fn card_of(
    note: &Note<'_>,
    note_type: &NoteType,
    number: usize,
    work: &mut usize,
) -> Result<FoundCard, (String, Why)> {
    let fields = &note.fields;
    *work += note.size;
    let (question, body, explanation) =
        if let Some(form) = Form::ALL.into_iter().find(|form| form.id() == note_type.id) {
            of_ours(form, fields)
        } else if note_type.cloze {
            of_cloze(note_type, fields, number, work)
        } else {
            of_template(note_type, fields, number, work)
        }
        .map_err(|why| (of_html(note.shown), why))?;
    let note = note.row;
    let key = match number {
        0 => note.guid.clone(),
        number => format!("{}/{}", note.guid, number + 1),
    };
    Ok(FoundCard {
        key,
        question,
        body,
        explanation,
        tags: tags(&note.tags),
        ..FoundCard::default()
    })
}

/// Question, body, explanation.
type Parts = (String, FoundBody, String);

/// A note that we made.
fn of_ours(form: Form, fields: &FieldsByName<'_>) -> Result<Parts, Why> {
    let html = |name: &str| fields.get(name).copied().unwrap_or_default().html;
    let field = |name: &str| of_html(html(name));
    let question = joined([&field("Question"), &field("Below"), &field("Options")]);
    let body = if form == Form::Cloze {
        let text = of_html(&blanks::marked(html("Text"), 1));
        match blanks::blanks(&text) {
            Some(Blanks::Cloze(text)) => FoundBody::Cloze(text),
            Some(Blanks::Gaps { hidden, .. }) => FoundBody::Answer(blanks::answer(&hidden)),
            None => return Err(Why::NoAnswer),
        }
    } else {
        FoundBody::Answer(field("Answer"))
    };
    Ok((question, body, field("Explanation")))
}

/// A card with blanks: the front of a cloze has the fields with them, the back has the others, too.
fn of_cloze(
    note_type: &NoteType,
    fields: &FieldsByName<'_>,
    number: usize,
    work: &mut usize,
) -> Result<Parts, Why> {
    let wanted = number + 1;
    let (front, back) = note_type.templates.first().ok_or(Why::NoQuestion)?;
    if fields
        .values()
        .any(|field| field.html.contains("image-occlusion:"))
    {
        return Err(Why::Other("it hides parts of a picture".to_owned()));
    }
    let marked = |field: &str| blanks::marked(field, wanted);
    let mut text = rendered(front, fields, Shown::Question, &marked);
    if is_blank(&text) {
        text = rendered(front, fields, Shown::All, &marked);
    }
    // Without the fields that have blanks, the back is what is added to the front.
    let rest = rendered(back, fields, Shown::All, &|_| String::new());
    *work += front.len() + back.len() + text.len() + rest.len();
    let text = of_html(&without_sounds(&text));
    let explanation = with_hints(
        &of_html(&without_sounds(below_the_line(&rest))),
        front,
        &rest,
        fields,
    );
    match blanks::blanks(&text) {
        Some(Blanks::Cloze(cloze)) => {
            Ok((blanks::heading(&text), FoundBody::Cloze(cloze), explanation))
        }
        Some(Blanks::Gaps { text: gaps, hidden }) => {
            let question = joined([&blanks::heading(&text), &gaps]);
            Ok((
                question,
                FoundBody::Answer(blanks::answer(&hidden)),
                explanation,
            ))
        }
        None if fields.values().any(|field| blanks::has(field.html, wanted)) => {
            Err(Why::NoQuestion)
        }
        None => Err(Why::Other(format!("it hides nothing as number {wanted}"))),
    }
}

/// A card with a front and a back.
fn of_template(
    note_type: &NoteType,
    fields: &FieldsByName<'_>,
    number: usize,
    work: &mut usize,
) -> Result<Parts, Why> {
    let (front, back) = note_type
        .templates
        .get(number)
        .ok_or_else(|| Why::Other("its template is missing".to_owned()))?;
    let plain = |field: &str| field.to_owned();
    *work += front.len() + back.len();
    let (front_template, back_template) = (front, back);
    let mut front = rendered(front_template, fields, Shown::Question, &plain);
    if is_blank(&front) {
        front = rendered(front_template, fields, Shown::All, &plain);
    }
    let mut back = rendered(back_template, fields, Shown::Answer, &plain);
    if is_blank(answer_of(&back, &front)) {
        // What was typed is compared with the answer: it is shown nowhere else.
        back = rendered(back_template, fields, Shown::All, &plain);
    }
    *work += front.len() + back.len();
    let question = of_html(&without_sounds(&front));
    let answer = of_html(&without_sounds(answer_of(&back, &front)));
    let missing = |html: &str, what: &str, why: Why| {
        let sound = html.contains("[sound:");
        let sound = sound.then(|| Why::Other(format!("its {what} is a sound")));
        sound.unwrap_or(why)
    };
    if question.trim().is_empty() {
        return Err(missing(&front, "question", Why::NoQuestion));
    }
    if answer.trim().is_empty() {
        return Err(missing(&back, "answer", Why::NoAnswer));
    }
    let explanation = with_hints("", front_template, &back, fields);
    Ok((
        with_heading(&question),
        FoundBody::Answer(answer),
        explanation,
    ))
}

/// What the back of a card adds to its front.
fn answer_of<'b>(back: &'b str, front: &str) -> &'b str {
    let below = below_the_line(back);
    match back.trim_start().strip_prefix(front.trim()) {
        Some(added) if below.len() == back.len() && !is_blank(added) => added,
        _ => below,
    }
}

/// An explanation with what the front shows on demand and the back does not show.
fn with_hints(explanation: &str, front: &str, back: &str, fields: &FieldsByName<'_>) -> String {
    const MOST: usize = 10;
    let hints = hints(front, fields).into_iter().take(MOST);
    let hints = hints.filter(|hint| !back.contains(hint));
    let hints = hints.map(|hint| format!("Hint: {}", of_html(&without_sounds(hint))));
    let all = std::iter::once(explanation.to_owned()).chain(hints);
    let all = all.filter(|text| !text.trim().is_empty());
    all.collect::<Vec<_>>().join("\n\n")
}

/// A question whose first line can be a heading.
fn with_heading(question: &str) -> String {
    let first = question.trim_start().lines().next().unwrap_or_default();
    let block = ["```", "![", "|", "> ", "- ", "    "];
    if block.iter().any(|start| first.starts_with(start)) {
        format!("What is this?\n\n{question}")
    } else {
        question
            .trim_start()
            .trim_start_matches(['#', ' '])
            .to_owned()
    }
}

/// HTML without references to sounds.
fn without_sounds(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("[sound:") {
        out.push_str(before);
        match after.split_once(']') {
            Some((_, after)) => rest = after,
            None => return out,
        }
    }
    out + rest
}

/// Anki's own tags are about its state.
fn tags(tags: &str) -> Vec<String> {
    let ours = ["level::", "topic::"];
    let tags = tags.split_whitespace();
    tags.filter(|tag| {
        !["leech", "marked"].contains(tag) && !ours.iter().any(|start| tag.starts_with(start))
    })
    // Tags of ours have no colons.
    .map(|tag| tag.replace("::", "."))
    .collect()
}
