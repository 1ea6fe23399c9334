"""The catalogues are complete, and say the same as the source."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from retention_sdk.language import LANGUAGES
from retention_sdk.language.sentences import BRACES
from retention_sdk.store.schema import metadata  # noqa: F401 - every room is imported, and with it every kind of event
from tests.language.collecting import PLURAL, SINGULAR, SOURCE, collected

OTHERS = LANGUAGES[1:]
PLACE = SOURCE / "language" / "locale"


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue of a language."""
    with (PLACE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def known(language: str) -> dict[str, tuple[str, ...]]:
    """The forms of each message, by its singular."""
    found: dict[str, tuple[str, ...]] = {}
    for message in catalogue(language):
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[0]
            found[one] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return found


def wanted(language: str, missing: list[str]) -> str:
    """The entries that a catalogue lacks, to be pasted into it and translated."""
    entries: list[str] = []
    for one in missing:
        more, file = collected()[one]
        forms = range(catalogue(language).num_plurals) if more else ()
        lines = [f"#: {file}", f'msgid "{one}"', *([f'msgid_plural "{more}"'] if more else [])]
        entries.append("\n".join([*lines, *(f'msgstr[{form}] ""' for form in forms), *([] if more else ['msgstr ""'])]))
    return f"paste these into {PLACE / f'{language}.po'} and translate them:\n\n" + "\n\n".join(entries)


@pytest.mark.parametrize("language", OTHERS)
def test_each_message_is_there(language: str) -> None:
    """Every message of the source has its translation; the failure lists the entries that are to be written."""
    missing = [one for one in sorted(collected()) if not all(known(language).get(one, ("",)))]
    assert not missing, wanted(language, missing)


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_there_that_nobody_says(language: str) -> None:
    """An entry whose message the source does not have any more is taken out."""
    left = sorted(known(language).keys() - collected().keys())
    assert not left, f"take these out of {language}.po: {left}"


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_values(language: str) -> None:
    """A translation has the values of its message, each once or more, and none that is not there; none is fuzzy."""
    for one, forms in known(language).items():
        values = set(BRACES.findall(one))
        for form in forms:
            assert set(BRACES.findall(form)) == values, f"{language}.po: {one!r} is translated as {form!r}"
            assert "{" not in BRACES.sub("", form)
            assert form[:1] in " ,;" or one[:1] not in " ,;", f"{language}.po: {form!r} does not join as {one!r} does"
            assert form[-1:] in ".:;" or one[-1:] != ".", f"{language}.po: {form!r} does not end as {one!r} does"
    assert not [message.id for message in catalogue(language) if message.fuzzy and message.id]


@pytest.mark.parametrize(("language", "forms"), [("cs", 3), ("pl", 3), ("pt", 2)])
def test_plurals(language: str, forms: int) -> None:
    """A message with a plural has all the forms that its language has, and any other has one."""
    assert catalogue(language).num_plurals == forms
    for one, (more, _) in collected().items():
        assert len(known(language)[one]) == (forms if more else 1), one


def test_it_is_what_gettext_collects() -> None:
    """Babel's own extraction finds no message that the collection above has not."""
    keywords = dict.fromkeys(SINGULAR) | dict.fromkeys(PLURAL, (1, 2))
    for path in sorted(SOURCE.rglob("*.py")):
        for _, found, _, _ in extract_from_file("python", path, keywords=keywords):
            one = found if isinstance(found, str) else found[0]
            assert one in collected(), f"{path}: {one}"


ELSEWHERE = {"cli", "scaffold"}
"""What is said to who runs a shop, in English; and what others say, whose packages bring their own languages."""


def test_no_sentence_is_said_otherwise() -> None:
    """A reason, a note or a case's refusal is said with `said`, so that it can be said in every language."""
    told = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _plain(node) and path.relative_to(SOURCE).parts[0] not in ELSEWHERE
    ]
    assert not told, f'write said("… {{name}} …", name=…) in the place of the text at {", ".join(told)}'


NOT_OF_A_DECISION = ("TokenRefused",)
"""What is raised to a developer, in English."""


def _plain(node: ast.AST) -> bool:
    """Whether a code stands beside a text that nothing can translate."""
    if isinstance(node, ast.Tuple):
        parts = node.elts
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in NOT_OF_A_DECISION:
        parts = node.args
    else:
        return False
    if len(parts) != 2 or not (isinstance(parts[0], ast.Constant) and isinstance(parts[0].value, str)):
        return False
    return bool(re.fullmatch("[a-z]+(_[a-z]+)*", parts[0].value)) and _is_sentence(parts[1])


def _is_sentence(text: ast.expr) -> bool:
    if isinstance(text, ast.JoinedStr):
        last = text.values[-1]
        return isinstance(last, ast.Constant) and str(last.value).rstrip().endswith(".")
    return (
        isinstance(text, ast.Constant) and isinstance(text.value, str) and bool(re.match("[A-Z].* .*[.]$", text.value))
    )


def test_the_catalogues_are_in_the_package() -> None:
    """Each language has its file beside the code, and each file its language."""
    assert sorted(path.stem for path in Path(PLACE).glob("*.po")) == sorted(OTHERS)
