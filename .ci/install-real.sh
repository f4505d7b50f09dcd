#!/usr/bin/env bash
# Installs the real servers and clients that the contract tests run against, all of them or those named:
#   bash .ci/install-real.sh [docker-registry] [skopeo] [podman] [openssh] [gpg] [moto] [maven] [chromium]
#     [helm] [kustomize] [cfn-lint] [prometheus-crds] [mmdebstrap] [compressors] [terminal]
# The Kubernetes API server is built by .ci/build-kube-api.sh. Safe to run again: what is there is left alone.
set -euo pipefail

say() { printf 'install-real: %s\n' "$1"; }
have() { PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1; }

# The folder where test/kit/src/real/servers.ts looks for moto.
cache=${TOWLINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}}/towline
# Those of test/kit/src/real/deploy-tools.ts.
helm_version=v3.22.0
kustomize_version=v5.8.2
cfn_lint_version=1.51.0
prometheus_crds_version=v0.85.0
moto_packages=('moto[ecr,sqs,secretsmanager,ssm,sts,events]==5.2.5' flask flask-cors)

packages=()
need() { # program package…
  local program=$1
  shift
  have "$program" || packages+=("$@")
}

want_moto=no
want_engine=no
want_tools=()
for server in "${@:-docker-registry skopeo podman openssh gpg moto maven chromium helm kustomize cfn-lint prometheus-crds mmdebstrap compressors terminal}"; do
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
      gpg)
        need gpg gnupg
        need gpg-agent gpg-agent
        ;;
      mmdebstrap) need mmdebstrap mmdebstrap ;;
      compressors)
        need xz xz-utils
        need bzip2 bzip2
        need zstd zstd
        ;;
      terminal) need script bsdutils ;;
      moto) want_moto=yes ;;
      helm | kustomize | cfn-lint | prometheus-crds) want_tools+=("$name") ;;
      maven)
        need javac openjdk-17-jdk-headless
        need mvn maven
        want_engine=yes
        ;;
      chromium) need chromium chromium ;;
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

# A Go program, compiled once: no release is downloaded, and the checksum database knows the sources.
install_go_program() { # name version package
  local folder=$cache/$1-$2
  if [ -x "$folder/$1" ]; then
    say "$1 is there: $folder"
    return
  fi
  have go || { say "$1 is built with Go: install it from https://go.dev/dl"; exit 2; }
  say "building $1 $2 (minutes the first time)"
  GOBIN=$folder GOFLAGS=-trimpath nice -n 10 go install -ldflags '-s -w' "$3@$2"
}

# The definitions are files of the operator's Go module.
install_prometheus_crds() {
  local folder=$cache/prometheus-crds-$prometheus_crds_version module
  if [ -e "$folder/monitoring.coreos.com_prometheusrules.yaml" ]; then
    say "the definitions of Prometheus are there: $folder"
    return
  fi
  have go || { say 'they come by Go: install it from https://go.dev/dl'; exit 2; }
  module=$(cd / && go mod download -json "github.com/prometheus-operator/prometheus-operator@$prometheus_crds_version" |
    sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  mkdir -p "$folder"
  cp "$module"/example/prometheus-operator-crd/monitoring.coreos.com_{servicemonitors,prometheusrules}.yaml "$folder"
  say "brought the definitions of Prometheus: $folder"
}

install_cfn_lint() {
  local venv=$cache/cfn-lint-$cfn_lint_version
  if [ -e "$venv/towline-stamp" ]; then
    say "cfn-lint is there: $venv"
    return
  fi
  say "installing cfn-lint into $venv"
  have python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || install_packages python3 python3-venv
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" --quiet --disable-pip-version-check install "cfn-lint==$cfn_lint_version"
  touch "$venv/towline-stamp"
}

if [ ${#packages[@]} -gt 0 ]; then install_packages "${packages[@]}"; else say 'nothing to install by apt'; fi
if [ "$want_moto" = yes ]; then install_moto; fi
for tool in "${want_tools[@]}"; do
  case $tool in
    helm) install_go_program helm "$helm_version" helm.sh/helm/v3/cmd/helm ;;
    kustomize) install_go_program kustomize "$kustomize_version" sigs.k8s.io/kustomize/kustomize/v5 ;;
    cfn-lint) install_cfn_lint ;;
    prometheus-crds) install_prometheus_crds ;;
  esac
done
# Built now, so that no test downloads what Maven needs.
if [ "$want_engine" = yes ]; then say "the pipeline engine is there: $(bash "$(dirname "$0")/../test/groovy/build.sh")"; fi
say 'done'
