//! When a sync cannot be done: it ends by itself, never prompts, and says what was kept and what to
//! do.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use rustix::process::Signal;

use crate::home::{Home, text};
use crate::pty::End;
use crate::remote::{Remote, events, git, joined, learner, refused, script_at};

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = fs::read(&path).expect("a file");
            found.insert(path.to_string_lossy().into_owned(), bytes);
        }
    }
    found
}

#[test]
fn a_remote_that_is_away_costs_nothing_and_gets_everything_later() {
    let remote = Remote::new();
    let one = learner();
    one.ok(&["sync", "init", &remote.address()]);
    fs::rename(remote.path(), remote.beside("away.git")).expect("renamed");
    one.ok(&["review", "mine/c0", "good"]);
    let printed = refused(&one, &["sync"]);
    assert!(
        printed.contains("there is no git repository at"),
        "{printed}"
    );
    assert!(
        printed.contains("everything is kept on this device and goes out with the next sync"),
        "{printed}"
    );
    fs::rename(remote.beside("away.git"), remote.path()).expect("renamed");
    assert_eq!(one.json(&["sync", "--json"])["sent"]["events"], 1);
}

#[test]
fn an_unreachable_host_is_distinguished_from_one_that_requires_a_login() {
    let one = learner();
    let printed = refused(&one, &["sync", "init", "http://127.0.0.1:9/data.git"]);
    assert!(printed.contains("cannot be reached"), "{printed}");
    assert!(
        printed.contains("sync again when you are online"),
        "{printed}"
    );
    // A server that asks for a password, and a terminal on which git could ask for it.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(
                b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            );
        }
    });
    let address = format!("http://127.0.0.1:{port}/data.git");
    let mut terminal = one.terminal(&["sync", "init", &address], (80, 24));
    terminal.see("wants a login, and sync never asks");
    terminal.see("git ls-remote");
    assert_eq!(terminal.wait(), End::Code(1));
    assert!(!terminal.written().contains("Username for"));
    // A failed attempt leaves nothing behind.
    assert!(!one.path("data/.git").exists());
    let left = fs::read_dir(one.path("data")).expect("a folder").flatten();
    let names: Vec<_> = left.map(|entry| entry.file_name()).collect();
    assert_eq!(names, ["decks"]);
}

#[test]
fn a_prompt_on_the_terminal_is_ended_after_a_while_and_so_is_all_that_waits_for_it() {
    let remote = Remote::new();
    let script = remote.beside("ssh");
    let pid = remote.beside("pid");
    script_at(
        &script,
        &format!(
            "echo $$ > {}\nprintf 'Password: ' > /dev/tty\nread answer < /dev/tty\nsleep 100",
            pid.display()
        ),
    );
    let one = learner()
        .with("NODEQUIZ_SYNC_TIMEOUT", "3")
        .with("GIT_SSH_COMMAND", &script.to_string_lossy());
    let mut terminal = one.terminal(&["sync", "init", "me@example.invalid:data.git"], (80, 24));
    terminal.see("gave no answer within 3 s");
    terminal.see("a password, which sync never asks for");
    assert_eq!(terminal.wait(), End::Code(1));
    has_ended(&pid);
}

#[test]
fn ctrl_c_ends_a_sync_and_what_it_started() {
    let remote = Remote::new();
    let (script, pid) = (remote.beside("ssh"), remote.beside("pid"));
    script_at(
        &script,
        &format!("echo $$ > {}\nexec sleep 100", pid.display()),
    );
    let one = learner().with("GIT_SSH_COMMAND", &script.to_string_lossy());
    let mut terminal = one.terminal(&["sync", "init", "me@example.invalid:data.git"], (80, 24));
    terminal.wait_until("ssh that runs", || {
        fs::read_to_string(&pid).is_ok_and(|pid| pid.ends_with('\n'))
    });
    terminal.signal(Signal::INT);
    assert_eq!(terminal.wait(), End::Code(130));
    has_ended(&pid);
    assert!(!one.path("data/.git").exists());
}

/// Proves that a process is gone, or about to be.
fn has_ended(pid: &Path) {
    let pid = fs::read_to_string(pid).expect("a number");
    for _ in 0..3000 {
        let state = fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
        let there = Command::new("kill").args(["-0", pid.trim()]).output();
        let zombie = state.is_ok_and(|state| state.contains(") Z "));
        if zombie || there.is_ok_and(|output| !output.status.success()) {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("process {pid} still runs");
}

#[test]
fn ssh_never_prompts_and_keeps_the_learners_own_options() {
    let remote = Remote::new();
    let script = remote.beside("bin/ssh");
    let asked = remote.beside("asked");
    script_at(
        &script,
        &format!(
            "echo \"$*\" >> {}\necho 'me@host: Permission denied (publickey).' >&2\nexit 255",
            asked.display()
        ),
    );
    let one = learner();
    one.write(
        "home/.gitconfig",
        &format!("[core]\n\tsshCommand = {} -i my-key\n", script.display()),
    );
    let printed = refused(&one, &["sync", "init", "me@example.invalid:data.git"]);
    assert!(printed.contains("wants a login"), "{printed}");
    let asked = fs::read_to_string(asked).expect("it was asked");
    assert!(
        asked.contains("-o BatchMode=yes -o ConnectTimeout=15 -i my-key"),
        "{asked}"
    );
}

#[test]
fn a_remote_that_refuses_is_quoted_and_nothing_is_lost() {
    let remote = Remote::new();
    let one = learner();
    one.ok(&["sync", "init", &remote.address()]);
    remote.guarded_by("echo 'Nothing is taken on Fridays.'\nexit 1");
    one.ok(&["review", "mine/c0", "good"]);
    let printed = refused(&one, &["sync"]);
    assert!(
        printed.contains("refused what this device sent: Nothing is taken on Fridays."),
        "{printed}"
    );
    assert!(
        printed.contains("everything is kept on this device"),
        "{printed}"
    );
    assert_eq!(events(&one).len(), 1);
    remote.guarded_by("exit 0");
    assert_eq!(one.json(&["sync", "--json"])["sent"]["events"], 1);
}

#[test]
fn unfinished_git_operations_are_left_alone() {
    let remote = Remote::new();
    let one = learner();
    one.ok(&["sync", "init", &remote.address()]);
    one.ok(&["review", "mine/c0", "good"]);
    for (file, what) in [
        ("MERGE_HEAD", "a merge is unfinished"),
        ("rebase-merge/head-name", "a rebase is unfinished"),
        (
            "index.lock",
            "delete .git/index.lock there if no git is running",
        ),
    ] {
        one.write(&format!("data/.git/{file}"), "");
        let before = files(&one.path("data"));
        let printed = refused(&one, &["sync"]);
        assert!(printed.contains(what), "{printed}");
        assert!(printed.contains("nothing was changed"), "{printed}");
        assert_eq!(files(&one.path("data")), before);
        let path = one.path(&format!("data/.git/{file}"));
        fs::remove_file(&path).expect("removed");
        if file.contains('/') {
            fs::remove_dir(path.parent().expect("a folder")).expect("removed");
        }
    }
    git(&one.path("data"), &["checkout", "--quiet", "-b", "mine"]);
    let printed = refused(&one, &["sync"]);
    assert!(
        printed.contains("is not on the branch `main` but on mine"),
        "{printed}"
    );
    git(&one.path("data"), &["checkout", "--quiet", "main"]);
    one.ok(&["sync"]);
}

#[test]
fn a_remote_with_something_else_in_it_is_refused() {
    for branch in ["main", "master"] {
        let remote = Remote::new();
        let clone = remote.beside("clone");
        git(
            &remote.beside("."),
            &["clone", "--quiet", "data.git", "clone"],
        );
        git(&clone, &["checkout", "--quiet", "-b", branch]);
        fs::write(clone.join("README.md"), "A website").expect("a file");
        git(&clone, &["add", "."]);
        git(&clone, &["commit", "--quiet", "-m", "Begun"]);
        git(&clone, &["push", "--quiet", "origin", branch]);
        let one = learner();
        let printed = refused(&one, &["sync", "init", &remote.address()]);
        let what = if branch == "main" {
            "README.md"
        } else {
            "a branch `master`"
        };
        assert!(
            printed.contains(&format!("holds something else: {what}")),
            "{printed}"
        );
        assert!(printed.contains("take an empty repository"), "{printed}");
        assert!(!one.path("data/.git").exists());
        // A device that syncs elsewhere continues with that.
        let other = Remote::new();
        one.ok(&["sync", "init", &other.address()]);
        refused(&one, &["sync", "init", &remote.address()]);
        assert_eq!(one.json(&["sync", "--json"])["remote"], other.address());
    }
}

#[test]
fn another_repository_is_not_mistaken_for_ours() {
    let remote = Remote::new();
    // The home is part of a repository, as where people keep their settings in one.
    let one = learner();
    git(&one.path("."), &["init", "--quiet"]);
    fs::write(one.path(".bashrc"), "x").expect("a file");
    git(&one.path("."), &["add", ".bashrc"]);
    git(&one.path("."), &["commit", "--quiet", "-m", "Settings"]);
    let before = files(&one.path(".git"));
    one.ok(&["review", "mine/c0", "good"]);
    one.ok(&["sync", "init", &remote.address()]);
    assert_eq!(files(&one.path(".git")), before);
    assert_eq!(events(&joined(&remote)), events(&one));
    // The data folder itself is someone else's repository.
    let two = learner();
    let data = two.path("data");
    git(&data, &["init", "--quiet"]);
    git(&data, &["add", "."]);
    git(&data, &["commit", "--quiet", "-m", "Mine"]);
    let before = files(&data);
    let printed = refused(&two, &["sync", "init", &remote.address()]);
    assert!(
        printed.contains("a git repository that nodequiz did not make"),
        "{printed}"
    );
    assert_eq!(files(&data), before);
}

#[test]
fn without_git_it_says_so_and_a_wrong_address_is_wrong_usage() {
    let one = learner();
    let output = one
        .command(&["sync", "init", "x.git"])
        .env("PATH", one.path("nowhere"))
        .output()
        .expect("the program starts");
    let printed = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(printed.contains("`git` was not found"), "{printed}");
    assert!(printed.contains("install git"), "{printed}");
    let printed = refused(&one, &["sync"]);
    assert!(printed.contains("nodequiz sync init URL"), "{printed}");
    for args in [
        &["sync", "init", ""][..],
        &["sync", "init"],
        &["sync", "now"],
    ] {
        assert_eq!(one.run(args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn the_learners_own_git_settings_neither_matter_nor_change() {
    let remote = Remote::new();
    let config = |home: &Home| {
        let inside = |name: &str| home.path(name).to_string_lossy().into_owned();
        // The remote is on this machine, too: there hooks are its own business.
        let failing = "[ \"$GIT_DIR\" = . ] || { echo no; exit 1; }";
        for hook in [
            "pre-commit",
            "commit-msg",
            "pre-push",
            "post-merge",
            "reference-transaction",
        ] {
            script_at(&home.path(&format!("hooks/{hook}")), failing);
            script_at(&home.path(&format!("template/hooks/{hook}")), failing);
        }
        home.write("template/info/exclude", "*\n");
        home.write("ignored", "*.jsonl\n*.md\nreviews\n");
        home.write(
            "attributes",
            "*.md text eol=crlf\n*.jsonl filter=broken binary\n",
        );
        let text = format!(
            "[commit]\n\tgpgSign = true\n[push]\n\tgpgSign = true\n\tdefault = nothing\n[gpg]\n\tprogram = false\n\
             [core]\n\thooksPath = {}\n\tautocrlf = true\n\texcludesFile = {}\n\tattributesFile = {}\n\
             [init]\n\ttemplateDir = {}\n\tdefaultBranch = trunk\n[user]\n\tuseConfigOnly = true\n\
             [filter \"broken\"]\n\tclean = false\n\tsmudge = false\n\trequired = true\n\
             [merge]\n\tff = only\n[pull]\n\trebase = true\n[fetch]\n\tprune = false\n[transfer]\n\tfsckObjects = true\n",
            inside("hooks"),
            inside("ignored"),
            inside("attributes"),
            inside("template")
        );
        home.write("home/.gitconfig", &text);
        text
    };
    let (one, two) = (learner(), Home::new());
    let (text_one, text_two) = (config(&one), config(&two));
    one.write(
        "data/decks/foreign.md",
        "# F {#f}\r\n\r\n## Q? {#q}\r\n\r\nA.\r\n",
    );
    one.ok(&["review", "mine/c0", "good"]);
    one.ok(&["sync", "init", &remote.address()]);
    two.ok(&["sync", "init", &remote.address()]);
    two.ok(&["review", "mine/c1", "good"]);
    one.ok(&["review", "mine/c2", "good"]);
    one.ok(&["sync"]);
    two.ok(&["sync"]);
    one.ok(&["sync"]);
    assert_eq!(events(&one).len(), 3);
    assert_eq!(events(&one), events(&two));
    let foreign = |home: &Home| fs::read(home.path("data/decks/foreign.md")).expect("a deck");
    assert_eq!(foreign(&one), foreign(&two));
    for (home, text) in [(&one, text_one), (&two, text_two)] {
        assert_eq!(
            fs::read_to_string(home.path("home/.gitconfig")).expect("settings"),
            text
        );
        let left: Vec<_> = fs::read_dir(home.path("home")).expect("a folder").collect();
        assert_eq!(left.len(), 1, "{left:?}");
        // Of the repository's own settings, only the remote is ours.
        let own = git(
            &home.path("data"),
            &["config", "--local", "--name-only", "--list"],
        );
        let ours: Vec<&str> = own
            .lines()
            .filter(|name| !name.starts_with("core."))
            .collect();
        assert_eq!(ours, ["remote.nodequiz.url", "remote.nodequiz.fetch"]);
    }
    let who = git(&remote.path(), &["log", "--format=%an <%ae>", "main"]);
    assert!(
        who.lines()
            .all(|who| who == "nodequiz <nodequiz@localhost>"),
        "{who}"
    );
}
