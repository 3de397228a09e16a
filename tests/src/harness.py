# SPDX-License-Identifier: GPL-3.0-or-later
"""What the black-box tests share: running ttymix, making stems and projects, reading sound files. Python's standard library only."""
import array
import json
import math
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

TOP = os.path.abspath(os.environ.get("TTYMIX_SOURCE", os.path.join(os.path.dirname(__file__), "..", "..")))
TTYMIX = os.path.abspath(os.environ.get("TTYMIX", "build/ttymix"))
SHARED = os.path.join(TOP, "..", "shared")
# How long a test waits for what must come: not a claim about time, but what tells a hang from a busy machine.
PATIENCE_S = 600
QUICK = bool(os.environ.get("TTYMIX_QUICK"))
DEMO = os.path.join(TOP, "projects", "demo", "potassium.mix")


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def json(self):
        return json.loads(self.out)


def environment(home, **more):
    env = dict(os.environ, HOME=home, XDG_STATE_HOME=home + "/state", XDG_CONFIG_HOME=home + "/config",
               XDG_CACHE_HOME=home + "/cache", LC_ALL="C.UTF-8", TZ="UTC", JACK_NO_START_SERVER="1")
    env.update(more)
    return env


class Case(unittest.TestCase):
    """A test in a fresh folder with a home of its own."""

    def setUp(self):
        self.dir = os.path.realpath(tempfile.mkdtemp(prefix="ttymix-test-"))
        self.home = os.path.join(self.dir, "home")
        os.mkdir(self.home)
        self.env = environment(self.home)

    def tearDown(self):
        shutil.rmtree(self.dir, ignore_errors=True)

    def path(self, *parts):
        return os.path.join(self.dir, *parts)

    def run_ttymix(self, *arguments, stdin=None, env=None, timeout=PATIENCE_S, text=True, prefix=()):
        done = subprocess.run([*prefix, TTYMIX, *arguments], cwd=self.dir, env=dict(self.env, **(env or {})), timeout=timeout,
                              input=stdin, stdin=subprocess.DEVNULL if stdin is None else None, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=text)
        return Result(done.returncode, done.stdout, done.stderr)

    def good(self, *arguments, **more):
        result = self.run_ttymix(*arguments, **more)
        self.assertEqual(result.code, 0, "%s\n%s\n%s" % (arguments, result.out, result.err))
        return result

    def write(self, name, text):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w" if isinstance(text, str) else "wb") as f:
            f.write(text)
        return path


def write_wav(path, channels, rate=48000, bits=24):
    """channels: lists of floats of one length, -1..1; bits 16, 24 or 32, 0 = float."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    frames, count = len(channels[0]), len(channels)
    flat = [0.0] * (frames * count)
    for i, channel in enumerate(channels):
        flat[i::count] = channel
    if bits == 0:
        data = array.array("f", flat).tobytes()
    else:
        top = 2 ** (bits - 1)
        ints = array.array("i", [max(-top, min(top - 1, int(round(x * top)))) for x in flat])
        raw = ints.tobytes()
        data = raw if bits == 32 else b"".join(raw[i:i + bits // 8] for i in range(0, len(raw), 4))
    size = (bits or 32) // 8
    head = b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack(
        "<IHHIIHH", 16, 3 if bits == 0 else 1, count, rate, rate * count * size, count * size, size * 8)
    with open(path, "wb") as f:
        f.write(head + b"data" + struct.pack("<I", len(data)) + data)


def read_wav(path):
    """(rate, [channel lists of floats]); integers as n / 2^(bits-1)."""
    with open(path, "rb") as f:
        blob = f.read()
    if blob[:4] not in (b"RIFF", b"RF64"):
        raise ValueError("not a WAV file")
    at, kind, count, rate, bits = 12, 0, 0, 0, 0
    while at + 8 <= len(blob):
        name, size = blob[at:at + 4], struct.unpack("<I", blob[at + 4:at + 8])[0]
        if name == b"fmt ":
            kind, count, rate, _, _, bits = struct.unpack("<HHIIHH", blob[at + 8:at + 24])
        if name == b"data":
            body = blob[at + 8:] if size == 0xFFFFFFFF else blob[at + 8:at + 8 + size]
            break
        at += 8 + size + (size & 1)
    if kind == 3:
        flat = array.array("f", body[:len(body) // 4 * 4])
    else:
        width = bits // 8
        whole = len(body) // width
        padded = bytearray(whole * 4)
        for i in range(width):
            padded[4 - width + i::4] = body[i:whole * width:width]
        ints = array.array("i", bytes(padded))
        flat = [x / 2147483648.0 for x in ints]
    return rate, [list(flat[i::count]) for i in range(count)]


def pcm_of(path):
    """The bytes of the data chunk."""
    with open(path, "rb") as f:
        blob = f.read()
    at = blob.index(b"data")
    size = struct.unpack("<I", blob[at + 4:at + 8])[0]
    return blob[at + 8:at + 8 + size]


def sine(hz, seconds, rate=48000, level=0.5, phase=0.0):
    step = 2 * math.pi * hz / rate
    return [level * math.sin(step * i + phase) for i in range(int(round(seconds * rate)))]


def noise(seconds, seed, rate=48000, level=0.25):
    rnd = random.Random(seed)
    return [level * (2 * rnd.random() - 1) for _ in range(int(round(seconds * rate)))]


def project_text(rate=48000, sections="", title="Test"):
    return 'ttymix 1\ntitle    "%s"\nstage    mix\nrate     %d Hz\npan-law  -3 dB\n%s' % (title, rate, sections)


def write_generated_project(folder, strips=24, seconds=3.0, seed=1):
    """A mix of many kinds of things: mono and stereo stems of several formats, clips with fades and overlaps, buses, returns, VCAs, sends,
    automation and offsets. Returns the project's path."""
    rnd = random.Random(seed)
    os.makedirs(os.path.join(folder, "stems"), exist_ok=True)
    lines = []
    for i in range(strips):
        bits = (16, 24, 0, 32)[i % 4]
        rate = 44100 if i % 7 == 3 else 48000
        left = noise(seconds, seed * 100 + i, rate, 0.1)
        channels = [left] if i % 3 == 0 else [left, sine(110 * (i + 1), seconds, rate, 0.1)]
        write_wav(os.path.join(folder, "stems", "s%02d.wav" % i), channels, rate, bits)
        lines += ["", "[track s%02d]" % i]
        if i % 5 == 4:
            lines += ['clip     "stems/s%02d.wav"  at 0:00  length 1.2 s  fade-in 20 ms  fade-out 300 ms' % i,
                      'clip     "stems/s%02d.wav"  at 0:01  offset 0.25 s  gain -2 dB' % i]
        else:
            lines += ['clip     "stems/s%02d.wav"  at %d frames  gain %s dB' % (i, rnd.randrange(0, 3000), rnd.choice(("0", "+1.5", "-3")))]
        lines += ["trim     %+d dB" % rnd.choice((-6, -1, 2, 5)), "pan      %s %d %%" % (rnd.choice("LR"), rnd.randrange(1, 100))]
        if i % 4 == 1:
            lines += ["offset   %d ms" % rnd.choice((-20, 7, 33))]
        lines += ["fader    %.1f dB" % -rnd.uniform(6, 20)]
        lines += ["send     space  %.1f dB" % -rnd.uniform(8, 24)] if i % 2 else ["send     echo  -12 dB  tap pre"]
        lines += ["out      %s" % ("low" if i % 2 else "high")] if i % 6 else []
        if i % 8 == 2:
            lines += ["vca      all-of-them"]
    lines += ["", "[bus low]", "fader    -1 dB", "out      high", "", "[bus high]", "width    120 %", "", "[return space]", "fader    -3 dB",
              "", "[return echo]", "pan      L 30 %", "", "[vca all-of-them]", "fader    -1.5 dB"]
    lines += ["", "[automation s01.fader]", "mode     read", "0:00       -20 dB", "0:00.5     -6 dB  linear", "0:01.3     -12 dB  curve 0.5",
              "0:02       -3 dB", "0:02       -9 dB", "", "[automation s02.pan]", "mode     read", "0:00       L 100 %",
              "0:02.5     R 100 %  linear", "", "[automation s03.mute]", "mode     read", "0:00       off", "0:00.7     on", "0:01.1     off",
              "", "[automation s05.send.space]", "mode     trim", "0:00       0 dB", "0:01       -30 dB  linear"]
    path = os.path.join(folder, "generated.mix")
    with open(path, "w") as f:
        f.write(project_text(48000, "\n".join(lines) + "\n\n[master]\nfader    -3 dB\n", "Generated"))
    return path


def find_program(name):
    return shutil.which(name)


def main():
    if not os.path.exists(TTYMIX):
        sys.exit("no program at " + TTYMIX)
    program = unittest.main(exit=False, verbosity=2)
    result = program.result
    if result.testsRun and len(result.skipped) == result.testsRun:
        sys.exit(77)
    sys.exit(0 if result.wasSuccessful() else 1)
