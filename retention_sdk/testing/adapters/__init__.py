"""The laws of adapters, one file for each thing that an adapter does."""

from collections.abc import Sequence
from typing import Final

from retention_sdk.testing.adapters import (
    discretion,
    failing,
    hearing,
    loading,
    looking,
    performing,
    signatures,
    threads,
)
from retention_sdk.testing.adapters.questions import Questions
from retention_sdk.testing.judging.law import Law, Rung

LAWS: Final[Sequence[Law[Questions]]] = (
    Law("whole", Rung.BRONZE, "it has everything that the engine asks for", loading.whole),
    Law("loads", Rung.BRONZE, "its entry point leads to it", loading.loads),
    Law("settings", Rung.BRONZE, "a right table is taken, and nonsense refused by its place", loading.settings),
    Law("name", Rung.BRONZE, "it is called as its table is", loading.named),
    Law("capabilities", Rung.BRONZE, "it carries out kinds of actions, and says what a repeat does", loading.capable),
    Law("others", Rung.BRONZE, "a kind that it does not carry out is refused by name", performing.strangers),
    Law("signatures", Rung.BRONZE, "what is not signed as it should be is InvalidSignature", signatures.signatures),
    Law("facts", Rung.BRONZE, "a webhook means the same facts, under the same ids, each time", hearing.facts),
    Law("closes", Rung.BRONZE, "it can be closed twice", loading.closes),
    Law("once", Rung.SILVER, "the same key does it once", performing.once),
    Law(
        "unreadable",
        Rung.SILVER,
        "what cannot be read is UnreadableWebhook, and nothing else ever",
        signatures.unreadable,
    ),
    Law("errors", Rung.SILVER, "what goes wrong is the right one of three errors", failing.errors),
    Law("discretion", Rung.SILVER, "no secret and no person is in an error, a log or a repr", discretion.discreet),
    Law("undo", Rung.SILVER, "what was done is taken back, or that it cannot be is said", performing.undone),
    Law("setup", Rung.SILVER, "setting up twice does no harm", looking.sets_up),
    Law("lost answers", Rung.GOLD, "what came through and was not answered is found, and not done again", failing.lost),
    Law("rubbish", Rung.GOLD, "whatever the platform answers, one of three errors leaves", failing.rubbish),
    Law("history", Rung.GOLD, "the past is the same facts under the same ids, and since narrows it", looking.history),
    Law("doctor", Rung.GOLD, "it never raises, changes nothing, and finds refused keys", looking.doctor),
    Law("threads", Rung.GOLD, "many threads can use it at once", threads.shared),
)
"""Every law, in the order in which a scorecard has them."""
