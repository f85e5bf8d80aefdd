//! Asking: how each kind of question is asked, and the study, quiz, placement and interview screens.

pub(crate) mod actions;
pub(crate) mod card_page;
pub(crate) mod dialog;
pub(crate) mod interview;
pub(crate) mod kinds;
pub(crate) mod quick_screen;
pub(crate) mod study_screen;
pub(crate) mod tool_dialog;
pub(crate) mod unsaved;
pub(crate) mod unsaved_menu;

pub use interview::Debt;
pub use interview::InterviewScreen;
pub use interview::Opening;
pub use quick_screen::QuickScreen;
pub use study_screen::StudyScreen;
