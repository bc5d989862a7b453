"""How the names of bodies are spelled: words with one capital for two syllables, and the person who signs for one."""

from __future__ import annotations

import re

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_COMPOUNDS = (
    "Báo chí|Bảo hiểm|Bảo trợ|Bảo vệ|Cao đẳng|Chăn nuôi|Chính sách|Di sản|Dự trữ|Đại học|Địa chất|Đường bộ|Đường sắt|Gia đình|Hàng hải|Hàng không|Hợp tác xã|"
    "Khí tượng|Khuyến nông|Lâm nghiệp|Sở hữu|Thủy lợi|Thủy sản|Thủy văn|Thương binh|Thương mại|Trẻ em|Trồng trọt|Trung cấp|Trung học|Viễn thông|Xuất bản|"
    "Ban hành|Biên phòng|Chấp hành|Chỉ đạo|Chỉ huy|Chính trị|Chuyển đổi|Công an|Công nghệ|Công thương|Công nghiệp|Cựu chiến binh|Dân quân|"
    "Dân tộc|Dân vận|Du lịch|Đào tạo|Đầu tư|Điều phối|Giáo dục|Giao thông|Hải quan|Kế hoạch|Khoa học|Kiểm lâm|Kiểm sát|Kiểm tra|Kinh tế|Lao động|"
    "Liên hiệp|Mặt trận|Môi trường|Ngoại vụ|Nghiên cứu|Ngân hàng|Nhà nước|Nhân dân|Nội chính|Nội vụ|Nông dân|Nông nghiệp|Nông thôn|Phát triển|"
    "Phòng cháy|Phụ nữ|Quân sự|Quản lý|Quốc phòng|Quốc tế|Tài chính|Tài nguyên|Thanh niên|Thanh tra|Thi đua|Thể thao|Thống kê|Thông tin|"
    "Thường trực|Thường vụ|Tôn giáo|Tổ chức|Tổ quốc|Tư pháp|Trung ương|Truyền thông|Tuyên giáo|Tuyên truyền|Ủy ban|Uỷ ban|Hội đồng|Ứng dụng|"
    "Ứng phó|Văn hóa|Vận động|Vận tải|Việc làm|Xây dựng|Xã hội|Xúc tiến|Y tế|Đảng ủy"
)
"""Words of bodies' names that have one capital for two syllables."""
CAPITALISED = re.compile(rf"(?:[ ](?:(?:{_COMPOUNDS})(?!\w)|[{UPPER}][\w’'&]*|(?:và|&)(?=[ ][{UPPER}])|tỉnh|huyện|thành phố(?=[ ][{UPPER}]))){{1,8}}")
"""The rest of a body's name after its first word: ``Sở`` with `` Nông nghiệp và Môi trường``."""
COMPOUND_AHEAD = re.compile(rf"[ ](?:{_COMPOUNDS})(?!\w)")
PERSON = re.compile(rf"(?:[ ][{UPPER}][a-zà-ỹ]{{1,6}}){{2,4}}(?=[ ])")
