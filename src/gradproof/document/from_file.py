"""A file becomes a Source, or a diagnostic that says why it cannot: missing, not a text, empty."""

from __future__ import annotations

from pathlib import Path

from gradproof.source import NOWHERE, Diagnostic, Source


def read_file(path: Path, name: str | None = None) -> tuple[Source, tuple[Diagnostic, ...]]:
    """The text of a file under `name` (by default its path); without text where a diagnostic says why."""
    name = str(path) if name is None else name
    try:
        content = path.read_bytes()
    except OSError as error:
        return Source(name, ""), (_unopened(name, path, error),)
    return decode(content, name)


def decode(content: bytes, name: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    """The text of some bytes in UTF-8, without the mark that some editors put before it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Source(name, ""), (_no_text(name, f"byte {error.start + 1} does not belong there"),)
    if "\0" in text:
        return Source(name, ""), (_no_text(name, "it holds zero bytes"),)
    if not text.strip():
        return Source(name, ""), (Diagnostic("GP502", f"{name} is empty: there is nothing to judge.", NOWHERE),)
    return Source(name, text), ()


def _unopened(name: str, path: Path, error: OSError) -> Diagnostic:
    if isinstance(error, FileNotFoundError):
        message, help_ = f"There is no file {name}.", "check the spelling, and the folder you are in"
    elif path.is_dir():
        message, help_ = f"{name} is a folder.", f"name the pages in it: {name.rstrip('/')}/*.md"
    else:
        message, help_ = f"{name} cannot be read: {error.strerror or 'the system refuses'}.", "check its permissions"
    return Diagnostic("GP500", message, NOWHERE, help_)


def _no_text(name: str, reason: str) -> Diagnostic:
    return Diagnostic("GP501", f"{name} is not a text in UTF-8: {reason}.", NOWHERE, "save your page as a UTF-8 text")
