//! Writing a card from elsewhere as a card of ours.
//!
//! What is written is read again: only a card that comes back with its question and an answer counts. Where a text says
//! something else as a deck than where it comes from, less and less of it is left as it is, down to a block of text.

use super::chosen::{escaped, fence_for};
use super::notes::{FoundBody, FoundCard, FoundDeck};
use crate::deck::{Card, Deck, Level, Source, TO_BE_WRITTEN, card_text, parse};
use crate::id::{DeckId, is_part, slug};
use crate::question::Kind;

/// Longer ids are cut.
const LONGEST_ID: usize = 60;

/// A card as a deck of ours has it: heading, keys and texts. `None` if there is no way to write it. `head` is what stands
/// above the cards of the deck, which says their level, weight and topic.
pub(super) fn card(card: &FoundCard, head: &str, short: &str) -> Option<String> {
    let ways = [Way::AsItIs, Way::Recall, Way::Escaped, Way::Fenced];
    ways.into_iter()
        .find_map(|way| written(card, head, short, way))
}

/// How much of a card is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    AsItIs,
    /// Answered in words, whatever its text looks like.
    Recall,
    /// The same, with every sign in the question escaped.
    Escaped,
    /// The same, with the answer as a block of plain text.
    Fenced,
}

fn written(card: &FoundCard, head: &str, short: &str, way: Way) -> Option<String> {
    let ours = matches!(card.body, FoundBody::Markdown(_)) && way == Way::AsItIs;
    let (first, context) = if ours {
        let (first, context) = card
            .question
            .split_once('\n')
            .unwrap_or((&card.question, ""));
        (first.to_owned(), context)
    } else {
        heading_and_context(&card.question)
    };
    let first = match &card.body {
        _ if ours => first.trim().to_owned(),
        FoundBody::Cloze(text) if first.trim().is_empty() => cloze_heading(text),
        _ => one_line(&first),
    };
    let heading = if way >= Way::Escaped {
        escaped(&first, HARMLESS)
    } else if ours {
        first
    } else {
        heading(&first)
    };
    let body = body(&card.body, way);
    let kind = if way >= Way::Recall {
        Some(Kind::Recall)
    } else {
        card.kind
    };
    let mut attributes = format!("#{short}");
    for class in kind
        .map(Kind::name)
        .into_iter()
        .chain(card.level.map(Level::name))
    {
        attributes.push_str(&format!(" .{class}"));
    }
    let mut keys = card.keys.clone();
    if !card.tags.is_empty() {
        keys.push(("tags".to_owned(), card.tags.join(",")));
    }
    if way > Way::AsItIs {
        // Keys of a kind that the card does not have any more.
        keys.retain(|(key, _)| key == "tags");
    }
    let safe = |text: &str| {
        if ours {
            text.to_owned()
        } else {
            contained(text)
        }
    };
    let context = safe(context.trim_matches('\n'));
    let explanation = safe(&card.explanation);
    let mut comment = comment(&keys);
    if comment.is_empty() && context.trim_start().starts_with("<!--") {
        // Otherwise what is the card's own comment would be read for keys.
        comment.push_str("<!-- -->\n");
    }
    let mut text = format!(
        "{head}\n## {} {{{attributes}}}\n{comment}",
        closed(&heading)
    );
    if !context.trim().is_empty() {
        text.push_str(&format!("\n{context}\n"));
    }
    // An answer of ours may have lines that would part it.
    if ours || !context.trim().is_empty() {
        text.push_str("\n---\n");
    }
    text.push_str(&format!("\n{body}\n"));
    if !explanation.trim().is_empty() {
        text.push_str(&format!("\n{explanation}\n"));
    }
    let read = read_with_next(&text, short)?;
    let [only, _] = read.cards.as_slice() else {
        return None;
    };
    let same =
        *only.question == *heading && only.id.short() == short && !only.answer().trim().is_empty();
    let kind_fits = match &card.body {
        FoundBody::Answer(_) if way == Way::AsItIs => {
            matches!(only.kind(), Kind::Recall | Kind::Points | Kind::Choice)
        }
        FoundBody::Choice(_) if way == Way::AsItIs => only.kind() == Kind::Choice,
        FoundBody::Cloze(_) if way == Way::AsItIs => only.kind() == Kind::Cloze,
        _ => true,
    };
    (same && kind_fits)
        .then(|| canonical(&read, head, only))
        .flatten()
}

/// Reads a deck of one card, with another card below it: what is never closed would hide that.
fn read_with_next(text: &str, short: &str) -> Option<Deck> {
    let next = format!("{short}-z");
    let deck = read_with_card(text, &next)?;
    let seen = deck
        .cards
        .last()
        .is_some_and(|card| card.id.short() == next);
    seen.then_some(deck)
}

fn read_with_card(text: &str, short: &str) -> Option<Deck> {
    parse(&Source::new(
        "",
        format!("{text}\n## Q {{#{short}}}\n\na\n"),
    ))
    .whole()
}

/// The card as decks write it. Read again it is the same.
fn canonical(deck: &Deck, head: &str, card: &Card) -> Option<String> {
    let text = card_text(deck, card);
    let again = read_with_next(&format!("{head}\n{text}\n"), card.id.short())?;
    let same =
        matches!(again.cards.as_slice(), [one, _] if one.body == card.body && one.id == card.id);
    same.then(|| text.trim_end().to_owned())
}

fn body(body: &FoundBody, way: Way) -> String {
    let text = match body {
        FoundBody::Unanswered => return TO_BE_WRITTEN.to_owned(),
        FoundBody::Markdown(text) | FoundBody::Cloze(text) if way == Way::AsItIs => {
            return text.clone();
        }
        FoundBody::Answer(text) | FoundBody::Markdown(text) => text.clone(),
        FoundBody::Cloze(text) => text.replace("==", "**"),
        FoundBody::Choice(options) => {
            let mark = |right: bool| if right { 'x' } else { ' ' };
            let each = options
                .iter()
                .map(|(right, text)| format!("- [{}] {}\n", mark(*right), indented(text)));
            each.collect()
        }
    };
    if way == Way::Fenced {
        let fence = fence_for(&text, 3);
        return format!("{fence}text\n{}\n{fence}", text.trim_end());
    }
    contained(&text)
}

/// A text in a list: its further lines belong to the same point.
fn indented(text: &str) -> String {
    let text = text.trim();
    let lines =
        text.lines()
            .enumerate()
            .map(|(index, line)| match (index, line.trim().is_empty()) {
                (0, _) => line.to_owned(),
                (_, true) => String::new(),
                _ => format!("  {line}"),
            });
    lines.collect::<Vec<_>>().join("\n")
}

/// A text that stays within its card: its headings are deeper than cards, its lines part nothing, its comments and
/// fences end.
fn contained(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<String> = None;
    let mut after_rule = false;
    for line in text.trim_matches('\n').lines() {
        let line: String = line
            .chars()
            .filter(|c| !c.is_control() || *c == '\t')
            .collect();
        let trimmed = line.trim();
        let mark: String = trimmed
            .chars()
            .take_while(|c| matches!(c, '`' | '~'))
            .collect();
        if let Some(open) = &fence {
            if mark.starts_with(open.as_str()) && trimmed.trim_start_matches(['`', '~']).is_empty()
            {
                fence = None;
            }
            out.push(line);
            continue;
        }
        if mark.len() >= 3
            && mark.chars().all(|c| mark.starts_with(c))
            && !trimmed[mark.len()..].contains('`')
        {
            fence = Some(mark);
            out.push(line);
            continue;
        }
        let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
        let heading = (1..=2).contains(&level) && trimmed[level..].starts_with([' ', '\t']);
        let rule = trimmed.len() >= 2
            && (trimmed.bytes().all(|byte| byte == b'-')
                || trimmed.bytes().all(|byte| byte == b'='));
        if rule {
            // Under a line of text it would make a heading.
            if out.last().is_some_and(|line| !line.is_empty()) {
                out.push(String::new());
            }
            out.push("***".to_owned());
            after_rule = true;
            continue;
        }
        if std::mem::take(&mut after_rule) && !trimmed.is_empty() {
            out.push(String::new());
        }
        if heading {
            out.push(format!("###{}", &trimmed[level..]));
        } else {
            out.push(line.replace("<!--", "\\<!--"));
        }
    }
    if let Some(open) = fence {
        out.push(open);
    }
    while out
        .last()
        .is_some_and(|line| line.is_empty() || line == "***")
    {
        out.pop();
    }
    let from = out
        .iter()
        .take_while(|line| line.is_empty() || *line == "***")
        .count();
    out[from..].join("\n")
}

/// One line: what breaks lines becomes a space.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A question as the text of a heading.
fn heading(text: &str) -> String {
    let text = text.replace("<!--", "\\<!--");
    match text.strip_suffix('}') {
        Some(before) if !before.ends_with('\\') => format!("{before}\\}}"),
        _ => text,
    }
}

/// A heading that keeps the `#` at its end.
fn closed(heading: &str) -> String {
    let last = heading.rsplit(' ').next().unwrap_or_default();
    if last.bytes().all(|byte| byte == b'#') {
        format!("{heading} #")
    } else {
        heading.to_owned()
    }
}

/// Signs that mean nothing in a heading.
const HARMLESS: &str = "?.,:;'\"/()%";

/// What a card with hidden parts is called: its beginning, without them.
fn cloze_heading(text: &str) -> String {
    const WORDS: usize = 9;
    let mut shown = String::new();
    // What stands below the paragraph that hides something is not its sentence.
    let first = text.match_indices("==").nth(1).map_or(0, |(at, _)| at);
    let end = text[first..]
        .find("\n\n")
        .map_or(text.len(), |at| first + at);
    for (index, part) in one_line(&text[..end]).split("==").enumerate() {
        shown.push_str(if index % 2 == 0 { part } else { "…" });
    }
    let words: Vec<&str> = shown.split(' ').filter(|word| !word.is_empty()).collect();
    let cut = words.len() > WORDS;
    let mut heading = words[..words.len().min(WORDS)].join(" ");
    if cut && !heading.ends_with('…') {
        heading.push('…');
    }
    let heading = without_targets(&heading);
    let heading = heading
        .trim_start_matches(['#', '>', '-', '*', '+', ' '])
        .replace(['`', '*', '_', '[', ']', '{', '}', '<', '>'], "");
    if heading.chars().any(char::is_alphanumeric) {
        heading
    } else {
        "Fill in".to_owned()
    }
}

/// Links without where they lead.
fn without_targets(text: &str) -> String {
    let mut parts = text.split("](");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once(')').map_or(part, |(_, rest)| rest));
    }
    out
}

/// The comment with keys. Tags become names that a deck can have.
pub(super) fn comment(keys: &[(String, String)]) -> String {
    let lines = keys
        .iter()
        .map(|(key, value)| match key.as_str() {
            "tags" => (key, names(value)),
            _ => (key, value.trim().to_owned()),
        })
        .filter(|(key, value)| {
            let word = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric());
            word && !value.is_empty() && !value.contains("-->") && !value.contains(['\n', '\r'])
        })
        .map(|(key, value)| format!("{key}: {value}"))
        .collect::<Vec<_>>();
    if lines.is_empty() {
        String::new()
    } else {
        format!("<!--\n{}\n-->\n", lines.join("\n"))
    }
}

fn names(tags: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    for tag in tags.split([',', '，', '、', ';', '\n']).map(str::trim) {
        let name = if is_part(tag) {
            tag.to_owned()
        } else {
            slug(tag)
        };
        if is_part(&name) && !names.contains(&name) && names.len() < 100 {
            names.push(name);
        }
    }
    names.join(", ")
}

/// A question as a heading and what stands above the answer: its first line and the rest, or all of it where that is
/// short and only goes on.
fn heading_and_context(question: &str) -> (String, &str) {
    const SHORT: usize = 160;
    let Some((first, rest)) = question.split_once('\n') else {
        return (question.to_owned(), "");
    };
    let begins_block = |line: &str| {
        let line = line.trim_start();
        line.is_empty()
            || line.starts_with(['`', '~', '-', '*', '>', '|', '#', '+', '!', '<'])
            || line.starts_with(|c: char| c.is_ascii_digit())
    };
    if question.len() <= SHORT && !rest.lines().any(begins_block) {
        (one_line(question), "")
    } else {
        (first.to_owned(), rest)
    }
}

/// The short id that a card wants.
pub(super) fn wanted_id(card: &FoundCard) -> String {
    if let Some(id) = card
        .id
        .as_deref()
        .filter(|id| is_part(id) && id.len() <= 2 * LONGEST_ID)
    {
        return id.to_owned();
    }
    let (first, _) = heading_and_context(&card.question);
    let text = match &card.body {
        FoundBody::Cloze(text) if first.trim().is_empty() => cloze_heading(text),
        _ => first,
    };
    let id = short_slug(&text);
    if is_part(&id) { id } else { "card".to_owned() }
}

/// The slug of a text, cut between words where it is long.
pub fn short_slug(text: &str) -> String {
    let slug = slug(text);
    match slug.char_indices().nth(LONGEST_ID) {
        Some((cut, _)) => {
            let cut = slug[..cut]
                .rfind('-')
                .filter(|at| *at > LONGEST_ID / 3)
                .unwrap_or(cut);
            slug[..cut].to_owned()
        }
        None => slug,
    }
}

/// What stands above the cards of a deck.
pub(super) fn head(deck: &FoundDeck, id: &DeckId, title: &str) -> String {
    let level = deck.level.map(|level| format!(" .{}", level.name()));
    let attributes = format!("{{#{id}{}}}", level.unwrap_or_default());
    let with = |title: &str, description: &str, keys: &[(String, String)]| {
        let comment = comment(keys);
        let mut text = format!("# {title} {attributes}\n{comment}");
        if !description.trim().is_empty() {
            text.push_str(&format!("\n{description}\n"));
        }
        text
    };
    let plain = one_line(title);
    let as_it_is = with(&closed(title.trim()), &deck.description, &deck.keys);
    let whole = with(&heading(&plain), &contained(&deck.description), &deck.keys);
    let bare = with(&escaped(&plain, HARMLESS), "", &[]);
    let named = format!("# {id} {attributes}\n");
    let read = |text: &String| {
        read_with_card(text, "q").filter(|deck| deck.cards.len() == 1 && deck.id == *id)
    };
    let same = |read: Deck| read.description == deck.description && read.title == title.trim();
    if read(&as_it_is).is_some_and(same) {
        return as_it_is;
    }
    let reads = |text: &String| read(text).is_some();
    [whole, bare].into_iter().find(reads).unwrap_or(named)
}

/// What stands above the cards of a deck file that is there.
pub(super) fn head_of(text: &str, first_card: usize, id: &DeckId) -> String {
    let head = text.get(..first_card).unwrap_or_default();
    if read_with_card(head, "q")
        .is_some_and(|deck| deck.titled && deck.id == *id && deck.cards.len() == 1)
    {
        head.to_owned()
    } else {
        format!("# D {{#{id}}}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(found: &FoundCard) -> Option<String> {
        card(found, "# D {#d}\n", "q")
    }

    fn answered(question: &str, answer: &str) -> FoundCard {
        FoundCard {
            question: question.to_owned(),
            body: FoundBody::Answer(answer.to_owned()),
            ..FoundCard::default()
        }
    }

    #[test]
    fn answers_stay_within_their_card() {
        let cases = [
            ("Why?", "So.", "## Why? {#q}\n\nSo."),
            (
                "Why?",
                "# a\n\n---\n\n## b",
                "## Why? {#q}\n\n### a\n\n***\n\n### b",
            ),
            (
                "Why?",
                "Is ==hidden== here",
                "## Why? {#q .recall}\n\nIs ==hidden== here",
            ),
            ("What is {a}", "b", "## What is {a\\} {#q}\n\nb"),
            (
                "Why\n\n```js\nx\n```",
                "b",
                "## Why {#q}\n\n```js\nx\n```\n\n---\n\nb",
            ),
            ("Why", "```js\nx", "## Why {#q}\n\n```js\nx\n```"),
            ("Why", "a <!-- b", "## Why {#q}\n\na \\<!-- b"),
        ];
        for (question, answer, written) in cases {
            assert_eq!(write(&answered(question, answer)).as_deref(), Some(written));
        }
    }

    #[test]
    fn options_hidden_parts_and_open_questions_are_written_in_their_form() {
        let choice = FoundCard {
            question: "Why?".to_owned(),
            body: FoundBody::Choice(vec![(true, "a\nb".to_owned()), (false, "c".to_owned())]),
            explanation: "d".to_owned(),
            tags: vec!["t u".to_owned(), "v/w".to_owned(), "?".to_owned()],
            ..FoundCard::default()
        };
        let text = "## Why? {#q}\n<!-- tags: t-u, v-w -->\n\n- [x] a\n  b\n- [ ] c\n\nd";
        assert_eq!(write(&choice).as_deref(), Some(text));
        let cloze = FoundCard {
            body: FoundBody::Cloze("Node runs on ==V8==.".to_owned()),
            ..FoundCard::default()
        };
        assert_eq!(
            write(&cloze).as_deref(),
            Some("## Node runs on …. {#q}\n\nNode runs on ==V8==.")
        );
        let open = FoundCard {
            question: "Why?".to_owned(),
            ..FoundCard::default()
        };
        assert_eq!(
            write(&open).as_deref(),
            Some("## Why? {#q}\n\n*To be written.*")
        );
    }

    #[test]
    fn hidden_parts_are_called_by_their_sentence_alone() {
        let cases = [
            ("Node runs ==V8==.\n\nStreams", "Node runs …."),
            ("It runs:\n\n- ==V8==\n\nStreams", "It runs: - …"),
            ("Node runs ==V8== and ==libuv==", "Node runs … and …"),
        ];
        for (text, expected) in cases {
            assert_eq!(cloze_heading(text), expected, "{text}");
        }
    }

    #[test]
    fn ids_are_made_of_the_question_and_are_not_long() {
        assert_eq!(wanted_id(&answered("What is `x`?", "")), "what-is-x");
        assert_eq!(wanted_id(&answered("?", "")), "card");
        let long = answered(&"word ".repeat(30), "");
        assert!(wanted_id(&long).len() <= 60);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_writing_panic(question in "[^a-z]{0,20}", answer in ".{0,40}") {
            if let Some(text) = write(&answered(&question, &answer)) {
                let parsed = parse(&Source::new("", format!("# D {{#d}}\n\n{text}\n")));
                proptest::prop_assert!(parsed.whole().is_some());
            }
        }
    }
}
