#!/usr/bin/env bash
# What visits load, compressed as a static host does it: fails above the numbers in tests/budget.json. Each group of split
# points (src/ui/lazy/groups.txt) has an entry there for its chunk, and none may be larger than 70 kB.
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

# What runs and how it looks; the page itself and its icons come on top where all files are counted.
readonly code=("$dist"/boot-*.js "$dist"/tsuzuki-*.js "$dist"/tsuzuki-*.wasm "$dist"/style-*.css)
for file in "${code[@]}"; do printf 'budget: %7d %s\n' "$(size "$file")" "${file#"$dist"/}"; done
first=$(size "${code[@]}")
others=$(size "$dist"/index.html "$dist"/icons.svg "$dist"/icon-64.png "$dist"/manifest.webmanifest)
hold first_visit $((first + others)) "a first visit, all files"

# visit NAME WHAT BYTES SPLIT...: those bytes, and the chunks of the split points
visit() {
  local name=$1 what=$2 bytes=$3
  shift 3
  for chunk in $(chunks_of "$@"); do bytes=$((bytes + $(size $(file_of "$chunk")))); done
  hold "$name" "$bytes" "$what"
}
visit signed_in "home, signed in" "$first" home store
visit signed_in "a list, signed in" "$first" list store
# Public addresses. The console's own script is asked for by its page and has a budget of its own.
visit cold_public "list, cold and signed out, all files" $((first + others)) list store
for page in session console login requests not_found; do
  visit cold_public "$page, cold and signed out, all files" $((first + others)) "$page"
done

for file in "$dist"/*.wasm; do
  name=${file##*/}
  name=${name%-*}
  case $name in
    tsuzuki) ;;
    shared*) hold shared_chunk "$(size "$file")" "the chunk $name" ;;
    *)
      hold "$name" "$(size "$file")" "the chunk of $name alone"
      most=$(limit "$name")
      [ "${most:-0}" -le "$most_of_a_page" ] || fail "\"$name\" of tests/budget.json is more than $most_of_a_page"
      ;;
  esac
done
hold console_script "$(size "$dist"/console-*.js)" "the console's script"
exit "$failed"
