"""The published schemas: those of the classes, and true of whatever is sent either way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from retention_adapters.storefront.forms import Record
from retention_adapters.storefront.published import ACTIONS, NAME, NOTICES, OWN_ACTIONS, ActionRequest, events_of
from retention_adapters.storefront.schema import NAMES, generated, published, text_of
from retention_adapters.storefront.schema.__main__ import main
from retention_sdk import Event
from retention_sdk.platforms import Made, Receipt, Recipient
from retention_sdk.wire import converter
from tests.adapters.storefront.kit import ORDER
from tests.adapters.storefront.test_reading import SENT, UNREADABLE, broken
from tests.conftest import ROOT
from tests.values.made import ACTIONS as MADE
from tests.values.made import EVENTS, profiles

if TYPE_CHECKING:
    from retention_sdk import Action

EVENTS_OF_OURS = events_of(NAME, of_plugins=False)
VALIDATORS = {name: Draft202012Validator(published(name)) for name in NAMES if name != "openapi"}
GOLDEN: dict[str, Any] = json.loads((ROOT / "tests" / "values" / "golden.json").read_text(encoding="utf-8"))
DONE = [cls for cls in MADE if cls not in OWN_ACTIONS]


def plain(value: object) -> Any:
    """What comes out of JSON again."""
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("name", NAMES)
def test_they_are_those_of_the_classes(name: str) -> None:
    """What is published is what the classes say; `--write` of the command sees to it."""
    assert text_of(published(name)) == text_of(generated(name))


@pytest.mark.parametrize("name", sorted(VALIDATORS))
def test_they_are_schemas(name: str) -> None:
    """Each is a JSON Schema of 2020-12 that refers to nothing outside of itself."""
    Draft202012Validator.check_schema(published(name))
    assert_references(published(name))


def test_openapi_is_whole() -> None:
    """The OpenAPI document is of 3.1, its schemas are schemas, and whatever it refers to is in it."""
    document = published("openapi")
    assert document["openapi"] == "3.1.0"
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert_references(document)


def assert_references(document: dict[str, Any]) -> None:
    """Whatever a document refers to is in it."""

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            place: Any = document
            for key in value.get("$ref", "#").split("/")[1:]:
                place = place[key]
            for one in value.values():
                walk(one)
        for one in value if isinstance(value, list) else ():
            walk(one)

    walk(document)


@pytest.mark.parametrize("kind", [kind for kind in GOLDEN if kind in EVENTS_OF_OURS.records])
def test_golden_events(kind: str) -> None:
    """Each kind of event that a store may send is as the schema says, and comes back as it was."""
    event = evolve(converter.structure(GOLDEN[kind], Event), source=NAME)
    sent = plain(EVENTS_OF_OURS.write(event))
    VALIDATORS["events"].validate(sent)
    assert EVENTS_OF_OURS.read(sent, "") == event


def test_every_golden_event_is_sent_or_ours() -> None:
    """No kind of event is forgotten."""
    assert {cls.kind for cls in SENT} == set(EVENTS_OF_OURS.records)


@pytest.mark.parametrize("cls", DONE, ids=lambda cls: cls.kind)
@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_whatever_is_asked_is_as_the_schema_says(cls: type[Action], data: st.DataObject) -> None:
    """Any action that a store may be asked for is as the schema says, and so is all that is sent around it."""
    receipt = Receipt(reference="17", code="x", notes=["made"], data={"rule": 3})
    request = ActionRequest(
        key="k-1",
        action=data.draw(MADE[cls]),
        customer=Recipient("c-1", data.draw(profiles)),
        undoes=receipt,
        beside=(Made(data.draw(MADE[cls]), receipt),),
    )
    sent = plain(Record(ActionRequest).write(request))
    VALIDATORS["action"].validate(sent)
    assert Record(ActionRequest).read(sent, "") == request


def test_every_kind_of_action_is_published() -> None:
    """No kind of action is forgotten."""
    assert {cls.kind for cls in DONE} == set(ACTIONS.records)


@given(st.sampled_from(SENT).flatmap(lambda kind: EVENTS[kind]))
@settings(max_examples=60, deadline=None)
def test_whatever_is_sent_is_as_the_schema_says(event: Event) -> None:
    """Any event that a store may send is as the schema says."""
    VALIDATORS["events"].validate([plain(EVENTS_OF_OURS.write(event))])


@pytest.mark.parametrize("kind", sorted(NOTICES.records))
def test_what_customers_ask_for(kind: str) -> None:
    """A store may ask on a customer's behalf."""
    VALIDATORS["events"].validate({"kind": kind, "customer": "c-1"})


BEYOND = ("cannot be", "no money", "no event", "2026-02-30", "profile")
"""What a schema does not know: sums over fields, currencies, days; what plugins bring, and what later versions do."""

WITHIN = [
    (path, value) for path, value, said in UNREADABLE if not any(word in f"{path}{value}{said}" for word in BEYOND)
]


@pytest.mark.parametrize(("path", "value"), WITHIN)
def test_what_cannot_be_read_is_not_as_the_schema_says(path: list[Any], value: Any) -> None:
    """Whoever validates what they send against the schema finds there what we would refuse."""
    VALIDATORS["events"].validate(ORDER)
    assert not VALIDATORS["events"].is_valid(broken(path, value))


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The command lists the schemas, and prints one."""
    assert main([]) == 0
    assert capsys.readouterr().out.split() == list(NAMES)
    assert main(["money"]) == 0
    assert json.loads(capsys.readouterr().out) == published("money")
    assert main(["mony"]) == 2
    assert capsys.readouterr().err == f"name one of {', '.join(NAMES)}\n"
