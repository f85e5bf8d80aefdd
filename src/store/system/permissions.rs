//! Who besides the owner can access the files of a home.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::store::home::Home;
use crate::wording::health::OpenPath;

/// The permission bits of the group and all others.
const OTHERS: u32 = 0o077;

/// The files and folders of a home that are open to others than their owner, in the order of their
/// paths. The files of git in the data folder are skipped.
pub(in crate::store) fn open_paths(home: &Home) -> Vec<OpenPath> {
    let mut found = Vec::new();
    let config = home.settings().parent().map(Path::to_owned);
    let roots = [
        Some(home.data().to_owned()),
        Some(home.state().to_owned()),
        config,
    ];
    for root in roots.into_iter().flatten() {
        search(&root, let_through(&root), &mut found);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Gives a file or folder these permissions.
pub fn close_to_others(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

fn search(path: &Path, through: u32, found: &mut Vec<OpenPath>) {
    // A link leads to files that are elsewhere deliberately.
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return;
    };
    if metadata.is_symlink() {
        return;
    }
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & OTHERS != 0 {
        found.push(OpenPath {
            path: path.to_owned(),
            mode,
            reachable: classes(mode) & through != 0,
        });
    }
    if metadata.is_dir() && path.file_name().is_none_or(|name| name != ".git") {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        for entry in entries {
            search(&entry.path(), through & passes(mode), found);
        }
    }
}

/// Which of group (2) and others (1) can pass through the folders above a path.
fn let_through(path: &Path) -> u32 {
    let above: Vec<PathBuf> = path.ancestors().skip(1).map(Path::to_owned).collect();
    above.iter().fold(0b11, |through, folder| {
        let mode = fs::metadata(folder).map_or(0o777, |metadata| metadata.permissions().mode());
        through & passes(mode)
    })
}

/// The classes that may go through a folder.
const fn passes(mode: u32) -> u32 {
    (mode >> 3 & 1) << 1 | (mode & 1)
}

/// The classes that may read or write.
const fn classes(mode: u32) -> u32 {
    let group = mode >> 3 & 0o6 != 0;
    let others = mode & 0o6 != 0;
    (group as u32) << 1 | others as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_closed_folder_holds_is_out_of_reach() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        fs::create_dir_all(home.reviews()).expect("a folder");
        let file = home.reviews().join("2026-11.jsonl");
        fs::write(&file, "").expect("a file");
        let set = |path: &Path, mode| close_to_others(path, mode).expect("permissions");
        set(folder.path(), 0o755);
        set(home.data(), 0o700);
        set(&home.reviews(), 0o700);
        set(&file, 0o644);
        let found = open_paths(&home);
        assert_eq!(found.len(), 1);
        assert!(found[0].path == file && !found[0].reachable);
        set(home.data(), 0o711);
        set(&home.reviews(), 0o711);
        let found = open_paths(&home);
        let reachable: Vec<&Path> = found
            .iter()
            .filter(|open| open.reachable)
            .map(|open| open.path.as_path())
            .collect();
        assert_eq!(reachable, [file.as_path()], "{found:?}");
        set(home.data(), 0o700);
        set(&home.reviews(), 0o700);
        set(&file, 0o600);
        assert_eq!(open_paths(&home), []);
    }
}
