"""The glossary: the file of words, what is found in it, and that notebooks introduce the words."""

import re
from functools import cache

import nbformat
import pytest

import build
import check_cases
from nnlib import check
from nnlib.check import words

WORDS = words.words()
COURSE = [path for path in build.chosen([]) if path.stem[:2].isdigit()]
TEXTS = {path.stem[:2]: path.read_text(encoding="utf-8") for path in COURSE}
NUMBERS = sorted(TEXTS)
BOLD = re.compile(r"\*\*([^*\n]+)\*\*")


def test_nothing_in_the_file_is_lost():
    body = words.FILE.read_text(encoding="utf-8").partition("\n## ")[2]
    lines = [line for line in body.splitlines()[1:] if line and not line.startswith("## ")]
    names = [", ".join(word.names) for word in WORDS]
    told = [("letter " * word.is_letter) + name for word, name in zip(WORDS, names, strict=True)]
    pairs = [
        part for word, head in zip(WORDS, told, strict=True) for part in (head, f"    {word.text}")
    ]
    assert lines == pairs


def test_a_name_means_one_thing():
    names = [words.plain(name) for word in WORDS if not word.is_letter for name in word.names]
    assert sorted(names) == sorted(set(names))
    letters = [letter for word in WORDS if word.is_letter for letter in word.names]
    assert sorted(letters) == sorted(set(letters))
    assert [name for name in names if re.search(r"[*\[\]`]", name)] == []


@cache
def introduced(number):
    """Collect what a notebook writes in bold, as words are compared; two words may share it."""
    parts = [part for bold in BOLD.findall(TEXTS[number]) for part in re.split(r", | and ", bold)]
    return {words.plain(part.strip(" .:`")) for part in parts}


@pytest.mark.parametrize("word", [w for w in WORDS if not w.is_letter], ids=lambda w: w.names[0])
def test_the_notebook_that_is_named_introduces_the_word(word):
    """In bold, and in no earlier one; notebook 00 shows labs and their buttons before all."""
    numbers = NUMBERS if word.number == "00" else NUMBERS[1:]
    names = {words.plain(name) for name in word.names}
    first = next((number for number in numbers if names & introduced(number)), "nowhere")
    assert first == word.number


SPELLED = {"σ": r"\\sigma", "α": r"\\alpha", "ε": r"\\varepsilon", "β": r"\\beta"}
SPELLED |= {"κ": r"\\kappa", "δ": r"\\delta", "ŷ": r"\\hat ?y"}


@cache
def formulas(number):
    """Collect the formulas of a notebook, one a line."""
    text = re.sub(r"^```.*?^```", "", TEXTS[number], flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", text, re.DOTALL)
    return re.sub(r"\\(text|begin|end)\{[^}]*\}", "", "\n".join(found))


@pytest.mark.parametrize("word", [w for w in WORDS if w.is_letter], ids=lambda w: w.names[0])
def test_the_notebook_that_is_named_is_the_first_with_the_letter_in_a_formula(word):
    """But for notebooks that the entry names, as those where the letter is something else."""
    letter = re.sub(r"(\w)(\d)", r"\1_\2", word.names[0])
    written = re.compile(SPELLED.get(letter, rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])"))
    others = set(re.findall(r"\b0\d\b", word.text)) - {word.number}
    first = next(n for n in NUMBERS if n not in others and written.search(formulas(n)))
    assert first == word.number


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_every_notebook_ends_with_a_link_to_its_new_words(number):
    _, _, end = TEXTS[number].partition("\n## What you can do now\n")
    assert f'{{{{ check.glossary.new("{number}") }}}}' in end


def test_every_title_is_that_of_a_notebook():
    for word in WORDS:
        target = re.fullmatch(r"\[(.+)\]\((.+)\)", word.notebook)
        assert (build.NOTEBOOKS / target[2]).exists(), word
        assert f"\n# {word.title}" in TEXTS[word.number]


def test_the_page_shows_every_word_and_notebook_00_every_letter():
    page, start = (
        "\n".join(cell.source for cell in nbformat.read(build.NOTEBOOKS / name, 4).cells)
        for name in (words.PAGE, "00-start-here.ipynb")
    )
    assert [word.names for word in WORDS if not word.is_letter and word.entry not in page] == []
    assert [
        word.names for word in WORDS if word.is_letter and f"| {word.text} |" not in start
    ] == []


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("logit", ["logit"]),
        ("Logits ", ["logit"]),
        ("BIASES", ["bias"]),
        ("losses", ["loss"]),
        ("mini batches", ["mini-batch"]),
        ("hidden  units", ["hidden layer"]),
        ("kernel", ["kernel"]),
        ("filters", ["kernel"]),
        ("relus", ["ReLU"]),
        ("σ", ["σ"]),
        ("ŷ", ["ŷ"]),
        ("y_hat", ["ŷ"]),
        ("alpha", ["α"]),
        ("T", ["T"]),
        ("t", ["t"]),
        ("x", ["x"]),
        ("X", ["X"]),
        ("C", ["c"]),
        ("W2", ["W1"]),
    ],
)
def test_capitals_plurals_and_letters_are_found(asked, names):
    found = repr(check.glossary(asked))
    assert [
        line.partition(":")[0].split(",")[0].split(" (")[0] for line in found.split("\n\n")
    ] == names
    assert found.endswith(f"Introduced in {re.search(r'Introduced in (.+)', found)[1]}")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("chian rule", "chain rule"),
        ("gradient desent", "gradient descent"),
        ("descent", "gradient descent"),
        ("sigmod", "sigmoid"),
        ("backpropogation", "backward pass"),
        ("saturate", "saturation"),
        ("convolutional", "convolutional network"),
    ],
)
def test_a_near_miss_gets_a_suggestion(asked, meant):
    found = repr(check.glossary(asked))
    assert found.startswith(f"There is no “{asked}”. Did you mean this?\n\n{meant}")


def test_an_answer_links_the_notebook_and_shows_as_markdown_and_text():
    found = check.glossary("logit")
    assert "[05 Draw the boundary](05-draw-the-boundary.ipynb)" in found._repr_markdown_()
    assert "**logit**, log-odds: " in found._repr_markdown_()
    assert repr(found).endswith("Introduced in 05 Draw the boundary.")


@pytest.mark.parametrize("asked", ["qwertz", "w_1", "<b>**x**", "a" * 10_000, "a\nb", "[x](y)"])
def test_what_is_unknown_is_said_and_leads_to_the_page(asked):
    found = check.glossary(asked)
    assert "(glossary.ipynb)" in found._repr_markdown_()
    assert len(repr(found)) < 200
    assert "There is no" in repr(found)


@pytest.mark.parametrize("name", check_cases.HOSTILE)
def test_whatever_is_asked_a_sentence_comes_back(name):
    found = repr(check.glossary(check_cases.HOSTILE[name]))
    assert re.match("Ask for a word|There is no|sigmoid, ", found)


@pytest.mark.parametrize("asked", ["", "  ", None, 3, b"loss"])
def test_what_is_no_word_is_told_how_to_ask(asked):
    assert repr(check.glossary(asked)).startswith("Ask for a word in quotes")


def test_the_glossary_itself_says_how_to_ask():
    assert repr(check.glossary) == repr(check.glossary())
