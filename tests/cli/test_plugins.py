"""`retention plugins`."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from retention_sdk.registry import installed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention

OURS = f"retention-sdk {version('retention-sdk')}"


def test_without_a_file_nothing_is_enabled(retention: Retention, folder: Path) -> None:
    """What is installed is listed without a store's file, and none of it is enabled."""
    answer = retention("plugins", "--json")
    assert (answer.code, answer.err) == (0, "")
    listed = {one["name"]: (one["enabled"], one["origin"]) for one in answer.json}
    assert listed == {name: (False, one.origin) for name, one in installed().items()}
    assert listed["points"] == (False, OURS)


def test_a_file_that_is_named_must_be_there(retention: Retention, folder: Path) -> None:
    """A --config that does not exist is an error, here too."""
    assert retention("plugins", "--config", "nowhere.toml").code == 2


def test_what_the_file_enables(retention: Retention, shop: Path) -> None:
    """Sections come first, in the file's order; another name for a plugin is listed under that name."""
    shop.write_text(
        shop.read_text() + '[plugins.miles]\nuse = "points"\nunit = "miles"\n[plugins.welcome]\nenabled = false\n'
    )
    listed = retention("plugins", "--json").json
    assert [(one["name"], one["use"], one["enabled"]) for one in listed[:3]] == [
        ("points", "points", True),
        ("miles", "points", True),
        ("welcome", "welcome", False),
    ]
    assert listed[1]["settings"]["unit"]["given"] == "miles"
    assert listed[1]["hooks"] == ["on_purchase"]
    text = retention("plugins").out
    assert "miles (points): enabled, from retention-sdk" in text
    assert 'unit = "miles"' in text
    assert "Hooks: looks_back, on_complaint." in text


def test_the_schema_of_settings(retention: Retention, shop: Path) -> None:
    """--schema prints the JSON Schema of a plugin, or of the plugin that a section uses; a slip gets a hint."""
    shop.write_text(shop.read_text() + '[plugins.miles]\nuse = "points"\n')
    schema = retention("plugins", "--schema", "points").json
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["pending_days"]["minimum"] == 0
    assert retention("plugins", "--schema", "miles").json == schema
    slip = retention("plugins", "--schema", "poinst")
    assert slip.code == 2
    assert "did you mean 'points'?" in slip.err


def test_a_third_party_plugin(retention: Retention, shop: Path, third_party: Path) -> None:
    """Anybody's plugin is listed with its distribution, its settings, and without its secrets."""
    third_party.write_text(
        "from retention_sdk import hookimpl, setting, strategy\n"
        "from retention_sdk.settings import Secret\n"
        "@strategy\n"
        "class Loud:\n"
        '    """Shouts."""\n'
        '    token: Secret = setting(help="the key to the loudspeaker")\n'
        "    @hookimpl\n"
        "    def on_visit(self): ...\n"
    )
    shop.write_text(shop.read_text() + '[plugins.loud]\ntoken = "geheim"\n')
    answer = retention("plugins", "--json")
    loud = next(one for one in answer.json if one["name"] == "loud")
    assert (loud["enabled"], loud["origin"], loud["hooks"]) == (True, "loud-rewards 2.0", ["on_visit"])
    assert loud["settings"]["token"]["given"] == "***"
    for argv in (["plugins"], ["plugins", "--json"], ["check"], ["check", "--json"]):
        shown = retention(*argv)
        assert shown.code == 0, shown.err
        assert "geheim" not in shown.out + shown.err


def test_a_broken_plugin_is_listed_with_its_error(retention: Retention, folder: Path, third_party: Path) -> None:
    """One that cannot be imported is found, and the others are listed all the same."""
    third_party.write_text("raise RuntimeError('no loudspeaker')\n")
    answer = retention("plugins", "--json")
    assert answer.code == 1
    errors = {one["name"]: one["error"] for one in answer.json if one["error"]}
    assert list(errors) == ["loud"]
    assert "loud-rewards 2.0" in errors["loud"]
    assert "no loudspeaker" in errors["loud"]
    assert "no loudspeaker" in retention("plugins").out


def test_a_section_of_nothing_is_listed(retention: Retention, shop: Path) -> None:
    """A section whose plugin is not installed is listed, and is an error."""
    shop.write_text(shop.read_text() + "[plugins.gone]\n")
    answer = retention("plugins", "--json")
    assert answer.code == 1
    gone = next(one for one in answer.json if one["name"] == "gone")
    assert gone["error"] == "no plugin 'gone' is installed or handed in"
