"""A neuron with two inputs: its line in the plane and its truth table, beside the one aimed for."""
