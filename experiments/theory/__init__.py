"""Theory beside simulation: queues whose answers are known, and what the simulator makes of them."""
