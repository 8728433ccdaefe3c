"""The table of rooms, the doors of the libraries, and the budget of lines, held by reading the source with ast."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "src" / "gradproof"
LEAF = {"source"}
JUDGED = {"source", "formula", "proof", "judgement"}
ROOMS = {
    "source": set[str](),
    "catalogue": set[str](),
    "formula": LEAF,
    "document": LEAF | {"formula"},
    "proof": LEAF | {"formula"},
    "judgement": JUDGED - {"judgement"} | {"document"},
    "deriving": JUDGED | {"document"},
    "readings": JUDGED - {"judgement"} | {"document"},
    "proofread": JUDGED | {"document", "catalogue", "deriving", "readings"},
    "grade": JUDGED | {"document", "proofread"},
    "program": JUDGED | {"document", "proofread", "catalogue"},
    "report": JUDGED | {"grade", "document"},
    "notebook": JUDGED | {"proofread"},
    "__init__": {"proofread", "notebook"},
    "cli": JUDGED | {"document", "catalogue", "proofread", "program", "grade", "report", "__init__"},
    "__main__": {"cli"},
}
DOORS = {  # library: the rooms or files that may use it
    "sympy": ("proof/to_sympy.py",),
    "flint": ("proof/",),
    "jinja2": ("report/", "program/"),
    "click": ("cli.py", "cli_"),
    "rich": ("cli.py", "cli_"),
    "pebble": ("grade/",),
    "distributed": ("grade/on_dask.py",),
    "markdown_it": ("report/",),
}
LATE = {  # a notebook asks an object itself for its HTML, and it asks the room that writes it, late
    ("judgement.py", "gradproof.report.to_html"),
    ("proof/verdict.py", "gradproof.report.to_html"),
}
FORBIDDEN_CALLS = {"eval", "exec", "sympify", "parse_expr", "compile", "__import__"}
CATCHES_ALL = {"cli.py": 1}  # the outermost edge of the program, and nothing else

FILES = sorted(ROOT.rglob("*.py"))
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]


def imports(tree: ast.AST) -> list[str]:
    """The dotted names of all modules that a file imports, at any depth."""
    found = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def called(node: ast.Call) -> str:
    """The last name of what is called: `f` of `f(…)` and of `a.f(…)`, but not the method `re.compile`."""
    if isinstance(node.func, ast.Attribute):
        return "" if node.func.attr == "compile" else node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


@pytest.mark.parametrize("name", NAMES)
def test_rooms_import_only_from_below_and_libraries_through_their_doors(name: str) -> None:
    room = "cli" if name.startswith("cli_") else name.split("/")[0].removesuffix(".py")
    assert room in ROOMS, f"{name}: a new room needs its row in the table, here and in ARCHITECTURE.md"
    for module in imports(ast.parse((ROOT / name).read_text("utf-8"))):
        if any((name, module.removesuffix(suffix)) in LATE for suffix in ("", ".page_html", ".verdict_html")):
            continue
        top, *rest = module.split(".")
        if top == "gradproof":
            below = rest[0] if rest and (rest[0] in ROOMS) else "__init__"
            below = "cli" if rest and rest[0].startswith("cli_") else below
            assert below == room or below in ROOMS[room], f"{name} imports {module}, which does not stand below it"
        assert top not in DOORS or name.startswith(DOORS[top]), f"{name} imports {top}: only {DOORS[top]} may"


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_evaluated_and_no_error_swallowed(name: str) -> None:
    nodes = list(ast.walk(ast.parse((ROOT / name).read_text("utf-8"))))
    assert not [node.lineno for node in nodes if isinstance(node, ast.Call) and called(node) in FORBIDDEN_CALLS]
    handlers = [node for node in nodes if isinstance(node, ast.ExceptHandler)]
    broad = [h for h in handlers if h.type is None or ast.unparse(h.type) in ("Exception", "BaseException")]
    assert len(broad) <= CATCHES_ALL.get(name, 0), f"{name} catches everything, line {broad[0].lineno}"


def test_files_and_functions_keep_the_budget() -> None:
    lengths = []
    for path in FILES:
        text = path.read_text("utf-8")
        assert text.count("\n") <= 300, f"{path.name} has more than 300 lines"
        functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
        lengths += [body_length(node) for node in functions]
    lengths.sort()
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[len(lengths) * 95 // 100] <= 45


def body_length(function: ast.FunctionDef) -> int:
    """Lines of a function, its docstring not counted."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring
