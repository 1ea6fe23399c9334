"""A small shop, an adapter that records, and a clock that is moved by hand."""
