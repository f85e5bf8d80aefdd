//! `nodequiz completions`: completion scripts for shells.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};

/// Print a completion script for a shell.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz completions bash > ~/.local/share/bash-completion/completions/nodequiz
  nodequiz completions zsh > ~/.zfunc/_nodequiz
  nodequiz completions fish > ~/.config/fish/completions/nodequiz.fish")]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

impl CompletionsArgs {
    /// Runs the command. `command` is the whole command line.
    pub fn run(self, context: &mut Context, mut command: Command) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "nodequiz", &mut script);
        context.output.raw(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Done)
    }
}
