"""Planning: how a workload and an organisation become a plan, block by block."""
