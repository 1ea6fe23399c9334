"""Tests of cases: what becomes of complaints."""
