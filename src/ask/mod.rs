//! Asking: how each kind of question is asked, and the study, quiz, placement and interview screens.

pub(crate) mod asking;
pub(crate) mod card_page;
pub(crate) mod dialog;
pub(crate) mod interview;
pub(crate) mod key_table;
pub(crate) mod kinds;
pub(crate) mod plain;
pub(crate) mod study_screen;
#[cfg(test)]
mod tests;
pub(crate) mod tool_dialog;

pub use asking::Round;
pub use card_page::Notice;
pub use interview::{DebriefChoice, InterviewFace, InterviewIntro, InterviewScreen};
pub use plain::PlainScreen;
pub use study_screen::StudyScreen;
