#!/bin/sh
# Builds the wheel from the sdist, installs it alone in a fresh environment and runs against it what could miss a file
# or an entry point of it, in a folder from which the sources cannot be imported. Arguments: a Python with `build`, the extras to install, and uv or nothing.
set -eu
python=$1
extras=$2
uv=${3:-}
root=$(pwd)
case $python in /*) tools=$python ;; *) tools=$root/$python ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m build --quiet --outdir "$work/dist" .
wheel=$(echo "$work"/dist/*.whl)

if [ -n "$uv" ]; then
    "$uv" venv --quiet --python "$python" "$work/venv"
    "$uv" pip install --quiet --python "$work/venv/bin/python" "$wheel[$extras]" --group pyproject.toml:test
else
    "$python" -m venv "$work/venv"
    "$work/venv/bin/python" -m pip install --quiet --upgrade 'pip>=25.1'
    "$work/venv/bin/python" -m pip install --quiet "$wheel[$extras]" --group test
fi

mkdir "$work/suite"
cp -R tests docs examples README.md CHANGELOG.md CONTRIBUTING.md pyproject.toml "$work/suite"
cd "$work/suite"
"$work/venv/bin/python" - <<'PYTHON'
import retention_adapters
import retention_plugins
import retention_sdk
from pathlib import Path
from sysconfig import get_path

for package in (retention_sdk, retention_plugins, retention_adapters):
    folder = Path(package.__file__).parent
    assert folder.parent == Path(get_path("purelib")), f"{folder} is not the installed wheel"
    assert (folder / "py.typed").exists(), f"{folder} has no py.typed"
PYTHON
RETENTION_SHARED=${RETENTION_SHARED:-$root/../shared} "$work/venv/bin/python" -m pytest -p no:cacheprovider \
    --numprocesses=auto --maxprocesses=4 --dist=worksteal \
    tests/adapters/email tests/adapters/storefront tests/adapters/shopify/test_documents.py \
    tests/adapters/shopify/test_whole_way.py tests/adapters/woocommerce/test_adapter.py \
    tests/cli/test_main.py tests/cli/test_check.py tests/contract_versions/test_statement.py \
    tests/contract_versions/test_wheels.py tests/examples tests/language tests/registry
sh tests/third_parties.sh "$tools" "$work/venv" "$uv"
