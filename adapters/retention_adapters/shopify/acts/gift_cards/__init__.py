"""Gift cards: their code is ours, so a second one with it cannot be made."""
