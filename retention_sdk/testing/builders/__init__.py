"""Events of any kind, customers, amounts and times, each in one call."""
