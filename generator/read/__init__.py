"""Files -> Records: what the files say, always constructible, with a position on every key."""
