"""What is raised where a law cannot be looked at."""


class Lacking(Exception):
    """A law cannot be looked at yet: its words say what to give."""
