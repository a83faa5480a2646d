"""What the boundaries of twenty looks cost, efficacy and futility together, for every spending function.

    python benchmarks/boundaries.py [--rounds 9]

Nothing is kept between rounds but imports. Milliseconds of the processor; the first is that of a process in which no
boundary was worked out before.
"""

from __future__ import annotations

import argparse
import statistics
import time

from experiments.sequential.scheme import scheme

SPENDING = ("obrien-fleming", "pocock", "hsd:-4", "hsd:1", "power:2", "power:3")
LOOKS = [look / 20 for look in range(1, 21)]
ALPHA, BETA = 0.025, 0.1


def milliseconds(spending: str) -> float:
    start = time.process_time()
    scheme(LOOKS, ALPHA, BETA, spending, spending)
    return 1000 * (time.process_time() - start)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rounds", type=int, default=9)
    rounds = options.parse_args().rounds
    print(f"{'20 looks with futility':28}{'first ms':>10}{'least':>8}{'median':>8}")
    for spending in SPENDING:
        costs = [milliseconds(spending) for _ in range(rounds)]
        print(f"{spending:28}{costs[0]:10.1f}{min(costs):8.1f}{statistics.median(costs):8.1f}")


if __name__ == "__main__":
    main()
