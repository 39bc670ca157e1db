"""Sweeps: many points of a scenario, played once each, wherever they are asked for again."""
