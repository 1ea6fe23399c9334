"""Seats and draws."""
