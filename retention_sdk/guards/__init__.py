"""Guards: who may refuse what a strategy proposes, one file each."""

from retention_sdk.guards.authority import authority
from retention_sdk.guards.balance import balance
from retention_sdk.guards.budget import budget
from retention_sdk.guards.per_customer import per_customer
from retention_sdk.guards.remedy_cap import remedy_cap
from retention_sdk.guards.tally import Guard, Reason, Tally

__all__ = ["Guard", "Reason", "Tally", "authority", "balance", "budget", "per_customer", "remedy_cap"]
