//! The reliability battery: what must hold whatever happens to disk, process and machine.
//!
//! Every part runs at a reduced size with `cargo test`, and at full size, with its figures printed, by
//!
//! ```sh
//! cargo test --release --test promises battery -- --ignored --test-threads=1
//! ```
//!
//! What the figures mean is in `docs/reliability.md`.

mod damage;
mod derived;
mod devices;
mod failing;
mod figures;
mod full_disk;
mod histories;
mod injected;
mod killed;
mod means;
mod synced;
mod test_rng;
mod together;
mod unsaved;
