//! The result of a fit, and what it means for the days to come.

use serde::Serialize;

use super::workload::DailyWorkload;
use crate::history::Fitted;
use crate::memory::{Fit, Parameters, Retention, StudyDay};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FitOutcome {
    /// They are better, and are in use now.
    Kept,
    /// They are better, but only a preview was requested.
    Better,
    /// Those in use are as good.
    AsGood,
}

/// The same cards at the same retention, with the parameters before and after.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FitChange {
    /// With the parameters that were in use.
    pub before: DailyWorkload,
    /// With the new ones.
    pub after: DailyWorkload,
}

/// A fit with its outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitReport<'a> {
    /// Today.
    pub day: StudyDay,
    /// The result.
    pub fit: &'a Fit,
    pub outcome: FitOutcome,
    /// How many of the tested answers the parameters in use had been fitted to.
    pub seen: usize,
    /// The desired retention.
    pub retention: Retention,
    /// What it changes; none if nothing.
    pub change: Option<FitChange>,
}

/// The parameters in use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InUse {
    /// Since when, and from how many answers; none for the default parameters.
    pub fitted: Option<Fitted>,
    /// Their numbers.
    pub parameters: Parameters,
    /// How many answers there are to learn from now.
    pub answers: usize,
}

impl InUse {
    /// How many answers there should be before another fit.
    pub fn again_at(&self) -> usize {
        let fitted_to = self.fitted.map_or(0, |fitted| fitted.answers);
        usize::try_from(fitted_to.saturating_mul(2))
            .unwrap_or(usize::MAX)
            .max(Fit::LEAST)
    }

    /// Of the latest `tested` answers, how many these parameters were fitted to.
    pub fn seen(&self, tested: usize) -> usize {
        let fitted_to = self.fitted.map_or(0, |fitted| fitted.answers);
        usize::try_from(fitted_to)
            .unwrap_or(usize::MAX)
            .saturating_sub(self.answers.saturating_sub(tested))
            .min(tested)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::RecordId;

    fn in_use(fitted_to: Option<u64>, answers: usize) -> InUse {
        let fitted = fitted_to.map(|answers| Fitted {
            record: RecordId::from_bits(1),
            day: "2026-11-20".parse().expect("a day"),
            parameters: Parameters::default(),
            answers,
        });
        InUse {
            fitted,
            parameters: Parameters::default(),
            answers,
        }
    }

    #[test]
    fn parameters_have_seen_what_they_were_fitted_to() {
        assert_eq!(in_use(None, 2000).seen(1000), 0);
        assert_eq!(in_use(Some(1000), 2000).seen(1000), 0);
        assert_eq!(in_use(Some(1500), 2000).seen(1000), 500);
        assert_eq!(in_use(Some(u64::MAX), 2000).seen(1000), 1000);
    }

    #[test]
    fn another_fit_is_worth_it_after_twice_as_many_answers() {
        assert_eq!(in_use(None, 200).again_at(), 1000);
        assert_eq!(in_use(Some(0), 200).again_at(), 1000);
        assert_eq!(in_use(Some(1500), 1600).again_at(), 3000);
    }
}
