"""Engines: functions from a plan to its trace.

`simpy_engine` is the definition of correct, `compiled_engine` the fast one.
"""
