"""Exports: the rows of a stored sweep, written for another tool; a file for each format."""
