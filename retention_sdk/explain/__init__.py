"""A decision in sentences: what actions and events are called, and the story they make."""

from retention_sdk.explain.deeds import describe, wish
from retention_sdk.explain.stories import headline, story

__all__ = ["describe", "headline", "story", "wish"]
