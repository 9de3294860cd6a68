"""The network of the truth table with every number in sight: set weights by hand, or train."""
