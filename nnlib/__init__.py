"""Neural networks in plain NumPy, to read, run and replace."""
