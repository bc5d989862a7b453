"""How far a policy reaches beyond the sentence that names it: by its bare noun, by its funds, by its articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

# the noun of a document alone, as the subject of its sentence: `Đề án chọn 10 điểm`, `Chương trình gồm 10 dự án`
_BARE = re.compile(
    r"[ \n*+–-]*(chương trình|đề án|dự án|kế hoạch|nghị quyết|nghị định|quyết định|thông tư|chính sách|luật|chỉ thị)(?: (?:này|trên|cũng|còn))?[ ]"
    r"(?:có|gồm|bao gồm|chọn|đặt|đề ra|xác định|phấn đấu|hướng|dành|hỗ trợ|bố trí|được|đã|sẽ|quy định|yêu cầu|giao|nêu|chia|triển khai|thực hiện|tập trung|"
    r"dự kiến|nhằm|cho|đầu tư)(?!\w)"
)
_FUNDS = re.compile(r"(?<!\w)(?:vốn|kinh phí|ngân sách|nguồn lực|nguồn)(?: (?:đầu tư|sự nghiệp|thực hiện|cho|của|từ|thuộc|được|giao)){0,2}[ ]$")
_SPENT = re.compile(r"(?<!\w)(?:giải ngân|phân bổ|bố trí|giao|thanh toán|quyết toán|huy động)(?!\w)")
_UP_TO = re.compile(r"[ \n]*(?:đến|tính đến|tới|hết|lũy kế|luỹ kế|trong đó|kết quả|các địa phương|toàn|riêng|tỷ lệ|tỉ lệ|giai đoạn|năm|quý|đã)[ ]")
_ARTICLE = re.compile(r"[ \n]*(?:tại |theo )?(?:điểm [a-zđ] |khoản \d|điều \d)")
# what a plan just issued sets: `ban hành Kế hoạch … Mục tiêu đến năm 2020: …`
_AIMS = ("mục tiêu",)
_FIRST_ARTICLE = re.compile(r"điều \d{1,3}[.: ]")
_SHORT_LINE = 240
_SAYS = (" nêu", " quy định", " cho phép", " đồng ý", " hướng dẫn")
_NEAR = 30
_FAR = 420


Mention = tuple[int, str, int, int]
"""A mention of a policy: its number in the list, its document type in lower case, where it begins and ends."""


def named_again(low: str, mentions: Callable[[], Sequence[Mention]], start: int) -> int | None:
    """The mention that the sentence at `start` means by a bare noun or by one of its articles.

    `mentions` gives them, the nearest first; few sentences need them, and every figure asks.
    """
    found = _BARE.match(low, start)
    if found is not None:
        noun = found.group(1)
        return next((at for at, kind, _, _ in mentions() if kind.startswith(noun) or (noun == "chính sách" and kind)), None)
    if low.startswith(_AIMS, start):
        return next((at for at, _, begin, end in mentions() if low.endswith("ban hành ", 0, begin) and start - end < _FAR), None)
    if _ARTICLE.match(low, start) is not None and (told := mentions()) and start - told[-1][3] < _FAR:
        return told[-1][0]
    return None


def goes_on_with_funds(low: str, start: int, end: int, sentence: tuple[int, int], figure_end: int) -> bool:
    """Whether a sum or share is what became of the funds of the policy ``low[start:end]``, in a later sentence of its paragraph."""
    if sentence[0] - end > _FAR or low.find("\n", end, sentence[0]) >= 0:
        return False
    funds = _FUNDS.search(low, max(0, start - _NEAR), start) is not None
    return funds and _UP_TO.match(low, sentence[0]) is not None and _SPENT.search(low, sentence[0], figure_end) is not None


def says(low: str, end: int) -> bool:
    """Whether a letter or a notice that ends at `end` is what a figure is about: ``Công văn 6213/BNN-TY nêu: hỗ trợ 38 nghìn đồng/kg``."""
    return low.startswith(_SAYS, end)


def told_by_articles(low: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The number in `spans` of the document that a text tells of article by article, and where its first article begins.

    `spans` are the numbered documents; the one told of opens a line before the articles, or ``ban hành`` stands before it.
    """
    if not spans:
        return None
    first = low.find("\nđiều ")
    while first >= 0 and _FIRST_ARTICLE.match(low, first + 1) is None:
        first = low.find("\nđiều ", first + 1)
    if first < 0:
        return None
    for at, (start, end) in enumerate(spans):
        if end > first:
            return None
        line = low.rfind("\n", max(0, start - _SHORT_LINE), start)
        if low.endswith("ban hành ", 0, start) or start == 0 or (line >= 0 and not low[line:start].strip()):
            return at, first
    return None
