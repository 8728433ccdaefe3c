"""SARIF logs, workflow annotations, and the counts of lines."""

from __future__ import annotations

import json

from gradproof import proofread
from gradproof.judgement import JudgedPage
from gradproof.report.findings import findings
from gradproof.report.lines import lines, statistics
from gradproof.report.to_github import page_annotations
from gradproof.report.to_sarif import pages_sarif

TEXT = """Let $y = \\exp(x)$.

$$\\frac{\\partial y}{\\partial x} = 2 y$$

$$\\frac{\\partial y}{\\partial x} = y$$

$$\\nosuch{y} = 1$$

$$y
"""


def judged(text: str = TEXT, name: str = "a b.md") -> JudgedPage:
    return proofread.check_text(text, name)


def test_findings_are_what_is_not_proved() -> None:
    found = [(finding.code, finding.level, finding.title) for finding in findings(judged())]
    assert found == [
        ("GP200", "error", "refuted"),
        ("GP401", "warning", "unreadable"),
        ("GP402", "warning", "not understood"),
    ]


def test_a_sarif_log() -> None:
    log = json.loads(json.dumps(pages_sarif([judged()], "1.0")))
    (run,) = log["runs"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["GP200", "GP401", "GP402"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b.md"
    assert place["region"] == {"startLine": 3, "startColumn": 3, "endLine": 3, "endColumn": 38}
    assert "Counterexample" in run["results"][0]["message"]["text"]


def test_annotations_are_one_line_each() -> None:
    first, *others = page_annotations(judged())
    assert first.startswith("::error file=a b.md,line=3,endLine=3,col=3,endColumn=38,title=refuted [GP200]::")
    assert "%0ACounterexample" in first
    assert [text.split(" ")[0] for text in others] == ["::warning", "::warning"]
    assert all(text.count("\n") == 1 and text.endswith("\n") for text in (first, *others))


def test_lines_are_counted() -> None:
    counts = statistics(judged())
    assert counts.counts() == (4, 3, 3, 3, 2)
    assert str(counts) == "4 lines, 3 read, 3 typed; 3 equations judged, 2 decided"
    assert str(counts + counts).startswith("8 lines, 6 read")
    assert [row.displayed for row in lines(judged())] == [False, True, True, True]
    assert statistics(proofread.check("no-such-page.md")).counts() == (0, 0, 0, 0, 0)
