#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loudness and image as a desk is sent them, and as they are told in words, against `--analyze` of the bounce of the same song."""
import re

import harness
from harness import noise, project_text, write_wav
from served import Served

TRACK = """[track noise]
clip "noise.wav"
fader -6 dB
"""
SECONDS = 9


class Image(harness.Case):
    def setUp(self):
        super().setUp()
        one, other = noise(SECONDS, 1), noise(SECONDS, 2)
        write_wav(self.path("noise.wav"), [one, [0.6 * a + 0.4 * b for a, b in zip(one, other)]])
        self.write("song.mix", project_text(48000, TRACK))
        self.good("--bounce", "song.mix", "-o", "song.wav")
        self.figures = self.good("--analyze", "--json", "song.wav").json()

    def near(self, got, wanted, within):
        self.assertLessEqual(abs(got - wanted), within, "%s, not %s" % (got, wanted))

    def test_a_desk_is_sent_what_an_analysis_finds(self):
        served = Served(self, "song.mix")
        desk = served.desk()
        desk.send("image 100")
        desk.command("play")
        points, thirds, spectrum, dots = [], None, None, None
        while len(points) < 2 * SECONDS - 2:  # the last seconds are those of a song that ends
            line = desk.read()
            words = line.split()
            if words[0] == "loudpoint":
                self.assertEqual(int(words[1]), len(points))
                points.append([int(x) / 10 for x in words[2:]])
            elif words[0] == "thirds":
                thirds = [int(x) for x in words[1:]]
            elif words[0] == "spectrum":
                spectrum = [int(x) for x in words[1:]]
            elif words[0] == "dots":
                dots = words[1:]
        momentary, short, integrated, _, peak, plr, _, correlation = points[-1]
        figures = self.figures
        self.near(integrated, figures["integrated_lufs"], 0.15)  # tenths are sent; noise varies with the length that was heard
        self.near(short, figures["short_term_max_lufs"], 0.3)
        self.near(momentary, figures["momentary_max_lufs"], 0.6)
        self.near(max(p[4] for p in points), figures["true_peak_max_dbtp"], 0.4)
        self.near(plr, max(p[4] for p in points) - integrated, 0.11)
        self.near(correlation / 10, figures["correlation"], 0.03)
        self.assertLessEqual(peak, figures["true_peak_max_dbtp"] + 0.06)
        self.near(thirds[0] / 10, figures["tilt_db_per_octave"], 0.2)
        self.near(thirds[1] / 10, figures["mono_loss_db"], 0.1)
        bands = list(zip(thirds[4::2], thirds[5::2]))
        self.assertEqual(len(bands), len(figures["third_octaves"]))
        self.near(thirds[3] / 100, figures["third_octaves"][0]["hz"], 0.01)
        for (level, loss), band in zip(bands, figures["third_octaves"]):
            if band["hz"] > 200:  # below, a few seconds of noise are too few
                self.near(level / 10, band["level_dbfs"], 0.6)
                self.near(loss / 10, band["mono_loss_db"], 0.3)
        # of now, half as wide: a third octave of white noise has 3 dB more
        first, per_octave, levels = spectrum[1] / 100, spectrum[0], spectrum[2:]
        self.assertEqual(per_octave, 6)
        for n, level in enumerate(levels):
            hz = first * 10 ** (0.05 * n)
            if hz > 1000:
                third = min(figures["third_octaves"], key=lambda band: abs(band["hz"] / hz - 1))
                if abs(third["hz"] / hz - 1) < 0.01:
                    self.near(level / 10, third["level_dbfs"] - 3, 1.5)
        self.near(int(dots[0]) / 100, figures["correlation"], 0.03)
        self.assertEqual(len(dots[1]), 2 * 48)
        self.assertRegex(dots[1], r"^[A-Za-z0-9+-]+$")
        desk.send("image 0", "meters 20 0 1")  # meters go on coming
        desk.command("note noise x")
        desk.read_to("meters")
        self.assertFalse(any(desk.read_to("").split()[0] in ("loudpoint", "dots", "spectrum", "thirds") for _ in range(20)))

    def test_a_newcomer_gets_the_past_and_nobody_else_is_sent_anything(self):
        served = Served(self, "song.mix")
        first, second = served.desk(), served.desk()
        first.send("image 100", "meters 20 0 2")
        second.send("meters 20 0 2")
        first.command("play")
        first.read_to("loudpoint 5")
        first.command("stop here")
        second.send("image nonsense", "image 4")
        got = [second.read_to("loudpoint").split()[1] for _ in range(4)]
        self.assertEqual([int(x) - int(got[0]) for x in got], [0, 1, 2, 3])
        self.assertGreaterEqual(int(got[0]), 2)

    def test_in_words(self):
        result = self.run_ttymix("--plain", "--device", "null", "song.mix",
                                 stdin="describe image\nplay\nwait 7\nstop here\ndescribe loudness\ndescribe image\nadd bus image\ndescribe image\nquit!\n")
        said = result.out.split("\n")
        said = [line for line in said if not line.startswith("No sound")]
        self.assertEqual(said[0], "Nothing was measured yet: play the song.")
        text = "\n".join(said)
        figures = self.figures
        for pattern, wanted, within in ((r"integrated (-[\d.]+) LUFS", figures["integrated_lufs"], 0.2), (r"peak (-[\d.]+) dBTP, PLR", figures["true_peak_max_dbtp"], 0.4),
                                        (r"In mono ([\d.]+) dB is lost", -figures["mono_loss_db"], 0.1), (r"Correlation ([+-][\d.]+)", figures["correlation"], 0.03),
                                        (r"Spectrum: ([+-][\d.]+) dB an octave", figures["tilt_db_per_octave"], 0.2)):
            found = re.search(pattern, text)
            self.assertTrue(found, pattern + "\n" + text)
            self.near(float(found.group(1)), wanted, within)
        self.assertRegex(text, r"(?m)^Last minute: short-term -[\d.]+ LUFS to -[\d.]+ LUFS, peak -[\d.]+ dBTP\.$")
        self.assertRegex(text, r"(?m)^20 Hz to 70 Hz: -[\d.]+ dBFS, in mono it loses [\d.]+ dB\.$")
        self.assertRegex(text, r"(?m)^Image\. ")  # a strip of that name goes before


if __name__ == "__main__":
    harness.main()
