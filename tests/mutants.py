"""Every rule of the judge broken on purpose: `python -m tests.mutants` says which breaks no test notices.

Each mutant is one change of text in one file of proof/, or of the room that is named with it. It is made in a copy of
the tree, and tests run there until one fails: those of that file first, then those of proof/. Exit code 1 if a mutant survives or no longer fits its file. (A few minutes; not part of
`make test`.) `python -m tests.mutants WORD` runs those that have the word in their file's name or their text.
"""

# ruff: noqa: E501 - a mutant stays on its line

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
ROOMS = Path("src") / "gradproof"
FIRST = ("rules", "pitfalls", "identities", "normal_form", "differentiate", "vanish", "factors", "conditions", "naming")
OWN = {
    "assume.py": ("assume", "matrices", "document/properties"), "square.py": ("assume", "matrices"), "matrices.py": ("contract", "matrices"), "contract.py": ("contract", "matrices"), "clearing.py": ("matrices",),
    "slopes.py": ("differentiate", "gamma"), "positivity.py": ("kinks",), "signs.py": ("kinks", "gamma"), "judge.py": ("judge", "formula/unexplained"),
    "orders.py": ("orders",), "ordered_sums.py": ("orders",), "formula/conditions.py": ("formula/partial_sums",), "formula/piecewise.py": ("formula/partial_sums",),
    "formula/comparisons.py": ("formula/comparisons",), "formula/cases.py": ("formula/comparisons",),
    "document/recursion.py": ("document/recursion",), "formula/through.py": ("formula/through",), "formula/empty_diagonals.py": ("proof/diagonal",),
    "formula/componentwise.py": ("formula/componentwise",), "formula/tags.py": ("formula/tags",),
    "formula/layers.py": ("formula/layers",), "formula/used.py": ("formula/unexplained",),
    "formula/unexplained.py": ("formula/unexplained", "doubts"),
    "formula/paths.py": ("doubts",), "doubts.py": ("doubts", "document/solving"),
    "document/solving.py": ("document/solving",), "document/valued.py": ("document/valued",),
}  # fmt: skip
"""The tests that know a file best, where none has its name."""
THEN = ("refute", "sample", "evaluate", "dual", "number", "perturb", "differential", "algebra_properties")

MUTANTS: tuple[tuple[str, str, str], ...] = (
    # doubts.py: what may be meant otherwise
    ("doubts.py", 'if verdict.status in ("refuted", "ill-typed") and (apart', 'if False and (apart'),
    ("doubts.py", "    if solving:", "    if False:"),
    ("doubts.py", "    name = label_and_number(typed)", "    name = None"),
    ("formula/paths.py", "by not in env.entries.keys() | env.before", "True"),
    ("formula/paths.py", "by.swapcase() in used", "False"),
    ("document/solving.py", "len(chain) > 2 or _of_one_number(chain[0].tree)", "True"),
    ("document/valued.py", "if _BEHIND.match(words.text, at + 1)", "if False"),
    # multiply.py: the rules of products
    ("multiply.py", "return None if exponent == 1 else _without(algebra, powers, {delta: 1 - exponent})", "return None"),
    ("multiply.py", "tuple(others.items()), {larger: smaller})", "tuple(others.items()), {})"),
    ("multiply.py", "return times(algebra, of_atom(delta), rest)", "return rest"),
    ("multiply.py", "        times_p = floor(-exponent)", "        times_p = floor(-exponent) + 1"),
    ("multiply.py", "quotient(-factor, divisor)", "quotient(factor, divisor)"),
    ("multiply.py", "scale(one, quotient(1, divisor))", "scale(one, divisor)"),
    ("multiply.py", "{magnitude: -1, sign: -1}), dict(argument))", "{magnitude: -1, sign: -1}), {(): 1})"),
    ("multiply.py", "facts.sign_of_form(argument) < 0 else 2", "facts.sign_of_form(argument) <= 0 else 2"),
    ("multiply.py", "rest = scale(rest, -1)", "rest = scale(rest, 1)"),
    ("multiply.py", "if exponent >= 3:", "if exponent >= 2:"),
    ("multiply.py", "return subtract(_without(algebra, powers, {sine: -2}), ", "return add(_without(algebra, powers, {sine: -2}), "),
    ("multiply.py", "power_of_number(algebra, int(prime.name), whole_part)", "1"),
    ("atoms.py", "return algebra.equal.get(moved, moved)", "return moved"),
    ("multiply.py", "raised = power_of_number(algebra, coefficient, exponent)", "raised = coefficient"),
    # sums.py
    ("sums.py", "if not any(place in met for met, _ in groups):", "if False:"),
    ("sums.py", "powers[size] = powers.get(size, 0) + 1", "powers[size] = 1"),
    ("sums.py", "        for group in [g for g in groups if g[0] & met]:", "        for group in []:"),
    ("sums.py", "if place in bound and place not in places_within(other):", "if place in bound:"),
    ("sums.py", "tuple(p for p in bound if p != place))", "bound)"),
    ("sums.py", "        more, inner = opened(algebra, atom)", "        more, inner = atom.bound, dict(atom.children[0])"),
    ("sums.py", "    for _ in range(exponent):", "    for _ in range(1):"),
    ("sums.py", "ONE if parts.coefficient == 1 else raised(algebra, constant(parts.coefficient), size)", "constant(parts.coefficient)"),
    ("sums.py", "product(algebra, at_other, _product_over_one(algebra, apart, place), divisor)", "product(algebra, at_other, _product_over_one(algebra, apart, place))"),
    ("sums.py", "    if has_sign(freeze(apart)):", "    if False:"),
    ("sums.py", "return raised(algebra, {((atom, exponent),): 1}, size)", "return {((atom, exponent),): 1}"),
    # cases.py and conditions.py
    ("cases.py", "if larger.rank == 0 or (smaller, larger) in algebra.distinct:", "if larger.rank == 0:"),
    ("cases.py", "if larger.rank == 0 or", "if"),
    ("cases.py", "add(together, scale(apart, -1))", "together"),
    ("cases.py", "return substitute(algebra, polynomial, {larger: smaller})", "return polynomial"),
    ("conditions.py", "if smaller == larger:", "if False:"),
    ("conditions.py", "                    _unite(algebra, smaller, larger)", "                    algebra.equal[larger] = smaller"),
    # roots.py and signs.py
    ("roots.py", "pieces = [scale(_log_of_atom(algebra, atom), exponent)", "pieces = [scale(_log_of_atom(algebra, atom), 1)"),
    ("roots.py", "return scale(_log_atom(algebra, atom.children[0]), -1)", "return _log_atom(algebra, atom.children[0])"),
    ("roots.py", "known = sign_of_power(algebra, atom, exponent) == POSITIVE", "known = sign_of_atom(algebra, atom) == POSITIVE"),
    ("roots.py", "constant(1 if parts.coefficient > 0 else -1)", "constant(1)"),
    ("roots.py", "if sign_of_terms(algebra, form) != POSITIVE:", "if sign_of_terms(algebra, form) == UNKNOWN:"),
    ("roots.py", "{algebra.atom(\"sign\", children=(terms,)): 2 if even else 1}", "{algebra.atom(\"sign\", children=(terms,)): 1}"),
    ("roots.py", "abs(Fraction(number))", "Fraction(number)"),
    ("roots.py", "return scale(powers_product(algebra, powers), quotient(1, parts.coefficient))", "return scale(powers_product(algebra, powers), parts.coefficient)"),
    ("signs.py", "    if atom.kind == \"inverse\" and exponent < 0:", "    if False:"),
    ("signs.py", "if c > 0 else UNKNOWN for m, c in terms]", "for m, c in terms]"),
    ("signs.py", "        return max(signs)", "        return POSITIVE"),
    ("signs.py", "case \"abs\" | \"delta\":\n            return NONNEGATIVE", "case \"abs\" | \"delta\":\n            return POSITIVE"),
    # orders.py, ordered_sums.py and what uses them
    ("orders.py", "return [(-c, powers) for c, powers in order_terms(algebra, second, first)]", "return order_terms(algebra, second, first)"),
    ("orders.py", "return [(-1, {}), *_deltas(algebra, 1, first, second)]", "return [(1, {}), *_deltas(algebra, -1, first, second)]"),
    ("orders.py", "for t in _deltas(algebra, -2, p, second))", "for t in _deltas(algebra, -1, p, second))"),
    ("orders.py", "return [(1, without), *((c, {**without, **d}) for c, d in _deltas(algebra, -1, first, second))]", "return [(1, without)]"),
    ("orders.py", "if any(a.kind == \"delta\" and a.places == atom.places for a, _ in monomial):", "if False:"),
    ("orders.py", "sign if exponent % 2 else 1", "sign"),
    ("ordered_sums.py", "whole(Fraction(naming.sign) / len(alike))", "whole(Fraction(1) / len(alike))"),
    ("ordered_sums.py", "alike = [naming for naming in namings if naming.rest == least]", "alike = [next(naming for naming in namings if naming.rest == least)]"),
    ("ordered_sums.py", "if named and named <= in_order and _is_connected(body, bound):", "if named and named <= in_order:"),
    ("normalizer.py", "return scale(add(ONE, together, order(self.algebra, first, second)), quotient(1, 2))", "return scale(add(ONE, order(self.algebra, first, second)), quotient(1, 2))"),
    ("cases.py", "add(half, change, times(algebra, kronecker(algebra, *atom.places), add(together, scale(half, -1))))", "add(half, change)"),
    ("vanish.py", "for sign in (1, -1))", "for sign in (1,))"),
    ("closures.py", "return ONE if left(frame, slots) < right(frame, slots) else ZERO", "return ONE if left(frame, slots) <= right(frame, slots) else ZERO"),
    ("formula/conditions.py", "order if holds else Add((ONE, negate(order)))", "order"),
    ("formula/piecewise.py", "others = (c for c in conditions if not _leaves_out(c, name))", "others = conditions"),
    # by_sign.py and sampled.py
    ("by_sign.py", "for sign in (1, -1))", "for sign in (1, 1))"),
    ("by_sign.py", "if not jumps or algebra.facts.is_apart(switch):", "if True:"),
    ("by_sign.py", "value = scale(dict(switch), sign) if", "value = dict(switch) if"),
    ("by_sign.py", "return any(_only(atom) == switch and exponent > 0 for atom, exponent in parts.monomial)", "return True"),
    ("sampled.py", "if found[0] not in stated)", ")"),
    ("sampled.py", "if variable.name in model.definitions or not _is(first, label):", "if not _is(first, label):"),
    # positivity.py
    ("positivity.py", "if not any(map(self.switches, factors)):", "if True:"),
    ("positivity.py", "if value < 0 else NONNEGATIVE", "if True else NONNEGATIVE"),
    ("positivity.py", "        if len(unknown) == 1:", "        if unknown:"),
    ("positivity.py", "sign if parts.coefficient > 0 else -1", "sign"),
    ("positivity.py", "if len(set(universal)) < len(universal):", "if False:"),
    # functions.py
    ("functions.py", "if negated and name != \"cos\" else value", "if negated else value"),
    ("functions.py", "scale(logistic(algebra, scale(polynomial, 2)), 2)", "scale(logistic(algebra, polynomial), 2)"),
    ("functions.py", "exponential(algebra, scale(polynomial, -1))))", "exponential(algebra, polynomial)))"),
    ("functions.py", "if sign_of_terms(algebra, freeze(base)) == POSITIVE:", "if True:"),
    ("functions.py", "add(polynomial, magnitude(algebra, polynomial, 1))", "magnitude(algebra, polynomial, 1)"),
    # factors.py and vanish.py
    ("factors.py", "shared |= {a: min(powers.get(a, 0) for powers in exponents)", "shared |= {a: max(powers.get(a, 0) for powers in exponents)"),
    ("factors.py", "coefficient *= c if exponent == 1 else Fraction(c) ** exponent", "coefficient *= c"),
    ("vanish.py", "        if not vanishes(algebra, where_distinct(polynomial, delta), depth):\n            return False\n", ""),
    ("vanish.py", "return vanishes(algebra, where_equal(algebra, polynomial, delta), depth)", "return True"),
    ("vanish.py", "accumulate(summand, _summand(algebra, atom, fresh), coefficient)", "accumulate(summand, _summand(algebra, atom, fresh), 1)"),
    ("vanish.py", "    return vanishes(algebra, summand, depth + 1)", "    return True"),
    # differentiate.py
    ("slopes.py", "\"cos\": lambda z: multiplied(integer(-1), Function(\"sin\", z)),", "\"cos\": lambda z: Function(\"sin\", z),"),
    ("slopes.py", "\"sinh\": lambda z: Function(\"cosh\", z),", "\"sinh\": lambda z: Function(\"sinh\", z),"),
    ("slopes.py", "\"tan\": lambda z: Power(Function(\"cos\", z), integer(-2)),", "\"tan\": lambda z: Power(Function(\"cos\", z), integer(-1)),"),
    ("differentiate.py", "return multiplied(*(ONE if left == right else Delta(left, right) for left, right in pairs))", "return ONE"),
    ("differentiate.py", "renamed, summand = set_apart(index, inside, self.taken)", "renamed, summand = index, inside"),
    ("differentiate.py", "return multiplied(OUTER[name](argument), self.of(argument, depth))", "return OUTER[name](argument)"),
    ("differentiate.py", "plus(exponent, integer(-1))", "exponent"),
    ("differentiate.py", "        return plus(lowered, multiplied(Power(base, exponent), Function(\"log\", base), upper))", "        return lowered"),
    ("differentiate.py", "return name != variable.name and name not in model.definitions", "return False"),
    ("differentiate.py", "names = [f\"{p.name}@{position}\" for position, p in enumerate(definition.parameters)]", "names = [p.name for p in definition.parameters]"),
    # slopes.py: more of the derivatives of functions
    ("slopes.py", "\"tanh\": lambda z: _one_minus(_square(Function(\"tanh\", z))),", "\"tanh\": lambda z: _one_minus(Function(\"tanh\", z)),"),
    ("slopes.py", "\"arctan\": lambda z: Power(plus(ONE, _square(z)), integer(-1)),", "\"arctan\": lambda z: Power(plus(ONE, z), integer(-1)),"),
    ("slopes.py", "\"relu\": lambda z: multiplied(Number(Fraction(1, 2)), plus(ONE, Function(\"sign\", z))),", "\"relu\": lambda z: plus(ONE, Function(\"sign\", z)),"),
    ("slopes.py", "multiplied(Function(\"gamma\", z), Function(\"psi\", z))", "Function(\"psi\", z)"),
    ("slopes.py", "if isinstance(term, Number)), start=Fraction(0))", "if isinstance(term, Number)), start=Fraction(1))"),
    # matrices.py
    ("matrices.py", "(raised(algebra, factor, size) for factor in factors)", "factors"),
    ("matrices.py", "        first, second = split\n", "        second, first = split\n"),
    ("matrices.py", "return reciprocal(algebra, _determinant(algebra, inverted))", "return _determinant(algebra, inverted)"),
    ("matrices.py", "    if plain == turned:", "    if True:"),
    ("matrices.py", "return inner if atom.places == (core.rows, core.columns) else inner.turned", "return inner"),
    ("matrices.py", "if atom.free.isdisjoint(axes) and atom.kind not in SWITCHES}", "if atom.kind not in SWITCHES}"),
    ("matrices.py", "return product(algebra, by_rows, _determinant(algebra, inner), by_columns)", "return product(algebra, by_rows, _determinant(algebra, inner))"),
    ("matrices.py", "    if core.rows in reached:\n        return monomial, ()\n", ""),
    ("matrices.py", "if not all((delta, 1) in monomial for monomial in core.body):", "if not any((delta, 1) in monomial for monomial in core.body):"),
    # contract.py
    ("contract.py", "        if atom.kind == \"matinv\" and exponent == 1:", "        if atom.kind == \"matinv\":"),
    ("contract.py", "axes = (whole.columns, whole.rows)", "axes = (whole.rows, whole.columns)"),
    ("contract.py", "    if any(place in outside for place in summed):\n        return False\n", ""),
    ("contract.py", "    outside += [*places_within(assignment[inverse.far]), *places_within(inverse.other)]\n", ""),
    ("contract.py", "    outside += [place for ((only, _),) in dict(inverse.atom.children[0]) for place in only.free]\n", ""),
    ("contract.py", "return substitute_monomial(algebra, pattern.factors, assignment) == {_sorted(used): 1}", "return True"),
    ("contract.py", "times(algebra, left, again), (between,)), -1)", "times(algebra, left, again), (between,)), 1)"),
    ("contract.py", "return scale(result, quotient(1, inverse.whole.body[term]))", "return result"),
    # clearing.py
    ("clearing.py", "            return not rest\n", "            return True\n"),
    ("clearing.py", "*((fresh, place), (place, fresh))[side])", "*((place, fresh), (fresh, place))[side])"),
    ("clearing.py", "    fresh = algebra.fresh(place.dimension)\n", "    fresh = place\n"),
    # square.py and assume.py: what is silently assumed
    ("square.py", "and all(not d.name.isidentifier() for d in shape)", ""),
    ("square.py", "    if not any(isinstance(node, Apply) and node.name in MATRIX_FUNCTIONS for node in nodes):\n        return None\n", ""),
    ("assume.py", "prove_equal(equation, model, budget).equal", "True"),
    ("assume.py", "- (by - inverted)", ""),
    ("assume.py", "(v, (i,)) in vectors and (v, (j,)) in vectors", "(v, (i,)) in vectors or (v, (j,)) in vectors"),
    # gamma.py
    ("gamma.py", "factor = passed if steps >= 0 else inverse(algebra, passed)", "factor = passed"),
    ("gamma.py", "if name == \"psi\" else (-2, -1)", "if name == \"psi\" else (-2, 1)"),
    ("gamma.py", "sign if steps >= 0 else -sign", "sign"),
    ("gamma.py", "steps = int(number) - 1", "steps = int(number) - 2"),
    ("gamma.py", "range(-1, steps - 1, -1)", "range(-1, steps, -1)"),
    ("gamma.py", "\"pi\"): Fraction(1, 2)}", "\"pi\"): Fraction(1, 1)}"),
    ("signs.py", "return POSITIVE if sign_of_terms(algebra, atom.children[0]) == POSITIVE else _of_a_fact(algebra, atom)", "return POSITIVE"),
    # minors.py
    ("minors.py", "cofactor if (row + column) % 2 == 0 else -cofactor", "cofactor"),
    ("minors.py", "for n in range(1, size + 1) if n != column)", "for n in range(1, size + 1) if n != row)"),
    ("minors.py", "if (count - 1 + position) % 2 == 0", "if position % 2 == 0"),
    ("minors.py", "integer_power(whole, fmpz(-1))", "whole"),
    # kinks.py, and what positivity.py and signs.py make of it
    ("kinks.py", "(len(found) > 1 or any(every for _, every in taken))", "False"),
    ("kinks.py", "        if any(atom.kind in SWITCHES for atom, _ in monomial):\n            continue\n", ""),
    ("kinks.py", "return _is_mark(atom) and atom.children[0] != freeze(ONE)", "return _is_mark(atom)"),
    ("positivity.py", "Power(Function(\"sign\", argument), Number(value)) if value < 0", "Power(Function(\"sign\", argument), Number(value)) if value"),
    ("signs.py", "universal = sorted(p for p in _places(known) if p in every)", "universal = sorted(_places(known))"),
    ("signs.py", "place = renamed.get(place, place)", "place = place._replace(name=\"\", position=0)"),
    ("multiply.py", "    if algebra.facts.is_apart(argument):", "    if True:"),
    # comparisons of numbers
    ("formula/empty_diagonals.py", "inner.name in names and inner.indices not in zeros", "False"),
    ("diagonal.py", "if found is None or (nowhere and found.silent):", "if found is None:"),
    ("formula/through.py", "return name in used and used & below == {name}", "return name in used"),
    ("formula/through.py", "if mine.name in places and places[mine.name] != other:", "if False:"),
    ("formula/through.py", "return None if found is None else _matched(exponent, another, found, free)", "return found"),
    ("formula/comparisons.py", "\">\": (1, False)", "\">\": (1, True)"),
    ("formula/comparisons.py", "\"<\": (-1, False)", "\"<\": (1, False)"),
    ("formula/comparisons.py", "first, second, way = second, first, -way", "first, second = second, first"),
    ("formula/comparisons.py", "if relation == \"=\" else square", "if relation != \"=\" else square"),
    ("formula/comparisons.py", "Mul(tuple(w.body for w in weights)) if len(weights) > 1 else weights[0].body", "weights[0].body"),
    ("formula/comparisons.py", "return Power(sign, integer(-2))", "return Power(sign, integer(2))"),
    ("formula/cases.py", "rest = Mul((rest, AddExpression((ONE, negate(here)))))", "rest = AddExpression((ONE, negate(here)))"),
    ("formula/cases.py", "found |= signs if written == operands else {-sign for sign in signs}", "found |= signs"),
    ("formula/cases.py", "return opposite or _signs(tree) >= {1, -1}", "return opposite or bool(_signs(tree))"),
    # refutations.py
    ("refutations.py", "if not _alike(program.occurrences, self.occurrences):", "if False:"),
    ("refutations.py", "if comparison.outcome == \"different\" else None", "if comparison.outcome != \"undefined\" else None"),
    ("refutations.py", "key = equation.left, equation.right, equation.conditions", "key = equation.left, equation.right"),
    ("refutations.py", "if known is not None and known[0] == model:", "if known is not None:"),
    # document/recursion.py: induction
    ("document/recursion.py", "or found[1].value != 0 or", "or"),
    ("document/recursion.py", "if found[2] == without_places(right) else None", "if True else None"),
    ("document/recursion.py", "set(_arguments(right, function, before)) != {argument} or", ""),
    ("document/recursion.py", "or _has(outside, {function, argument}):", ":"),
    ("document/recursion.py", "or _has(rest, {found.function, found.counter, *varied})", ""),
    ("document/recursion.py", "or _has(found.layer, varied - {found.argument})", ""),
    ("document/recursion.py", "any(symbol_name(s) in env.definitions for s in symbols if without_places(s) != found.function)", "False"),
    ("document/recursion.py", "varied != given or", ""),
    # refute.py and compare.py: the other engine
    ("compare.py", "return left != right", "return False"),
    ("compare.py", "return not arb(left).overlaps(arb(right))", "return False"),
    ("refute.py", "        finding = _first(beyond, count)", "        pass"),
    ("dual.py", "tangent = self.value * other.tangent + self.tangent * other.value", "tangent = self.value * other.tangent"),
    ("world.py", "return Dual(self.depth, below.value(name, place), slope)", "return value"),
    ("number.py", "if side < 0 or (side == 0 and exponent < 0):", "if side == 0 and exponent < 0:"),
    ("closures.py", "return ZERO if factor == 0 else factor * rest(frame, slots)", "return factor * rest(frame, slots)"),
    # judge.py
    ("judge.py", "        raise EnginesDisagree(check)", "        pass"),
    ("judge.py", "    if check.defined == 0:", "    if False:"),
    ("judge.py", "    if densities:", "    if False:"),
    ("assume.py", "_MOST = 12", "_MOST = 4"),
    # formula: components, tags, recursions, samples
    ("formula/componentwise.py", "and not ctx.componentwise:\n        return None", "and False:\n        return None"),
    ("formula/componentwise.py", "if not ctx.beside_number or ctx.defining is not None:", "if not ctx.beside_number:"),
    ("formula/componentwise.py", "square and ctx.alternative else powers", "False else powers"),
    ("formula/tags.py", "below & alone - _counted(nodes)", "below & alone"),
    ("formula/tags.py", "names <= bare and letter not in others", "names <= bare"),
    ("formula/layers.py", "if (letter in counted and not recurs)", "if (letter in counted)"),
    ("formula/used.py", "if base in env.definitions}", "if False}"),
)  # fmt: skip
"""(file, text that stands there once, what breaks it)."""


def _test_file(word: str) -> str:
    room, _, name = word.rpartition("/")
    return f"tests/{room or 'proof'}/test_{name}.py"


def killer(tree: Path, name: str, old: str, new: str) -> str | None:
    """The first test that fails with the mutant, None if none does; "no longer fits" if the text is not there once."""
    path = tree / ROOMS / (name if "/" in name else f"proof/{name}")
    text = path.read_text("utf-8")
    if text.count(old) != 1:
        return "no longer fits"
    path.write_text(text.replace(old, new), "utf-8")
    try:
        wanted = dict.fromkeys((*OWN.get(name, (name.removesuffix(".py"),)), *FIRST, *THEN))
        present = [test for test in map(_test_file, wanted) if (tree / test).exists()]
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider", *present]
        try:
            done = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=300, check=False)
        except subprocess.TimeoutExpired:
            return "it does not end"
    finally:
        path.write_text(text, "utf-8")
    if done.returncode == 0:
        return None
    return next((line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))), "FAILED")


def main() -> int:
    """Prints a line for each mutant; 1 if one survives or does not fit."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    bad = 0
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "tree"
        shutil.copytree(HOME / "src", tree / "src")
        shutil.copytree(HOME / "tests", tree / "tests")
        shutil.copy(HOME / "pyproject.toml", tree)
        for name, old, new in MUTANTS:
            if word not in name and word not in old:
                continue
            found = killer(tree, name, old, new)
            bad += found is None or found == "no longer fits"
            sys.stdout.write(f"{name}: {old[:60]!r} -> {new[:40]!r}: {found or 'SURVIVES'}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{bad} of {len(MUTANTS)} mutants are not noticed.\n")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
