"""Measures: pure functions from a plan and its trace to numbers. docs/model.md defines each."""
