"""Decisions in the store's language."""

from attrs import evolve

from retention_sdk.decision import Decision
from retention_sdk.language import ENGLISH, voice_of


def spoken(decision: Decision, language: str) -> Decision:
    """A decision whose refusals and notes are said in a language, as plain text, and which tells itself in it.

    Args:
        decision: the decision; sentences that were said before, or by plugins, stay as they are.
        language: the store's.

    Returns:
        The decision; the same one where there is nothing to say in English.
    """
    if language != ENGLISH.language:
        decision = evolve(decision, language=language)
    if not decision.refusals and not decision.notes:
        return decision
    say = voice_of(language).say
    refusals = tuple(evolve(one, sentence=say(one.sentence)) for one in decision.refusals)
    notes = tuple(evolve(one, sentence=say(one.sentence)) for one in decision.notes)
    return evolve(decision, refusals=refusals, notes=notes)
