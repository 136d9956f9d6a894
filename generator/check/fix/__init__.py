"""Mends what is safe to mend: edits on the text as written, each proved harmless before a file is touched."""
