"""What an event and its actions leave behind: tier, tags, profile, complaints, outbox and schedule."""

from __future__ import annotations

from typing import Any

from retention_sdk import (
    Action,
    Complaint,
    Consent,
    CreateTask,
    Credit,
    Customer,
    Engine,
    Event,
    FreeItem,
    IssueCoupon,
    MonthDay,
    Profile,
    Schedule,
    SendMessage,
    SetTier,
    Severity,
    Tag,
    Untag,
    Visit,
)
from retention_sdk.times import to_micros
from retention_sdk.wire import from_json
from tests.build import Does, after, complaint, eur, gives, opened, order, rows, visit


def words(event: Any, customer: Customer) -> list[Action]:
    """Does what a visit's place says, such as "tier:gold +vip -new"."""
    answer: list[Action] = []
    for word in event.place.split():
        if word.startswith("tier:"):
            answer.append(SetTier(word[5:] or None))
        else:
            answer.append(Tag(word[1:]) if word[0] == "+" else Untag(word[1:]))
    return [*answer, SendMessage("seen", data={"tier": customer.tier, "tags": sorted(customer.tags)})]


def seen(engine: Engine, *places: str) -> list[tuple[Any, Any]]:
    """Tier and tags that the strategy saw at each visit."""
    found = []
    for number, place in enumerate(places):
        message = engine.handle(visit(f"v-{number}", place=place)).actions[-1]
        assert isinstance(message, SendMessage)
        found.append((message.data["tier"], message.data["tags"]))
    return found


def test_tier_and_tags(database_url: str) -> None:
    """Tiers and tags are seen from the next event on; a tag is there once, and taking off what is not there is fine."""
    with opened(database_url, {"one": words}) as engine:
        story = seen(engine, "tier:gold +vip +new", "-new +vip -never", "tier:", "+last")
        assert story == [(None, ()), ("gold", ("new", "vip")), ("gold", ("vip",)), (None, ("vip",))]
        assert (engine.customer("c").tier, engine.customer("c").tags) == (None, {"vip", "last"})


def test_the_last_strategy_says_the_tier(database_url: str) -> None:
    """Of several tiers for one event the last one counts; nobody sees it before the next event."""
    with opened(
        database_url, {"one": gives(SetTier("silver")), "two": words, "three": gives(SetTier("gold"))}
    ) as engine:
        decision = engine.handle(visit(place="tier:bronze"))
        assert decision.actions[2] == SendMessage("seen", data={"tier": None, "tags": []})
        assert engine.customer("c").tier == "gold"


def test_the_outbox_holds_what_leaves_the_house(database_url: str) -> None:
    """Messages, coupons, tasks and tags are in the outbox with key, plugin and cost; points and tiers are not."""
    actions = (
        Credit("points", 1),
        SetTier("gold"),
        SendMessage("hello", data={"a": [1, None]}),
        IssueCoupon(FreeItem("beans"), cost=eur("1.50")),
        CreateTask("call"),
        Tag("vip"),
    )
    with opened(database_url, {"one": gives(*actions)}) as engine:
        decision = engine.handle(visit())
        keys = {grant.key: grant.action for grant in decision.granted}
        outbox = {row.key: row for row in rows(engine, "outbox") if row.kind != "credit"}
        assert {row.kind for row in outbox.values()} == {"send_message", "issue_coupon", "create_task", "tag"}
        for key, row in outbox.items():
            assert from_json('{"v":1,' + row.body.removeprefix("{"), Action) == keys[key]
            assert (row.customer, row.plugin, row.turn, row.status) == ("c", "one", 1, 0)
            assert row.at == row.next_at == to_micros(after(0))
        assert sorted(row.cost for row in outbox.values()) == [0, 0, 0, 150]


def test_a_scheduled_event_waits_for_its_time(database_url: str) -> None:
    """An event of later is kept, exactly, under the action's key; it is not handled now."""
    later = Visit(id="later", customer="d", occurred_at=after(7), place="again")
    with opened(database_url, {"one": gives(Schedule(later))}) as engine:
        decision = engine.handle(visit())
        (row,) = rows(engine, "schedule")
        assert (row.key, row.customer, row.due_at) == (decision.granted[0].key, "d", to_micros(after(7)))
        assert from_json(row.event, Visit) == later
        assert [event.id for event in rows(engine, "events")] == ["v-1"]
        assert engine.handle(visit()) == decision


def test_a_scheduled_event_that_a_late_fact_changes(database_url: str) -> None:
    """What is to happen later is what the facts say now: another customer, day or text under the same key."""

    def returns(event: Event, customer: Customer) -> list[Action]:
        seen = customer.history.orders
        later = Visit(id="later", customer="d" * (seen + 1), occurred_at=after(7 + seen), place=f"after {seen} orders")
        return [Schedule(later)] if isinstance(event, Visit) else []

    with opened(database_url, {"one": Does(returns)}) as engine:
        key = engine.handle(visit("v-1", at=after(2))).granted[0].key
        engine.handle(order("o-1", at=after(1)))
        (row,) = rows(engine, "schedule")
        assert (row.key, row.customer, row.due_at) == (key, "dd", to_micros(after(8)))
        assert from_json(row.event, Visit).place == "after 1 orders"


def test_a_refused_action_leaves_nothing(database_url: str) -> None:
    """What was refused is in the decision, and nowhere else."""
    limits = {"monthly_budget": "1 EUR"}
    with opened(database_url, {"one": gives(IssueCoupon(FreeItem("beans"), cost=eur(2)))}, limits=limits) as engine:
        engine.handle(visit())
        assert rows(engine, "outbox") == []


ANN = Profile(email="Ann@Shop.example", name="Ann", locale="cs", consents=[Consent(channel="email")])


def test_a_profile_patch_is_laid_over_what_is_known(database_url: str) -> None:
    """What an event tells of the customer is laid over what was known; what it does not tell stays."""
    consents = [Consent(channel="email", given=False), Consent(channel="sms")]
    patch = Profile(name="Anna", birthday=MonthDay(2, 29), consents=consents)
    with opened(database_url) as engine:
        engine.handle(visit("v-1", profile=ANN))
        engine.handle(visit("v-2"))
        engine.handle(visit("v-3", profile=patch))
        profile = engine.customer("c").profile
        assert (profile.email, profile.name, profile.locale) == ("ann@shop.example", "Anna", "cs")
        assert profile.birthday == MonthDay(2, 29)
        assert [profile.allows(channel) for channel in ("email", "sms", "post")] == [False, True, False]
        assert engine.customer("d").profile == Profile()


def test_a_strategy_sees_what_the_event_tells(database_url: str) -> None:
    """The patch of an event is known when its strategies are asked."""

    def greets(_: object, customer: Customer) -> list[Action]:
        return [SendMessage("hello", data={"name": customer.profile.name})]

    with opened(database_url, {"one": greets}) as engine:
        first, second = engine.handle_many([visit("v-1", profile=ANN), visit("v-2")])
        assert first.actions == second.actions == (SendMessage("hello", data={"name": "Ann"}),)


def test_a_profile_of_a_conflict_is_not_laid_over(database_url: str) -> None:
    """An event that is refused, or only previewed, tells nothing of the customer."""
    with opened(database_url) as engine:
        engine.handle(visit("v-1", profile=ANN))
        engine.preview(visit("v-2", profile=Profile(name="Eve")))
        results = list(engine.results([visit("v-1", profile=Profile(name="Eve")), visit("v-3")]))
        assert [type(result).__name__ for result in results] == ["EventConflict", "Decision"]
        assert engine.customer("c").profile.name == "Ann"


def test_complaints_stay_open(database_url: str) -> None:
    """The latest complaints are known with time, matter, severity and order, from the next event on."""

    def counts(_: object, customer: Customer) -> list[Action]:
        return [SendMessage("n", data={"n": len(customer.complaints)})]

    with opened(database_url, {"one": counts}) as engine:
        for number in range(23):
            event = complaint(f"k-{number}", at=after(number), category="late", severity=Severity.HIGH, order="o-1")
            assert engine.handle(event).actions == (SendMessage("n", data={"n": min(number, 20)}),)
        found = engine.customer("c").complaints
        assert [one.id for one in found] == [f"k-{number}" for number in range(3, 23)]
        last = found[-1]
        assert (last.at, last.category, last.severity, last.order) == (after(22), "late", Severity.HIGH, "o-1")


def test_turns_have_no_gap(database_url: str) -> None:
    """A customer's turns are counted one by one, and an event keeps the turn and the standing it was decided on."""
    with opened(database_url, {"one": gives(Tag("x"))}) as engine:
        engine.handle_many([order("o-1"), order("o-2", customer="d"), order("o-3")])
        engine.handle(Complaint(id="k-1", customer="c", occurred_at=after(1)))
        turns = {row.id: (row.customer, row.turn) for row in rows(engine, "events")}
        assert turns == {"o-1": ("c", 1), "o-2": ("d", 1), "o-3": ("c", 2), "k-1": ("c", 3)}
        views = {row.id: row.view for row in rows(engine, "events")}
        assert views["o-1"] == views["o-2"] == ""
        assert '"orders":2' in views["k-1"]
