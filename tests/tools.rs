//! Programs that only some machines have.

use std::io::Write as _;
use std::process::Command;

/// Whether a program is installed.
pub(crate) fn has(program: &str, checks: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {program} >/dev/null")])
        .status();
    if found.is_ok_and(|status| status.success()) {
        return true;
    }
    not_checked(checks, &format!("`{program}` is not installed"));
    false
}

/// Prints what this machine cannot check on the real standard error, bypassing the test harness; if `CI` is set, the test
/// fails.
pub(crate) fn not_checked(checks: &str, why: &str) {
    let message = format!("NOT CHECKED: {checks}, because {why}\n");
    let _ = std::io::stderr().write_all(message.as_bytes());
    assert!(std::env::var_os("CI").is_none(), "{message}");
}
