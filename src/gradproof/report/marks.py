"""How a verdict looks to a reader: a sign and a word, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradproof.proof.verdict import Status


@dataclass(frozen=True, slots=True)
class Mark:
    """The sign and the word of a verdict, the class that styles it, and what it means in one sentence."""

    sign: str
    word: str
    style: str
    meaning: str


MARKS: dict[Status, Mark] = {
    "proved": Mark("✓", "proved", "proved", "equal for all sizes, wherever both sides are defined"),
    "conditional": Mark("◐", "conditional", "conditional", "proved under an assumption that the page does not state"),
    "refuted": Mark("✗", "refuted", "refuted", "false: there are numbers for which the sides differ"),
    "ill-typed": Mark("⊘", "ill-typed", "ill-typed", "false: shapes or indices that cannot fit"),
    "undecided": Mark("?", "undecided", "undecided", "neither proved nor refuted"),
    "unreadable": Mark("¿", "unreadable", "unreadable", "not understood"),
}


def concluding(mark: Mark) -> Mark:
    """The mark of a chain's first and last side, beside those of its steps."""
    return replace(mark, word=f"conclusion {mark.word}")


DEFINITION = Mark("≔", "definition", "definition", "taken as given")

BY_URGENCY: tuple[Status, ...] = ("refuted", "ill-typed", "unreadable", "undecided", "conditional", "proved")
"""From what a reader must see first to what needs no look."""
