#!/bin/sh
# The programs that tests need and pip can't bring: installs what is missing through apt,
# or says in one sentence what to install.
set -eu

missing=
# CHROMIUM=… names a Chromium that is called something else.
for program in "${CHROMIUM:-chromium}" redis-server nginx curl openssl; do
    command -v "$program" >/dev/null || missing="$missing $program"
done
if [ -z "$missing" ]; then exit; fi

as_root=
if [ "$(id -u)" != 0 ]; then as_root="sudo -n"; fi
if ! command -v apt-get >/dev/null || ! $as_root true 2>/dev/null; then
    echo "The tests need these programs on the PATH and they are missing:$missing." \
        "Install them (on Debian: sudo apt-get install$missing) and run make again." >&2
    exit 1
fi

echo "Installing$missing …" >&2
apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq"
# shellcheck disable=SC2086  # several words each, none with spaces
{
    tools/step.sh "apt-get update" $apt update
    tools/step.sh "apt-get install" $apt install -y --no-install-recommends $missing
}
