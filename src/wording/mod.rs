//! Figures, days and findings in words: what more than one output says.

pub(crate) mod figures;

pub use figures::bar;
pub use figures::count;
pub use figures::day;
pub use figures::hours;
pub use figures::load;
pub use figures::minutes;
pub use figures::percent;
pub use figures::share;
