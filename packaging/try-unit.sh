#!/usr/bin/env bash
#
# Starts what barograph.service starts, as systemd would: its ExecStart line, by a user without rights, with nothing but the
# variables that systemd gives, where all but its own folder and /tmp is read-only and nobody's home is seen.
#
#   sudo packaging/try-unit.sh
#
# Everything happens in a mount namespace of its own, in which /opt/barograph is this tree: nothing of it is left. Build the tree
# first (./baro --version). What systemd does beyond that (filters of system calls and address families) is not tried.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
unit=$root/packaging/barograph.service
nobody=65534

fail() {
  echo "try-unit: $*" >&2
  exit 1
}

# A line's value in the unit.
value() {
  sed -n "s/^$1=//p" "$unit" | tail -n 1
}

if [ "${1:-}" != --inside ]; then
  [ "$(id -u)" = 0 ] || fail "needs root, to make a mount namespace"
  scratch=$(mktemp -d -p /run)
  trap 'rmdir "$scratch"' EXIT
  unshare --mount --propagation private "$0" --inside "$scratch"
  exit
fi

# ---- What the service finds --------------------------------------------------------------------------

scratch=$2
mount -t tmpfs -o mode=0755 tmpfs "$scratch"
for parent in opt etc var/lib; do
  mkdir -p "$scratch/$parent/upper" "$scratch/$parent/work"
  mount -t overlay overlay -o "lowerdir=/$parent,upperdir=$scratch/$parent/upper,workdir=$scratch/$parent/work" "/$parent"
done
home=$(value WorkingDirectory)
mkdir -p /opt/barograph /etc/barograph "$home"
mount --bind "$root" /opt/barograph
unit=/opt/barograph/packaging/barograph.service
chown $nobody:$nobody "$home"
chmod 0755 "$home"
{ cat "$root/packaging/barograph.yaml" && echo 'listen: 127.0.0.1:0'; } >/etc/barograph/barograph.yaml
log=$scratch/log
touch "$log"

if command -v systemd-analyze >/dev/null; then
  systemd-analyze verify --man=no "$unit" || fail "systemd-analyze finds fault with $unit"
fi

mount -t tmpfs -o mode=1777 tmpfs /tmp
for hidden in /home /root /run/user; do
  if [ -d $hidden ]; then
    mount -t tmpfs -o mode=0000 tmpfs $hidden
  fi
done
mount --bind "$home" "$home"
mount -o remount,bind,ro / || fail "cannot make / read-only"
mount -o remount,bind,ro /opt/barograph

# ---- The service -------------------------------------------------------------------------------------

read -r -a command <<<"$(value ExecStart)"
(
  cd "$home"
  umask "$(value UMask)"
  exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin LANG=C.UTF-8 HOME="$home" USER=barograph LOGNAME=barograph \
    SHELL=/usr/sbin/nologin setpriv --reuid=$nobody --regid=$nobody --clear-groups --no-new-privs --inh-caps=-all \
    --bounding-set=-all "${command[@]}"
) >>"$log" 2>&1 &
pid=$!
trap 'kill -9 $pid 2>/dev/null || true' EXIT

# Tries a command for up to a minute.
within_a_minute() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    if "$@"; then
      return
    fi
    kill -0 $pid 2>/dev/null || break
    sleep 0.1
  done
  cat "$log" >&2
  fail "never came to it: $*"
}

address() {
  url=$(sed -n 's|^\(http://127\.0\.0\.1:[0-9]*/\)$|\1|p' "$log")
  [ -n "$url" ]
}

pushed() {
  [ "$(curl -s -o /dev/null -w '%{http_code}' --data-binary $'1\n2\n' "${url}v1/tables/r/rows" -H 'Idempotency-Key: once')" = 200 ]
}

shown() {
  curl -s -H 'Accept: application/json' "${url}v1/pipelines/p/results" | grep -q '"rows":\[{"x":1},{"x":2}\]'
}

within_a_minute address
curl -sf "${url}health/ready" >/dev/null || fail "it is not ready"
curl -sf "${url}v1/pipelines?name=p" -d "CREATE TABLE r (x BIGINT) WITH ('connector' = 'http', 'format' = 'csv'); SELECT x FROM r" \
  >/dev/null || fail "it makes no pipeline"
within_a_minute pushed
within_a_minute shown

# ---- Its end -----------------------------------------------------------------------------------------

kill -"$(value KillSignal)" $pid
status=0
wait $pid || status=$?
[ "$status" = "$(value SuccessExitStatus)" ] || fail "it ended with $status"
[ -z "$(find "$home" -mindepth 1 -perm /077)" ] || fail "others may read what it wrote: $(find "$home" -mindepth 1 -perm /077)"
[ -n "$(find "$home/barograph-data/pipelines/p.state" -name 'checkpoint-*')" ] || fail "it left no checkpoint"
echo "try-unit: it starts, works and ends as the unit says"
