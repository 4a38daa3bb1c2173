#!/bin/sh
# Fuzzes each format in turn: run.sh [SECONDS EACH, 600 if left out] [TARGET ...]
# Wants `cargo install cargo-fuzz`. No sanitizer: the crates forbid unsafe code, so what can go wrong
# is a panic, an overflow, a broken promise (src/lib.rs) or lost time.
cd "$(dirname "$0")/.." || exit 1
seconds=${1:-600}
[ $# -gt 0 ] && shift
failed=0
for target in ${*:-html flattened archive feed saved lines gzip zstd mail agency package}; do
    mkdir -p "fuzz/corpus/$target"
    RUSTC_BOOTSTRAP=1 cargo fuzz run -s none --fuzz-dir fuzz "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
        -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -max_len=16384 -print_final_stats=1 || failed=1
done
exit $failed
