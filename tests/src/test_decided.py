#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings under automation: what is set acts, or one sentence says that automation decides and how to switch it off. Never neither."""
import re

import harness
from harness import noise, project_text, write_wav

SONG = """
[track vox]
clip     "a.wav"
eq
  1  bell  freq 1 kHz  gain +6 dB
comp  threshold -30 dB
send     hall  -6 dB
out      band

[track b]
clip     "a.wav"

[bus band]

[return hall]

[master]

"""

# address, its automation, what is set; each acts where nothing is automated
VALUES = (("vox.mute", "off", "mute vox"), ("vox.mute", "off", "set vox.mute on"), ("vox.mute", "off", "toggle vox.mute"),
          ("band.mute", "off", "mute band"), ("vox.fader", "-3 dB", "set vox.fader -inf"), ("vox.fader", "-3 dB", "set vox.fader += 6"),
          ("band.fader", "-1 dB", "set band.fader -20 dB"), ("vox.pan", "C", "set vox.pan L 50 %"), ("vox.trim", "0 dB", "set vox.trim -9 dB"),
          ("vox.width", "100 %", "set vox.width 0 %"), ("vox.comp.bypass", "off", "bypass vox.comp"), ("vox.comp.ratio", "3:1", "set vox.comp.ratio 20:1"),
          ("vox.eq.1.gain", "+3 dB", "set vox.eq.1.gain -12 dB"), ("vox.send.hall", "-6 dB", "set vox.send.hall -inf"),
          ("vox.send.hall", "-6 dB", "send vox hall -60 dB"),
          ("vox.send.hall.mute", "off", "send vox hall mute"),
          ("vox.send.hall.mute", "off", "set vox.send.hall.mute on"), ("hall.fader", "0 dB", "set hall.fader -inf"))


class Decided(harness.Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("a.wav"), [noise(0.25, 1, level=0.4), noise(0.25, 2, level=0.4)])

    def project(self, address="", value="", mode=""):
        lane = "[automation %s]\n%s0:00 %s\n0:00.1 %s\n" % (address, "mode %s\n" % mode if mode else "", value, value)
        self.write("song.mix", project_text(48000, SONG + (lane if address else "")))

    def bounce(self, *sets):
        result = self.good("--bounce", "song.mix", "-o", "o.wav", "--json", *(word for one in sets for word in ("--set", one)))
        return result.json()["sha256_pcm"], result.err

    @staticmethod
    def said(address):
        return ("warning: --set: %s is automated, and its automation plays all the same; --set 'mode %s off' switches it off\n" % (address, address))

    def test_it_acts_or_it_is_said(self):
        for address, value, line in VALUES:
            self.project(address, value)
            before, err = self.bounce()
            self.assertEqual(err, "")
            after, err = self.bounce(line)
            self.assertEqual((after == before, err), (True, self.said(address)), line)
            switched, err = self.bounce(line, "mode %s off" % address)
            self.assertEqual((switched == before, err), (False, ""), line)
            again, err = self.bounce("mode %s off" % address, line)
            self.assertEqual((again, err), (switched, ""), line)

    def test_trim_and_no_points_act(self):
        for mode in ("trim", "off"):
            self.project("vox.fader", "-3 dB", mode)
            before, _ = self.bounce()
            after, err = self.bounce("set vox.fader -inf")
            self.assertEqual((after == before, err), (False, ""), mode)

    def test_each_of_several_is_said_once(self):
        self.write("song.mix", project_text(48000, SONG + "[automation vox.mute]\n0:00 off\n\n[automation b.mute]\n0:00 off\n"))
        _, err = self.bounce("mute all", "mute vox", "mute band")
        self.assertEqual(err, self.said("vox.mute") + self.said("b.mute"))

    def test_a_command_that_changes_nothing_is_said_too(self):
        """The file says that vox is muted, and automation that it is not."""
        text = SONG.replace('[track vox]\n', '[track vox]\nmute     on\n')
        self.write("song.mix", project_text(48000, text + "[automation vox.mute]\n0:00 off\n"))
        _, err = self.bounce("mute vox")
        self.assertEqual(err, self.said("vox.mute"))

    def test_commands_of_a_session(self):
        for address, value, line in VALUES:
            self.project(address, value)
            out = self.good("--plain", "song.mix", stdin=line + "\nquit!\n").out
            self.assertIn("automation plays all the same", out, line)
            self.assertIn("mode %s off switches it off" % address, out, line)
            self.project()
            out = self.good("--plain", "song.mix", stdin=line + "\nquit!\n").out
            self.assertNotIn("automation", out, line)

    def test_a_session_names_each_of_several(self):
        for count in (2, 7, 300):
            strips = "".join("\n[track s%d]\n" % i for i in range(count))
            lanes = "".join("\n[automation s%d.mute]\n0:00 off\n" % i for i in range(count))
            self.write("song.mix", project_text(48000, strips + lanes + "\n[track free]\n\n[master]\n"))
            out = self.good("--plain", "song.mix", stdin="mute s*\nunmute free\nquit!\n").out
            said = re.search(r"In (\d+) places automation plays all the same: (.*?)( and (\d+) more)?; mode (s\d+\.mute) off and so on switches it off"
                             r"\.\n", out)
            self.assertTrue(said, out)
            names = said.group(2).split(", ")
            self.assertEqual(int(said.group(1)), count)
            self.assertEqual(len(names) + int(said.group(4) or 0), count)
            self.assertEqual(names, ["s%d.mute" % i for i in range(len(names))])
            self.assertEqual(said.group(5), names[0])
            self.assertGreaterEqual(len(names), min(count, 30))
            self.assertEqual(out.count("automation plays"), 1)


if __name__ == "__main__":
    harness.main()
