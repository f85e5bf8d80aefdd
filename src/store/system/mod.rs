//! What the store needs of the operating system: one file a family, the same functions in each.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(super) use unix::{
    Descendants, Group, alone, file_facts, file_number, for_owner, has_ended, is_locked, limit_cpu,
    lives, may_write, of_owner, open_paths, plain_path, signal_of, sync_folder, try_lock, unlock,
};
#[cfg(unix)]
pub use unix::{close_to_others, outlive_a_file_limit};
#[cfg(windows)]
pub(super) use windows::{
    Descendants, Group, alone, file_facts, file_number, for_owner, has_ended, is_locked, limit_cpu,
    lives, may_write, of_owner, open_paths, plain_path, signal_of, sync_folder, try_lock, unlock,
};
#[cfg(windows)]
pub use windows::{close_to_others, outlive_a_file_limit};
