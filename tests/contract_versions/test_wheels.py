"""Wheels that somebody built for the first contract of the hooks: they go on working, beside the SDK of now."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from retention_sdk.contract import LINES

WHEELS = sorted((Path(__file__).parent / "wheels").glob("*.whl"))

CONFIG = """
[store]
name = "Bean & Leaf"
currency = "EUR"

[plugins.punch_card]
sku = "beans-250"

[plugins.double_stamps]
sku = "beans-250"
weekdays = ["tuesday"]

[plugins.points]

[plugins.sold_out]
unit = "points"
"""

SHOP = """
from datetime import UTC, datetime
from retention_sdk import Engine, Line, Money, Purchase
from retention_sdk.cli import main

def order(id):
    beans = Line(sku="beans-250", quantity=2, total=Money.of("19.98", "EUR"))
    return Purchase(id=id, customer="c", occurred_at=datetime(2026, 3, 3, 12, tzinfo=UTC), lines=[beans])

for id in ("o-1", "o-2"):
    with Engine.from_config("retention.toml") as engine:
        print([(one.origin, one.built_for) for one in engine.registry.enabled if not one.is_stated])
        decision = engine.handle(order(id))
        print([(one.plugin, one.action.amount) for one in decision.granted])
        print([(one.plugin, one.code, one.sentence) for one in decision.refusals], decision.failures)
        customer = engine.customer("c")
        print(customer.wallet("stamps").available, customer.wallet("points").available)
print("checked:", flush=True)
raise SystemExit(main(["check"]))
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a shop's file, and `site` in it with the wheels' content, as pip puts it there."""
    folder = tmp_path_factory.mktemp("shop")
    for wheel in WHEELS:
        with ZipFile(wheel) as file:
            file.extractall(folder / "site")
    (folder / "retention.toml").write_text(CONFIG, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def done(shop: Path) -> subprocess.CompletedProcess[str]:
    """What a program in the shop's folder told; all that Python warns of is an error, but what authors are told."""
    path = os.pathsep.join([str(shop / "site"), *filter(None, sys.path)])
    return subprocess.run(
        [sys.executable, "-W", "error", "-W", "default::UserWarning", "-c", SHOP],
        cwd=shop,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )


def test_what_was_built_for_the_first_contract_works(shop: Path, done: subprocess.CompletedProcess[str]) -> None:
    """Both are found and asked: the stamps are in the wallet, what the guard says is told, each is warned of once."""
    origins = "[('retention-double-stamps 1.0.0', 1), ('retention-sold-out 1.0.0', 1)]"
    stamped = "[('punch_card', 2), ('double_stamps', 2)]"
    refused = "[('points', 'sold_out', 'There are no points left.')] ()"
    told = done.stdout.partition("checked:")[0].splitlines()
    assert told == [*(origins, stamped, refused, "4 0"), *(origins, stamped, refused, "8 0")]
    warned = re.findall(r"^(.+):(\d+): ContractWarning: (.+)$", done.stderr, re.MULTILINE)
    source = {name: shop / "site" / f"retention_{name}" / "__init__.py" for name in ("double_stamps", "sold_out")}
    assert [(Path(file), hook_at(Path(file), int(line))) for file, line, _ in warned] == [
        (source["double_stamps"], "on_purchase"),
        (source["sold_out"], "review_action"),
    ]
    stamps, sold_out = (text for *_, text in warned)
    assert stamps.startswith("plugin 'double_stamps' of retention-double-stamps 1.0.0 does not say which contract")
    assert sold_out.startswith("plugin 'sold_out' of retention-sold-out 1.0.0 was built for contract 1 of the hooks")
    assert "answer Refused(code, sentence) in review_action" in sold_out
    assert stamps.endswith(LINES)
    assert sold_out.endswith(LINES)


def hook_at(file: Path, line: int) -> str:
    """The method whose mark is in a line of a file."""
    mark, method = file.read_text(encoding="utf-8").splitlines()[line - 1 : line + 1]
    assert mark.strip() == "@hookimpl"
    return method.split("(")[0].split()[-1]


def test_a_merchant_is_told_in_sentences(done: subprocess.CompletedProcess[str]) -> None:
    """`retention check` says it beside each of them, and the file is fine all the same."""
    told = " ".join(done.stdout.partition("checked:")[2].split())
    assert "double_stamps, from retention-double-stamps 1.0.0, for contract 1 (it does not say)" in told
    assert "Its author should know: plugin 'sold_out' of retention-sold-out 1.0.0 was built for contract 1" in told
    assert told.endswith("retention.toml is fine.")


def test_the_wheels_are_what_they_were() -> None:
    """Nobody builds them anew from something newer: they state no contract, and need nothing from anywhere else."""
    assert [wheel.name for wheel in WHEELS] == [
        "retention_double_stamps-1.0.0-py3-none-any.whl",
        "retention_sold_out-1.0.0-py3-none-any.whl",
    ]
    for wheel in WHEELS:
        with ZipFile(wheel) as file:
            points = next(name for name in file.namelist() if name.endswith("entry_points.txt"))
            assert "retention_sdk.contract" not in file.read(points).decode()
            assert {info.date_time[:3] for info in file.infolist()} == {(2026, 11, 22)}
