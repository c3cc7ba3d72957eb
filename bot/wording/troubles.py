"""Why a source cannot be read, as staff of an office read it: `feeds` says it in English, for logs and operators."""

import re

# The first whose English fits; «{0}» is what it names: a host, a number, the words of a page.
_SAID: tuple[tuple[str, str], ...] = (
    (
        r"answered 40[14] .*|answered 410 .*",
        "cổng trả lời rằng không có trang này hoặc trang không còn công khai",
    ),
    (r"answered 403 .*", "cổng từ chối cho xem trang này"),
    (r"answered 429 .*|answered 503 .*", "cổng đang quá tải hoặc tạm ngưng"),
    (r"answered 5\d\d .*", "máy chủ của cổng đang lỗi"),
    (r"answered (?:with the unknown status )?(\d+).*", "cổng trả lời bằng mã {0}"),
    (r"the host wants to be left alone for a while", "cổng yêu cầu tạm ngừng truy cập một lúc"),
    (
        r"the portal turns us away for asking too often.*",
        "cổng đang chặn vì truy cập nhiều (chống quá tải)",
    ),
    (r"the portal is closed for maintenance", "cổng đang bảo trì"),
    (r"the portal's database is down", "cơ sở dữ liệu của cổng đang hỏng"),
    (
        r"a cookie wall .*|a web firewall .*",
        "tường lửa của cổng chặn phần mềm; xin nhờ đơn vị vận hành cổng cho phép",
    ),
    (r"the portal asks for a login", "cổng đòi đăng nhập"),
    (
        r"the portal shows a notice instead of what was asked for",
        "cổng hiện một thông báo thay cho nội dung được hỏi",
    ),
    (r"the portal shows this article to its members only", "bài chỉ dành cho thành viên của cổng"),
    (r"it leads to another place: (.*)", "địa chỉ dẫn sang nơi khác: {0}"),
    (r"more than \d+ redirects, the last one to (.*)", "địa chỉ chuyển tiếp quá nhiều lần, lần cuối tới {0}"),
    (r"(\S+) leads to (\S+), an address inside a private network.*", "{0} dẫn vào mạng nội bộ ({1})"),
    (r"no whole answer within (\d+) s", "quá {0} giây vẫn chưa tải xong"),
    (r"the server stopped answering", "máy chủ ngừng trả lời giữa chừng"),
    (r"the server does not take the connection", "máy chủ không nhận kết nối"),
    (r"the server cannot be reached", "không kết nối được máy chủ"),
    (
        r"its certificate cannot be checked.*",
        "không kiểm tra được chứng thư số của cổng (thiếu chứng thư trung gian)",
    ),
    (r"ca_bundle (.*) cannot be used.*", "tệp chứng thư {0} không dùng được"),
    (r"the answer is larger than (\d+) MB", "nội dung lớn hơn {0} MB"),
    (
        r"the answer broke off|the feed is cut short.*|the packed answer cannot be unpacked"
        r"|the answer cannot be read.*",
        "nội dung tải về bị đứt hoặc hỏng",
    ),
    (r"the answer is empty", "cổng trả về nội dung trống"),
    (r"the answer is a web page, not a feed", "địa chỉ trả về trang web, không phải nguồn RSS"),
    (
        r"the answer is neither XML nor a feed|the answer is XML with the root .*|the feed .*|the sitemap .*",
        "nguồn RSS hoặc sơ đồ trang không đúng định dạng",
    ),
    (r"no article is listed on this page", "trang danh sách không có bài nào"),
    (r"the page has no article, it says: (.*)", "trang không có bài, chỉ ghi: {0}"),
    (r"the page has no article.*|no selector says .*", "không tìm thấy nội dung bài trên trang"),
    (r"the selector «(.*)» is not valid CSS", "bộ chọn «{0}» trong cấu hình không hợp lệ"),
    (r"robots\.txt .*|.* robots\.txt.*", "cổng không cho phần mềm đọc địa chỉ này (robots.txt)"),
)
_KNOWN = tuple((re.compile(said), told) for said, told in _SAID)
_OTHER = "lỗi khác; người vận hành xem bằng lệnh «loa look»"


def in_vietnamese(trouble: str) -> str:
    """One clause without its full stop; where none fits, how to find out."""
    for said, told in _KNOWN:
        if found := said.fullmatch(trouble.strip()):
            return told.format(*(group or "" for group in found.groups()))
    return _OTHER
