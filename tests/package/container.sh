#!/bin/sh
# Runs a command as the first process of a container whose root is ROOT: read-only, without rights, with /data and /tmp to write.
# container.sh ROOT USER COMMAND…; run by unshare --mount --pid --fork, with the container's environment.
set -eu
root=$1 user=$2
shift 2
mount --bind "$root" "$root"
mount -t tmpfs -o "mode=0700,uid=${user%:*},gid=${user#*:}" none "$root/data"
mount -t tmpfs -o mode=1777 none "$root/tmp"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -o remount,bind,ro "$root"
exec chroot --userspec="$user" "$root" "$@"
