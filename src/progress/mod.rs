//! What it adds up to: pure figures from decks and schedule, ready to be printed or drawn.

mod burden;
mod counts;

mod due;
mod fitting;
pub mod health;
mod misses;
mod overview;
mod retention;
mod standing;
mod streak;
mod workload;

pub use burden::{Burden, burden};
pub use counts::{Counts, MATURE_DAYS, Stage, stage};
pub use due::{DueNow, QueuedCard};
pub use fitting::{Change, FitReport, InUse, Verdict};
pub use misses::{Misses, misses};
pub use overview::{DeckRow, DueSoon, Overview, Today, overview};
pub use retention::{Retained, retained};
pub use standing::{CardStanding, Happened, card_history, state_words};
pub use streak::{Streak, streak};
pub use workload::{Load, workload};
