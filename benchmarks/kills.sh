#!/usr/bin/env bash
# Kills an ingest at random moments and compares its findings with an undisturbed one's, and those of correlations across
# sources with a scan's.
# usage: benchmarks/kills.sh [KILLS] [SEED]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mvn -B -ntp -q -pl verification -am test -Dtest='KillTest,CorrelationTest' -Dsurefire.failIfNoSpecifiedTests=false \
  -Dtest.jvm.arguments="-Dkills=${1:-20} -Dseed=${2:-7}"
echo "KillTest and CorrelationTest passed with ${1:-20} kills."
