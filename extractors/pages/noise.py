"""What portals add to a URL that changes nothing of the article behind it: sessions, tracking, print views.

Pure functions of ``str``.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_TRACKING = frozenset(
    [
        *("fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ttclid", "twclid", "igshid", "igsh", "mibextid", "zarsrc", "_ga", "_gl"),
        *("mc_cid", "mc_eid", "mkt_tok", "ref_src", "ref_url", "spm", "epik", "s_kwcid", "vero_id", "wt_mc", "_openstat", "_hsenc", "_hsmi"),
        *("fb_action_ids", "fb_action_types", "fb_source", "fb_comment_id", "returnurl", "return_url", "redirecturl", "_", "nocache", "no_cache"),
    ]
)
_TRACKING_FAMILIES = ("utm_", "pk_", "piwik_", "mtm_", "matomo_", "hsa_", "aspsessionid")
_SESSION = frozenset(
    [
        *("phpsessid", "jsessionid", "sessionid", "session_id", "sessid", "asp.net_sessionid", "aspsessionid", "cfid", "cftoken", "oscsid"),
        *("zenid", "osid", "requestverificationtoken", "__requestverificationtoken", "csrf_token", "csrftoken", "__viewstate", "__eventvalidation"),
    ]
)
_SESSION_OR_STORY = frozenset(["sid", "s_id", "session"])
"""Portals of the PHP-Nuke family call the number of an article so."""
_STORY_NUMBER = re.compile(r"[0-9]{1,7}\Z")
_PRINT = frozenset(["print", "printable", "printview", "print_view", "isprint", "printpage", "forprint", "inbai", "in-bai"])
_PRINT_KEYS = ("view", "layout", "format", "mode", "action", "type", "op", "task", "act", "do", "cmd")
_PRINT_VALUES = frozenset((name, value) for name in _PRINT_KEYS for value in ("print", "printview", "inbai")) | {("tmpl", "component"), ("tmpl", "print")}
_PRINT_ENDS = ("printmode", "printview", "isprint", "forprint", "toprint", "printversion", "print_version", "_print")
_ON = frozenset(("", "1", "true", "yes", "on"))
_SHARED_BY = frozenset(("facebook", "twitter", "x", "linkedin", "email", "telegram", "whatsapp", "pinterest", "reddit", "tumblr", "zalo"))
_PORTLET = frozenset(("inheritredirect", "p_p_auth", "p_auth", "skinsrc", "containersrc", "replytocom"))
"""What Liferay, DotNetNuke and WordPress add to the address of one and the same page."""
_WAYS_BACK = ("redirect", "redirect_to", "redirectto", "backurl", "back_url", "returnto", "return_to", "goback", "source", "ref", "referer", "referrer", "from")
"""Noise where their value is an address: where the reader came from."""
_ADDRESS = re.compile(r"(?:https?:)?/")
_PRINT_SEGMENTS = frozenset({"print", "print-view", "printview", "printpage", "in-bai", "in-bai-viet", "inbai", "in-tin", "intin", "ban-in", "pop_up"})
_PAGE_SUFFIX = re.compile(r"\.(?:html?|aspx?|php|jsp)\Z", re.IGNORECASE)
_PATH_PARAMETER = re.compile(r";(?:jsessionid|phpsessid|sid|sessionid|cfid|cftoken)=[^/;]*", re.IGNORECASE)
_ASP_SESSION = re.compile(r"/\((?:[A-Za-z]\([0-9A-Za-z_-]{8,400}\)){1,3}\)(?=/)")


def is_noise(name: str, value: str) -> bool:
    """Whether a parameter only tracks, keeps a session or asks for a print view.

    >>> is_noise("utm_source", "fb"), is_noise("View", "print"), is_noise("view", "article")
    (True, True, False)
    """
    name, value = name.lower(), value.lower()
    if name in _SESSION_OR_STORY:
        return _STORY_NUMBER.match(value) is None
    if name in _TRACKING or name in _SESSION or name in _PRINT or name in _PORTLET or name.startswith(_TRACKING_FAMILIES) or (name, value) in _PRINT_VALUES:
        return True
    return _is_same_page_otherwise(name, value)


def _is_same_page_otherwise(name: str, value: str) -> bool:
    """Print views under a prefix of their own, AMP, share buttons, ways back."""
    last = name.rpartition("_")[2]
    if value in _ON:
        return name == "amp" or name.endswith(_PRINT_ENDS)
    if value in ("print", "pop_up"):
        return name.startswith(("_", "p_p_")) and last in ("viewmode", "mode", "view", "state")
    if name == "share":
        return value in _SHARED_BY
    return (name in _WAYS_BACK or (name.startswith("_") and last in _WAYS_BACK)) and _ADDRESS.match(value) is not None


def without_sessions(path: str) -> str:
    """A path without ``;jsessionid=…`` and ``/(S(…))``.

    >>> without_sessions("/(S(abcdefgh12345678))/tin/a-1;jsessionid=AB")
    '/tin/a-1'
    """
    return _ASP_SESSION.sub("", _PATH_PARAMETER.sub("", path))


def without_print(segments: list[str]) -> list[str]:
    """Path segments without a leading or closing ``print``, ``in-bai``…, where others are left.

    >>> without_print(["in-bai", "tin", "a-1"])
    ['tin', 'a-1']
    """
    if len(segments) > 1 and segments[0].lower() in _PRINT_SEGMENTS:
        segments = segments[1:]
    if len(segments) > 1 and segments[-1].lower() in _PRINT_SEGMENTS:
        segments = segments[:-1]
    return segments


def is_print_view(path: str, query: str) -> bool:
    """Whether a URL is a print view that does not name the page it prints: ``/in-bai?id=5``, ``/print/5``.

    >>> is_print_view("/InBai.aspx", "id=5"), is_print_view("/print/5", ""), is_print_view("/print", ""), is_print_view("/in-bai/tin/a-1", "")
    (True, True, False, False)
    """
    segments = [_PAGE_SUFFIX.sub("", unquote(s)).lower() for s in path.split("/") if s]
    if not segments:
        return False
    if segments[-1] in _PRINT_SEGMENTS:
        return bool(query) and len(segments) == 1
    return len(segments) == 2 and segments[0] in _PRINT_SEGMENTS and segments[1].isdigit()
