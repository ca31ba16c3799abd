#!/bin/sh
# Installs a .deb into a copy of this machine's file system that is gone afterwards, and runs the server in it as systemd would:
# as a user without rights, on a root that cannot be written. installed-root.sh WORK DEB CHECKOUT PORT; run by unshare --mount.
set -eu
work=$1 deb=$2 checkout=$3 port=$4
mount -t tmpfs none "$work"
cd "$work"
mkdir upper scratch root
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/scratch" root
cp "$deb" root/sallyport.deb
# Nothing of the checkout is in reach, its Node least of all.
mount -t tmpfs none "root$checkout"
mount --bind /dev root/dev
mount -t proc -o subset=pid,hidepid=invisible proc root/proc
mkdir -p root/run root/tmp
mount -t tmpfs none root/run
mount -t tmpfs -o mode=1777 none root/tmp

chroot root dpkg --install --force-depends /sallyport.deb > installed.log 2>&1 || { cat installed.log; exit 1; }
echo "version $(chroot root /usr/bin/sallyport --version)"
echo "key $(stat -c '%U %a' root/etc/sallyport/secrets-key) $(wc -c < root/etc/sallyport/secrets-key)"
echo "conffiles $(chroot root dpkg-query --show --showformat='${Conffiles}' sallyport | awk '{ print $1 }' | xargs)"

# What the unit asks of systemd: two folders of its user's own, the credential, the variables.
unit=root/lib/systemd/system/sallyport.service
mkdir -p root/var/lib/sallyport root/var/cache/sallyport root/run/credentials
mount -t tmpfs -o mode=0700,uid=65534,gid=65534 none root/var/cache/sallyport
chown 65534:65534 root/var/lib/sallyport
chmod 700 root/var/lib/sallyport
install -o 65534 -g 65534 -m 400 root/etc/sallyport/secrets-key root/run/credentials/secrets-key
mount --bind root/var/lib/sallyport root/var/lib/sallyport
variables=$(sed -n 's/^Environment=//p' "$unit" | sed 's#%S#/var/lib#; s#%C#/var/cache#; s#%d#/run/credentials#')
mount -o remount,bind,ro root
as_service() {
  # shellcheck disable=SC2086 # one variable each
  exec chroot --userspec=65534:65534 root /usr/bin/env -i PATH=/usr/bin:/bin $variables /usr/bin/sallyport "$@"
}
echo "writable $(chroot --userspec=65534:65534 root /bin/sh -c 'touch /etc/x /usr/x /x 2>/dev/null && echo yes || echo no')"
(as_service setup --email op@center.test --first-name Op --last-name Erator) > setup.log 2>&1 || { cat setup.log; exit 1; }
echo "setup $(grep -c '^http' setup.log)"
as_service serve --port "$port" > serve.log 2>&1 &
server=$!
trap 'kill -KILL "$server" 2>/dev/null || true' EXIT
tries=0
until curl --silent --fail "http://127.0.0.1:$port/readyz" > ready.json; do
  tries=$((tries + 1))
  if [ "$tries" -gt 300 ]; then cat serve.log; exit 1; fi
  sleep 0.1
done
echo "ready $(cat ready.json)"
echo "portal $(curl --silent --output /dev/null --write-out '%{http_code}' "http://127.0.0.1:$port/portal")"
echo "user $(stat -c '%u' "/proc/$server")"
kill -TERM "$server"
code=0
wait "$server" || code=$?
trap - EXIT
echo "ended $code"

mount -o remount,bind,rw root
umount root/var/cache/sallyport
chroot root dpkg --purge sallyport > purged.log 2>&1 || { cat purged.log; exit 1; }
echo "purged $(tail -n 1 purged.log)"
echo "left $(cd root && ls -d usr/lib/sallyport usr/bin/sallyport etc/sallyport/sallyport.toml etc/sallyport/secrets-key var/lib/sallyport/*.db 2>/dev/null | xargs)"
