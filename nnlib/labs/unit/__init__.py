"""The first lab: one sigmoid unit with one input, its weight and its bias."""
