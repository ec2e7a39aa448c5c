#!/usr/bin/env bash
# Measures what a GPU takes, and compares its bits with the CPU's:
#   bench/gpu.sh [READINGS]    the longest series, 1048576 where none is given
# It takes bench/target/gpu along, which has a Java of its own, and makes its data itself: so a machine with CUDA's driver needs no
# Java, if the folder was built before, where there is a JDK:
#   bench/gpu.sh build
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
image=bench/target/gpu

build() {
  local java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
  rm -rf "$image"
  mkdir -p "$image"
  ./mvnw -q -Pquick -pl local,gpu -am compile dependency:copy-dependencies -Dmaven.test.skip=true -DincludeGroupIds=org.lwjgl \
    -DoutputDirectory="$PWD/$image/lib" >&2
  for module in core local gpu; do
    "$java_home/bin/jar" --create --file "$image/lib/$module.jar" -C "$module/target/classes" .
  done
  "$java_home/bin/javac" --release 17 -cp "$image/lib/*" -d "$image/lib" \
    bench/src/main/java/io/barograph/{bench/gpu/GpuRun,bench/gpu/MergeTimes,gpu/ResidentRows}.java
  "$java_home/bin/jlink" --add-modules java.base,java.logging,java.management,jdk.unsupported --strip-debug --no-header-files \
    --no-man-pages --compress=2 --output "$image/java"
  du -sm "$image" | sed 's/\t.*/ MiB in bench\/target\/gpu/' >&2
}

if [ "${1:-}" = build ]; then
  build
  exit
fi
[ -x "$image/java/bin/java" ] || build
exec "$image/java/bin/java" -Xmx4g -cp "$image/lib:$image/lib/*" io.barograph.bench.gpu.GpuRun "$@"
