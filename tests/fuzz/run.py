"""``make fuzz``: many mutated texts and pages.

    python -m tests.fuzz.run [--texts N] [--pages N] [--first N] [--seed N] [--jobs N]

The same numbers give the same inputs. Every violation is counted by what went wrong, with the numbers that show it
first: ``mutated(number, seed)`` gives the input. Exit status 1 when there was one.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import re
import sys
import time
from collections.abc import Iterator

from tests.fuzz.mutate import mutated, mutated_page
from tests.fuzz.properties import page_violations, violations

STEP = 500
_VARIABLE = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")

Job = tuple[str, int, int, int]


def _work(job: Job) -> list[tuple[str, int, str]]:
    sort, seed, first, last = job
    logging.disable(logging.WARNING)
    if sort == "text":
        return [(sort, number, told) for number in range(first, last) for told in violations(mutated(number, seed))]
    return [(sort, number, told) for number in range(first, last) for told in page_violations(mutated_page(number, seed))]


def _jobs(sort: str, seed: int, first: int, count: int, step: int) -> Iterator[Job]:
    for start in range(first, first + count, step):
        yield sort, seed, start, min(start + step, first + count)


def class_of(told: str) -> str:
    """The violation without the words and numbers of its input."""
    return _VARIABLE.sub("…", told)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=int, default=196_000)
    options.add_argument("--pages", type=int, default=4_000)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--jobs", type=int, default=2)
    chosen = options.parse_args()
    jobs = [*_jobs("page", chosen.seed, chosen.first, chosen.pages, 100), *_jobs("text", chosen.seed, chosen.first, chosen.texts, STEP)]
    classes: dict[str, list[tuple[str, int, str]]] = {}
    done, began = 0, time.monotonic()
    with multiprocessing.get_context("spawn").Pool(chosen.jobs) as pool:
        for (_, _, first, last), found in zip(jobs, pool.imap(_work, jobs), strict=True):
            done += last - first
            for violation in found:
                classes.setdefault(class_of(violation[2]), []).append(violation)
            rate = done / (time.monotonic() - began)
            print(
                f"\r{done:,} of {chosen.texts + chosen.pages:,} inputs, {sum(map(len, classes.values()))} violations, {rate:.0f}/s ",
                end="",
                file=sys.stderr,
                flush=True,
            )
    print(file=sys.stderr)
    for told, cases in sorted(classes.items(), key=lambda item: -len(item[1])):
        print(f"{len(cases):6} {told}")
        for sort, number, words in cases[:3]:
            print(f"           {sort} {number}: {words}")
    print(f"{done:,} inputs, {sum(map(len, classes.values()))} violations in {len(classes)} classes")
    return int(bool(classes))


if __name__ == "__main__":
    sys.exit(main())
