"""Reproducing: reported figures beside predicted ones, and each case over the whole of its assumed ranges."""
