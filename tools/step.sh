#!/bin/sh
# Runs one named step of a check: one line when it passes, all it printed when it fails.
# Prints only at the end, so that steps running side by side stay readable.
#   tools/step.sh NAME COMMAND [ARGUMENT…]
name=$1
shift
start=$(date +%s)
output=$("$@" 2>&1 </dev/null)
code=$?
seconds=$(($(date +%s) - start))
if [ "$code" = 0 ]; then
    printf '%-18s ok, %d s\n' "$name" "$seconds"
else
    printf '%s\n%-18s FAILED with exit code %d: %s\n' "$output" "$name" "$code" "$*"
fi
exit "$code"
