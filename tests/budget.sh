#!/usr/bin/env bash
# What visits load, compressed as a static host does it: fails above the numbers in tests/budget.json. Each chunk that
# belongs to one split point (src/ui/lazy/chunks.rs) has an entry there, and none may be larger than 70 kB.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly dist=${1:-dist} most_of_a_page=70000
failed=0

fail() {
  echo "budget: $*" >&2
  failed=1
}

# size FILE...: their bytes of gzip, together
size() {
  for file in "$@"; do
    [ -f "$file" ] || { echo "budget: $file is missing: build it with \`make dist\`" >&2; exit 1; }
    gzip -c "$file" | wc -c
  done | awk '{ sum += $1 } END { print sum }'
}

limit() { sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" tests/budget.json; }

# hold NAME BYTES WHAT
hold() {
  local most
  most=$(limit "$1")
  [ -n "$most" ] || { fail "tests/budget.json has no entry \"$1\", for what is now $2 bytes"; return; }
  printf 'budget: %7d of %d: %s\n' "$2" "$most" "$3"
  [ "$2" -le "$most" ] || fail "$3 is larger than \"$1\" of tests/budget.json allows"
}

# What each split point loads, as the page tells it: a line of `SPLIT CHUNK CHUNK …` for each.
needs=$(sed -n '/data-needs="/,/"/p' "$dist/index.html" | sed 's/.*data-needs="//; s/".*//')
[ -n "$needs" ] || { echo "budget: $dist/index.html names no chunks: is it a release?" >&2; exit 1; }
# chunks_of SPLIT...: the chunks they load, each once
chunks_of() {
  for split in "$@"; do awk -v split_point="$split" '$1 == split_point { for (i = 2; i <= NF; i++) print $i }' <<<"$needs"; done | sort -u
}
file_of() { echo "$dist/$1"-*.wasm; }

readonly first_files=("$dist"/index.html "$dist"/boot-*.js "$dist"/tsuzuki-*.js "$dist"/tsuzuki-*.wasm "$dist"/style-*.css "$dist"/icons.svg)
for file in "${first_files[@]}"; do printf 'budget: %7d %s\n' "$(size "$file")" "${file#"$dist"/}"; done
first=$(size "${first_files[@]}")
hold first_visit "$first" "a first visit"

# visit NAME WHAT SPLIT...
visit() {
  local name=$1 what=$2 bytes=$first
  shift 2
  for chunk in $(chunks_of "$@"); do bytes=$((bytes + $(size $(file_of "$chunk")))); done
  hold "$name" "$bytes" "$what"
}
visit signed_in "home, signed in" home store
visit signed_in "a list, signed in" list store
# Not the console's own script, which is asked for by its page and has a budget of its own.
for page in list session edits history transfer console requests login not_found; do
  splits=("$page")
  [ "$page" != list ] || splits+=(store)
  visit cold_public "$page, cold and signed out" "${splits[@]}"
done

while read -r split _; do
  for file in $(file_of "$split"); do
    # Where all of it is shared there is no file.
    [ ! -f "$file" ] || hold "$split" "$(size "$file")" "the chunk of $split alone"
  done
  [ "$(limit "$split")" -le "$most_of_a_page" ] || fail "\"$split\" of tests/budget.json is more than $most_of_a_page"
done <<<"$needs"
for file in "$dist"/shared_*.wasm; do hold shared_chunk "$(size "$file")" "${file#"$dist"/}"; done
hold console_script "$(size "$dist"/console-*.js)" "the console's script"
exit "$failed"
