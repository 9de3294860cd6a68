"""ChainLab: step forwards and backwards through a network, one link of the chain at a time."""
