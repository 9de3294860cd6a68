"""ActivationLab: an activation through depth, with gradients and dead units layer by layer."""
