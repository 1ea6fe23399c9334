"""Tests of deciding: pure, no database."""
