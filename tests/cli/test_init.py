"""`retention init`."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from retention_sdk.registry import installed

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Retention


OURS = {name for name, one in installed().items() if one.origin.startswith("retention-sdk ")}
OWN = {"appreciation_event", "contest"}
"""What has days or a secret of its own."""


def test_it_writes_a_file_that_check_accepts(retention: Retention, folder: Path) -> None:
    """What it writes can be used at once."""
    answer = retention("init")
    assert (answer.code, answer.err) == (0, "")
    assert "retention check" in answer.out
    assert retention("check").code == 0


def test_its_options_are_in_the_file(retention: Retention, folder: Path) -> None:
    """Name, currency and time zone are the merchant's, however odd the name."""
    assert (
        retention(
            "init", "--path", "a.toml", "--name", 'Bob\'s "Beans"', "--currency", "USD", "--timezone", "Asia/Tokyo"
        ).code
        == 0
    )
    store = tomllib.loads((folder / "a.toml").read_text())["store"]
    assert (store["name"], store["currency"], store["timezone"]) == ('Bob\'s "Beans"', "USD", "Asia/Tokyo")


def test_it_never_overwrites(retention: Retention, shop: Path) -> None:
    """A file that is there stays as it is."""
    before = shop.read_text()
    answer = retention("init")
    assert answer.code == 2
    assert "there already" in answer.err
    assert shop.read_text() == before


def test_a_wrong_option_writes_nothing(retention: Retention, folder: Path) -> None:
    """A currency or zone that does not exist is told before anything is written."""
    answer = retention("init", "--currency", "EURO", "--timezone", "Europe/Praha")
    assert answer.code == 2
    assert "EURO" in answer.err
    assert "Europe/Prague" in answer.err
    assert list(folder.iterdir()) == []


def test_every_line_behind_a_mark_can_be_used(
    retention: Retention, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the marks taken away it is a configuration that enables everything with its defaults.

    What has days and a secret of its own has to be written first: no example of them could be right.
    """
    for name in ("OFFERS_SECRET", "PRIVACY_SECRET"):
        monkeypatch.setenv(name, "0123456789abcdef0123456789abcdef")
    assert retention("init", "--currency", "JPY").code == 0
    file = folder / "retention.toml"
    lines = (re.sub(r"^# (?=[a-z_]+ = |\[(plugins|rewards))", "", line) for line in file.read_text().splitlines())
    sections = re.split(r"^(?=\[)", "\n".join(lines), flags=re.MULTILINE)
    file.write_text("".join(one for one in sections if not one.startswith(tuple(f"[plugins.{name}]" for name in OWN))))
    answer = retention("check", "--json")
    assert answer.code == 0, answer.err
    assert {one["name"] for one in answer.json["strategies"]} >= OURS - OWN
    assert answer.json["limits"]["monthly_budget"] == "2000 JPY"


def test_each_setting_is_told_with_its_help(retention: Retention, folder: Path) -> None:
    """The file says what each setting of each strategy does."""
    retention("init")
    text = (folder / "retention.toml").read_text()
    assert re.search(r"^# stamps = 10 +# stamps that fill a card$", text, re.MULTILINE)
    assert re.search(r'^# pay_as = "refund" +# how it is paid back; one of refund, store_credit$', text, re.MULTILINE)
    assert re.search(r"^# expires_days = 30 +# not set: days they can then be spent", text, re.MULTILINE)


def test_a_broken_plugin_is_a_comment(retention: Retention, folder: Path, third_party: Path) -> None:
    """A plugin that cannot be imported does not keep the file from being written."""
    third_party.write_text("import nothing_like_this\n")
    assert retention("init").code == 0
    assert "# loud: plugin 'loud' of loud-rewards 2.0 cannot be imported" in (folder / "retention.toml").read_text()
    assert retention("check").code == 0
