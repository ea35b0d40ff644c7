#!/usr/bin/env bash
# Scans captures of growing size within one heap; the largest resident set and heap must not grow with the input.
# usage: benchmarks/memory.sh [COPIES]   COPIES of two simulated hours are scanned as one stream (default 1 8 64)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
./testudo simulate --seed 4242 "$work" >/dev/null
capture=$work/telemetry/edge.pcap
header=24
echo "copies  bytes         seconds  largest resident set (kB)"
for copies in ${*:-1 8 64}; do
  bytes=$(( $(stat -c %s "$capture") * copies ))
  out=$({
    head -c "$header" "$capture"
    for _ in $(seq "$copies"); do tail -c +$((header + 1)) "$capture"; done
  } | /usr/bin/time -f '%e %M' ./testudo scan - 2>&1 >/dev/null | tail -n 1)
  printf '%-7s %-13s %s\n' "$copies" "$bytes" "$out"
done
