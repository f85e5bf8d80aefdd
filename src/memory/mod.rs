//! How memory is modelled: grades, study days, FSRS-6 and the interval it gives, fitting it.
//!
//! Everything is in whole study days; no clock is read here.

mod evidence;
mod fit;
mod formulas;
mod grade;
mod hash;
mod parameters;
mod retention;
mod scheduler;
mod stability_bias;
mod study_day;

pub use evidence::{Accuracy, Evidence};
pub use fit::{CannotFit, Fit, FitProgress};
pub use formulas::{Formulas, FourMemories};
pub use grade::Grade;
pub use hash::stable_hash;
pub use parameters::{InvalidParameters, Parameters};
pub use retention::{RetentionByWeight, Stage};
pub use scheduler::{Memory, Retention, RetentionOutOfRange, Scheduler, Scheduling};
pub use stability_bias::StabilityBias;
pub use study_day::StudyDay;
