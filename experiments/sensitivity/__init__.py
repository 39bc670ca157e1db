"""Sensitivity: which of the assumed numbers decide, and where the answer turns."""
