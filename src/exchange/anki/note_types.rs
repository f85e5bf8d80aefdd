//! Our note types: their ids, names, fields and templates.
//!
//! The ids and the lists of fields are frozen: with another list Anki would take every note for one of another type and
//! refuse to update it. The spare fields are for what later versions add. Templates and style may change.

use maud::html;
use serde_json::{Value, json};

use super::note::{Form, Note};

pub(super) const SPARES: usize = 3;

/// The field that holds the id of the card, by which an import knows it again.
pub(in crate::exchange) const ID_FIELD: &str = "Id";

const STYLE: &str = "\
.card { font: 1.0625rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: .5rem; }
.question { font-weight: 600; }
.note { font-size: .8125rem; opacity: .7; }
.cloze { font-weight: 600; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .5rem .75rem; border-radius: .25rem; background: rgba(127, 127, 127, .15); }
code { font: .875em ui-monospace, monospace; }
table { border-collapse: collapse; }
th, td { border: 1px solid rgba(127, 127, 127, .5); padding: .125rem .5rem; }
img { max-width: 100%; }
";

const SEE: &str = "{{#See}}<p class=\"note\"><a href=\"{{See}}\">{{See}}</a></p>{{/See}}";

impl Form {
    pub(super) const ALL: [Self; 3] = [Self::Basic, Self::Options, Self::Cloze];

    /// The id of the note type.
    pub(super) const fn id(self) -> i64 {
        match self {
            Self::Basic => 1_764_410_400_101,
            Self::Options => 1_764_410_400_102,
            Self::Cloze => 1_764_410_400_103,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Basic => "nodequiz",
            Self::Options => "nodequiz options",
            Self::Cloze => "nodequiz cloze",
        }
    }

    fn fields(self) -> Vec<String> {
        let own: &[&str] = match self {
            Self::Basic => &["Answer"],
            Self::Options => &["Options", "Answer"],
            Self::Cloze => &["Text"],
        };
        let card = ["Explanation", ID_FIELD, "Kind", "Level", "Topic", "See"];
        let fields = [&["Question", "Below"], own, &card].concat();
        let fields = fields.into_iter().map(str::to_owned);
        let spares = (1..=SPARES).map(|number| format!("Spare {number}"));
        fields.chain(spares).collect()
    }

    /// What is shown on the front and on the back.
    fn templates(self) -> (String, String) {
        let question = "<div class=\"question\">{{Question}}</div>{{Below}}";
        let front = match self {
            Self::Basic => question.to_owned(),
            Self::Options => format!("{question}{{{{Options}}}}"),
            Self::Cloze => format!("{question}{{{{cloze:Text}}}}"),
        };
        let answer = match self {
            Self::Basic | Self::Options => "{{FrontSide}}<hr id=\"answer\">{{Answer}}".to_owned(),
            Self::Cloze => format!("{front}<hr id=\"answer\">"),
        };
        let level = "<p class=\"note\">{{Level}}</p>";
        (
            format!("{front}{level}"),
            format!("{answer}{{{{Explanation}}}}{SEE}"),
        )
    }

    /// The note type as the column `models` of a collection holds it.
    pub(super) fn model(self, modified: i64) -> Value {
        let fields = self.fields().into_iter().enumerate().map(|(ord, name)| {
            json!({
                "name": name, "ord": ord, "sticky": false, "rtl": false, "font": "Arial", "size": 20,
                "description": "", "media": [], "plainText": false, "collapsed": false,
            })
        });
        let (front, back) = self.templates();
        json!({
            "id": self.id(),
            "name": self.name(),
            "type": i32::from(self == Self::Cloze),
            "mod": modified,
            "usn": -1,
            "sortf": 0,
            "did": null,
            "tmpls": [{
                "name": self.name(), "ord": 0, "qfmt": front, "afmt": back, "bqfmt": "", "bafmt": "",
                "did": null, "bfont": "", "bsize": 0,
            }],
            "flds": fields.collect::<Vec<_>>(),
            "css": STYLE,
            "latexPre": "", "latexPost": "", "latexsvg": false,
            "req": [[0, "any", [0]]],
            "tags": [], "vers": [],
        })
    }
}

impl Note<'_> {
    /// The fields in the order of the note type.
    pub(super) fn fields(&self) -> Vec<String> {
        let mut fields = vec![self.html.question.clone(), self.html.below.clone()];
        if self.form == Form::Options {
            fields.push(self.html.options.clone());
        }
        let card = self.card;
        let see = html! { (card.see.as_deref().unwrap_or_default()) };
        fields.extend([
            self.html.answer.clone(),
            self.html.explanation.clone(),
            card.id.to_string(),
            card.kind().name().to_owned(),
            card.level.name().to_owned(),
            card.topic.to_string(),
            see.into_string(),
        ]);
        fields.extend((0..SPARES).map(|_| String::new()));
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever has imported a package has these ids and fields in their collection.
    #[test]
    fn ids_and_fields_of_note_types_stay_as_they_are() {
        let types: Vec<String> = Form::ALL
            .map(|form| {
                format!(
                    "{} {}: {}",
                    form.id(),
                    form.name(),
                    form.fields().join(", ")
                )
            })
            .into();
        assert_eq!(
            types,
            [
                "1764410400101 nodequiz: Question, Below, Answer, Explanation, Id, Kind, Level, Topic, See, Spare 1, Spare 2, Spare 3",
                "1764410400102 nodequiz options: Question, Below, Options, Answer, Explanation, Id, Kind, Level, Topic, See, Spare 1, Spare 2, Spare 3",
                "1764410400103 nodequiz cloze: Question, Below, Text, Explanation, Id, Kind, Level, Topic, See, Spare 1, Spare 2, Spare 3",
            ]
        );
    }
}
