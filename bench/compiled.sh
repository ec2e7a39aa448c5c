# To be sourced: compiles what benchmarks run, unless no source is newer than the last time.
# compile_bench ROOT
compile_bench() {
  local root=$1 compiled=$1/bench/target/compiled
  if [ -e "$compiled" ] && [ -d "$root/core/target/classes" ] &&
    [ -z "$(find "$root"/pom.xml "$root"/{*,*/*}/{pom.xml,src/main} -newer "$compiled" -print -quit 2>/dev/null)" ]; then
    return
  fi
  # What changes while it is being compiled is newer than this.
  mkdir -p "$root/bench/target"
  : >"$compiled.begun"
  "$root/mvnw" -q -f "$root/pom.xml" -Pquick -pl bench -am -Dmaven.test.skip=true compile >&2
  mv "$compiled.begun" "$compiled"
}
