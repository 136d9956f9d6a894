"""Pure functions from plain numbers to plain numbers; None where a figure cannot be had."""
