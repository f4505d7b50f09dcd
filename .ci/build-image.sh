#!/usr/bin/env bash
# Builds the images of argo-updater and of the agent without a container engine, or those named, and tries what is in them. Their base is
# made of Debian's packages and of the Node of this machine, so that no registry of images is needed; it is kept for a week. Takes minutes:
# it is a step of .ci/run and not of the tests.
#   bash .ci/install-real.sh podman mmdebstrap && bash .ci/build-image.sh [argo-updater] [jenkins-bridge]
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'buildah_here umount --all >/dev/null 2>&1; rm -rf "$work"' EXIT
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot

say() { printf 'image: %s\n' "$1"; }
buildah_here() { buildah --root "$work/store" --runroot "$work/run" "$@"; }

# The release of Debian that both Dockerfiles begin with.
suite=trixie
packages=ca-certificates,libatomic1

# Prints where the base is.
debian_base() {
  local cache=${TOWLINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}}/towline/image-base
  local base=$cache/$suite-${packages//,/-}.tar
  mkdir -p "$cache"
  find "$cache" -name '*.tar' -mtime +7 -delete
  if [ ! -e "$base" ]; then
    mmdebstrap --quiet --variant=apt --include="$packages" "$suite" "$work/base.tar" http://deb.debian.org/debian
    mv "$work/base.tar" "$base.$$"
    mv "$base.$$" "$base"
  fi
  printf '%s\n' "$base"
}

make_base() {
  say 'making the base of Debian packages'
  local container npm
  container=$(buildah_here from scratch)
  buildah_here add --quiet "$container" "$(debian_base)" / >/dev/null
  npm=$(dirname "$(dirname "$(realpath "$(command -v npm)")")")
  buildah_here copy --quiet "$container" "$(realpath "$(command -v node)")" /usr/local/bin/node >/dev/null
  buildah_here copy --quiet "$container" "$npm" /usr/local/lib/node_modules/npm >/dev/null
  buildah_here run "$container" -- ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
  # As in Debian's own images: dpkg need not wait for the disk.
  buildah_here run "$container" -- sh -c 'echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/speedup'
  # On a machine behind a proxy that signs certificates anew.
  if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
    buildah_here copy --quiet "$container" "$NODE_EXTRA_CA_CERTS" /etc/ssl/extra.crt >/dev/null
    buildah_here config --env NODE_EXTRA_CA_CERTS=/etc/ssl/extra.crt "$container"
  fi
  buildah_here commit --quiet --rm "$container" localhost/node-base >/dev/null
}

build() { # name
  say "building $1"
  # What npm and pnpm bring for one image is there for the other.
  mkdir -p "$work/home"
  buildah_here bud --quiet --file "docker/$1/Dockerfile" --ignorefile "docker/$1/Dockerfile.dockerignore" \
    --volume "$work/home:/root" --build-arg NODE_IMAGE=localhost/node-base --tag "localhost/$1" . >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
}

# Runs a script in a container, as the user of the image.
in_image() { # name script
  local container
  container=$(buildah_here from "localhost/$1")
  buildah_here run "$container" -- sh -ec "$2"
}

configured() { # name user entrypoint cmd
  local config
  config=$(buildah_here inspect --format '{{.OCIv1.Config.User}} {{.OCIv1.Config.Entrypoint}} {{.OCIv1.Config.Cmd}}' "localhost/$1")
  [ "$config" = "$2" ] || { say "$1 is configured otherwise: $config"; exit 1; }
}

try_argo_updater() {
  in_image argo-updater '
    [ "$(id -u)" = 10001 ]
    git --version; ssh -V 2>&1; gpg --version | head -n 1
    [ "$(argo-updater --version)" = "$(argocd-image-updater --version)" ]
    [ "$(argo-updater --version)" = "$(/manager --version)" ]
    mkdir /tmp/applications; argo-updater run --once --dry-run --applications /tmp/applications
    if touch /opt/argo-updater/new 2>/dev/null; then echo "the program can be changed"; exit 1; fi
    if command -v npm || command -v npx; then echo "a package manager is left"; exit 1; fi'
  configured argo-updater '10001:10001 [argo-updater] [run]'
}

try_agent() {
  in_image jenkins-bridge '
    [ "$(id -u)" = 10001 ]
    git --version; ssh -V 2>&1; java -version 2>&1 | head -n 1; podman --version
    jenkins-bridge --version
    mkdir app; cd app; git init --quiet
    echo hello >hello; printf "FROM scratch\nCOPY hello /\n" >Dockerfile
    jenkins-bridge image build --tag localhost/app:1 --layout app.tar .
    skopeo inspect oci-archive:app.tar >/dev/null
    if touch /opt/jenkins-bridge/new 2>/dev/null; then echo "the program can be changed"; exit 1; fi'
  configured jenkins-bridge '10001:10001 [towline-agent] []'

  local root
  root=$(buildah_here mount "$(buildah_here from localhost/jenkins-bridge)")
  # An image to begin with is a shell and what it is linked with.
  bash .ci/enter-image.sh "$root" '
    mkdir run; cd run
    for file in /bin/sh $(ldd /bin/sh | grep -o "/[^ ]*"); do mkdir -p ".${file%/*}"; cp -L "$file" ".$file"; done
    printf "FROM scratch\nCOPY . /\nRUN echo built >/built\n" >Dockerfile
    for builder in buildah podman; do
      jenkins-bridge image build --builder "$builder" --tag "localhost/$builder:1" .
    done
    buildah push --quiet localhost/buildah:1 oci:out:1
    jenkins-bridge image inspect oci:out:1 | grep -c layer' 2>&1 | grep -v 'cgroups-v1\|not a shared mount'
  try_joining "$root"
}

# The agent gets its client from Jenkins, and starts it: here a program that writes what it was started with.
try_joining() { # root
  mkdir "$work/swarm"
  cat >"$work/Client.java" <<'JAVA'
public class Client {
  public static void main(String[] options) { System.out.println(String.join(" ", options) + " as " + System.getenv("JENKINS_AGENT_PASSWORD")); }
}
JAVA
  javac --release 17 -d "$work/classes" "$work/Client.java"
  jar --create --file "$work/swarm/swarm-client.jar" --main-class Client -C "$work/classes" .
  node -e '
    const server = require("http").createServer((request, response) => {
      if (request.url !== "/jenkins/swarm/swarm-client.jar") return response.writeHead(404).end();
      require("fs").createReadStream(process.argv[1]).pipe(response);
    }).listen(0, "127.0.0.1", () => console.log(server.address().port));
  ' "$work/swarm/swarm-client.jar" >"$work/port" &
  local server=$! url said
  until [ -s "$work/port" ]; do sleep 0.1; done
  url=http://127.0.0.1:$(cat "$work/port")/jenkins
  said=$(JENKINS_URL=$url/ JENKINS_AGENT_PASSWORD=pass-1 bash .ci/enter-image.sh "$1" towline-agent)
  kill "$server"
  say "the agent joins by: $said"
  [[ $said == "-url $url/ -webSocket -username admin -passwordEnvVariable JENKINS_AGENT_PASSWORD -name towline "*' as pass-1' ]]
}

images=("${@:-argo-updater jenkins-bridge}")
make_base
# The default is one word with both names.
for image in ${images[*]}; do
  build "$image"
  say "trying $image"
  case $image in
    argo-updater) try_argo_updater ;;
    jenkins-bridge) try_agent ;;
  esac
  say "$image is built and tried ($SECONDS s)"
done
