# SPDX-License-Identifier: Apache-2.0
"""How the time of `chainready check --ndjson` grows with the number of chains: measured, fitted, drawn.

usage: scale.py CHAINREADY RECORDS ROOTS [--plot FILE.svg] [--counts 1000,3000,...] [--repeat N]

RECORDS and ROOTS are written by build/bench/records. The first N records go through a pipe, one job, one store,
and the time is the processor time of the command, the least of the repeats. Fitted is a straight line through the
logarithms, whose slope is the exponent of the growth (1 where it is linear), and one through the values, least
squares of the relative error.
"""

import argparse
import itertools
import math
import os
import subprocess
import sys
import threading

AT = "2026-03-01T00:00:00Z"


def measure(command, path, count):
    """Processor seconds and peak memory (kB) of one run over the first `count` records."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:

        def feed():
            with open(path, "rb") as records, run.stdin:
                run.stdin.writelines(itertools.islice(records, count))

        feeder = threading.Thread(target=feed)
        feeder.start()
        lines = sum(1 for _ in run.stdout)
        feeder.join()
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode not in (0, 1, 2, 3) or lines < count:
        sys.exit(f"scale: {count} records gave {lines} lines and exit code {run.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def line(points, weigh=lambda x, y: 1.0):
    """Slope and offset of the straight line with the least (weighed) squares."""
    weights = [weigh(x, y) for x, y in points]
    total = sum(weights)
    mean_x = sum(w * x for w, (x, _) in zip(weights, points)) / total
    mean_y = sum(w * y for w, (_, y) in zip(weights, points)) / total
    slope = sum(w * (x - mean_x) * (y - mean_y) for w, (x, y) in zip(weights, points)) / sum(
        w * (x - mean_x) ** 2 for w, (x, _) in zip(weights, points)
    )
    return slope, mean_y - slope * mean_x


def draw(points, slope, offset, exponent, path):
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(5.5, 3.6))
    xs = [x for x, _ in points]
    axes.loglog(xs, [slope * x + offset for x in xs], "-", color="0.6", label=f"{offset:.2f} s + {slope * 1e6:.1f} us a chain")
    axes.loglog(xs, [y for _, y in points], "o", color="C0", label="measured")
    axes.set_xlabel("chains")
    axes.set_ylabel("processor time, s")
    axes.set_title(f"chainready check --ndjson: exponent {exponent:.2f}", fontsize=10)
    axes.grid(True, which="major", alpha=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chainready")
    parser.add_argument("records")
    parser.add_argument("roots")
    parser.add_argument("--plot")
    parser.add_argument("--counts", default="1000,3000,10000,30000,100000")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    command = [options.chainready, "check", "--ndjson", "--chain", "-", "--roots", options.roots]
    command += ["--at", AT, "--jobs", "1"]
    points = []
    print("chains      seconds   us a chain   peak kB")
    for count in map(int, options.counts.split(",")):
        runs = [measure(command, options.records, count) for _ in range(options.repeat)]
        seconds, peak = min(run[0] for run in runs), max(run[1] for run in runs)
        points.append((count, seconds))
        print(f"{count:<9} {seconds:>9.3f} {seconds / count * 1e6:>12.1f} {peak:>9}", flush=True)
    exponent, _ = line([(math.log(x), math.log(y)) for x, y in points])
    slope, offset = line(points, lambda x, y: 1 / y**2)
    worst = max(abs(slope * x + offset - y) / y for x, y in points)
    print(f"time = {offset:.3f} s + {slope * 1e6:.2f} us a chain, {worst:.0%} off at most; exponent {exponent:.3f}")
    if options.plot:
        draw(points, slope, offset, exponent, options.plot)


main()
