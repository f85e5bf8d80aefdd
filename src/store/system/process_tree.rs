//! The processes that descend from this one, wherever they have moved to: for watching how much
//! memory they use, and for ending those that have left the process group.

use std::collections::HashSet;

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

/// A process, as the system lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Process {
    id: i32,
    parent: i32,
    /// The session that it belongs to; a detached process has its own.
    session: i32,
    /// The memory in use, in bytes.
    memory: u64,
}

/// The descendants of this process that did not exist when this value was created.
#[derive(Debug)]
pub(in crate::store) struct Descendants {
    own: i32,
    session: i32,
    before: HashSet<i32>,
}

impl Descendants {
    /// Starts watching. On Linux, this process becomes a subreaper: it adopts orphans among its
    /// descendants, so that they stay descendants.
    pub(in crate::store) fn watched() -> Self {
        #[cfg(target_os = "linux")]
        {
            let own = rustix::process::getpid();
            // If the system refuses, an orphan with its own process group escapes.
            let _ = rustix::process::set_child_subreaper(Some(own));
        }
        let own = rustix::process::getpid().as_raw_nonzero().get();
        let session = processes()
            .iter()
            .find(|one| one.id == own)
            .map(|one| one.session);
        let mut watched = Self {
            own,
            session: session.unwrap_or(0),
            before: HashSet::new(),
        };
        watched.before = watched
            .now()
            .into_iter()
            .map(|process| process.id)
            .collect();
        watched
    }

    /// Those that exist now.
    fn now(&self) -> Vec<Process> {
        let all = processes();
        let mut found: Vec<Process> = Vec::new();
        let mut parents = vec![self.own];
        while let Some(parent) = parents.pop() {
            let children = all.iter().filter(|process| process.parent == parent);
            for child in children {
                if !self.before.contains(&child.id) {
                    parents.push(child.id);
                    found.push(*child);
                }
            }
        }
        found
    }

    /// How much memory they take, in bytes.
    pub(in crate::store) fn memory(&self) -> u64 {
        self.now().iter().map(|process| process.memory).sum()
    }

    /// Ends those that have detached themselves, as long as new ones turn up; the others are in a process
    /// group, and are ended with it.
    pub(in crate::store) fn end_detached(&self) {
        // One that starts others may be quicker than one look at the list.
        for _ in 0..20 {
            let mut found = self.now();
            found.retain(|process| process.session != self.session);
            if found.is_empty() {
                return;
            }
            for pid in found.iter().filter_map(|process| Pid::from_raw(process.id)) {
                let _ = kill_process(pid, Signal::KILL);
            }
            for process in found.iter().filter(|process| process.parent == self.own) {
                // Adopted ones are reaped here, or they would stay in the list.
                let _ = waitpid(Pid::from_raw(process.id), WaitOptions::empty());
            }
        }
    }
}

/// All processes of this machine.
#[cfg(target_os = "linux")]
fn processes() -> Vec<Process> {
    let page = rustix::param::page_size() as u64;
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let read = |entry: std::fs::DirEntry| {
        let id: i32 = entry.file_name().to_str()?.parse().ok()?;
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        // The name of the program, in parentheses, may contain anything.
        let mut fields = stat.rsplit_once(") ")?.1.split(' ');
        let parent = fields.nth(1)?.parse().ok()?;
        let session = fields.nth(1)?.parse().ok()?;
        let pages: u64 = fields.nth(17)?.parse().ok()?;
        Some(Process {
            id,
            parent,
            session,
            memory: pages * page,
        })
    };
    entries.filter_map(read).collect()
}

/// All processes of this machine.
#[cfg(not(target_os = "linux"))]
fn processes() -> Vec<Process> {
    let listed = std::process::Command::new("ps")
        .args(["-A", "-o", "pid=,ppid=,rss="])
        .output();
    let text = listed.map(|output| output.stdout).unwrap_or_default();
    let read = |line: &str| {
        let mut fields = line.split_whitespace();
        Some(Process {
            id: fields.next()?.parse().ok()?,
            parent: fields.next()?.parse().ok()?,
            // Nothing is adopted there, so this is unknown.
            session: 0,
            memory: fields.next()?.parse::<u64>().ok()? * 1024,
        })
    };
    String::from_utf8_lossy(&text)
        .lines()
        .filter_map(read)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_and_its_parent_are_in_the_list() {
        let own = rustix::process::getpid().as_raw_nonzero().get();
        let all = processes();
        let process = all.iter().find(|process| process.id == own);
        let process = process.expect("this process");
        assert!(process.memory > 1 << 20, "{process:?}");
        let parent = std::os::unix::process::parent_id();
        assert_eq!(process.parent.cast_unsigned(), parent);
    }
}
