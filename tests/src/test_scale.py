#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many strips and long stems: 512 tracks, 128 stems of an hour, and the most strips there may be. Times are told, never judged."""
import os
import struct
import subprocess
import sys
import time
import unittest

import harness

RATE = 48000
HOUR = 3600 * RATE
MIB = 1 << 20


def write_sparse_wav(path, frames, channels=2, width=3, sound=()):
    """A WAV of silence that takes no room on the disk; `sound`: (byte of the data chunk, bytes)."""
    size = frames * channels * width
    with open(path, "wb") as f:
        f.write(b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + struct.pack(
            "<IHHIIHH", 16, 1, channels, RATE, RATE * channels * width, channels * width, width * 8) + b"data" + struct.pack("<I", size))
        for at, blob in sound:
            f.seek(44 + at)
            f.write(blob)
        f.truncate(44 + size)


class Scale(harness.Case):
    def tell(self, text):
        print("    " + text, file=sys.stderr)

    def measured(self, *arguments, stdin=None):
        """Runs ttymix: its output, its highest resident memory in bytes (0: not known), its wall time."""
        done, report = self.path("done"), self.path("memory")
        began = time.monotonic()
        program = ("import os, resource, subprocess, sys\n"
                   "code = subprocess.run(sys.argv[2:]).returncode\n"
                   "open(sys.argv[1], 'w').write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024))\n"
                   "sys.exit(code)\n")
        run = subprocess.run([sys.executable, "-c", program, report, harness.TTYMIX, *arguments], cwd=self.dir, env=self.env, input=stdin,
                             stdin=subprocess.DEVNULL if stdin is None else None, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             timeout=harness.PATIENCE_S)
        seconds = time.monotonic() - began
        self.assertEqual(run.returncode, 0, "%s\n%s\n%s" % (done, run.stdout, run.stderr))
        with open(report) as f:
            return run.stdout + run.stderr, int(f.read()), seconds

    def tracks(self, count, clip, more=""):
        return "".join('\n[track t%d]\nclip     "%s"\nfader    -40 dB\n%s' % (i, clip % i, more) for i in range(count)) + "\n[master]\n"

    def test_512_tracks(self):
        for i in range(512):
            harness.write_wav(self.path("s%d.wav" % i), [harness.noise(0.01, i) + [0.0] * RATE], bits=16)
        text = self.tracks(512, "s%d.wav", "pan      L 20 %\nsend     room  -20 dB\nout      sum\n")
        project = self.write("many.mix", harness.project_text(RATE, text.replace("\n[master]", "\n[bus sum]\n\n[return room]\n\n[master]")))
        said, memory, seconds = self.measured("--check", project)
        self.assertIn("515 strips, 512 stems, no errors", said)
        if memory:  # one render, whose memory does not grow: the same bar as for a song of 32 tracks
            self.assertLess(memory, 150 * MIB)
        self.tell("opened and checked in %.2f s" % seconds)
        _, _, seconds = self.measured("--check", project)
        self.tell("again in %.2f s" % seconds)
        _, memory, seconds = self.measured("--bounce", project, "-o", self.path("many.wav"), "--bits", "float", "-q", "--report", "none")
        self.tell("bounced in %.2f s, %.0f MiB" % (seconds, memory / MIB))
        _, mixed = harness.read_wav(self.path("many.wav"))
        self.assertEqual(len(mixed), 2)
        self.assertGreater(max(map(abs, mixed[0])), 0)
        said, memory, seconds = self.measured("--plain", project, "--device", "null", stdin="play\nwait 1\nstop\nquit!\n")
        self.assertIn("Playing", said)
        self.tell("played with %.0f MiB; said: %s" % (memory / MIB, " ".join(said.split())))

    def test_128_stems_of_an_hour(self):
        click = struct.pack("<i", 1 << 22)[:3]
        for i in range(128):
            write_sparse_wav(self.path("h%d.wav" % i), HOUR, sound=[((10 * RATE + 100 * i) * 6, click + click)])
        if os.stat(self.path("h0.wav")).st_blocks * 512 > 100 * MIB:
            self.skipTest("no sparse files here")
        project = self.write("long.mix", harness.project_text(RATE, self.tracks(128, "h%d.wav")))
        _, memory, seconds = self.measured("--bounce", project, "-o", self.path("part.wav"), "--bits", "float", "-q", "--range", "0:10,0:13")
        self.tell("3 s of an hour of 128 stems: %.2f s, %.0f MiB" % (seconds, memory / MIB))
        _, part = harness.read_wav(self.path("part.wav"))
        self.assertEqual(len(part[0]), 3 * RATE)
        for i in (0, 1, 127):
            self.assertAlmostEqual(part[0][100 * i], 0.5 * 10 ** (-40 / 20), delta=1e-6)
        self.assertEqual(sum(x != 0 for x in part[0]), 128)
        if not harness.QUICK:  # as sanitizers are run, which need memory of their own
            self.assertLess(memory, 100 * MIB)
        said, memory, _ = self.measured("--plain", project, "--device", "null", stdin="locate 30:00\nplay\nwait 1\nstop\nquit!\n")
        self.tell("played with %.0f MiB" % (memory / MIB))
        if not harness.QUICK:
            self.assertLess(memory, 100 * MIB)

    def test_the_most_strips(self):
        """4096 with the master; the next one is refused, with its line."""
        most = "".join("[bus b%d]\n" % i for i in range(4095))
        project = self.write("most.mix", harness.project_text(RATE, most + "[master]\n"))
        said, _, seconds = self.measured("--check", project)
        self.assertIn("4096 strips, 0 stems, no errors", said)
        self.tell("4095 buses in %.2f s" % seconds)
        self.write("more.mix", harness.project_text(RATE, most + "[bus one-more]\n[master]\n"))
        done = self.run_ttymix("--check", "more.mix")
        self.assertEqual((done.code, done.err), (3, "more.mix:4102:2: more than 4096 strips; this one and those after it are left out\n"))


if __name__ == "__main__":
    harness.main()
