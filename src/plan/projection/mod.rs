//! What will be known on a goal's date: the preparation simulated to its end, many times.

mod course;
mod effort;
mod forecast;
mod run;
mod tendency;
#[cfg(test)]
mod tests;

pub use course::{Course, Spread, Terms};
pub use effort::Effort;
pub use forecast::{Forecast, TopicForecast, forecast};
pub use tendency::Tendency;
