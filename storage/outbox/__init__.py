"""The outbox: what is owed to whom, claimed, settled and forgotten."""
