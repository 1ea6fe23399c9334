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
from retention_sdk.testing.law import Law

LAWS: Final[Sequence[Law[Questions]]] = (
    Law("whole", "bronze", "it has everything that the engine asks for", loading.whole),
    Law("loads", "bronze", "its entry point leads to it", loading.loads),
    Law("settings", "bronze", "a right table is taken, and nonsense refused by its place", loading.settings),
    Law("name", "bronze", "it is called as its table is", loading.named),
    Law("capabilities", "bronze", "it carries out kinds of actions, and says what a repeat does", loading.capable),
    Law("others", "bronze", "a kind that it does not carry out is refused by name", performing.strangers),
    Law("signatures", "bronze", "what is not signed as it should be is InvalidSignature", signatures.signatures),
    Law("facts", "bronze", "a webhook means the same facts, under the same ids, each time", hearing.facts),
    Law("closes", "bronze", "it can be closed twice", loading.closes),
    Law("once", "silver", "the same key does it once", performing.once),
    Law(
        "unreadable", "silver", "what cannot be read is UnreadableWebhook, and nothing else ever", signatures.unreadable
    ),
    Law("errors", "silver", "what goes wrong is the right one of three errors", failing.errors),
    Law("discretion", "silver", "no secret and no person is in an error, a log or a repr", discretion.discreet),
    Law("undo", "silver", "what was done is taken back, or that it cannot be is said", performing.undone),
    Law("setup", "silver", "setting up twice does no harm", looking.sets_up),
    Law("lost answers", "gold", "what came through and was not answered is found, and not done again", failing.lost),
    Law("rubbish", "gold", "whatever the platform answers, one of three errors leaves", failing.rubbish),
    Law("history", "gold", "the past is the same facts under the same ids, and since narrows it", looking.history),
    Law("doctor", "gold", "it never raises, changes nothing, and finds refused keys", looking.doctor),
    Law("threads", "gold", "many threads can use it at once", threads.shared),
)
"""Every law, in the order in which a scorecard has them."""
