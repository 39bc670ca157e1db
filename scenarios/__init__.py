"""The cases: how a configuration becomes an institution, its demand and its designs."""
