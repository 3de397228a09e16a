# SPDX-License-Identifier: GPL-3.0-or-later
"""`--bounce`: formats, levels, ranges, stems, reports, refusals; what was there before survives every failure."""
import math
import os
import signal
import subprocess
import time

import harness
from harness import Case, project_text, read_wav, sine, write_wav


def db(x):
    return 10 ** (x / 20)


class Bounce(Case):
    def simple(self, sections=None, seconds=0.25, rate=48000):
        write_wav(self.path("a.wav"), [sine(1000, seconds, rate, 0.5)], rate, 24)
        return self.write("song.mix", project_text(rate, sections or '\n[track a]\nclip     "a.wav"\n\n[master]\n'))

    # ---- formats ----

    def test_every_bit_depth_says_the_same(self):
        project = self.simple()
        want = [0.5 * math.sin(2 * math.pi * 1000 * i / 48000) * math.sqrt(0.5) for i in range(12000)]
        for bits, error in (("16", 2.6 / 2 ** 15), ("24", 3.1 / 2 ** 23), ("32", 2 ** -22), ("float", 2 ** -22)):
            self.good("--bounce", project, "-o", self.path("o.wav"), "--bits", bits)
            rate, channels = read_wav(self.path("o.wav"))
            self.assertEqual((rate, len(channels), len(channels[0])), (48000, 2, 12000))
            worst = max(abs(a - b) for channel in channels for a, b in zip(channel, want))
            self.assertLess(worst, error, bits)

    def test_flac_holds_the_same_pcm_as_wav(self):
        project = self.simple()
        wav = self.good("--bounce", project, "-o", self.path("o.wav"), "--json").json()
        flac = self.good("--bounce", project, "-o", self.path("o.flac"), "--json").json()
        self.assertEqual(wav["sha256_pcm"], flac["sha256_pcm"])
        self.assertEqual(flac["format"], "flac")
        if harness.find_program("flac"):
            subprocess.run(["flac", "-d", "-s", "-f", "-o", self.path("back.wav"), self.path("o.flac")], check=True)
            self.assertEqual(harness.pcm_of(self.path("back.wav")), harness.pcm_of(self.path("o.wav")))

    def test_raw_and_standard_output(self):
        project = self.simple()
        self.good("--bounce", project, "-o", self.path("o.wav"))
        self.good("--bounce", project, "-o", self.path("o.raw"), "--format", "raw")
        pcm = harness.pcm_of(self.path("o.wav"))
        with open(self.path("o.raw"), "rb") as f:
            self.assertEqual(f.read(), pcm)
        piped = self.good("--bounce", project, "-o", "-", text=False)
        self.assertEqual(piped.out[:4], b"RIFF")
        self.assertEqual(piped.out[-len(pcm):], pcm)
        raw = self.good("--bounce", project, "-o", "-", "--format", "raw", text=False)
        self.assertEqual(raw.out, pcm)

    def test_name_without_output_is_the_title(self):
        self.simple()
        self.good("--bounce", "song.mix")
        self.assertTrue(os.path.exists(self.path("Test.wav")))
        self.assertEqual(sorted(os.listdir(self.dir)), ["Test.wav", "a.wav", "home", "song.mix"])

    def test_another_rate(self):
        project = self.simple(seconds=1.0)
        report = self.good("--bounce", project, "-o", self.path("o.wav"), "--rate", "44100", "--json").json()
        self.assertEqual((report["rate_hz"], report["frames"]), (44100, 44100))
        _, channels = read_wav(self.path("o.wav"))
        want = [0.5 * math.sqrt(0.5) * math.sin(2 * math.pi * 1000 * i / 44100) for i in range(44100)]
        worst = max(abs(a - b) for a, b in zip(channels[0][2000:-2000], want[2000:-2000]))
        self.assertLess(20 * math.log10(worst), -120)

    # ---- arithmetic ----

    def test_gains_add_up(self):
        sections = ('\n[track a]\nclip     "a.wav"  gain -1.5 dB\ntrim     +2.5 dB\nfader    -4.5 dB\npan      L 100 %\nvca      v\nout      b\n'
                    "\n[bus b]\nfader    -1 dB\n\n[vca v]\nfader    -3 dB\n\n[master]\nfader    +0.5 dB\n")
        self.good("--bounce", self.simple(sections), "-o", self.path("o.wav"), "--bits", "float")
        _, (left, right) = read_wav(self.path("o.wav"))
        gain = db(-1.5 + 2.5 - 4.5 - 1 - 3 + 0.5)
        _, (source,) = read_wav(self.path("a.wav"))
        self.assertLess(max(abs(a - b * gain) for a, b in zip(left, source)), db(-140))
        self.assertEqual(max(map(abs, right)), 0)

    def test_solo_and_monitor_never_reach_a_bounce(self):
        project = self.simple()
        before = self.good("--bounce", project, "-o", self.path("o.wav"), "--json").json()["sha256_pcm"]
        script = "solo a\ndim on\nmono on\nmonitor -40 dB\nbounce other.wav\nquit!\n"
        self.good("--plain", project, stdin=script)
        self.assertEqual(harness.pcm_of(self.path("other.wav")), harness.pcm_of(self.path("o.wav")))
        self.assertEqual(self.good("--bounce", project, "-o", self.path("o.wav"), "--json").json()["sha256_pcm"], before)

    def test_set_runs_a_command_and_leaves_the_file(self):
        project = self.simple()
        with open(project, "rb") as f:
            text = f.read()
        report = self.good("--bounce", project, "-o", self.path("o.wav"), "--json", "--set", "mute a").json()
        self.assertIsNone(report["measured"]["peak_dbfs"])
        with open(project, "rb") as f:
            self.assertEqual(f.read(), text)

    # ---- the report ----

    def test_report_agrees_with_ffmpeg(self):
        if not harness.find_program("ffmpeg"):
            self.skipTest("ffmpeg is not installed")
        report = self.good("--bounce", harness.DEMO, "-o", self.path("o.wav"), "--json").json()
        done = subprocess.run(["ffmpeg", "-hide_banner", "-nostats", "-i", self.path("o.wav"), "-af", "ebur128=peak=true", "-f", "null", "-"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)
        summary = done.stdout[done.stdout.rindex("Summary:"):].split("\n")
        loudness = next(float(line.split()[1]) for line in summary if line.strip().startswith("I:"))
        peak = next(float(line.split()[1]) for line in summary if line.strip().startswith("Peak:"))
        self.assertAlmostEqual(report["measured"]["integrated_lufs"], loudness, delta=0.1)
        self.assertAlmostEqual(report["measured"]["true_peak_dbtp"], peak, delta=0.1)

    def test_overs_inside_are_said_and_not_clipped(self):
        sections = '\n[track a]\nclip     "a.wav"\nfader    +12 dB\nout      b\n\n[bus b]\n\n[master]\nfader    -12 dB\n'
        report = self.good("--bounce", self.simple(sections), "-o", self.path("o.wav"), "--json").json()
        overs = report["measured"]["overs"]
        self.assertEqual([row["strip"] for row in overs], ["b"])
        self.assertAlmostEqual(overs[0]["peak_dbfs"], 20 * math.log10(0.5 * math.sqrt(0.5)) + 12, delta=0.01)
        self.assertEqual(report["measured"]["clipped_samples"], 0)

    def test_clips_are_counted(self):
        sections = '\n[track a]\nclip     "a.wav"\nfader    +12 dB\n\n[master]\n'
        report = self.good("--bounce", self.simple(sections), "-o", self.path("o.wav"), "--json").json()
        self.assertGreater(report["measured"]["clipped_samples"], 1000)

    # ---- stems ----

    def test_stems_sum_to_the_mix(self):
        project = harness.write_generated_project(self.dir, strips=8, seconds=1.0)
        with open(project) as f:
            text = f.read().replace("[master]\nfader    -3 dB", "[master]")
        self.write("generated.mix", text)
        report = self.good("--bounce", project, "-o", self.path("o.wav"), "--bits", "float", "--stems", self.path("st"), "--json").json()
        _, mix = read_wav(self.path("o.wav"))
        sums = [[0.0] * len(mix[0]), [0.0] * len(mix[0])]
        names = sorted(os.listdir(self.path("st")))
        self.assertEqual(len(names), report["stems"]["count"])
        for name in names:
            _, channels = read_wav(self.path("st", name))
            self.assertEqual(len(channels[0]), len(mix[0]), name)
            for c in (0, 1):
                sums[c] = [a + b for a, b in zip(sums[c], channels[c])]
        self.assertGreater(max(map(abs, mix[0])), 0.01)
        worst = max(abs(a - b) for c in (0, 1) for a, b in zip(sums[c], mix[c]))
        self.assertLess(worst, db(-130))
        null = report["stems"]["null_dbfs"]
        self.assertTrue(null is None or null < -130, null)

    # ---- refusals ----

    def refused(self, code, message, *arguments):
        result = self.run_ttymix(*arguments)
        self.assertEqual((result.code, result.err), (code, message))
        self.assertEqual(result.out, "")

    def test_usage(self):
        self.refused(2, "ttymix: --bounce takes one project (try --help)\n", "--bounce")
        self.refused(2, 'ttymix: --bits: "17" is not 16, 24, 32 or float\n', "--bounce", "x.mix", "--bits", "17")
        self.refused(2, 'ttymix: --jobs: "0" is not a whole number from 1 to 64\n', "--bounce", "x.mix", "--jobs", "0")
        self.refused(2, 'ttymix: --rate: "1" is not a whole number from 8000 to 192000\n', "--bounce", "x.mix", "--rate", "1")
        self.refused(2, "ttymix: --play: only one of the modes at a time (try --help)\n", "--bounce", "--play", "x.mix")
        project = self.simple()
        self.refused(2, "flac: takes 16 or 24 bit\n", "--bounce", project, "-o", "x.flac", "--bits", "float")
        self.refused(2, "flac: cannot be written to standard output; wav and raw can\n", "--bounce", project, "-o", "-", "--format", "flac")
        self.refused(2, "--range: takes two places with a comma between: 0:31,0:46 or Verse,Chorus\n", "--bounce", project, "--range", "7")

    def test_range_far_beyond_the_end(self):
        """166 hours of silence are a slip of the finger; ten minutes may be meant."""
        project = self.simple()
        said = "--range: reaches %d s beyond the end of the song at 0:%06.3f; at most 600 s of silence are written\n"
        for places, beyond in (("0:00,9999:00", 599940), ("9998:00,9999:00", 599940), ("0:01,10:02", 602)):
            with open(project, encoding="utf-8") as f:
                self.assertIn("clip", f.read())
            end = len(read_wav(self.path("a.wav"))[1][0]) / 48000
            self.refused(2, said % (round(beyond - end), end), "--bounce", project, "-o", "o.wav", "--range", places)
            self.refused(2, "ttymix: " + said.replace("written", "played") % (round(beyond - end), end), "--play", project, "--device", "null",
                         "--range", places)
        self.assertFalse(os.path.exists(self.path("o.wav")))
        report = self.good("--bounce", project, "-o", "o.wav", "--range", "0:00,10:00", "--report", "none", "--json").json()
        self.assertEqual(report["frames"], 600 * 48000)

    def test_never_over_the_project_or_a_stem(self):
        self.simple()
        os.mkdir(self.path("folder"))
        for path, why in (("song.mix", "is the project itself"), ("a.wav", "is a stem of the project"), ("folder", "is a folder"),
                          ("/dev/null", "is not a regular file")):
            self.refused(2, "%s: %s\n" % (path, why), "--bounce", "song.mix", "-o", path)

    def test_missing_stem(self):
        self.simple('\n[track a]\nclip     "a.wav"\n\n[track gone]\nclip     "gone.wav"\n\n[master]\n')
        self.refused(4, "song.mix:11: gone.wav: does not exist\n"
                     "song.mix: not bounced: stems are missing (--allow-missing plays silence for them)\n", "--bounce", "song.mix", "-o", "o.wav")
        self.assertFalse(os.path.exists(self.path("o.wav")))
        report = self.good("--bounce", "song.mix", "-o", "o.wav", "--allow-missing", "--json").json()
        self.assertEqual(report["missing_clips"], 1)

    def test_invalid_project(self):
        self.write("song.mix", "ttymix 1\nrate     48000 Hz\n\n[track a]\nfader    -4.5 Hz\nfader2   1\n")
        result = self.run_ttymix("--bounce", "song.mix")
        self.assertEqual(result.code, 3)
        self.assertTrue(result.err.startswith("song.mix:5:"), result.err)

    def test_no_such_project(self):
        self.refused(3, "ttymix: gone.mix does not exist\n", "--bounce", "gone.mix")

    def test_outside_paths_must_be_agreed_to(self):
        write_wav(self.path("a.wav"), [sine(1000, 0.1)])
        self.write("sub/song.mix", project_text(48000, '\n[track a]\nclip     "../a.wav"\n\n[master]\n'))
        result = self.run_ttymix("--bounce", "sub/song.mix", "-o", "o.wav")
        self.assertEqual(result.code, 4)
        self.assertIn("../a.wav: lies outside the project's folder (agree with --allow-outside)\n", result.err)
        self.good("--bounce", "sub/song.mix", "-o", "o.wav", "--allow-outside")

    # ---- failures ----

    def assert_precious(self):
        with open(self.path("o.wav")) as f:
            self.assertEqual(f.read(), "precious")

    def test_full_disk_keeps_the_old_file(self):
        project = self.simple()
        self.write("o.wav", "precious")
        if not os.path.exists("/dev/full"):
            self.skipTest("/dev/full is not here")
        with open("/dev/full", "w") as full:
            result = subprocess.run([harness.TTYMIX, "--bounce", project, "-o", "-"], cwd=self.dir, env=self.env, stdin=subprocess.DEVNULL,
                                    stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(result.returncode, 1)
        self.assertIn("No space left on device", result.stderr)
        self.assert_precious()

    def test_interrupted_leaves_no_half_file(self):
        write_wav(self.path("long.wav"), [[0.1] * (48000 * 60)])
        clips = "".join('clip:c%d  "long.wav"  at %d:00\n' % (i, i) for i in range(240))
        self.write("song.mix", project_text(48000, "\n[track a]\n%s\n[master]\n" % clips))
        self.write("o.wav", "precious")
        child = subprocess.Popen([harness.TTYMIX, "--bounce", "song.mix", "-o", "o.wav", "--jobs", "1"], cwd=self.dir, env=self.env,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(400):
            if any(name.endswith(".part") for name in os.listdir(self.dir)) or child.poll() is not None:
                break
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=harness.PATIENCE_S)
        self.assertEqual((child.returncode, err), (130, "o.wav: not written: interrupted\n"))
        self.assert_precious()
        self.assertEqual([name for name in os.listdir(self.dir) if "part" in name], [])


if __name__ == "__main__":
    harness.main()
