from __future__ import annotations

from gradproof.formula.expression import Delta, Equation, Fixed, Index, IndexCondition, Label, Sum
from gradproof.proof.occurrences import occurrences
from gradproof.proof.sample import assignments, distinct_sizes, draw, on_and_off_diagonals, small_sizes
from tests.proof.building import (
    REGRESSION,
    C,
    D,
    N,
    d,
    define,
    diff,
    i,
    j,
    k,
    log,
    m,
    model,
    num,
    plus,
    r,
    t,
    times,
    var,
)

row = Index("row", N)
LABEL = Label("t", (row,), C)


def test_what_occurs_is_found_through_definitions() -> None:
    found = occurrences(Equation(diff(var("l"), var("w", j, m)), num(0)), REGRESSION)
    assert found.dimensions == {"C": 0, "D": 0}
    assert found.variables == {"b": ("C",), "w": ("C", "D"), "x": ("D",)}
    assert found.labels == {"t": ("C",)}
    assert found.free == {"j": "C", "m": "D"}
    assert found.definitions == (("u", False), ("l", False))
    assert found.partial_domain


def test_bound_indices_are_not_free() -> None:
    equation = Equation(plus(Sum(k, var("x", k)), var("x", j)), num(0), (IndexCondition(i, j, False),))
    assert list(occurrences(equation, model()).free) == ["i", "j"]


def test_small_sizes_go_up_by_their_total() -> None:
    found = occurrences(Equation(var("x", j, m), num(0)), model())
    sizes = [tuple(s.values()) for s in small_sizes(found)]
    assert sizes[:6] == [(1, 1), (1, 2), (2, 1), (1, 3), (2, 2), (3, 1)]
    assert len(sizes) == len(set(sizes)) == 9


def test_a_fixed_position_fits_into_every_size() -> None:
    equation = Equation(var("x", Fixed(4, C), m), num(0))
    found = occurrences(equation, model())
    assert next(small_sizes(found)) == {"C": 4, "D": 1}
    assert distinct_sizes(found, equation)["C"] > 4


def test_distinct_sizes_differ_and_make_room() -> None:
    apart = tuple(IndexCondition(a, b, False) for a, b in ((i, j), (j, k), (i, k), (i, r), (j, r), (k, r)))
    equation = Equation(times(var("x", j, m), var("y", LABEL)), num(0), apart)
    sizes = distinct_sizes(occurrences(equation, model()), equation)
    assert sizes["C"] >= 4
    assert len(set(sizes.values())) == len(sizes) == 3
    assert min(sizes.values()) >= 2


def test_assignments_meet_the_conditions() -> None:
    equation = Equation(var("x", i, j), num(0), (IndexCondition(i, t, True), IndexCondition(i, j, False)))
    found = occurrences(equation, model())
    chosen = [(a.indices["i"], a.indices["j"], a.labels["t", ()]) for a in assignments(equation, found, {"C": 2})]
    assert chosen == [(1, 2, 1), (2, 1, 2)]


def test_labels_of_a_data_set_take_all_values_where_they_are_few() -> None:
    equation = Equation(Sum(row, var("x", LABEL)), num(0))
    found = occurrences(equation, model())
    chosen = [tuple(a.labels.values()) for a in assignments(equation, found, {"C": 2, "N": 2})]
    assert chosen == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_every_pattern_of_equal_and_distinct_terms_comes_once() -> None:
    equation = Equation(times(Delta(i, t), var("x", i, j, m)), num(0))
    found = occurrences(equation, model())
    chosen = on_and_off_diagonals(equation, found, {"C": 4, "D": 2}, most=20)
    patterns = {
        (a.indices["i"] == a.indices["j"], a.indices["i"] == a.labels["t", ()], a.indices["j"] == a.labels["t", ()])
        for a in chosen
    }
    assert len(chosen) == len(patterns) == 5


def test_declared_positive_variables_are_positive() -> None:
    positive = model(define("f", (), log(var("x", j))))
    positive = type(positive)(positive.definitions, {"x": (C, D)}, {}, frozenset({"x"}))
    found = occurrences(Equation(var("x", j, m), var("y", j)), positive)
    point = draw(found, positive, {"C": 5, "D": 4}, {}, "whole", 1)
    assert all(value > 0 for (name, _), value in point.values.items() if name == "x")
    assert any(value < 0 for (name, _), value in point.values.items() if name == "y")
    assert draw(found, positive, {"C": 5, "D": 4}, {}, "whole", 1).values == point.values


def test_a_small_matrix_is_not_symmetric_by_chance() -> None:
    found = occurrences(Equation(var("w", d, m), var("w", m, d)), model())
    for kind in ("whole", "positive", "halves", "unit"):
        point = draw(found, model(), {"D": 2}, {}, kind, 1)
        assert point.values["w", (1, 2)] != point.values["w", (2, 1)]
