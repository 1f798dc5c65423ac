"""The mock in a process of its own, which counts what it answers: its port first, at the end the statuses."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence

from poolcontract.exchange import Exchange, Request
from poolcontract.mock import Fault, Mock, server

COUNTS: Counter[int] = Counter()


class Counting(server.Application):
    """The service, and how often it answered with each status."""

    def _served(self, request: Request, faults: Sequence[Fault]) -> Exchange:
        exchange = super()._served(request, faults)
        if exchange.response is not None:
            COUNTS[exchange.response.status] += 1
        return exchange


def main() -> None:
    """Serve by the options given as JSON until standard input ends."""
    server.Application = Counting  # type: ignore[misc]  what a mock makes its server of
    with Mock(**json.loads(sys.argv[1])) as mock:
        print(mock.port, flush=True)
        sys.stdin.read()
    print(json.dumps(COUNTS))


if __name__ == "__main__":
    main()
