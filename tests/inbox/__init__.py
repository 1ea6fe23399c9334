"""What platforms send is kept at once, and handled once."""
