"""DigitLab: a network learns the handwritten digits, and reads what you draw."""
