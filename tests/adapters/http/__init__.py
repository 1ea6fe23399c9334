"""The way over HTTP to a platform."""
