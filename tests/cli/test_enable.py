"""`retention enable` and `retention disable`."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention

LOUD = '''
from retention_sdk import Credit, Money, hookimpl, setting, strategy

@strategy
class Loud:
    """Shouts."""

    words: tuple[str, ...] = setting(help="what it shouts")
    at: str = setting(default="noon", help="when it shouts")
    cost: Money | None = setting(default=None, help="what that costs")

    @hookimpl
    def on_visit(self, event):
        return [Credit("points", 1)]
'''


def sections(file: Path, group: str = "plugins") -> dict[str, Any]:
    """The sections of a file."""
    found: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8")).get(group, {})
    return found


def test_without_a_file(retention: Retention, folder: Path) -> None:
    """Where there is no file it is written as `retention init` does, with the section enabled in its place."""
    answer = retention("enable", "welcome", "points=50", "--name", "Bean & Leaf", "--currency", "USD")
    assert (answer.code, answer.err) == (0, "")
    file = folder / "retention.toml"
    assert tomllib.loads(file.read_text())["store"] | {"database": ""} == {
        "name": "Bean & Leaf",
        "currency": "USD",
        "timezone": "UTC",
        "database": "",
    }
    assert sections(file) == {"points": {}, "welcome": {"points": 50}}
    written = file.read_text()
    file.unlink()
    retention("init", "--name", "Bean & Leaf", "--currency", "USD")
    init = file.read_text().splitlines()
    assert {line.split("  ")[0] for line in written.splitlines() if line not in init} == {
        "[plugins.welcome]",
        "points = 50",
    }
    assert len(init) == len(written.splitlines())


def test_it_says_what_check_says(retention: Retention, shop: Path) -> None:
    """Afterwards it tells of the strategy what `retention check` tells, and nothing of the others."""
    answer = retention("enable", "welcome", "points=50")
    first, *rest = answer.out.splitlines()
    assert first == "[plugins.welcome] is in retention.toml."
    assert "\n".join(rest).strip() in retention("check").out
    assert any(line.startswith("2. welcome, from retention-sdk") for line in rest)
    assert not any("points, from" in line for line in rest)


def test_what_is_there_stays(retention: Retention, shop: Path) -> None:
    """Comments, order and spaces of the file are kept; the section is put behind them, its defaults as comments."""
    before = '# ours\n[store]\nname="Bean & Leaf" # not Leaf & Bean\ncurrency = "EUR"\n\n\n[plugins.points]\nrate = 2\n'
    shop.write_text(before)
    assert retention("enable", "birthday-gift", "points=5").code == 0
    added = shop.read_text().removeprefix(before)
    assert len(added) < len(shop.read_text())
    assert added.startswith("\n# birthday_gift: Greets a customer on the birthday")
    assert "\n[plugins.birthday_gift]\n# percent = 15 " in added
    assert "\npoints = 5   " in added


def test_lines_of_windows(retention: Retention, shop: Path) -> None:
    """A file whose lines end as those of Windows do is such a file afterwards."""
    shop.write_text('[store]\ncurrency = "EUR"\n', newline="\r\n")
    assert retention("enable", "points").code == 0
    raw = shop.read_bytes()
    assert raw.startswith(b'[store]\r\ncurrency = "EUR"\r\n\r\n# points: ')
    assert raw.count(b"\n") == raw.count(b"\r\n")


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("words=[\"hey\", 'ho']", {"words": ["hey", "ho"]}),
        ("at=noon", {"at": "noon"}),
        ('at="noon"', {"at": "noon"}),
        ("at=12", {"at": "12"}),
        ("at={ env = 'WHEN' }", {"at": {"env": "WHEN"}}),
        ("at=", {"at": ""}),
        ("at=a = b # c", {"at": "a = b # c"}),
        ("cost=9 EUR", {"cost": "9 EUR"}),
    ],
)
def test_values(retention: Retention, shop: Path, third_party: Path, word: str, value: dict[str, object]) -> None:
    """A value is TOML, or a text without quotes; what is missing is for the merchant to write, in the place for it."""
    third_party.write_text(LOUD)
    answer = retention("enable", "loud", word)
    assert sections(shop)["loud"] == value
    if "words" not in value:
        assert answer.code == 2
        assert "plugins.loud.words: this setting is missing: what it shouts" in answer.err
        assert '# words = ["..."]                     # must be given: what it shouts\n' in shop.read_text()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["cost=9 USD", "at=noon"], "plugins.loud.cost: 9.00 USD is not in the store's currency"),
        (["words=hey"], "plugins.loud.words: given"),
        (["att=noon"], "plugins.loud.att: unknown setting; did you mean 'at'?"),
        (["noon"], "'noon' is no setting; write key=value"),
        (["at=1\n[store]\nx = 1"], "plugins.loud.words"),
    ],
)
def test_a_wrong_value_writes_nothing(
    retention: Retention, shop: Path, third_party: Path, words: list[str], why: str
) -> None:
    """A setting that cannot be is refused before anything is written."""
    third_party.write_text(LOUD)
    before = shop.read_text()
    answer = retention("enable", "loud", *words)
    assert answer.code == 2
    assert why in answer.err
    if not words[0].startswith("at=1"):
        assert shop.read_text() == before
    assert tomllib.loads(shop.read_text())["store"] == tomllib.loads(before)["store"]


def test_what_is_listed_already(retention: Retention, shop: Path) -> None:
    """A section that is there is not written twice; one that was disabled is enabled again, in its place."""
    before = shop.read_text()
    answer = retention("enable", "points")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "[plugins.points] is in retention.toml already.")
    assert shop.read_text() == before
    shop.write_text(before + 'rate = 2\nenabled = false # for now\n[plugins.miles]\nuse = "points"\n')
    assert retention("enable", "miles").out.startswith("[plugins.miles] is in retention.toml already.")
    assert retention("enable", "points").code == 0
    assert "rate = 2\nenabled = true # for now\n" in shop.read_text()
    answer = retention("enable", "points", "rate=3")
    assert answer.code == 2
    assert "[plugins.points] is in retention.toml already; change its settings there" in answer.err


def test_a_section_of_what_is_gone(retention: Retention, shop: Path) -> None:
    """A section of a plugin that nobody offers is there, and what is wrong with it is told."""
    shop.write_text(shop.read_text() + "[plugins.gone]\n")
    assert "already; change its settings there" in retention("enable", "gone", "rate=2").err
    answer = retention("enable", "gone")
    assert answer.code == 2
    assert "no plugin 'gone' is installed" in answer.err


def test_settings_for_an_empty_section(retention: Retention, folder: Path) -> None:
    """What `retention init` enables without settings is given them in its place."""
    assert retention("enable", "points", "rate=3").code == 0
    assert sections(folder / "retention.toml") == {"points": {"rate": 3}}


def test_an_adapter(retention: Retention, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An adapter's section is in [adapters]; secrets stand there as names of variables, which are asked for."""
    answer = retention("enable", "mastodon", "url=https://social.example")
    assert answer.code == 2
    assert "the environment variable MASTODON_TOKEN is not set" in answer.err
    found = {"url": "https://social.example", "token": {"env": "MASTODON_TOKEN"}}
    assert sections(shop, "adapters") == {"mastodon": found}
    monkeypatch.setenv("MASTODON_TOKEN", "t0ken")
    answer = retention("enable", "mastodon")
    assert answer.code == 0
    assert "It carries out each post social." in answer.out
    assert "t0ken" not in answer.out + shop.read_text()


def test_a_secret_is_not_written_down(retention: Retention, shop: Path) -> None:
    """A secret that is typed is refused, and not repeated."""
    before = shop.read_text()
    answer = retention("enable", "mastodon", "url=https://social.example", "token=hunter2")
    assert answer.code == 2
    assert "adapters.mastodon.token: a secret is never written down" in answer.err
    assert """token='{ env = "MASTODON_TOKEN" }'""" in answer.err
    assert "hunter2" not in answer.err
    assert shop.read_text() == before
    assert retention("enable", "mastodon", "url=https://social.example", "token={ env = 'OURS' }").code == 2
    assert sections(shop, "adapters")["mastodon"]["token"] == {"env": "OURS"}


def test_what_there_is_not(retention: Retention, shop: Path) -> None:
    """An unknown name is told with the nearest one; the file stays."""
    before = shop.read_text()
    for command in ("enable", "disable"):
        answer = retention(command, "pionts")
        assert (answer.code, answer.err) == (2, "nothing is called 'pionts'; did you mean 'points'?\n")
    assert shop.read_text() == before


@pytest.mark.parametrize(
    "written",
    ["plugins = { points = {} }\n", "[plugins]\nwelcome.points = 5\npoints = { rate = 2 }\n", "plugins = 3\n"],
)
def test_a_file_without_room(retention: Retention, folder: Path, written: str) -> None:
    """Where a section would break what is there, nothing is written, and a person has to."""
    file = folder / "retention.toml"
    before = f'{written}[store]\ncurrency = "EUR"\n'
    file.write_text(before)
    answer = retention("enable", "birthday_gift")
    if answer.code:
        assert file.read_text() == before
        assert "[plugins.birthday_gift] cannot be put in" in answer.err
    else:
        assert sections(file).keys() == {"welcome", "points", "birthday_gift"}


def test_a_broken_file(retention: Retention, folder: Path) -> None:
    """What is no TOML is told with its line."""
    (folder / "retention.toml").write_text("[store\n")
    answer = retention("enable", "points")
    assert answer.code == 2
    assert "retention.toml:1: this is not TOML" in answer.err


def test_disabled(retention: Retention, shop: Path) -> None:
    """A section is kept and not asked, and is back in one command; both ways one line differs."""
    before = shop.read_text()
    answer = retention("disable", "points")
    assert (answer.code, answer.out) == (0, "[plugins.points] stays in retention.toml, and is not used.\n")
    assert shop.read_text() == before + "enabled = false\n"
    assert "Kept, and not asked: points" in retention("check").out
    assert retention("disable", "points").out == "[plugins.points] is not enabled.\n"
    assert retention("enable", "points").code == 0
    assert shop.read_text() == before + "enabled = true\n"


def test_a_stores_own_class(retention: Retention, shop: Path, folder: Path, third_party: Path) -> None:
    """A class of the store's code can be enabled too, where the command is told of it."""
    (third_party.parent / "loud.py").write_text(LOUD + '\nOWN = {"own_words": Loud}\n')
    answer = retention("enable", "own_words", "words=['hey']", "--strategies", "loud:OWN")
    assert (answer.code, answer.err) == (0, "")
    assert sections(shop)["own_words"] == {"words": ["hey"]}
