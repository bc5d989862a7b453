"""Scrapy settings: polite to the sites, safe for the machine. A site's own wishes come from ``sites.toml``."""

import os

from spiders.agent import user_agent

BOT_NAME = "solieu"
SPIDER_MODULES = ["spiders"]
ITEM_PIPELINES = {"pipelines.items.DatasetPipeline": 300}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.middlewares.HostsMiddleware": 50,
    "spiders.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "spiders.faults.Retry": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "spiders.codings.UnpackMiddleware": 590,
    "spiders.middlewares.PaceMiddleware": 880,
    "spiders.archiving.ArchiveMiddleware": 890,
}
DOWNLOAD_HANDLERS = {
    "http": "spiders.connection.GuardedHandler",
    "https": "spiders.connection.GuardedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
# A proxy of the environment would resolve the names, where no address can be judged.
HTTPPROXY_ENABLED = False
EXTENSIONS = {"spiders.outcomes.OutcomeLog": 500}

OUTPUT_DIR = "output"
SOLIEU_EXTRACTOR = "extractors.extract_page"

# Who asks, and whom to ask: a URL or an address of the person who runs the crawl.
SOLIEU_CONTACT = os.environ.get("SOLIEU_CONTACT", "")
USER_AGENT = user_agent(SOLIEU_CONTACT)
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5", "Accept-Language": "vi,en;q=0.5"}
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "solieu"
COOKIES_ENABLED = False
REFERER_ENABLED = True

# One request at a time, and never faster than the host answers. The delay is spiders.pace's: Scrapy's own would come on top.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 0.0
AUTOTHROTTLE_ENABLED = False
SOLIEU_DELAY = 1.0
SOLIEU_DELAY_MAX = 60.0
# Seconds that one Retry-After is heeded, how often the request is made again, and seconds of all such pauses of a crawl.
SOLIEU_RETRY_AFTER_MAX = 300.0
SOLIEU_RETRY_AFTER_TIMES = 5
SOLIEU_RETRY_AFTER_TOTAL = 3600.0

# Seconds until an answer begins, and between two pieces of its body; then bytes a second below which a body is given up, and
# seconds after which every body is: a large file over a slow line comes through, a server that drips does not hold the crawl.
DOWNLOAD_TIMEOUT = 30
SOLIEU_SLOWEST = 1_000
SOLIEU_LONGEST = 900
DOWNLOAD_MAXSIZE = 20_000_000
DOWNLOAD_WARNSIZE = 0
# A body that ends early is flagged, archived and tried again; spiders.harvest decides what the last try is worth.
DOWNLOAD_FAIL_ON_DATALOSS = False
RETRY_TIMES = 2
RETRY_HTTP_CODES = [408, 425, 429, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524, 525, 527, 529, 530]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
SOLIEU_RETRY_DELAY = 2.0
# Departments' certificates are often expired or lack their chain; nothing secret is sent or received.
DOWNLOAD_VERIFY_CERTIFICATES = False

# Redirects are followed by the spiders and by spiders.robots, so that each hop is archived and checked.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False

# On by default in Scrapy, and both let any local process run code in this one.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# Plain asyncio: several crawls in one process, and the download handler that can speak old TLS.
TWISTED_REACTOR_ENABLED = False

# It reads and parses the source of every callback again for every response.
WARN_ON_GENERATOR_RETURN_VALUE = False

LOG_LEVEL = "INFO"
LOGSTATS_INTERVAL = 0
