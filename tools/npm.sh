#!/bin/sh
# npm ci in each folder named, unless its package-lock.json is the one installed there already.
#   tools/npm.sh web/vendor/build tests/interop
set -eu
PATH=$(pwd -P)/.venv/bin:$PATH
# Networks with their own certificate authority: Node asks the system, as pip and apt can.
export NODE_USE_SYSTEM_CA=1
export PATH npm_config_cache="$(pwd -P)/.venv/npm-cache" npm_config_update_notifier=false

for folder; do
    installed=$folder/node_modules/.installed-lock.json
    if cmp -s "$folder/package-lock.json" "$installed"; then continue; fi
    echo "Installing the Node packages of $folder …" >&2
    npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
    cp "$folder/package-lock.json" "$installed"
done
