#!/usr/bin/env bash
# What a first visit loads, and what is loaded when it is needed, compressed as a static host does it: fails above the
# numbers in tests/budget.json.
set -euo pipefail
cd "$(dirname "$0")/.."
number() { sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" tests/budget.json; }
limit=$(number first_load_gzip_bytes)
shopt -s nullglob extglob
total=0
for kind in wasm js css; do
  files=("${1:-dist}"/!(console-*|later-*)."$kind")
  [ ${#files[@]} -gt 0 ] || { echo "budget: no .$kind file in ${1:-dist}: build it with \`make dist\`" >&2; exit 1; }
  size=$(for file in "${files[@]}"; do gzip -c "$file" | wc -c; done | awk '{ sum += $1 } END { print sum }')
  printf 'budget: %-5s %7d bytes gzip\n' "$kind" "$size"
  total=$((total + size))
done
printf 'budget: total %7d of %d\n' "$total" "$limit"
[ "$total" -le "$limit" ] || { echo "budget: the bundle is larger than tests/budget.json allows" >&2; exit 1; }

# on_demand NUMBER WHAT FILE
on_demand() {
  local allowed size
  allowed=$(number "$1")
  [ -f "$3" ] || { echo "budget: ${1%_gzip_bytes} is missing in the build" >&2; exit 1; }
  size=$(gzip -c "$3" | wc -c)
  printf 'budget: later %7d of %d: %s\n' "$size" "$allowed" "$2"
  [ "$size" -le "$allowed" ] || { echo "budget: it is larger than tests/budget.json allows" >&2; exit 1; }
}
on_demand later_gzip_bytes "what the first page does not need, loaded behind it" "${1:-dist}"/later-*.wasm
on_demand console_gzip_bytes "the console, loaded when its page is opened" "${1:-dist}"/console-*.js
