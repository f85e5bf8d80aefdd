//! A card as a note of Anki: its fields as HTML, and notes as a text that Anki imports.

use crate::deck::{Card, Deck};
use crate::exchange::chosen::{ChosenDeck, Sides, sides, with_blanks};
use crate::exchange::html::{html, inline_html, plain};
use crate::question::Question;

/// The deck of Anki that all exported decks are in.
pub(super) const ROOT: &str = "nodequiz";

/// Which of our note types a note has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Basic,
    /// With a list of options below the question.
    Options,
    Cloze,
}

/// A note before it is in a table of some form.
pub(super) struct Note<'a> {
    pub(super) card: &'a Card,
    pub(super) form: Form,
    /// The sides as HTML; the answer of a cloze is the text with its blanks.
    pub(super) html: Sides,
}

impl<'a> Note<'a> {
    pub(super) fn of(chosen: &ChosenDeck<'_>, card: &'a Card) -> Self {
        let address = |address: &str| {
            let picture = chosen.pictures.get(address)?;
            Some(picture.name.clone())
        };
        let field = |markdown: &str| in_field(&html(markdown, &address));
        let sides = sides(card);
        let mut html = Sides {
            question: in_field(&inline_html(&sides.question, &address)),
            below: field(&sides.below),
            options: field(&sides.options),
            answer: field(&sides.answer),
            explanation: field(&sides.explanation),
        };
        let form = match card.data() {
            Question::Cloze(cloze) => {
                let mut hidden = Vec::new();
                let text = with_blanks(cloze, |answer| {
                    // Inside of a blank `::` begins a hint.
                    hidden.push(in_field(&inline_html(answer, &address)).replace("::", ":&#58;"));
                    BLANK.to_string()
                });
                // The sign of a blank is dropped from the text of a deck, so each one here is a blank.
                let text = in_field(&html_with_blanks(&text, &address));
                let mut parts = text.split(BLANK);
                let mut cloze = parts.next().unwrap_or_default().to_owned();
                for (part, hidden) in parts.zip(hidden) {
                    cloze.push_str(&format!("{{{{c1::{hidden}}}}}{part}"));
                }
                html.below = field(card.context());
                html.answer = cloze;
                Form::Cloze
            }
            _ if sides.options.is_empty() => Form::Basic,
            _ => Form::Options,
        };
        Self { card, form, html }
    }

    /// What identifies the note in every export.
    pub(super) fn guid(&self) -> String {
        format!("nodequiz:{}", self.card.id)
    }

    /// The tags of the card, and its level and topic as tags. Anki separates tags with spaces.
    pub(super) fn tags(&self) -> Vec<String> {
        let level = format!("level::{}", self.card.level);
        let topic = format!("topic::{}", self.card.topic);
        let tags = self.card.tags.iter().cloned().chain([level, topic]);
        let mut tags: Vec<String> = tags
            .map(|tag| tag.split_whitespace().collect::<Vec<_>>().join("-"))
            .filter(|tag| !tag.is_empty())
            .collect();
        tags.sort();
        tags.dedup();
        tags
    }
}

/// What stands for a blank until the text is HTML.
const BLANK: char = '\u{e000}';

/// The text of a cloze as HTML. The sign of a blank would not survive [`html`]: a word that the text does not have
/// stands for it meanwhile.
fn html_with_blanks(text: &str, address: &dyn Fn(&str) -> Option<String>) -> String {
    let mut word = "blank".to_owned();
    while text.contains(&word) {
        word.push('x');
    }
    let html = html(&text.replace(BLANK, &word), address);
    html.replace(&word, &BLANK.to_string())
}

/// The name of a deck in Anki, with `::` between its parts: the folder of the learner's deck, and its title.
pub(super) fn deck_name(deck: &Deck) -> String {
    let folders = deck
        .file
        .strip_prefix("decks/")
        .and_then(|file| file.rsplit_once('/'));
    let folders = folders.map_or("", |(folders, _)| folders).split('/');
    let title = plain(&deck.title);
    let parts = [ROOT].into_iter().chain(folders).chain([&*title]);
    let parts = parts.map(|part| {
        let words = part.replace("::", ":").replace(['"', '\u{1f}'], "");
        words.trim().trim_matches(':').to_owned()
    });
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("::")
}

/// HTML as a field: one line, and nothing that Anki would take for one of its own marks.
fn in_field(html: &str) -> String {
    let mut field = String::with_capacity(html.len());
    let mut in_tag = false;
    let mut in_pre = false;
    for (at, c) in html.char_indices() {
        let rest = &html[at..];
        match c {
            '<' => {
                in_tag = true;
                in_pre = (in_pre && !rest.starts_with("</pre>")) || rest.starts_with("<pre>");
                field.push(c);
            }
            '>' => {
                in_tag = false;
                field.push(c);
            }
            '\n' if in_tag => field.push(' '),
            '\n' if in_pre && !rest.starts_with("\n</code></pre>") => field.push_str("<br>"),
            // Between blocks nothing is needed.
            '\n' if in_pre || field.ends_with('>') || rest.starts_with("\n<") => {}
            '\n' => field.push(' '),
            '{' => field.push_str("&#123;"),
            '}' => field.push_str("&#125;"),
            // `[sound:`, `[latex]`, `[$]`, `[anki:`.
            '[' => field.push_str("&#91;"),
            // A formula begins like this, where it is not code.
            '\\' if !in_tag && rest.starts_with("\\(") => field.push_str("\\<span></span>"),
            _ => field.push(c),
        }
    }
    field
}

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
            let question = format!("<p><b>{}</b></p>{}", note.html.question, note.html.below);
            let (note_type, front, back) = match note.form {
                Form::Cloze => (
                    "Cloze",
                    question + &note.html.answer,
                    note.html.explanation.clone(),
                ),
                Form::Basic | Form::Options => (
                    "Basic",
                    question + &note.html.options,
                    note.html.answer.clone() + &note.html.explanation,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::deck::{Source, parse};

    fn first(text: &'static str) -> (String, String, String) {
        let deck = parse(&Source::new("decks/a/b.md", text))
            .deck
            .expect("a deck");
        let chosen = ChosenDeck {
            deck: &deck,
            cards: Vec::new(),
            pictures: BTreeMap::new(),
        };
        let note = Note::of(&chosen, &deck.cards[0]);
        (deck_name(&deck), note.html.answer, note.html.options)
    }

    #[test]
    fn a_cloze_keeps_its_blanks_whatever_they_hold() {
        let text = "# T::U {#t}\n## Q? {#q}\nIn ==`a::b{}`== and ==c==, {{c2::d}}.\n";
        let (deck, answer, _) = first(text);
        assert_eq!(deck, "nodequiz::a::T:U");
        assert_eq!(
            answer,
            "<p>In {{c1::<code>a:&#58;b&#123;&#125;</code>}} and {{c1::c}}, &#123;&#123;c2::d&#125;&#125;.</p>"
        );
    }

    #[test]
    fn code_keeps_its_lines_in_a_field_of_one_line() {
        let (_, answer, _) = first("# T {#t}\n## Q? {#q}\nx\ny\n\n```js\na < b\n\n  c[0]\n```\n");
        assert_eq!(
            answer,
            "<p>x y</p><pre><code class=\"language-js\">a &lt; b<br><br>  c&#91;0]</code></pre>"
        );
    }

    #[test]
    fn words_on_two_lines_stay_apart_beside_code() {
        let (_, answer, _) = first("# T {#t}\n## Q? {#q}\nWrite\n`a`\nand **b**\nnow.\n");
        assert_eq!(
            answer,
            "<p>Write <code>a</code> and <strong>b</strong> now.</p>"
        );
    }

    #[test]
    fn steps_to_be_ordered_are_shown_by_the_alphabet() {
        let (_, answer, options) = first("# T {#t}\n## Q? {#q .order}\n1. b\n2. a\n");
        assert_eq!(answer, "<ol><li>b</li><li>a</li></ol>");
        assert_eq!(options, "<ul><li>a</li><li>b</li></ul>");
    }
}
