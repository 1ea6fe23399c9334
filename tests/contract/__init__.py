"""The contract of the strategies that ship: each keeps every law, with our own auditor over its books."""
