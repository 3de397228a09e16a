# SPDX-License-Identifier: GPL-3.0-or-later
"""A new processor needs no line outside its own file: the program with `louder` (louder.c), which nothing in ttymix names, reads, writes,
completes, speaks, automates, matches and renders it, and keeps its ceiling, as it does with the processors of the house.

Levels are those of sines: a gain of g dB is 10^(g/20), within a step of 24 bits.
"""
import os

import harness
from harness import Case, project_text, read_wav, sine, write_wav

LOUDER = os.path.join(os.path.dirname(harness.TTYMIX), "tests", "src", "ttymix_louder")
STRIP = '\n[track vox]\nclip     "a.wav"\n'


class Processor(Case):
    def setUp(self):
        super().setUp()
        self.program, harness.TTYMIX = harness.TTYMIX, LOUDER
        write_wav(self.path("a.wav"), [sine(1000, 2, level=0.1)], 48000, 24)

    def tearDown(self):
        harness.TTYMIX = self.program
        super().tearDown()

    def project(self, chain="", rest="", master="", name="song.mix"):
        return self.write(name, project_text(48000, STRIP + chain + rest + "\n[master]\n" + master))

    def plain(self, *lines, code=0):
        result = self.run_ttymix("--plain", "song.mix", stdin="\n".join(lines + ("write! after.mix", "quit!")) + "\n")
        self.assertEqual(result.code, code, result.out + result.err)
        with open(self.path("after.mix")) as f:
            return result.out, f.read()

    def peak(self, project, at, *arguments):
        """Highest sample in the tenth of a second from `at` s."""
        self.good("--bounce", project, "-o", self.path("o.wav"), "-q", *arguments)
        rate, channels = read_wav(self.path("o.wav"))
        return max(abs(x) for x in channels[0][int(at * rate):int((at + 0.1) * rate)])

    def test_the_house_does_not_know_it(self):
        harness.TTYMIX = self.program
        result = self.run_ttymix("--check", self.project("louder   lift +6 dB\n"))
        self.assertIn("unknown processor `louder`", result.out + result.err)
        self.assertNotIn("louder: Lifts", self.good("--list", "processors").out)

    def test_read_listed_and_refused_by_its_row(self):
        self.assertIn("louder: Lifts, up to a top.", self.good("--list", "processors").out)
        self.assertEqual(self.run_ttymix("--check", self.project("louder   lift +6 dB  top -3 dBTP  keep off\n")).code, 0)
        result = self.run_ttymix("--check", self.project("louder   lift +60 dB\n"))
        self.assertIn("lift: +60 dB is out of range (-24 dB to +36 dB)", result.out + result.err)
        result = self.run_ttymix("--check", self.project("lauder\n"))
        self.assertIn("`louder`", result.out + result.err)

    def test_edited_written_and_undone(self):
        self.project()
        out, text = self.plain("add louder vox", "set vox.louder.lift 4.5 dB", "set vox.louder.keep off", "undo")
        self.assertIn("\nlouder   lift +4.5 dB\n", text, out)
        self.assertLess(text.index("clip "), text.index("louder "))
        again = self.plain("undo", "redo", "undo", "undo", code=1)[1]
        self.assertNotIn("louder", again)

    def test_heard_and_automated(self):
        lane = "\n[automation vox.louder.lift]\nmode     read\n0:00       0 dB\n0:01       +6 dB\n"
        flat, lifted = self.peak(self.project("pan      L 100 %\n"), 0.5), 10 ** (6 / 20)
        self.assertAlmostEqual(self.peak(self.project("louder   lift +6 dB\npan      L 100 %\n"), 0.5) / flat, lifted, delta=1e-4)
        moved = self.project("louder\npan      L 100 %\n", lane)
        self.assertAlmostEqual(self.peak(moved, 0.5) / flat, 1, delta=1e-4)
        self.assertAlmostEqual(self.peak(moved, 1.5) / flat, lifted, delta=1e-4)
        self.assertAlmostEqual(self.peak(self.project("louder   lift +36 dB  top -12 dBTP\npan      L 100 %\n"), 0.5), 10 ** (-12 / 20), delta=1e-4)

    def test_spoken_by_its_name(self):
        self.project("louder   lift +6 dB\n")
        said = self.plain("describe vox")[0]
        self.assertIn("Chain of 1: loud-maker.\nLoud-maker, lift +6 dB.\n", said)
        self.assertIn("\nVox loud-maker bypassed.\n", self.plain("speech words", "bypass vox.louder")[0])

    def test_matched_by_its_makeup(self):
        self.project("louder   lift +7 dB\n")
        out, text = self.plain("match vox.louder")
        self.assertRegex(text, r"\nlouder   lift (0|[+-]0\.0[0-9]) dB\n", out)
        self.project("gate\n")
        self.assertIn("eq, comp, gain, saturate, convolve and louder have.", self.plain("match vox.gate", code=1)[0])

    def test_its_ceiling_is_kept_at_another_rate(self):
        for master, ceiling in (("fader    0 dB\nlouder   lift +24 dB  top -3 dBTP\n", (-3, True)),
                                ("fader    0 dB\nlouder   lift +24 dB  top -3 dBTP  keep off\n", (-0.01, False))):
            report = self.good("--bounce", self.project(master=master), "-o", self.path("o.wav"), "--rate", "44100", "--json").json()
            self.assertEqual((report["guard"]["ceiling_db"], report["guard"]["true_peak"]), ceiling)


if __name__ == "__main__":
    harness.main()
