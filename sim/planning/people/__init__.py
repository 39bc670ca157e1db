"""Who is there, when, where, for which unit, and how fast."""
