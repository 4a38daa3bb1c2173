//! Automation of the workspace: `cargo xtask check`, `cargo xtask bench NAME`.
fn main() {}
