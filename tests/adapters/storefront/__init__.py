"""The adapter of a store of one's own."""
