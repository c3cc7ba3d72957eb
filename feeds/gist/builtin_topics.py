"""The ten chuyên mục that a commune starts from; `loa.toml` may name others."""

from feeds.portals import Cadence, Topic


def _words(*lines: str) -> tuple[str, ...]:
    """The words between the semicolons."""
    return tuple(word.strip() for line in lines for word in line.split(";"))


BUILT_IN: tuple[Topic, ...] = (
    Topic(
        id="khan",
        name="Thiên tai, cứu nạn",
        name_en="Disasters, rescue",
        default=True,
        words=_words(
            "công điện; lệnh cấm tàu; cấm tàu thuyền ra khơi; tin cuối cùng về; tin nhanh về",
            "tin cảnh báo; tin lũ; hỏa tốc; tin bão; tin áp thấp nhiệt đới; cấm biển; sơ tán",
            "di dời khẩn cấp; sóng thần; lũ quét; cháy rừng; triều cường; nước dâng; mất tích",
            "tìm kiếm ngư dân; tham gia tìm kiếm; tin bão trên; tin bão khẩn cấp; tin cuối cùng",
        ),
    ),
    Topic(
        id="tau_bien",
        name="Tàu ra đảo, thời tiết biển",
        name_en="Boats, weather at sea",
        default=True,
        words=_words(
            "tàu khách; tàu Cồn Cỏ; chuyến tàu; lịch tàu; chạy tàu; tuyến Cửa Việt; xuất bến",
            "tàu thuyền; tàu ra đảo; tàu cao tốc; vé tàu; tuyến vận tải; bão; áp thấp; gió mùa",
            "không khí lạnh; biển động; thời tiết; gió mạnh; mưa lớn; mưa lũ; sóng lớn; cấm biển",
        ),
    ),
    Topic(
        id="dien_nuoc",
        name="Điện, nước, hạ tầng",
        name_en="Power, water, roads",
        default=True,
        words=_words(
            "cấp điện; gián đoạn dịch vụ; Internet; ngừng điện; cắt điện; mất điện; lịch điện",
            "Điện lực; cấp nước; cúp nước; mất nước; ngừng nước; nước sinh hoạt; cấm đường; sạt lở",
            "giao thông; sửa chữa đường; cáp quang; viễn thông; mạng di động; chiếu sáng; thu gom rác",
            "cầu cảng; âu tàu; nước giếng; nguồn nước; tiền nước; tiền điện; bình gas; xăng dầu",
        ),
    ),
    Topic(
        id="y_te_giao_duc",
        name="Y tế, giáo dục",
        name_en="Health, schools",
        words=_words(
            "tiêm; tiêm chủng; vắc xin; vắc-xin; vaccine; khám bệnh; khám sức khỏe; y tế; dịch bệnh",
            "sốt xuất huyết; hiến máu; bảo hiểm y tế; bác sĩ; cấp thuốc; học sinh; trường học",
            "nghỉ học; năm học; tuyển sinh; nhà trường; mầm non; tiểu học; tựu trường; khai giảng",
            "dịch tả; bệnh dại; bệnh nhân; BHYT; thẻ BHYT; khám chữa bệnh; nhóm máu; ngộ độc",
            "vệ sinh an toàn thực phẩm",
        ),
    ),
    Topic(
        id="thu_tuc",
        name="Thủ tục, tiếp công dân",
        name_en="Papers, meeting officials",
        words=_words(
            "tiếp công dân; thủ đoạn; cảnh giác thủ đoạn; giả mạo; hộ nghèo; rà soát hộ",
            "thủ tục hành chính; căn cước; hộ chiếu; VNeID; định danh; một cửa; dịch vụ công",
            "trả kết quả; tiếp nhận hồ sơ; cư trú; hộ tịch; khai sinh; chứng thực; nộp thuế; thuế",
            "lừa đảo; giả danh; bầu cử; cử tri; nghĩa vụ quân sự; trợ cấp; chi trả; lịch làm việc",
            "lương hưu; giấy mời; họp dân; mời họp; kê khai; cấp phát; hỗ trợ hộ; không rõ nguồn gốc; hàng giả",
        ),
    ),
    Topic(
        id="du_lich",
        name="Du lịch",
        name_en="Visiting the island",
        words=_words(
            "du lịch; du khách; khách tham quan; tham quan; phí tham quan; lưu trú; homestay",
            "đón khách; vé tham quan; rác thải nhựa; đồ nhựa; phí tham quan khu bảo tồn; bãi tắm; tắm biển; hải đăng",
        ),
    ),
    Topic(
        id="ngu_dan",
        name="Ngư dân, bảo tồn biển",
        name_en="Fishing, marine reserve",
        words=_words(
            "IUU; khai thác thủy sản; khai thác hải sản; ngư dân; tàu cá; giám sát hành trình; VMS",
            "chuyển đổi nghề; bảo tồn biển; khu bảo tồn; rùa biển; san hô; cảng cá; thủy sản; hải sản; đánh bắt",
        ),
    ),
    Topic(
        id="viec_dat",
        name="Việc làm, đấu giá, đất đai",
        name_en="Jobs, auctions, land",
        words=_words(
            "tuyển dụng; thông báo đấu giá; cho thuê mặt bằng; đồ án điều chỉnh quy hoạch",
            "quy hoạch phân khu; việc làm; đấu giá; đấu thầu; mời thầu; chào giá; báo giá; nhà thầu",
            "quyền sử dụng đất; giao đất; thu hồi đất; sử dụng đất; quy hoạch; giá đất; đất đai",
            "hợp đồng lao động; thi tuyển; xét tuyển; xuất khẩu lao động; lao động hợp đồng",
            "nhu cầu hợp đồng; thanh lý",
        ),
    ),
    Topic(
        id="van_ban",
        name="Văn bản, chính sách",
        name_en="Documents, policies",
        words=_words(
            "nghị quyết; kế hoạch phòng, chống; nghị định; quyết định; thông tư; chỉ thị; luật",
            "ban hành; công khai; dự toán; ngân sách; lấy ý kiến; dự thảo; văn bản; quy chế",
            "chính sách",
        ),
    ),
    Topic(
        id="su_kien",
        name="Tin tức, sự kiện",
        name_en="News, events",
        cadence=Cadence.DIGEST,
        words=_words(
            "hội nghị; sơ kết; tổng kết; diễn tập; tập huấn công tác; khắc phục hậu quả",
            "vượt qua bão giá; bão giá; ngày hội; đại đoàn kết; treo cờ; nghỉ lễ; khánh thành",
            "thăm hỏi; tặng quà; trao quà; kỷ niệm; phong trào thi đua; cuộc thi; đại hội; văn nghệ",
            "thể thao; lễ hội; phiên chợ; hội chợ; ra quân; thống kê thiệt hại; thiệt hại do bão",
            "lễ viếng; tin buồn; từ trần",
        ),
    ),
)
