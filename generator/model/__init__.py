"""The nouns: what every other folder speaks about. Standard library only."""
