"""Bounds of how long a text, a list or a table is."""

from __future__ import annotations

from retention_sdk import setting, strategy
from retention_sdk.settings import schema
from tests.settings.reading import of_mapping


@strategy
class Named:
    """What has names."""

    unit: str = setting(default="points", ge=1, le=5)
    skus: tuple[str, ...] = setting(default=(), le=2)
    levels: dict[str, int] = setting(ge=1)


def test_what_is_too_short_or_too_long() -> None:
    """Each is refused with its length and the bound, and the setting is named."""
    read, problems = of_mapping(Named, {"unit": "", "skus": ["a", "b", "c"], "levels": {}})
    assert read is None
    assert [problem.partition(": ")[2] for problem in problems] == [
        "unit has 0 characters; it must have 1 or more",
        "skus has 3 entries; it must have 2 or fewer",
        "levels has 0 entries; it must have 1 or more",
    ]


def test_what_is_of_the_right_length() -> None:
    """What is within its bounds is taken."""
    read, problems = of_mapping(Named, {"unit": "miles", "skus": ["a", "b"], "levels": {"gold": 1}})
    assert not problems
    assert read is not None


def test_the_schema_tells_lengths() -> None:
    """An editor knows them: of a text in characters, of lists and tables in entries."""
    properties = schema(Named)["properties"]
    text, _ = properties["unit"]["anyOf"]
    assert (text["minLength"], text["maxLength"]) == (1, 5)
    assert properties["skus"]["maxItems"] == 2
    assert properties["levels"]["minProperties"] == 1
