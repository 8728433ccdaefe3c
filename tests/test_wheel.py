"""The wheel, installed outside of the checkout: the command runs, and the catalogue is in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COPIED = ("src", "derivations", "codegen", "pyproject.toml", "README.md", "LICENSE")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "PYTEST"))}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=inherited | environment, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network from a copy, so that nothing is written into the checkout."""
    copy = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", cwd=copy)
    (built,) = (copy / "dist").glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_puts_one_name_into_site_packages_and_holds_the_content(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"gradproof", "gradproof-0.1.0.dist-info"}
    assert "gradproof/py.typed" in names
    for folder in ("derivations", "codegen"):
        here = {
            p.relative_to(ROOT).as_posix() for p in (ROOT / folder).rglob("*") if p.is_file() and p.suffix != ".pyc"
        }
        assert {f"gradproof/{name}" for name in here} <= set(names)


@pytest.mark.slow
def test_the_installed_program_checks_a_page_of_its_catalogue(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    zipfile.ZipFile(wheel).extractall(site)
    # The dependencies come from the environment that runs the tests, behind the wheel and without the checkout.
    dependencies = Path(pytest.__file__).parent.parent
    (site / "dependencies.pth").write_text(f"{dependencies}\n", "utf-8")
    start = (python, "-c", "from gradproof.cli import main; main()")
    where = run(python, "-c", "import gradproof; print(gradproof.__file__)", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(site)
    assert "check" in run(*start, "--help", cwd=tmp_path)
    found = run(python, "-c", "from gradproof.catalogue import *; print(folder('derivations'))", cwd=tmp_path).strip()
    assert Path(found).is_relative_to(site)
    for page in sorted(Path(found).glob("[!R]*.md"))[:1]:
        assert "proved" in run(*start, "check", page, cwd=tmp_path)
