"""The contract of plugins: its laws, and what they look at."""
