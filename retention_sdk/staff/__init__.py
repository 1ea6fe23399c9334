"""For the people at the desk: what they may offer a customer now, and what to say."""

from retention_sdk.staff.card import StaffCard, staff_card

__all__ = ["StaffCard", "staff_card"]
