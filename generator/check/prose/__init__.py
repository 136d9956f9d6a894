"""What a file says in words: one cheap look decides which of the finer ones are needed."""
