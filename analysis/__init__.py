"""Reading: measures, comparisons, figures and reports of what was simulated."""
