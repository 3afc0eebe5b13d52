#!/usr/bin/env bash
# What a first visit loads, what a list adds to that, and what is loaded when it is needed, compressed as a static host does
# it: fails above the numbers in tests/budget.json.
set -euo pipefail
shopt -s nullglob extglob
cd "$(dirname "$0")/.."
dist=${1:-dist}

# size FILE...: their bytes of gzip, together
size() {
  [ $# -gt 0 ] || { echo "budget: a file is missing in $dist: build it with \`make dist\`" >&2; exit 1; }
  for file in "$@"; do gzip -c "$file" | wc -c; done | awk '{ sum += $1 } END { print sum }'
}

# hold NAME BYTES WHAT
hold() {
  local limit
  limit=$(sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" tests/budget.json)
  printf 'budget: %7d of %d: %s\n' "$2" "$limit" "$3"
  [ "$2" -le "$limit" ] || { echo "budget: $1 is larger than tests/budget.json allows" >&2; exit 1; }
}

first=0
for kind in wasm js css; do
  bytes=$(size "$dist"/!(console-*|lists-*|later-*)."$kind")
  printf 'budget: %7d %s\n' "$bytes" "$kind"
  first=$((first + bytes))
done
lists=$(size "$dist"/lists-*.wasm)
hold first_load_gzip_bytes "$first" "the first load"
hold list_load_gzip_bytes $((first + lists)) "the first load of somebody who opens a list, or is signed in"
hold later_gzip_bytes "$(size "$dist"/later-*.wasm)" "loaded behind that, or when it is needed"
hold console_gzip_bytes "$(size "$dist"/console-*.js)" "the console, loaded when its page is opened"
