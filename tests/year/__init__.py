"""A year of the demo's shop with every strategy that ships, day by day under a test clock; customers react."""
