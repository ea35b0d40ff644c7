#!/usr/bin/env bash
# Speed of all Windows rules of SigmaHQ over public endpoint data sets, on one thread; needs a JDK 25 in JAVA_HOME.
# usage: benchmarks/sigma.sh [RUNS]    median and spread of RUNS (default 5), in processor time
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${JAVA_HOME:?must name the folder of a JDK 25}"
mvn -q -B -pl benchmarks -am -DskipTests -Dmdep.outputFile=target/classpath.txt \
  -Dmdep.includeScope=runtime package dependency:build-classpath
exec "$JAVA_HOME/bin/java" -Xmx3g -XX:+UseSerialGC \
  -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" \
  io.testudo.benchmarks.SigmaSpeed "$@"
