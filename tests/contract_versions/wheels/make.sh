#!/bin/sh
# Makes the wheels of this folder again, byte by byte: plugins as somebody built them for the first contract of the hooks.
# Run it in a clone that has the commit below, with a Python that has hatchling: `sh tests/contract_versions/wheels/make.sh PYTHON`.
#
# retention-double-stamps is examples/plugin-double-stamps as it was at a commit before any contract had a number;
# retention-sold-out is the folder beside this file, a guard that answers pairs. Neither states a contract, and neither
# is ever to be built from anything newer: the tests prove that what was built then goes on working.
set -eu
python=$(realpath --no-symlinks "$1")
here=$(cd "$(dirname "$0")" && pwd)
root=$(git -C "$here" rev-parse --show-toplevel)
commit=860737090cb5e7517ecaa2005eccac5aa8b0456b
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git -C "$root" archive "$commit:examples/plugin-double-stamps" | tar -x -C "$work"
SOURCE_DATE_EPOCH=$(git -C "$root" show --no-patch --format=%ct "$commit")
export SOURCE_DATE_EPOCH
(cd "$work" && "$python" -m hatchling build --target wheel --directory "$here")
cp -R "$here/sold-out" "$work/sold-out"
(cd "$work/sold-out" && "$python" -m hatchling build --target wheel --directory "$here")
