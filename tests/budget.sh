#!/usr/bin/env bash
# What a first visit loads, compressed as a static host does it: fails above the number in tests/budget.json.
set -euo pipefail
cd "$(dirname "$0")/.."
limit=$(sed -n 's/.*"first_load_gzip_bytes": *\([0-9]*\).*/\1/p' tests/budget.json)
shopt -s nullglob
total=0
for kind in wasm js css; do
  files=("${1:-dist}"/*."$kind")
  [ ${#files[@]} -gt 0 ] || { echo "budget: no .$kind file in ${1:-dist}: build it with \`make dist\`" >&2; exit 1; }
  size=$(for file in "${files[@]}"; do gzip -c "$file" | wc -c; done | awk '{ sum += $1 } END { print sum }')
  printf 'budget: %-5s %7d bytes gzip\n' "$kind" "$size"
  total=$((total + size))
done
printf 'budget: total %7d of %d\n' "$total" "$limit"
[ "$total" -le "$limit" ] || { echo "budget: the bundle is larger than tests/budget.json allows" >&2; exit 1; }
