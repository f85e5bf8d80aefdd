//! `nodequiz man`: manual pages.

use clap::{Args, Command};
use clap_mangen::Man;

use crate::app::{Context, Exit, Failure};

/// Print a manual page.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz man > nodequiz.1
  nodequiz man study | man -l -")]
pub struct ManArgs {
    /// The command; by default the page is of the whole program
    command: Option<String>,
}

impl ManArgs {
    /// Runs the command. `command` is the whole command line.
    pub fn run(self, context: &mut Context, mut command: Command) -> Result<Exit, Failure> {
        command.build();
        let page = match &self.command {
            None => command,
            Some(name) => {
                let inner = command.find_subcommand(name).cloned().ok_or_else(|| {
                    Failure::usage(format!("there is no command `{name}`"))
                        .hint("nodequiz --help lists the commands")
                })?;
                inner.bin_name(format!("nodequiz {name}"))
            }
        };
        let mut text = Vec::new();
        Man::new(page).date(RELEASED).render(&mut text)?;
        context.output.raw(&tidy(&String::from_utf8_lossy(&text)))?;
        Ok(Exit::Done)
    }
}

/// The date of this release, as manual pages show it.
const RELEASED: &str = "2026-11-20";

/// The page without breaks next to vertical space, which do nothing and which `mandoc` warns about.
fn tidy(page: &str) -> String {
    let lines: Vec<&str> = page.lines().collect();
    let is_space = |place: Option<usize>| {
        place
            .and_then(|place| lines.get(place))
            .is_some_and(|line| matches!(*line, "" | ".sp"))
    };
    let mut tidy = String::with_capacity(page.len());
    for (place, line) in lines.iter().enumerate() {
        let idle = *line == ".br" && (is_space(place.checked_sub(1)) || is_space(Some(place + 1)));
        if !idle {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy
}
