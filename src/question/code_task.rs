//! Code: write a function, a class or a module; its tests decide.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::identifiers::{identifiers, strings_after};

/// The oldest release line of Node.js whose test runner is good enough.
pub const OLDEST_NODE: u32 = 22;

/// A task, where the learner starts, the tests, and a model solution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct CodeTask {
    /// What the learner starts from.
    pub starter: Code,
    /// The tests, which import the solution from beside them.
    pub test: Code,
    /// A solution that passes them.
    pub solution: Code,
    /// How many minutes it is expected to take.
    pub minutes: u8,
    /// The permissions that its tests need.
    pub needs: Vec<Permission>,
    /// The lowest release line of Node.js that can run it.
    pub node: u32,
    /// Identifiers that a solution must not use.
    pub without: Vec<String>,
}

/// Something that code cannot do unless its card says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Permission {
    /// Sockets on this machine.
    Net,
    /// Worker threads.
    Worker,
    /// Child processes.
    Child,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 3] = [Self::Net, Self::Worker, Self::Child];

    /// The word for it in decks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Net => "net",
            Self::Worker => "worker",
            Self::Child => "child",
        }
    }

    /// The permission with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// What the learner did until the tests passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coded {
    /// How often the tests ran, from 1.
    pub runs: u32,
    /// Whether the names of the tests were looked at.
    pub hinted: bool,
}

/// How well a solution that passed was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ease {
    /// At once, in half of the expected time.
    Quick,
    /// At once, in the expected time.
    AtOnce,
    /// After several runs, with a hint, or in more than the expected time.
    Hard,
}

impl CodeTask {
    /// Whether a fence's language is one that Node.js runs.
    pub fn runs(language: &str) -> bool {
        matches!(language, "js" | "mjs" | "ts")
    }

    /// The name of the file that the learner writes.
    pub fn file(&self) -> String {
        format!("solution.{}", self.starter.language)
    }

    /// The name of the file of tests beside it.
    pub fn test_file(&self) -> String {
        format!("solution.test.{}", self.test.language)
    }

    /// The expected time in milliseconds.
    pub const fn expected_ms(&self) -> u64 {
        self.minutes as u64 * 60_000
    }

    /// How easily a solution passed after these attempts and this many milliseconds.
    pub const fn ease(&self, coded: Coded, ms: u64) -> Ease {
        if coded.hinted || coded.runs > 1 || ms > self.expected_ms() {
            Ease::Hard
        } else if ms <= self.expected_ms() / 2 {
            Ease::Quick
        } else {
            Ease::AtOnce
        }
    }

    /// The names of the tests, in their order, as far as they are written as plain strings.
    pub fn test_names(&self) -> Vec<String> {
        strings_after(&self.test.text, &["test", "it"])
    }

    /// All of the deck's code that runs with a solution, and what it may do: what the learner agrees to
    /// where they have to. It is code itself, to be read and highlighted as such.
    pub fn agreement(&self) -> String {
        let mut code = String::new();
        for needs in &self.needs {
            code.push_str(match needs {
                Permission::Net => "// It may use the network.\n",
                Permission::Worker => "// It may start worker threads.\n",
                Permission::Child => {
                    "// It may start other programs, which may do all that you may do.\n"
                }
            });
        }
        for (file, text) in [
            (self.file(), &self.starter.text),
            (self.test_file(), &self.test.text),
        ] {
            let gap = if code.is_empty() { "" } else { "\n" };
            code.push_str(&format!("{gap}// {file}\n{text}"));
        }
        code
    }

    /// The forbidden identifiers that a solution uses, each once.
    pub fn forbidden(&self, solution: &str) -> Vec<&str> {
        let used = identifiers(solution);
        let forbidden = self.without.iter().map(String::as_str);
        forbidden.filter(|name| used.contains(name)).collect()
    }
}

/// A piece of code in a question: what is in a fence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The fence's language, as written; empty when none was given.
    #[serde(borrow)]
    pub language: Cow<'static, str>,
    /// The lines between the fences, each with its newline.
    #[serde(borrow)]
    pub text: Cow<'static, str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task() -> CodeTask {
        let code = |text: &'static str| Code {
            language: "js".into(),
            text: text.into(),
        };
        CodeTask {
            starter: code("export function f() {}\n"),
            test: code(
                "import { test, it } from 'node:test';\ntest('a', () => {});\nit(\"b 'c'\", f);\n",
            ),
            solution: code("export function f() { return 1; }\n"),
            minutes: 10,
            needs: Vec::new(),
            node: OLDEST_NODE,
            without: vec!["flat".into(), "any".into()],
        }
    }

    #[test]
    fn ease_is_a_matter_of_runs_hints_and_the_expected_time() {
        let ease =
            |runs, hinted, minutes: u64| task().ease(Coded { runs, hinted }, minutes * 60_000);
        assert_eq!(ease(1, false, 5), Ease::Quick);
        assert_eq!(ease(1, false, 6), Ease::AtOnce);
        assert_eq!(ease(1, false, 10), Ease::AtOnce);
        assert_eq!(ease(1, false, 11), Ease::Hard);
        assert_eq!(ease(2, false, 1), Ease::Hard);
        assert_eq!(ease(1, true, 1), Ease::Hard);
    }

    #[test]
    fn the_names_of_tests_are_read_from_the_tests() {
        assert_eq!(task().test_names(), ["a", "b 'c'"]);
    }

    #[test]
    fn what_is_agreed_to_is_all_that_runs_with_all_that_it_may_do() {
        let text = task().agreement();
        assert!(
            text.contains("export function f() {}") && text.contains("test('a'"),
            "{text}"
        );
        assert!(!text.contains("return 1"), "the model does not run: {text}");
        let code = |text: &'static str| Code {
            language: "js".into(),
            text: text.into(),
        };
        let changed = [
            CodeTask {
                starter: code("import 'node:child_process';\n"),
                ..task()
            },
            CodeTask {
                test: code("test('a', () => {});\n"),
                ..task()
            },
            CodeTask {
                needs: vec![Permission::Child],
                ..task()
            },
            CodeTask {
                needs: vec![Permission::Net],
                ..task()
            },
        ];
        let mut texts: Vec<String> = changed.iter().map(CodeTask::agreement).collect();
        texts.push(text);
        for (at, text) in texts.iter().enumerate() {
            assert!(!texts[at + 1..].contains(text), "{text}");
        }
    }

    #[test]
    fn what_must_not_be_used_is_found_in_code_only() {
        let task = task();
        assert_eq!(
            task.forbidden("// flat\nconst a = 'any'; flatten();"),
            [""; 0]
        );
        assert_eq!(
            task.forbidden("x.flat(); Promise\n  .any([]); y.flat()"),
            ["flat", "any"]
        );
    }
}
