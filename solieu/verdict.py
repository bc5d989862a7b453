"""How a crawl ended, in a word, a sentence and an exit status: the one table of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from solieu.tally import Failure
from spiders.outcomes import BROUGHT

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
        Verdict("nothing_new", 0, "complete", "what is there was checked, and no article is new, changed or gone"),
        Verdict("limited", 0, "complete", "stopped at its limit; what is left waits for the next crawl"),
        Verdict("partial", 0, "complete", "more than half of the fetches failed"),
        Verdict("unreachable", 1, "failed", "no answer, or none but errors: nothing is known of what is new"),
        Verdict("unread", 1, "failed", "the site answers, but not with one page that could be read: nothing is known of what is new"),
        Verdict("forbidden", 1, "failed", "robots.txt forbids all that was to be fetched"),
        Verdict("failed", 1, "failed", "an error stopped the work"),
        Verdict("interrupted", 130, "interrupted", "stopped with Ctrl-C; the same command goes on"),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is known of a crawl that has ended. ``outcomes`` counts fetches.

    ``live`` tells that the site itself was asked, ``finished`` that nothing stopped it, ``errors`` that
    something went wrong in the program. ``service_failed`` is an archive's service that could not be used. ``answered`` tells that at
    least one fetch had an answer; the rest of a ``resumed`` run may well be errors alone. ``limited``
    tells that a limit ended it, ``news`` is how many articles are new, changed or gone, ``fresh`` that an
    article was read that may be news although nobody counted it.
    """

    outcomes: Mapping[str, int]
    failures: Sequence[Failure] = ()
    live: bool = True
    finished: bool = True
    errors: bool = False
    service_failed: bool = False
    answered: bool = True
    resumed: bool = False
    limited: bool = False
    news: int = 0
    fresh: bool = False

    @property
    def pages(self) -> int:
        """How many fetches."""
        return sum(self.outcomes.values())

    def count(self, outcomes: Iterable[str]) -> int:
        """How many fetches had one of these outcomes."""
        return sum(self.outcomes.get(outcome, 0) for outcome in outcomes)


def decide(course: Course) -> Verdict:
    """The verdict on a crawl."""
    if course.errors:
        return VERDICTS["failed"]
    if course.service_failed:
        return VERDICTS["unreachable"]
    if not course.finished:
        return VERDICTS["interrupted"]
    if (fruitless := _fruitless(course)) is not None:
        return VERDICTS[fruitless]
    if 2 * course.count(["error"]) > course.pages:
        return VERDICTS["partial"]
    if course.limited:
        return VERDICTS["limited"]
    return VERDICTS["complete" if course.news or course.fresh else "nothing_new"]


def _fruitless(course: Course) -> str | None:
    """Why the site itself gave nothing, where it was asked and gave nothing."""
    pages = course.pages
    if not course.live or not pages:
        return None
    if course.count(["robots"]) == pages and all(failure.reason == FORBIDDEN for failure in course.failures):
        return "forbidden"
    if course.resumed and course.answered:
        return None
    if course.count(["robots", "error"] if course.answered else ["robots", "error", "offsite"]) == pages:
        return "unreachable"
    return None if course.count(BROUGHT) else "unread"


def unreachable(site: str, failures: Sequence[Failure], answered: bool, last_good_at: datetime | None) -> str:
    """One line for a site that gave nothing: what was tried, and since when."""
    first = failures[0] if failures else None
    tried = "" if first is None else f" (tried {first.example}{f' and {n - 1} more' if (n := sum(f.count for f in failures)) > 1 else ''})"
    what = "answers with errors only" if answered else "cannot be reached"
    return f"{site} {what}: {'no answer' if first is None else first.reason}{tried}; {since(last_good_at)}"


def unread(site: str, failures: Sequence[Failure], last_good_at: datetime | None) -> str:
    """One line for a site that answers with nothing to read: an error page, a redirect to another site."""
    first = failures[0] if failures else None
    told = "" if first is None else f": {first.outcome}, {first.told or first.reason} (tried {first.example})"
    return f"{site} answers, but not with a page that could be read{told}; {since(last_good_at)}"


def forbidden(site: str, failures: Sequence[Failure]) -> str:
    """One line for a site that may not be read."""
    return f"robots.txt forbids the site {site}" + (f" (asked for {failures[0].example})" if failures else "")


def since(last_good_at: datetime | None) -> str:
    """When it worked last, in words."""
    return "it was never read into this folder" if last_good_at is None else f"last read on {last_good_at:%Y-%m-%d %H:%M} UTC"
