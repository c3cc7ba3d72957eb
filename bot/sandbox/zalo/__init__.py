"""A Zalo of our own on loopback: its Bot Platform and an Official Account, answering as the real ones do."""
