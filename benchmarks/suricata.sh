#!/usr/bin/env bash
# Suricata rules against the tests of suricata-verify: which pass, which fail and why, keywords by support.
# usage: benchmarks/suricata.sh [TEST …]    needs a JDK 25 in JAVA_HOME
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${JAVA_HOME:?must name the folder of a JDK 25}"
mvn -q -B -pl benchmarks -am -DskipTests -Dmdep.outputFile=target/classpath.txt \
  -Dmdep.includeScope=runtime package dependency:build-classpath
exec "$JAVA_HOME/bin/java" -Xmx2g \
  -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" \
  io.testudo.benchmarks.SuricataVerify "$@"
