from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from gradproof.formula.expression import Add, Delta, Index, IndexCondition, Mul, integer
from gradproof.program.derived import ProvedDerivation, ProvedLine
from gradproof.program.generate import files
from tests.program import models
from tests.program.models import D, d, j, k, minus, var

GENERATED = sorted((Path(__file__).parents[2] / "generated" / "sympy").glob("*.py"))


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"sympy_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(derivation: ProvedDerivation, folder: Path) -> ModuleType:
    path = folder / f"{derivation.name}.py"
    path.write_text(files([derivation])[f"sympy/{derivation.name}.py"], "utf-8")
    return loaded(path)


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.stem)
def test_sympy_agrees_with_every_derivative_of_the_catalogue(path: Path) -> None:
    module = loaded(path)
    assert module.CLAIMS
    assert [claim.__doc__ for claim in module.CLAIMS if not module.agrees(claim)] == []


@pytest.mark.parametrize("model", [models.multinomial_regression, models.ridge_regression], ids=lambda m: m.__name__)
def test_sympy_agrees_with_the_models_of_the_tests(model: type, tmp_path: Path) -> None:
    module = written(model(), tmp_path)
    assert [claim.__doc__ for claim in module.CLAIMS if not module.agrees(claim)] == []


def test_sympy_disagrees_with_what_is_wrong(tmp_path: Path) -> None:
    whole = models.multinomial_regression()
    wrong = ProvedLine("claim", d(var("u", j), var("b", j)), integer(2), (j,), "", "1(c)")
    module = written(replace(whole, lines=(*whole.lines, wrong)), tmp_path)
    assert [claim.__doc__ for claim in module.CLAIMS if not module.agrees(claim)] == ["∂u_j/∂b_j = 2 (1(c))"]


def test_a_claim_under_conditions_is_checked_where_they_hold(tmp_path: Path) -> None:
    whole, m = models.multinomial_regression(), Index("m", D)
    target = d(var("u", j), var("w", k, m))
    apart = ProvedLine("claim", target, integer(0), (j, k, m), "", "1(e)", (IndexCondition(j, k, False),))
    module = written(replace(whole, lines=(*whole.lines, apart)), tmp_path)
    assert module.CLAIMS[-1].__doc__ == "∂u_j/∂w_km = 0, if j ≠ k (1(e))"
    assert module.agrees(module.CLAIMS[-1])


def test_second_derivatives_are_looked_at_too(tmp_path: Path) -> None:
    whole = models.multinomial_regression()
    ell, p, c = var("ell"), var("p", j), Index("c", models.C)
    hessian = d(d(ell, var("u", j)), var("u", c))  # type: ignore[arg-type]
    right = Mul((minus(p), Add((Delta(j, c), minus(var("p", c))))))
    line = ProvedLine("claim", hessian, right, (j, c), "", "1(f)")
    module = written(replace(whole, lines=(*whole.lines, line)), tmp_path)
    assert module.agrees(module.CLAIMS[-1])
    wrong = replace(line, formula=minus(right))
    module = written(replace(whole, lines=(*whole.lines, wrong)), tmp_path)
    assert not module.agrees(module.CLAIMS[-1])


def test_what_is_not_looked_at_is_named(tmp_path: Path) -> None:
    whole = models.multinomial_regression()
    ell, u = var("ell"), var("u", j)
    mixed = d(d(ell, var("w", k, models.i)), u)  # type: ignore[arg-type]
    line = ProvedLine("claim", mixed, integer(0), (j, k, models.i), "", "1(g)")
    module = written(replace(whole, lines=(*whole.lines, line)), tmp_path)
    assert "Not looked at here" in (module.__doc__ or "")
    assert "∂(∂ℓ/∂w_ki)/∂u_j = 0 (1(g))" in (module.__doc__ or "")
    assert len(module.CLAIMS) == len(written(whole, tmp_path).CLAIMS)


def test_the_block_zero_of_the_homework_is_looked_at() -> None:
    (path,) = (path for path in GENERATED if path.stem == "multinomial_regression")
    assert "∂u_j/∂w_im = 0, if i ≠ j (1(e))" in [claim.__doc__ for claim in loaded(path).CLAIMS]
