"""Store credit: no key and no note is on a transaction, so what an earlier try did is known by amount and time."""
