"""Selection of the best of many candidates: procedures that ask for replications and end with a name."""
