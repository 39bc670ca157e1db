"""The kernel: the compiled engine's loop, in the part of Python that Numba compiles. Arrays in, arrays out."""
