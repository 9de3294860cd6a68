"""LearningRateLab: eight learning rates train at once."""
