"""``make accuracy``: the table of scores, and what was gained and lost since the last accepted result.

    python -m tests.accuracy.report [--accept] [--all]

``--accept`` writes the result to ``last.json``, to be committed with the change that made it; ``--all`` also lists
every failure. Sets that are not there are named and left out; their accepted results stay.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.accuracy.scoring import Score, load, score

ROOT = Path(__file__).resolve().parents[2]
LAST = Path(__file__).parent / "last.json"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Annotated files that share their rules."""

    name: str
    files: tuple[Path, ...]
    relative: bool
    context: bool

    @property
    def is_there(self) -> bool:
        return all(path.is_file() for path in self.files)


def _parts(letters: str) -> tuple[Path, ...]:
    return tuple(ROOT / "tests/gold" / f"{part}_{sort}.jsonl" for part in letters for sort in ("digests", "articles"))


OWN = GoldSet("own", _parts("ab"), relative=True, context=True)
NEWS = GoldSet("news", _parts("c"), relative=True, context=True)
LAW = GoldSet("law", (ROOT / "tests/gold/d_legal.jsonl",), relative=True, context=True)
WHOLE = GoldSet("whole", (ROOT / "tests/gold/e_articles.jsonl",), relative=True, context=True)
DEV = GoldSet("dev", (ROOT.parent / "shared/gold/dev.jsonl",), relative=False, context=False)
SETS = {s.name: s for s in (OWN, NEWS, LAW, WHOLE, DEV)}


@cache
def measure(name: str) -> Score:
    """The score of one set, read once a process."""
    gold = SETS[name]
    return score((d for path in gold.files for d in load(path)), relative=gold.relative, context=gold.context)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--accept", action="store_true", help="write the result to last.json")
    options.add_argument("--all", action="store_true", help="list every failure")
    chosen = options.parse_args()
    last: dict[str, Any] = json.loads(LAST.read_text(encoding="utf-8")) if LAST.is_file() else {}
    for name, gold in SETS.items():
        if not gold.is_there:
            print(f"{name}: {', '.join(map(str, gold.files))} is not there")
            continue
        result = measure(name)
        _table(name, result, last.get(name, {}).get("scores", {}))
        if chosen.all:
            print(*("  " + line for line in result.failures), sep="\n")
        _compare(result.failures, last.get(name, {}).get("failures", []))
        last[name] = {"scores": result.as_numbers(), "failures": result.failures}
    if chosen.accept:
        LAST.write_text(json.dumps(last, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"accepted: {LAST.relative_to(ROOT)}")


def _table(name: str, result: Score, before: dict[str, Any]) -> None:
    print(f"\n{name:28} {'P':>7} {'R':>7} {'F1':>7} {'asked':>6} {'given':>6}   since last")
    for row, numbers in result.as_numbers().items():
        change = numbers["f1"] - before[row]["f1"] if row in before else 0.0
        shown = f"{change:+.4f}" if abs(change) >= 0.00005 else ""
        print(f"  {row:26} {numbers['precision']:7.4f} {numbers['recall']:7.4f} {numbers['f1']:7.4f} {numbers['asked']:6} {numbers['given']:6}   {shown}")


def _compare(now: list[str], before: list[str]) -> None:
    gained, lost = Counter(before) - Counter(now), Counter(now) - Counter(before)
    print(f"  gained {gained.total()}, lost {lost.total()} since the last accepted result")
    for sign, lines in (("+", gained), ("-", lost)):
        for line in sorted(lines.elements()):
            print(f"  {sign} {line}")


if __name__ == "__main__":
    main()
