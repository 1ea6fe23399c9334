"""Tests of what a WooCommerce shop tells."""
