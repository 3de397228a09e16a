#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pairs.py ROUNDS COMMAND_A COMMAND_B: runs the two in turn and prints the median ratio A/B of CPU and of wall seconds."""
import os
import shlex
import statistics
import subprocess
import sys
import time


def run(command):
    began = time.monotonic()
    child = subprocess.Popen(shlex.split(command), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit("pairs: failed: " + command)
    return usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024


def main():
    rounds, a, b = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    run(a), run(b)
    pairs = [(run(a), run(b)) for _ in range(rounds)]
    for name, i in (("cpu", 0), ("wall", 1)):
        ratios = [x[i] / y[i] for x, y in pairs]
        print("%-4s A %.3f s  B %.3f s  A/B %.2f (%.2f to %.2f)" % (
            name, statistics.median(x[i] for x, _ in pairs), statistics.median(y[i] for _, y in pairs),
            statistics.median(ratios), min(ratios), max(ratios)))
    print("rss  A %.0f MB  B %.0f MB" % (max(x[2] for x, _ in pairs), max(y[2] for _, y in pairs)))


if __name__ == "__main__":
    main()
