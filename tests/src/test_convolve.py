#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`convolve "FILE"` in a project: an impulse that is one late sample is an exact delay, whoever else convolves beside it."""
import math
import struct
import unittest

import harness

TOLERANCE = 1e-6  # -120 dB: an FFT in single precision


class Convolve(harness.Case):
    def setUp(self):
        super().setUp()
        self.stem = {1: [harness.noise(1, 3, level=0.2)], 2: [harness.noise(1, 4, level=0.2), harness.noise(1, 5, level=0.2)]}
        for channels, samples in self.stem.items():
            harness.write_wav(self.path("stem%d.wav" % channels), samples, bits=0)
        self.impulse("near.wav", [(100, 1.0)])
        self.impulse("far.wav", [(777, 0.5)])
        self.impulse("sides.wav", [(30, 1.0)], [(400, 0.25)])

    def impulse(self, name, *channels):
        made = []
        for taps in channels:
            samples = [0.0] * 2000
            for at, gain in taps:
                samples[at] = gain
            made.append(samples)
        harness.write_wav(self.path(name), made, bits=0)

    def stems(self, text):
        project = self.write("song.mix", harness.project_text(48000, text))
        self.good("--bounce", project, "-o", self.path("out.wav"), "--bits", "float", "--report", "none", "--stems", self.path("stems"), "-q")

    def assert_late(self, name, channels, late, gain):
        """What the strip sends is its stem, late and louder or softer; a mono stem at pan centre loses 3 dB."""
        _, heard = harness.read_wav(self.path("stems", name + ".wav"))
        if channels == 1:
            gain = [g * math.sqrt(0.5) for g in gain]
        for c in range(2):
            stem = self.stem[channels][c % channels]
            self.assertGreaterEqual(len(heard[c]), len(stem) + late[c])
            error = max(abs(heard[c][i + late[c]] - gain[c] * x) for i, x in enumerate(stem))
            self.assertLess(error, TOLERANCE, name)
            self.assertLess(max(map(abs, heard[c][:late[c]])), TOLERANCE, name)
            self.assertLess(max(map(abs, heard[c][len(stem) + late[c]:])), TOLERANCE, name)

    def test_files_are_told_apart_and_may_follow_each_other(self):
        for channels in (1, 2):
            with self.subTest(channels=channels):
                clip = '\nclip "stem%d.wav"\n' % channels
                self.stems("[track a]" + clip + 'convolve "near.wav"\n[track b]' + clip + 'convolve "far.wav"\n[track c]' + clip +
                           'convolve "near.wav"\n[track d]' + clip + 'convolve "near.wav"\nconvolve:second "far.wav"\n[master]\n')
                self.assert_late("a", channels, (100, 100), (1, 1))
                self.assert_late("b", channels, (777, 777), (0.5, 0.5))
                self.assert_late("c", channels, (100, 100), (1, 1))
                self.assert_late("d", channels, (877, 877), (0.5, 0.5))

    def test_each_channel_of_a_stereo_impulse(self):
        self.stems('[track a]\nclip "stem2.wav"\nconvolve "sides.wav"\n[master]\n')
        self.assert_late("a", 2, (30, 400), (1, 0.25))

    def test_a_response_at_another_rate_keeps_its_gain(self):
        """A band around 1 kHz whose gain there is 1 at its own rate (a window of 50 ms: its width is 40 Hz, so that neither end of the
        response counts). Tolerance 0.01 dB: the conversion is flat to far less."""
        harness.write_wav(self.path("sine.wav"), [harness.sine(1000, 0.5, level=0.25)] * 2, bits=0)
        for rate in (16000, 24000, 44100, 48000, 96000, 192000):
            count = rate // 20
            window = [0.5 - 0.5 * math.cos(2 * math.pi * k / count) for k in range(count)]
            taps = [2 / sum(window) * w * math.cos(2 * math.pi * 1000 * (k - count / 2) / rate) for k, w in enumerate(window)]
            harness.write_wav(self.path("band.wav"), [taps, taps], rate, 0)
            self.stems('[track a]\nclip "sine.wav"\nconvolve "band.wav"\n[master]\n')
            _, heard = harness.read_wav(self.path("stems", "a.wav"))
            for channel in heard:
                steady = channel[9600:14400]  # 100 whole periods
                real = sum(x * math.cos(2 * math.pi * k / 48) for k, x in enumerate(steady))
                imaginary = sum(x * math.sin(2 * math.pi * k / 48) for k, x in enumerate(steady))
                level = math.hypot(real, imaginary) * 2 / len(steady)
                self.assertAlmostEqual(20 * math.log10(level / 0.25), 0, delta=0.01, msg="%d Hz" % rate)

    def test_an_impulse_that_is_not_there(self):
        project = self.write("song.mix", harness.project_text(48000, '[track a]\nclip "stem1.wav"\nconvolve "none.wav"\n[master]\n'))
        done = self.run_ttymix("--bounce", project, "-o", self.path("out.wav"), "-q")
        self.assertEqual(done.code, 4)
        self.assertIn("song.mix:8: none.wav: does not exist\n", done.err)
        self.assertEqual(self.run_ttymix("--check", project).code, 4)
        self.good("--bounce", project, "-o", self.path("out.wav"), "-q", "--allow-missing")

    def test_an_impulse_that_is_too_long(self):
        with open(self.path("long.wav"), "wb") as f:
            size = 31 * 48000 * 2
            f.write(b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 48000, 96000, 2, 16) +
                    b"data" + struct.pack("<I", size))
            f.truncate(44 + size)
        project = self.write("song.mix", harness.project_text(48000, '[track a]\nclip "stem1.wav"\nconvolve "long.wav"\n[master]\n'))
        done = self.run_ttymix("--bounce", project, "-o", self.path("out.wav"), "-q")
        self.assertEqual(done.code, 4)
        self.assertIn("song.mix:8: long.wav: is too long for an impulse response (at most 30 s)\n", done.err)


if __name__ == "__main__":
    harness.main()
