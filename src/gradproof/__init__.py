"""gradproof proofreads gradients: a derivation goes in, a verdict for every line comes out."""

from __future__ import annotations

__version__ = "0.1.0"
