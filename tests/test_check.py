"""The mechanism of the exercises, and every exercise that `nnlib.check` exports."""

import _thread
import functools
import html
import inspect
import itertools
import math
import re
import signal
import subprocess
import sys
import threading
import time
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest

import check_cases
from nnlib import Network, activations, check
from nnlib.check import sandbox
from nnlib.check.base import CheckResult, Choice, Exercise, Value
from nnlib.check.common import is_stub

# Exercises of every form, judged beside those of the course.


def _add(a, b):
    return a + b


ADD = Exercise(
    name="add",
    task="Write `add(a, b)`.",
    reference=_add,
    cases=[(np.array([1.0, 2.0]), np.array([10.0, 20.0]))],
    special=[(np.array([0.0]), np.array([0.0]))],
    known="""
        a - b
            You subtract.
        a * b
            You multiply.
        a
            Only the first comes back.
        a @ b
            `@` gives one number.
    """,
    hints=["Use +."],
    praise="The sum is right.",
)


def _gate(weights, threshold, X):
    return (X @ weights >= threshold).astype(int)


BOTH = Value(
    name="both",
    arguments="weights, threshold",
    task="Find weights and a threshold for AND.",
    reference=([1, 1], 2),
    drive=_gate,
    cases=[(np.array(row),) for row in ([0, 0], [0, 1], [1, 0], [1, 1])],
    known={
        "This is OR.": [([1, 1], 1)],
        "It never fires.": [([1, 1], 3)],
        "It follows one input only.": [([1, 0], 1), ([0, 1], 1)],
    },
    hints=["Both together must reach the threshold."],
    praise="All four rows are right.",
)
ANSWER = Value(
    name="seven",
    task="What is 3 + 4?",
    reference=7,
    known={"You subtract.": [-1], "You multiply.": [12]},
    hints=["Count on from 3."],
    praise="7 it is.",
)
EFFECT = Choice(
    name="effect",
    question="The data are doubled. What does the sum of squares do?",
    options="""
        a) It stays.
            A mean would stay; a sum grows.
        b) It doubles.
            Right. Each error is counted twice.
        c) It grows fourfold.
            Only doubled errors do that.
    """,
    hints=["Write the sum out."],
)


def _square_gradients(w, v):
    return 2 * w, 3 * v**2


GRADIENT = Exercise(
    name="gradients",
    task="Write the gradients of Σ w² + Σ v³.",
    reference=_square_gradients,
    returns=("dw", "dv"),
    cases=[(np.array([1.0, 2.0]), np.array([[3.0]]))],
    known="""
        -2 * w, -3 * v**2
            The sign is turned.
        3 * v**2, 2 * w
            The order is turned.
        2 * w
            One is missing.
    """,
    hints=["Bring the exponent down."],
    praise="Both are right.",
)

FORMS = [ADD, BOTH, ANSWER, EFFECT, GRADIENT]
COURSE = [part for part in vars(check).values() if isinstance(part, Exercise | Choice)]
ALL = COURSE + FORMS
JUDGED = [part for part in ALL if isinstance(part, Exercise)]
FUNCTIONS = [part for part in ALL if type(part) is Exercise]


def hand_in(exercise, answer):
    """Hand in a right or known wrong answer: a tuple holds several values."""
    return exercise(*answer) if isinstance(answer, tuple) else exercise(answer)


SOURCES = sorted((Path(__file__).parents[1] / "notebooks" / "source").glob("*.md"))


def is_sentence(result):
    """Tell whether a result can be read, whatever was handed in."""
    return (
        isinstance(result, CheckResult)
        and (result.message[0].isupper() or result.message[0] in "`")
        and result.message.rstrip()[-1] in ".?"
        and repr(result).startswith(("Right. ", "Not yet: ", "To do: "))
        and "object at 0x" not in repr(result)
    )


# Every exercise.


def test_the_course_has_exercises():
    assert {"sigmoid", "forward"} <= {exercise.name for exercise in COURSE}
    for exercise in COURSE:
        assert getattr(check, exercise.name) is exercise


def test_the_reference_passes():
    for exercise in JUDGED:
        right = exercise.reference
        result = hand_in(exercise, functools.partial(right) if callable(right) else right)
        assert result == CheckResult("pass", exercise.praise, None, exercise.name)


def test_each_known_wrong_answer_is_told():
    faults = []
    for exercise in JUDGED:
        for sentence, wrong in exercise.every_known:
            result = hand_in(exercise, wrong)
            told = result.status == "fail" and result.message.startswith(sentence)
            if not (told and is_sentence(result)):
                faults.append(f"{exercise.name}: {sentence} {result!r}")
    assert faults == []


def test_each_option_is_explained():
    for exercise in ALL:
        if isinstance(exercise, Choice):
            for letter, option in exercise.options.items():
                result = exercise(f" {letter.upper()} ")
                assert result.status == ("pass" if option.is_right else "fail")
                assert result.message == option.why
                assert is_sentence(result)


def test_hostile_answers_get_a_sentence(short_time):
    faults = []
    for exercise in ALL:
        for name, answer in check_cases.HOSTILE.items():
            result = exercise(answer)
            if not (is_sentence(result) and result.status == "fail" and result._repr_html_()):
                faults.append(f"{exercise.name}, {name}: {result!r}")
    assert faults == []


def test_endless_answers_are_ended(short_time):
    threads, faults = threading.active_count(), []
    # Each exercise meets one of them in turn: what ends them is the same for all.
    for exercise, (name, answer) in zip(
        FUNCTIONS, cycle(check_cases.ENDLESS.items()), strict=False
    ):
        result = exercise(answer)
        if result.status != "fail" or "had not ended after 0.15 s" not in result.message:
            faults.append(f"{exercise.name}, {name}: {result!r}")
    assert faults == []
    assert threading.active_count() == threads


def test_nothing_handed_in_is_to_do():
    for exercise in ALL:
        result = exercise(None)
        assert result.status == "todo"
        assert exercise.handing_in in result.message
        assert exercise() == exercise(...) == result


def test_a_stub_is_to_do():
    for exercise in FUNCTIONS:
        for name, stub in check_cases.STUBS.items():
            assert exercise(stub) == exercise(None), (exercise.name, name)


def test_hints_come_one_after_another(monkeypatch):
    for exercise in ALL:
        monkeypatch.setattr(exercise, "_hints_given", 0)
        count = len(exercise.hints)
        shown = [repr(exercise.hint()) for _ in exercise.hints]
        assert shown == [f"Hint {i + 1} of {count}: {h}" for i, h in enumerate(exercise.hints)]
        for _ in range(2):
            assert f"check.{exercise.name}.solution()" in repr(exercise.hint())


def names_of_notebook(exercise):
    """Run the imports of the notebook that asks for an exercise, and the solutions above it."""
    asks = f"check.{exercise.name}("
    texts = [path.read_text(encoding="utf-8") for path in SOURCES]
    above = next((text.split(asks)[0] for text in texts if asks in text), "import numpy as np")
    names = {}
    exec("\n".join(re.findall(r"^(?:import|from) .*$", above, re.MULTILINE)), names)
    for other in JUDGED:
        if other is not exercise and f"check.{other.name}({other.name})" in above:
            exec(other.solution().code, names)
    return names


def test_a_solution_shows_the_reference():
    for exercise in JUDGED:
        shown = exercise.solution()
        assert repr(shown) == repr(exercise.solution())
        if isinstance(exercise, Value):
            names = {}
            exec(shown.code, names)
            answer = [names[name.strip()] for name in exercise.arguments.split(",")]
            assert exercise(*answer).status == "pass"
        else:
            names = names_of_notebook(exercise)
            exec(shown.code, names)
            answer = names[exercise.reference.__name__]
            assert exercise(answer).status == "pass", exercise.name
        assert shown.code.splitlines()[0] in repr(shown)


def test_the_solution_of_sigmoid_does_what_the_package_does():
    for (z,) in check.sigmoid.every_case:
        np.testing.assert_allclose(check.sigmoid.reference(z), activations.sigmoid(z), rtol=1e-6)


def test_the_solution_of_forward_does_what_the_package_does():
    X, W1, b1, W2, b2 = check.forward.cases[0]
    net = Network([3, 4, 1], hidden="sigmoid", output="sigmoid", rng=0)
    net.weights, net.biases = [W1, W2], [b1, b2]
    both = check.forward.reference(X, W1, b1, W2, b2)
    for ours, theirs in zip(both, net.forward(X).A[1:], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-14)


# Right answers in other styles.


def _by_loops(z):
    out = np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        x = z[index]
        out[index] = 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
    return out


def _by_masks(z):
    out = np.empty_like(z, dtype=float)
    out[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    out[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return out


SIGMOIDS = {
    "loops": _by_loops,
    "masks": _by_masks,
    "tanh": lambda z: 0.5 * (1 + np.tanh(z / 2)),
    "float32": lambda z: activations.sigmoid(z.astype(np.float32)),
    "lists": lambda z: activations.sigmoid(z).tolist(),
    "vectorised": np.vectorize(lambda x: 0.5 * (1 + math.tanh(x / 2))),
    "matrix subclass": lambda z: activations.sigmoid(z).view(np.recarray),
    "more parameters": lambda z, base=np.e: activations.sigmoid(z),
}


@pytest.mark.parametrize("style", SIGMOIDS)
def test_sigmoid_in_another_style_passes(style):
    assert check.sigmoid(SIGMOIDS[style]).status == "pass"


def _forward_by_dot(X, W1, b1, W2, b2):
    A1 = activations.sigmoid(np.dot(X, W1) + b1)
    return [A1, activations.sigmoid(np.dot(A1, W2) + b2)]


def _forward_by_einsum(inputs, w, b, v, c):
    A1 = activations.sigmoid(np.einsum("mn,nh->mh", inputs, w) + b[None, :])
    return A1, activations.sigmoid(np.einsum("mh,hc->mc", A1, v) + c[None, :])


def _forward_by_loops(X, W1, b1, W2, b2):
    def layer(rows, W, b):
        sums = [
            [sum(a * w for a, w in zip(row, unit, strict=True)) for unit in W.T] for row in rows
        ]
        return [[1 / (1 + math.exp(-s - c)) for s, c in zip(row, b, strict=True)] for row in sums]

    A1 = layer(X, W1, b1)
    return A1, layer(A1, W2, b2)


@pytest.mark.parametrize("style", [_forward_by_dot, _forward_by_einsum, _forward_by_loops])
def test_forward_in_another_style_passes(style):
    assert check.forward(style).status == "pass"


def test_printing_is_kept_and_mentioned(capsys):
    def talks(a, b):
        print("a is", a)
        return a + b

    result = ADD(talks)
    assert result.status == "pass"
    assert "prints" in result.message
    assert capsys.readouterr() == ("", "")


def test_printing_of_other_threads_is_left_alone(capsys):
    outside, inside = threading.Event(), threading.Event()

    def elsewhere():
        inside.wait(2)
        print("from elsewhere")
        outside.set()

    def waits(a, b):
        inside.set()
        outside.wait(2)
        return a + b

    thread = threading.Thread(target=elsewhere)
    thread.start()
    assert ADD(waits).message == ADD.praise
    thread.join()
    assert capsys.readouterr().out == "from elsewhere\n"


# The learner's own code works on.


def shown_by(capsys, exercise, *answer):
    """Give what `mine` gives, and what it shows."""
    given = exercise.mine(*answer)
    return given, capsys.readouterr().out.strip()


def test_what_passes_works_on(capsys):
    for exercise in FUNCTIONS:
        own = functools.partial(exercise.reference)
        given, shown = shown_by(capsys, exercise, own)
        assert (given.__wrapped__, shown) == (own, f"From here on: your `{exercise.name}`.")
        assert exercise.mine(given) is given
        capsys.readouterr()


def test_the_course_s_version_stands_in_for_what_is_not_written_yet(capsys):
    sentence = "From here on: the course's `{}`, as the check of yours has not passed yet."
    for exercise in FUNCTIONS:
        for answer in [(), (None,), (check_cases.STUBS["empty body"],), (lambda *args: 99,)]:
            given, shown = shown_by(capsys, exercise, *answer)
            assert (given, shown) == (exercise.reference, sentence.format(exercise.name))


def test_handed_the_course_s_own_it_says_so(capsys):
    for exercise in FUNCTIONS:
        own = exercise.mine()
        capsys.readouterr()
        given, shown = shown_by(capsys, exercise, own)
        assert given is own
        assert shown == f"From here on: the course's `{exercise.name}`."


def test_what_works_on_gives_arrays_for_lists_and_leaves_the_rest():
    ours = check.backward.reference
    with_lists = check.sse_gradient.mine(lambda y_hat, y: (2 * (y_hat - y)).tolist())
    assert with_lists is not check.sse_gradient.reference
    assert with_lists(np.ones((2, 1)), np.zeros((2, 1))).shape == (2, 1)
    one_list = check.backward.mine(lambda *given: [*map(np.ndarray.tolist, ours(*given))])
    results = one_list(*check.backward.cases[0])  # of shapes that make no one array
    assert [part.shape for part in results] == [(2, 3), (3,), (3, 1), (1,)]
    assert check.vanishes.mine(check.vanishes.reference)([1.0, 1.0]) is False


def test_no_answer_makes_mine_raise(capsys, short_time):
    hostile = check_cases.HOSTILE | check_cases.ENDLESS
    for exercise, (name, answer) in itertools.product([ADD, GRADIENT], hostile.items()):
        given, shown = shown_by(capsys, exercise, answer)
        assert given is exercise.reference, name
        assert shown.endswith("as the check of yours has not passed yet."), name


def test_what_takes_too_long_does_not_work_on(capsys, monkeypatch):
    monkeypatch.setattr("nnlib.check.mine._PATIENCE", 0.02)

    def slow(a, b):
        time.sleep(0.03)
        return a + b

    given, shown = shown_by(capsys, ADD, slow)
    assert given is ADD.reference
    assert shown == "From here on: the course's `add`, as yours is right, but takes seconds."


def test_mine_folds_the_listing_of_the_course(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    check.sigmoid.mine()
    assert "<details><summary>The course&#x27;s <code>sigmoid</code></summary>" in (
        shown[0]._repr_html_()
    )
    assert "def sigmoid(z):" in shown[0]._repr_html_()
    assert "def sigmoid" not in repr(shown[0])


def test_mine_gives_values_as_they_are_handed_in():
    assert BOTH.mine([2, 2], 3) == ([2, 2], 3)
    assert BOTH.mine([1, 1], 1) == BOTH.reference
    assert ANSWER.mine(7) == 7


# Predictions.


def comment(asked):
    """Read the comment without its marks."""
    return html.unescape(re.sub("<[^>]+>", "", asked.comment.value))


def test_each_option_that_is_ticked_gets_its_comment():
    for choice in [part for part in ALL if isinstance(part, Choice)]:
        asked = choice.ask()
        assert comment(asked) == "Not answered yet."
        for letter, option in choice.options.items():
            asked.control.value = letter
            word = "✓ Right." if option.is_right else "✗ Not yet:"
            why = option.why.replace("`", "")
            assert comment(asked) == f"{word} {why} Run the next cell to see it."


def test_a_question_can_be_read_without_a_kernel():
    asked = EFFECT.ask()
    bundle = asked._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert (
        bundle["text/plain"]
        == repr(asked)
        == (
            "Question: The data are doubled. What does the sum of squares do?\n"
            "  a) It stays.\n  b) It doubles.\n  c) It grows fourfold.\nNot answered yet."
        )
    )
    for text in repr(asked).removeprefix("Question: ").splitlines():
        assert text.strip() in bundle["text/html"]


@pytest.mark.parametrize("text", ["7", " 7.0", "14/2", "700 %", "+.7e1"])
def test_a_number_is_understood_as_people_type_it(text):
    asked = ANSWER.ask()
    asked.control.value = text
    assert comment(asked) == "✓ Right. 7 it is. Run the next cell to see it."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("−1", "✗ Not yet: You subtract."),
        ("0,5", "○ To do: 0,5 has a comma. Write 0.5, with a point."),
        ("1,029", "○ To do: 1,029 has a comma. Write 1029 if you mean thousands."),
        ("seven", "○ To do: seven is no number. Write one, such as 12, 0.5, 1/3 or 50 %."),
        ("3 + 4", "○ To do: 3 + 4 is no number."),
        ("1/0", "○ To do: 1/0 is no number."),
        ("nan", "○ To do: nan is no number."),
        ("<b>`", "○ To do: <b>' is no number."),
        ("9" * 5000, "✗ Not yet: Your answer is inf; right is 7."),
        ("  ", "Not answered yet."),
    ],
)
def test_another_thing_that_is_typed_gets_a_sentence(text, told):
    asked = ANSWER.ask()
    asked.control.value = "7"
    asked.control.value = text
    assert comment(asked).startswith(told)


def test_only_one_number_can_be_asked_for():
    with pytest.raises(TypeError, match="both wants another"):
        BOTH.ask()


# What messages say.


def test_the_sentence_names_input_result_and_what_was_wanted():
    result = check.sigmoid(lambda z: activations.sigmoid(-z))
    assert (
        "For z = [1, -1] you return [0.2689, 0.7311]; right is [0.7311, 0.2689]." in result.message
    )
    assert result.misconception == "known"


def test_an_unknown_mistake_is_told_without_a_misconception():
    result = check.sigmoid(lambda z: activations.sigmoid(z) + 1e-3)
    assert result.message == (
        "Every entry is 0.001 too large.\nFor z = [0] you return [0.501]; right is [0.5]."
    )


def test_close_numbers_are_written_with_enough_digits():
    result = check.sigmoid(lambda z: activations.sigmoid(z) + 2e-5)
    assert "For z = [0] you return [0.50002]; right is [0.5]." in result.message


def test_a_wrong_shape_is_told():
    assert "an array of shape (1, 1)" in check.sigmoid(lambda z: z.reshape(-1, 1)).message


def test_an_exception_is_told_with_its_line():
    def answer(z):
        half = z / 2
        return half + missing  # noqa: F821

    line = answer.__code__.co_firstlineno + 2
    message = check.sigmoid(answer).message
    assert "NameError (name 'missing' is not defined)" in message
    assert f"in line {line}, `return half + missing" in message


def test_a_loop_is_told_with_its_line(short_time):
    message = check.sigmoid(check_cases.ENDLESS["loops"]).message
    assert "`while True:`" in message or "`pass`" in message


def test_code_that_cannot_be_ended_is_left_behind():
    # In a process of its own: while coverage traces, Python 3.11 hangs on to a thread that has an
    # exception waiting for it.
    code = """if True:
        import threading
        from nnlib import check
        from nnlib.check import sandbox

        sandbox.TIME_LIMIT, sandbox._STOPPING_TIME = 0.15, 0.05
        release = threading.Event()

        def waits(z):
            release.wait(20)

        result = check.sigmoid(waits)
        release.set()
        print(result.status, result.message)
    """
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("fail ")
    assert "restart the kernel" in run.stdout


def test_a_changed_input_is_told_and_other_cases_do_not_suffer():
    def in_place(a, b):
        a += b
        return a

    result = ADD(in_place)
    assert result.status == "fail"
    assert "changes its argument `a`" in result.message
    np.testing.assert_array_equal(ADD.cases[0][0], [1, 2])


def test_a_result_handed_in_for_the_function_is_told():
    message = check.sigmoid(activations.sigmoid(np.array([1.0]))).message
    assert "the function itself" in message
    assert "check.sigmoid(sigmoid)" in message


def test_parameters_are_told():
    message = check.forward(lambda X, W1: X).message
    assert "`forward(X, W1, b1, W2, b2)`" in message


def test_a_forgotten_return_is_told():
    def forgets(z):
        activations.sigmoid(z)

    assert "is a `return` missing?" in check.sigmoid(forgets).message


def test_a_question_to_the_keyboard_is_not_taken_for_a_stub():
    class StdinNotImplementedError(NotImplementedError):
        """As Jupyter raises it for input() outside a cell."""

    def asks(z):
        raise StdinNotImplementedError("input is not supported")

    assert check.sigmoid(asks).status == "fail"


def test_overflow_inside_a_loop_is_the_same_misconception():
    def textbook(z):
        return np.array([1 / (1 + math.exp(-x)) for x in z.ravel()]).reshape(z.shape)

    assert "at z = ±10000 it meets exp(10000)" in check.sigmoid(textbook).message


def test_a_special_case_alone_can_fail():
    result = ADD(lambda a, b: np.where(a == 0, 1.0, a + b))
    assert "For a = [0], b = [0] you return [1]; right is [0]." in result.message


def test_a_gate_names_the_row():
    assert BOTH([1, 1], 2.5).message.startswith("It never fires.")
    assert BOTH([2, 3], 5).status == "pass"
    result = BOTH([-1, -1], -1)
    assert "For X = [0, 0] your answer gives 1; right is 0." in result.message
    assert result.status == "fail"


def test_too_few_values_are_told():
    assert "check.both(weights, threshold)" in BOTH([1, 1]).message
    assert BOTH([1, 1], None).status == BOTH([1, 1], ...).status == "todo"


def test_the_result_that_is_wrong_is_told_from_the_one_that_is_right():
    result = GRADIENT(lambda w, v: (2 * w, v**4 + 1))
    assert "dw is right, dv is not" in result.message
    assert "you return dv = [[82]]; right is [[27]]." in result.message


def test_a_judge_has_the_last_word():
    judged = Exercise(
        name="add",
        task="Write `add(a, b)` without a loop.",
        reference=_add,
        cases=ADD.cases,
        hints=(),
        praise="Right.",
        judge=lambda f: "There is a loop." if "for " in inspect.getsource(f) else None,
    )

    def adds(a, b):
        return a + b

    def loops(a, b):
        for _ in range(1):
            total = a + b
        return total

    assert judged(adds).status == "pass"
    assert judged(loops).message == "There is a loop."


def test_own_words_for_wrong_values():
    told = Value(
        name="seven",
        task="What is 3 + 4?",
        reference=7,
        hints=(),
        praise="7 it is.",
        explain=lambda answer, case, got, wanted: (
            f"{got} is {'too much' if got > wanted else 'too few'}."
        ),
    )
    assert told(9).message == "9 is too much."


# Parts.


@pytest.mark.parametrize("status", ["todo", "pass", "fail"])
def test_html_tells_the_status_in_words_and_escapes(status):
    page = CheckResult(status, "<b> & `x < 1`\nnext", "key", "name")._repr_html_()
    assert {"todo": "To do:", "pass": "Right.", "fail": "Not yet:"}[status] in page
    assert "&lt;b&gt; &amp; <code>x &lt; 1</code><br>next" in page
    assert "http" not in page
    assert "src=" not in page


def test_an_unknown_status_is_refused():
    with pytest.raises(ValueError, match="status must be one of pass, fail, todo"):
        CheckResult("perhaps", "…")


def test_a_choice_needs_exactly_one_right_option():
    with pytest.raises(ValueError, match="exactly one option of x"):
        Choice(name="x", question="?", options="a) One.\n    No.", hints=())


def test_stubs_are_told_from_code():
    def begun(z):
        """Say what to do."""
        return z

    assert is_stub(lambda z: None)
    assert not is_stub(begun)
    assert not is_stub(lambda z: 0)
    assert not is_stub(int)


def test_an_interruption_at_the_keyboard_stops_the_answer_and_goes_on(untraced_threads):
    started = threading.Event()

    def interrupt():
        started.wait(60)
        _thread.interrupt_main()

    def endless():
        started.set()
        while True:
            time.sleep(0)

    # Whoever runs the tests in the background of a shell has the signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    helper = threading.Thread(target=interrupt)
    helper.start()
    threads = threading.active_count()
    try:
        with pytest.raises(KeyboardInterrupt):
            sandbox.limited(endless)
    finally:
        signal.signal(signal.SIGINT, before)
    helper.join()
    assert threading.active_count() == threads - 1


def test_checks_load_neither_pictures_nor_widgets():
    code = (
        "import sys, nnlib.check; "
        "print([name for name in ('matplotlib', 'ipywidgets', 'IPython') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
