"""A rule told in full: its reason, its executed examples, and the renderings of both."""
