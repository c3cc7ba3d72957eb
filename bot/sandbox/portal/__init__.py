"""The website of an invented «Đặc khu Cồn Cỏ»: what a NukeViet portal serves, on loopback, for people who try Loa."""
