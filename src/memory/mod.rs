//! How memory is modelled: grades, study days, FSRS-6 and the interval it gives, fitting it.
//!
//! Everything is in whole study days; no clock is read here.

mod evidence;
mod fit;
mod forgetting;
mod formulas;
mod grade;
mod hash;
mod known_before;
mod odds_shift;
mod parameters;
mod retention;
mod scheduler;
mod study_day;

pub use evidence::{Accuracy, Evidence};
pub use fit::{CannotFit, Fit, FitProgress};
pub use forgetting::{Curve, Expected, Forgetting, OwnFactor};
pub use formulas::{Formulas, FourMemories, Memory};
pub use grade::Grade;
pub use hash::stable_hash;
pub use known_before::{LASTING, lasting, usual_lasting};
pub use odds_shift::{OddsShift, shifted};
pub use parameters::{InvalidParameters, Parameters};
pub use retention::{Retention, RetentionByWeight, RetentionOutOfRange, Stage};
pub use scheduler::{Scheduler, Scheduling};
pub use study_day::StudyDay;
