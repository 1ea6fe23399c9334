#!/bin/sh
# What third parties do, in a fresh environment where the wheel is installed; wheel.sh runs it. The example plugin is
# built, installed beside the SDK, enabled and asked. In an empty folder the three commands of README.md are run, and a
# guard and an adapter are made in the same way. The tests of each pass, and type checkers have nothing to say of it.
# Arguments: a Python with mypy and pyright, the environment, and uv or nothing. README.md and examples/ are where it runs.
set -eu
tools=$1
venv=$2
uv=${3:-}
suite=$(pwd)
shop=$suite/third-parties
export PATH="$venv/bin:$PATH"
export PYTHONDONTWRITEBYTECODE=1

pip() { # needs no network: whatever a package wants is here already
    if [ -n "$uv" ]; then
        "$uv" pip "$@" --quiet --python "$venv/bin/python" --offline --no-build-isolation
    else
        "$venv/bin/python" -m pip --quiet "$@" --no-index --no-build-isolation
    fi
}

says() { # what is read has this line in it
    tee -a "$shop/said" | grep --fixed-strings --quiet -e "$1" || { echo "nobody says: $1" >&2; cat "$shop/said"; exit 1; }
}

mkdir "$shop"
cd "$shop"

printf '\n== the example plugin, as a wheel\n'
cp -R "$suite/examples/plugin-double-stamps" retention-double-stamps
(cd retention-double-stamps && python -m hatchling build -t wheel -d ../wheels) >said
pip install wheels/*.whl
retention enable punch_card sku=beans-250 --timezone Europe/Prague >said
retention enable double_stamps sku=beans-250 'weekdays=["tuesday"]' timezone=Europe/Prague |
    says "On Tuesdays each beans-250 that is bought brings one of stamps more."
python - <<'PYTHON' | says "- double_stamps gives 2 stamps (twice the stamps on Tuesdays)."
from datetime import UTC, datetime
from retention_sdk import Engine, Line, Money, Purchase

beans = Line(sku="beans-250", quantity=2, total=Money.of("19.98", "EUR"))
order = Purchase(id="o-1", customer="c", occurred_at=datetime(2026, 3, 3, 12, tzinfo=UTC), lines=[beans])
with Engine.from_config("retention.toml") as engine:
    print([one.origin for one in engine.registry.enabled if one.name == "double_stamps"])
    print(engine.handle(order).explain())
    assert engine.customer("c").wallet("stamps").available == 4
PYTHON
rm retention.toml retention.db*

printf '\n== the three commands of README.md, in an empty folder\n'
mkdir empty
cd empty
sed -n '/^## A plugin of your own/,/^## /s/^\$ //p' "$suite/README.md" >"$shop/commands"
while read -r command; do
    echo "\$ $command"
    eval "$command"
done <"$shop/commands"
retention contract happy_hour --at-least gold --badge scorecard.svg
cmp scorecard.svg retention-happy-hour/scorecard.svg
retention demo --orders 500 --with happy_hour | says "- happy_hour gives 10 points (an order between 14:00 and 17:00)."

printf '\n== a guard and an adapter\n'
retention new guard ruled-out
retention new adapter small-till
pip install ./retention-ruled-out ./retention-small-till
retention enable ruled_out | says "For an order with gift-card in it nothing is given."
export SMALL_TILL_TOKEN=t0ken SMALL_TILL_WEBHOOK_SECRET=s3cret
retention enable small_till url=https://till.example/api | says "It carries out each issue coupon, void coupon."
mv ../retention-double-stamps .

printf '\n== their tests, and their types beside them\n'
for package in retention-*; do
    (
        cd "$package"
        "$tools" -m mypy --python-executable "$venv/bin/python" --cache-dir "$shop/.mypy_cache"
        "$tools" -m pyright --pythonpath "$venv/bin/python"
    )
done >"$shop/types" 2>&1 &
for package in retention-*; do
    (cd "$package" && python -m pytest -q -p no:cacheprovider) >"$shop/said" 2>&1 || { cat "$shop/said"; exit 1; }
    tail -n 1 "$shop/said"
    # a law that is not looked at is a test that is skipped, and then the badge would not be gold
    if grep --quiet skipped "$shop/said"; then cat "$shop/said"; exit 1; fi
done
wait $! || { cat "$shop/types"; exit 1; }
cat "$shop/types"
