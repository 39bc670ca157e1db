"""What comes in: the demand, and all chance, drawn before any engine starts."""
