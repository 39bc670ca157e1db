"""Selection: the best of many designs, and how surely."""
