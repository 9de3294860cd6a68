"""The neuron as a bucket: open pipes pour in or drain; at the height of the spout it pours over."""
