"""How much of real derivations is understood: per document, lines read, typed and decided.

    python benchmarks/corpus.py FOLDER [DOCUMENT…]

FOLDER holds documents and `lines.jsonl`, made by another program than ours: one object a line with `doc` and `tex`, a
displayed row. Of these, *read* are those of which every token lies in a tree, and that printed and read again give the
same tree. The other columns count our own rows: *typed* have a meaning, *judged* hold an equation that carries a
verdict, *decided* are found true or false. Last come the reasons why lines are not read, most frequent first. Without
the folder nothing is measured.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from gradproof.cli import _judged
from gradproof.formula.from_latex import read_rows
from gradproof.formula.macros import Macro, find_macros, known_at
from gradproof.formula.to_latex import row_to_latex
from gradproof.formula.traverse import without_places
from gradproof.report.lines import Statistics, statistics
from gradproof.source import FormulaError


def main(folder: Path, only: tuple[str, ...]) -> None:
    """Print one line for each document, the sum, and what stands in the way."""
    lines = _lines(folder)
    total, read_total, told = Statistics(0, 0, 0, 0, 0), 0, Counter[str]()
    verdicts: Counter[str] = Counter()
    print(f"{'document':32}  lines   read |  rows  read typed judged decided     s")
    for name in sorted(lines):
        if only and not any(part in name for part in only):
            continue
        start = time.perf_counter()
        judged = _judged(str(folder / name))
        macros = judged.page.macros if judged.page else ()
        read = sum(_is_read(tex, macros, told) for tex in lines[name])
        counts = statistics(judged)
        verdicts.update(step.verdict.status for step in judged.steps if step.verdict is not None)
        total, read_total = total + counts, read_total + read
        _print(name, len(lines[name]), read, counts, time.perf_counter() - start)
    _print("all", sum(len(lines[n]) for n in lines if not only or any(p in n for p in only)), read_total, total, 0.0)
    print(", ".join(f"{number} {status}" for status, number in verdicts.most_common()))
    for reason, number in told.most_common(12):
        print(f"{number:5}  {reason}")


def _lines(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in (folder / "lines.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found[row["doc"]].append(row["tex"])
    return found


def _is_read(tex: str, macros: tuple[Macro, ...], told: Counter[str]) -> bool:
    """Whether a line is read whole, and printed and read again is the same."""
    try:
        own = find_macros(tex)
        bare = tex[own[-1].span.end :] if own else tex  # what a row defines comes before what it says
        rows = read_rows(_completed(bare), 0, known_at((*macros, *own), sys.maxsize))
        again = read_rows(" \\\\ ".join(map(row_to_latex, rows)))
    except FormulaError as error:
        told[error.diagnostic.message] += 1
        return False
    same = [without_places(row.statements) for row in rows] == [without_places(row.statements) for row in again]
    if not same:
        told["not the same when printed and read again"] += 1
    return same


def _completed(tex: str) -> str:
    """A row that was cut out of its display, with the \\begin and \\end that it lost."""
    for name in ("align", "align*", "flalign", "flalign*", "aligned", "equation", "split", "gather", "eqnarray"):
        begins, ends = tex.count(f"\\begin{{{name}}}"), tex.count(f"\\end{{{name}}}")
        tex = f"\\begin{{{name}}}" * (ends - begins) + tex + f"\\end{{{name}}}" * (begins - ends)
    return tex


def _print(name: str, lines: int, read: int, counts: Statistics, seconds: float) -> None:
    rows, our_read, typed, judged, decided = counts.counts()
    print(f"{name:32} {lines:6} {read:6} | {rows:5} {our_read:5} {typed:5} {judged:6} {decided:7} {seconds:5.1f}")


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/corpus")
    if (where / "lines.jsonl").is_file():
        main(where, tuple(sys.argv[2:]))
    else:
        print(f"There is no corpus in {where}: nothing is measured.")
