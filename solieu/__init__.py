"""What people type and import: the command line, queries, exports, the explorer.

    import solieu
    figures, articles = solieu.load("figures", "articles")
    solieu.connect().sql("SELECT count(*) FROM figures")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solieu.datasets import DatasetError, load, open_datasets
    from solieu.query import connect

__all__ = ["DatasetError", "connect", "load", "open_datasets"]

_HOMES = {"DatasetError": "solieu.datasets", "load": "solieu.datasets", "open_datasets": "solieu.datasets", "connect": "solieu.query"}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that ``solieu --help`` comes at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'solieu' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
