# SPDX-License-Identifier: GPL-3.0-or-later
"""`--rate`: what a limiter on the master promises holds for the converted file, and the report says what that took."""
import hashlib
import re
import shutil
import subprocess

import harness
from harness import Case, project_text, write_wav

MASTER = "\n[master]\n%sfader    0 dB\n%s"
LIMITER = "limiter  ceiling -1 dBTP\n"


def bright(seconds, seed):
    """Square edges and noise, somewhat rounded: a conversion moves its peaks."""
    noise, out, edge, low = harness.noise(seconds, seed, level=1.0), [], 0.0, 0.0
    for i, sample in enumerate(noise):
        loud = 0.9 if i // 700 % 3 == seed % 3 else 0.15
        edge += 0.7 * (loud * (1 if i // 31 % 2 else -1) - edge)
        low += 0.6 * (sample - low)
        out.append(0.45 * edge + 0.4 * loud * low)
    return out


class Rate(Case):
    def song(self, before="", after="", level="+8 dB"):
        write_wav(self.path("a.wav"), [bright(1.5, 1), bright(1.5, 2)], 48000, 24)
        return self.write("song.mix", project_text(48000, '\n[track a]\nclip     "a.wav"\ntrim     %s\n' % level + MASTER % (before, after)))

    def bounce(self, project, *arguments):
        return self.good("--bounce", project, "-o", self.path("o.wav"), "--json", *arguments).json()

    def true_peak(self):
        """By ffmpeg's meter, or None without ffmpeg."""
        if not shutil.which("ffmpeg"):
            return None
        run = subprocess.run(["ffmpeg", "-nostats", "-i", self.path("o.wav"), "-af", "ebur128=peak=true", "-f", "null", "-"],
                             capture_output=True, text=True)
        return float(re.findall(r"Peak:\s+(-?[0-9.]+) dBFS", run.stderr)[-1])

    def test_the_ceiling_is_kept(self):
        project = self.song(after=LIMITER)
        report = self.bounce(project)
        self.assertNotIn("guard", report)
        self.assertLess(report["measured"]["true_peak_dbtp"], -0.75)  # sound up to half the rate: the limiter's bar is 0.2 dB
        frames = report["frames"]
        for rate in ("44100", "96000"):
            report = self.bounce(project, "--rate", rate)
            self.assertEqual((report["guard"]["ceiling_db"], report["guard"]["true_peak"]), (-1, True))
            self.assertGreater(report["guard"]["reduction_db"], 0.05)
            self.assertLess(report["guard"]["reduction_db"], 1.5)
            self.assertGreater(report["guard"]["seconds"], 0)
            self.assertAlmostEqual(report["frames"], frames * int(rate) / 48000, delta=1)
            self.assertLess(report["measured"]["true_peak_dbtp"], -0.95)
            peak = self.true_peak()
            if peak is not None:
                self.assertLessEqual(peak, -0.9)  # it reads in tenths

    def test_white_noise_stays_below_the_ceiling_by_every_meter(self):
        """18 dB into the limiter: dsp.md allows 0.2 dB on full-band noise; ffmpeg reads in tenths."""
        write_wav(self.path("a.wav"), [harness.noise(2.0, 1, level=0.9), harness.noise(2.0, 2, level=0.9)], 48000, 24)
        for setting in ("lookahead 0.1 ms", "lookahead 0.1 ms  character punchy", "lookahead 1 ms  character smooth", ""):
            limiter = "limiter  gain +18 dB  ceiling -1 dBTP  %s\n" % setting
            project = self.write("noise.mix", project_text(48000, '\n[track a]\nclip     "a.wav"\n' + MASTER % ("", limiter)))
            self.assertLessEqual(self.bounce(project)["measured"]["true_peak_dbtp"], -0.8, setting)
            peak = self.true_peak()
            if peak is not None:
                self.assertLessEqual(peak, -0.8, setting)

    def test_the_bytes_do_not_depend_on_threads(self):
        project = self.song(after=LIMITER)
        digests = set()
        for jobs in ("1", "2", "5"):
            self.bounce(project, "--rate", "44100", "--jobs", jobs)
            with open(self.path("o.wav"), "rb") as file:
                digests.add(hashlib.sha256(file.read()).hexdigest())
        self.assertEqual(len(digests), 1)

    def test_what_stays_below_is_not_touched(self):
        project = self.song(after=LIMITER, level="-20 dB")
        text = self.good("--bounce", project, "-o", self.path("o.wav"), "--rate", "44100").out
        self.assertIn("guard          not needed: the conversion from 48000 Hz stays below -1 dBTP\n", text)
        self.assertEqual(self.bounce(project, "--rate", "44100")["guard"]["seconds"], 0)

    def test_the_report_says_what_it_took(self):
        project = self.song(after=LIMITER)
        text = self.good("--bounce", project, "-o", self.path("o.wav"), "--rate", "44100").out
        self.assertRegex(text, r"\nguard          took off up to [01]\.\d\d dB, for \d\.\d{3} s, to keep the conversion from 48000 Hz below -1 dBTP\n")

    def test_without_a_limiter_nothing_is_clipped(self):
        """Samples at full scale: integers would clip what the filter adds; float files need no guard."""
        project = self.song(level="+3 dB")
        report = self.bounce(project, "--rate", "44100", "--bits", "float")
        self.assertNotIn("guard", report)
        self.good("--bounce", project, "-o", self.path("full.wav"), "--bits", "float")
        level = -report["measured"]["peak_dbfs"] + 3.2  # a little over full scale once it is converted
        project = self.song(level="%+.2f dB" % level)
        report = self.bounce(project, "--rate", "44100", "--bits", "16")
        self.assertEqual((report["guard"]["true_peak"], report["measured"]["clipped_samples"]), (False, 0))
        self.assertGreater(report["guard"]["reduction_db"], 0.1)
        self.assertLess(report["measured"]["peak_dbfs"], 0)

    def test_only_a_limiter_that_comes_last_promises(self):
        for before, after, true_peak in (("", "limiter  ceiling -3 dBTP\n", True), ("limiter  ceiling -3 dBTP\n", "", True),
                                         ("", "limiter  ceiling -3 dBTP  truepeak off\n", False),
                                         ("", "limiter  ceiling -3 dBTP  bypass\n", False),
                                         ("", "limiter  ceiling -3 dBTP\ngain     level +1 dB\n", False)):
            report = self.bounce(self.song(before, after, level="-20 dB"), "--rate", "44100")
            self.assertEqual((report["guard"]["ceiling_db"], report["guard"]["true_peak"]), (-3, True) if true_peak else (-0.01, False), after)

    def test_a_vca_behind_the_limiter_lifts_its_ceiling(self):
        """The limiter stands before the fader that the VCA moves: what it promised is no ceiling of the mix."""
        project = self.song("limiter  ceiling -12 dBTP\nvca      up\n", level="+3 dB")
        with open(project) as file:
            text = file.read()
        with open(project, "w") as file:
            file.write(text.replace("[track", "[vca up]\nfader    +6 dB\n\n[track", 1))
        self.assertAlmostEqual(self.bounce(project)["measured"]["true_peak_dbtp"], -6, delta=0.3)
        report = self.bounce(project, "--rate", "44100")
        self.assertEqual((report["guard"]["ceiling_db"], report["guard"]["true_peak"]), (-0.01, False))
        self.assertAlmostEqual(report["measured"]["true_peak_dbtp"], -6, delta=1.5)


if __name__ == "__main__":
    harness.main()
