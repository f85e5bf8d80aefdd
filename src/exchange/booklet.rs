//! Cards as one page of HTML for paper: nothing in it is loaded or run.

use clap::ValueEnum;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::chosen::{ChosenDeck, Sides, sides};
use super::html::{html as blocks, inline_html, is_web};
use super::notes::Picture;
use crate::deck::Card;

const STYLE: &str = include_str!("booklet.css");

/// Where the answers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Answers {
    /// After all questions
    End,
    /// Beside each question
    Beside,
}

/// The cards as a page, with their pictures embedded in it.
pub fn booklet(decks: &[ChosenDeck<'_>], answers: Answers) -> String {
    const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
    let cards: usize = decks.iter().map(|deck| deck.cards.len()).sum();
    let class = (answers == Answers::Beside).then_some("beside");
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content="nodequiz export";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                link rel="icon" href="data:,";
                title { "nodequiz · " (cards) @if cards == 1 { " question" } @else { " questions" } }
                style { (PreEscaped(STYLE)) }
            }
            body class=[class] {
                h1 { "Questions" }
                @for (numbers, deck) in numbered(decks) {
                    section class="deck" {
                        h2 { (inline(deck, &deck.deck.title)) }
                        (block(deck, &deck.deck.description))
                        @for (number, card) in numbers.zip(&deck.cards) {
                            (question(deck, card, number, answers))
                        }
                    }
                }
                @if answers == Answers::End {
                    h1 { "Answers" }
                    @for (numbers, deck) in numbered(decks) {
                        section class="deck" {
                            h2 { (inline(deck, &deck.deck.title)) }
                            @for (number, card) in numbers.zip(&deck.cards) {
                                article class="card" id=(format!("a{number}")) {
                                    h3 { a href=(format!("#q{number}")) { (number) } ". " (inline(deck, &card.question)) }
                                    (answer(deck, card, &sides(card)))
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}

/// Each deck with the numbers of its questions, which go on from deck to deck.
fn numbered<'d, 'a>(
    decks: &'d [ChosenDeck<'a>],
) -> impl Iterator<Item = (std::ops::RangeFrom<usize>, &'d ChosenDeck<'a>)> {
    decks.iter().scan(1, |next, deck| {
        let first = *next;
        *next += deck.cards.len();
        Some((first.., deck))
    })
}

fn question(deck: &ChosenDeck<'_>, card: &Card, number: usize, answers: Answers) -> Markup {
    let sides = sides(card);
    html! {
        article class="card" id=(format!("q{number}")) {
            div {
                h3 {
                    @if answers == Answers::End { a href=(format!("#a{number}")) { (number) } } @else { (number) }
                    ". " (inline(deck, &sides.question)) " "
                    span class="note" { (card.level) }
                }
                (block(deck, &sides.below))
                (block(deck, &sides.options))
            }
            @if answers == Answers::Beside { (answer(deck, card, &sides)) }
        }
    }
}

fn answer(deck: &ChosenDeck<'_>, card: &Card, sides: &Sides) -> Markup {
    html! {
        div class="answer" {
            (block(deck, &sides.answer))
            div class="more" { (block(deck, &sides.explanation)) }
            @if let Some(see) = card.see.as_deref() {
                p class="note" { @if is_web(see) { a href=(see) { (see) } } @else { (see) } }
            }
        }
    }
}

fn inline(deck: &ChosenDeck<'_>, markdown: &str) -> Markup {
    PreEscaped(inline_html(markdown, &|address| embedded(deck, address)))
}

fn block(deck: &ChosenDeck<'_>, markdown: &str) -> Markup {
    PreEscaped(blocks(markdown, &|address| embedded(deck, address)))
}

/// A picture as an address that holds it.
fn embedded(deck: &ChosenDeck<'_>, address: &str) -> Option<String> {
    deck.pictures.get(address).map(Picture::embedded)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::deck::{Source, parse};

    #[test]
    fn questions_and_answers_have_numbers_that_lead_to_each_other() {
        let text =
            "# A {#a}\n## One? {#one}\n<b>\n\n## Two? {#two}\n- [x] `right`\n- [ ] wrong\n\nWhy.\n";
        let deck = parse(&Source::new("a.md", text)).deck.expect("a deck");
        let chosen = [ChosenDeck {
            deck: &deck,
            cards: deck.cards.iter().collect(),
            pictures: BTreeMap::new(),
        }];
        let page = booklet(&chosen, Answers::End);
        for part in [
            "href=\"#a2\"",
            "id=\"a2\"",
            "href=\"#q2\"",
            "id=\"q2\"",
            "&lt;b&gt;",
            "<title>nodequiz · 2 questions</title>",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let (questions, answers) = page.split_once("<h1>Answers</h1>").expect("two parts");
        assert!(questions.contains("wrong") && !questions.contains("Why."));
        assert!(!answers.contains("wrong") && answers.contains("Why."));
        let beside = booklet(&chosen, Answers::Beside);
        assert!(beside.contains("Why.") && !beside.contains("<h1>Answers</h1>"));
    }
}
