#!/usr/bin/env bash
# Accuracy of detection on public data and on simulated days; needs a JDK 25 in JAVA_HOME.
# usage: benchmarks/detection.sh RealDataTable [--details]
#        benchmarks/detection.sh DemoSeeds FIRST LAST [quiet] [--details]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${JAVA_HOME:?must name the folder of a JDK 25}"
mvn -q -B -pl benchmarks -am -DskipTests -Dmdep.outputFile=target/classpath.txt \
  -Dmdep.includeScope=runtime package dependency:build-classpath
exec "$JAVA_HOME/bin/java" -Xmx2g \
  -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath.txt)" \
  "io.testudo.benchmarks.$1" "${@:2}"
