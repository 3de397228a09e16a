# SPDX-License-Identifier: GPL-3.0-or-later
"""--versions: other prints of a song, each equal to what its lines say, or none at all."""
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
import harness
from harness import Case

SONG = """
[track vox]
clip     "v.wav"
comp     threshold -30 dB

[track gtr]
clip     "g.wav"

[version instrumental]
mute vox
isrc DEABC2600011

[version "other voice"]
source vox "w.wav"
bypass vox.comp
set gtr.fader -= 3 dB

[master]
"""


class Versions(Case):
    def setUp(self):
        super().setUp()
        for name, hz in (("v", 440), ("w", 660), ("g", 220)):
            harness.write_wav(self.path(name + ".wav"), [harness.sine(hz, 0.5, level=0.2)])
        self.song(SONG)

    def song(self, sections, title="Night Bus"):
        self.write("song.mix", harness.project_text(sections=sections, title=title))

    def sha(self, *arguments):
        return self.good("--bounce", "song.mix", "-o", "one.wav", "--json", "-q", *arguments).json()["sha256_pcm"]

    def bounce(self, *arguments, code=0):
        result = self.run_ttymix("--bounce", "song.mix", "-q", *arguments)
        self.assertEqual(result.code, code, result.out + result.err)
        return result

    def test_each_is_what_its_lines_say(self):
        self.bounce("--versions", "all")
        self.assertEqual(sorted(name for name in os.listdir(self.dir) if name.startswith("Night")),
                         ["Night Bus (instrumental).wav", "Night Bus (other voice).wav", "Night Bus.wav"])
        self.write("other.mix", harness.project_text(sections=SONG.replace("v.wav", "w.wav").replace("-30 dB\n", "-30 dB  bypass\n")
                                                     .replace("\"g.wav\"\n", "\"g.wav\"\nfader -3 dB\n")))
        self.good("--bounce", "other.mix", "-o", "other.wav", "-q")
        self.bounce("-o", "main.wav")
        self.bounce("-o", "inst.wav", "--set", "mute vox")
        for version, alone in (("Night Bus (instrumental).wav", "inst.wav"), ("Night Bus (other voice).wav", "other.wav"),
                               ("Night Bus.wav", "main.wav")):
            self.assertEqual(harness.pcm_of(self.path(version)), harness.pcm_of(self.path(alone)), version)
        self.assertNotEqual(harness.pcm_of(self.path("main.wav")), harness.pcm_of(self.path("inst.wav")))

    def test_the_project_is_left_alone(self):
        with open(self.path("song.mix"), "rb") as file:
            before = file.read()
        self.bounce("--versions", "all", "-o", "prints")
        with open(self.path("song.mix"), "rb") as file:
            self.assertEqual(file.read(), before)
        self.assertEqual(len(os.listdir(self.path("prints"))), 3)

    def test_some_by_name(self):
        said = self.bounce("--versions", "instrumental,main", "-o", "prints", "--format", "flac").out
        self.assertEqual(sorted(os.listdir(self.path("prints"))), ["Night Bus (instrumental).flac", "Night Bus.flac"])
        self.assertIn("version        instrumental\nisrc           DEABC2600011\n", said)
        self.assertEqual(self.bounce("--versions", "vocal", code=2).err,
                         "--versions: there is no version `vocal`; there are main, instrumental, other voice\n")

    def test_a_line_that_does_not_apply_any_more(self):
        self.song(SONG.replace("mute vox", "mute vix"))
        result = self.bounce("--versions", "all", code=3)
        self.assertEqual(result.err, "song.mix:15:6: warning: version instrumental: does not apply: no strip matches `vix`\n"
                                     "song.mix:15: version instrumental: Not muted: there is no strip `vix`; did you mean `vox`?\n")
        self.assertEqual([name for name in os.listdir(self.dir) if name.startswith("Night")], [])
        self.bounce("--versions", "main")  # the others are none of its business

    def test_what_is_refused(self):
        self.assertEqual(self.bounce("--versions", "all", "-o", "v.wav", code=2).err, "v.wav: is no folder; with --versions, -o names one\n")
        self.assertEqual(self.bounce("--versions", "all", "--stems", "s", code=2).err,
                         "--stems: writes the strips of one version; bounce each by itself\n")
        self.song(SONG.replace("isrc", "title \"Night Bus\"\nisrc"))
        self.assertEqual(self.bounce("--versions", "all", code=2).err,
                         "./Night Bus.wav: two versions would be this file; give one a title of its own\n")
        self.song(SONG.replace("w.wav", "gone.wav"))
        self.assertIn("gone.wav: does not exist", self.bounce("--versions", "all", code=4).err)

    def test_a_file_of_somebody_else_stays(self):
        os.mkdir(self.path("prints"))
        harness.write_wav(self.path("prints", "Night Bus (instrumental).wav"), [[0.5] * 100])
        with open(self.path("prints", "Night Bus (instrumental).wav"), "rb") as file:
            before = file.read()
        self.assertIn("Night Bus (instrumental).wav", self.bounce("--versions", "instrumental", "-o", "prints", code=2).err)
        with open(self.path("prints", "Night Bus (instrumental).wav"), "rb") as file:
            self.assertEqual(file.read(), before)

    def test_names_that_lead_elsewhere_stay_in_the_folder(self):
        self.song(SONG.replace("isrc", "title \"../../out\"\nisrc"))
        self.bounce("--versions", "instrumental", "-o", "prints")
        self.assertEqual(os.listdir(self.path("prints")), ["_._.._out.wav"])

    def test_renamed_along(self):
        before = self.bounce("--versions", "all", "-o", "prints", "--json").out.count("sha256_pcm")
        self.assertEqual(before, 3)
        first = [harness.pcm_of(self.path("prints", name)) for name in sorted(os.listdir(self.path("prints")))]
        self.good("--plain", "song.mix", stdin="rename vox lead\nrename lead.comp squash\nwrite\nquit\n")
        self.assertEqual(self.bounce("--versions", "all", "-o", "prints").err, "")
        self.assertEqual([harness.pcm_of(self.path("prints", name)) for name in sorted(os.listdir(self.path("prints")))], first)

    def test_setting_holds_for_all(self):
        self.bounce("--versions", "all", "-o", "prints", "--set", "set master.fader -6 dB", "--report", "none")
        self.assertEqual(harness.pcm_of(self.path("prints", "Night Bus (instrumental).wav")),
                         (self.sha("--set", "mute vox", "--set", "set master.fader -6 dB"), harness.pcm_of(self.path("one.wav")))[1])


if __name__ == "__main__":
    harness.main()
