"""What several strategies share, or what one of them reckons with: values, and pure functions over them."""
