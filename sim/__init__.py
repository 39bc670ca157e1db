"""The model: an institution, its demand, its designs, and the engine that plays them."""
