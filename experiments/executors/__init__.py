"""Executors: where tasks are performed. Results are the same from each, whatever order they come in.

`base.py` is the contract; `opening.py` makes the executor that a scenario file asks for; `jobs.py` performs by it the
jobs of a comparison. Import from these: this file imports nothing, so that worker processes start quickly.
"""
