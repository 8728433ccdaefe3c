from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

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
