"""A decision in sentences: what actions and events are called, and the story they make."""

from retention_sdk.explain.deeds import describe, wish
from retention_sdk.explain.gifts import gift_in_words
from retention_sdk.explain.stories import headline, story

__all__ = ["describe", "gift_in_words", "headline", "story", "wish"]
