//! One file with everything: `export --archive` and `import --archive`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::json;

use crate::home::{Home, text};
use crate::remote::{events, learner, refused, shown};
use crate::tools;

const FILE: &str = "backup.zip";

/// A home with answers, two decks, prompts, a report and settings.
fn full() -> Home {
    let home = learner();
    home.write("data/decks/more.md", "# More {#more}\n\n## Q? {#q}\n\nA.\n");
    home.write("data/decks/interview/mine.md", "# Mine {#mine}\n");
    home.write("data/reports/2026-11-20-a-b.md", "- card: `a/b`\n");
    home.write("config/config.toml", "# mine\nminutes_per_day = 30\n");
    home.ok(&["review", "mine/c0", "good"]);
    home.ok(&["review", "mine/c1", "again"]);
    home.ok(&["suspend", "mine/c2"]);
    home
}

/// An archive of a home, copied into another one.
fn moved(from: &Home, to: &Home) {
    let path = to.path(FILE);
    from.ok(&["export", "--archive", &path.to_string_lossy()]);
}

/// Every file of the data and the settings with its bytes, except derived ones.
fn kept(home: &Home) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![home.path("data"), home.path("config")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if !path.ends_with("schedule.json") {
                let name = path.strip_prefix(home.path("")).expect("inside");
                let bytes = fs::read(&path).expect("a file");
                found.push((name.to_string_lossy().into_owned(), bytes));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn folders_in_folders_are_carried_as_they_are() {
    let (one, two) = (full(), Home::new());
    for (file, id) in [
        ("backend/deep/a.MD", "a"),
        ("backend/ü b.md", "b"),
        ("c.markdown", "c"),
    ] {
        let deck = format!("# {id} {{#{id}}}\n\n## Q? {{#q}}\n\nA.\n");
        one.write(&format!("data/decks/{file}"), &deck);
        one.ok(&["review", &format!("{id}/q"), "good"]);
    }
    one.write("data/decks/interview/sub/p.md", "# P {#p}\n");
    moved(&one, &two);
    two.ok(&["import", "--archive", FILE]);
    assert_eq!(kept(&one), kept(&two));
    assert_eq!(shown(&one), shown(&two));
    let backend = two.json(&["cards", "backend/", "--json"]);
    assert_eq!(backend.as_array().map(Vec::len), Some(2));
}

#[test]
fn an_empty_home_gets_everything_and_shows_the_same() {
    let (one, two) = (full(), Home::new());
    moved(&one, &two);
    let mode = fs::metadata(two.path(FILE))
        .expect("an archive")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let printed = two.ok(&["import", "--archive", FILE]);
    assert!(printed.contains("Answers   3 events new"), "{printed}");
    assert!(printed.contains("taken over"), "{printed}");
    assert_eq!(kept(&two), kept(&one));
    assert_eq!(shown(&two), shown(&one));
    // Equal content, equal bytes.
    let first = fs::read(two.path(FILE)).expect("an archive");
    fs::remove_file(two.path(FILE)).expect("removed");
    two.ok(&["export", "--archive", FILE]);
    assert_eq!(fs::read(two.path(FILE)).expect("an archive"), first);
}

#[test]
fn a_used_home_keeps_what_it_has_and_a_second_time_changes_nothing() {
    let (one, two) = (full(), learner());
    moved(&one, &two);
    two.write(
        "data/decks/more.md",
        "# More {#more}\n\n## Q? {#q}\n\nMine.\n",
    );
    two.write("config/config.toml", "minutes_per_day = 45\n");
    two.ok(&["review", "mine/c3", "good"]);
    let before = kept(&two);
    let foreseen = two.json(&["import", "--archive", FILE, "--dry-run", "--json"]);
    assert_eq!(kept(&two), before);
    let mut done = two.json(&["import", "--archive", FILE, "--json"]);
    assert_eq!(done["events"], 3);
    let beside = json!([{"file": "decks/more.md", "other": "decks/more.md.other", "known": false}]);
    assert_eq!(done["beside"], beside);
    assert_eq!(done["settings"], "stay");
    let difference = json!([{"name": "minutes_per_day", "here": "45", "archive": "30"}]);
    assert_eq!(done["differences"], difference);
    // The dry run announced what was then done.
    done["dry_run"] = json!(true);
    assert_eq!(done, foreseen);
    for (name, bytes) in &before {
        assert_eq!(&fs::read(two.path(name)).expect("a file"), bytes, "{name}");
    }
    assert_eq!(events(&two).len(), 4);
    let after = kept(&two);
    let printed = two.ok(&["import", "--archive", FILE]);
    assert!(printed.contains("nothing changed"), "{printed}");
    assert_eq!(kept(&two), after);
}

#[test]
fn this_devices_own_lost_lines_come_back_at_the_end_of_its_journal() {
    let one = full();
    moved(&one, &one);
    let journals = kept(&one);
    let (name, whole) = journals
        .iter()
        .find(|(name, _)| name.contains("reviews/"))
        .expect("a journal");
    let end = whole
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a line")
        + 1;
    fs::write(one.path(name), &whole[..end]).expect("cut");
    one.ok(&["import", "--archive", FILE]);
    let after = fs::read(one.path(name)).expect("a journal");
    assert!(after.starts_with(&whole[..end]));
    assert_eq!(events(&one).len(), 3);
}

#[test]
fn a_damaged_archive_is_refused_before_anything_is_written() {
    let (one, two) = (full(), learner());
    moved(&one, &two);
    let whole = fs::read(two.path(FILE)).expect("an archive");
    let before = kept(&two);
    // Every cut is tried in a unit test; here some are, with the whole program.
    for cut in [0, 1, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        fs::write(two.path(FILE), &whole[..cut]).expect("cut");
        let printed = refused(&two, &["import", "--archive", FILE]);
        assert!(printed.contains("cannot be imported"), "{printed}");
        assert!(printed.contains("nothing was changed"), "{printed}");
        assert_eq!(kept(&two), before, "cut at {cut}");
    }
    let mut flipped = whole.clone();
    // In the packed bytes of the list; elsewhere a bit may not matter.
    flipped[60] ^= 1;
    fs::write(two.path(FILE), &flipped).expect("written");
    refused(&two, &["import", "--archive", FILE]);
    assert_eq!(kept(&two), before);
    let printed = refused(&two, &["import", "--archive", "nowhere.zip"]);
    assert!(printed.contains("nowhere.zip"), "{printed}");
}

#[test]
fn no_archive_writes_out_of_the_home() {
    if !tools::has("python3", "archives made to do harm") {
        return;
    }
    let home = learner();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let script = |entries: &str| {
        let text = format!(
            "import zipfile, json, zlib, sys\nz = zipfile.ZipFile('bad.zip', 'w')\nfiles = []\n\
             def add(name, data, mode=0o100600):\n    i = zipfile.ZipInfo(name)\n    i.external_attr = mode << 16\n    z.writestr(i, data)\n    \
             files.append({{'name': name, 'bytes': len(data), 'crc': '%08x' % zlib.crc32(data)}})\n\
             {entries}\nz.writestr('nodequiz.json', json.dumps({{'archive': 1, 'program': 'x', 'files': files}}))\nz.close()\n"
        );
        let done = Command::new("python3")
            .args(["-c", &text])
            .current_dir(home.path(""))
            .output()
            .expect("python3 starts");
        assert!(done.status.success(), "{}", text_of(&done.stderr));
    };
    let outside = elsewhere.path().join("x.md");
    let cases = [
        (
            "add('decks/../../../x.md', b'x')".to_owned(),
            "decks/../../../x.md",
        ),
        (
            format!("add({:?}, b'x')", outside.to_string_lossy()),
            "x.md",
        ),
        (
            "add('decks\\\\..\\\\x.md', b'x')".to_owned(),
            "leads out of your folders",
        ),
        (
            format!(
                "add('decks/in', b'{}', 0o120777)\nadd('decks/in/x.md', b'x')",
                elsewhere.path().display()
            ),
            "decks/in",
        ),
    ];
    let before = kept(&home);
    for (entries, named) in cases {
        script(&format!("add('decks/good.md', b'x')\n{entries}"));
        let printed = refused(&home, &["import", "--archive", "bad.zip"]);
        assert!(printed.contains(named), "{named}: {printed}");
        assert_eq!(kept(&home), before);
    }
    // An existing link does not lead an archive out of the home either.
    std::os::unix::fs::symlink(elsewhere.path(), home.path("data/decks/in")).expect("a link");
    script("add('decks/in/x.md', b'x')");
    let printed = refused(&home, &["import", "--archive", "bad.zip"]);
    assert!(
        printed.contains("a folder on the way is a link"),
        "{printed}"
    );
    // Files that don't belong there are named and left out; so are files that are not in the list.
    script("add('schedule.json', b'{}')\nadd('.bashrc', b'x')\nz.writestr('__MACOSX/x', b'x')");
    let done = home.json(&["import", "--archive", "bad.zip", "--json"]);
    assert_eq!(done["left_out"], json!([".bashrc", "schedule.json"]));
    assert_eq!(done["unlisted"], json!(["__MACOSX/x"]));
    let printed = home.ok(&["import", "--archive", "bad.zip"]);
    assert!(
        printed.contains("put into the archive after") && printed.contains("__MACOSX/x"),
        "{printed}"
    );
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
    fs::remove_file(home.path("data/decks/in")).expect("removed");
    assert_eq!(kept(&home), before);
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_stranger_opens_the_archive_with_what_is_at_hand() {
    if !tools::has("unzip", "the archive in another program's eyes") {
        return;
    }
    let home = full();
    home.ok(&["export", "--archive", FILE]);
    let unzip = |args: &[&str]| {
        let output = Command::new("unzip")
            .args(args)
            .current_dir(home.path(""))
            .output()
            .expect("unzip starts");
        assert!(output.status.success(), "{}", text_of(&output.stderr));
        text_of(&output.stdout)
    };
    let tested = unzip(&["-t", FILE]);
    assert!(tested.contains("No errors detected"), "{tested}");
    let deck = unzip(&["-p", FILE, "decks/more.md"]);
    assert_eq!(deck, "# More {#more}\n\n## Q? {#q}\n\nA.\n");
    let list = unzip(&["-p", FILE, "nodequiz.json"]);
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list["archive"], 1);
    assert_eq!(list["files"].as_array().map(Vec::len), Some(6));
}

#[test]
fn a_file_is_never_replaced_unasked_and_without_an_archive_it_is_wrong_usage() {
    let home = full();
    home.write("mine.zip", "precious");
    home.write("data/decks/imported/mine.notes.json", "{}");
    home.write("data/decks/pictures/a.png", "picture");
    let printed = refused(&home, &["export", "--archive", "mine.zip"]);
    assert!(
        printed.contains("exists already") && printed.contains("--force"),
        "{printed}"
    );
    assert_eq!(
        fs::read_to_string(home.path("mine.zip")).expect("a file"),
        "precious"
    );
    let done = home.json(&["export", "--archive", "mine.zip", "--force", "--json"]);
    assert_eq!((&done["events"], &done["decks"]), (&json!(3), &json!(3)));
    let refused_empty = refused(&Home::new(), &["export", "--archive", FILE]);
    assert!(
        refused_empty.contains("nothing to export"),
        "{refused_empty}"
    );
    for command in ["export", "import"] {
        let output = home.run(&[command]);
        assert_eq!(output.status.code(), Some(2));
        let printed = text(&output.stderr);
        assert!(
            printed.contains(&format!("nodequiz {command} --archive FILE")),
            "{printed}"
        );
    }
}
