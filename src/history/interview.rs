//! Interviews in the journal: how they begin and end, and the notes in between.
//!
//! ```text
//! {"event":"interview-start","session":"x7k2mp","level":"senior","minutes":30,"threads":4}
//! {"event":"note","interview":{"step":"answered","session":"x7k2mp","thread":1,"way":"opener","question":"interview-designs/rate-limiter","kind":"prompt","level":"senior","topic":"performance","text":"…","ms":93000}}
//! {"event":"note","interview":{"step":"sure","session":"x7k2mp","question":"interview-designs/rate-limiter","confidence":3}}
//! {"event":"note","interview":{"step":"debriefed","session":"x7k2mp","question":"interview-designs/rate-limiter","of":4,"essential":[0,1],"ticked":[0,1,2],"borne_out":[0,1],"passed":true,"share":0.75}}
//! {"event":"note","interview":{"step":"rated","session":"x7k2mp","thread":1,"correct":3,"deep":2,"trade_offs":2,"clear":4}}
//! {"event":"interview-end","session":"x7k2mp","outcome":"debriefed"}
//! ```

use serde::{Deserialize, Serialize};

/// How an interview began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewStart {
    /// Its name, which everything that belongs to it repeats.
    pub session: String,
    /// The level it was held at, by name.
    pub level: String,
    /// The minutes planned.
    pub minutes: u32,
    /// The threads planned.
    pub threads: u32,
    #[serde(flatten)]
    pub scope: InterviewScope,
}

/// What an interview may ask about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewScope {
    /// The topics; all where it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// The tags; all where it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl InterviewScope {
    /// Whether a question with this topic and these tags is in it.
    pub fn takes(&self, topic: &str, tags: &[String]) -> bool {
        (self.topics.is_empty() || self.topics.iter().any(|known| known == topic))
            && (self.tags.is_empty() || self.tags.iter().any(|tag| tags.contains(tag)))
    }

    /// It in words, such as ` on streams, io`; empty if it takes everything.
    pub fn on(&self) -> String {
        let names: Vec<&str> = self
            .topics
            .iter()
            .chain(&self.tags)
            .map(String::as_str)
            .collect();
        if names.is_empty() {
            String::new()
        } else {
            format!(" on {}", names.join(", "))
        }
    }
}

/// How a question followed from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// It opened a thread.
    Opener,
    /// The previous answer was good: the same subject, deeper.
    Deeper,
    /// The previous answer was not: the same topic from another angle.
    Sideways,
}

/// Where a question comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AskedKind {
    /// A prompt that is asked in interviews only.
    Prompt,
    /// A card that had been studied.
    Studied,
    /// A card never answered before.
    Unmet,
}

/// A question that was answered or given up. It repeats level and topic, since decks change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewAnswer {
    pub session: String,
    pub thread: u32,
    /// How it came to be asked.
    pub way: Way,
    /// The prompt or card, by its full id.
    pub question: String,
    /// Which of a prompt's deeper questions, from 1; 0 for the prompt itself and for cards.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub probe: u32,
    /// Where it comes from.
    pub kind: AskedKind,
    /// Its level then, by name.
    pub level: String,
    /// Its topic then.
    pub topic: String,
    /// What was typed; after a spoken answer its summary.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Milliseconds from the question to the end of the answer, pauses left out.
    pub ms: u64,
    /// Milliseconds after which a spoken answer ended and its summary began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_ms: Option<u64>,
    /// Whether it was given up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub given_up: bool,
    /// Whether the interview ended in the middle of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unfinished: bool,
}

/// How sure the learner was of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewSure {
    pub session: String,
    /// The prompt or card.
    pub question: String,
    /// As in [`InterviewAnswer::probe`].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub probe: u32,
    /// From 1, a guess, to 4, certain.
    pub confidence: u8,
}

/// The result of debriefing an answer. Points are indexes as the debrief showed them: those of the
/// deck; of a bug, its line goes before them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InterviewDebriefed {
    pub session: String,
    /// The prompt or card.
    pub question: String,
    /// As in [`InterviewAnswer::probe`].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub probe: u32,
    /// How many points there were; 0 where the program marked the answer.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub of: u32,
    /// The essential ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub essential: Vec<u32>,
    /// Those that the learner ticked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ticked: Vec<u32>,
    /// Those ticked that the typed text mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub borne_out: Vec<u32>,
    /// The parts of a story that were in it: situation, task, action, result, from 0. `None` if no
    /// story was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub star: Option<Vec<u32>>,
    /// Whether the answer counts as known.
    pub passed: bool,
    /// The share that was right, 0 to 1.
    pub share: f32,
}

impl InterviewDebriefed {
    /// Whether the program marked it, not the learner.
    pub const fn by_program(&self) -> bool {
        self.of == 0
    }

    /// Whether the typed text alone is enough to pass.
    pub fn passes_on_evidence(&self) -> bool {
        if self.by_program() {
            return self.passed;
        }
        let borne = |point: &u32| self.borne_out.contains(point);
        self.passed && !self.borne_out.is_empty() && self.essential.iter().all(borne)
    }
}

/// What the learner thought of a thread, each from 1 to 4; `None` where it was not rated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewRated {
    pub session: String,
    pub thread: u32,
    /// Was it right?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correct: Option<u8>,
    /// Did it say why?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deep: Option<u8>,
    /// Were alternatives weighed?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade_offs: Option<u8>,
    /// Could it be followed?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clear: Option<u8>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "lowercase")]
pub enum InterviewNote {
    /// A question was answered or given up.
    Answered(InterviewAnswer),
    /// How sure the learner was.
    Sure(InterviewSure),
    /// The points of an answer were ticked.
    Debriefed(InterviewDebriefed),
    /// A thread was rated.
    Rated(InterviewRated),
}

/// How an interview ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Every answer was debriefed.
    Debriefed,
    /// The learner declined the debrief.
    Discarded,
    /// Nothing was answered.
    Empty,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewEnd {
    pub session: String,
    pub outcome: Outcome,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn debriefed(essential: &[u32], ticked: &[u32], borne_out: &[u32]) -> InterviewDebriefed {
        InterviewDebriefed {
            session: "a".into(),
            question: "d/c".into(),
            probe: 0,
            of: 3,
            essential: essential.into(),
            ticked: ticked.into(),
            borne_out: borne_out.into(),
            star: Some(vec![0, 3]),
            passed: essential.iter().all(|point| ticked.contains(point)),
            share: ticked.len() as f32 / 3.0,
        }
    }

    #[test]
    fn a_tick_without_matching_text_is_not_evidence() {
        assert!(debriefed(&[0], &[0, 1], &[0]).passes_on_evidence());
        assert!(!debriefed(&[0], &[0, 1], &[1]).passes_on_evidence());
        assert!(!debriefed(&[0], &[1], &[0]).passes_on_evidence());
        assert!(!debriefed(&[], &[1], &[]).passes_on_evidence());
    }
}
