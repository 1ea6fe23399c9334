"""The merchant's file, and the classes that its tables become."""
