"""Mistakes in tests with the kit that mypy and pyright must find: an ignore that is not needed is an error itself."""

from retention_sdk.testing import ManualClock, Recorder, Shop, customer, line, order, visit


def mistakes(clock: ManualClock) -> None:
    """A field that there is not, or of another type, is found."""
    order(totl=3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    order(total=9.9)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    visit(place=3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    customer(wallets={"stamps": "9"})  # type: ignore[dict-item] # pyright: ignore[reportArgumentType]
    customer(colour="red")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    clock.now = "noon"  # type: ignore[assignment] # pyright: ignore[reportAttributeAccessIssue]
    Recorder().fails(ValueError("busy"))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    with Shop() as shop:
        shop.buys("ann", quantty=3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
        shop.refunds("ann", amount=[line()])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        shop.passes(days=1.5)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
