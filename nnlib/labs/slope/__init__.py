"""SlopeLab: a secant becomes the tangent."""
