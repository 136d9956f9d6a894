"""Records -> Incidents: what is true, and every finding about what the files say."""
