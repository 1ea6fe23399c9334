"""Base rates: what the strategies that rest on purchases would have done in shops that were real."""
