"""What stands where personal data stood in a remark."""

EMAIL = "[thư điện tử đã che]"
TELEPHONE = "[số điện thoại đã che]"
IDENTITY = "[số giấy tờ đã che]"
ACCOUNT = "[số tài khoản đã che]"
NUMBER = "[dãy số đã che]"
