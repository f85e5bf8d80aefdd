//! Decks of others, from git repositories: taken over, brought up to date, changed, removed; and what strangers try.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use nodequiz::terminal::Key;
use rustix::process::Signal;
use serde_json::json;

use crate::home::{Home, text};
use crate::pty::End;
use crate::remote::{Remote, git, joined, refused, script_at};

const CACHING: &str = "# Caching {#caching}

## What does a TTL limit? {#ttl}

How long an entry is used.

## What does LRU drop? {#lru}

What was not used for the longest time.

## What is a stampede? {#stampede}

Many misses of one key at once.
";

/// A repository whose newest commit has these files and no others.
fn published(files: &[(&str, &str)]) -> Remote {
    let remote = Remote::new();
    publish(&remote, files);
    remote
}

fn publish(remote: &Remote, files: &[(&str, &str)]) {
    let work = remote.beside("work");
    if !work.exists() {
        fs::create_dir(&work).expect("a folder");
        git(&work, &["init", "--quiet", "--initial-branch", "main"]);
        git(&remote.path(), &["symbolic-ref", "HEAD", "refs/heads/main"]);
    }
    for entry in fs::read_dir(&work).expect("a folder").flatten() {
        let path = entry.path();
        match (entry.file_name() == ".git", path.is_dir()) {
            (true, _) => {}
            (_, true) => fs::remove_dir_all(path).expect("removed"),
            (_, false) => fs::remove_file(path).expect("removed"),
        }
    }
    for (name, text) in files {
        let path = work.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    push(remote);
}

/// Commits what is in the work tree, and pushes it.
fn push(remote: &Remote) {
    let work = remote.beside("work");
    git(&work, &["add", "--all", "--force"]);
    git(&work, &["commit", "--quiet", "--message", "decks"]);
    git(
        &work,
        &["push", "--quiet", &remote.address(), "HEAD:refs/heads/main"],
    );
}

/// A home with the decks of a repository under the name `them`.
fn with_decks(remote: &Remote) -> Home {
    let home = Home::new();
    home.ok(&["decks", "add", &remote.address(), "--name", "them"]);
    home
}

/// The names of what is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn answer(home: &Home, card: &str) -> String {
    let card = home.json(&["card", card, "--json"]);
    card["answer"].as_str().expect("a text").to_owned()
}

#[test]
fn decks_of_others_are_taken_over_listed_and_studied() {
    let remote = published(&[
        ("README.md", "# What this is\n\n## About\n\nDecks.\n"),
        ("decks/caching.md", CACHING),
        ("decks/pictures/a.png", "a picture"),
        ("docs/other.md", "# Not a deck\n\n## Not a card\n\nx\n"),
    ]);
    let home = Home::new();
    let printed = home.ok(&["decks", "add", &remote.address()]);
    assert!(printed.contains("caching: Caching: 3 cards"), "{printed}");
    assert!(
        printed.contains("nodequiz study shared/data/ asks them"),
        "{printed}"
    );
    let folder = home.path("data/decks/shared/data");
    assert_eq!(names(&folder), ["caching.md", "pictures", "shared.json"]);
    let listed = home.json(&["decks", "list", "--json"]);
    let deck = listed["decks"]
        .as_array()
        .expect("decks")
        .last()
        .expect("a deck");
    assert_eq!(deck["from"], remote.address());
    assert_eq!(deck["own"], false);
    let listed = home.ok(&["decks", "list"]);
    assert!(
        listed.contains("decks/shared/data/ comes from /"),
        "{listed}"
    );
    let mut terminal = home.terminal(&["study", "shared/data/"], (80, 24));
    terminal.see("What does a TTL limit?");
    terminal.press(" ");
    terminal.see("How long an entry is used.");
    terminal.press("3");
    terminal.see("What does LRU drop?");
    terminal.press("q");
    terminal.wait();
    assert_eq!(home.reviews(), ["caching/ttl good"]);
    home.ok(&["doctor"]);
    // Nobody is warned of what only the author can change.
    let checked = home.ok(&["decks", "check"]);
    assert!(checked.contains("0 errors, 0 warnings"), "{checked}");
    let again = refused(&home, &["decks", "add", &remote.address()]);
    assert!(
        again.contains("nodequiz decks update data brings in"),
        "{again}"
    );
}

#[test]
fn an_update_shows_what_changes_asks_and_keeps_progress() {
    let remote = published(&[("caching.md", CACHING)]);
    let home = with_decks(&remote);
    home.ok(&["review", "caching/ttl", "good"]);
    assert!(
        home.ok(&["decks", "update"])
            .contains("them is up to date.")
    );
    let newer = CACHING
        .replace(
            "How long an entry is used.",
            "For how long an entry counts.",
        )
        .replace(
            "## What is a stampede? {#stampede}",
            "## And without TTL? {#none}",
        );
    publish(
        &remote,
        &[
            ("caching.md", &newer),
            (
                "http.md",
                "# HTTP {#http-caching}\n## ETag? {#etag}\nA tag.\n",
            ),
        ],
    );
    let output = home.run(&["decks", "update"]);
    let printed = text(&output.stdout);
    for part in [
        "caching: Caching: 1 new, 1 changed, 1 removed",
        "new      caching/none",
        "changed  caching/ttl",
        "removed  caching/stampede",
        "http-caching: HTTP: 1 card",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--yes takes it over"));
    assert_eq!(answer(&home, "caching/ttl"), "How long an entry is used.");
    for (key, there) in [
        ("n", "How long an entry is used."),
        ("y", "For how long an entry counts."),
    ] {
        let mut terminal = home.terminal(&["decks", "update", "them"], (80, 24));
        terminal.see("Update them?");
        terminal.press(key);
        assert_eq!(terminal.wait(), End::Code(0));
        assert_eq!(answer(&home, "caching/ttl"), there);
    }
    assert_eq!(home.json(&["card", "caching/ttl", "--json"])["reviews"], 1);
    let done = home.json(&["decks", "update", "--json"]);
    assert_eq!(done["shared"][0]["decks"], json!([]));
}

#[test]
fn a_card_that_the_learner_edits_stays_on_top_card_by_card() {
    let remote = published(&[("caching.md", CACHING)]);
    let editor = remote.beside("editor");
    script_at(
        &editor,
        "perl -pi -e 's/How long an entry is used/Mine/' \"$1\"",
    );
    let home = with_decks(&remote).with("EDITOR", &editor.to_string_lossy());
    home.ok(&["edit", "caching/ttl"]);
    assert_eq!(answer(&home, "caching/ttl"), "Mine.");
    assert!(home.path("data/decks/caching.md").exists());
    home.ok(&[
        "add",
        "caching",
        "--question",
        "Why?",
        "--answer",
        "It is near.",
    ]);
    let newer = CACHING
        .replace("How long an entry is used.", "Theirs.")
        .replace("What was not used for the longest time.", "The oldest.");
    publish(&remote, &[("caching.md", &newer)]);
    let printed = home.ok(&["decks", "update", "--yes"]);
    assert!(
        printed.contains("changed  caching/ttl; yours stays on top"),
        "{printed}"
    );
    assert_eq!(answer(&home, "caching/ttl"), "Mine.");
    assert_eq!(answer(&home, "caching/lru"), "The oldest.");
    assert_eq!(answer(&home, "caching/why"), "It is near.");
    let listed = home.json(&["decks", "list", "--json"]);
    let decks = listed["decks"].as_array().expect("decks");
    assert_eq!(decks.last().expect("a deck")["replaced"], 1);
    let printed = home.ok(&["decks", "remove", "them", "--yes"]);
    assert!(
        printed.contains("Your own version of 1 card stays"),
        "{printed}"
    );
    assert_eq!(answer(&home, "caching/ttl"), "Mine.");
}

#[test]
fn a_card_that_the_learner_edits_keeps_its_pictures() {
    let deck =
        "# Caching {#caching}\n\n## What is TTL? {#ttl}\n\nAs ![this](pictures/a.png) shows.\n";
    let remote = published(&[
        ("sub/caching.md", deck),
        ("sub/pictures/a.png", "a picture"),
    ]);
    let editor = remote.beside("editor");
    script_at(&editor, "perl -pi -e 's/As /Mine: as /' \"$1\"");
    let browser = remote.beside("browser");
    let opened = remote.beside("opened");
    script_at(&browser, &format!("cp \"$1\" {}", opened.display()));
    let home = with_decks(&remote)
        .with("EDITOR", &editor.to_string_lossy())
        .with("BROWSER", &browser.to_string_lossy());
    home.ok(&["edit", "caching/ttl"]);
    assert!(answer(&home, "caching/ttl").starts_with("Mine: as"));
    let page = home.ok(&["export", "caching", "--format", "html"]);
    assert!(
        page.contains("data:image/png;base64,YSBwaWN0dXJl"),
        "{page}"
    );
    let mut terminal = home.terminal(&["study", "caching"], (80, 24));
    terminal.see("What is TTL?");
    terminal.press(" ");
    terminal.see("v image");
    terminal.press("v");
    terminal.see("opened");
    // The program does not wait long for a browser.
    terminal.wait_until("the picture in the browser", || {
        fs::read(&opened).is_ok_and(|bytes| bytes == b"a picture")
    });
    terminal.press("q");
    terminal.wait();
    // One beside the copy comes first.
    home.write("data/decks/pictures/a.png", "mine");
    let page = home.ok(&["export", "caching", "--format", "html"]);
    assert!(page.contains("data:image/png;base64,bWluZQ=="), "{page}");
}

#[test]
fn removed_decks_leave_their_progress_which_counts_again_when_they_come_back() {
    let remote = published(&[
        ("caching.md", CACHING),
        ("more/b.md", "# B {#b}\n## Q? {#q}\nA.\n"),
    ]);
    let home = with_decks(&remote);
    home.ok(&["review", "caching/ttl", "good"]);
    let output = home.run(&["decks", "remove", "them"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(home.path("data/decks/shared/them").exists());
    let mut terminal = home.terminal(&["decks", "remove", "them"], (80, 24));
    terminal.see("Remove `them`, 4 cards? Progress is kept.");
    terminal.press("y");
    terminal.see("Removed them, 4 cards.");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(names(&home.path("data/decks/shared")), [""; 0]);
    assert_eq!(home.reviews(), ["caching/ttl good"]);
    home.ok(&["decks", "add", &remote.address()]);
    assert_eq!(home.json(&["card", "caching/ttl", "--json"])["reviews"], 1);
    let printed = home.run(&["decks", "remove", "them", "--yes"]);
    assert!(text(&printed.stderr).contains("there are: data"));
}

#[test]
fn they_travel_with_sync_and_another_device_updates_them_too() {
    let (decks, data) = (published(&[("caching.md", CACHING)]), Remote::new());
    let one = with_decks(&decks);
    one.ok(&["sync", "init", &data.address()]);
    let two = joined(&data);
    assert_eq!(answer(&two, "caching/ttl"), "How long an entry is used.");
    publish(
        &decks,
        &[("caching.md", &CACHING.replace("used.", "valid."))],
    );
    two.ok(&["decks", "update", "--yes"]);
    two.ok(&["sync"]);
    one.ok(&["sync"]);
    assert_eq!(answer(&one, "caching/ttl"), "How long an entry is valid.");
    assert!(one.ok(&["decks", "update"]).contains("them is up to date."));
}

#[test]
fn decks_whose_ids_are_taken_are_named_and_overwrite_nothing() {
    let deck = |id: &str| format!("# Other {{#{id}}}\n## Q? {{#c0}}\nTheirs.\n");
    let home = Home::new();
    home.recall_deck(2);
    let first = published(&[("caching.md", CACHING)]);
    home.ok(&["decks", "add", &first.address(), "--name", "first"]);
    let second = published(&[
        ("a.md", &deck("runtime")),
        ("b.md", &deck("caching")),
        ("c.md", &deck("mine")),
        ("d.md", &deck("fine")),
        ("e.md", &deck("fine")),
        ("f.md", "# Empty {#empty}\n"),
    ]);
    let added = home.json(&[
        "decks",
        "add",
        &second.address(),
        "--name",
        "second",
        "--json",
    ]);
    let added = &added["shared"][0];
    let left: Vec<String> = added["left_out"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| format!("{}: {}", one["file"], one["why"]).replace('"', ""))
        .collect();
    let expected = [
        "a.md: `runtime` is a built-in deck",
        "b.md: decks/shared/first/caching.md is the deck `caching`, too",
        "e.md: d.md is the deck `fine`, too",
        "f.md: it has no cards",
    ];
    assert_eq!(left, expected);
    assert_eq!(added["your_decks"], json!(["mine"]));
    assert_eq!(added["yours"], json!(["mine/c0"]));
    assert_eq!(answer(&home, "mine/c0"), "Answer number 0.");
    assert_eq!(answer(&home, "fine/c0"), "Theirs.");
}

#[test]
fn a_hostile_repository_runs_nothing_and_writes_nothing_but_decks() {
    let remote = published(&[("fine.md", "# Fine {#fine}\n## Q? {#q}\nA.\n")]);
    let work = remote.beside("work");
    let mark = remote.beside("it-ran");
    symlink("/etc/passwd", work.join("link.md")).expect("a link");
    symlink("/etc", work.join("folder")).expect("a link");
    let run = format!("touch {}", mark.display());
    script_at(&work.join("hooks/post-checkout"), &run);
    fs::write(
        work.join(".gitattributes"),
        "*.md filter=evil diff=evil merge=evil\n",
    )
    .expect("a file");
    fs::write(
        work.join(".gitconfig"),
        format!("[filter \"evil\"]\n\tsmudge = {run}\n"),
    )
    .expect("a file");
    fs::write(work.join("huge.md"), vec![b'x'; 33 << 20]).expect("a file");
    fs::write(work.join("latin.md"), b"# \xe4 {#a}\n").expect("a file");
    fs::write(work.join("FINE.md"), "# Other {#other}\n## Q? {#q}\nA.\n").expect("a file");
    fs::write(work.join("con:x.md"), "# C {#c}\n## Q? {#q}\nA.\n").expect("a file");
    fs::write(work.join("up\u{1b}[2J.md"), "# C {#c}\n## Q? {#q}\nA.\n").expect("a file");
    fs::create_dir(work.join("interview")).expect("a folder");
    fs::write(work.join("interview/p.md"), "# P {#p}\n").expect("a file");
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n";
    fs::write(work.join("large.md"), pointer).expect("a file");
    fs::write(work.join("run.sh"), &run).expect("a file");
    git(&work, &["add", "--all", "--force"]);
    let module = format!("160000,{},module", "1".repeat(40));
    git(&work, &["update-index", "--add", "--cacheinfo", &module]);
    git(&work, &["commit", "--quiet", "--message", "x"]);
    git(&work, &["push", "--quiet", &remote.address(), "HEAD:main"]);
    let home = Home::new();
    let args = ["decks", "add", &remote.address(), "--name", "them"];
    let printed = home.ok(&args);
    for part in [
        "left out: link.md: it is a link",
        "left out: huge.md: it has more than 32 MB",
        "left out: latin.md: it is not UTF-8 text",
        "left out: con:x.md: not every system can have its name",
        "left out: large.md: it is a pointer of Git LFS",
        "left out: module: it is another repository",
        "left out: interview/p.md: interview prompts of others",
        "fine.md: another file has that name in other letters",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    assert!(!printed.contains('\u{1b}'), "{printed}");
    let folder = home.path("data/decks/shared/them");
    assert_eq!(names(&folder), ["FINE.md", "shared.json"]);
    assert_eq!(
        names(&home.path("cache"))
            .iter()
            .filter(|name| name.starts_with("shared-"))
            .count(),
        0
    );
    assert!(!mark.exists());
}

#[test]
fn a_record_from_elsewhere_cannot_choose_another_way_to_fetch() {
    let remote = published(&[("caching.md", CACHING)]);
    let home = with_decks(&remote);
    let mark = home.path("it-ran");
    let path = home.path("data/decks/shared/them/shared.json");
    let record = fs::read_to_string(&path).expect("a record");
    let hostile = record.replace(&remote.address(), &format!("ext::touch {}", mark.display()));
    fs::write(&path, hostile).expect("written");
    let printed = refused(&home, &["decks", "update", "--yes"]);
    assert!(printed.contains("and not through `ext`"), "{printed}");
    assert!(!mark.exists());
    fs::write(&path, "{").expect("written");
    let printed = refused(&home, &["decks", "update", "--yes"]);
    assert!(
        printed.contains("shared.json") && printed.contains("delete the folder"),
        "{printed}"
    );
}

#[test]
fn code_of_others_runs_only_after_the_learner_agreed() {
    let code = "# Code {#code}\n\n## What is printed? {#one .output}\n\n```js\nconsole.log(1)\n```\n\n```text\n1\n```\n";
    let home = with_decks(&published(&[("code.md", code)]));
    let mut terminal = home.terminal(&["study", "shared/them/"], (80, 24));
    terminal.see("What is printed?");
    terminal.press_key(&Key::Tab);
    terminal.see("Enter again");
    terminal.press("r");
    terminal.see("This card is from decks/shared/them/code.md, not built in");
    terminal.press("n");
    terminal.press("q");
    terminal.wait();
}

#[test]
fn what_cannot_be_fetched_is_explained_and_changes_nothing() {
    let home = Home::new();
    let (empty, folder, none) = (
        Remote::new(),
        home.path("plain"),
        published(&[("notes.txt", "x")]),
    );
    fs::create_dir(&folder).expect("a folder");
    let (empty, folder, none) = (
        empty.address(),
        folder.to_string_lossy().into_owned(),
        none.address(),
    );
    let cases: [(&str, &str, i32); 11] = [
        (&empty, "there is nothing in the repository", 1),
        (&folder, "there is no git repository at", 1),
        (&none, "has no deck that can be taken over", 1),
        ("https://127.0.0.1:9/x.git", "cannot be reached", 1),
        ("http://host/x.git", "not through `http`", 2),
        ("git://host/x.git", "not through `git`", 2),
        ("file:///srv/x.git", "not through `file`", 2),
        ("ext::sh -c touch% it-ran", "not through `ext`", 2),
        ("--upload-pack=x", "unexpected argument", 2),
        (
            "https://me:secret@host/x.git",
            "in the address https://me:…@host/x.git",
            2,
        ),
        ("/", "to name these decks by", 2),
    ];
    for (address, expected, code) in cases {
        let output = home.run(&["decks", "add", address]);
        let printed = text(&output.stderr);
        assert!(printed.contains(expected), "{address}: {printed}");
        assert_eq!(output.status.code(), Some(code), "{address}");
        assert!(!printed.contains("secret"), "{printed}");
    }
    let without = Home::new().with("PATH", "/nowhere");
    let printed = refused(&without, &["decks", "add", &none]);
    assert!(
        printed.contains("`git` was not found") && printed.contains("install git"),
        "{printed}"
    );
    let printed = refused(&home, &["decks", "update"]);
    assert!(
        printed.contains("there are no decks of others here"),
        "{printed}"
    );
    assert!(!home.path("data/decks").exists() && !without.path("data/decks").exists());
    assert!(!home.path("it-ran").exists());
}

#[test]
fn one_repository_that_is_away_does_not_keep_another_from_its_update() {
    let (away, there) = (
        published(&[("caching.md", CACHING)]),
        published(&[("b.md", "# B {#b}\n## Q? {#q}\nA.\n")]),
    );
    let home = with_decks(&away);
    home.ok(&["decks", "add", &there.address(), "--name", "there"]);
    fs::rename(away.path(), away.beside("gone")).expect("renamed");
    publish(&there, &[("b.md", "# B {#b}\n## Q? {#q}\nB.\n")]);
    let output = home.run(&["decks", "update", "--yes", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let printed: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(printed["failed"][0]["name"], "them");
    assert_eq!(printed["shared"][0]["decks"][0]["changed"], json!(["b/q"]));
    assert_eq!(answer(&home, "b/q"), "B.");
    assert_eq!(answer(&home, "caching/ttl"), "How long an entry is used.");
}

#[test]
fn ctrl_c_while_decks_are_fetched_leaves_nothing() {
    let remote = Remote::new();
    let (script, started) = (remote.beside("ssh"), remote.beside("started"));
    script_at(
        &script,
        &format!("echo $$ > {}\nexec sleep 100", started.display()),
    );
    let home = Home::new().with("GIT_SSH_COMMAND", &script.to_string_lossy());
    let mut terminal = home.terminal(&["decks", "add", "me@example.invalid:decks.git"], (80, 24));
    terminal.wait_until("ssh that runs", || started.exists());
    terminal.signal(Signal::INT);
    assert_eq!(terminal.wait(), End::Code(130));
    assert_eq!(names(&home.path("cache")), [""; 0]);
    assert!(!home.path("data/decks").exists());
}

#[test]
fn names_of_decks_of_others_are_offered_behind_tab() {
    let home = with_decks(&published(&[("caching.md", CACHING)]));
    for command in ["update", "remove"] {
        let mut asked = home.command(&["--", "nodequiz", "decks", command, "th"]);
        let output = asked
            .env("NODEQUIZ_COMPLETE", "fish")
            .output()
            .expect("the program starts");
        assert!(text(&output.stdout).starts_with("them\t/"), "{command}");
    }
}

/// The lines of a page's blocks for a shell that are in a section.
fn commands(page: &str, section: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = fs::read_to_string(path).expect("a page");
    let (mut inside, mut in_block) = (false, false);
    let lines = text.lines().filter(|line| {
        if let Some(heading) = line.strip_prefix("## ") {
            inside = heading == section;
        }
        if line.starts_with("```") {
            in_block = *line == "```sh";
            return false;
        }
        inside && in_block
    });
    lines.map(str::to_owned).collect()
}

/// A deck is published with the commands of the page, and taken over with those of the page and of the readme. The
/// addresses that they name lead to a folder.
#[test]
fn the_commands_of_the_page_on_sharing_and_of_the_readme_work() {
    let remote = Remote::new();
    git(&remote.path(), &["symbolic-ref", "HEAD", "refs/heads/main"]);
    let settings = remote.beside("gitconfig");
    let addresses = [
        "git@example.com:me/decks.git",
        "https://example.com/me/decks.git",
    ];
    let instead = addresses
        .map(|address| format!("\tinsteadOf = {address}\n"))
        .concat();
    let who = "[user]\n\tname = A\n\temail = a@example.com\n";
    fs::write(
        &settings,
        format!("{who}[url \"{}\"]\n{instead}", remote.address()),
    )
    .expect("a file");
    let program = Path::new(env!("CARGO_BIN_EXE_nodequiz"));
    let path = std::env::var("PATH").expect("a search path");
    let path = format!("{}:{path}", program.parent().expect("a folder").display());
    let home = || {
        let home = Home::new().with("GIT_CONFIG_GLOBAL", &settings.to_string_lossy());
        home.with("PATH", &path)
    };
    let author = home();
    author.write("data/decks/caching.md", CACHING);
    let publishing = commands("docs/sharing.md", "Publish decks of yours");
    assert!(publishing.len() >= 6, "{publishing:?}");
    let script = format!("set -e\n{}", publishing.join("\n"));
    let output = author
        .command_of("bash".as_ref(), &["-c", &script])
        .output();
    let output = output.expect("a shell starts");
    let printed = text(&output.stdout) + &text(&output.stderr);
    assert!(output.status.success(), "{printed}");
    assert!(printed.contains("0 errors, 0 warnings"), "{printed}");
    for page in ["README.md", "docs/sharing.md"] {
        let section = if page == "README.md" {
            "Share a deck"
        } else {
            "Take over decks of others"
        };
        let learner = home();
        let all = commands(page, section);
        assert!(all.len() >= 2, "{page}: {all:?}");
        for command in all {
            let command = command.split(" #").next().unwrap_or_default().trim();
            let words: Vec<&str> = command.split_whitespace().skip(1).collect();
            if words[0] == "study" {
                let mut terminal = learner.terminal(&words, (80, 24));
                terminal.see("What does a TTL limit?");
                terminal.press("q");
                terminal.wait();
            } else if words[1] == "remove" {
                let mut terminal = learner.terminal(&words, (80, 24));
                terminal.see("Progress is kept.");
                terminal.press("y");
                assert_eq!(terminal.wait(), End::Code(0), "{command}");
                assert!(!learner.path("data/decks/shared/decks").exists());
            } else {
                learner.ok(&words);
                assert_eq!(
                    answer(&learner, "caching/ttl"),
                    "How long an entry is used."
                );
            }
        }
    }
}
