"""The error of a computation that was stopped by its counted budget.

Budgets count work (terms, nodes, operations), never time, so that a verdict does not depend on the machine.
"""


class BudgetExceeded(Exception):
    """More work than the budget allows; nothing is known about the answer."""
