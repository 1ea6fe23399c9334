"""Tests of the values: money, times, profiles, events, actions, and their stored form."""
