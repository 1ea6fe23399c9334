"""What is tried of the adapter."""
