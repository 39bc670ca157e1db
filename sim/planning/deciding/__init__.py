"""How a matter is looked at, decided, answered and closed."""
