"""The `[plugins.NAME]` and `[adapters.NAME]` tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk.authoring import setting, strategy
from retention_sdk.errors import BadConfig, PluginError
from retention_sdk.settings import Section, draft, load

if TYPE_CHECKING:
    from tests.settings.conftest import Write

STORE = {"currency": "EUR"}


@strategy
class Card:
    """Stamps."""

    stamps: int = setting(default=10, ge=2)


def test_sections_are_in_the_order_of_the_file(write: Write) -> None:
    """The order of the sections is the order of asking, however they are written."""
    path = write("""\
        [plugins]
        zebra.rate = 1
        [plugins.apple]
        [store]
        currency = "EUR"
        [adapters.shop]
        url = "https://shop.example"
        [plugins.mango]
        """)
    config = load(path)
    assert [section.name for section in config.plugins] == ["zebra", "apple", "mango"]
    assert [section.path for section in config.adapters] == [("adapters", "shop")]


def test_a_section_says_what_it_uses() -> None:
    """The name is the section's own; `use` and `enabled` are taken off its settings."""
    table = {"use": "punch_card", "enabled": False, "stamps": 9}
    (other, plain) = load({"store": STORE, "plugins": {"tea_card": table, "punch_card": {}}}).plugins
    assert other == Section("plugins", "tea_card", "punch_card", False, {"stamps": 9})
    assert plain == Section("plugins", "punch_card", "punch_card", True, {})
    assert table == {"use": "punch_card", "enabled": False, "stamps": 9}


def test_a_section_shows_no_settings() -> None:
    """There may be secrets in it, so that its repr has none of them."""
    (section,) = load({"store": STORE, "adapters": {"shop": {"key": "hunter2"}}}).adapters
    assert "hunter2" not in repr(section)
    assert section.settings == {"key": "hunter2"}
    with pytest.raises(TypeError):
        section.settings["key"] = ""  # type: ignore[index]


@pytest.mark.parametrize(
    ("plugins", "problem"),
    [
        ({"points": True}, "plugins.points: given true (a boolean); write a table: [plugins.points]"),
        ({"points": {"use": 3}}, "plugins.points.use: given 3 (a whole number); write a text in quotes"),
        ({"points": {"enabled": "no"}}, 'plugins.points.enabled: given "no" (a text); write true or false'),
        (["points"], "plugins: given an array; write a table for each: [plugins.NAME]"),
    ],
)
def test_what_a_section_cannot_be(plugins: Any, problem: str) -> None:
    """A section is a table, `use` is a text, `enabled` is true or false."""
    with pytest.raises(BadConfig) as caught:
        load({"store": STORE, "plugins": plugins})
    assert caught.value.problems == (problem,)


def test_a_draft_makes_the_settings_of_sections() -> None:
    """Whoever knows the class makes its settings; the configuration is good when all of them are."""
    reading = draft({"store": STORE, "plugins": {"card": {"stamps": 9}, "tea_card": {"use": "card"}}})
    first, second = [reading.structure(Card, section) for section in reading.plugins]
    assert first is not None
    assert second is not None
    assert (first.stamps, second.stamps) == (9, 10)
    assert [section.use for section in reading.config().plugins] == ["card", "card"]


def test_a_draft_gathers_problems_of_sections() -> None:
    """A section's problems come together with all others, those of whoever looked at it too."""
    reading = draft({"store": {}, "plugins": {"card": {"stamps": 1}, "other": {}}})
    assert reading.structure(Card, reading.plugins[0]) is None
    reading.problems.add(reading.plugins[1].path, "there is no such plugin")
    for _ in range(2):
        with pytest.raises(BadConfig) as caught:
            reading.config()
        assert caught.value.problems == (
            "plugins.card.stamps: stamps is 1; it must be 2 or more",
            "plugins.other: there is no such plugin",
            'store.currency: this setting is missing: the store\'s currency, such as "EUR"',
        )


def test_a_class_without_settings_is_the_plugins_error() -> None:
    """What is no attrs class cannot be made from a section, and it is told what to do."""
    reading = draft({"store": STORE, "plugins": {"card": {}}})
    with pytest.raises(PluginError, match="dict is no class of settings; decorate it with @strategy"):
        reading.structure(dict, reading.plugins[0])


@pytest.mark.parametrize("name", ["use", "enabled"])
def test_a_setting_has_no_name_that_sections_have(name: str) -> None:
    """A setting that no merchant could write is the plugin's error."""
    clash = strategy(type("Clash", (), {"__annotations__": {name: str}, name: setting(default="")}))
    reading = draft({"store": STORE, "plugins": {"card": {}}})
    with pytest.raises(PluginError, match=rf"Clash\.{name}: every section has such a key"):
        reading.structure(clash, reading.plugins[0])
