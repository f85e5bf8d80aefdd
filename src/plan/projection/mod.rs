//! What will be known on a goal's date: the preparation is simulated to its end, many times.

mod run;
mod setup;
#[cfg(test)]
mod tests;

pub use run::{Forecast, TopicForecast, forecast};
pub use setup::{Projection, ProjectionTerms, StudyEffort, Uncertainty};
