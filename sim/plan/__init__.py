"""The plan, and how a workload and an organisation become one."""
