"""What a law is, what comes of looking, and how it is told."""
