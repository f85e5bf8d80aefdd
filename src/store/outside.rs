//! Files that the learner asked for, wherever they want them.

use std::io;
use std::path::Path;

/// Writes a file in one step. One that is there is an error of the kind `AlreadyExists`, unless it is
/// to be replaced.
pub fn write_outside(path: &Path, text: &str, replace: bool) -> io::Result<()> {
    // A bare name is one in the folder where the learner is.
    let path = std::path::absolute(path)?;
    if replace {
        super::private::replace(&path, text.as_bytes())
    } else {
        super::private::create(&path, text.as_bytes())
    }
}

/// Why a file could not be written later on, as far as that can be told now.
pub fn may_write_outside(path: &Path, replace: bool) -> io::Result<()> {
    let path = std::path::absolute(path)?;
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !replace && path.try_exists()? {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    match path.parent() {
        Some(folder) if !folder.is_dir() => Err(io::ErrorKind::NotFound.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_replaced_that_was_not_to_be() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.md");
        may_write_outside(&path, false).expect("free");
        write_outside(&path, "one", false).expect("written");
        let kind = |result: io::Result<()>| result.expect_err("refused").kind();
        let exists = io::ErrorKind::AlreadyExists;
        assert_eq!(kind(may_write_outside(&path, false)), exists);
        assert_eq!(kind(write_outside(&path, "two", false)), exists);
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), "one");
        may_write_outside(&path, true).expect("to be replaced");
        write_outside(&path, "two", true).expect("replaced");
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), "two");
        let nowhere = folder.path().join("no/where.md");
        assert_eq!(
            kind(may_write_outside(&nowhere, true)),
            io::ErrorKind::NotFound
        );
        assert_eq!(
            kind(may_write_outside(folder.path(), true)),
            io::ErrorKind::IsADirectory
        );
    }
}
