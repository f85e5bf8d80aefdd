//! Cards as a text that Anki imports: fields with tabs between, described by lines that begin with `#`.

use super::note::{Form, Note, deck_name};
use crate::exchange::chosen::ChosenDeck;

/// The cards as Anki's text, for its note types "Basic" and "Cloze".
pub fn anki_text(decks: &[ChosenDeck<'_>]) -> String {
    let mut text =
        "#separator:Tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n\
                    #tags column:6\n#if matches:update current\n"
            .to_owned();
    for chosen in decks {
        let deck = deck_name(chosen.deck);
        for card in &chosen.cards {
            let note = Note::of(chosen, card);
            let question = format!("<p><b>{}</b></p>{}", note.question, note.below);
            let (note_type, front, back) = match note.form {
                Form::Cloze => ("Cloze", question + &note.answer, note.explanation.clone()),
                Form::Basic | Form::Options => (
                    "Basic",
                    question + &note.options,
                    note.answer.clone() + &note.explanation,
                ),
            };
            let tags = note.tags().join(" ");
            let row = [&*note.guid(), note_type, &deck, &front, &back, &tags].map(quoted);
            text.push_str(&row.join("\t"));
            text.push('\n');
        }
    }
    text
}

/// A field in quotes, where it needs them.
fn quoted(field: &str) -> String {
    let plain = field.replace(['\t', '\n'], " ");
    if plain.contains('"') || plain.starts_with('#') {
        format!("\"{}\"", plain.replace('"', "\"\""))
    } else {
        plain
    }
}
