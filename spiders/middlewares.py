"""What stands between Scrapy's engine and the network: robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.robotstxt import RobotParser


class RobotsForbidden(IgnoreRequest):
    """robots.txt forbids the URL."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, but what it forbids can be told from what else is ignored."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise :class:`RobotsForbidden` for a URL that robots.txt forbids."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise RobotsForbidden("forbidden by robots.txt") from error
