"""What comes from the environment, and what is secret, is used and never shown."""

import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest

from retention_sdk.authoring import setting, strategy
from retention_sdk.errors import BadValue
from retention_sdk.money import Money
from retention_sdk.settings import Secret, redacted
from tests.settings.reading import of_mapping, one_setting
from tests.settings.test_scalars import Channel

ENV = {"env": "X_KEY"}


@pytest.mark.parametrize(
    ("annotation", "text", "value"),
    [
        (str, "a = 1", "a = 1"),
        (Secret, "ck_1", Secret("ck_1")),
        (Money, "20 EUR", Money(2000, "EUR")),
        (Decimal, "1.5", Decimal("1.5")),
        (Channel, "post", Channel.POST),
        (tuple[str, ...], "a", ("a",)),
        (dict[str, Secret], "a", {"k": Secret("a")}),
    ],
)
def test_the_environment_gives_texts(
    monkeypatch: pytest.MonkeyPatch, annotation: Any, text: str, value: object
) -> None:
    """Wherever a text can be written, the variable's text is read as if it stood there."""
    monkeypatch.setenv("X_KEY", text)
    raw = [ENV] if isinstance(value, tuple) else {"k": ENV} if isinstance(value, dict) else ENV
    made, problems = of_mapping(one_setting(annotation), {"value": raw})
    assert problems == []
    assert made.value == value


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize(("annotation", "wanted"), [(Money, "an amount and a currency"), (str, "a text")])
def test_a_variable_that_is_not_set(monkeypatch: pytest.MonkeyPatch, annotation: Any, wanted: str, empty: bool) -> None:
    """A variable that is missing or empty is a problem that names it and says what it is for."""
    monkeypatch.delenv("X_KEY", raising=False)
    if empty:
        monkeypatch.setenv("X_KEY", "")
    made, (problem,) = of_mapping(one_setting(annotation), {"value": ENV})
    assert made is None
    assert problem.startswith(f"value: the environment variable X_KEY is not set; let it hold {wanted}")


def test_numbers_are_not_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole number is written in the file, since the environment has texts alone."""
    monkeypatch.setenv("X_KEY", "3")
    problem = "value: given a table; write a whole number, such as 3"
    assert of_mapping(one_setting(int), {"value": ENV}) == (None, [problem])


@pytest.mark.parametrize("raw", [{"env": ""}, {"env": 3}, {}, {"env": "X_KEY", "default": "hunter2"}])
def test_only_the_exact_form_is_the_environment(monkeypatch: pytest.MonkeyPatch, raw: dict[str, Any]) -> None:
    """A table with anything but one name is no value, and what is in it is not shown."""
    monkeypatch.setenv("X_KEY", "hunter2")
    assert of_mapping(one_setting(str), {"value": raw}) == (None, ["value: given a table; write a text in quotes"])


@strategy
class Shop:
    """Settings that a shop's adapter may have, with checks that say too much."""

    key: Secret = setting(default=Secret("none"))
    url: str = setting(default="https://shop.example", choices=("https://shop.example", "https://other.example"))
    cap: Money = setting(default=Money(0, "EUR"), le=Money(1000, "EUR"))
    names: tuple[str, ...] = setting(default=())

    def __attrs_post_init__(self) -> None:
        if self.key.reveal() == "hunter2":
            raise BadValue(f"key {self.key.reveal()} is too simple")
        if "hunter2" in self.names:
            raise BadValue(f"names has {self.names}")


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"url": ENV}, "url: refused; why is not shown, since it may hold what came from the environment (X_KEY)"),
        ({"cap": ENV}, "cap: the environment variable X_KEY does not hold an amount and a currency"),
        ({"names": ["a", ENV]}, "refused; why is not shown"),
        ({"key": ENV}, "key: key *** is too simple"),
        ({"key": "hunter2"}, "key: key *** is too simple"),
    ],
)
def test_no_problem_shows_a_secret(monkeypatch: pytest.MonkeyPatch, table: dict[str, Any], problem: str) -> None:
    """Whatever a check says, neither what the environment holds nor a secret is in it."""
    monkeypatch.setenv("X_KEY", "hunter2")
    made, (found,) = of_mapping(Shop, table)
    assert made is None
    assert found.startswith(problem)
    assert "hunter2" not in found


def test_a_bound_does_not_show_what_the_environment_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The value is hidden even where it has been converted already."""
    monkeypatch.setenv("X_KEY", "4321 EUR")
    _, (found,) = of_mapping(Shop, {"cap": ENV})
    assert found.startswith("cap: refused")
    assert "4321" not in found


def test_a_secret_is_shown_as_stars() -> None:
    """No way of printing shows the text; only `reveal` gives it."""
    secret = Secret("hunter2")
    assert secret.reveal() == "hunter2"
    shop = Shop(key=Secret("hunter3"))
    for shown in (repr(secret), str(secret), f"{secret}", f"{[secret]}", repr(shop), str(attrs.asdict(shop))):
        assert "hunter" not in shown
        assert "***" in shown


def test_secrets_are_values() -> None:
    """Equal texts are equal secrets, and a secret is no text; it survives a copy to another process."""
    assert Secret("a") == Secret("a") != Secret("b")
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2
    assert Secret("a") != "a"
    assert pickle.loads(pickle.dumps(Secret("a"))) == Secret("a")  # noqa: S301 – what we have just written


@strategy
class Account:
    """A table with a secret in it."""

    user: str = setting(default="")
    key: Secret = setting(default=Secret("none"))


@strategy
class Accounts:
    """Secrets at each depth."""

    rate: Decimal = setting(default=Decimal(1))
    main: Account = setting(default=Account())
    more: tuple[Account, ...] = setting(default=())
    keys: dict[str, Secret] = setting(default={})


def test_redacted_shows_a_section_without_its_secrets() -> None:
    """Names of variables and plain settings stay; secrets, and what is under unknown keys, do not."""
    table = {
        "rate": Decimal("1.5"),
        "main": {"user": ENV, "key": "hunter2"},
        "more": [{"key": ENV}, {"kye": "hunter2"}, 3],
        "keys": {"a": "hunter2", "b": ENV},
        "pasword": "hunter2",
    }
    assert redacted(Accounts, table) == {
        "rate": "1.5",
        "main": {"user": ENV, "key": "***"},
        "more": [{"key": ENV}, {"kye": "***"}, "***"],
        "keys": {"a": "***", "b": ENV},
        "pasword": "***",
    }


def test_redacted_shows_instances_without_their_secrets() -> None:
    """A finished value in a mapping is shown as a file would have it."""
    table = {"main": Account(user="me", key=Secret("hunter2")), "keys": 3, "more": 3}
    assert redacted(Accounts, table) == {"main": {"user": "me", "key": "***"}, "keys": "***", "more": "***"}


def test_redacted_without_a_class_shows_keys_alone() -> None:
    """Where it is not known which settings are secret, all of them are."""
    assert redacted(None, {"url": "https://shop.example", "key": "hunter2"}) == {"url": "***", "key": "***"}
