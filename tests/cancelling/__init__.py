"""Cancel sessions as values: transitions, tokens, law."""
