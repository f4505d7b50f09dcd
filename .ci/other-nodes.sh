#!/usr/bin/env bash
# Runs the tests of the packages on the other Node releases we support, each brought by npm. The Shared Library is Groovy: no Node runs it.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${TOWLINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/towline}
for release in 22 24; do
  prefix="$cache/node-$release"
  [ -x "$prefix/node_modules/.bin/node" ] || npm install --silent --no-audit --no-fund --prefix "$prefix" "node@$release"
  printf 'Node %s: ' "$("$prefix/node_modules/.bin/node" --version)"
  "$prefix/node_modules/.bin/node" tools/run.mjs test --silent packages/shared/src packages/argo-updater/src packages/jenkins-bridge/src
done
