"""Tests of the laws in the design: properties and harnesses, not examples."""
