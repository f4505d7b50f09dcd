#!/usr/bin/env bash
# Builds the Kubernetes API server of the contract tests (test/kit/kube-api) and keeps it in the cache folder under a hash of its
# sources; does nothing where it is there already. With --path it only says where that is.
# The first build on a machine compiles Kubernetes and etcd: about 9 minutes of CPU time. It runs at low priority, so that other work
# can go on beside it.
set -euo pipefail
sources=$(cd "$(dirname "$0")/../test/kit/kube-api" && pwd)
cache=${TOWLINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}}/towline/kube-api

cd "$sources"
hash=$(cat $(ls | grep -E '\.go$|^go\.(mod|sum)$' | LC_ALL=C sort) |
  node -p "require('crypto').createHash('sha256').update(require('fs').readFileSync(0)).digest('hex')")
program=$cache/$hash/kube-api

if [[ ${1:-} == --path ]]; then
  echo "$program"
  exit 0
fi
say() { printf 'kube-api: %s\n' "$*"; }

if [[ -x $program ]]; then
  say "already built: $program"
  exit 0
fi
if ! [[ $(go env GOVERSION 2>/dev/null) =~ ^go1\.([0-9]+) ]] || ((BASH_REMATCH[1] < 21)); then
  say 'needs Go 1.21 or newer, which fetches the release that go.mod names by itself. Install it from https://go.dev/dl' >&2
  exit 2
fi
say "building with $(go env GOVERSION) (minutes the first time, seconds after an edit)"
mkdir -p "$(dirname "$program")"
unfinished=$(mktemp "$program.XXXXXX")
trap 'rm -f "$unfinished"' EXIT
# Without symbols the program is a third smaller. Moved into place when it is whole, so that two builds at once do no harm.
nice -n 10 go build -buildvcs=false -ldflags '-s -w' -o "$unfinished" .
chmod 755 "$unfinished"
mv "$unfinished" "$program"
find "$cache" -mindepth 1 -maxdepth 1 -type d -mtime +30 -exec rm -rf {} +
say "built in $SECONDS s: $program"
