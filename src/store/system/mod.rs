//! What the store needs of the operating system: one file a family, the same functions in each.

#[cfg(unix)]
mod permissions;
#[cfg(unix)]
mod process_tree;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use permissions::close_to_others;
#[cfg(unix)]
pub(super) use permissions::open_paths;
#[cfg(unix)]
pub(super) use process_tree::Descendants;
#[cfg(unix)]
pub use unix::outlive_a_file_limit;
#[cfg(unix)]
pub(super) use unix::{
    Group, alone, file_facts, file_number, for_owner, has_ended, is_locked, limit_cpu, lives,
    may_write, of_owner, plain_path, signal_of, sync_folder, try_lock, unlock,
};
#[cfg(windows)]
pub(super) use windows::{
    Descendants, Group, alone, file_facts, file_number, for_owner, has_ended, is_locked, limit_cpu,
    lives, may_write, of_owner, open_paths, plain_path, signal_of, sync_folder, try_lock, unlock,
};
#[cfg(windows)]
pub use windows::{close_to_others, outlive_a_file_limit};
