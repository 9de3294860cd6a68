"""The five loss curves that notebook 07, "Choose a learning rate", has the learner read."""

import textwrap

from nnlib.check.base import Choice

CAUSES = {
    "a": "The learning rate is far too small.",
    "b": "The learning rate is too large: steps overshoot, and the loss jumps.",
    "c": "The learning rate is so large that training diverges.",
    "d": "Each step sees a small batch of samples, and every batch has a loss of its own.",
    "e": "The learning rate was made smaller on the way.",
    "f": "Nothing: training has settled.",
}


def _curve(number, whys, hints):
    """Make the question for one curve; `whys` has for each cause, in order, what is told."""
    lines = textwrap.dedent(whys).strip().splitlines()
    told = iter(" ".join(lines).split(" / "))
    options = "\n".join(f"{letter}) {cause}\n    {next(told)}" for letter, cause in CAUSES.items())
    question = f"What has made curve {number} what it is?"
    return Choice(name=f"curve_{number}", question=question, options=options, hints=hints)


curve_1 = _curve(
    1,
    """
    Right. It falls all the time, without a jump, and is still near its start: each step is safe
    and short. A larger rate does the same in fewer steps. /
    A loss that overshoots goes up at times. This one falls at every step. /
    A loss that diverges grows. This one falls at every step. /
    With small batches the loss would shiver from step to step. This line is smooth. /
    Then it would have come far before. It is slow from the first step. /
    It still falls at the end, and is far from what this network reaches: it has not arrived, it is
    only slow.
    """,
    ["Does it ever go up?", "How far is it from its start after all these steps?"],
)

curve_2 = _curve(
    2,
    """
    Steps that are too short cannot lift the loss far above its start. /
    Right. It leaps to many times its start, comes back and leaps again: each step crosses the
    valley and lands on the other wall. It does not get away, since tanh keeps the gradient
    bounded. /
    It leaps, but comes back each time and stays below a bound. A loss that diverges grows without
    end. /
    Batches make a loss shiver round a level that falls. They do not lift it to several times its
    start. /
    A rate that is made smaller calms the curve from one place on. This one leaps to the end. /
    It is nowhere near rest: the next step may multiply it.
    """,
    [
        "Compare the peaks with the first value.",
        "Is there a trend, or does it go on and on between the same bounds?",
    ],
)

curve_3 = _curve(
    3,
    """
    With steps that are too short nothing much would happen. Here the loss multiplies. /
    Jumping, the loss would come down again. This one only grows, and then there is no line at
    all. /
    Right. Every step multiplies the loss by about the same factor: on a logarithmic axis nearly a
    straight line upwards, until no number can hold it. There the line ends. /
    Batches make a loss shiver. They do not multiply it from step to step. /
    A smaller rate would have calmed it. It grows until the end. /
    The line ends because the loss is no longer a finite number.
    """,
    ["Look at the numbers on the upright axis.", "Why might a line end before the others?"],
)

curve_4 = _curve(
    4,
    """
    It falls in good time to a low level; what is left is a shiver. /
    Steps that overshoot lift the loss above its start again and again. Here the level falls, and
    only a small shiver lies on it. /
    A loss that diverges grows. This one falls. /
    Right. The level falls as it should, and from step to step the loss shivers: each value is that
    of a few samples, and some samples are harder than others. /
    Then the curve would change its character at one place, or bit by bit. From here to the end it
    stays what it is. /
    The level has nearly settled. But what makes it shiver to the end?
    """,
    [
        "Think of a line through the middle of the shiver: what does it do?",
        "Is the shiver there from the start, and does it stay as it is?",
    ],
)

curve_5 = _curve(
    5,
    """
    It leaps to many times its start: those steps were anything but short. /
    That explains the first half. But why does the jumping stop, from one step to the next? /
    A loss that diverges grows without end. This one comes down. /
    Batches would make it shiver to the end. Here it becomes smooth, at one place. /
    Right. It leaps from wall to wall; then, from one step to the next, it glides down. The steps
    have become short enough for the valley they are in. /
    It has settled at the end. But what has calmed it so suddenly?
    """,
    [
        "Find the step where it changes: what is different on its left and on its right?",
        "Which cause can act at one moment?",
    ],
)
