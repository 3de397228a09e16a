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
            result = self.good("--new", name + ".mix", os.path.join(folder, name), timeout=300)
            self.assertRegex(result.out, r"^%s\.mix: \d+ tracks, \d+:\d\d\.\d\d\d, \d+ Hz" % name)


if __name__ == "__main__":
    harness.main()
