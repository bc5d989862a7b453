"""How a crawl ended, in a word, a sentence and an exit status: the one table of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from solieu.tally import Failure

FORBIDDEN = "forbidden by robots.txt"
"""The reason of a fetch that robots.txt forbids; any other reason of the outcome ``robots`` is trouble with robots.txt itself."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One way in which a crawl ends. ``exit`` is a code of ``extractors.records.EXITS``."""

    name: str
    status: int
    exit: str
    meaning: str


VERDICTS: Mapping[str, Verdict] = {
    verdict.name: verdict
    for verdict in (
        Verdict("complete", 0, "complete", "all that was found was fetched"),
        Verdict("nothing_new", 0, "complete", "pages were checked, and no article is new, changed or gone"),
        Verdict("partial", 0, "complete", "the site answers, but more than half of the fetches failed"),
        Verdict("unreachable", 1, "failed", "no answer, or none but errors: nothing is known of what is new"),
        Verdict("forbidden", 1, "failed", "robots.txt forbids all that was to be fetched"),
        Verdict("failed", 1, "failed", "an error stopped the work"),
        Verdict("interrupted", 130, "interrupted", "stopped with Ctrl-C; the same command goes on"),
    )
}


def decide(
    outcomes: Mapping[str, int], failures: Sequence[Failure], *, live: bool, finished: bool, errors: bool, answered: bool, resumed: bool, news: int, fresh: bool
) -> Verdict:
    """The verdict on a crawl.

    ``answered`` tells that at least one fetch had an answer; the rest of a ``resumed`` run may
    well be errors alone. ``news`` is how many articles are new, changed or gone; ``fresh`` tells that an
    article was read that may be news although nobody counted it.
    """
    pages = sum(outcomes.values())
    if errors:
        return VERDICTS["failed"]
    if not finished:
        return VERDICTS["interrupted"]
    if live and pages and outcomes.get("robots", 0) == pages and all(f.reason == FORBIDDEN for f in failures):
        return VERDICTS["forbidden"]
    fruitless = ("robots", "error") if answered else ("robots", "error", "offsite")
    if live and pages and sum(outcomes.get(outcome, 0) for outcome in fruitless) == pages and not (resumed and answered):
        return VERDICTS["unreachable"]
    if 2 * outcomes.get("error", 0) > pages:
        return VERDICTS["partial"]
    return VERDICTS["nothing_new" if live and pages and not news and not fresh else "complete"]


def unreachable(site: str, failures: Sequence[Failure], answered: bool, last_good_at: datetime | None) -> str:
    """One line for a site that gave nothing: what was tried, and since when."""
    first = failures[0] if failures else None
    tried = "" if first is None else f" (tried {first.example}{f' and {n - 1} more' if (n := sum(f.count for f in failures)) > 1 else ''})"
    what = "answers with errors only" if answered else "cannot be reached"
    return f"{site} {what}: {'no answer' if first is None else first.reason}{tried}; {since(last_good_at)}"


def forbidden(site: str, failures: Sequence[Failure]) -> str:
    """One line for a site that may not be read."""
    return f"robots.txt forbids the site {site}" + (f" (asked for {failures[0].example})" if failures else "")


def since(last_good_at: datetime | None) -> str:
    """When it worked last, in words."""
    return "it was never read into this folder" if last_good_at is None else f"last read on {last_good_at:%Y-%m-%d %H:%M} UTC"
