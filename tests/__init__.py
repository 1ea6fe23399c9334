"""The suite. Its folders mirror those of the packages."""
