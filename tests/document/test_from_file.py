"""Files that are missing, no text, or empty are said to be so."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradproof.document.from_file import read_file


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "GP502"), (b" \n", "GP502"), (b"\x89PNG\0\0", "GP501"), (b"a\0b", "GP501"), (b"\xff\xfea", "GP501")],
)
def test_what_is_no_page(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "page.md"
    file.write_bytes(content)
    source, diagnostics = read_file(file)
    assert source.text == ""
    assert [found.code for found in diagnostics] == [code]


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert [found.code for found in read_file(tmp_path / "no.md")[1]] == ["GP500"]
    assert "is a folder" in read_file(tmp_path)[1][0].message


def test_a_text_is_read_without_its_mark(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_bytes(b"\xef\xbb\xbf$\xcf\x83$\r\n")
    source, diagnostics = read_file(file, "page")
    assert (source.name, source.text, diagnostics) == ("page", "$σ$\r\n", ())
