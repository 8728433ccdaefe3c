"""How much of real derivations is read, typed and decided: a table by document, and what stopped the others.

    python benchmarks/corpus.py FOLDER [--reasons N] [--false]

Lines are those of `lines.jsonl` in the folder, cut out of their displays by another program: an independent count.
Alone is what is read without its document; read, what is read with the commands that the document defines, and without
the \\begin or \\end of a display of which the other end stands in another row: so the reader of pages meets it. Judged
are the equations that gradproof finds on the pages: typed is what has a meaning, decided what is proved, conditional
or false.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gradproof.document.from_file import read_file
from gradproof.document.from_source import read_page
from gradproof.formula.from_latex import read_rows
from gradproof.formula.macros import COMMON, Macro, known_at
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
    alone: int = 0
    read: int = 0
    judged: int = 0
    typed: int = 0
    decided: int = 0
    false: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        """One row of the table."""
        numbers = (self.lines, self.alone, self.read, self.judged, self.typed, self.decided, len(self.false))
        return f"{name:32}" + "".join(f"{number:9}" for number in numbers)


def read_lines(folder: Path, counts: dict[str, Count], reasons: Counter[str]) -> None:
    """Count the lines of `lines.jsonl` that are read on their own, and those that are read with their document."""
    commands: dict[str, dict[str, Macro]] = {}
    for line in (folder / "lines.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        name, tex = row["doc"], row["tex"]
        if name not in commands:
            source, _ = read_file(folder / name)
            commands[name] = known_at(read_page(source).macros, len(source.text))
        count = counts.setdefault(name, Count())
        count.lines += 1
        count.alone += _problem(tex, COMMON) is None
        problem = _problem(_uncut(tex), commands[name])
        count.read += problem is None
        if problem is not None:
            reasons[general(problem)] += 1


def _problem(tex: str, macros: Mapping[str, Macro]) -> str | None:
    """What is not understood of a row; None where it is read."""
    try:
        read_rows(tex, 0, macros)
    except FormulaError as error:
        return error.diagnostic.message
    return None


def _uncut(tex: str) -> str:
    """The row without the end of a display that was cut in two."""
    first, last = _BEGIN.match(tex), _END.search(tex)
    if first is not None and f"\\end{{{first[1]}}}" not in tex:
        tex = tex[first.end() :]
    if last is not None and f"\\begin{{{last[1]}}}" not in tex:
        tex = tex[: -len(last[0])]
    return tex


_DISPLAYS = "((?:fl)?align|equation|gather|eqnarray|multline|split)\\*?"
_BEGIN = re.compile(rf"\s*\\begin\{{({_DISPLAYS})\}}")
_END = re.compile(rf"\\end\{{({_DISPLAYS})\}}\s*$")


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
    heads = ("lines", "alone", "read", "judged", "typed", "decided", "false")
    print(f"{'document':32}" + "".join(f"{head:>9}" for head in heads))
    total = Count()
    for name, count in sorted(counts.items()):
        print(count.row(name))
        for key in heads:
            setattr(total, key, getattr(total, key) + getattr(count, key))
    print(total.row("all"))
    for title, found in (("Lines that are not read", unread), ("Equations that are not decided", open_)):
        print(f"\n{title}:")
        for reason, number in sorted(found.items(), key=lambda item: (-item[1], item[0]))[: asked.reasons]:
            print(f"{number:5}  {reason}")
    if asked.false:
        print("\nFalse lines:", *total.false, sep="\n")


if __name__ == "__main__":
    main()
