"""LossLab: the loss over two weights, a point on it, and steps of gradient descent."""
