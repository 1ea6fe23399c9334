"""Whatever an order brought can be taken back."""

import json

from retention_sdk.actions import KINDS, Action
from retention_sdk.events import OrderCancelled, Purchase
from retention_sdk.testing.builders.times import after
from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.trial import Broken, Trial
from retention_sdk.testing.plugins.trial.books import Books, books, standing
from retention_sdk.testing.plugins.trial.counting import counted
from retention_sdk.testing.plugins.trial.places import of_class

END = after(4000)
"""Later than any story."""


def _holds(trial: Trial) -> str:
    _see_inverses(trial)
    orders = [event for event in trial.sample.story if isinstance(event, Purchase)]
    with trial.engine(trial.database("back")) as engine:
        engine.handle_many(trial.sample.story)
        engine.handle_many(
            OrderCancelled(id=f"off-{place}", customer=one.customer, occurred_at=END, order=one.id, source=one.source)
            for place, one in enumerate(orders)
        )
        trial.see_books(engine)
        read = books(engine)
    bought, stands = _brought(read), standing(read)
    for key, (_, plugin, action) in stands.items():
        if plugin == trial.name and key in bought:
            raise Broken(
                f"{trial.place}: {action['kind']} stands, though the order that brought it was called off",
                "answer what an order brings to on_purchase, and nothing to its cancellation that gives it again.",
            )
    return f"{counted(len(orders), 'order')} called off: {counted(len(bought), 'action')} brought, and none stands"


def _brought(read: Books) -> set[str]:
    """The keys of all that orders have brought."""
    told = [json.loads(row.decision) for row in read["events"] if row.kind == "purchase"]
    return {key for one in told for _, key, *_ in one.get("granted", [])}


def _see_inverses(trial: Trial) -> None:
    given = {type(action) for answer in (*trial.answers, *trial.odd_answers) for action in answer.actions}
    for kind in sorted(
        given | {KINDS[name] for name in trial.sample.most or {} if name in KINDS}, key=lambda one: one.kind
    ):
        if kind.undo is Action.undo:
            raise Broken(
                f"{of_class(kind)}: nothing is said of what undoes a {kind.__name__}",
                "give the class a method undo(self, key) that answers the action that undoes it, or NoInverse.",
            )


REVERSIBLE = Law(
    "reversible",
    Rung.GOLD,
    "When every order is called off nothing stands that an order brought, and each action says what undoes it.",
    _holds,
    needs=("loads", "silent", "serialisable", "unchanging", "deterministic"),
)
