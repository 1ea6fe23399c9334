"""Discount codes: what one is to be good for, what it is good for, and what to do where these differ."""
