//! What the days after a goal's day ask for.

use super::days_ahead::DayAhead;
use super::queue::Plan;
use crate::history::{Rules, Schedule};
use crate::memory::{Grade, StudyDay};

/// The days after one that a goal plans: so many, or to the end of what is planned after its date. Each is planned
/// by `plan_on` from the schedule that there is where all cards of the days before it were answered Good.
pub fn days_after_goal_day<'a>(
    first: &Plan<'a>,
    schedule: &Schedule,
    rules: &Rules<'_>,
    today: StudyDay,
    count: u32,
    plan_on: impl Fn(&Schedule, StudyDay) -> Plan<'a>,
) -> Vec<DayAhead> {
    let mut schedule = schedule.clone();
    let mut asked = first.tasks.clone();
    let mut days = Vec::new();
    for after in 1..=count {
        let day = today.plus(after);
        for task in asked {
            let card = task.card.id.as_str();
            schedule.suppose(card, Grade::Good, day.minus(1), rules);
        }
        let plan = plan_on(&schedule, day);
        days.extend(&plan.days);
        if !plan.by_goal {
            break;
        }
        asked = plan.tasks;
    }
    days
}
