"""How the needs of a matter are handled, by whom, and in which order."""
