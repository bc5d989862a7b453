"""The command line in a process of its own: a crawl needs one, and so do signals, pipes and locales."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-c", "from solieu.cli import main; main()")
TIMEOUT = 180


def environment(**changes: str) -> dict[str, str]:
    """This environment with the project importable from any folder and this Python's programs found first."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8")}
    return {**kept, "PATH": path, "PYTHONPATH": str(ROOT), **changes}


def solieu(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run ``solieu`` to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], input=stdin, capture_output=True, cwd=cwd, env=dict(env or environment()), timeout=TIMEOUT, check=False
    )
