"""What the README shows is what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from gradproof.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_page_in_the_readme_is_the_example() -> None:
    shown = re.search(r"```markdown\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    assert shown.group(1) == (ROOT / "examples" / "hidden_layer.md").read_text("utf-8")


def test_the_output_in_the_readme_is_what_check_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    result = CliRunner().invoke(main, ["check", "--no-color", "examples/hidden_layer.md"])
    assert result.exit_code == 1
    assert result.output == shown.group(1)


def test_the_derivative_in_the_readme_is_what_derive_prints() -> None:
    command = re.search(r"gradproof derive '(.*?)' --given '(.*?)' --as latex", README)
    shown = re.search(r"The last one prints `(.*?)`", README)
    assert command is not None
    assert shown is not None
    result = CliRunner().invoke(main, ["derive", command.group(1), "--given", command.group(2), "--as", "latex"])
    assert result.exit_code == 0
    assert result.output.strip() == shown.group(1)
