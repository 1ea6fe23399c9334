"""Orders: money back, and another parcel."""
