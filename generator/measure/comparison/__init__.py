"""Two states of the records -> what differs in their figures, and which incidents made the difference."""
