"""How fast something was."""

import time
from collections.abc import Callable


def rate(amount: int, work: Callable[[], object]) -> float:
    """How many a second."""
    start = time.perf_counter()
    work()
    return amount / (time.perf_counter() - start)
