"""`retention schema`: what an editor is told of the store's file."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from retention_sdk.cli.schema import refresh_schema, schema_path

if TYPE_CHECKING:
    from tests.cli.conftest import Retention

OWN = """\
from retention_sdk import hookimpl, setting, strategy

@strategy
class Mine:
    '''Does nothing.'''
    colour: str = setting(default="red", help="its colour")

    @hookimpl
    def on_purchase(self, event, customer):
        return []

STRATEGIES = {"mine": Mine}
"""


def test_it_prints_the_schema_without_a_file(retention: Retention, folder: Path) -> None:
    """What is installed is in it, and it needs no store's file and writes none."""
    answer = retention("schema")
    assert (answer.code, answer.err) == (0, "")
    Draft202012Validator.check_schema(answer.json)
    assert "points" in answer.json["properties"]["plugins"]["properties"]
    assert "mastodon" in answer.json["properties"]["adapters"]["properties"]
    assert answer.json["$defs"]["plugins.points"]["properties"]["rate"]["description"]
    assert list(folder.iterdir()) == []


def test_a_section_of_another_name_has_the_settings_of_what_it_uses(retention: Retention, shop: Path) -> None:
    """The sections are those of the file that is named, or of the one that is there."""
    shop.write_text(shop.read_text() + '[plugins.double]\nuse = "points"\n')
    for words in ((), ("--config", shop)):
        known = retention("schema", *words).json["properties"]["plugins"]["properties"]
        assert known["double"] == known["points"] == {"$ref": "#/$defs/plugins.points"}


def test_the_stores_own_strategies_are_in_it(retention: Retention, folder: Path) -> None:
    """A class of the store's code has its settings in it, as an installed one has."""
    (folder / "shop_of_schema.py").write_text(OWN)
    known = retention("schema", "--strategies", "shop_of_schema:STRATEGIES").json
    assert known["$defs"]["plugins.mine"]["properties"]["colour"]["description"] == "its colour"


def test_a_broken_plugin_may_say_anything(retention: Retention, folder: Path, third_party: Path) -> None:
    """One that cannot be imported is told so, and keeps the others' settings from nobody."""
    third_party.write_text("import nothing_like_this\n")
    broken = retention("schema").json["$defs"]["plugins.loud"]
    assert "cannot be imported" in broken["description"]
    assert set(broken) == {"type", "description"}


def test_write_puts_it_beside_the_file(retention: Retention, shop: Path) -> None:
    """The file itself stays as it is; the line that it wants is told, until it is there."""
    before = shop.read_text()
    answer = retention("schema", "--write")
    assert answer.code == 0
    assert "#:schema ./retention.schema.json" in answer.out
    assert shop.read_text() == before
    assert json.loads((shop.parent / "retention.schema.json").read_text())["title"] == "retention.toml"
    shop.write_text(f"#:schema ./retention.schema.json\n{before}")
    assert "#:schema" not in retention("schema", "--write").out


def test_a_file_that_is_no_toml_is_told(retention: Retention, shop: Path) -> None:
    """It is no traceback, and nothing is written."""
    shop.write_text("[store\n")
    answer = retention("schema", "--write")
    assert answer.code == 2
    assert "retention.toml:1" in answer.err
    assert not schema_path(shop).exists()


def test_init_writes_it_too(retention: Retention, folder: Path) -> None:
    """A new file names its schema in its first line, under whatever name it is written."""
    for name in ("retention.toml", "other.toml"):
        assert retention("init", "--path", name).code == 0
        first = (folder / name).read_text().splitlines()[0]
        assert first == f"#:schema ./{Path(name).stem}.schema.json"
        assert schema_path(folder / name).exists()


def test_it_is_refreshed_where_it_is(shop: Path) -> None:
    """Whoever changes what is installed writes it again where there is one, and makes none where there is none."""
    assert not refresh_schema(shop)
    assert not schema_path(shop).exists()
    schema_path(shop).write_text("{}")
    assert refresh_schema(shop)
    assert "properties" in json.loads(schema_path(shop).read_text())


def taplo(file: Path) -> subprocess.CompletedProcess[str]:
    """What an editor's checker says of a file."""
    beside = Path(sys.executable).parent / "taplo"
    command = str(beside) if beside.exists() else shutil.which("taplo")
    if command is None:
        pytest.skip("taplo is not installed here")
    return subprocess.run(  # a schema beside the file, and nothing from the network
        [command, "lint", "--no-auto-config", file.name], cwd=file.parent, capture_output=True, text=True, check=False
    )


def test_an_editor_reads_it(retention: Retention, folder: Path) -> None:
    """Taplo, which editors run, finds nothing in a first file, and in one with a slip what slipped, and where."""
    retention("init")
    file = folder / "retention.toml"
    assert (answer := taplo(file)).returncode == 0, answer.stderr
    good = file.read_text()
    for right, wrong in {"# rate = ": "rat = ", "[limits]": "[limit]", 'currency = "EUR"': 'currency = "euro"'}.items():
        assert right in good
        file.write_text(good.replace(right, wrong, 1))
        answer = taplo(file)
        assert answer.returncode != 0, wrong
        assert wrong.strip("[]# =").split(" = ")[0] in answer.stderr
