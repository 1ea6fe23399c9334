"""What a column can hold, and what loyalty apps call it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, fields, frozen

from retention_adapters.order_file.mapping import meant
from retention_sdk import BadConfig


def _column(help: str, *headings: str) -> Any:
    return field(default=None, metadata={"help": help, "headings": headings})


@frozen(kw_only=True)
class Columns:
    """Where in a row each field stands, from 0; None where the file does not have it.

    The headings are those of exports and import templates of Smile.io, LoyaltyLion, Yotpo, Stamped, WooCommerce Points
    and Rewards, YITH and myCRED, in small letters and without marks.
    """

    customer: int | None = _column(
        "the customer's id in the shop",
        *("customer id", "shopify customer id", "platform customer id", "merchant id", "user id", "wordpress user id"),
    )
    email: int | None = _column(
        "their e-mail address", "email", "e mail", "email address", "customer email", "user email"
    )
    points: int | None = _column(
        "what they can spend",
        *("points balance", "current points balance", "points approved", "available points", "current points"),
        *("points available", "point balance", "loyalty points", "points", "balance"),
    )
    pending: int | None = _column(
        "what they cannot spend yet", "points pending", "pending points", "points pending approval"
    )
    expires: int | None = _column(
        "when their points expire",
        *("points expire at", "points expiry date", "points expiration date", "points expire on", "points expiry"),
        *("expiration date", "expiry date", "expires at", "expires on"),
    )
    tier: int | None = _column(
        "their tier", "vip tier", "loyalty tier", "current tier", "tier", "vip tier name", "tier name"
    )
    joined: int | None = _column(
        "when they joined",
        *("joined at", "date joined", "join date", "joined", "member since", "enrolled at", "enrollment date"),
        *("signed up at", "sign up date", "created at"),
    )
    birthday: int | None = _column("their birthday", "birthday", "date of birth", "birth date", "birthdate")
    name: int | None = _column("how they are addressed", "full name", "name", "customer name", "first name")
    consent: int | None = _column(
        "whether they want advertisements by e-mail",
        *("accepts marketing", "accepts email marketing", "email marketing consent", "email consent"),
        *("subscribed", "marketing consent"),
    )


COLUMNS: Mapping[str, str] = {one.name: one.metadata["help"] for one in fields(Columns)}


def plain(heading: str) -> str:
    """A heading in small letters, without marks and without what stands in brackets."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"\([^)]*\)", " ", heading.casefold())))


def locate(columns: Mapping[str, str], names: Sequence[str]) -> Columns:
    """Where each field stands in a file.

    Args:
        columns: field to its column's heading, or its position from 1; what is not said the headings tell.
        names: the headings.

    Returns:
        The places.

    Raises:
        BadConfig: a field or a column that is not there, or nothing that tells who the members are; all at once.
    """
    folded, found, problems = [name.casefold() for name in names], dict[str, int](), list[str]()
    for name, column in columns.items():
        if name not in COLUMNS:
            problems.append(f"{name}={column}: there is no field {name!r}{meant(name, COLUMNS)}")
        elif column.casefold() in folded:
            found[name] = folded.index(column.casefold())
        elif column.isdecimal() and 0 < int(column) <= len(names):
            found[name] = int(column) - 1
        else:
            problems.append(f"{name}={column}: the file has no such column{meant(column, names)}")
    told = [plain(name) for name in names]
    for one in fields(Columns):
        if one.name not in columns:
            places = [told.index(heading) for heading in one.metadata["headings"] if heading in told]
            found |= {one.name: places[0]} if places else {}
    if "customer" not in found and not problems:
        mapped = names[found["email"]] if "email" in found else "COLUMN"
        hint = "; where the shop knows its customers by their addresses, map that" if "email" in found else ""
        problems.append(f"no column is known to be the customer's id{hint}: customer={mapped}")
    if problems:
        raise BadConfig(problems)
    return Columns(**found)
