"""What the adapter does in a shop, one kind of thing a file."""
