"""The order of sending, as a number that sorts: urgent kinds first."""

from storage.outbox.owed import Kind

PRIORITY = {kind: rank for rank, kind in enumerate(Kind)}
