"""Tests of delivery: what is carried out, and what is undone."""
