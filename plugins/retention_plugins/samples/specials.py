"""The sample of specials."""

from typing import Any

from retention_sdk import Consent, Line, Occasion, Profile
from retention_sdk.testing import Sample, after, eur, order, visit

WILLING = Profile(consents=[Consent(channel="email")])


def special(title: str, begins: str, ends: str, **more: Any) -> dict[str, Any]:
    """A special of coffee."""
    return {"title": title, "begins": begins, "ends": ends, "categories": ["coffee"], **more}


def told(id: str, day: int) -> Occasion:
    """A time at which specials are told."""
    return Occasion(id=id, customer="c", occurred_at=after(day), plugin="specials", name="specials")


def coffee(id: str, day: int) -> Any:
    """An order of coffee."""
    line = Line(sku=f"beans-{id}", quantity=2, total=eur(10), categories=["coffee"])
    return order(id, at=after(day), lines=[line], profile=WILLING)


SAMPLE = Sample(
    settings={
        "specials": {
            "kenya": special("Kenya", "2100-01-01", "2100-02-01", percent=10, coupon=True),
            "java": special("Java", "2100-01-20", "2100-02-01", price="8.90 EUR"),
            "beans": special("Beans", "2100-01-01", "2100-03-01", sku="beans-o-2"),
        }
    },
    story=[
        coffee("o-1", 0),
        visit("v-1", at=after(2), skus=["beans-o-2"], profile=WILLING),
        told("s-1", 7),
        told("s-2", 14),
        coffee("o-2", 20),
        told("s-3", 21),
        told("s-4", 56),
    ],
    most={"send_message": 1, "issue_coupon": 1},
)
