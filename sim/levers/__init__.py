"""The levers of a design: one file each, one pure function each, in three stages (see `stages`)."""
