#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a bounce ends: when nothing that a processor holds can still come out above -120 dBFS, and 30 s after the last clip at most."""
import harness
from harness import Case, project_text, read_wav, write_wav

RATE = 48000
CLICK = [0.0] * 100 + [0.5] + [0.0] * (RATE // 2 - 101)


class Tails(Case):
    def bounce(self, sections, head=""):
        write_wav(self.path("click.wav"), [CLICK], RATE, 24)
        text = project_text(RATE, '%s\n[track a]\nclip     "click.wav"\n%s' % (head, sections))
        report = self.good("--bounce", self.write("song.mix", text), "-o", self.path("o.wav"), "--json").json()
        rate, channels = read_wav(self.path("o.wav"))[:2]
        self.assertEqual(rate, RATE)
        return report, channels[0]

    def loudest_near(self, samples, second):
        at = int(second * RATE)
        return max(abs(s) for s in samples[max(0, at - 240):at + 2400] or [0.0])

    def test_an_echo_that_comes_late_is_in_the_file(self):
        _, samples = self.bounce("delay    time 5 s  feedback 0 %  mix 50 %\n")
        self.assertGreater(self.loudest_near(samples, 5), 0.1)
        self.assertLess(len(samples) / RATE, 12)

    def test_a_slow_whole_note_is_in_the_file(self):
        """1/1 at 50 bpm is 4.8 s; its second repeat comes at 9.6 s."""
        _, samples = self.bounce("delay    note 1/1  feedback 30 %  mix 50 %\n", "\n[tempo]\n0:00       50 bpm  4/4\n")
        self.assertGreater(self.loudest_near(samples, 4.8), 0.1)
        self.assertGreater(self.loudest_near(samples, 9.6), 0.03)

    def test_a_response_that_pauses_is_in_the_file(self):
        response = [0.0] * (4 * RATE)
        response[0] = response[-100] = 0.5
        write_wav(self.path("late.wav"), [response], RATE, 24)
        _, samples = self.bounce('convolve "late.wav"\n')
        self.assertGreater(self.loudest_near(samples, 3.999), 0.1)

    def test_automation_brings_forth_what_is_held(self):
        """The return is silent while the song ends, and comes up two and a half seconds later."""
        _, samples = self.bounce("send     hall  0 dB\n\n[return hall]\nreverb   decay 10 s\n"
                                 "\n[automation hall.fader]\nmode     read\n0:00       -inf dB\n0:03       0 dB\n")
        self.assertLess(max(map(abs, samples[RATE:int(2.9 * RATE)])), 1e-6)
        self.assertGreater(self.loudest_near(samples, 3.01), 1e-4)

    def test_what_never_ends_is_cut_and_said(self):
        report, samples = self.bounce("delay    time 200 ms  feedback 100 %  mix 50 %\n")
        self.assertAlmostEqual(len(samples) / RATE, 30.5, delta=0.1)
        self.assertEqual(report["tail_end"], "cut at 30 s, still sounding")
        loudest = max(map(abs, samples[-RATE:]))
        self.assertAlmostEqual(10 ** (report["tail_cut_dbfs"] / 20), loudest, delta=loudest * 0.01)
        self.assertRegex(self.good("--bounce", self.path("song.mix"), "-o", self.path("p.wav")).out,
                         r"tail .*cut at 30 s, still sounding at -[0-9.]+ dBFS")

    def test_without_processors_it_ends_with_the_clip(self):
        report, samples = self.bounce("")
        self.assertEqual((len(samples), report["tail_end"]), (len(CLICK), "none"))

    def test_a_short_echo_ends_after_a_second_of_silence(self):
        report, samples = self.bounce("delay    time 100 ms  feedback 50 %  mix 50 %\n")
        last = max(i for i, s in enumerate(samples) if abs(s) > 1e-6)
        self.assertLess(len(samples) - last, 1.2 * RATE)
        self.assertEqual(report["tail_end"], "until the output stayed below -120 dBFS")


if __name__ == "__main__":
    harness.main()
