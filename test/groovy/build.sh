#!/usr/bin/env bash
# Builds the pipeline engine, unless it is built, and prints the folder that it is in: classes/ and jars/. Folders are named by the hash
# of the sources. What Maven needs is kept in the cache too, so that only the first build of a machine downloads.
set -euo pipefail
cd "$(dirname "$0")"
cache=${TOWLINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}}/towline
sources=$(find pom.xml src -type f | LC_ALL=C sort)
# shellcheck disable=SC2086 # no source has a space in its name
hash=$(sha256sum $sources | sha256sum | cut -d ' ' -f 1)
engine=$cache/pipeline-engine/$hash

if [ ! -d "$engine" ]; then
  mkdir -p "$cache/pipeline-engine"
  # Two builds at a time would fight for Maven's repository.
  exec 9>"$cache/pipeline-engine/lock"
  if command -v flock >/dev/null; then flock 9; fi
fi
if [ ! -d "$engine" ]; then
  build=$(mktemp -d "$cache/pipeline-engine/build.XXXXXX")
  trap 'rm -rf "$build"' EXIT
  maven=(mvn -B -q -T1 "-Dmaven.repo.local=$cache/maven" "-Dengine.directory=$build/out" process-classes)
  # Offline first: a repository that has everything is not asked for news.
  MAVEN_OPTS="${MAVEN_OPTS:--Xmx256m}" "${maven[@]}" -o >"$build/log" 2>&1 || MAVEN_OPTS="${MAVEN_OPTS:--Xmx256m}" "${maven[@]}" >"$build/log" 2>&1 || {
    cat "$build/log" >&2
    exit 1
  }
  mv -T "$build/out" "$engine"
  # Engines of sources that nobody has any more.
  find "$cache/pipeline-engine" -mindepth 1 -maxdepth 1 -type d -mtime +7 -exec rm -rf {} +
fi
printf '%s\n' "$engine"
