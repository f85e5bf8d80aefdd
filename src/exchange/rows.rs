//! Tables: CSV, TSV, and what Anki exports as text.

use std::collections::BTreeMap;

use csv::ReaderBuilder;

use super::notes::{BadSource, Found, FoundBody, FoundCard, FoundDeck, PassedOver, Why};
use super::quiz::{level_of, right_options};
use super::{markdown, table};
use crate::question::Kind;

/// Which columns hold what: names of the header, or numbers from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    pub question: Option<String>,
    pub answer: Option<String>,
    pub tags: Option<String>,
    /// The first row has the names of the columns, and is not a card.
    pub headed: bool,
}

const QUESTIONS: [&str; 12] = [
    "question",
    "front",
    "prompt",
    "term",
    "word",
    "q",
    "title",
    "question text",
    "expression",
    "вопрос",
    "问题",
    "frage",
];
const ANSWERS: [&str; 13] = [
    "answer",
    "back",
    "definition",
    "meaning",
    "a",
    "response",
    "correct answer",
    "correct",
    "solution",
    "correct_answer",
    "ответ",
    "答案",
    "antwort",
];
const TAGS: [&str; 7] = [
    "tags", "tag", "category", "topic", "subject", "labels", "keywords",
];
const EXPLANATIONS: [&str; 6] = [
    "explanation",
    "extra",
    "notes",
    "note",
    "rationale",
    "comment",
];
const IDS: [&str; 4] = ["id", "guid", "key", "uuid"];
const LEVELS: [&str; 2] = ["level", "difficulty"];
const DECKS: [&str; 2] = ["deck", "deck name"];

/// What each column is for.
#[derive(Clone, Debug, Default)]
struct Roles {
    question: Option<usize>,
    answer: Option<usize>,
    tags: Option<usize>,
    explanation: Vec<usize>,
    id: Option<usize>,
    level: Option<usize>,
    deck: Option<usize>,
    kind: Option<usize>,
    metadata: Option<usize>,
    options: Vec<usize>,
    /// The note type of Anki.
    note_type: Option<usize>,
}

/// What the first lines of an export of Anki say.
#[derive(Clone, Debug, Default)]
struct Header {
    separator: Option<u8>,
    html: Option<bool>,
    values: BTreeMap<String, String>,
    /// How many lines it has.
    lines: usize,
}

impl Header {
    fn read(text: &str) -> Self {
        let mut header = Self::default();
        for line in text.lines() {
            let Some((key, value)) = line.strip_prefix('#').and_then(|line| line.split_once(':'))
            else {
                break;
            };
            match key.trim().to_lowercase().as_str() {
                "separator" => {
                    header.separator = Some(match value.trim().to_lowercase().as_str() {
                        "tab" => b'\t',
                        "comma" => b',',
                        "semicolon" => b';',
                        "space" => b' ',
                        "pipe" => b'|',
                        "colon" => b':',
                        other => other.bytes().next().unwrap_or(b'\t'),
                    });
                }
                "html" => header.html = Some(value.trim().eq_ignore_ascii_case("true")),
                key => {
                    header
                        .values
                        .insert(key.to_owned(), value.trim().to_owned());
                }
            }
            header.lines += 1;
        }
        header
    }

    fn column(&self, name: &str) -> Option<usize> {
        let value = self.values.get(&format!("{name} column"))?;
        value.parse::<usize>().ok()?.checked_sub(1)
    }
}

/// Reads a table. `separator` is guessed from the text where it is not known.
pub(super) fn read(
    text: &str,
    separator: Option<u8>,
    columns: &Columns,
) -> Result<Found, BadSource> {
    let header = Header::read(text);
    let body_at: usize = text
        .split_inclusive('\n')
        .take(header.lines)
        .map(str::len)
        .sum();
    let body = &text[body_at..];
    let separator = header
        .separator
        .or(separator)
        .unwrap_or_else(|| guessed(body));
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| {
            let line = error
                .position()
                .map_or(1, |place| place.line() as usize + header.lines);
            let why = "this row cannot be read".to_owned();
            BadSource::Broken {
                line,
                column: 1,
                why,
            }
        })?;
        let line = row.position().map_or(0, |place| place.line() as usize) + header.lines;
        let cells: Vec<String> = row.iter().map(str::to_owned).collect();
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push((line, cells));
        }
    }
    let (roles, skipped) = roles(&header, &rows, columns)?;
    if roles.question.is_some() && roles.question == roles.answer {
        let names = rows.into_iter().next().map(|(_, names)| names);
        return Err(BadSource::Both(names.unwrap_or_default()));
    }
    let mut decks = Decks {
        found: Found::default(),
        places: BTreeMap::new(),
        html: header.html,
        is_anki: header.lines > 0,
        deck: header.values.get("deck").cloned(),
    };
    for (line, cells) in &rows[skipped..] {
        decks.add(*line, cells, &roles);
    }
    Ok(decks.found)
}

/// The separator that most lines contain.
fn guessed(text: &str) -> u8 {
    if text.starts_with(&table::COLUMNS.join(",")) {
        return b',';
    }
    let lines: Vec<&str> = text
        .lines()
        .take(20)
        .filter(|line| !line.is_empty())
        .collect();
    let score = |sign: char| {
        let with = lines.iter().filter(|line| line.contains(sign)).count();
        let first = lines.first().map_or(0, |line| line.matches(sign).count());
        (with, first)
    };
    let signs = ['\t', ';', ',', '|'];
    let best = signs
        .into_iter()
        .max_by_key(|sign| (score(*sign).0, *sign == '\t', score(*sign).1));
    best.map_or(b',', |sign| sign as u8)
}

/// Whether a column holds an option, from its name: `option a`.
fn is_option(name: &str) -> bool {
    let rest = name
        .strip_prefix("option")
        .or_else(|| name.strip_prefix("choice"));
    rest.is_some_and(|rest| rest.trim_matches([' ', '_', '-']).len() <= 2)
}

/// The columns that hold options: `option a`, `choice 2`, or `a`, `b` and `c`.
fn option_columns(names: &[String]) -> Vec<usize> {
    let columns = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..names.len()).filter(|at| is(&names[*at])).collect()
    };
    let named = columns(&is_option);
    if !named.is_empty() {
        return named;
    }
    let letters = columns(&|name| matches!(name.as_bytes(), [b'a'..=b'h']));
    // An `a` alone is an answer.
    if letters.len() > 2 {
        letters
    } else {
        Vec::new()
    }
}

/// The column that says what is right.
fn answer_column(names: &[String], options: &[usize]) -> Option<usize> {
    let others = || (0..names.len()).filter(|at| !options.contains(at));
    let usual = others().find(|at| ANSWERS.contains(&names[*at].as_str()));
    usual.or_else(|| others().find(|at| names[*at].starts_with("correct")))
}

/// What each column holds, and how many rows are not cards.
fn roles(
    header: &Header,
    rows: &[(usize, Vec<String>)],
    columns: &Columns,
) -> Result<(Roles, usize), BadSource> {
    let Some((_, first)) = rows.first() else {
        return Ok((Roles::default(), 0));
    };
    let names: Vec<String> = match header.values.get("columns") {
        Some(named) => {
            let separator = header.separator.map_or('\t', char::from);
            named
                .split(separator)
                .map(|name| name.trim().to_owned())
                .collect()
        }
        None => first.clone(),
    };
    let lower: Vec<String> = names
        .iter()
        .map(|name| name.trim().to_lowercase())
        .collect();
    let known = |list: &[&str]| lower.iter().position(|name| list.contains(&name.as_str()));
    let options = option_columns(&lower);
    let known_answer = answer_column(&lower, &options);
    let chosen = |name: &Option<String>| -> Result<Option<usize>, BadSource> {
        let Some(name) = name else { return Ok(None) };
        let number = name
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        // A number first: the cells of a first row that is a card may be numbers, too.
        let found = number.filter(|at| *at < first.len());
        let found = found.or_else(|| {
            let name = name.trim().to_lowercase();
            lower.iter().position(|own| *own == name)
        });
        found.map(Some).ok_or_else(|| BadSource::NoColumn {
            name: name.clone(),
            there: names.clone(),
        })
    };
    let is_anki = header.lines > 0;
    let mut roles = Roles {
        question: chosen(&columns.question)?,
        answer: chosen(&columns.answer)?,
        tags: chosen(&columns.tags)?,
        ..Roles::default()
    };
    if is_anki {
        roles.tags = roles.tags.or(header.column("tags"));
        roles.id = header.column("guid");
        roles.deck = header.column("deck");
        roles.note_type = header.column("notetype");
        let special = [roles.tags, roles.id, roles.deck, roles.note_type];
        let mut fields = (0..first.len()).filter(|at| !special.contains(&Some(*at)));
        roles.question = roles.question.or_else(|| fields.next());
        let answer = roles.answer;
        roles.answer = answer.or_else(|| fields.next());
        let (question, answer) = (roles.question, roles.answer);
        let others = fields.filter(|at| Some(*at) != question && Some(*at) != answer);
        roles.explanation = others.collect();
        return Ok((roles, 0));
    }
    let headed = known(&QUESTIONS).is_some() && known_answer.is_some();
    let named = [&columns.question, &columns.answer, &columns.tags]
        .into_iter()
        .flatten();
    let by_name = named.clone().any(|name| {
        let number = name
            .parse()
            .is_ok_and(|number| (1..=first.len()).contains(&number));
        !number && lower.contains(&name.trim().to_lowercase())
    });
    let by_name = by_name || columns.headed;
    if headed || by_name {
        roles.question = roles.question.or(known(&QUESTIONS));
        roles.answer = roles.answer.or(known_answer);
        roles.tags = roles.tags.or(known(&TAGS));
        roles.explanation = known(&EXPLANATIONS).into_iter().collect();
        roles.id = known(&IDS);
        roles.level = known(&LEVELS);
        roles.deck = known(&DECKS);
        if lower == table::COLUMNS {
            roles.kind = known(&["kind"]);
            roles.metadata = known(&["metadata"]);
        }
        roles.options = options;
        if let (Some(_), Some(_)) = (roles.question, roles.answer) {
            return Ok((roles, 1));
        }
    }
    if roles.question.is_some() && roles.answer.is_some() {
        return Ok((roles, usize::from(by_name)));
    }
    if first.len() <= 2 && roles.question.is_none() && roles.answer.is_none() {
        roles.question = Some(0);
        roles.answer = (first.len() > 1).then_some(1);
        return Ok((roles, 0));
    }
    Err(BadSource::Unmapped(names))
}

/// The cards of the rows, deck by deck.
struct Decks {
    found: Found,
    places: BTreeMap<String, usize>,
    html: Option<bool>,
    is_anki: bool,
    deck: Option<String>,
}

impl Decks {
    fn deck(&mut self, name: &str) -> &mut FoundDeck {
        let next = self.found.decks.len();
        let at = *self.places.entry(name.to_owned()).or_insert(next);
        if at == next {
            self.found.decks.push(FoundDeck {
                title: name.replace("::", ": "),
                ..FoundDeck::default()
            });
        }
        &mut self.found.decks[at]
    }

    fn add(&mut self, line: usize, cells: &[String], roles: &Roles) {
        let cell = |at: Option<usize>| {
            at.and_then(|at| cells.get(at))
                .map_or("", |cell| cell.trim())
        };
        if roles.kind.is_some() {
            return self.add_ours(line, cells, roles);
        }
        let (html, is_anki) = (self.html.or(self.is_anki.then_some(false)), self.is_anki);
        let text = |at: Option<usize>| markdown::of_text(cell(at), html);
        let name = match cell(roles.deck) {
            "" => self.deck.clone().unwrap_or_default(),
            name => name.to_owned(),
        };
        let question = text(roles.question);
        let answer = text(roles.answer);
        let explanation: Vec<String> = roles
            .explanation
            .iter()
            .map(|at| text(Some(*at)))
            .filter(|text| !text.is_empty())
            .collect();
        if question.is_empty() {
            let row = cells.join(" ");
            self.found
                .passed_over
                .push(PassedOver::new(Some(line), &row, Why::NoQuestion));
            return;
        }
        let options: Vec<String> = roles
            .options
            .iter()
            .map(|at| text(Some(*at)))
            .filter(|text| !text.is_empty())
            .collect();
        let tags = cell(roles.tags);
        let tags = tags.split(|c: char| matches!(c, ',' | ';') || (is_anki && c == ' '));
        let tags: Vec<String> = tags
            .map(|tag| tag.trim().trim_start_matches('#').to_owned())
            .filter(|tag| !tag.is_empty())
            .collect();
        let key = match cell(roles.id) {
            "" => question.clone(),
            id => id.to_owned(),
        };
        let mut card = FoundCard {
            key,
            level: level_of(cell(roles.level)),
            tags,
            line: Some(line),
            explanation: explanation.join("\n\n"),
            question: question.clone(),
            ..FoundCard::default()
        };
        let reversed = cell(roles.note_type).to_lowercase().contains("reversed");
        if let Some(cloze) = markdown::cloze(&question) {
            card.question = String::new();
            card.body = FoundBody::Cloze(cloze);
            if !answer.is_empty() {
                let both = format!("{answer}\n\n{}", card.explanation);
                both.trim().clone_into(&mut card.explanation);
            }
        } else if options.len() > 1
            && let Some(options) = right_options(&options, &answer.clone().into())
        {
            card.body = FoundBody::Choice(options);
        } else if !answer.is_empty() {
            card.body = FoundBody::Answer(answer.clone());
        }
        let deck = self.deck(&name);
        let back = (reversed && !answer.is_empty()).then(|| FoundCard {
            key: format!("{} (reversed)", card.key),
            question: answer,
            body: FoundBody::Answer(question),
            ..card.clone()
        });
        deck.cards.push(card);
        deck.cards.extend(back);
    }

    /// A row that this program has exported.
    fn add_ours(&mut self, line: usize, cells: &[String], roles: &Roles) {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", String::as_str);
        let text = |at: Option<usize>| table::text(cell(at)).to_owned();
        let keys = cell(roles.metadata).lines().filter_map(|line| {
            let (key, value) = line.split_once(':')?;
            Some((key.trim().to_owned(), value.trim().to_owned()))
        });
        let mut keys: Vec<(String, String)> = keys.collect();
        let (id, kind) = (cell(roles.id), cell(roles.kind));
        let tags = cell(roles.tags)
            .split(',')
            .map(str::trim)
            .filter(|tag| !tag.is_empty());
        let tags: Vec<String> = tags.map(str::to_owned).collect();
        let level = level_of(cell(roles.level));
        if kind == table::DECK {
            let deck = self.deck(id);
            if !tags.is_empty() {
                keys.push(("tags".to_owned(), tags.join(", ")));
            }
            deck.id = Some(id.to_owned());
            deck.title = text(roles.question);
            deck.description = text(roles.answer);
            deck.level = level;
            deck.keys = keys;
            return;
        }
        let (deck, short) = id.split_once('/').unwrap_or(("", id));
        let card = FoundCard {
            key: id.to_owned(),
            id: Some(short.to_owned()),
            question: text(roles.question),
            body: FoundBody::Markdown(text(roles.answer)),
            kind: Kind::from_name(kind),
            level,
            tags,
            keys,
            line: Some(line),
            ..FoundCard::default()
        };
        let deck = deck.to_owned();
        self.deck(&deck).cards.push(card);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards(text: &str, columns: &Columns) -> Vec<(String, FoundBody, Vec<String>)> {
        let found = read(text, None, columns).expect("a table");
        let cards = found.decks.into_iter().flat_map(|deck| deck.cards);
        cards
            .map(|card| (card.question, card.body, card.tags))
            .collect()
    }

    fn answer(question: &str, answer: &str, tags: &[&str]) -> (String, FoundBody, Vec<String>) {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        (
            question.to_owned(),
            FoundBody::Answer(answer.to_owned()),
            tags,
        )
    }

    #[test]
    fn tables_with_and_without_a_header_are_read() {
        let plain = Columns::default();
        assert_eq!(cards("Why?,So.\n", &plain), [answer("Why?", "So.", &[])]);
        assert_eq!(
            cards("Topic;Back;Front\nx, y;\"a;\nb\";Why?\n", &plain),
            [answer("Why?", "a;\nb", &["x", "y"])]
        );
        assert_eq!(cards("Why?\tSo, it is.\nHow?\tWell.\n", &plain).len(), 2);
        let columns = Columns {
            question: Some("3".to_owned()),
            answer: Some("1".to_owned()),
            ..Columns::default()
        };
        assert_eq!(
            cards("So.,x,Why?\n", &columns),
            [answer("Why?", "So.", &[])]
        );
        let named = Columns {
            question: Some("Ask".to_owned()),
            answer: Some("say".to_owned()),
            ..Columns::default()
        };
        assert_eq!(
            cards("say,x,ask\nSo.,x,Why?\n", &named),
            [answer("Why?", "So.", &[])]
        );
    }

    #[test]
    fn a_number_is_a_place_even_where_a_cell_is_that_number() {
        let columns = Columns {
            question: Some("3".to_owned()),
            answer: Some("1".to_owned()),
            ..Columns::default()
        };
        let text = "3,1,Why?\n2,x,How?\n";
        assert_eq!(
            cards(text, &columns),
            [answer("Why?", "3", &[]), answer("How?", "2", &[])]
        );
        let headed = Columns {
            headed: true,
            ..columns
        };
        assert_eq!(cards(text, &headed), [answer("How?", "2", &[])]);
    }

    #[test]
    fn columns_that_say_nothing_have_to_be_named() {
        let bad = read("a,b,c\n1,2,3\n", None, &Columns::default());
        assert!(matches!(bad, Err(BadSource::Unmapped(names)) if names == ["a", "b", "c"]));
        let columns = Columns {
            question: Some("nosuch".to_owned()),
            ..Columns::default()
        };
        assert!(matches!(
            read("a,b\n", None, &columns),
            Err(BadSource::NoColumn { .. })
        ));
        let same = Columns {
            answer: Some("front".to_owned()),
            ..Columns::default()
        };
        let both = read("front,back\na,b\n", None, &same);
        assert!(matches!(both, Err(BadSource::Both(_))), "{both:?}");
    }

    #[test]
    fn options_and_a_letter_make_a_choice() {
        let text = "question,option a,option b,correct\nWhy?,x,y,B\n";
        let options = vec![(false, "x".to_owned()), (true, "y".to_owned())];
        let expected = ("Why?".to_owned(), FoundBody::Choice(options), Vec::new());
        assert_eq!(cards(text, &Columns::default()), [expected]);
    }

    #[test]
    fn columns_of_letters_are_options_and_do_not_answer() {
        for (header, answers) in [
            ("question,A,B,C,answer", ["C", "b"]),
            (
                "id,Question,option_a,option_b,option_c,correct_option",
                ["option_c", "B"],
            ),
        ] {
            let id = if header.starts_with("id") { "7," } else { "" };
            let [one, two] = answers;
            let text = format!("{header}\n{id}Why?,x,y,z,{one}\n{id}How?,x,y,z,{two}\n");
            let found = read(&text, None, &Columns::default()).expect("a table");
            let rights = found.decks[0].cards.iter().map(|card| match &card.body {
                FoundBody::Choice(options) => options.iter().position(|(right, _)| *right),
                _ => None,
            });
            assert_eq!(rights.collect::<Vec<_>>(), [Some(2), Some(1)], "{header}");
        }
        let found = read("q,a\nWhy?,So.\n", None, &Columns::default()).expect("a table");
        let answer = FoundBody::Answer("So.".to_owned());
        assert_eq!(found.decks[0].cards[0].body, answer);
    }

    #[test]
    fn texts_of_anki_say_what_their_columns_are() {
        let text = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:5\n\
                    g1\tBasic\tNode::Core\tWhy?\tt1 t2\t<b>So</b>\ng2\tCloze\tNode\tIt is {{c1::V8}}\t\t\n";
        let found = read(text, None, &Columns::default()).expect("a table");
        let titles: Vec<&str> = found.decks.iter().map(|deck| deck.title.as_str()).collect();
        assert_eq!(titles, ["Node: Core", "Node"]);
        let card = &found.decks[0].cards[0];
        assert_eq!((card.key.as_str(), card.line), ("g1", Some(7)));
        assert_eq!(card.body, FoundBody::Answer("**So**".to_owned()));
        assert_eq!(card.tags, ["t1", "t2"]);
        assert_eq!(
            found.decks[1].cards[0].body,
            FoundBody::Cloze("It is ==V8==".to_owned())
        );
    }
}
