//! What a reviewer would say of interview prompts that can be used.

use std::collections::BTreeSet;

use super::diagnostic::Code;
use super::prompt::{Prompt, PromptFile};
use super::report::{Fault, Report};
use super::suggest::nearest;
use super::{Diagnostic, sort_by_place};

/// Looks through files of prompts as a reviewer would. `topics` are those of the decks: a prompt
/// of another topic is never asked when topics are chosen. Of two files with one id the second is
/// an error.
#[must_use]
pub fn check_prompts(files: &[PromptFile], topics: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, file) in files.iter().enumerate() {
        if let Some(first) = files[..at].iter().find(|other| other.id == file.id) {
            let message = format!("two files of prompts have the id `{}`", file.id);
            found.push(
                Diagnostic::error(Code::SameDeck, message)
                    .at(&file.source, 0..0, "the second")
                    .at(&first.source, 0..0, "the first")
                    .help("give one of them another id, or move its prompts into the other"),
            );
        }
        let mut report = Report::new(&file.source);
        for prompt in &file.prompts {
            check(prompt, topics, &mut report);
        }
        found.extend(report.into_found());
    }
    sort_by_place(&mut found);
    found
}

fn check(prompt: &Prompt, topics: &BTreeSet<&str>, report: &mut Report<'_>) {
    if !prompt.id_written {
        let help = format!(
            "write `{{#{}}}` behind the title, or run `nodequiz decks check --fix`; then it can be \
             reworded without losing its history",
            prompt.id.short()
        );
        report.warning(Fault {
            code: Code::MissingId,
            span: prompt.place.heading.clone(),
            message: "the id of this prompt is not written",
            label: "",
            help: &help,
        });
    }
    if !topics.contains(prompt.topic.as_str()) {
        let help = nearest(&prompt.topic, topics.iter().copied()).map_or_else(
            || "write `topic:` and the id of a deck; `nodequiz decks` lists them".to_owned(),
            |known| format!("did you mean `{known}`?"),
        );
        report.warning(Fault {
            code: Code::UnknownTopic,
            span: prompt.place.heading.clone(),
            message: &format!("no deck has the topic `{}`", prompt.topic),
            label: "",
            help: &help,
        });
    }
}
