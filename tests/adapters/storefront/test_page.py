"""docs/guides/storefront.md is complete and true."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator

from retention_adapters.storefront import Storefront, doctor, key_of, signed
from retention_adapters.storefront.forms import Record
from retention_adapters.storefront.published import NOTICES, ActionRequest, HistoryPage
from retention_adapters.storefront.schema import NAMES, published
from tests.adapters.storefront.kit import OTHER, SECRET
from tests.adapters.storefront.test_schema import EVENTS_OF_OURS
from tests.docs.pages import first_column, page, section, table

PAGE = page("storefront")


def blocks(language: str) -> list[str]:
    """The blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_settings() -> None:
    """Every setting has its row, with its default."""
    rows = {row[0]: row[1] for row in table(PAGE, "setting")}
    assert set(rows) == set(attrs.fields_dict(Storefront))
    for name, field in attrs.fields_dict(Storefront).items():
        if type(field.default) in (int, bool):
            assert rows[name] == json.dumps(field.default)


def test_kinds() -> None:
    """Every kind that a store may send is listed once, and no other."""
    listed = [kind for row in table(PAGE, "about") for kind in row[1].partition(":")[0].split(", ")]
    assert sorted(listed) == sorted([*EVENTS_OF_OURS.records, *NOTICES.records])


def test_what_an_action_comes_with() -> None:
    """Every field of what is posted has its row, and the example of it is one."""
    assert first_column(PAGE, "field") == list(attrs.fields_dict(ActionRequest))
    action, history = map(json.loads, blocks("json"))
    Draft202012Validator(published("action")).validate(action)
    read = Record(ActionRequest).read(action, "")
    assert Record(ActionRequest).write(read) == action
    assert Record(HistoryPage).read(history, "").next == "page-2"


def test_schemas() -> None:
    """Every schema has its row."""
    listed = [name for row in first_column(PAGE, "name") for name in row.split(", ")]
    assert sorted(listed) == sorted(NAMES)


def test_what_the_doctor_finds() -> None:
    """Every code of the doctor has its row."""
    codes = set(re.findall(r'Finding\(\s*"(\w+)"', Path(doctor.__file__).read_text(encoding="utf-8")))
    assert set(first_column(section(PAGE, "When something is wrong"), "code")) == codes


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_node() -> None:
    """What the page has for Node verifies what we sign, and nothing else."""
    body = '{"key": "k-1", "text": "é"}'
    headers = signed([key_of(OTHER), key_of(SECRET)], "k-1", body.encode())
    old = {**headers, "webhook-timestamp": "1600000000"}
    cases: list[tuple[dict[str, str], str]] = [(headers, body), (headers, body + " "), (old, body), ({}, body)]
    assert [told(SECRET.reveal(), *case) for case in cases] == [True, False, False, False]


def told(secret: str, headers: dict[str, str], body: str) -> Any:
    """What the function of the page answers."""
    call = f"verify({json.dumps(secret)}, {json.dumps(headers)}, Buffer.from({json.dumps(body)}))"
    program = f"{blocks('js')[0]}\nconsole.log({call})"
    node = str(shutil.which("node"))
    done = subprocess.run([node, "-e", program], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
