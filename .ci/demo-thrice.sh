#!/usr/bin/env bash
# The demo as a stranger meets it: in a clean clone, three times in a row, each time to its end in less than a minute and with nothing left behind.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git clone --quiet . "$folder/towline"
cd "$folder/towline"
npm run --silent build

mkdir "$folder/tmp"
for play in 1 2 3; do
  began=$(date +%s%N)
  TMPDIR="$folder/tmp" timeout 60 npm run --silent demo >"$folder/play" || {
    cat "$folder/play"
    echo "play $play failed, or took more than a minute" >&2
    exit 1
  }
  echo "play $play went the whole way in $((($(date +%s%N) - began) / 1000000)) ms"
  [[ -z $(ls -A "$folder/tmp") ]] || { echo "play $play left: $(ls -A "$folder/tmp")" >&2; exit 1; }
done
