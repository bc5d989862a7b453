"""How far a policy reaches beyond the sentence that names it, and where it ends."""

from __future__ import annotations

from datetime import date

import pytest

from extractors import extract_text


def policy(words: str, text: str) -> str | None:
    """The words of the reference on the one figure of the body whose words hold `words`."""
    read = extract_text(text, published_on=date(2022, 8, 12))
    (found,) = [f for f in read.figures if words in f.value_text]
    return next((r.reference_text for r in read.references if r.reference_id == found.reference_id), None)


FUNDS = "Nguồn vốn Chương trình 135 được giao 186 tỷ đồng. "
SCHEME = "Tỉnh phê duyệt Đề án phát triển du lịch cộng đồng. "


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("54 tỷ", FUNDS + "Đến ngày 30/6, các huyện giải ngân 54 tỷ đồng.", "Chương trình 135"),
        ("28,97%", FUNDS + "Đến ngày 30/6, các huyện giải ngân 54 tỷ đồng, đạt 28,97%.", "Chương trình 135"),
        ("10 điểm", SCHEME + "Đề án chọn 10 điểm, đào tạo 500 lao động.", "Đề án phát triển du lịch cộng đồng"),
        ("500 lao động", SCHEME + "Đề án chọn 10 điểm, đào tạo 500 lao động.", "Đề án phát triển du lịch cộng đồng"),
        ("300 triệu", "Bộ ban hành Thông tư số 05/2022/TT-UBDT. Tại khoản 3 Điều 6, mỗi xã được khoán 300 triệu đồng.", "Thông tư số 05/2022/TT-UBDT"),
        ("90%", "UBND tỉnh ban hành Kế hoạch số 94/KH-UBND. Mục tiêu đến năm 2025: 90% cán bộ được tập huấn.", "Kế hoạch số 94/KH-UBND"),
        ("38 nghìn", "Công văn số 6213/BNN-TY nêu: lợn bệnh được hỗ trợ 38 nghìn đồng/kg.", "Công văn số 6213/BNN-TY"),
        ("60 triệu", "Mức hỗ trợ xây mới 60 triệu đồng/căn, sửa chữa 30 triệu đồng, theo Quyết định 21/2024/QĐ-TTg.", "Quyết định 21/2024/QĐ-TTg"),
        ("45 ngày", "Theo Nghị quyết số 68/NQ-CP, lao động được hỗ trợ; thời gian tối đa 45 ngày.", "Nghị quyết số 68/NQ-CP"),
        ("16.600", "Chính phủ ban hành Nghị định số 74/2024/NĐ-CP.\nĐiều 3: Vùng IV: 16.600 đồng/giờ.", "Nghị định số 74/2024/NĐ-CP"),
    ],
)
def test_a_policy_reaches(words: str, text: str, expected: str) -> None:
    assert policy(words, text) == expected


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param("54 tỷ", FUNDS + "Huyện thu ngân sách 54 tỷ đồng.", id="other money"),
        pytest.param("12 xã", FUNDS + "Đến nay, huyện có 12 xã đạt chuẩn.", id="no funds"),
        pytest.param("10 điểm", SCHEME + "Tỉnh chọn 10 điểm bán hàng.", id="another subject"),
        pytest.param("12 hộ", "Công văn số 6213/BNN-TY gửi 12 hộ.", id="a letter that says nothing of it"),
        pytest.param("5 ha", "QUYẾT ĐỊNH\nCăn cứ Nghị định số 74/2024/NĐ-CP;\nĐiều 1. Giao 5 ha đất.", id="grounds of another document"),
        pytest.param("80%", "Căn cứ Quyết định số 12/QĐ-TTg. Xã có 80% số hộ dùng điện.", id="only named"),
    ],
)
def test_a_policy_ends(words: str, text: str) -> None:
    assert policy(words, text) is None
