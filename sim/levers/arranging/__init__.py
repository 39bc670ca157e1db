"""What levers of the first stage are made of: who is where."""
