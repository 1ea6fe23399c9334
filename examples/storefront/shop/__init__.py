"""A small shop on Python's standard library: what it sells, who buys, and what it does for its customers.

It knows nothing of the engine but two things that any language can do: it posts signed JSON when something happened
(`events`), and carries out signed JSON that is posted to it (`actions`).
"""
