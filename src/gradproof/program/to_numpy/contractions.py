"""From a Contract to NumPy calls: BLAS through `dot` wherever it can be, einsum for the rest.

`dot` with an output is the matrix product of views, at two thirds of matmul's call overhead; a sum is a product with
ones.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from gradproof.formula.expression import Index, Variable
from gradproof.program.operations import Contract

Operand = Callable[[Variable], str]
Ones = Callable[[Index], str]


def contraction(operation: Contract, target: str, operand: Operand, ones: Ones) -> tuple[str, str]:
    """(statement, expression): the statement that leaves the contraction in the target, without its coefficient.

    One of the two is empty: a scalar is an expression, that nothing is written into.
    """
    out = _axes(operation.target)
    if not out and len({_axes(factor) for factor in operation.factors}) == 1 and len(_axes(operation.factors[0])) > 1:
        return "", _over_everything(operation.factors, operand)
    summed = [i for factor in operation.factors for i in _axes(factor) if i not in out]
    factors = list(operation.factors)
    if len(factors) == 1 and len(set(summed)) == 1:
        return _sum(factors[0], out, summed[0], target, operand, ones)
    if len(factors) == 2 and len(set(summed)) == 1 and all(summed[0] in _axes(f) for f in factors):
        return _product(factors, out, summed[0], target, operand)
    return _einsum(factors, out, target, operand)


def _over_everything(factors: tuple[Variable, ...], operand: Operand) -> str:
    """The sum over all axes of a matrix, or of the product of two."""
    if len(factors) == 1:
        return f"{operand(factors[0])}.sum()"
    if len(factors) == 2:
        return f"dot({operand(factors[0])}.ravel(), {operand(factors[1])}.ravel())"
    return _einsum(list(factors), (), "", operand)[1]


def _sum(
    factor: Variable, out: tuple[Index, ...], summed: Index, target: str, operand: Operand, ones: Ones
) -> tuple[str, str]:
    if not out:
        return "", f"{ones(summed)}.dot({operand(factor)})"
    if len(out) == 1 and _axes(factor)[0] == summed:
        return f"{ones(summed)}.dot({operand(factor)}, {target})", ""
    if len(out) == 1:
        return f"{operand(factor)}.dot({ones(summed)}, {target})", ""
    return f"add.reduce({operand(factor)}, {_axes(factor).index(summed)}, None, {target})", ""


def _product(
    factors: list[Variable], out: tuple[Index, ...], summed: Index, target: str, operand: Operand
) -> tuple[str, str]:
    left, right = factors
    if out and out[0] not in _axes(left):
        left, right = right, left
    rest = [i for f in (left, right) for i in _axes(f) if i != summed]
    if rest != list(out) or max(len(_axes(left)), len(_axes(right))) > 2:
        return _einsum(factors, out, target, operand)
    first = operand(left) + (".T" if len(_axes(left)) == 2 and _axes(left)[0] == summed else "")
    second = operand(right) + (".T" if len(_axes(right)) == 2 and _axes(right)[1] == summed else "")
    if not out:
        return "", f"dot({first}, {second})"
    return f"dot({first}, {second}, {target})", ""


def _einsum(factors: list[Variable], out: tuple[Index, ...], target: str, operand: Operand) -> tuple[str, str]:
    letters: dict[Index, str] = {}
    for index in (*out, *(i for f in factors for i in _axes(f))):
        letters.setdefault(index, chr(ord("a") + len(letters)))
    inputs = ",".join("".join(letters[i] for i in _axes(f)) for f in factors)
    spec = f'"{inputs}->{"".join(letters[i] for i in out)}"'
    arguments = ", ".join(operand(f) for f in factors)
    return (f"einsum({spec}, {arguments}, out={target})", "") if out else ("", f"einsum({spec}, {arguments})")


def _axes(variable: Variable) -> tuple[Index, ...]:
    return tuple(term for term in variable.indices if isinstance(term, Index))


def scaled(expression: str, coefficient: Fraction) -> str:
    """The text of coefficient · expression for scalars."""
    if coefficient == 1:
        return expression
    number = str(coefficient.numerator) if coefficient.denominator == 1 else f"({coefficient})"
    return f"{number} * {expression}"
