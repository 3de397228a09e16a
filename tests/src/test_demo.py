# SPDX-License-Identifier: GPL-3.0-or-later
"""The two demo songs, judged by numbers beside the flat sum of the same stems: what projects/demo/README.md says of them.

A mix is judged by clarity, impact, translation and headroom, not by how loud it is; so everything here is independent of level, or asks
for room below full scale. Bars and why:
- true peak at most -1 dBTP (EBU R 128 and most services), here -2.5, so that the safety limiter rests; loudness from -26 to -18 LUFS.
- PLR (true peak less loudness) at least 2 dB above the flat sum's: strokes stand out.
- roughness (how far the 1/3-octave spectrum from 100 Hz to 10 kHz strays from a straight line, RMS) at most 3 dB, tilt from -3 to
  -0.5 dB an octave: the range that surveys of mixed music find.
- mono: no 1/3 octave from 31.5 Hz to 12.5 kHz loses more than 2 dB, none below 125 Hz more than 0.2 dB.
- nothing is hidden: of the lead's 1/3 octaves (160 Hz to 10 kHz, within 20 dB of its loudest) the mix shows more than the flat sum at
  no more than 3 dB below all others together, or at least nine in ten.
"""
import math
import os
import re
import subprocess

import harness
from harness import Case

FOLDER = os.path.dirname(harness.DEMO)
# name, stems, lead, seconds in which it leads
SONGS = {
    "potassium": ("stems", "vox", (10.7, 26)),
    "funk": ("funk", "gtr", (8.5, 15.5)),
}


def slope(points):
    """(least-squares slope, RMS distance) of (x, y)."""
    n = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    k = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return k, math.sqrt(sum((y - mean_y - k * (x - mean_x)) ** 2 for x, y in points) / n)


class Demo(Case):
    def bounce(self, project, name, *more):
        report = self.good("--bounce", project, "-o", self.path(name), "--bits", "float", "--json", "-q", "--allow-outside", *more).json()
        return report

    def analyze(self, name):
        said = self.good("--analyze", self.path(name), "--json").json()
        bands = {round(row["hz"]): row for row in said["third_octaves"]}
        said["tilt"], said["roughness"] = slope([(math.log2(hz), row["level_dbfs"]) for hz, row in bands.items() if 99 < hz < 10001])
        said["bands"] = bands
        said["worst_mono"] = min(row["mono_loss_db"] for hz, row in bands.items() if 31 < hz < 12600)
        said["worst_low_mono"] = min(row["mono_loss_db"] for hz, row in bands.items() if 31 < hz < 126)
        return said

    def flat(self, song):
        """The same stems at 0 dB, nothing else."""
        with open(os.path.join(FOLDER, song + ".mix")) as f:
            text = f.read()
        clips = re.findall(r'\[track (\S+)\](?:\n(?!\[).*)*?\nclip +"([^"]+)"', text)
        rate = re.search(r"rate +(\d+)", text).group(1)
        parts = ["ttymix 1\nstage    mix\nrate     %s Hz\npan-law  0 dB\n" % rate]
        parts += ['[track %s]\nclip     "%s"\n' % (name, os.path.join(FOLDER, path)) for name, path in clips]
        self.write(song + "-flat.mix", "\n".join(parts + ["[master]\n"]))
        return self.path(song + "-flat.mix"), [name for name, _ in clips]

    def shown(self, project, tracks, lead, span):
        """Per cent of the lead's bands that stand at -3 dB or more beside all the rest."""
        levels = []
        for name, muted in (("lead.wav", [t for t in tracks if t != lead]), ("rest.wav", [lead])):
            self.bounce(project, name, "--range", "0:%05.2f,0:%05.2f" % span, *(word for t in muted for word in ("--set", "mute " + t)))
            levels.append({hz: row["level_dbfs"] for hz, row in self.analyze(name)["bands"].items() if 159 < hz < 10001})
        own, rest = levels
        strong = [hz for hz in own if own[hz] > max(own.values()) - 20]
        return 100.0 * sum(own[hz] >= rest[hz] - 3 for hz in strong) / len(strong)

    def check_song(self, song):
        folder, lead, span = SONGS[song]
        project = os.path.join(FOLDER, song + ".mix")
        reports = [self.bounce(project, "mix.wav", "--jobs", jobs) for jobs in ("2", "1")]
        self.assertEqual(reports[0]["sha256_pcm"], reports[1]["sha256_pcm"])
        self.assertEqual(reports[0]["measured"]["clipped_samples"], 0)
        self.assertNotIn("master", [row["strip"] for row in reports[0]["measured"]["overs"]])
        flat_project, tracks = self.flat(song)
        self.bounce(flat_project, "flat.wav")
        mix, flat = self.analyze("mix.wav"), self.analyze("flat.wav")
        shown, hidden = self.shown(project, tracks, lead, span), self.shown(flat_project, tracks, lead, span)
        mix["shown"], flat["shown"], mix["plr_over_flat"] = shown, hidden, mix["plr_db"] - flat["plr_db"]
        for key, unit, bar in (("true_peak_max_dbtp", "dBTP", -2.5), ("integrated_lufs", "LUFS", -18), ("range_lu", "LU", 2), ("plr_db", "dB", None),
                               ("plr_over_flat", "dB", 2), ("tilt", "dB/octave", -3), ("roughness", "dB", 3), ("correlation", "", 0.5),
                               ("worst_mono", "dB", -2), ("worst_low_mono", "dB", -0.2), ("shown", "%", round(hidden, 1))):
            for name, said in (("", mix), ("flat.", flat)):
                if key in said:
                    print("figure demo.%s.%s%s %.2f %s bar %s" % (song, name, key, said[key], unit, "-" if name or bar is None else bar))
        self.assertGreater(flat["true_peak_max_dbtp"], 0, "the flat sum goes over; the mix does not:")
        self.assertLess(mix["true_peak_max_dbtp"], -2.5)
        self.assertTrue(-26 < mix["integrated_lufs"] < -18)
        self.assertGreater(mix["plr_db"], flat["plr_db"] + 2)
        self.assertTrue(2 < mix["range_lu"] < 10)
        self.assertTrue(-3 < mix["tilt"] < -0.5)
        self.assertLess(mix["roughness"], 3)
        self.assertTrue(0.5 < mix["correlation"] < 0.97)
        self.assertGreater(mix["worst_mono"], -2)
        self.assertGreater(mix["worst_low_mono"], -0.2)
        self.assertTrue(shown > hidden or shown >= 90, (shown, hidden))
        self.check_with_ffmpeg(mix)

    def check_with_ffmpeg(self, said):
        """The same figures by another program, which prints tenths; a range is a difference of percentiles over windows that begin elsewhere
        (EBU Tech 3342 allows 1 LU)."""
        if not harness.find_program("ffmpeg"):
            return
        done = subprocess.run(["ffmpeg", "-hide_banner", "-nostats", "-i", self.path("mix.wav"), "-af", "ebur128=peak=true", "-f", "null", "-"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)
        summary = done.stdout[done.stdout.rindex("Summary:"):]
        for key, name, delta in (("integrated_lufs", "I", 0.15), ("range_lu", "LRA", 0.5), ("true_peak_max_dbtp", "Peak", 0.15)):
            value = float(re.search(r"\b%s: +(\S+)" % name, summary).group(1))
            self.assertAlmostEqual(said[key], value, delta=delta, msg=key)

    @harness.unittest.skipIf(harness.QUICK, "quick run")
    def test_potassium(self):
        self.check_song("potassium")

    @harness.unittest.skipIf(harness.QUICK, "quick run")
    def test_funk(self):
        self.check_song("funk")

    def test_both_can_be_bounced(self):
        for song in SONGS:
            self.bounce(os.path.join(FOLDER, song + ".mix"), song + ".wav", "--range", "0:01,0:02")

    def test_both_open_without_a_word_and_are_not_touched(self):
        for song in SONGS:
            said = self.good("--check", os.path.join(FOLDER, song + ".mix"))
            self.assertIn("no errors", said.out)
            self.assertIn("profile mix: 0 failed, 0 warnings, ", said.out)

    def test_what_is_waived_in_them(self):
        """Each waiver is of something that is there, and says why in a sentence."""
        for song, rules in (("funk", ["mix/limiter"]), ("potassium", ["mix/edge", "mix/limiter"])):
            found = self.good("--check", os.path.join(FOLDER, song + ".mix"), "--json").json()["findings"]
            self.assertEqual([f["rule"] for f in found if "waived" in f], rules)
            self.assertTrue(all(len(f["waived"].split()) > 5 for f in found if "waived" in f))


if __name__ == "__main__":
    harness.main()
