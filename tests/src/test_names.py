# SPDX-License-Identifier: GPL-3.0-or-later
"""A named processor goes by its name and by kind and name: `vox.level` and `vox.comp:level` are one, wherever an address is taken."""
import harness
from harness import Case, project_text, sine, write_wav

SONG = '''
[track vox]
clip     "a.wav"
comp     threshold -18 dB
comp:level  threshold -26 dB  ratio 8:1  mix 60 %%

[track bass]
clip     "a.wav"

[automation %s.mix]
mode     read
0:00       0 %%
0:00.2     100 %%  linear

[master]
'''


class Names(Case):
    def song(self, name="vox.comp:level"):
        write_wav(self.path("a.wav"), [sine(500, 0.4, level=0.7)])
        return self.write("song.mix", project_text(sections=SONG % name))

    def plain(self, *lines):
        result = self.run_ttymix("--plain", "song.mix", stdin="\n".join(lines + ("w", "quit", "")))
        with open(self.path("song.mix")) as file:
            return result.out.splitlines(), file.read()

    def digest(self, *arguments):
        return self.good("--bounce", "song.mix", "-o", self.path("o.wav"), "--json", *arguments).json()["sha256_pcm"]

    def test_automation_is_heard_by_either_name(self):
        digests = set()
        for name in ("vox.level", "vox.comp:level"):
            self.song(name)
            digests.add(self.digest())
            for command in ("point vox.level.mix 0:00.1 10 %", "point vox.comp:level.mix 0:00.1 10 %"):
                digests.add(self.digest("--set", command))
        self.assertEqual(len(digests), 2)

    def test_commands_find_the_section_of_the_file(self):
        self.song()
        said, text = self.plain("point vox.level.mix 0:00.1 30 %", "point vox.comp:level.mix 0:00.3 40 %", "unpoint vox.level.mix 0:00.2",
                                "set vox.comp:level.ratio 3:1", "set vox.comp:level.key bass", "bypass vox.comp:level on")
        self.assertIn("\n[automation vox.comp:level.mix]\nmode     read\n0:00       0 %\n0:00.1     30 %\n0:00.3     40 %\n\n[master]", text)
        self.assertEqual(text.count("[automation"), 1)
        self.assertIn("comp:level  threshold -26 dB  ratio 3:1  mix 60 %  key bass  bypass\n", text)
        self.assertEqual(said[:2], ["Vox level mix 30 % at 0:00.1.", "Vox level mix 40 % at 0:00.3."])

    def test_a_new_name_reaches_the_automation(self):
        self.song()
        _, text = self.plain("rename vox.comp:level crush")
        self.assertIn("comp:crush", text)
        self.assertIn("[automation vox.crush.mix]\n", text)
        self.assertNotIn("level", text)

    def test_the_automation_goes_with_it(self):
        self.song()
        _, text = self.plain("delete vox.level")
        self.assertNotIn("automation", text)

    def test_one_address_twice(self):
        self.song()
        with open(self.path("song.mix"), "a") as file:
            file.write("\n[automation vox.level.mix]\n0:00  5 %\n")
        result = self.run_ttymix("--check", "song.mix")
        self.assertEqual(result.code, 3)
        self.assertIn("song.mix:22:13: `vox.level.mix` has a section already, in line 15\n", result.out + result.err)


if __name__ == "__main__":
    harness.main()
