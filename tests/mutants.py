"""Every rule of the judge broken on purpose: `python -m tests.mutants` says which breaks no test notices.

Each mutant is one change of text in one file of proof/. It is made in a copy of the tree, and the tests of that room
run there until one fails. Exit code 1 if a mutant survives or no longer fits its file. (A few minutes; not part of
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
ROOM = Path("src") / "gradproof" / "proof"
FIRST = ("rules", "pitfalls", "identities", "normal_form", "differentiate", "vanish", "factors", "conditions", "naming")
THEN = ("refute", "sample", "evaluate", "dual", "number", "perturb", "differential", "algebra_properties")

MUTANTS: tuple[tuple[str, str, str], ...] = (
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
    ("multiply.py", "return algebra.equal.get(moved, moved)", "return moved"),
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
    ("differentiate.py", "\"cos\": lambda z: multiplied(integer(-1), Function(\"sin\", z)),", "\"cos\": lambda z: Function(\"sin\", z),"),
    ("differentiate.py", "\"sinh\": lambda z: Function(\"cosh\", z),", "\"sinh\": lambda z: Function(\"sinh\", z),"),
    ("differentiate.py", "\"tan\": lambda z: Power(Function(\"cos\", z), integer(-2)),", "\"tan\": lambda z: Power(Function(\"cos\", z), integer(-1)),"),
    ("differentiate.py", "return multiplied(*(ONE if left == right else Delta(left, right) for left, right in pairs))", "return ONE"),
    ("differentiate.py", "renamed, summand = set_apart(index, inside, self.taken)", "renamed, summand = index, inside"),
    ("differentiate.py", "return multiplied(OUTER[name](argument), self.of(argument, depth))", "return OUTER[name](argument)"),
    ("differentiate.py", "plus(exponent, integer(-1))", "exponent"),
    ("differentiate.py", "        return plus(lowered, multiplied(Power(base, exponent), Function(\"log\", base), upper))", "        return lowered"),
    ("differentiate.py", "return name != variable.name and name not in model.definitions", "return False"),
    ("differentiate.py", "names = [f\"{p.name}@{position}\" for position, p in enumerate(definition.parameters)]", "names = [p.name for p in definition.parameters]"),
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
    ("judge.py", "    if equality.vacuous:", "    if False:"),
)  # fmt: skip
"""(file, text that stands there once, what breaks it)."""


def killer(tree: Path, name: str, old: str, new: str) -> str | None:
    """The first test that fails with the mutant, None if none does; "no longer fits" if the text is not there once."""
    path = tree / ROOM / name
    text = path.read_text("utf-8")
    if text.count(old) != 1:
        return "no longer fits"
    path.write_text(text.replace(old, new), "utf-8")
    try:
        tests = [f"tests/proof/test_{room}.py" for room in FIRST + THEN]
        present = [test for test in tests if (tree / test).exists()]
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
