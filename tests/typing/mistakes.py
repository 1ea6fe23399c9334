"""Mistakes that mypy and pyright must find: an ignore that is not needed is an error itself."""

from datetime import UTC, datetime

from retention_sdk import (
    Action,
    Credit,
    Customer,
    Engine,
    IssueCoupon,
    Line,
    Money,
    Offer,
    PauseSubscription,
    Purchase,
    Tag,
    Visit,
    days,
    hookimpl,
    setting,
    strategy,
)

NOW = datetime.now(UTC)
PRICE = Money.of("39.98", "EUR")


@strategy
class Gives:
    """Gives points."""

    amount: int = setting(default=1, help="points for a visit")
    unit: str = setting(help="the wallet's unit")

    @hookimpl
    def on_visit(self, event: Visit, customer: Customer) -> list[Action]:
        """Gives them."""
        return [Credit(self.unit, self.amount, reason=f"{event.place}, {customer.id}")]


def floats() -> None:
    """No float is money, nor a number of anything."""
    Money(39.98, "EUR")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Money.of(39.98, "EUR")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    PRICE * 1.5  # type: ignore[operator] # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
    PRICE + 1.5  # type: ignore[operator] # pyright: ignore[reportOperatorIssue, reportUnusedExpression]
    sum([PRICE, PRICE])  # type: ignore[list-item] # pyright: ignore[reportCallIssue, reportArgumentType]
    days(1.5)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Credit("points", 1.5)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def fields() -> None:
    """Fields have their types, events have names for theirs, and nothing can be set."""
    Line(sku="beans", quantity=2, total="39.98 EUR")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Purchase(id="o", customer="c", occurred_at=NOW, lines=[PRICE])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    Purchase(id="o", customer="c", occurred_at="now", lines=[])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Visit("v", "c", NOW)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    Visit(id="v", customer="c")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    IssueCoupon("10 %")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Offer("a tag", ["tag"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    PauseSubscription("s-1", 30)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Tag("vip").tag = "other"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def strategies() -> None:
    """A strategy is made by keyword, with all that has no default, of the right types, and stays as it is."""
    Gives()  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    Gives(5, "points")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    Gives(unit=5)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    Gives(unit="points", colour="red")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    Gives(unit="points").amount = 2  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
    Gives(unit="points").on_visit("visit", Customer("c"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def engines() -> None:
    """An engine handles events, not what looks like one."""
    with Engine.from_config("retention.toml") as engine:
        engine.handle({"id": "o-1"})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        engine.handle_many(Visit(id="v", customer="c", occurred_at=NOW))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        decision = engine.handle(Visit(id="v", customer="c", occurred_at=NOW))
        decision.actions += (Tag("vip"),)  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
