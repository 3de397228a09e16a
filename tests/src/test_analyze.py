#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What --analyze says of signals whose every figure is known, and of music beside ffmpeg's ebur128."""
import glob
import math
import os
import random
import re
import subprocess
import unittest

import harness

RATE = 48000


def tone(level_db, seconds, hz=1000.0):
    return harness.sine(hz, seconds, RATE, 10 ** (level_db / 20))


def silence(seconds):
    return [0.0] * int(RATE * seconds)


class Analyze(harness.Case):
    def figures(self, channels, *more, bits=0):
        path = self.path("signal.wav")
        harness.write_wav(path, channels, RATE, bits)
        return self.good("--analyze", path, "--json", *more).json()

    def near(self, value, wanted, within):
        self.assertIsNotNone(value)
        self.assertLessEqual(abs(value - wanted), within, "%s instead of %s" % (value, wanted))

    def test_only_some_parts(self):
        """What is measured alone is what it is among all; nothing else is told."""
        harness.write_wav(self.path("a.wav"), [harness.noise(4.0, 1), harness.noise(4.0, 2)], 48000, 24)
        whole = self.good("--analyze", self.path("a.wav"), "--json", "--series").json()
        told = {}
        for part in ("loudness", "true-peak", "levels", "meters", "image", "spectrum", "silence", "loudness,true-peak"):
            said = self.good("--analyze", self.path("a.wav"), "--json", "--series", "--only", part).json()
            series = said.pop("series")
            for key, value in said.items():
                self.assertEqual(value, whole[key], (part, key))
            for key, value in series.items():
                self.assertEqual(value, whole["series"][key], (part, key))
            told[part] = set(said)
        common = set.intersection(*told.values())
        self.assertIn("seconds", common)
        self.assertNotIn("plr_db", told["loudness"] | told["true-peak"])
        self.assertIn("plr_db", told["loudness,true-peak"])
        self.assertEqual(set.union(*told.values()), set(whole) - {"series"})
        self.assertEqual(told["image"] - common, {"correlation", "correlation_min", "mid_rms_dbfs", "side_rms_dbfs", "mono_loss_db"})
        bad = self.run_ttymix("--analyze", self.path("a.wav"), "--only", "loudness,peak")
        self.assertEqual((bad.code, bad.err), (2, 'ttymix: --only: "loudness,peak" is not some of loudness, true-peak, levels, meters, image, '
                                               'spectrum and silence, with commas\n'))

    def test_a_sine(self):
        """BS.1770: 0 dBFS at 997 Hz in one channel reads -3.01 LKFS; two channels add. AES17: a full-scale sine has 0 dB RMS."""
        sine = tone(-20, 5)
        said = self.figures([sine, sine])
        self.assertEqual((said["channels"], said["rate_hz"], said["frames"], said["seconds"]), (2, RATE, 5 * RATE, 5.0))
        for key in ("integrated_lufs", "momentary_max_lufs", "short_term_max_lufs"):
            self.near(said[key], -20, 0.05)
        self.near(said["range_lu"], 0, 0.05)
        for key, wanted, within in (("true_peak_dbtp", -20, 0.05), ("sample_peak_dbfs", -20, 0.001), ("rms_dbfs", -20, 0.001), ("crest_db", 3.0103, 0.002),
                                    ("dc", 0, 1e-6), ("vu_max", -2, 0.2), ("ppm_1_max_db_test", -2, 0.2), ("ppm_2_max_db_test", -2, 0.2),
                                    ("rms_600_max_dbfs", -20, 0.01), ("k_20_max_db", 0, 0.01), ("k_14_max_db", -6, 0.01),
                                    ("k_12_max_db", -8, 0.01)):
            for value in said[key]:
                self.near(value, wanted, within)
        self.near(said["plr_db"], 0, 0.1)
        self.near(said["mid_rms_dbfs"], -20, 0.001)
        self.assertIsNone(said["side_rms_dbfs"])
        self.near(said["correlation"], 1, 1e-4)
        self.near(said["mono_loss_db"], 0, 0.001)
        self.assertEqual((said["clip_runs"], said["overs"], said["clip_first_seconds"]), ([0, 0], [0, 0], [-1.0, -1.0]))
        band = max(said["third_octaves"], key=lambda band: band["level_dbfs"])
        self.near(band["hz"], 1000, 0.1)
        self.near(band["level_dbfs"], -20, 0.1)
        self.near(band["mono_loss_db"], 0, 0.01)
        for other in said["third_octaves"]:
            self.assertTrue(other is band or other["level_dbfs"] is None or other["level_dbfs"] < -70, other)

    def test_one_channel(self):
        said = self.figures([tone(-20, 4)])
        self.near(said["integrated_lufs"], -23.01, 0.05)
        self.assertEqual(len(said["true_peak_dbtp"]), 1)
        words = self.good("--analyze", self.path("signal.wav")).out
        self.assertIn("1 channel, 48000 Hz, 0:04.000", words)
        self.assertIn("loudness       -23.0 LUFS-I, momentary at most -23.0, short-term at most -23.0\n", words)
        self.assertIn("RMS            -20.00 dBFS\n", words)
        self.assertNotIn("correlation", words)

    def test_polarity_and_mono(self):
        sine = tone(-12, 4)
        said = self.figures([sine, [-x for x in sine]])
        self.near(said["correlation"], -1, 1e-4)
        self.near(said["correlation_min"], -1, 1e-4)
        self.assertTrue(said["mono_loss_db"] is None or said["mono_loss_db"] < -100)
        said = self.figures([sine, tone(-12, 4, 1500)])
        self.near(said["correlation"], 0, 0.01)
        self.near(said["mid_rms_dbfs"], -15.01, 0.05)
        self.near(said["side_rms_dbfs"], -15.01, 0.05)
        self.near(said["mono_loss_db"], -3.01, 0.05)

    def test_silence_at_both_ends_and_the_time_of_a_peak(self):
        left = silence(1) + tone(-20, 3) + silence(0.5)
        left[2 * RATE] = 0.5
        said = self.figures([left, silence(1) + tone(-20, 3) + silence(0.5)])
        self.near(said["head_silence_s"], 1, 0.001)
        self.near(said["tail_silence_s"], 0.5, 0.001)
        self.near(said["sample_peak_seconds"][0], 2, 1e-6)
        self.near(said["sample_peak_dbfs"][0], 20 * math.log10(0.5), 1e-3)
        self.near(said["true_peak_seconds"][0], 2, 0.001)
        self.near(said["noise_floor_dbfs"], -20, 0.1)

    def test_direct_current_and_clipping(self):
        left = [x + 0.01 for x in tone(-20, 2)]
        right = tone(-6, 2)
        for first, count in ((RATE // 2, 5), (RATE, 9), (RATE + 100, 2)):
            right[first:first + count] = [1.0] * count
        said = self.figures([left, right])
        self.near(said["dc"][0], 0.01, 1e-5)
        self.assertEqual((said["clip_runs"], said["clip_longest_frames"]), ([0, 2], [0, 9]))
        self.near(said["clip_first_seconds"][1], 0.5, 1e-6)
        words = self.good("--analyze", self.path("signal.wav")).out
        self.assertIn("clipped runs   0 left, 2 right (first at 0.500 s, longest 9 frames)\n", words)
        self.assertIn("DC             0.010000 left", words)

    def test_silence_has_no_loudness(self):
        said = self.figures([silence(2), silence(2)])
        for key in ("integrated_lufs", "momentary_max_lufs", "short_term_max_lufs", "noise_floor_dbfs"):
            self.assertIsNone(said[key], key)
        self.assertEqual(said["true_peak_dbtp"], [None, None])
        self.assertIn("loudness       none, momentary at most none, short-term at most none\n", self.good("--analyze", self.path("signal.wav")).out)

    def test_series(self):
        loud = tone(-20, 4) + tone(-40, 4)
        self.assertNotIn("series", self.figures([loud, loud]))
        series = self.figures([loud, loud], "--series")["series"]
        self.assertEqual(series["step_seconds"], 0.1)
        for key in ("momentary_lufs", "short_term_lufs", "true_peak_dbtp", "rms_dbfs", "correlation", "psr_db"):
            self.assertEqual(len(series[key]), 80, key)
        self.near(series["momentary_lufs"][39], -20, 0.05)
        self.near(series["momentary_lufs"][45], -40, 0.05)
        self.near(series["short_term_lufs"][79], -40, 0.05)
        self.near(series["rms_dbfs"][10], -20, 0.01)
        self.assertEqual(len(re.findall(r"(?m)^ +\d+\.\d  ", self.good("--analyze", self.path("signal.wav"), "--series").out)), 80)

    def test_pink_and_white_noise_tilt(self):
        """Bands of a constant share of an octave: pink noise has one level in all, white noise gains 3.01 dB an octave."""
        noise = random.Random(1)
        white = [noise.gauss(0, 0.05) for _ in range(20 * RATE)]
        said = self.figures([white], bits=0)
        self.near(said["tilt_db_per_octave"], 3.01, 0.15)
        # Voss: a sum of random values that are held for 1, 2, 4 ... samples
        held, pink = [0.0] * 16, []
        for i in range(20 * RATE):
            for k in range(16):
                if i % (1 << k) == 0:
                    held[k] = noise.gauss(0, 0.02)
            pink.append(sum(held))
        self.near(self.figures([pink])["tilt_db_per_octave"], 0, 0.4)

    def test_finer_bands(self):
        """IEC 61260-1, base ten: 24 bands an octave lie 10^(0.3/24) apart."""
        said = self.figures([tone(-20, 5), tone(-20, 5)], "--bands", "24")
        self.assertEqual(said["bands_per_octave"], 24)
        hz = [band["hz"] for band in said["bands"]]
        for a, b in zip(hz, hz[1:]):
            self.near(b / a, 10 ** (0.3 / 24), 1e-4)
        self.near(max(said["bands"], key=lambda band: band["level_dbfs"] or -999)["hz"], 1000, 0.1)
        words = self.good("--analyze", self.path("signal.wav"), "--bands", "12").out
        self.assertIn("spectrum       1/12 octave", words)
        words = self.good("--analyze", self.path("signal.wav")).out
        for name in ("20 Hz", "31.5 Hz", "125 Hz", "800 Hz", "1 kHz", "1.25 kHz", "12.5 kHz", "20 kHz"):
            self.assertRegex(words, r"(?m)^ +%s +(-|none)" % re.escape(name))
        done = self.run_ttymix("--analyze", "signal.wav", "--bands", "25")
        self.assertEqual((done.code, done.err), (2, 'ttymix: --bands: "25" is not a whole number from 1 to 24\n'))

    def test_what_cannot_be_read(self):
        done = self.run_ttymix("--analyze", self.path("none.wav"))
        self.assertEqual((done.code, done.out), (4, ""))
        self.assertIn("none.wav", done.err)
        self.write("text.wav", "no sound at all\n")
        self.assertEqual(self.run_ttymix("--analyze", "text.wav").code, 4)

    @unittest.skipUnless(harness.find_program("ffmpeg"), "no ffmpeg")
    def test_music_beside_ffmpeg(self):
        """ffmpeg's ebur128 prints tenths."""
        for path in sorted(glob.glob(os.path.join(os.path.dirname(harness.DEMO), "stems", "*.flac")))[:3]:
            with self.subTest(path=path):
                said = self.good("--analyze", path, "--json").json()
                log = subprocess.run(["ffmpeg", "-nostdin", "-hide_banner", "-i", path, "-af", "ebur128=peak=true+sample", "-f", "null", "-"],
                                     stderr=subprocess.PIPE, text=True, check=True).stderr
                summary = log[log.rindex("Summary:"):]
                self.near(said["integrated_lufs"], float(re.search(r"I: +(\S+) LUFS", summary).group(1)), 0.1)
                self.near(said["range_lu"], float(re.search(r"LRA: +(\S+) LU", summary).group(1)), 0.4)
                peaks = re.findall(r"Peak: +(\S+) dBFS", summary)
                self.near(max(said["sample_peak_dbfs"]), float(peaks[0]), 0.1)
                self.near(said["true_peak_max_dbtp"], float(peaks[1]), 0.15)


if __name__ == "__main__":
    harness.main()
