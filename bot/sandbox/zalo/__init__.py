"""A Zalo of our own on loopback: its Bot Platform, with the answers and errors that others recorded of the real one."""
