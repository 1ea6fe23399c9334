"""Tests of business calendars."""
