"""The figures of the report, drawn without global state so that worker processes may import them."""
