"""Files of members: what real apps export, put together by member, wrong rows told by their lines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_adapters.member_file import COLUMNS, MemberFile, Members
from retention_sdk import BadConfig, BadValue, Consent, MonthDay, OpeningLot, to_json

if TYPE_CHECKING:
    from pathlib import Path

ON = datetime(2100, 3, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the files of a test."""
    return tmp_path_factory.mktemp("members")


def read(folder: Path, text: str, **options: Any) -> Members:
    """What a file of these lines brings."""
    path = folder / "members.csv"
    path.write_bytes(text.encode(options.get("encoding", "utf-8")))
    return MemberFile(path=path, **{"source": "smile", "on": ON, **options}).read()


def balances(members: Members) -> dict[str, int]:
    """The units by customer."""
    return {event.customer: event.total for event in members.events}


HEADS = {
    "Smile.io": ("Customer ID,Email,Points Balance,VIP tier\n7,a@x.example,120,Gold\n", {}),
    "LoyaltyLion": ("merchant_id,email,points_approved,points_pending,loyalty_tier\n7,a@x.example,120,0,Gold\n", {}),
    "Yotpo": ("Customer ID,Email,Points Balance,Points Spent,VIP Tier\n7,a@x.example,120,900,Gold\n", {}),
    "Stamped": (
        "first_name,last_name,email,points,birthday,vip_tier\nAda,L,7,120,1990-10-24,Gold\n",
        {"columns": {"customer": "email"}},
    ),
    "WooCommerce": ("user_id,user_email,points,tier\n7,a@x.example,120,Gold\n", {}),
    "YITH": ("user_id;points\n7;120\n", {}),
    "myCRED": ("Identification,Amount\n7,120\n", {"columns": {"customer": "1", "points": "2"}}),
}


@pytest.mark.parametrize("app", HEADS)
def test_headings_of_real_apps_are_known(folder: Path, app: str) -> None:
    """Little has to be mapped: the id, where the app has only an address or no headings of its own."""
    text, options = HEADS[app]
    members = read(folder, text, **options)
    assert balances(members) == {"7": 120}
    assert members.report.bad == 0


def test_every_field(folder: Path) -> None:
    """Each column means what its heading says, in the store's zone, and all of it is one opening balance."""
    text = (
        "Customer ID;Email;Points Balance;Points Pending;VIP Tier;Points expire at;Member since;"
        "Birthday (MM/DD/YYYY);Full name;Accepts marketing\n"
        "7;A@x.example;1,234;20;Gold;2100-12-31;2098-05-01 10:00;10/24/1990;Ada;yes\n"
    )
    more = {"timezone": "Europe/Prague", "birthday_format": "%m/%d/%Y", "tiers": {"Gold": "gold"}}
    (event,) = read(folder, text, **more).events
    assert (event.source, event.id, event.occurred_at, event.unit) == ("smile", "points:7", ON, "points")
    end = datetime(2100, 12, 31, 23, tzinfo=UTC)  # of a day, its end in Prague
    pending = OpeningLot(amount=20, available_from=ON + timedelta(days=30), expires_at=end)
    assert event.lots == (OpeningLot(amount=1234, expires_at=end), pending)
    assert event.tier == "gold"
    assert event.member_since == datetime(2098, 5, 1, 8, tzinfo=UTC)
    assert event.profile is not None
    assert (event.profile.email, event.profile.name) == ("a@x.example", "Ada")
    assert event.profile.birthday == MonthDay(10, 24, 1990)
    assert event.profile.consents == (Consent(channel="email", at=ON, proof="told by smile"),)


@pytest.mark.parametrize(
    ("written", "options", "units"),
    [
        ("1234", {}, 1234),
        ("1,234", {}, 1234),
        ("1.234", {"decimal": ","}, 1234),
        ("1 234", {}, 1234),
        ("1’234.00", {}, 1234),
        ("1\u00a0234", {}, 1234),
        ("", {}, 0),
        ("0", {}, 0),
    ],
)
def test_numbers_as_people_write_them(folder: Path, written: str, options: dict[str, Any], units: int) -> None:
    """Thousands are told from decimals, and nothing is rounded."""
    assert balances(read(folder, f"customer id;points\n7;{written}\n", **options)) == {"7": units}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_excel_makes_of_it(folder: Path, encoding: str, delimiter: str) -> None:
    """Byte order marks, semicolons and tabs are no matter."""
    text = "Customer ID,Points\r\n7,5\r\n8,6\r\n".replace(",", delimiter)
    assert balances(read(folder, text, encoding=encoding)) == {"7": 5, "8": 6}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("7,ten,,", "'ten' is no whole number of units"),
        ("7,1.5,,", "'1.5' is no whole number"),
        ("7,-5,,", "-5 is below zero"),
        ("7,5,31.12.2100,", "is not ISO 8601 or yyyymmdd"),
        (",5,,", "does not say whose it is"),
        ("7,5,,10/24", "the birthday is not written as"),
        ('7,"5,,', "quotation mark"),
    ],
)
def test_a_wrong_row_is_told_by_its_line(folder: Path, row: str, told: str) -> None:
    """All others are brought, and the sentence names no person."""
    members = read(folder, f"customer id,points,expiry date,birthday\n1,1,,\n{row}\n")
    assert balances(members) == {"1": 1}
    assert members.report.bad == 1
    (problem,) = members.report.problems
    assert problem.line == 3
    assert told in problem.what


def test_a_member_with_a_wrong_row_is_left_out_whole(folder: Path) -> None:
    """Half a balance would be a wrong one, and could not be mended later under the same id."""
    members = read(folder, "customer id,points\n7,5\n8,1\n7,x\n", one_row_per="lot")
    assert balances(members) == {"8": 1}
    assert [problem.line for problem in members.report.problems] == [2, 4]


def test_one_member_twice(folder: Path) -> None:
    """The same again counts once; two rows that differ are both refused, unless a row is a lot."""
    text = "customer id,points\nA@x.example,5\n8,1\na@x.example,5\n8,2\n"
    members = read(folder, text)
    assert balances(members) == {"a@x.example": 5}
    assert members.report.skipped.total() == 1
    assert ["lines 3, 5 are of one member" in problem.what for problem in members.report.problems] == [True, True]
    assert balances(read(folder, text, one_row_per="lot")) == {"a@x.example": 10, "8": 3}


def test_what_had_expired_is_left_out(folder: Path) -> None:
    """Its units are told, and the member comes all the same."""
    members = read(folder, "customer id,points,expiry date\n7,55,2099-08-31\n8,5,2100-02-28\n9,5,2100-03-01\n")
    assert balances(members) == {"7": 0, "8": 0, "9": 5}
    assert members.expired == 60


def test_who_the_members_are_must_be_known(folder: Path) -> None:
    """An address is a customer's id only where somebody says so."""
    with pytest.raises(BadConfig, match="customer=Email"):
        read(folder, "Email,Points\na@x.example,5\n")
    assert balances(read(folder, "Email,Points\nA@x.example,5\n", columns={"customer": "email"})) == {"a@x.example": 5}


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"customer": "Clent"}, "did you mean 'client'"),
        ({"custmer": "client"}, "did you mean 'customer'"),
        ({"customer": "9"}, "no such column"),
    ],
)
def test_a_column_that_is_not_there(folder: Path, columns: dict[str, str], told: str) -> None:
    """It is told with what was probably meant."""
    with pytest.raises(BadConfig, match=told):
        read(folder, "client,points\n7,5\n", columns=columns)


def test_options_that_cannot_be(folder: Path) -> None:
    """A time without a zone, and a file that is not there."""
    with pytest.raises(BadValue, match="no time zone"):
        read(folder, "customer id\n7\n", on=datetime(2100, 3, 1))  # noqa: DTZ001 - that is what is wrong
    with pytest.raises(BadValue, match="No such file"):
        MemberFile(path=folder / "none.csv", source="smile", on=ON).read()


def test_every_field_has_a_heading_and_help() -> None:
    """What can be mapped is told."""
    assert all(COLUMNS.values())


LOT = st.tuples(
    st.integers(0, 30), st.integers(0, 5000), st.sampled_from(["", "2100-03-01", "2100-12-31", "2099-01-01"])
)


@given(st.lists(LOT, max_size=12), st.randoms(use_true_random=False))
def test_sums_are_those_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, str]], chance: Any
) -> None:
    """What is brought and what had expired is all that the file has, whatever the order of its rows."""
    folder = tmp_path_factory.getbasetemp()
    lines = [f"{customer},{amount},{expires}\n" for customer, amount, expires in rows]
    first = read(folder, "customer id,points,expiry date\n" + "".join(lines), one_row_per="lot")
    brought = sum(balances(first).values())
    assert brought + first.expired == sum(amount for _, amount, _ in rows)
    assert first.report.rows == first.report.used + first.report.bad + first.report.skipped.total()
    chance.shuffle(lines)
    other = read(folder, "customer id,points,expiry date\n" + "".join(lines), one_row_per="lot")
    assert {event.id: to_json(event) for event in first.events} == {event.id: to_json(event) for event in other.events}
