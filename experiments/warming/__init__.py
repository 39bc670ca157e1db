"""Warm-up: how long it is, by which rule, and whether it sufficed."""
