"""The glossary: ``check.glossary("logit")`` says what a word means and where it is introduced.

The words stand in ``nnlib/data/glossary.txt``, in the order in which a learner meets them.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent.parent / "data" / "glossary.txt"
PAGE = "glossary.ipynb"
_LONGEST = 60  # of what is looked up: a longer text is no word


class Word(NamedTuple):
    """A word or a letter: its names, what it is, and the notebook that introduces it."""

    names: tuple[str, ...]
    text: str
    number: str
    title: str
    is_letter: bool

    @property
    def notebook(self):
        """The notebook as a Markdown link."""
        file = f"{self.number}-{self.title.lower().replace(' ', '-')}.ipynb"
        return f"[{self.number} {self.title}]({file})"

    @property
    def entry(self):
        """The names and what they mean, in Markdown."""
        names = [f"**{self.names[0]}**", *self.names[1:]]
        return f"{', '.join(names)}{' (letter)' * self.is_letter}: {self.text}"


@dataclass(frozen=True, repr=False)
class Found:
    """What the glossary answers: Markdown, and as plain text where there is none."""

    text: str

    def __repr__(self):
        return re.sub(r"\[([^]]+)\]\([^)]+\)|\*\*|`|\\(?=\W|_)", r"\1", self.text)

    def _repr_markdown_(self):
        return self.text


@cache
def words():
    """List all words and letters, in the order of the file.

    >>> [word.names[0] for word in words() if word.number == "00" and not word.is_letter]
    ['cell', 'lab', 'check']
    """
    found = []
    for part in re.split(r"^## ", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        number, _, title = head.partition(" ")
        for names, text in re.findall(r"^(\S.*)\n    (.+)$", body, re.MULTILINE):
            is_letter = names.startswith("letter ")
            split = tuple(names.removeprefix("letter ").split(", "))
            found.append(Word(split, text, number, title, is_letter))
    return found


def numbered(module):
    """Give the number and the title of the notebook that a module is named after, or "".

    >>> numbered("nnlib.check.exercises.measure_the_error")
    '03 Measure the error'
    """
    titles = {plain(entry.title): f"{entry.number} {entry.title}" for entry in words()}
    return titles.get(plain(module.rpartition(".")[2]), "")


def plain(text):
    """Write a text as words are compared: small, single blanks, no plural.

    >>> plain(" Hidden_Layers "), plain("biases"), plain("loss"), plain("mini-batches")
    ('hidden layer', 'bias', 'loss', 'mini batch')
    """
    return " ".join(map(_singular, re.sub(r"[\s_-]+", " ", text).strip().casefold().split()))


def _singular(word):
    if re.search(r"(ss|[sx]|ch|ia)es$", word):
        return word[:-2]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if re.search(r"[^sia]s$", word) and len(word) > 2 else word


class Glossary:
    """All words of the course; call it with one of them.

    Examples
    --------
    >>> glossary("Epochs")
    epoch: One pass over all samples. Introduced in 07 Choose a learning rate.
    >>> glossary("chian rule")
    There is no “chian rule”. Did you mean this?
    <BLANKLINE>
    chain rule: The slope of a function of a function is the product of their slopes. Introduced \
in 04 Follow the chain rule.
    """

    def __call__(self, word=""):
        """Say what a word or a letter means; whatever is asked, a sentence comes back."""
        if not issubclass(type(word), str) or not str.strip(word):
            return Found(f'Ask for a word in quotes, such as `glossary("unit")`. {_all()}')
        word = " ".join(str.strip(word)[:_LONGEST].split())
        found = self._exact(word)
        if found:
            return Found("\n\n".join(map(_told, found)))
        near = self._near(plain(word))
        said = re.sub(r"([\\`*_\[\]<>$#|])", r"\\\1", word)
        if not near:
            return Found(f"There is no “{said}” in the glossary. {_all()}")
        more = ", ".join(other.names[0] for other in near[1:])
        also = f"\n\nOr one of these: {more}." if more else ""
        return Found(f"There is no “{said}”. Did you mean this?\n\n{_told(near[0])}{also}")

    def _exact(self, word):
        """Find the words of this name: as it is written, else in small letters and singular."""
        same = [entry for entry in words() if word in entry.names]
        small = [entry for entry in words() if plain(word) in map(plain, entry.names)]
        return same or small

    def _near(self, word):
        """Find the words whose names hold the word, then those that are written much like it."""
        by_name = {plain(name): entry for entry in words() for name in entry.names}
        names = [name for name in by_name if len(word) > 2 and word in name]
        names += get_close_matches(word, [name for name in by_name if len(name) > 2], 4, 0.7)
        return list(dict.fromkeys(by_name[name] for name in names))[:4]

    def new(self, number):
        """Name the words that a notebook introduces, in one link to their place on the page.

        >>> glossary.new("00")
        '[cell, lab, check](glossary.ipynb#00-Start-here)'
        """
        named = _introduced(number)
        place = f"{number} {named[0].title}".replace(" ", "-")
        return f"[{', '.join(word.names[0] for word in named)}]({PAGE}#{place})"

    def listed(self, number):
        """List the words that a notebook introduces and what they mean, in Markdown."""
        return "\n".join(f"- {word.entry}" for word in _introduced(number))

    def letters(self):
        """Make a Markdown table of all letters."""
        rows = [
            f"| {', '.join(name for name in word.names if len(name) < 4)} | {word.text} | "
            f"{word.number} |"
            for word in words()
            if word.is_letter
        ]
        return "\n".join(["| letter | what it stands for | from |", "| --- | --- | --- |", *rows])

    def __repr__(self):
        return repr(self())


def _introduced(number):
    return [word for word in words() if word.number == number and not word.is_letter]


def _told(word):
    return f"{word.entry} Introduced in {word.notebook}."


def _all():
    return f"All words are on the page [Glossary]({PAGE})."


glossary = Glossary()
