#!/usr/bin/env bash
# Runs a script in the root folder of an image, as the user of the agent, where a container engine would do more: in a mount namespace of
# its own, since nobody may make user namespaces in a chroot, and builds with RUN need them. Needs to be root.
#   bash .ci/enter-image.sh ROOT 'SCRIPT'
set -euo pipefail
if [ "${1:-}" != --inside ]; then exec unshare --mount --fork bash "$0" --inside "$@"; fi
root=$2 script=$3
mount --make-rprivate /
mount --bind "$root" "$root"
for folder in /proc /sys /dev; do mount --rbind "$folder" "$root$folder"; done
cp /etc/resolv.conf "$root/etc/resolv.conf"
cd "$root"
pivot_root . mnt
umount -l /mnt
cd /home/jenkins
exec env -i HOME=/home/jenkins PATH=/usr/local/bin:/usr/bin:/bin BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs \
  JENKINS_URL="${JENKINS_URL:-}" JENKINS_AGENT_PASSWORD="${JENKINS_AGENT_PASSWORD:-}" \
  setpriv --reuid 10001 --regid 10001 --clear-groups sh -ec "$script"
