"""Tests of WooCommerce."""
