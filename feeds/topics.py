"""Which chuyên mục an article belongs to: words of the topics, matched with their diacritics (bão ≠ báo)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from feeds.portals import Cadence, Topic

_HEAD = 700  # characters of the body that say what it is about; what follows is detail
_TITLE_WEIGHT = 4

BUILT_IN: tuple[Topic, ...] = (
    Topic(
        id="khan",
        name="Tin khẩn",
        default=True,
        words=(
            "công điện",
            "hỏa tốc",
            "tin bão",
            "tin áp thấp nhiệt đới",
            "cấm biển",
            "sơ tán",
            "di dời khẩn cấp",
            "sóng thần",
            "lũ quét",
            "cháy rừng",
            "triều cường",
            "nước dâng",
        ),
    ),
    Topic(
        id="tau_bien",
        name="Tàu ra đảo, thời tiết biển",
        default=True,
        words=(
            "tàu khách",
            "tàu Cồn Cỏ",
            "chuyến tàu",
            "lịch tàu",
            "chạy tàu",
            "tuyến Cửa Việt",
            "xuất bến",
            "tàu thuyền",
            "tàu ra đảo",
            "tàu cao tốc",
            "vé tàu",
            "tuyến vận tải",
            "bão",
            "áp thấp",
            "gió mùa",
            "không khí lạnh",
            "biển động",
            "thời tiết",
            "gió mạnh",
            "mưa lớn",
            "mưa lũ",
            "sóng lớn",
            "cấm biển",
        ),
    ),
    Topic(
        id="dien_nuoc",
        name="Điện, nước, hạ tầng",
        default=True,
        words=(
            "cấp điện",
            "ngừng điện",
            "cắt điện",
            "mất điện",
            "lịch điện",
            "Điện lực",
            "cấp nước",
            "cúp nước",
            "mất nước",
            "ngừng nước",
            "nước sinh hoạt",
            "cấm đường",
            "sạt lở",
            "giao thông",
            "sửa chữa đường",
            "cáp quang",
            "viễn thông",
            "mạng di động",
            "chiếu sáng",
            "thu gom rác",
            "cầu cảng",
            "âu tàu",
        ),
    ),
    Topic(
        id="y_te_giao_duc",
        name="Y tế, giáo dục",
        words=(
            "tiêm",
            "tiêm chủng",
            "vắc xin",
            "vắc-xin",
            "vaccine",
            "khám bệnh",
            "khám sức khỏe",
            "y tế",
            "dịch bệnh",
            "sốt xuất huyết",
            "hiến máu",
            "bảo hiểm y tế",
            "bác sĩ",
            "cấp thuốc",
            "học sinh",
            "trường học",
            "nghỉ học",
            "năm học",
            "tuyển sinh",
            "nhà trường",
            "mầm non",
            "tiểu học",
            "tựu trường",
            "khai giảng",
            "dịch tả",
            "bệnh dại",
            "bệnh nhân",
        ),
    ),
    Topic(
        id="thu_tuc",
        name="Thủ tục, tiếp công dân",
        words=(
            "tiếp công dân",
            "thủ tục hành chính",
            "căn cước",
            "hộ chiếu",
            "VNeID",
            "định danh",
            "một cửa",
            "dịch vụ công",
            "trả kết quả",
            "tiếp nhận hồ sơ",
            "cư trú",
            "hộ tịch",
            "khai sinh",
            "chứng thực",
            "nộp thuế",
            "thuế",
            "lừa đảo",
            "giả danh",
            "bầu cử",
            "cử tri",
            "nghĩa vụ quân sự",
            "trợ cấp",
            "chi trả",
            "lịch làm việc",
            "lương hưu",
        ),
    ),
    Topic(
        id="du_lich",
        name="Du lịch",
        words=(
            "du lịch",
            "du khách",
            "khách tham quan",
            "tham quan",
            "phí tham quan",
            "lưu trú",
            "homestay",
            "đón khách",
            "vé tham quan",
            "rác thải nhựa",
            "đồ nhựa",
        ),
    ),
    Topic(
        id="ngu_dan",
        name="Ngư dân, bảo tồn biển",
        words=(
            "IUU",
            "khai thác thủy sản",
            "khai thác hải sản",
            "ngư dân",
            "tàu cá",
            "giám sát hành trình",
            "VMS",
            "bảo tồn biển",
            "khu bảo tồn",
            "rùa biển",
            "san hô",
            "cảng cá",
            "thủy sản",
            "hải sản",
            "đánh bắt",
        ),
    ),
    Topic(
        id="viec_dat",
        name="Việc làm, đấu giá, đất đai",
        words=(
            "tuyển dụng",
            "việc làm",
            "đấu giá",
            "đấu thầu",
            "mời thầu",
            "chào giá",
            "báo giá",
            "nhà thầu",
            "quyền sử dụng đất",
            "giao đất",
            "thu hồi đất",
            "sử dụng đất",
            "quy hoạch",
            "giá đất",
            "đất đai",
            "hợp đồng lao động",
            "thi tuyển",
            "xét tuyển",
            "xuất khẩu lao động",
        ),
    ),
    Topic(
        id="van_ban",
        name="Văn bản, chính sách",
        words=(
            "nghị quyết",
            "nghị định",
            "quyết định",
            "thông tư",
            "chỉ thị",
            "luật",
            "ban hành",
            "công khai",
            "dự toán",
            "ngân sách",
            "lấy ý kiến",
            "dự thảo",
            "văn bản",
            "quy chế",
            "chính sách",
        ),
    ),
    Topic(id="su_kien", name="Tin tức, sự kiện", cadence=Cadence.DIGEST),
)


def topic_of(title: str, body: str, topics: Sequence[Topic], fallback: str) -> str:
    """The id of the topic whose words fit best, title before body; `fallback` where none fits.

    A word in the title decides; without one, the head of the body must name a topic's words.
    A tie goes to the topic named first, so the order in `loa.toml` is the order of precedence.
    """
    heading, head = (_plain(part) for part in (title, body[:_HEAD]))
    best, best_score = fallback, 0
    for topic in topics:
        score = sum(_score(word, heading, head) for word in topic.words)
        if score > best_score:
            best, best_score = topic.id, score
    return best


def _score(word: str, heading: str, head: str) -> int:
    """A word counts as many times as it has syllables: «tàu khách» says more than «tàu»."""
    pattern, weight = _pattern(word), len(word.split())
    if pattern.search(heading):
        return weight * _TITLE_WEIGHT
    return weight if pattern.search(head) else 0


@lru_cache(maxsize=2048)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(_plain(word))}(?!\w)")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
