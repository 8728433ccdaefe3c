from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from gradproof.catalogue import folder
from gradproof.cli import main
from gradproof.formula.expression import Add, Delta, Dimension, Index, Mul, Sum, Variable, integer
from gradproof.program.array_program import ArrayProgram, Assignment, Input
from gradproof.program.array_program import check as check_program
from gradproof.program.derived import GenerationError, ProvedDerivation, ProvedLine
from gradproof.program.from_document import NoModel, from_document
from gradproof.program.generate import check, files, generate, program_of
from gradproof.program.to_text import to_text
from tests.program import models
from tests.program.models import d, exp, i, j, log, minus, over, t, var

BOTH = (models.multinomial_regression(), models.neural_network())


def lines(program: ArrayProgram) -> list[str]:
    return [f"{to_text(line.variable)} = {to_text(line.expression)}" for line in program.assignments]


def test_the_lines_of_the_network_are_its_program() -> None:
    assert lines(program_of(models.neural_network())) == [
        "s_nk = Σ_i v_ki x_ni + a_k",
        "h_nk = σ(s_nk)",
        "u_nj = Σ_k h_nk w_jk + b_j",
        "ℓ_n = u_{n, t_n} − log(Σ_k exp(u_nk))",
        "p_nj = exp(u_nj − log(Σ_k exp(u_nk)))",
        "value = Σ_n ℓ_n",
        "∂u_nj = δ(j, t_n) − p_nj",
        "∂w_jk = Σ_n ∂u_nj h_nk",
        "∂b_j = Σ_n ∂u_nj",
        "∂s_nk = h_nk (1 − h_nk) Σ_j ∂u_nj w_jk",
        "∂v_ki = Σ_n ∂s_nk x_ni",
        "∂a_k = Σ_n ∂s_nk",
    ]


def test_a_document_that_sums_over_its_data_is_taken_as_it_stands() -> None:
    program = program_of(models.ridge_regression())
    assert program.batch is None
    assert [item.name for item in program.inputs] == ["x", "y", "lambda", "w", "b"]
    assert program.inputs[0].shape == (Dimension("N"), Dimension("D"))


@pytest.mark.parametrize(
    ("derivation", "names"),
    [
        (models.multinomial_regression(), "x t w b"),
        (models.neural_network(), "x t w b v a"),
        (models.poisson_regression(), "x y w b"),
        (models.tanh_network(), "x y w b V c W a"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_the_order_of_the_arguments(derivation: ProvedDerivation, names: str) -> None:
    assert " ".join(item.name for item in program_of(derivation).inputs) == names


def without(derivation: ProvedDerivation, *targets: str) -> ProvedDerivation:
    kept = tuple(line for line in derivation.lines if to_text(line.target) not in targets)
    return replace(derivation, lines=kept)


def test_subexpressions_are_shared_where_only_the_end_was_claimed() -> None:
    whole = models.multinomial_regression()
    assert without(whole, "∂ℓ/∂u_j").lines != whole.lines
    program = program_of(without(whole, "∂ℓ/∂u_j", "∂u_j/∂w_ji", "∂u_j/∂b_j"))
    assert [line.split(" = ")[1] for line in lines(program)] == [
        line.split(" = ")[1] for line in lines(program_of(whole))
    ]


def test_a_formula_that_was_written_out_is_found_again() -> None:
    u, p, w, x, b, ell = (
        var(n, *ix) for n, ix in (("u", [j]), ("p", [j]), ("w", [j, i]), ("x", [i]), ("b", [j]), ("ell", []))
    )
    whole = models.multinomial_regression()
    k, m = models.k, Index("m", models.D)
    score = Add((Sum(m, Mul((var("w", j, m), var("x", m)))), b))
    other = Add((Sum(m, Mul((var("w", k, m), var("x", m)))), var("b", k)))
    written = Add((Delta(j, t), minus(over(exp(score), Sum(k, exp(other))))))
    claims = [
        ProvedLine("claim", d(ell, w), Mul((written, x)), (j, i), "", "1(d)"),
        ProvedLine("claim", d(ell, b), written, (j,), "", "1(d)"),
    ]
    derivation = replace(
        without(whole, "∂ℓ/∂w_ji", "∂ℓ/∂b_j"), lines=(*without(whole, "∂ℓ/∂w_ji", "∂ℓ/∂b_j").lines, *claims)
    )
    assert lines(program_of(derivation)) == lines(program_of(whole))
    assert u != p


def test_a_loss_without_proved_gradients_is_refused() -> None:
    whole = models.multinomial_regression()
    with pytest.raises(GenerationError, match="proves no gradient of ell by an undefined variable"):
        program_of(replace(whole, lines=whole.lines[:3]))


def test_an_unguarded_formula_is_refused_by_name() -> None:
    x, w, ell, s = var("x", i), var("w", i), var("ell"), var("s")
    body = over(integer(1), Add((integer(3), exp(s))))
    derivation = models.derivation(
        "raw",
        "ell",
        [(s, Sum(i, Mul((w, x)))), (ell, log(body))],
        [(d(ell, w), Mul((integer(-1), exp(s), body, x)))],
        {"w": (models.D,), "x": (models.D,)},
    )
    with pytest.raises(GenerationError, match="can overflow"):
        program_of(derivation)


def test_files_are_compared_whole_missing_and_extra_ones_too(tmp_path: Path) -> None:
    assert [path.relative_to(tmp_path).as_posix() for path in generate(BOTH, tmp_path)] == [
        "numpy/multinomial_regression.py",
        "numpy/neural_network.py",
        "sympy/multinomial_regression.py",
        "sympy/neural_network.py",
    ]
    assert generate(BOTH, tmp_path) == ()
    assert check(BOTH, tmp_path) == ()
    folder = tmp_path / "numpy"
    (folder / "stray.py").write_text("")
    (folder / "neural_network.py").unlink()
    changed = (folder / "multinomial_regression.py").read_text().replace("do not edit", "edit")
    (folder / "multinomial_regression.py").write_text(changed)
    found = {difference.path.name: difference for difference in check(BOTH, tmp_path)}
    assert {name: difference.kind for name, difference in found.items()} == {
        "multinomial_regression.py": "changed",
        "neural_network.py": "missing",
        "stray.py": "extra",
    }
    assert "+Generated from derivations/multinomial_regression.md" in found["multinomial_regression.py"].diff
    assert not [difference for difference in check(BOTH[:1], tmp_path, whole=False) if difference.kind == "extra"]


def test_the_same_derivation_gives_the_same_bytes_and_wording_changes_nothing() -> None:
    again = models.neural_network()
    moved = replace(again, lines=tuple(replace(line, place=f"2, line {n + 70}") for n, line in enumerate(again.lines)))
    same = replace(again, lines=tuple(replace(line, place="2, line 1", latex="other words") for line in again.lines))
    assert files([moved]) == files([same])
    assert files([models.neural_network()]) == files([models.neural_network()])


def assignment(name: str, *axes: Index, reads: Variable | None = None) -> Assignment:
    return Assignment(name, axes, reads or integer(0), "here")


@pytest.mark.parametrize(
    ("forward", "message"),
    [
        ((assignment("y"), assignment("y")), "y is assigned twice"),
        ((assignment("y", reads=var("z")),), "y reads z before anything assigns it"),
        ((assignment("y", reads=var("x", i)),), r"y has the axes \[\], but \['i'\] are free"),
        ((assignment("z"),), "y is a result, but nothing assigns it"),
    ],
)
def test_the_invariants_of_a_program(forward: tuple[Assignment, ...], message: str) -> None:
    program = ArrayProgram("m", "m.md", (Input("x", (models.D,), "data"),), forward, (), "y", (), None, "")
    with pytest.raises(GenerationError, match=message):
        check_program(program)


def test_names_that_python_keeps_for_itself_get_an_underscore() -> None:
    text = files([models.ridge_regression()])["numpy/ridge_regression.py"]
    assert "def value_and_grad(x, y, lambda_, w, b, workspace=None):" in text


def test_targets_are_asked_for_by_name(tmp_path: Path) -> None:
    assert set(files(BOTH[:1])) == {"numpy/multinomial_regression.py", "sympy/multinomial_regression.py"}
    assert set(files(BOTH[:1], ("numba",))) == {"numba/multinomial_regression.py"}
    page = folder("derivations") / "poisson_regression.md"
    command = ["generate", str(page), "--out", str(tmp_path), "--target", "numba"]
    assert CliRunner().invoke(main, [*command, "--check"]).exit_code == 1
    assert CliRunner().invoke(main, command).exit_code == 0
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.py")] == ["numba/poisson_regression.py"]
    assert CliRunner().invoke(main, [*command, "--check"]).exit_code == 0
    again = CliRunner().invoke(main, command)
    assert again.output == "1 document, every generated file was up to date.\n"
    unknown = CliRunner().invoke(main, [*command, "--target", "fortran"])
    assert unknown.exit_code == 2
    assert "There is no target fortran; the targets are numba, numpy, sympy." in unknown.output


def test_headers_name_the_document_in_the_catalogue_and_elsewhere(tmp_path: Path) -> None:
    page = folder("derivations") / "poisson_regression.md"
    assert from_document(page).source == "derivations/poisson_regression.md"
    copy = tmp_path / "mine.md"
    copy.write_text(page.read_text("utf-8"), "utf-8")
    assert from_document(copy).source == "mine.md"


def test_a_page_without_a_loss_is_no_model(tmp_path: Path) -> None:
    page = tmp_path / "identities.md"
    page.write_text("$$u = 2 x$$\n\n$$u + u = 4 x$$\n", "utf-8")
    with pytest.raises(NoModel, match="states no gradient of a scalar that it defines"):
        from_document(page)


PAGE = """# A page

The data are $X \\in \\mathbb{R}^{N \\times D}$, the weights $w \\in \\mathbb{R}^{D}$, and $\\epsilon > 0$.

$$d_n = \\sum_{i=1}^{D} X_{ni} w_i + \\epsilon$$

$$r_n = d_n^2$$

$$L = \\sum_{n=1}^{N} r_n^2$$

## Gradients

$$g_n = 2 r_n$$

$$\\frac{\\partial L}{\\partial r_n} = g_n$$

$$\\frac{\\partial r_n}{\\partial d_n} = 2 d_n$$

$$\\frac{\\partial L}{\\partial w_i} = \\sum_{n=1}^{N} \\frac{\\partial L}{\\partial r_n} 2 d_n X_{ni}$$

$$\\frac{\\partial L}{\\partial X_{ni}} = \\frac{\\partial L}{\\partial r_n} 2 d_n w_i$$
"""


def paged(folder: Path, text: str) -> ArrayProgram:
    path = folder / "page.md"
    path.write_text(text, "utf-8")
    return program_of(from_document(path))


def test_a_document_with_n_rows_of_its_own_gets_no_other_batch(tmp_path: Path) -> None:
    program = paged(tmp_path, PAGE)
    assert program.batch is None
    assert [(item.name, len(item.shape)) for item in program.inputs] == [("epsilon", 0), ("X", 2), ("w", 1)]
    with pytest.raises(GenerationError, match="Rename that dimension"):
        paged(tmp_path, PAGE.replace("N \\times D", "D \\times N").replace("X_{ni}", "X_{in}"))


def test_a_definition_that_only_gradients_use_is_computed_too(tmp_path: Path) -> None:
    assert "g_n = 2 r_n" in lines(paged(tmp_path, PAGE))


def test_rows_of_an_array_are_not_taken_for_a_derivative() -> None:
    """That page has an array d and a derivative by r: the rows of the one and the other must have two names."""
    text = files([from_document(folder("derivations") / "principal_components.md")])["numpy/principal_components.py"]
    assert "d_r = np.empty(" in text
    loops = [line.split(" in blocks_")[0] for line in text.splitlines() if " in blocks_" in line]
    assert loops
    assert not [line for line in loops if "d_r" in line.replace("for ", "").replace(",", "").split()]


def test_a_page_that_inverts_a_matrix_is_refused_with_its_line(tmp_path: Path) -> None:
    page = tmp_path / "form.md"
    page.write_text(
        "With $\\mathbf{x} \\in \\mathbb{R}^{n}$ and $\\mathbf{M} \\in \\mathbb{R}^{n \\times n}$.\n\n"
        "$$f = \\mathbf{x}^T \\mathbf{M}^{-1} \\mathbf{x}$$\n\n"
        "$$\\frac{\\partial f}{\\partial \\mathbf{x}} = (\\mathbf{M}^{-1} + \\mathbf{M}^{-T}) \\mathbf{x}$$\n"
    )
    with pytest.raises(GenerationError, match=r"form.md, line 3, row 1: .* the inverse of a matrix"):
        from_document(page)
