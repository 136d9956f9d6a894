"""Furikaeri: incident records in, a site for looking back out."""

__version__ = "0.1.0"
