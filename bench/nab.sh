#!/usr/bin/env bash
# Scores files of the Numenta Anomaly Benchmark (CATEGORY/FILE.csv: timestamp,value) with the default detector, untuned, one pass:
# bench/nab.sh DATA_DIR OUT_DIR writes OUT_DIR/CATEGORY/FILE.csv (timestamp,anomaly_score), a row for each row. DATA_DIR may be the
# benchmark's own folder, which holds data/CATEGORY/FILE.csv, too.
set -euo pipefail
if [ $# -ne 2 ] || [ ! -d "$1" ]; then
  echo "usage: bench/nab.sh DATA_DIR OUT_DIR (DATA_DIR holds CATEGORY/FILE.csv, or data/CATEGORY/FILE.csv)" >&2
  exit 2
fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/bench/compiled.sh"
compile_bench "$root"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$root/core/target/classes:$root/detect/target/classes:$root/bench/target/classes" \
  io.barograph.bench.detect.NabRun "$1" "$2"
