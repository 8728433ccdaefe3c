"""An autograder for Gradescope: a zip with `setup.sh` and `run_autograder` at its root, and the results it writes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Sequence

from gradproof.grade.course import Course
from gradproof.grade.gradebook import Row
from gradproof.grade.mark import Json

_SETUP = """#!/usr/bin/env bash
set -euo pipefail
apt-get update -qq
apt-get install -y -qq python3 python3-venv
python3 -m venv /autograder/venv
/autograder/venv/bin/pip install --quiet {requirement}
"""
_RUN = """#!/usr/bin/env bash
# One submission of Gradescope: graded against the keys beside this file, told in results.json.
set -euo pipefail
cd "${AUTOGRADER:-/autograder}"
mkdir -p results
if ! venv/bin/gradproof export gradescope-results submission --source source --out results/results.json; then
  cat > results/results.json <<'END'
{"score": 0, "visibility": "visible", "output": "This could not be graded; the staff will look at it."}
END
fi
"""
_DATE = (1980, 1, 1, 0, 0, 0)
_STATUS: dict[str, dict[str, Json]] = {  # what is left to a person has not failed
    "right": {"status": "passed"},
    "partly": {"status": "failed"},
    "wrong": {"status": "failed"},
    "look": {},
}
_SAID = {"right": "Right.", "wrong": "Not right.", "partly": "Partly right.", "look": "The staff will look at this."}


def autograder_zip(course: Course, hints: str, requirement: str) -> bytes:
    """The zip to upload; the same course gives the same bytes."""
    files = {
        "setup.sh": (_SETUP.format(requirement=requirement), True),
        "run_autograder": (_RUN, True),
        "course.json": (json.dumps({"keys": len(course.keys), "hints": hints}) + "\n", False),
        "rubric.toml": (course.rubric_text, False),
    }
    for number, (_, text) in enumerate(course.keys):
        files[f"key{number}.md"] = (text, False)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (text, runs) in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = (0o100755 if runs else 0o100644) << 16
            entry.create_system = 3
            archive.writestr(entry, text)
    return out.getvalue()


def results(marks: Sequence[Row], hints: str) -> dict[str, Json]:
    """What Gradescope reads: the score, and a test for each item with its output."""
    tests: list[Json] = [
        {
            "name": mark["item"],
            "number": mark["item"],
            "score": mark["points"],
            "max_score": mark["out_of"],
            **_STATUS[mark["mark"]],
            "output": _output(mark, hints),
            "output_format": "text",
            "visibility": "visible",
        }
        for mark in marks
    ]
    score = round(sum(mark["points"] for mark in marks), 4)
    return {"score": score, "visibility": "visible", "stdout_visibility": "hidden", "tests": tests}


def _output(mark: Row, hints: str) -> str:
    said = _SAID[mark["mark"]]
    if hints == "none":
        return said
    return " ".join((said, *(_lines(mark["remarks"], full=hints == "full")))).strip()


def _lines(remarks: Iterable[Row], *, full: bool) -> list[str]:
    """The lines that are not right, each once."""
    shown = [r for r in remarks if r["truth"] != "true"]
    told = [
        f"{r['shown']}: {r['message']} {r['help'] or ''}".strip() if full else f"Look at: {r['shown']}" for r in shown
    ]
    return list(dict.fromkeys(told))
