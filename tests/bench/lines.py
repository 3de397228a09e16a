#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""lines.py PROGRAM [KIND...]: what a project's lines cost, by their count.

For each kind of line, projects with 1,000, 10,000 and 100,000 of them (fewer where the format has a limit) are checked, bounced for a tenth
of a second, and opened, edited four times and closed. Prints the CPU seconds of each, and the power of the count by which the last step
grew: 1 is linear; above 1.3, with more than a tenth of a second to speak of, is marked. tests/projects/test_growth.c counts, and is a test.
"""
import math
import os
import resource
import subprocess
import sys
import tempfile
import wave

HEAD = "ttymix 1\nrate 48000 Hz\n"
STRIPS_MAX, SENDS_MAX, PROCESSORS_MAX, BANDS_MAX = 4000, 250, 60, 24
COUNTS = (1000, 10000, 100000)
SLOW_S, STEEP = 0.1, 1.3
EDITS = b"set master.fader -1 dB\nset master.fader -2 dB\nmarker 0:01 \"x\"\nundo\nquit!\n"
RUNS = (("check", lambda song, out: ["--check", "--document", song]),
        ("bounce", lambda song, out: ["--bounce", "-f", song, "-o", out, "--range", "0:00,0:00.1"]),
        ("edit", lambda song, out: ["--plain", song]))


def each(count, line):
    return "".join(line(i) for i in range(count))


def grouped(count, size, head, line):
    """Lines in strips of at most `size`."""
    count = min(count, STRIPS_MAX * size)
    return each((count + size - 1) // size, lambda i: head(i) + each(min(size, count - i * size), line))


def tracks(count):
    return each(min(count, STRIPS_MAX), "[track t{}]\n".format)


def lanes(count):
    keys = ("fader -1 dB", "pan L 5 %", "mute on", "width 90 %")
    return each(min(count, 4 * STRIPS_MAX), lambda i: "[automation t%d.%s]\n0s %s\n" % (i // 4, keys[i % 4].split()[0], keys[i % 4].split(" ", 1)[1]))


KINDS = {
    "strips": tracks,
    "clips": lambda n: "[track a]\n" + each(n, 'clip "a.wav" at {}.5s\n'.format),
    "clips-in-bars": lambda n: "[tempo]\n" + each(n, lambda i: "%d|1 %d bpm\n" % (i + 1, 120 + i % 9)) + "[track a]\n"
                     + each(n, lambda i: 'clip "a.wav" at %d|2\n' % (i + 1)),
    "clips-split": lambda n: "[track a]\n" + each(n, 'clip "a.wav" at {0} frames offset {0} frames length 1 frames\n'.format),
    "points": lambda n: "[track a]\n[automation a.fader]\n" + each(n, lambda i: "%d.5s -%d dB linear\n" % (i, 1 + i % 20)),
    "lanes": lambda n: tracks(n // 4) + lanes(n),
    "markers": lambda n: "[markers]\n" + each(n, '{0}.5s "m{0}"\n'.format),
    "tempo": lambda n: "[tempo]\n" + each(n, lambda i: "%ds %d bpm\n" % (i, 120 + i % 9)),
    "tempo-in-bars": lambda n: "[tempo]\n" + each(n, lambda i: "%d|1 %d bpm\n" % (i + 1, 120 + i % 9)),
    "sends": lambda n: grouped(min(n, SENDS_MAX * 1000), SENDS_MAX, "[track t{}]\n".format, "send r{} -6 dB\n".format)
             + each(SENDS_MAX, "[return r{}]\n".format),
    "keys": lambda n: "[track z]\n" + each(min(n, STRIPS_MAX), "[track t{}]\ncomp key z\nout b\n".format) + "[bus b]\n",
    "processors": lambda n: grouped(n, PROCESSORS_MAX, "[track t{}]\n".format, "comp:c{} ratio 2:1\n".format),
    "bands": lambda n: grouped(n, BANDS_MAX, "[track t{}]\neq\n".format, lambda i: "  %d bell freq 1 kHz\n" % (i + 1)),
    "members": lambda n: tracks(n) + "[group g]\nmembers " + each(min(n, STRIPS_MAX), "t{} ".format) + "\n",
    "comments": lambda n: "[track a]\n" + "# about\n" * n,
    "unknown-keys": lambda n: "[track a]\n" + each(n, "key{} 3\n".format),
    "snapshots": lambda n: each(min(n, 90000), "[snapshot s{}]\n".format),
    "includes": lambda n: each(n, 'include "i{}.mix"\n'.format) + "[track a]\n",
}


def make_song(folder, kind, count):
    with wave.open(os.path.join(folder, "a.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(48000)
        sound.writeframes(b"\0\0" * 4800)
    if kind == "includes":
        for i in range(count):
            with open(os.path.join(folder, "i%d.mix" % i), "w", encoding="utf-8") as part:
                part.write("ttymix 1\n# %d\n" % i)
    song = os.path.join(folder, "song.mix")
    with open(song, "w", encoding="utf-8") as text:
        text.write(HEAD + KINDS[kind](count))
    return song


def cpu_s():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(program, kind, count):
    with tempfile.TemporaryDirectory(prefix="ttymix-lines-") as folder:
        song, costs = make_song(folder, kind, count), []
        for _, arguments in RUNS:
            before = cpu_s()
            subprocess.run([program, *arguments(song, os.path.join(folder, "o.wav"))], input=EDITS, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=False)
            costs.append(cpu_s() - before)
        return costs


def main():
    program, kinds = sys.argv[1], sys.argv[2:] or list(KINDS)
    print("%-14s %-7s" % ("kind", "run"), *("%9d" % count for count in COUNTS), "    power")
    for kind in kinds:
        table = [measure(program, kind, count) for count in COUNTS]
        for run, (name, _) in enumerate(RUNS):
            costs = [row[run] for row in table]
            power = math.log(max(costs[-1], 0.01) / max(costs[-2], 0.01)) / math.log(COUNTS[-1] / COUNTS[-2])
            steep = power > STEEP and costs[-1] > SLOW_S
            print("%-14s %-7s" % (kind, name), *("%7.2f s" % cost for cost in costs), "%8.2f%s" % (power, "  <- steep" if steep else ""), flush=True)


if __name__ == "__main__":
    main()
