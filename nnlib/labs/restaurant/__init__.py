"""Shall we eat here? Several restaurants judged by one neuron: marks, weights and a threshold."""
