"""What a person reads, in every language."""
