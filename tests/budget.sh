#!/usr/bin/env bash
# What a first visit loads, and what the console loads when it is opened, compressed as a static host does it: fails above
# the numbers in tests/budget.json.
set -euo pipefail
cd "$(dirname "$0")/.."
number() { sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" tests/budget.json; }
limit=$(number first_load_gzip_bytes)
shopt -s nullglob extglob
total=0
for kind in wasm js css; do
  files=("${1:-dist}"/!(console-*)."$kind")
  [ ${#files[@]} -gt 0 ] || { echo "budget: no .$kind file in ${1:-dist}: build it with \`make dist\`" >&2; exit 1; }
  size=$(for file in "${files[@]}"; do gzip -c "$file" | wc -c; done | awk '{ sum += $1 } END { print sum }')
  printf 'budget: %-5s %7d bytes gzip\n' "$kind" "$size"
  total=$((total + size))
done
printf 'budget: total %7d of %d\n' "$total" "$limit"
[ "$total" -le "$limit" ] || { echo "budget: the bundle is larger than tests/budget.json allows" >&2; exit 1; }
later=$(number console_gzip_bytes)
size=$(cat "${1:-dist}"/console-*.js | gzip -c | wc -c)
printf 'budget: later %7d of %d: the console, loaded when its page is opened\n' "$size" "$later"
[ "$size" -le "$later" ] || { echo "budget: the console is larger than tests/budget.json allows" >&2; exit 1; }
