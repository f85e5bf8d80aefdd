//! `nodequiz completions`: completion scripts for shells.

use clap::Args;
use clap_complete::Shell;
use clap_complete::env::Shells;

use crate::app::complete::VARIABLE;
use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};

/// Print a completion script for a shell: it asks nodequiz for the names of decks, cards, topics and settings.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz completions bash > ~/.local/share/bash-completion/completions/nodequiz
  nodequiz completions zsh > ~/.zfunc/_nodequiz
  nodequiz completions fish > ~/.config/fish/completions/nodequiz.fish
  nodequiz completions powershell >> $PROFILE")]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

impl CompletionsArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        let shell = self.shell.to_string();
        let shells = Shells::builtins();
        let completer = shells
            .completer(&shell)
            .ok_or_else(|| Failure::failed(format!("there is no completion for {shell}")))?;
        completer.write_registration(VARIABLE, "nodequiz", "nodequiz", "nodequiz", &mut script)?;
        context.output.raw(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Done)
    }
}
