//! Pictures beside the learner's decks.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::home::Home;
use super::private;
use crate::exchange::{Picture, decoded_address};

/// Larger files are not read.
const LARGEST: u64 = 32 << 20;

/// The picture that a card in this file names (`decks/io/streams.md`, `pictures/pipe.png`), if it is a file in the folder of the
/// decks.
pub fn picture_beside(home: &Home, deck: &str, address: &str) -> Option<Vec<u8>> {
    let folder = Path::new(deck.strip_prefix("decks/")?).parent()?;
    let decks = fs::canonicalize(home.decks()).ok()?;
    let found = [address.to_owned(), decoded_address(address)].into_iter();
    let path = found
        .filter(|address| !address.is_empty())
        .find_map(|address| fs::canonicalize(decks.join(folder).join(address)).ok())?;
    // An address or a link in a deck from elsewhere could lead to any file.
    let size = fs::metadata(&path)
        .ok()
        .filter(fs::Metadata::is_file)?
        .len();
    if !path.starts_with(&decks) || size > LARGEST {
        return None;
    }
    fs::read(path).ok()
}

/// Why a picture of a document is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NoPicture {
    #[error("its name does not end like that of a picture")]
    Name,
    #[error("there is no such picture")]
    Absent,
    #[error("the picture is outside of the folder that is imported")]
    Outside,
    #[error("this is not a file")]
    NoFile,
    #[error("the picture is larger than {} MB", LARGEST >> 20)]
    TooLarge,
    #[error("the picture cannot be read: {0}")]
    Unreadable(#[from] io::Error),
}

/// A picture that a document in this file names, below the folder that was brought in (`root`), or else below that of the file.
pub fn picture_of_document(root: &Path, file: &Path, address: &str) -> Result<Vec<u8>, NoPicture> {
    if !Picture::is_one(address) {
        return Err(NoPicture::Name);
    }
    let beside = file.parent().unwrap_or(Path::new(""));
    let is_vault = root.is_dir();
    let root = if is_vault { root } else { beside };
    // The parent of a plain name is the empty path.
    let here = |folder: &Path| Path::new(".").join(folder);
    let found = [address.to_owned(), decoded_address(address)];
    // Sites and vaults write addresses from their root.
    let places = found.iter().flat_map(|address| {
        let address = address.trim_start_matches('/');
        [here(beside).join(address), here(root).join(address)]
    });
    let path = places
        .into_iter()
        .find_map(|path| fs::canonicalize(path).ok());
    // A vault names a picture without the folder that it is in.
    let elsewhere = || below(root, &decoded_address(address), 0, &mut 0);
    let path = path
        .or_else(|| is_vault.then(elsewhere).flatten())
        .ok_or(NoPicture::Absent)?;
    if !path.starts_with(fs::canonicalize(here(root))?) {
        return Err(NoPicture::Outside);
    }
    let file = fs::metadata(&path)?;
    if !file.is_file() {
        return Err(NoPicture::NoFile);
    }
    if file.len() > LARGEST {
        return Err(NoPicture::TooLarge);
    }
    Ok(fs::read(&path)?)
}

/// The file of this name in a folder or in those below it. What is deep or among very many files is not found.
fn below(folder: &Path, name: &str, depth: usize, seen: &mut usize) -> Option<PathBuf> {
    const DEEPEST: usize = 8;
    const MOST: usize = 10_000;
    if name.is_empty() || name.contains(['/', '\\']) || depth > DEEPEST {
        return None;
    }
    let mut entries: Vec<_> = fs::read_dir(folder).ok()?.flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    *seen += entries.len();
    if *seen > MOST {
        return None;
    }
    let is_folder = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let hidden = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with('.');
    let here = entries
        .iter()
        .find(|entry| entry.file_name() == *name && !is_folder(entry));
    let folders = entries
        .iter()
        .filter(|entry| is_folder(entry) && !hidden(entry));
    let mut deeper = folders.filter_map(|entry| below(&entry.path(), name, depth + 1, seen));
    match here {
        Some(entry) => fs::canonicalize(entry.path()).ok(),
        None => deeper.next(),
    }
}

/// Writes a picture beside a deck file (`decks/io/streams.md`). One that is there stays as it is.
pub fn keep_picture(home: &Home, deck: &str, name: &str, bytes: &[u8]) -> io::Result<()> {
    let below = deck.strip_prefix("decks/").unwrap_or(deck);
    let folder = Path::new(below).parent().unwrap_or(Path::new(""));
    if !is_below(Path::new(name)) || !is_below(folder) {
        return Err(io::Error::other(format!("{name} leads out of the folder")));
    }
    let path = home.decks().join(folder).join(name);
    match private::save_new(&path, bytes) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        written => written,
    }
}

/// Whether a path leads nowhere but down.
fn is_below(path: &Path) -> bool {
    path.components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_read_below_the_decks_and_nowhere_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let inside = home.decks().join("io/pictures");
        fs::create_dir_all(&inside).expect("folders");
        fs::write(inside.join("a b.png"), "picture").expect("written");
        fs::write(folder.path().join("secret.png"), "secret").expect("written");
        let read = |address: &str| picture_beside(&home, "decks/io/x.md", address);
        assert_eq!(read("pictures/a%20b.png"), Some(b"picture".to_vec()));
        assert_eq!(read("../io/pictures/a%20b.png"), Some(b"picture".to_vec()));
        let secret = folder.path().join("secret.png");
        for address in [
            "../../../secret.png",
            &secret.to_string_lossy(),
            "pictures",
            "https://a.b/c.png",
            "",
        ] {
            assert_eq!(read(address), None, "{address}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&secret, inside.join("link.png")).expect("a link");
            assert_eq!(read("pictures/link.png"), None);
        }
        assert_eq!(picture_beside(&home, "built-in decks/x.md", "a.png"), None);
        keep_picture(&home, "decks/io/x.md", "pictures/new.png", b"new").expect("written");
        keep_picture(&home, "decks/io/x.md", "pictures/new.png", b"other").expect("kept");
        assert_eq!(read("pictures/new.png"), Some(b"new".to_vec()));
        assert!(keep_picture(&home, "decks/io/x.md", "../../new.png", b"new").is_err());
    }
}
