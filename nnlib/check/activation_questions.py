"""Exercises of notebook 06, "Choose an activation": questions with options."""

from nnlib.check.base import Choice, Option

spot_vanishing = Choice(
    name="spot_vanishing",
    question=(
        "The options are the gradient norms of four networks before the first step, from the "
        "first layer to the output layer. In which does the gradient vanish?"
    ),
    options={
        "a": Option(
            "0.04, 0.03, 0.05, 0.02",
            "A norm of 0.04 is no fault by itself; the learning rate sets the scale. All layers "
            "here get about the same.",
            "small-is-vanishing",
        ),
        "b": Option(
            "2e-9, 5e-7, 8e-5, 0.01",
            "From the output back to the first layer the norm shrinks to less than a millionth: "
            "the first layer hardly moves while the last learns.",
        ),
        "c": Option(
            "3e-6, 2e-6, 4e-6, 3e-6",
            "All layers here get the same small gradient. It has lost nothing on its way back; a "
            "larger learning rate would serve all of them.",
            "all-small",
        ),
        "d": Option(
            "9.0, 0.7, 0.05, 0.004",
            "The gradient travels from right to left, from the output to the first layer. Here it "
            "grows on its way: it explodes.",
            "wrong-direction",
        ),
        "e": Option(
            "In both b and c: their first norms are tiny.",
            "Compare the first layer with the last of the same network: in c they are alike.",
            "first-norm-only",
        ),
    },
    hints=[
        "At which end does backpropagation start?",
        "Divide the first norm by the last, for each network.",
    ],
)

mend_vanishing = Choice(
    name="mend_vanishing",
    question=(
        "A network of ten sigmoid layers does not learn: the first layer's gradient is a millionth "
        "of the last layer's. What helps?"
    ),
    options={
        "a": Option(
            "A learning rate a million times as large.",
            "It would be right for the first layer and a million times too large for the last, "
            "which would jump about: one rate serves all layers.",
            "learning-rate",
        ),
        "b": Option(
            "More training steps.",
            "At a millionth of the pace, what takes a thousand steps elsewhere would take a "
            "thousand million here.",
            "patience",
        ),
        "c": Option(
            "Another two sigmoid layers.",
            "Each sigmoid layer multiplies the gradient by at most a quarter and a weight: with "
            "more layers even less comes through.",
            "more-layers",
        ),
        "d": Option(
            "An activation whose slope reaches 1, and first weights that fit it.",
            "Then each layer hands on about as much as it gets: tanh or ELU with Xavier, ReLU with "
            "He.",
        ),
        "e": Option(
            "First weights of zero, so that no layer starts in a wrong place.",
            "With zero weights every product on the way back is zero: the layers before the last "
            "would get no gradient at all.",
            "zero-weights",
        ),
    },
    hints=[
        "What are the two factors that each layer multiplies the gradient by?",
        "The slope of the sigmoid is 0.25 at most. Which activations have more?",
    ],
)

dead_relu = Choice(
    name="dead_relu",
    question="When is a ReLU unit dead?",
    options={
        "a": Option(
            "When its output is 0 for the sample at hand.",
            "That is its daily work: it is silent for some samples and learns from the others.",
            "silent-once",
        ),
        "b": Option(
            "When its weights are all 0.",
            "With a positive bias it would still give a value and get a gradient. What counts is "
            "the sum w · x + b.",
            "zero-weights",
        ),
        "c": Option(
            "When its output is 0 for every sample, so that no gradient reaches its weights.",
            "Its slope is then 0 for every sample, and its own weights do not change any more. It "
            "can only wake up if layers before it change what it gets.",
        ),
        "d": Option(
            "When its output no longer changes because it is very large.",
            "Above 0 the slope of ReLU is 1 however large the output is: it saturates on one side "
            "only.",
            "saturates-above",
        ),
        "e": Option(
            "When the loss no longer falls.",
            "That can have many causes; at the lowest point, too, no gradient is left.",
            "loss-stands",
        ),
    },
    hints=[
        "Which samples does the gradient of a unit's weights add up over?",
        "The gradient of a unit's weights has the slope as a factor, sample by sample.",
    ],
)
