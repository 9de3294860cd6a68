"""The playground: a network that trains before your eyes, with everything in reach."""
