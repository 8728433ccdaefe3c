from __future__ import annotations

import importlib.util
import json
from pathlib import Path

from gradproof.grade.course import marks_of
from gradproof.grade.store import Work
from tests.grade.pages import course

SCRIPT = Path(__file__).parent.parent.parent / "examples" / "make_course.py"


def test_planted_mistakes_are_found_at_their_places(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_course", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(tmp_path, 6)
    planted = [json.loads(line) for line in (tmp_path / "planted.jsonl").read_text("utf-8").splitlines()]
    assert len(planted) == 6 * 10
    found = {}
    for page in sorted((tmp_path / "submissions").iterdir()):
        for mark in marks_of(course(), Work(b"", "page", "", page.read_text("utf-8"), "")):
            found[page.stem, mark.item] = mark.word
    assert [found[p["student"], p["item"]] for p in planted] == [p["mark"] for p in planted]
