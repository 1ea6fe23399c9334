"""Tests of what people at the desk see."""
