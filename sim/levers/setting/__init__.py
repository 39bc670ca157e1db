"""What levers of the third stage are made of: numbers on steps and people."""
