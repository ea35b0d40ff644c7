#!/usr/bin/env bash
# CPU seconds until a small file is scanned, and until `serve` is ready with its database warm.
# usage: benchmarks/startup.sh [RUNS]    (build first: ./testudo --version)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
./testudo --version >/dev/null

for second in $(seq 10 59); do
  printf '{"_path":"dns","ts":17000000%s.5,"uid":"C%s","id.orig_h":"10.0.0.1","id.orig_p":40000,"id.resp_h":"10.0.0.2","id.resp_p":53,"query":"example.org","qtype_name":"A"}\n' "$second" "$second"
done >"$work/dns.log"

cpu() { # cpu COMMAND...: user + system seconds of the command and its children
  local out
  out=$({ TIMEFORMAT='%U %S'; time "$@" >"$work/out" 2>"$work/err"; } 2>&1) || true
  awk '{printf "%.2f", $1 + $2}' <<<"$out"
}

echo "scan of a small file, CPU seconds:"
for _ in $(seq "$runs"); do echo "  $(cpu ./testudo scan "$work/dns.log")"; done

echo "serve until ready, database set up before, CPU seconds of Java and of PostgreSQL's start:"
serve_until_ready() {
  ./testudo serve --data "$work/data" --port 0 >"$work/serve.out" 2>"$work/serve.err" &
  local pid=$!
  for _ in $(seq 600); do
    grep -q '^Console:' "$work/serve.out" && break
    kill -0 "$pid" 2>/dev/null || { cat "$work/serve.err"; exit 1; }
    sleep 0.1
  done
  awk -v ticks="$(getconf CLK_TCK)" '{printf "%.2f\n", ($14 + $15) / ticks}' "/proc/$pid/stat"
  kill -TERM "$pid"
  wait "$pid" || true
}
serve_until_ready >/dev/null
for _ in $(seq "$runs"); do echo "  $(serve_until_ready)"; done
