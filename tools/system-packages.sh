#!/bin/sh
# Install the named Debian packages that are missing. Without root, or elsewhere, say in one line what to install.
#   tools/system-packages.sh chromium fonts-noto-cjk
set -eu

missing=
for package in "$@"; do
  dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing$missing"
  apt-get update -qq
  # shellcheck disable=SC2086  # one word a package
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
elif command -v apt-get >/dev/null; then
  echo "Please install:$missing   (sudo apt-get install$missing)" >&2
  exit 1
else
  echo "Not a Debian system: make sure that it has what Debian calls$missing" >&2
fi
