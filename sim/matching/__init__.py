"""Who takes which step: the key, and the queues it orders."""
