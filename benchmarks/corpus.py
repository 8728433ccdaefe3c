"""How much of real derivations is read, typed and decided: a table by document, and what stopped the others.

    python benchmarks/corpus.py FOLDER [--reasons N] [--false]

Lines are those of `lines.jsonl` in the folder, each read on its own: an independent count. Judged are the equations
that gradproof finds on the pages: typed is what has a meaning, decided what is proved, conditional or false.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from gradproof.formula.from_latex import read_rows
from gradproof.judgement import JudgedPage, JudgedStep
from gradproof.proofread import check, deepen
from gradproof.source import FormulaError

SUFFIXES = frozenset({".md", ".Rmd", ".tex", ".ipynb"})
DECIDED = frozenset({"proved", "conditional", "refuted", "ill-typed"})
FALSE = frozenset({"refuted", "ill-typed"})


@dataclass
class Count:
    """What was counted of one document."""

    lines: int = 0
    read: int = 0
    judged: int = 0
    typed: int = 0
    decided: int = 0
    false: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        """One row of the table."""
        numbers = (self.lines, self.read, self.judged, self.typed, self.decided, len(self.false))
        return f"{name:32}" + "".join(f"{number:9}" for number in numbers)


def read_lines(folder: Path, counts: dict[str, Count], reasons: Counter[str]) -> None:
    """Count the lines of `lines.jsonl` and those that are read on their own."""
    for line in (folder / "lines.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        count = counts.setdefault(row["doc"], Count())
        count.lines += 1
        try:
            read_rows(row["tex"])
        except FormulaError as error:
            reasons[general(error.diagnostic.message)] += 1
        else:
            count.read += 1


def judge_page(page: JudgedPage, count: Count, reasons: Counter[str]) -> None:
    """Count the equations of a page by what became of them."""
    for step in page.steps:
        if step.verdict is None:
            continue
        count.judged += 1
        count.typed += step.verdict.status != "unreadable"
        count.decided += step.verdict.status in DECIDED
        if step.verdict.status in FALSE:
            count.false.append(_said(page, step))
        if step.verdict.status not in DECIDED:
            reasons[general(step.verdict.message)] += 1


def _said(page: JudgedPage, step: JudgedStep) -> str:
    line, _ = page.source.line_column(step.span.start)
    message = step.verdict.message if step.verdict is not None else ""
    return f"{page.source.name}:{line}: {' '.join(f'{step.left} = {step.right}'.split())}\n    {message}"


def general(message: str) -> str:
    """A message without what is special to one line, so that its kin are counted together."""
    return re.sub(r"\b(?:dim|range)\([^)]*\)|\d+|(?<=[ (])[A-Za-z]+_[A-Za-z]+(?=[ .,:])", "…", message)


def main() -> None:
    """Count, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reasons", type=int, default=20, help="so many reasons are shown")
    parser.add_argument("--false", action="store_true", help="show every false line")
    asked = parser.parse_args()
    deepen()
    counts: dict[str, Count] = {}
    unread, open_ = Counter[str](), Counter[str]()
    read_lines(asked.folder, counts, unread)
    for path in sorted(p for p in asked.folder.iterdir() if p.suffix in SUFFIXES and p.name != "README.md"):
        judge_page(check(path), counts.setdefault(path.name, Count()), open_)
    heads = ("lines", "read", "judged", "typed", "decided", "false")
    print(f"{'document':32}" + "".join(f"{head:>9}" for head in heads))
    total = Count()
    for name, count in sorted(counts.items()):
        print(count.row(name))
        for key in heads:
            setattr(total, key, getattr(total, key) + getattr(count, key))
    print(total.row("all"))
    for title, found in (("Lines that are not read on their own", unread), ("Equations that are not decided", open_)):
        print(f"\n{title}:")
        for reason, number in sorted(found.items(), key=lambda item: (-item[1], item[0]))[: asked.reasons]:
            print(f"{number:5}  {reason}")
    if asked.false:
        print("\nFalse lines:", *total.false, sep="\n")


if __name__ == "__main__":
    main()
