"""Running: from a configuration to stored results."""
