//! Addresses of remotes, and how ssh is kept from asking.

use std::path::Path;

use crate::store::program::Program;

/// The address for git: a local path is made absolute, because git runs in another folder. `None`
/// if it is not an address.
#[must_use]
pub fn address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.starts_with('-') || typed.chars().any(char::is_control) {
        return None;
    }
    if !is_path(typed) {
        return Some(typed.to_owned());
    }
    let path = std::path::absolute(Path::new(typed)).ok()?;
    path.to_str().map(str::to_owned)
}

/// Whether an address is a path: git treats a colon before the first slash as the end of a host
/// name, and on Windows one after a drive's letter as part of a path.
fn is_path(address: &str) -> bool {
    let host = address.split('/').next().unwrap_or_default();
    Path::new(address).is_absolute() || !address.contains("://") && !host.contains(':')
}

/// The address without its password, for display.
#[must_use]
pub(in crate::store) fn shown(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let (host, path) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    match host.rsplit_once('@') {
        Some((user, host)) => {
            let user = match user.split_once(':') {
                Some((name, _)) => format!("{name}:…"),
                // A token alone is a secret, too; a user name alone is not.
                None if scheme.starts_with("http") => "…".to_owned(),
                None => user.to_owned(),
            };
            format!("{scheme}://{user}@{host}{path}")
        }
        None => address.to_owned(),
    }
}

/// Options that make ssh fail instead of asking or waiting.
const QUIET: &str = "-o BatchMode=yes -o ConnectTimeout=15";

/// An ssh command that never asks. Commands other than `ssh` are left alone: they may not know the
/// options.
pub(super) fn quiet_ssh(command: &str) -> String {
    let command = command.trim();
    let Some(program) = Program::parse(command).filter(|program| program.base() == "ssh") else {
        return command.to_owned();
    };
    // For ssh, the first value of an option counts.
    match command.strip_prefix(&program.name) {
        Some(rest) => format!("{} {QUIET}{rest}", program.name),
        None => format!("{command} {QUIET}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_made_absolute_and_any_other_address_stays() {
        let here = std::env::current_dir().expect("a folder");
        let inside = |name: &str| here.join(name).to_string_lossy().into_owned();
        let cases = [
            ("../data.git", Some(inside("../data.git"))),
            (" data.git ", Some(inside("data.git"))),
            ("/srv/data.git", Some("/srv/data.git".to_owned())),
            ("./a:b", Some(inside("./a:b"))),
            (
                "git@host:me/data.git",
                Some("git@host:me/data.git".to_owned()),
            ),
            (
                "https://host/data.git",
                Some("https://host/data.git".to_owned()),
            ),
            ("", None),
            ("--upload-pack=x", None),
            ("a\nb", None),
        ];
        for (typed, expected) in cases {
            let known = address(typed);
            let plain = |text: &str| std::path::absolute(text).expect("a path");
            match (known, expected) {
                (Some(known), Some(expected)) if is_path(&known) => {
                    assert_eq!(plain(&known), plain(&expected), "{typed}");
                }
                (known, expected) => assert_eq!(known, expected, "{typed}"),
            }
        }
    }

    #[test]
    fn no_password_is_shown() {
        let cases = [
            ("https://me:secret@host/x.git", "https://me:…@host/x.git"),
            ("https://token@host/x.git", "https://…@host/x.git"),
            ("ssh://git@host:22/x.git", "ssh://git@host:22/x.git"),
            ("https://host/a@b.git", "https://host/a@b.git"),
            ("git@host:x.git", "git@host:x.git"),
        ];
        for (address, expected) in cases {
            assert_eq!(shown(address), expected);
        }
    }

    #[test]
    fn ssh_never_prompts_and_keeps_the_learners_options() {
        let cases = [
            ("ssh", "ssh -o BatchMode=yes -o ConnectTimeout=15"),
            (
                "/usr/bin/ssh -i ~/.ssh/key -o BatchMode=no",
                "/usr/bin/ssh -o BatchMode=yes -o ConnectTimeout=15 -i ~/.ssh/key -o BatchMode=no",
            ),
            (
                "'/my apps/ssh' -4",
                "'/my apps/ssh' -4 -o BatchMode=yes -o ConnectTimeout=15",
            ),
            ("plink -batch", "plink -batch"),
            ("my-ssh-wrapper", "my-ssh-wrapper"),
        ];
        for (command, expected) in cases {
            assert_eq!(quiet_ssh(command), expected);
        }
    }
}
