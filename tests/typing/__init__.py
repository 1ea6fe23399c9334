"""Uses of the public names that must type-check; they are never run."""
