"""Show: what a stored sweep has found so far, as a table and as a picture."""
