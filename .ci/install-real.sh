#!/usr/bin/env bash
# Installs the real servers and clients that the contract tests run against, all of them or those named:
#   bash .ci/install-real.sh [docker-registry] [skopeo] [podman] [openssh] [moto] [maven]
# The Kubernetes API server is built by .ci/build-kube-api.sh. Safe to run again: what is there is left alone.
set -euo pipefail

say() { printf 'install-real: %s\n' "$1"; }
have() { PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1; }

# The folder where test/kit/src/real/servers.ts looks for moto.
cache=${TOWLINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}}/towline
moto_packages=('moto[ecr,sqs,secretsmanager,ssm,sts,events]==5.2.5' flask flask-cors)

packages=()
need() { # program package…
  local program=$1
  shift
  have "$program" || packages+=("$@")
}

want_moto=no
want_engine=no
for server in "${@:-docker-registry skopeo podman openssh moto maven}"; do
  # The default is one word with all names.
  for name in $server; do
    case $name in
      docker-registry) need docker-registry docker-registry ;;
      skopeo) need skopeo skopeo ;;
      podman)
        need podman podman
        need runc runc
        need crun crun
        need conmon conmon
        need buildah buildah
        need docker podman-docker
        [ -e /bin/busybox ] || packages+=(busybox-static)
        ;;
      openssh)
        need sshd openssh-server
        need ssh openssh-client
        ;;
      moto) want_moto=yes ;;
      maven)
        need javac openjdk-17-jdk-headless
        need mvn maven
        want_engine=yes
        ;;
      *)
        say "there is no recipe for $name"
        exit 2
        ;;
    esac
  done
done

install_packages() {
  local sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  say "installing by apt: $*"
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update
  # Packages must not start their servers: the tests start their own.
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

install_moto() {
  local venv=$cache/moto
  # The stamp is written last, so that an installation that was interrupted is done again.
  if [ "$(cat "$venv/towline-stamp" 2>/dev/null)" = "${moto_packages[*]}" ]; then
    say "moto is there: $venv"
    return
  fi
  say "installing moto into $venv"
  have python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || install_packages python3 python3-venv
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" --quiet --disable-pip-version-check install "${moto_packages[@]}"
  printf '%s\n' "${moto_packages[*]}" >"$venv/towline-stamp"
}

if [ ${#packages[@]} -gt 0 ]; then install_packages "${packages[@]}"; else say 'nothing to install by apt'; fi
if [ "$want_moto" = yes ]; then install_moto; fi
# Built now, so that no test downloads what Maven needs.
if [ "$want_engine" = yes ]; then say "the pipeline engine is there: $(bash "$(dirname "$0")/../test/groovy/build.sh")"; fi
say 'done'
