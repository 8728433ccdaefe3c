from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gradproof.proofread import check, check_text

ROOT = Path(__file__).resolve().parent.parent


def gradient_check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "examples" / "gradient_check.py")]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def copied(root: Path) -> Path:
    for name in ("examples/gradient_check.py", "generated/numpy/multinomial_regression.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    return root


def test_the_gradients_of_all_kernels_agree_with_numeric_ones() -> None:
    result = gradient_check(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert {path.stem for path in (ROOT / "generated" / "numpy").glob("*.py")} == {
        line.split()[0] for line in result.stdout.splitlines()[1:-1]
    }


def test_a_wrong_gradient_is_noticed(tmp_path: Path) -> None:
    kernel = copied(tmp_path) / "generated" / "numpy" / "multinomial_regression.py"
    text = kernel.read_text("utf-8")
    assert text.count("[t_places], one)") == 1
    kernel.write_text(text.replace("[t_places], one)", "[t_places], total_u)"), "utf-8")
    result = gradient_check(tmp_path)
    assert result.returncode == 1
    assert "WRONG" in result.stdout


def test_no_kernels_are_no_success(tmp_path: Path) -> None:
    (copied(tmp_path) / "generated" / "numpy" / "multinomial_regression.py").unlink()
    assert gradient_check(tmp_path).returncode == 1


@pytest.mark.parametrize(("name", "needs"), [("stationary_points", "scipy"), ("batch_variance", "sklearn")])
def test_what_the_open_questions_leave_to_a_run_is_seen_in_one(name: str, needs: str) -> None:
    """These scripts compare what they see with what the page proves, and fail where it is not so."""
    pytest.importorskip(needs)
    command = [sys.executable, str(ROOT / "examples" / f"{name}.py")]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert len(result.stdout.splitlines()) >= 5


def test_one_bend_breaks_what_induction_proves() -> None:
    bent = check(ROOT / "examples" / "one_bend.md")
    (verdict,) = [step.verdict for step in bent.steps if step.verdict]
    assert verdict.status == "refuted"
    assert verdict.counterexample is not None
    text = bent.source.text.replace(r"\sigma(W_k y_{k-1}(x))", "W_k y_{k-1}(x)")
    (verdict,) = [step.verdict for step in check_text(text).steps if step.verdict]
    assert verdict.status == "proved"
    assert verdict.explanation[0] == "By induction over k, from the recursion that defines the function."
