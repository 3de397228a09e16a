# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects from stems: names, pairs, positions, what is said, and files with hostile names."""
import os
import re
import struct

import harness


def add_bext(path, time_reference):
    """Puts a `bext` chunk (EBU Tech 3285, 602 bytes) in front of the data."""
    with open(path, "rb") as f:
        blob = f.read()
    body = b"\0" * 338 + struct.pack("<Q", time_reference) + struct.pack("<H", 1) + b"\0" * 254
    made = blob[:12] + b"bext" + struct.pack("<I", len(body)) + body + blob[12:]
    with open(path, "wb") as f:
        f.write(made[:4] + struct.pack("<I", len(made) - 8) + made[8:])


class New(harness.Case):
    def stem(self, name, level=0.25, rate=48000, seconds=0.5):
        path = self.path("stems", name)
        harness.write_wav(path, [harness.sine(997, seconds, rate, level)], rate)
        return path

    def text(self, name="song.mix"):
        with open(self.path(name), encoding="utf-8", errors="surrogateescape") as f:
            return f.read()

    def sections(self):
        return re.findall(r"(?m)^\[track (\S+)\]", self.text())

    def test_what_it_says(self):
        for name in ("kick in.wav", "Vox Lead.wav", "eq.wav", "808.wav"):
            self.stem(name)
        self.stem("other.wav", rate=44100)
        result = self.good("--new", "song.mix", "stems")
        self.assertEqual(result.err, "")
        lines = result.out.rstrip("\n").split("\n")
        self.assertEqual(lines[0], "song.mix: 5 tracks, 0:00.500, 48000 Hz (1 stem at another rate, converted)")
        self.assertRegex(lines[1], r"^the flat sum peaks at [+-]\d+\.\d dBTP")
        self.assertEqual(lines[2:], ["next: ttymix song.mix"])
        self.assertEqual(self.sections(), ["_808", "vox-lead", "eq-2", "kick-in", "other"])
        self.assertNotRegex(self.text(), r"(?m)^(fader|trim|comp|send|bus)")

    def test_true_peak_agrees_with_a_flat_bounce(self):
        for name in ("a.wav", "b.wav"):
            harness.write_wav(self.path("stems", name), [harness.noise(0.5, len(name), level=0.4)] * 2)
        said = re.search(r"peaks at ([+-]\d+\.\d) dBTP", self.good("--new", "song.mix", "stems").out).group(1)
        self.good("--bounce", "song.mix", "-o", "flat.wav", "--bits", "float")
        analysis = self.good("--analyze", "flat.wav").out
        found = re.search(r"true peak\s+([+-]?\d+\.\d+)", analysis)
        self.assertIsNotNone(found, analysis)
        self.assertAlmostEqual(float(found.group(1)), float(said), delta=0.11)

    def test_pairs(self):
        for name in ("gtr.L.wav", "gtr.R.wav", "solo.L.wav"):
            self.stem(name)
        self.good("--new", "song.mix", "stems")
        text = self.text()
        self.assertEqual(self.sections(), ["gtr-l", "gtr-r", "solo"])
        self.assertIn("pan      L 100 %", text)
        self.assertIn("pan      R 100 %", text)
        self.assertEqual(text.count("pan "), 2)

    def test_time_reference(self):
        for name, reference in (("a.wav", 172800000), ("b.wav", 172800000 + 72000)):
            add_bext(self.stem(name), reference)
        self.stem("c.wav")
        self.good("--new", "song.mix", "stems")
        self.assertRegex(self.text(), r'clip     "stems/b\.wav"  at (0:01\.5|72000 frames)')
        self.assertEqual(self.text().count(" at "), 1)

    def test_time_references_count_the_frames_of_their_own_file(self):
        """EBU Tech 3285: 10:00:00 is another number at each rate. Beginnings 0, 0.75 and 1.5 s after it, the first of them at 44.1 kHz."""
        for name, rate, seconds in (("a.wav", 48000, 36000.75), ("b.wav", 44100, 36000), ("c.wav", 96000, 36001.5), ("d.wav", 48000, 36000)):
            add_bext(self.stem(name, rate=rate), round(seconds * rate))
        self.good("--new", "song.mix", "stems")
        text = self.text()
        self.assertRegex(text, r'clip     "stems/a\.wav"  at (0:00\.75|36000 frames)')
        self.assertRegex(text, r'clip     "stems/c\.wav"  at (0:01\.5|72000 frames)')
        self.assertEqual(text.count(" at "), 2)

    def test_names_in_any_script(self):
        """Letters of other scripts become Latin ones; what the name could not keep is the label."""
        wanted = {"Gro\u00dfe B\u00e4rbel.wav": ("grosse-barbel", "Gro\u00dfe B\u00e4rbel"),
                  "\u0413\u043e\u043b\u043e\u0441 1.wav": ("golos-1", "\u0413\u043e\u043b\u043e\u0441 1"),
                  "\u03a6\u03c9\u03bd\u03ae.wav": ("foni", "\u03a6\u03c9\u03bd\u03ae"), "\u30ae\u30bf\u30fc.wav": ("gita", "\u30ae\u30bf\u30fc"),
                  "\ubcf4\uceec.wav": ("bokeol", "\ubcf4\uceec"), "\u05e7\u05d5\u05dc.wav": ("qvl", "\u05e7\u05d5\u05dc"),
                  "\u0635\u0648\u062a.wav": ("swt", "\u0635\u0648\u062a"), "voix e\u0301lue.wav": ("voix-elue", "voix e\u0301lue"),
                  "\uff22\uff41\uff53\uff53.wav": ("bass", "\uff22\uff41\uff53\uff53"), "\u65e5\u672c\u8a9e.wav": ("track", "\u65e5\u672c\u8a9e"),
                  "\u4e2d\u6587 vox.wav": ("vox", "\u4e2d\u6587 vox"), "plain Name (2).wav": ("plain-name-2", None),
                  "x" * 60 + ".wav": ("x" * 40, "x" * 60)}
        for name in wanted:
            self.stem(name)
        self.stem(b"caf\xe9.wav".decode("utf-8", "surrogateescape"))  # Latin-1
        self.good("--new", "song.mix", "stems")
        for name, (strip, label) in list(wanted.items()) + [("caf\u00e9", ("cafe", "caf\u00e9"))]:
            section = re.search(r"(?ms)^\[track %s\]\n(.*?)(?:\n\n|\Z)" % re.escape(strip), self.text())
            self.assertIsNotNone(section, (name, self.sections()))
            found = re.search(r'(?m)^label +"(.*)"$', section.group(1))
            self.assertEqual(found and found.group(1), label, name)
        self.good("--check", "song.mix", "--waive", "mix/overs=names are the subject, not levels")

    def test_pairs_are_told_apart_in_scripts_that_give_no_name(self):
        for name in ("\u65e5_L.wav", "\u65e5_R.wav", "\u6708_L.wav", "\u706b_R.wav"):
            self.stem(name)
        self.good("--new", "song.mix", "stems")
        text = self.text()
        self.assertEqual(text.count("pan "), 2)
        self.assertEqual(sorted(re.findall(r'(?m)^label +"(.*)"$', text)), ["\u65e5 L", "\u65e5 R", "\u6708", "\u706b"])

    def test_exists_and_force(self):
        self.stem("a.wav")
        self.write("song.mix", "precious\n")
        result = self.run_ttymix("--new", "song.mix", "stems")
        self.assertEqual((result.code, result.err), (2, "song.mix: not made: it exists (--force replaces it)\n"))
        self.assertEqual(self.text(), "precious\n")
        self.good("--new", "--force", "song.mix", "stems")
        self.assertEqual(self.sections(), ["a"])

    def test_nothing_found(self):
        os.mkdir(self.path("stems"))
        result = self.run_ttymix("--new", "song.mix", "stems")
        self.assertEqual((result.code, result.err), (2, "ttymix: no sound files were found\n"))
        self.write("stems/bad.wav", "no sound at all")
        result = self.run_ttymix("--new", "song.mix", "stems")
        self.assertEqual(result.code, 4, result.err)
        self.assertFalse(os.path.exists(self.path("song.mix")))

    def test_hostile_names(self):
        """Every name becomes a track that can be opened again; nothing that moves a cursor reaches the terminal."""
        names = ["\x1b]0;owned\x07.wav", "a b.wav", 'quo"te\\.wav', "-rf.wav", "x" * 240 + ".wav", "caf\u00e9.wav",
                 "line\nend.wav", "\u202egnp.wav",
                 b"\xff\xfe.wav".decode("utf-8", "surrogateescape"), "master.wav", "all.wav", "....wav"]
        for name in names:
            self.stem(name, level=0.01)
        result = self.run_ttymix("--new", "song.mix", "stems", text=False)
        self.assertNotIn(b"\x1b", result.out + result.err)
        self.assertNotIn("\u202e".encode(), result.out + result.err)
        taken = len(self.sections()) if result.code == 0 else 0
        self.assertEqual(result.code, 0, result.err)
        self.assertEqual(taken, len(names) - 1)  # "....wav" is hidden
        self.assertNotIn("\x1b", self.text())
        self.good("--check", "song.mix")
        self.assertTrue(all(len(name) <= 48 for name in self.sections()))

    def test_a_folder_is_a_project(self):
        self.stem("a.wav")
        result = self.good("--plain", "stems", stdin="describe\nwrite\nquit\n")
        self.assertIn("1 track.\n", result.out)
        self.assertTrue(os.path.exists(self.path("stems", "stems.mix")))
        self.good("--check", os.path.join("stems", "stems.mix"))

    def test_songs(self):
        folder = os.path.join(harness.SHARED, "stems")
        songs = [name for name in ("funk_markboas", "potassium_evsoft") if os.path.isdir(os.path.join(folder, name))]
        if not songs or harness.QUICK:
            self.skipTest("the songs are not here")
        for name in songs:
            result = self.good("--new", name + ".mix", os.path.join(folder, name))
            self.assertRegex(result.out, r"^%s\.mix: \d+ tracks, \d+:\d\d\.\d\d\d, \d+ Hz" % name)


if __name__ == "__main__":
    harness.main()
