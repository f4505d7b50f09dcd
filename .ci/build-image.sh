#!/usr/bin/env bash
# Builds the image of argo-updater without a container engine, and tries what is in it. The base is made of Debian's packages and of the
# Node of this machine, so that no registry of images is needed. Takes minutes: it is a step of .ci/run and not of the tests.
#   bash .ci/install-real.sh podman mmdebstrap && bash .ci/build-image.sh
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot

say() { printf 'image: %s\n' "$1"; }
buildah_here() { buildah --root "$work/store" --runroot "$work/run" "$@"; }

say 'making the base of Debian packages'
mmdebstrap --quiet --variant=apt --include=ca-certificates,libatomic1 bookworm "$work/base.tar" http://deb.debian.org/debian
container=$(buildah_here from scratch)
buildah_here add --quiet "$container" "$work/base.tar" /
npm=$(dirname "$(dirname "$(realpath "$(command -v npm)")")")
buildah_here copy --quiet "$container" "$(realpath "$(command -v node)")" /usr/local/bin/node
buildah_here copy --quiet "$container" "$npm" /usr/local/lib/node_modules/npm
buildah_here run "$container" -- ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
# On a machine behind a proxy that signs certificates anew.
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
  buildah_here copy --quiet "$container" "$NODE_EXTRA_CA_CERTS" /etc/ssl/extra.crt
  buildah_here config --env NODE_EXTRA_CA_CERTS=/etc/ssl/extra.crt "$container"
fi
buildah_here commit --quiet --rm "$container" localhost/node-base

say 'building'
buildah_here bud --quiet --file docker/argo-updater/Dockerfile --ignorefile docker/argo-updater/Dockerfile.dockerignore \
  --build-arg NODE_IMAGE=localhost/node-base --tag localhost/argo-updater . >/dev/null

say 'trying it'
container=$(buildah_here from localhost/argo-updater)
# What it answers, as the user of the image.
answer=$(buildah_here run "$container" -- sh -ec '
  [ "$(id -u)" = 10001 ]
  git --version; ssh -V 2>&1; gpg --version | head -n 1
  [ "$(argo-updater --version)" = "$(argocd-image-updater --version)" ]
  [ "$(argo-updater --version)" = "$(/manager --version)" ]
  mkdir /tmp/applications; argo-updater run --once --dry-run --applications /tmp/applications
  if touch /opt/argo-updater/new 2>/dev/null; then echo "the program can be changed"; exit 1; fi
  if command -v npm || command -v npx; then echo "a package manager is left"; exit 1; fi')
printf '%s\n' "$answer"
config=$(buildah_here inspect --format '{{.OCIv1.Config.User}} {{.OCIv1.Config.Entrypoint}} {{.OCIv1.Config.Cmd}}' localhost/argo-updater)
[ "$config" = '10001:10001 [argo-updater] [run]' ] || { say "is configured otherwise: $config"; exit 1; }
say "built and tried in $SECONDS s"
