//! Quizzes as JSON: ours, as `docs/json.md` describes it, and lists of questions with options and answers in the usual
//! spellings.

use serde_json::{Map, Value};

use super::chosen::joined;
use super::markdown;
use super::notes::{BadSource, Found, FoundBody, FoundCard, FoundDeck, PassedOver, Why};
use crate::deck::Level;
use crate::question::Kind;

/// What says how hard a question is.
const LEVELS: [&str; 2] = ["level", "difficulty"];

const QUESTIONS: [&str; 10] = [
    "question",
    "prompt",
    "q",
    "front",
    "title",
    "text",
    "term",
    "questionText",
    "question_text",
    "stem",
];
const ANSWERS: [&str; 23] = [
    "answer",
    "correct",
    "correctAnswer",
    "correct_answer",
    "correctOption",
    "correct_option",
    "correctIndex",
    "answerIndex",
    "correctAnswers",
    "correct_answers",
    "solution",
    "back",
    "definition",
    "response",
    "a",
    "answer_index",
    "correct_index",
    "rightAnswer",
    "right_answer",
    "correctAnswerId",
    "correctOptionId",
    "rightAnswerId",
    "answers",
];
const OPTIONS: [&str; 10] = [
    "options",
    "choices",
    "answers",
    "alternatives",
    "variants",
    "answerVariants",
    "answerOptions",
    "answer_options",
    "possibleAnswers",
    "possible_answers",
];
const OPTION_TEXTS: [&str; 7] = [
    "text", "answer", "option", "value", "label", "title", "body",
];
const EXPLANATIONS: [&str; 7] = [
    "explanation",
    "explain",
    "rationale",
    "reason",
    "feedback",
    "notes",
    "solutionText",
];
const LISTS: [&str; 8] = [
    "questions",
    "cards",
    "items",
    "results",
    "quiz",
    "data",
    "flashcards",
    "decks",
];

/// Reads a quiz.
pub(super) fn read(text: &str) -> Result<Found, BadSource> {
    let value: Value = serde_json::from_str(text).map_err(|error| BadSource::Broken {
        line: error.line(),
        column: error.column(),
        why: "this is not JSON".to_owned(),
    })?;
    let mut found = Found::default();
    let mut count = 0;
    decks(&value, &mut found, &mut count);
    // Ids of questions are numbers and the like, unless their deck has one, too.
    for deck in found.decks.iter_mut().filter(|deck| deck.id.is_none()) {
        let foreign = deck.cards.iter_mut().filter(|card| card.kind.is_none());
        foreign.for_each(|card| card.id = None);
    }
    if found.decks.iter().all(|deck| deck.cards.is_empty()) && found.passed_over.is_empty() {
        let why =
            "no list of questions is in it: objects with keys such as `question` and `answer`";
        return Err(BadSource::Damaged(why.to_owned()));
    }
    Ok(found)
}

/// Adds the decks of a value: a list of questions, or an object with such lists.
fn decks(value: &Value, found: &mut Found, count: &mut usize) {
    match value {
        Value::Array(values) => {
            let mut deck = FoundDeck::default();
            let first = usize::from(counts_from_one(values));
            for value in values {
                let object = value.as_object();
                let nested = object.is_some_and(|object| {
                    pick(object, &QUESTIONS[..4]).is_none() && list(object).is_some()
                });
                if nested {
                    decks(value, found, count);
                } else {
                    card_or_not(value, first, &mut deck, found, count);
                }
            }
            if !deck.cards.is_empty() {
                found.decks.push(deck);
            }
        }
        Value::Object(object) => match list(object) {
            Some(Value::Array(values))
                if values.iter().all(|value| value["cards"].is_array()) && !values.is_empty() =>
            {
                for value in values {
                    decks(value, found, count);
                }
            }
            Some(list) => {
                if let Some(deck) = first_deck(list, found, count) {
                    describe(object, deck);
                }
            }
            None => {
                // One list a topic: `{ "closures": [ … ], … }`.
                for (name, value) in object.iter().filter(|(_, value)| has_objects(value)) {
                    let deck = first_deck(value, found, count);
                    if let Some(deck) = deck.filter(|deck| deck.title.is_empty()) {
                        deck.title.clone_from(name);
                    }
                }
            }
        },
        _ => {}
    }
}

/// Adds the decks of a value; the first of them.
fn first_deck<'f>(
    value: &Value,
    found: &'f mut Found,
    count: &mut usize,
) -> Option<&'f mut FoundDeck> {
    let before = found.decks.len();
    decks(value, found, count);
    found.decks.get_mut(before)
}

/// The list of questions in an object.
fn list(object: &Map<String, Value>) -> Option<&Value> {
    let mut lists = LISTS.iter().filter_map(|name| get(object, name));
    lists.find(|value| has_objects(value))
}

fn has_objects(value: &Value) -> bool {
    value
        .as_array()
        .is_some_and(|values| values.iter().any(Value::is_object))
}

fn describe(object: &Map<String, Value>, deck: &mut FoundDeck) {
    if let Some(id) = object.get("id").and_then(Value::as_str) {
        deck.id = Some(id.to_owned());
    }
    text(object, &["title", "name", "topic", "category"]).clone_into(&mut deck.title);
    text(object, &["description"]).clone_into(&mut deck.description);
    deck.level = level_of(text(object, &LEVELS));
    deck.keys = keys(object);
    let tags = tags(object);
    if !tags.is_empty() {
        deck.keys.push(("tags".to_owned(), tags.join(", ")));
    }
}

/// The other keys that our own schema has.
fn keys(object: &Map<String, Value>) -> Vec<(String, String)> {
    let metadata = object.get("metadata").and_then(Value::as_object);
    let each = metadata.into_iter().flatten();
    each.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
        .collect()
}

/// The text of the first of these keys that an object has; empty without one.
fn text<'v>(object: &'v Map<String, Value>, names: &[&str]) -> &'v str {
    let value = pick(object, names).and_then(Value::as_str);
    value.unwrap_or_default()
}

fn pick<'v>(object: &'v Map<String, Value>, names: &[&str]) -> Option<&'v Value> {
    let found = names.iter().filter_map(|name| get(object, name));
    found.into_iter().find(|value| !value.is_null())
}

/// The value of a key, whatever the case of its letters.
fn get<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    object.get(name).or_else(|| {
        let same = object
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        same.map(|(_, value)| value)
    })
}

/// Whether the right options of a list are numbered from 1: one has the number of the last option, and none is 0.
fn counts_from_one(values: &[Value]) -> bool {
    let numbers = values
        .iter()
        .filter_map(Value::as_object)
        .filter_map(|object| {
            let (name, options) = options_of(object)?;
            let right = answer_of(object, Some(name))?.as_u64()? as usize;
            // What is the id of an option is no place.
            let id = with_id(get(object, name)?, &right.into()).is_some();
            (!id).then_some((right, options.len()))
        });
    let (mut last, mut zero) = (false, false);
    for (right, options) in numbers {
        last |= right == options;
        zero |= right == 0;
    }
    last && !zero
}

/// `first` is the number of the first option of a question.
fn card_or_not(
    value: &Value,
    first: usize,
    deck: &mut FoundDeck,
    found: &mut Found,
    count: &mut usize,
) {
    *count += 1;
    let text = match value.as_object().map(|object| card(object, first)) {
        Some(Some(card)) => return deck.cards.push(card),
        Some(None) => format!("entry {count}: {value}"),
        None => value.to_string(),
    };
    let one = PassedOver::new(None, &text, Why::NoQuestion);
    found.passed_over.push(one);
}

fn card(object: &Map<String, Value>, first: usize) -> Option<FoundCard> {
    let asked = pick(object, &QUESTIONS)?;
    let asked = asked
        .as_str()
        .or_else(|| asked.get("text").and_then(Value::as_str))?;
    let ours = object.get("kind").and_then(Value::as_str);
    let kind = ours.and_then(Kind::from_name);
    let id = object.get("id").and_then(|id| match id {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    });
    let card = FoundCard {
        key: id.clone().unwrap_or_else(|| asked.to_owned()),
        id,
        kind,
        level: level_of(text(object, &LEVELS)),
        tags: tags(object),
        keys: keys(object),
        ..FoundCard::default()
    };
    if kind.is_some() {
        return Some(FoundCard {
            question: asked.to_owned(),
            body: FoundBody::Markdown(object.get("answer")?.as_str()?.to_owned()),
            ..card
        });
    }
    let mut question = markdown::of_text(asked, None);
    let code = text(object, &["code"]);
    if !code.trim().is_empty() {
        question.push_str(&format!("\n\n```js\n{}\n```", code.trim_end()));
    }
    let (question, body) = match (body(object, first), markdown::cloze(&question)) {
        (FoundBody::Unanswered, Some(cloze)) => (String::new(), FoundBody::Cloze(cloze)),
        (body, _) => (question, body),
    };
    (!question.trim().is_empty() || matches!(body, FoundBody::Cloze(_))).then(|| FoundCard {
        question,
        body,
        explanation: joined([
            &markdown::of_text(text(object, &EXPLANATIONS), None),
            &reasons(object),
        ]),
        ..card
    })
}

/// Why each option is right or wrong, where the options say it.
fn reasons(object: &Map<String, Value>) -> String {
    let options = OPTIONS
        .iter()
        .filter_map(|name| get(object, name)?.as_array());
    let options = options.flatten().filter_map(Value::as_object);
    let reasons = options.filter_map(|option| {
        let reason = pick(option, &EXPLANATIONS)?.as_str()?.trim();
        let text = pick(option, &OPTION_TEXTS)?.as_str()?.trim();
        let line = |text: &str| markdown::of_text(text, None).replace('\n', " ");
        (!reason.is_empty()).then(|| format!("- {}: {}", line(text), line(reason)))
    });
    reasons.collect::<Vec<_>>().join("\n")
}

/// The options of a question, with the key that has them.
fn options_of(object: &Map<String, Value>) -> Option<(&'static str, Vec<(bool, String)>)> {
    OPTIONS
        .iter()
        .filter_map(|name| Some((*name, texts_of(get(object, name)?)?)))
        .find(|(_, options)| options.len() > 1)
}

/// What a question says is right. `options` is the key of its options.
fn answer_of<'v>(object: &'v Map<String, Value>, options: Option<&str>) -> Option<&'v Value> {
    let usual = ANSWERS.iter().filter(|name| options != Some(**name));
    let usual = usual.filter_map(|name| get(object, name));
    let other = object
        .iter()
        .filter(|(key, _)| key.to_ascii_lowercase().starts_with("correct"))
        .map(|(_, value)| value);
    usual.chain(other).find(|value| !value.is_null())
}

/// What answers a question. `first` is the number of its first option.
fn body(object: &Map<String, Value>, first: usize) -> FoundBody {
    // Only wrong answers beside the right one.
    if let (Some(right), Some(wrong)) = (
        pick(object, &["correct_answer", "correctAnswer"]).and_then(Value::as_str),
        pick(object, &["incorrect_answers", "incorrectAnswers"]).and_then(Value::as_array),
    ) {
        let wrong = wrong.iter().filter_map(Value::as_str);
        let mut options: Vec<(bool, String)> = wrong
            .map(|text| (false, markdown::of_text(text, None)))
            .collect();
        options.push((true, markdown::of_text(right, None)));
        // The right one is not always the last: options are sorted, and the program shuffles them.
        options.sort_by(|a, b| a.1.cmp(&b.1));
        return FoundBody::Choice(options);
    }
    let options = options_of(object);
    if options.is_none()
        && let Some(body) = keyed_options(object)
    {
        return body;
    }
    let answer = answer_of(object, options.as_ref().map(|(own, _)| *own));
    if let Some((name, options)) = &options {
        let texts: Vec<String> = options.iter().map(|(_, text)| text.clone()).collect();
        let marked = options.iter().any(|(right, _)| *right);
        let by_answer = answer.and_then(|answer| {
            let by_id = get(object, name).and_then(|options| with_id(options, answer));
            match by_id {
                Some(right) => right_options(&texts, &right.into()),
                None => match answer.as_u64() {
                    Some(number) => {
                        let place = usize::try_from(number).ok()?.checked_sub(first)?;
                        right_options(&texts, &place.into())
                    }
                    None => right_options(&texts, answer),
                },
            }
        });
        if let Some(options) = by_answer.or_else(|| marked.then(|| options.clone())) {
            return FoundBody::Choice(options);
        }
        // A number that names no option says nothing.
        if answer.is_none_or(Value::is_number) {
            return FoundBody::Unanswered;
        }
    }
    let text = match answer {
        Some(Value::String(text)) => markdown::of_text(text, None),
        Some(Value::Array(values)) => {
            let points = values.iter().filter_map(Value::as_str);
            let points: Vec<String> = points
                .map(|point| format!("- {}", markdown::of_text(point, None)))
                .collect();
            points.join("\n")
        }
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(value)) => {
            let options = vec![(*value, "True".to_owned()), (!*value, "False".to_owned())];
            return FoundBody::Choice(options);
        }
        _ => return FoundBody::Unanswered,
    };
    FoundBody::of(text)
}

/// What answers a question whose options have keys of their own: `option1`, `choice_b`, or `a`, `b` and `c`. `None` where
/// there are no such keys, or the answer names none of them.
fn keyed_options(object: &Map<String, Value>) -> Option<FoundBody> {
    let name_of = |key: &str| -> Option<String> {
        let key = key.to_ascii_lowercase();
        let name = ["option", "choice", "opt"]
            .iter()
            .find_map(|word| key.strip_prefix(word))
            .unwrap_or(&key)
            .trim_start_matches(['_', '-', ' ']);
        let digit =
            name.len() < key.len() && name.parse().is_ok_and(|number| (0..100).contains(&number));
        let letter = matches!(name.as_bytes(), [b'a'..=b'h']);
        (digit || letter).then(|| name.to_owned())
    };
    let mut keyed: Vec<(String, &str, String)> = object
        .iter()
        .filter_map(|(key, value)| Some((name_of(key)?, key.as_str(), value.as_str()?)))
        .filter(|(_, _, text)| !text.trim().is_empty())
        .map(|(name, key, text)| (name, key, markdown::of_text(text, None)))
        .collect();
    keyed.sort_by_key(|(name, _, _)| (name.len(), name.clone()));
    // An `a` alone is an answer.
    if keyed.len() < 2 || keyed.iter().all(|(_, key, _)| key.len() == 1) && keyed.len() < 3 {
        return None;
    }
    let names = ANSWERS.iter().filter(|name| name.len() > 1);
    let mut values = names.filter_map(|name| get(object, name));
    let answer = values.find(|value| !value.is_null())?;
    let text = match answer {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let named = keyed.iter().position(|(name, key, _)| {
        name.eq_ignore_ascii_case(&text) || key.eq_ignore_ascii_case(&text)
    });
    let options: Vec<String> = keyed.iter().map(|(_, _, text)| text.clone()).collect();
    let right = named.map_or_else(|| answer.clone(), Value::from);
    right_options(&options, &right).map(FoundBody::Choice)
}

/// The index of the option whose id an answer is.
fn with_id(options: &Value, answer: &Value) -> Option<usize> {
    let known = |option: &Value| option.get("id").is_some_and(|id| id == answer);
    options.as_array()?.iter().position(known)
}

/// Options, each with whether it says that it is right.
fn texts_of(value: &Value) -> Option<Vec<(bool, String)>> {
    let right = |option: &Value| {
        let marks = [
            "correct",
            "isCorrect",
            "is_correct",
            "right",
            "isRight",
            "isAnswer",
        ];
        marks.iter().any(|mark| option[*mark] == Value::Bool(true))
    };
    let text = |option: &Value| -> Option<String> {
        let text = match option {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Object(object) => pick(object, &OPTION_TEXTS)?.as_str()?.to_owned(),
            _ => return None,
        };
        Some(markdown::of_text(&text, None))
    };
    let options: Vec<&Value> = match value {
        // One object with all of the options: `[{ "a": …, "b": … }]`.
        Value::Array(options) if matches!(options.as_slice(), [one @ Value::Object(_)] if text(one).is_none()) =>
        {
            return texts_of(&options[0]);
        }
        Value::Array(options) => options.iter().collect(),
        Value::Object(options) => options.values().collect(),
        _ => return None,
    };
    let each = options.into_iter();
    each.map(|option| Some((right(option), text(option)?)))
        .collect()
}

/// The options with those marked that an answer names: by text, by letter or by index from 0. `None` where it names
/// none, or all.
pub(super) fn right_options(options: &[String], answer: &Value) -> Option<Vec<(bool, String)>> {
    let index = |answer: &Value| -> Option<usize> {
        match answer {
            Value::Number(number) => number.as_u64().map(|number| number as usize),
            Value::String(text) => {
                let text = text.trim();
                let same = |option: &String| {
                    option.trim() == text || *option == markdown::of_text(text, None)
                };
                let letter = || {
                    let letter = text.trim_end_matches(['.', ')']);
                    let letter = letter
                        .strip_prefix("option")
                        .or_else(|| letter.strip_prefix("Option"))
                        .unwrap_or(letter)
                        .trim_start_matches([' ', '_', '-']);
                    let byte = letter.bytes().next().filter(|_| letter.len() == 1)?;
                    match byte.to_ascii_lowercase() {
                        byte @ b'a'..=b'z' => Some(usize::from(byte - b'a')),
                        byte @ b'1'..=b'9' => Some(usize::from(byte - b'1')),
                        _ => None,
                    }
                };
                options.iter().position(same).or_else(letter)
            }
            Value::Object(object) => {
                let text = pick(object, &["text", "value", "label"])?.as_str()?;
                options.iter().position(|option| option == text)
            }
            _ => None,
        }
    };
    let named: Vec<usize> = match answer {
        Value::Array(answers) => answers.iter().map(index).collect::<Option<_>>()?,
        Value::String(text) if index(answer).is_none() && text.contains(',') => {
            let parts = text
                .split(',')
                .map(|part| index(&Value::String(part.trim().to_owned())));
            parts.collect::<Option<_>>()?
        }
        one => vec![index(one)?],
    };
    let all = named.iter().all(|at| *at < options.len()) && !named.is_empty();
    let marked: Vec<(bool, String)> = options
        .iter()
        .enumerate()
        .map(|(at, text)| (named.contains(&at), text.clone()))
        .collect();
    (all && marked.iter().any(|(right, _)| !right)).then_some(marked)
}

fn tags(object: &Map<String, Value>) -> Vec<String> {
    let values = pick(
        object,
        &[
            "tags",
            "category",
            "categories",
            "topic",
            "subject",
            "keywords",
        ],
    );
    let split = |text: &str| -> Vec<String> {
        let parts = text
            .split([',', ';'])
            .map(str::trim)
            .filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    match values {
        Some(Value::String(text)) => split(text),
        Some(Value::Array(values)) => values
            .iter()
            .filter_map(Value::as_str)
            .flat_map(split)
            .collect(),
        _ => Vec::new(),
    }
}

/// The level that a word names.
pub(super) fn level_of(word: &str) -> Option<Level> {
    let word = word.trim().to_lowercase();
    Level::from_name(&word).or(match word.as_str() {
        "easy" | "junior" | "basic" => Some(Level::Beginner),
        "medium" | "middle" | "mid" => Some(Level::Intermediate),
        "hard" | "advanced" => Some(Level::Senior),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(text: &str) -> Vec<FoundBody> {
        let found = read(text).expect("a quiz");
        let cards = found.decks.into_iter().flat_map(|deck| deck.cards);
        cards.map(|card| card.body).collect()
    }

    #[test]
    fn the_right_option_is_found_in_the_usual_spellings() {
        let right = FoundBody::Choice(vec![(false, "x".to_owned()), (true, "y".to_owned())]);
        for text in [
            r#"[{"question": "Why?", "options": ["x", "y"], "answer": "y"}]"#,
            r#"[{"question": "Why?", "options": ["x", "y"], "answer": 1}]"#,
            r#"[{"question": "Why?", "choices": ["x", "y"], "correctAnswer": "B"}]"#,
            r#"{"questions": [{"q": "Why?", "options": {"a": "x", "b": "y"}, "answer": "b"}]}"#,
            r#"[{"question": "Why?", "answers": [{"text": "x", "correct": false}, {"text": "y", "correct": true}]}]"#,
            r#"{"results": [{"question": "Why?", "correct_answer": "y", "incorrect_answers": ["x"]}]}"#,
            r#"{"quiz": {"x": 1}, "topic": [{"prompt": "Why?", "options": ["x", "y"], "correctIndex": 1}]}"#,
            r#"[{"question": "Why?", "options": ["x", "y"], "answer": ["y"]}]"#,
            r#"[{"question": "Why?", "options": [{"id": 1, "text": "x"}, {"id": 2, "text": "y"}], "answer": 2}]"#,
            r#"[{"Question": "Why?", "Options": {"A": "x", "B": "y"}, "Answer": "B"}]"#,
            r#"[{"question": "Why?", "options": [{"a": "x", "b": "y"}], "answer": "y"}]"#,
            r#"[{"question": "Why?", "option1": "x", "option2": "y", "answer": 2}]"#,
            r#"[{"question": "Why?", "option1": "x", "option2": "y", "answer": "option2"}]"#,
            r#"[{"question": "Why?", "optionA": "x", "optionB": "y", "correct": "b"}]"#,
            r#"[{"question": "Why?", "choice_1": "x", "choice_2": "y", "answer": "y"}]"#,
            r#"[{"question": "Why?", "answerVariants": [{"id": "p", "answer": "x"}, {"id": "q", "answer": "y"}], "rightAnswerId": "q"}]"#,
        ] {
            assert_eq!(bodies(text), std::slice::from_ref(&right), "{text}");
        }
    }

    #[test]
    fn numbers_of_options_begin_at_0_unless_the_list_shows_that_they_begin_at_1() {
        let list = |answers: [u32; 2]| {
            let [one, two] = answers.map(|right| {
                format!(r#"{{"question": "Why {right}?", "options": ["x", "y", "z"], "correctAnswerIndex": {right}}}"#)
            });
            let rights = bodies(&format!("[{one}, {two}]"))
                .into_iter()
                .map(|body| match body {
                    FoundBody::Choice(options) => options.iter().position(|(right, _)| *right),
                    _ => None,
                });
            rights.collect::<Vec<_>>()
        };
        assert_eq!(list([0, 2]), [Some(0), Some(2)]);
        assert_eq!(list([1, 2]), [Some(1), Some(2)]);
        assert_eq!(list([1, 3]), [Some(0), Some(2)]);
        assert_eq!(list([0, 3]), [Some(0), None]);
    }

    #[test]
    fn the_reasons_of_options_explain_the_card() {
        let text = r#"{"questions": [{"question": "Why?", "explanation": "Because.", "answerOptions": [
            {"text": "x", "rationale": "Too old.", "isCorrect": false},
            {"text": "y", "rationale": "Just so.", "isCorrect": true}]}]}"#;
        let found = read(text).expect("a quiz");
        let card = &found.decks[0].cards[0];
        assert_eq!(card.explanation, "Because.\n\n- x: Too old.\n- y: Just so.");
        assert!(matches!(&card.body, FoundBody::Choice(options) if options[1].0));
    }

    #[test]
    fn letters_alone_are_options_where_there_are_three_of_them() {
        let read = bodies(r#"[{"question": "Why?", "a": "x", "b": "y", "c": "z", "answer": "c"}]"#);
        let marks = |body: &FoundBody| match body {
            FoundBody::Choice(options) => options.iter().map(|(right, _)| *right).collect(),
            _ => Vec::new(),
        };
        assert_eq!(marks(&read[0]), [false, false, true]);
        let answer = FoundBody::Answer("So.".to_owned());
        assert_eq!(bodies(r#"[{"q": "Why?", "a": "So."}]"#), [answer]);
    }

    #[test]
    fn questions_without_options_have_answers() {
        let answer = |text: &str| FoundBody::Answer(text.to_owned());
        assert_eq!(
            bodies(r#"[{"question": "Why?", "answer": "So."}]"#),
            [answer("So.")]
        );
        assert_eq!(
            bodies(r#"{"cards": [{"front": "Why?", "back": "So."}]}"#),
            [answer("So.")]
        );
        assert_eq!(bodies(r#"[{"question": "Why?"}]"#), [FoundBody::Unanswered]);
    }

    #[test]
    fn what_is_not_a_quiz_is_an_error_with_its_place() {
        assert!(matches!(
            read("[1,\n}"),
            Err(BadSource::Broken { line: 2, .. })
        ));
        assert!(matches!(
            read(r#"{"name": "a", "version": 1}"#),
            Err(BadSource::Damaged(_))
        ));
    }

    #[test]
    fn our_own_schema_is_read_as_it_is() {
        let text = r#"{"schema": 1, "decks": [{"id": "d", "title": "T", "level": "senior", "tags": ["a"], "metadata": {"see": "https://a.b"},
            "cards": [{"id": "c", "kind": "recall", "level": "expert", "tags": ["b"], "metadata": {"weight": "3"},
            "question": "Why?", "answer": "So."}]}]}"#;
        let found = read(text).expect("a quiz");
        let deck = &found.decks[0];
        assert_eq!(
            (deck.id.as_deref(), deck.title.as_str(), deck.level),
            (Some("d"), "T", Some(Level::Senior))
        );
        let card = &deck.cards[0];
        assert_eq!(
            (card.id.as_deref(), card.kind, card.level),
            (Some("c"), Some(Kind::Recall), Some(Level::Expert))
        );
        assert_eq!(card.keys, [("weight".to_owned(), "3".to_owned())]);
        assert_eq!(card.body, FoundBody::Markdown("So.".to_owned()));
    }
}
