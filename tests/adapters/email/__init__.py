"""The channel to customers by e-mail."""
