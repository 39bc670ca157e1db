"""What levers of the second stage are made of: how a need becomes steps."""
