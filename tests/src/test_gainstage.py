# SPDX-License-Identifier: GPL-3.0-or-later
"""`gainstage` and `match`, on sounds whose level is known, judged by what a bounce measures afterwards.

RMS is AES17's: a sine of amplitude a is 20 log10 a dBFS. LUFS: a sine of 997 Hz and amplitude a on one channel is
20 log10 a - 3.01 LUFS (BS.1770-5, annex 1). Trims are tenths of a dB; a match is within 0.1 LU.
"""
import math
import re

import harness
from harness import Case


def db(x):
    return 20 * math.log10(x)


class Measured(Case):
    def project(self, sections):
        self.write("song.mix", harness.project_text(sections=sections + "\n[master]\n"))

    def stem(self, name, *channels):
        harness.write_wav(self.path("stems", name + ".wav"), list(channels), bits=0)
        return '\n[track %s]\nclip     "stems/%s.wav"\n' % (name, name)

    def script(self, *lines, code=0):
        result = self.run_ttymix("--plain", "song.mix", stdin="\n".join(lines + ("write! after.mix", "quit!")) + "\n")
        self.assertEqual(result.code, code, result.out + result.err)
        with open(self.path("after.mix")) as f:
            return [re.sub(r"^line \d+: ", "", line) for line in result.out.splitlines()[:-2]], f.read()

    def fact(self, text, strip, key):
        found = re.search(r"\[track %s\]\n(?:[^\[]*\n)?%s +(\S+) dB" % (strip, key), text)
        return float(found.group(1)) if found else 0.0

    def loudness(self, project, *commands):
        more = [word for command in commands for word in ("--set", command)]
        return self.good("--bounce", project, "-o", self.path("out.wav"), "--bits", "float", "--json", "-q", *more).json()["measured"]


class Gainstage(Measured):
    def test_rms_of_sines(self):
        self.project(self.stem("soft", harness.sine(1000, 2, level=0.05)) + self.stem("loud", harness.sine(300, 2, level=0.9))
                     + self.stem("both", harness.sine(500, 2, level=0.1), harness.sine(500, 2, level=0.1)))
        said, text = self.script("gainstage all -18 dBFS rms")
        for name, level in (("soft", 0.05), ("loud", 0.9), ("both", 0.1)):
            self.assertAlmostEqual(self.fact(text, name, "trim"), -18 - db(level), delta=0.0501, msg=name)
        self.assertEqual(said[0], "Measuring 3 tracks.")
        self.assertRegex(said[2], r"^soft +-26\.0 dBFS +-26\.0 dBFS  \+0\.0 -> \+8\.0 dB +target$")
        self.assertEqual(said[-1], "3 trims set.")

    def test_only_where_there_is_sound(self):
        """Nine parts in ten are 60 dB softer: below the gate they do not count."""
        loud, quiet = harness.sine(1000, 1, level=0.25), harness.sine(1000, 9, level=0.00025)
        self.project(self.stem("gaps", quiet + loud))
        self.assertAlmostEqual(self.fact(self.script("gainstage gaps -18 dBFS rms")[1], "gaps", "trim"), -18 - db(0.25), delta=0.0501)

    def test_percentile(self):
        """Steps of 1 dB from -40 to -21 dBFS, 3 s each: the loudest twentieth of the windows is the last step, so the 95th is the one below
        it or at its edge: within 1 dB of -22."""
        sound = []
        for i in range(20):
            sound += harness.sine(1000, 3, level=10 ** ((-40 + i) / 20))
        self.project(self.stem("steps", sound))
        self.assertAlmostEqual(self.fact(self.script("gainstage steps -18 dBFS rms")[1], "steps", "trim"), 4, delta=1.001)

    def test_clip_gain_counts_and_trim_does_not(self):
        self.stem("a", harness.sine(1000, 2, level=0.1))
        self.project('\n[track a]\nclip     "stems/a.wav"  gain -6 dB\ntrim     +9 dB\n')
        self.assertAlmostEqual(self.fact(self.script("gainstage a -18 dBFS rms")[1], "a", "trim"), 8.0, delta=0.0501)

    def test_lufs(self):
        self.project(self.stem("one", harness.sine(997, 5, level=0.1))
                     + self.stem("two", harness.sine(997, 5, level=0.1), harness.sine(997, 5, level=0.1)))
        text = self.script("gainstage all -23 LUFS")[1]
        self.assertAlmostEqual(self.fact(text, "one", "trim"), -23 - (-20 - 3.01), delta=0.0501)
        self.assertAlmostEqual(self.fact(text, "two", "trim"), -23 - -20, delta=0.0501)
        report = self.loudness("after.mix", "mute one")
        self.assertAlmostEqual(report["integrated_lufs"], -23, delta=0.1)

    def test_peak_binds(self):
        sound = harness.sine(500, 2, level=0.01)
        for i in range(0, len(sound), 24000):
            sound[i] = 0.9
        self.project(self.stem("peaky", sound))
        said, text = self.script("gainstage peaky -18 dBFS rms")
        trim = self.fact(text, "peaky", "trim")
        self.assertLessEqual(db(0.9) + trim, -6)
        self.assertGreater(db(0.9) + trim, -6.11)
        self.assertTrue(said[2].endswith("  peak"), said[2])

    def test_silence_and_what_cannot_be_measured(self):
        self.project(self.stem("hush", [0.0] * 48000) + self.stem("tick", harness.sine(997, 0.1, level=0.1))
                     + self.stem("moved", harness.sine(997, 1, level=0.1)) + "\n[track bare]\n\n[automation moved.trim]\nmode     read\n0:00 1 dB\n")
        said, text = self.script("gainstage all -23 LUFS")
        self.assertEqual([re.split("  +", line)[-1] for line in said[2:5]],
                         ["silence: no sound found", "too short or too soft to measure", "automation of trim"])
        self.assertEqual(said[5:], ["No trim needs to change."])
        with open(self.path("song.mix")) as f:
            self.assertEqual(text, f.read())

    def test_together_keeps_the_balance(self):
        self.project(self.stem("a", harness.sine(1000, 2, level=0.4)) + self.stem("b", harness.sine(1000, 2, level=0.1)) + "trim     +3 dB\n")
        text = self.script("gainstage all -18 dBFS rms together")[1]
        change = -18 - db(0.4)
        self.assertAlmostEqual(self.fact(text, "a", "trim"), change, delta=0.0501)
        self.assertAlmostEqual(self.fact(text, "b", "trim") - 3, self.fact(text, "a", "trim"), delta=1e-9)

    def test_together_is_bound_by_the_highest_peak(self):
        sound = harness.sine(500, 2, level=0.01)
        sound[1000] = 0.45
        self.project(self.stem("a", harness.sine(1000, 2, level=0.02)) + self.stem("b", sound))
        said, text = self.script("gainstage all -18 dBFS rms together")
        self.assertAlmostEqual(self.fact(text, "a", "trim"), math.floor((-6 - db(0.45)) * 10) / 10, delta=1e-9)
        self.assertEqual([re.split("  +", line)[-1] for line in said[2:4]], ["goes with the others", "peak"])

    def test_one_undo_and_a_journal(self):
        self.project(self.stem("a", harness.sine(1000, 1, level=0.1)) + self.stem("b", harness.sine(1000, 1, level=0.2)))
        said, text = self.script("gainstage all -18 dBFS rms", "undo")
        self.assertEqual(said[-1], "Undone: Gain staging.")
        with open(self.path("song.mix")) as f:
            self.assertEqual(text, f.read())
        result = self.run_ttymix("--plain", "song.mix", stdin="gainstage all -18 dBFS rms\n")
        self.assertEqual(result.code, 1, result.out)
        result = self.run_ttymix("--plain", "song.mix", stdin="recover\nundo\nredo\nwq\n")
        with open(self.path("song.mix")) as f:
            self.assertEqual(f.read().count("trim "), 2, result.out)

    def test_sentences(self):
        self.project(self.stem("a", harness.sine(1000, 1, level=0.1)) + "\n[bus b]\n")
        usage = "Not gain-staged: say gainstage STRIPS, then -18 dBFS rms or -23 LUFS (-60 to 0), and perhaps together."
        cases = (("gainstage", usage), ("gainstage a -18", usage), ("gainstage a +3 dBFS", usage),
                 ("gainstage a nan dBFS", "Not done: say gainstage STRIPS [-18 dBFS rms|-23 LUFS] [together]."),
                 ("gainstage a -23 LUFS rms", usage), ("gainstage b", "Not gain-staged: only tracks with clips can be measured."),
                 ("gainstage nobody", "Not gain-staged: no strip matches `nobody`."))
        said, _ = self.script(*(command for command, _ in cases), code=1)
        self.assertEqual(said, [sentence for _, sentence in cases])


class Match(Measured):
    def check(self, chain, address, reference):
        """Bounces of the whole with the processor, and bypassed, are equally loud."""
        sound = [x * (0.3 + 0.7 * ((i // 12000) % 2)) for i, x in enumerate(harness.noise(6, 5, level=0.5))]
        key = self.stem("kick", harness.sine(80, 6, level=0.5)) + "fader    -inf dB\n"
        self.project(key + self.stem("vox", sound) + chain)
        said, text = self.script("match " + address)
        self.assertEqual(len(said), 2, said)
        on, off = (self.loudness("after.mix", "mute kick", "bypass %s %s" % (reference, state))["integrated_lufs"] for state in ("off", "on"))
        self.assertAlmostEqual(on, off, delta=0.1, msg=said[1])
        with open(self.path("song.mix")) as f:
            before = f.read()
        self.assertNotEqual(text, before)
        self.assertEqual(self.script("match " + address, "undo")[1], before, "one undo")

    def test_comp(self):
        self.check("comp     threshold -30 dB  ratio 6:1  attack 3 ms  makeup auto\n", "vox.comp", "vox.comp")

    def test_comp_in_parallel(self):
        self.check("comp:par  threshold -36 dB  ratio 10:1  mix 55 %\n", "vox.par", "vox.par")

    def test_comp_with_key(self):
        self.check("comp     threshold -40 dB  ratio 8:1  key kick\n", "vox.comp", "vox.comp")

    def test_eq_in_a_chain_and_bypassed(self):
        self.check("comp     threshold -30 dB\neq       bypass\n  1      bell       freq 2 kHz  gain +12 dB  q 0.5\ngain     level -3 dB\n",
                   "vox.eq", "vox.eq")

    def test_saturate_after_the_fader(self):
        self.check("fader    -6 dB\nsaturate drive 12 dB\n", "vox.saturate", "vox.saturate")

    def test_a_bus_with_its_feeders(self):
        self.check("out      group\n\n[bus group]\ncomp     threshold -30 dB  ratio 4:1\nfader    -9 dB\n", "group.comp", "group.comp")

    def test_master(self):
        self.check("\n[master]\ncomp     threshold -30 dB  ratio 4:1\n", "master.comp", "master.comp")

    def project(self, sections):
        more = "" if "[master]" in sections else "\n[master]\n"
        self.write("song.mix", harness.project_text(sections=sections + more))

    def test_both_sides_of_a_chain(self):
        self.project(self.stem("vox", harness.sine(997, 4, level=0.1)) + "gain     level -6 dB\ngain:more  level +2 dB\n")
        said, text = self.script("match vox")
        self.assertEqual(said[1], "Vox: -23.0 LUFS before its chain, -27.0 LUFS behind it, -4.0 LU.")
        with open(self.path("song.mix")) as f:
            self.assertEqual(text, f.read())

    def test_sentences(self):
        self.project(self.stem("vox", harness.sine(997, 1, level=0.1)) + "gate\ncomp\neq\n" + self.stem("hush", [0.0] * 9600) + "comp\n"
                     + "\n[track bare]\n\n[automation vox.eq.output]\nmode     read\n0:00 0 dB\n")
        where = "Not matched: say a processor, as vox.comp, or a strip."
        cases = (("match", where), ("match vox.fader", where), ("match bare", "Not matched: bare has no processors."),
                 ("match nobody.comp", "Not matched: there is no strip `nobody`"),
                 ("match vox.gate", "Not matched: vox.gate has no gain behind it that could be set; eq, comp, gain, saturate and convolve have."),
                 ("match vox.eq", "Not matched: vox.eq.output is automated."))
        said, _ = self.script(*(command for command, _ in cases), code=1)
        for line, (_, sentence) in zip(said, cases):
            self.assertTrue(line.startswith(sentence), line)
        said, _ = self.script("match hush.comp", code=1)
        self.assertEqual(said, ["Measuring hush.comp.", "Not matched: there is no sound before it."])


if __name__ == "__main__":
    harness.main()
