//! How memory is modelled: grades, study days, FSRS-6 and the interval it gives, fitting it.
//!
//! Everything is in whole study days; no clock is read here.

mod curve;
mod evidence;
mod fit;
mod formulas;
mod grade;
mod hash;
mod odds_shift;
mod parameters;
mod retention;
mod scheduler;
mod stability_bias;
mod study_day;

pub use curve::{Curve, CurveOdds};
pub use evidence::{Accuracy, Evidence};
pub use fit::{CannotFit, Fit, FitProgress};
pub use formulas::{Formulas, FourMemories, Memory};
pub use grade::Grade;
pub use hash::stable_hash;
pub use odds_shift::{OddsShift, shifted};
pub use parameters::{InvalidParameters, Parameters};
pub use retention::{Retention, RetentionByWeight, RetentionOutOfRange, Stage};
pub use scheduler::{Scheduler, Scheduling};
pub use stability_bias::StabilityBias;
pub use study_day::StudyDay;
