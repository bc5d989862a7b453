"""Numbers that are no figures, by what they are instead: each alone, and beside a figure that is one."""

from __future__ import annotations

from datetime import date

import pytest

from extractors import extract_text

NOTHING: dict[str, str] = {
    "parts of a law": """
Căn cứ khoản 3 Điều 12 Luật Đất đai
điểm a, b khoản 1 và khoản 2 Điều 7
quy định tại các điểm a, b, c và d khoản 1 Điều 14
quy định tại các khoản 1, 2 và 3 Điều này
quy định tại khoản 1, khoản 2 Điều 4 Nghị định này
các Điều 15, 16 và 17 của Luật này
Điều 5. Nguyên tắc hỗ trợ
Điều 12, 13, 14 Thông tư này
Điều 3 chương II
tiết 2 điểm a khoản 3
tại điểm 1 mục II phần B
điểm 2.1 mục 2 Phần I
Mục 2 Chương III
tiểu mục 1 Mục 3
Phụ lục 1 kèm theo
Phụ lục số 02 ban hành kèm theo Thông tư
Mẫu số 02 Phụ lục I
mẫu số 05/ĐK của Phụ lục
Chương trình 30a, 135, 134
Chương trình 327
hợp phần 2
tài khoản số 1020100012345
1. Mục tiêu
tiết 5
chương trình lớp 6
thang điểm 10
một phần kinh phí
tám chín phần
Tổng điều tra dân số 2019
chương 5 điều 7
Chương 2 mục 3
cao điểm 1049
điểm cao 601
theo quy định tại điểm b khoản 3 Điều 15 Nghị định này thì hộ gia đình được vay
tại khoản 1 Điều 3, khoản 2 Điều 4 và điểm c khoản 5 Điều 6 Thông tư này
tại Điều 21, Điều 22 và Điều 23 Luật này
quy định tại khoản 4 và khoản 5 Điều này
Sửa đổi, bổ sung khoản 2 Điều 5 như sau
Bãi bỏ Điều 7, Điều 8
bãi bỏ các Điều 7, 8, 9, 10
bãi bỏ khoản 3, khoản 4, điểm a khoản 5
bổ sung khoản 2a vào sau khoản 2
bổ sung Điều 10a
thay thế Phụ lục 2 bằng Phụ lục 3
tại mục 1, mục 2 Phụ lục I
mục 3.1 Phần II
điểm 1.2 khoản 1 mục I
tiểu mục 2.1
phần thứ 2
Chương 2, Mục 1, Điều 12
Phụ lục V.1
tài khoản 1121
chương 422
khoản 093
mục 7000
tiểu mục 7049
Chương trình 135 hộ nghèo được hỗ trợ
Chương trình 30a huyện nghèo
“8 điều răn”
mục tiêu 8, 9
""",
    "names told by what goes on": """
tuyển sinh lớp 10 - 12 Trường THPT
học sinh lớp 7 - 9 Trường THCS
họp tại phòng 302 nhà A2
đi tuyến 8 xe buýt
sách Ngữ văn 10 sách
đạt giải Ba môn Toán
quy hoạch 1/2000 khu đô thị
bản đồ tỷ lệ 1/500 khu trung tâm
Vietlott 6/55 kỳ quay
Mega 6/45 kỳ quay
đường dây nóng 1900 9095 hoạt động 24/7
đêm 18 rạng sáng 19/7
15 đồng hành cùng người nghèo
""",
    "some, and not so many": """
có vài ba hộ nghèo
có dăm ba trăm hộ
có dăm bảy người đến
có hai triệu tư liệu
""",
    "documents and titles": """
công nghiệp 4.0
Nghị quyết Trung ương 4 khóa XII
Nghị quyết Trung ương 6 (khóa XII)
Nghị quyết 10 của Bộ Chính trị
Hội nghị lần thứ 7
Quyết định số 45
Nghị định số 57
Thông tư 02
Luật số 52/2014/QH13
Chỉ thị 40
Chỉ thị 05 của Bộ Chính trị
Kết luận 01
Thông báo số 12
Công văn 1234
Hiệp định 1954
Công ước 169
Nghị quyết 88 của Quốc hội
Nghị quyết 120 và Nghị quyết 88
Đề án 06
Đề án 939
Quỹ 15
Phong trào 3
Dự án 661
Tiểu dự án 2 của Dự án 3
nội dung 1 của Tiểu dự án
Nội dung số 02
a) Nội dung
[1] Xem Nghị quyết
Xí nghiệp 9
Ban Chỉ đạo 389
Ban Chỉ đạo 1523
phong trào “3 sạch”
Bộ luật Dân sự 2015
Luật Đất đai 2013
Luật Đầu tư công 2019
Hiến pháp 2013
Nghị định 99
Số: 125/BC-BDT
Số: 125
V/v 3 công khai
03/QĐ-UBND
dự án nhóm A
dự án nhóm 1
Luật số 45/2019/QH14
Nghị định 100 và Nghị định 123
theo Nghị định 116 đối với giáo viên
theo Nghị quyết 35
Thông tư 22 về đánh giá học sinh
Thông tư 27 học sinh tiểu học
Quyết định 861 công nhận xã
Quyết định 582 thôn đặc biệt khó khăn
Quyết định 102 người dân thuộc hộ nghèo
Quyết định 33 hộ dân
Nghị định 28 hộ nghèo
Dự án 6 xã
Dự án 1 hộ nghèo
Tiểu dự án 3 người lao động
giai đoạn 1 dự án
quý 2 doanh nghiệp
dịch COVID-19 doanh nghiệp
cách mạng công nghiệp 4.0 doanh nghiệp
phong trào “5 biết”
Khu công nghiệp Hòa Bình 1
""",
    "forms, tables, codes, standards": """
theo Mẫu 01 đính kèm
Biểu mẫu 3 gửi về Sở
Bảng 3 kết quả
Biểu số 4 tổng hợp
Biểu 02 người lập
Hình 4 sơ đồ
nhóm A1 có hệ số
tiêu chí 17.1 về môi trường
tiêu chí số 17
tiêu chí 10 về thu nhập
chỉ tiêu 18.4 đạt chuẩn
mã số 05.06
mã số V.07.03.29
mã ngành 7140202
TCVN 5687:2010
QCVN 01-1:2018/BYT
TCXDVN 33:2006
ISO 14001
Tạp chí số 7
tập 2, trang 15
tr. 25
trang 12-15
khu vực bỏ phiếu số 12
mã số thuế: 6100112233
cột Km 158
cột mốc 790
hệ số K1
giấy phép lái xe hạng B2
mô hình “3 trong 1”
mô hình “5+1”
phố Hàng Trống
Cỡ chữ 12
font 14
khổ A4
giấy A4
trang A3
file 2
CSS3
quyển 3
quyển số 01
phiếu số 3
câu 5
câu hỏi 3
đáp án 4
đề số 2
mã đề 101
STT 5
TT 12
ô số 7
theo Biểu số 01/BTC
theo mẫu số 01-QĐ
Mẫu số B01-DN
Mẫu số 02a, 02b
Phụ biểu 3
TCVN 7112
QCVN 14:2008/BTNMT
Tiêu chuẩn ISO 9001
ISO/IEC 17025
loại hình 4
ngạch 01.003
mã ngạch 15.111
hệ số lương bậc 1
giấy phép hạng C
TK 331
mã nguồn 13
mã 0231
Tổ 3 đại biểu Quốc hội
khóa XV kỳ họp thứ 2 đại biểu
kỳ họp thứ 8 đại biểu Quốc hội
cột mốc 750 xã
“Mô hình 5 cùng”
tiêu chí “3 không”
thứ 6 hàng tuần
ô số 4
STT 12
số thứ tự 5
số TT 7
Ghi chú 1
cột 5
cột (5)
dòng 3
hàng 2
mã số 10
chỉ tiêu 15 cột 3
chỉ tiêu 1.2
tiêu chí 13.1
tiêu chí số 15, 17, 18
các tiêu chí 10, 11, 13
các chỉ tiêu 17.2, 17.3
""",
    "grades and classes": """
công trình cấp 4
nhà cấp 4
nhà cấp IV
đường cấp 3
công trình thủy điện hạng 2
đô thị loại 1
đô thị loại 5 của huyện
đô thị loại V
giáo viên hạng III
viên chức hạng 2
nhóm 1 gồm các hộ
vùng 1 áp dụng
vùng I, vùng II
mức lương tối thiểu vùng 1
khu vực III
khu vực 2 nông thôn
xã khu vực 3
vĩ độ 14°20'
14 độ 21 phút vĩ bắc
tọa độ 107°20'15"
Kỳ họp thứ 10, khóa XIV
kỳ họp thứ 3 HĐND tỉnh
Nhóm 3 thảo luận
khóa 17
khoá XI
nhiệm kỳ 2020-2025
niên khóa 2018-2022
lớp 12
lớp 9A
lớp 1 và lớp 2
học sinh lớp 5
khối 12
khối lớp 10
hạng nhất
học kỳ 2
học kỳ I
kỳ 1
nhóm lớp 5
gió cấp 8, giật cấp 10
cấp 6, cấp 7
báo động cấp II
rủi ro thiên tai cấp 3
nguy cơ cháy rừng cấp V
cấp 5 cực kỳ nguy hiểm
mức 3, mức 4
dịch vụ công mức độ 3, 4
dịch vụ công trực tuyến mức độ 4
mức độ 2
type 2
đái tháo đường tuýp 2
độ 1
bậc 7
bậc 2/7
bậc lương 3/9
hạng A1
bằng lái hạng C
OCOP 4 sao
sản phẩm 4 sao
khách sạn 5 sao
vòng loại thứ 2
giải nhất, giải nhì
giải 2
top 10
top 5
xếp thứ 3
đứng thứ 2 cả nước
vị trí thứ 5
thứ hạng 25
xếp hạng 12
hạng 15/63
đứng vị trí số 1
xếp thứ 12/63 tỉnh, thành phố
xếp vị trí 20/63 tỉnh, thành
khối thi đua 5
vùng 3 chiến thuật
công trình cấp III
nhóm B, nhóm C
đất nhóm 2
động vật nhóm IB
xã loại 2
đơn vị hành chính loại 3
bệnh viện hạng 1
bệnh viện đa khoa hạng II
trường chuẩn quốc gia mức độ 1
đạt chuẩn mức độ 2
phổ cập giáo dục mức độ 3
phổ cập mức độ 2
xóa mù chữ mức độ 2
vùng 2, vùng 3
lương tối thiểu vùng IV
bậc 3/12
bậc 4 thợ
hạng I, hạng II
thẻ hạng 3
khu vực 1 xã
khối 12 học sinh
lớp 12 học sinh
lớp 1 học sinh dân tộc thiểu số
lớp 5 trường tiểu học
nhiệm kỳ 2020-2025 xã
trường cấp 3
học sinh cấp 2, 3
cấp 1, 2
OCOP 3 sao
OCOP hạng 4 sao
giải Nhất, 2 Nhì
chỉ số PCI xếp hạng 43/63
PAPI đứng thứ 35
đứng thứ 12/63 tỉnh, thành phố
xếp hạng 2/5 tỉnh Tây Nguyên
xếp thứ 3/5 khu vực Tây Nguyên
vĩ độ 14
kinh độ 107
107,5 độ kinh Đông
15,3 độ Vĩ Bắc; 128,8 độ Kinh Đông
Vùng 4 Hải quân
Vùng 3 Cảnh sát biển
thời kỳ 1954 - 1975
khóa 1
khóa 45
""",
    "clock and calendar": """
lần 2 trong năm
trực 24/7
24/24
phục vụ 24/24
thắng với tỉ số 2-1
hòa 1-1
thắng 3-0 trước đối thủ
tỉ lệ 50/50
giá 50/50
cưa đôi 50-50
bản đồ tỷ lệ 1/10.000
bản đồ tỉ lệ 1:25.000
quy hoạch phân khu tỷ lệ 1/2000
dưới thời vua Minh Mạng thứ 5
phiên họp thứ 25
đợt 3 năm 2021
lúc 8h30
từ 7h30 đến 11h30
vào lúc 14 giờ 30 phút
hồi 15 giờ 20
khoảng 9 giờ sáng
đến 17 giờ cùng ngày
lúc 0 giờ
từ 22 giờ hôm trước đến 6 giờ hôm sau
8 giờ ngày 5/3
sau 17 giờ chiều
vào 6 giờ 30
trước 16 giờ ngày 12/8
20 giờ tối
lúc 19h00
19:30
15g30
2 giờ sáng
3 giờ chiều nay
năm học 2020 - 2021
ngách 5/12
đường 30/4
đường 2 tháng 9
đường 3/2
Đại lộ 19/5
phân NPK 20-20-15
phân bón NPK 5-10-3
Báo 24h
thứ 2 hằng tuần
thứ Ba
chủ nhật
mùng 10 tháng 3
10/3 âm lịch
rằm tháng 7
ngày 2/9
30/4 và 1/5
8-3
20-11
Cách mạng tháng 8
tháng 7
tháng 12/2019
quý 3
quý III
quý IV/2020
năm 2020
năm 1975
những năm 1960
thập niên 90
thế kỷ 19
thế kỷ XX
giai đoạn 2
giai đoạn I
giai đoạn 2021-2025
đầu năm 2020
6 tháng đầu năm
9 tháng đầu năm 2019
6 tháng cuối năm
11 tháng năm 2019
ung thư giai đoạn 3
năm một lần
ngày một
ba mươi Tết
Bà Năm
xã Năm Căn
Năm Căn
ngã năm
tháng Giêng
tháng chạp
tháng Ba
thứ nhất
thứ năm
thứ ba là
lần thứ hai
lần thứ ba
người thứ ba
thế giới thứ ba
bên thứ ba
con thứ hai
năm nay
năm ngoái
năm sau
năm trước
năm tháng
năm tài chính
năm ngân sách
mỗi năm
hằng năm
trong năm
nghìn năm văn hiến
trăm năm trồng người
ngày 15
mùng 2
ngày 5 và ngày 6
các ngày 5, 6 và 7/8
từ ngày 10 đến 15 tháng 8
tối 30 Tết
sáng 15
chiều 20/7
chiều tối 28-9
mấy năm
lần thứ 13 Đảng bộ
Đợt 1 học sinh
giai đoạn 2 người lao động
vòng 2 thí sinh
năm 2019 huyện có
năm 2019 xã đạt chuẩn
năm 2021 tỉnh
tháng 5 huyện tổ chức
tháng 9 học sinh tựu trường
ngày 20 tháng 11
ngày 5/9 học sinh
sáng 5/9 học sinh
8/3 hội viên phụ nữ
từ 1/7 cán bộ
từ ngày 1/7 người dân
đến 30/6 huyện
trước 15/8 các xã
hết 31/12 đơn vị
Năm học 2021-2022 học sinh
niên vụ 2020-2021 cà phê
giai đoạn 2016-2020 huyện
cầu 16 tháng 3
đường 16/3
thứ 7, chủ nhật
thứ 2, thứ 3
từ thứ 2 đến thứ 6
từ thứ 2 đến thứ 6 hằng tuần
tỷ số 3-1
thắng 2-0
thua 1-3
tỷ lệ bản đồ 1/5.000
tỷ lệ 1:10.000
tỷ lệ 1/2.000
huyết áp 120/80
Nguyễn Văn A (sinh năm 1985)
ông A, sinh năm 1956
(1954-1975)
(2016-2020)
(26/3/1931 - 26/3/2021)
1930-1945
""",
    "telephones, plates, papers": """
ĐT 672 và ĐT 675
xe buýt số 5
biển số 82A-012.34
biển kiểm soát 82C-034.56
xe mang BKS 81B-012.34
BKS 82B 00123
CMND 233123456
căn cước công dân số 062085001234
số CCCD 062085001234
điện thoại 0260 3862345
ĐT: 0260.3862.345
SĐT 0905.123.456
điện thoại: 0905 123 456 gặp anh Ba
hotline 1800 1091
tổng đài 111
gọi 115
đường dây nóng 1022
số 1900.8198
xe tăng T54
Zalo 0905 123 456
Viber: 0987654321
xe Wave 110
xe Dream 100
xe Honda 67
""",
    "places and roads": """
QL14 đoạn qua huyện
QL 14 qua thị trấn
đường tỉnh 672
TL 675
số nhà 25 đường Lê Lợi
125 Trần Hưng Đạo, phường Thắng Lợi
thông điệp 5K
đội U19 Hoàng Anh Gia Lai
Tờ bản đồ số 12, thửa đất số 34
thửa đất số 125
Tổ 5 bầu cử
tổ bầu cử số 7
phòng 205
phòng số 3
tầng 2 nhà A
lô 12
lô B3
tòa nhà 25
(2) Tổ chức thực hiện; (3) Kiểm tra
tổ 3, phường Quang Trung
thôn 5
thôn 1B
làng 2
bản 4
ấp 3
buôn 7
khu phố 6
tổ dân phố số 9
khóm 5
Thôn 6, xã Đăk Mar
thôn 1, thôn 2, thôn 5
xã Đăk Rơ Ông 1
Làng Kon Hra Chót 2
phường 7
Phường 12, quận 3
quận 10
Quận 1, TP. Hồ Chí Minh
KP3
tổ 10
hẻm 45
ngõ 12 phố Huế
kiệt 20
đường số 5
phố 1
Quốc lộ 1A
quốc lộ 40B
Quốc lộ 24 và Quốc lộ 14C
Tỉnh lộ 8
đường Đông Trường Sơn Km45+200
Km 12+500
km 25 quốc lộ 14
km số 7
mốc 23
mốc giới số 12
mốc số 5
Tiểu khu 123
khoảnh 5 tiểu khu 456
Đoàn kinh tế quốc phòng 778
Quân khu 5
Nhà máy Z751
Tổ công tác 970
áp thấp nhiệt đới số 1
giống sắn KM94
một vài thôn
một cửa liên thông
cầu Hai
ngã tư
Ngã Bảy
bảy sắc cầu vồng
Sông Ba
Ia Tul 2
Đăk Mi 4
thủy điện Đăk Mi 4
nhà máy số 1
thửa 25
lô đất 12
thửa đất 125 tờ bản đồ 12
khu A2
khu 5
khu 6
chiến khu 7
đồi 1338
Đồi 42
ga Km số 3
làng TĐC số 2
bản đồ số 2
gấp rút
gấp gáp
thôn 2 hộ dân
thôn 5 người dân
thôn 3 xã Đăk Mar
tổ 7 phường Trần Hưng Đạo
tổ 5 khu phố 2
bước 3 hộ gia đình
phường 7 thành phố Đà Lạt
quận 5 thành phố Hồ Chí Minh
Khu phố 4 phường Linh Trung
Quốc lộ 14 xã Đăk Mar
Quốc lộ 24 huyện Kon Plông
km 12 xã Hiếu
tầng 3 nhà làm việc
tiểu khu 12 xã
khoảnh 3 tiểu khu 45
Đồn Biên phòng 673
ngã 3 Trung Tín
ngã 4 đường
cầu số 2
phố 12
Hà Nội 36 phố phường
Đăk Hà 1
Đăk Rô 4
Đăk Xú 2
làng Le, thôn 7
KCN Hòa Khánh 2
KCN Trà Nóc 1, 2
lô 5, lô 6
""",
    "units of the army, bodies": """
đội tuyển U23
trường hợp F0, F1 và F2
Hội đồng 2
trường THCS số 2
Trường Tiểu học Số 1
Trường Mầm non 1
Trường THPT Chuyên 2
Sư đoàn 320
Trung đoàn 24
Quân đoàn 3
Binh đoàn 15
Lữ đoàn 234
Đoàn 78
Tiểu đoàn 5
Đại đội 2
Đồn 671
Bệnh viện 175
Công ty 715
Nông trường 701
Công ty Cà phê 734
Đội 1
đội 3 nông trường
Trạm bơm số 3
Chi bộ 2
Chi đoàn 3
chi hội 5
Liên đội 4
cụm 1
cụm thi đua số 3
số 5 trường tiểu học
Trường THCS số 1 xã
3 cùng với đồng bào
Hải đội 202
Trung đoàn 66
Đoàn A5
đội K53
Đội K52
Đồng Nai 2
cụm 3
Táo quân 2022
""",
    "names of things, sayings, words": """
bước 2 thẩm định
Bước 3. Lập hồ sơ
ca 3 làm việc
ĐH 21 dài
số 12 Trần Phú
cách mạng 4.0
nền kinh tế 4.0
nguyên tắc 5K
mạng 3G, 4G
sóng 5G
COVID-19
dịch Covid 19 bùng phát
ca F1
virus SARS-CoV-2
cúm A/H5N1
cúm H1N1
đô thị R1
tỷ số 3 - 0
số 5 (2019)
đơn vị bầu cử số 4
căn hộ 1205
ki ốt số 7
cổng số 2
sân bay T1
ga T3
bến số 3
toa số 4
tàu SE3
chuyến bay VN1422
1) Đối tượng
1/ Kết quả
1.1. Công tác tuyên truyền
1.2.3 Hạn chế
2- Tồn tại
II. Kết quả
(1) Rà soát hộ nghèo
bài 12
Hội Khuyến học 2
bão số 5
cơn bão số 12
báo động 3
trên báo động 2
vitamin B12
vitamin A, D3
omega 3
giống lúa HT1
lúa OM 4900
giống ngô LVN 10
giống mía K95
cà phê TR4
xăng RON 95
xăng E5
dầu DO 0,05S
thép phi 12
xi măng PCB40
bê tông mác 200
mác 250
AK-47
súng AK47
máy bay B52
UH-1
Apollo 11
Windows 10
Boeing 787
iPhone 12
kênh VTV5
VTV4
kênh 3
đài FM 98
kênh VOV4
thế hệ 8X
thế hệ 9x
1975
mũi 2
tiêm mũi 3
mũi nhắc lại lần 2
liều 2
bằng A2
U22 Việt Nam
SEA Games 31
Festival Huế 2020
Euro 2020
World Cup 2018
V.League 2
vòng 1
số 1 thế giới
nhân vật số 2
một số xã
một trong các nhiệm vụ
một mặt
một bên
một lòng
một lúc
một loạt
một ít
một chút
từng bước một
cùng một lúc
một cửa
cơ chế một cửa
nhất cử lưỡng tiện
hai bên
cả ba
cả hai vợ chồng
ba cùng
phương châm “4 tại chỗ”
phương châm “bốn tại chỗ”
“ba không”
phương châm 3 không
5 không, 3 sạch
cuộc vận động “5 không, 3 sạch”
phương châm “1+2”
nguyên tắc 3 “đúng”
3 trong 1
3T
ba lá
bà Hai
chú Ba
ông Sáu
anh Bảy
chị Tư
Bảy Núi
Tám Danh
xã Ba Vì
huyện Ba Tơ
Ba Đình
chợ Ba
Cửu Long
mười phân vẹn mười
chín chắn
lúa chín
chín rộ
tư pháp
tư nhân
đầu tư
vốn tư
trăm hoa đua nở
muôn vàn
vạn sự
triệu người như một
không ai
không một
linh hoạt
lẻ tẻ
lẻ loi
thủy điện Plei Krông 2
Thủy điện Thượng Kon Tum 1
kho 2
APEC 2017
ASEAN 2020
Tầm nhìn 2045
IPv6
AH1
E-10
R7
A-0
H'Mông
85.000
1.234
12,5
số 715
Lượt truy cập: 123456
Đang online: 25
Hôm nay: 1.234
Tổng truy cập: 1.234.567
Đã xem: 245
Số 12-BC/TU
Đ/c số 2
bàn số 2
giường số 5
quầy số 3
quầy 4
ghế 12
địa đạo 2
nhãn hiệu 555
thuốc lá 555
đêm 30
số lượng
vài người
mươi người
dăm ba
an toàn khu
đợt 2 người dân
Covid-19 người dân
mạng 4G xã
công nghệ 4.0
F0 người bệnh
bão số 9 xã
cơn bão số 12 người dân
phương châm “3 bám, 4 cùng”
“5 biết, 4 sẵn sàng”
“4 cùng”
“2 trong 1”
“3 có”
“1 phải 5 giảm”
1 phải 5 giảm
3 giảm 3 tăng
“3 giảm, 3 tăng”
3 nhất
Chỉ huy trưởng Ban CHQS
hơn 1
1 trong những xã
1 trong số đó
1 số xã
vì 1 Việt Nam
02 trong 1
tỉ số 2 - 2
mũi 1, mũi 2
tiêm mũi 4
mũi 3, mũi 4
vĩ tuyến 17
kinh tuyến 105
14°21'00"
Internet 2.0
web 2.0
Windows 11
iPhone 14 Pro
Galaxy S21
Honda 67
súng AK 47
pháo 105
tàu 67
tàu HQ 505
tàu KN-390
D30
C2
Kon Tum 2
Plei Weh 1
chùa Bát 2
Yên Bái 1
(SN 1985)
SN 1979
từ 1954 đến 1975
K45
A1, A2
B40
(1), (2) và (3)
SDG 4
COP26
G20
G7
ASEAN 37
APEC 29
VEPR
Euro 4
E5 RON 92
RON 95-III
A92
B5
Điện Biên Phủ 1954
Mậu Thân 1968
Olympic 2020
SEA Games 32
Miss Grand 2021
VTC16
HTV7
FM 102,5
kênh 14
""",
    "times, codes and names of news": """
hồi 10 giờ 00 ngày 05 tháng 11 năm 2017
lúc 23 giờ 45 ngày 23 tháng 5
bãi tắm mở tới 24 giờ
cấm xe từ 18 đến 24 giờ
tổng đài 1900 1567 tư vấn
gọi 1800 1166 nghe
tuyến buýt 02, 03 chạy
Công báo số 321 + 322 ngày 17-4-2012
nhà 35/99, phố Huế
Danh sách trang 1/3.
liên kết 4 nhà
phương châm 4 tại chỗ
nguyên tắc 5 rõ
học sinh cấp 2 trường huyện
trường cấp 3 huyện Đăk Tô
gió giật cấp 8 cột đèn đổ
một nửa là nước
đi bộ gần một ngày đường
quy hoạch tỷ lệ 1/500
bản đồ tỷ lệ 1:2000
nước thải có pH 7,5
Ngày 15 đoàn công tác lên xã
đến ngày 20 xã sẽ họp
Sáng ngày 15 đoàn đến
địa phương có tăng trưởng 2 con số
tăng trưởng hai con số trong nửa đầu năm
gió mạnh cấp 10-11, giật cấp 13
vĩ độ 15,3 độ Bắc; 112,4 độ Đông
đội thắng 2-1 trên sân nhà
xếp thứ 12/63 tỉnh, thành
lúc 8 giờ 30 phút ngày 5/7
7 giờ 30 phút, đoàn lên đường
vào lúc 19 giờ 45 phút
sau 3 giờ chiều
một người dân cho biết
ngày hai mươi tháng ba
hơn năm nay
""",
}
"""One expression a line."""

ROWS = [pytest.param(line, id=f"{sort}: {line}") for sort, lines in NOTHING.items() for line in lines.strip().split("\n")]


@pytest.mark.parametrize("text", ROWS)
def test_nothing_is_read(text: str) -> None:
    assert [f.value_text for f in extract_text(text, published_on=date(2019, 7, 22)).figures] == []


@pytest.mark.parametrize("text", ROWS)
def test_nothing_is_read_beside_a_figure(text: str) -> None:
    figures = extract_text(f"Tỉnh hỗ trợ 836 hộ. {text}.", published_on=date(2019, 7, 22)).figures
    assert [f.value_text for f in figures] == ["836 hộ"]
