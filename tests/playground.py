"""Models of the playground, ready to be tried."""

from nnlib.labs.playground.model import PlaygroundModel


def model(**choices):
    """A model that is ready, as a lab's first frame makes it."""
    made = PlaygroundModel(**choices)
    made.refresh()
    return made


def train(made, steps):
    for _ in range(steps):
        made.take_step()
    made.refresh()
