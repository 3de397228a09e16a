# SPDX-License-Identifier: GPL-3.0-or-later
"""`multiband` as a user meets it: added with the usual crossovers, silent about itself until a value is set, two to six bands."""
import harness
from harness import Case, noise, project_text, read_wav, write_wav

ADDED = "multiband\n  1      upto 120 Hz\n  2      upto 1 kHz\n  3      upto 6 kHz\n  4\n"


class Multiband(Case):
    def song(self):
        write_wav(self.path("a.wav"), [noise(0.5, 1), noise(0.5, 2)])
        return self.write("song.mix", project_text(sections='\n[track vox]\nclip     "a.wav"\n\n[master]\n'))

    def plain(self, *lines):
        result = self.run_ttymix("--plain", "song.mix", stdin="\n".join(lines + ("w", "quit", "")))
        with open(self.path("song.mix")) as file:
            return result.out.splitlines(), file.read()

    def pcm(self, *arguments):
        self.good("--bounce", "song.mix", "-o", self.path("o.wav"), "--bits", "float", *arguments)
        return read_wav(self.path("o.wav"))[1]

    def assert_same_sound(self, after, before):
        """The crossovers may ring, so a bounce lasts longer: what is more is silence."""
        for a, b in zip(after, before):
            self.assertTrue(a[:len(b)] == b and not any(a[len(b):]))

    def test_it_comes_with_four_bands_and_changes_no_bit(self):
        self.song()
        before = self.pcm()
        _, text = self.plain("add multiband vox")
        self.assertIn('clip     "a.wav"\n' + ADDED + "\n[master]", text)
        self.assert_same_sound(self.pcm(), before)
        self.assertNotEqual(self.pcm("--set", "set vox.multiband.2.threshold -40 dB")[0][:1000], before[0][:1000])

    def test_bands_are_added_at_the_top(self):
        self.song()
        said, text = self.plain("add multiband:wide vox mix 50 %", "add band vox.wide", "add band vox.wide 12 kHz", "add band vox.wide 14 kHz",
                                "set vox.wide.5.threshold -20 dB")
        self.assertIn("multiband:wide  mix 50 %\n  1      upto 120 Hz\n  2      upto 1 kHz\n  3      upto 6 kHz\n  4      upto 10 kHz\n"
                      "  5      upto 12 kHz  threshold -20 dB\n  6\n", text)
        self.assertIn("line 4: Not added: multiband: more than 6 bands.", said)

    def test_a_new_band_begins_above_the_others(self):
        self.song()
        said, text = self.plain("add multiband vox", "add band vox.multiband 3 kHz")
        self.assertIn("line 2: Not added: a new band is the highest: it begins above 6 kHz.", said)
        self.assertIn(ADDED, text)

    def test_two_bands_and_undo(self):
        project = self.song()
        with open(project) as file:
            was = file.read()
        _, text = self.plain("add multiband vox", "delete vox.multiband.4", "delete vox.multiband.3")
        self.assertIn("multiband\n  1      upto 120 Hz\n  2      upto 1 kHz\n\n[master]", text)
        before = self.pcm("--set", "delete vox.multiband")
        self.assert_same_sound(self.pcm(), before)
        self.song()
        _, text = self.plain("add multiband vox", "undo")
        self.assertEqual(text, was)


if __name__ == "__main__":
    harness.main()
