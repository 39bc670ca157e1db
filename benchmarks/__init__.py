"""Benchmarks: speed and memory of the engines beside peers and limits, run by hand."""
