"""`python -m gradproof`: the same as the command `gradproof`."""

from __future__ import annotations

from gradproof.cli import main

main()
