# SPDX-License-Identifier: GPL-3.0-or-later
"""Switches for the ears inside processors: what is said of them, and that neither file, history, journal nor bounce ever has them."""
import harness
import sessions

SONG = '''ttymix 1
stage    mix
rate     48000 Hz
pan-law  -3 dB

[track vox]
clip     "stems/vox.wav"
comp     threshold -30 dB  ratio 4:1  key-lowcut 300 Hz
multiband
  1      upto 500 Hz
  2      upto 2 kHz

[track bass]
clip     "stems/vox.wav"
gate
eq

[master]
limiter  gain +12 dB
'''
ON = ("listen vox.comp", "solo vox.multiband.2", "delta master.limiter", "unity master.limiter on")


class Listening(harness.Case):
    maxDiff = None

    def setUp(self):
        super().setUp()
        harness.write_wav(self.path("stems", "vox.wav"), [harness.sine(200, 0.5, level=0.5)] * 2)
        self.song = self.write("song.mix", SONG)

    def script(self, *lines):
        result = self.run_ttymix("--plain", self.song, stdin="\n".join(lines) + "\n")
        return sessions.without_lines(result.out).rstrip("\n").split("\n")

    def test_what_is_said(self):
        self.assertEqual(self.script(
            "listen vox.comp", "listen bass.gate", "listen vox.comp", "listen vox.comp off", "delta master.limiter", "unity master.limiter on",
            "delta master.limiter", "solo vox.multiband.2", "unsolo vox.multiband.2", "unlisten"), [
            "Vox comp listen on. A bounce ignores it.", "Bass gate listen on. A bounce ignores it.",
            "Vox comp listen on. A bounce ignores it.", "Vox comp listen off.", "Master limiter delta on. A bounce ignores it.",
            "Master limiter unity on. A bounce ignores it.", "Master limiter delta off.",
            "Vox multiband band 2 solo on. A bounce ignores it.", "Vox multiband band 2 solo off.",
            "Nothing is listened to inside processors."])

    def test_what_is_refused(self):
        self.assertEqual(self.script(
            "listen", "listen bass.eq", "listen vox", "listen none.comp", "listen vox.comp maybe", "delta vox.comp", "bypass vox.comp",
            "listen vox.comp", "undo", "set vox.comp.listen on", "toggle vox.multiband.1.solo", "point vox.comp.listen 0:00 on"), [
            "Not changed: listen takes a processor, as in listen vox.comp.", "Not changed: bass.eq has no listen.",
            "Not changed: vox has no listen.", "Not changed: there is no strip `none`.",
            "Not done: say listen PROCESSOR [on|off].", "Not changed: vox.comp has no delta.", "Vox comp bypassed.",
            "Not changed: vox.comp is bypassed, and there is nothing to hear in it.", "Undone: Vox comp bypassed.",
            "Not changed: listen is a listening state, no part of the project; `listen STRIP.PROCESSOR` switches it.",
            "Not changed: solo is a listening state, no part of the project; `solo STRIP.PROCESSOR.BAND` switches it.",
            "Not changed: `vox.comp.listen` cannot be automated."])

    def test_a_bounce_ignores_them(self):
        session = sessions.Plain(self, self.song)
        for i, name in enumerate(("before.wav", "after.wav")):
            for line in ON if i else ():
                self.assertIn("on. A bounce ignores it.", session.say(line))
            session.send("bounce " + self.path(name))
            session.read_to("Bounced: wrote %s (wav, 24 bit, 48000 Hz)." % self.path(name))
        self.assertEqual(harness.pcm_of(self.path("after.wav")), harness.pcm_of(self.path("before.wav")))
        self.assertIn("Not undone: there is nothing to undo", session.say("undo"))
        self.assertNotIn("listen", session.say("write"))
        session.close()
        with open(self.song) as f:
            self.assertEqual(f.read(), SONG)

    def test_a_file_that_has_one(self):
        self.write("song.mix", SONG.replace("ratio 4:1", "ratio 4:1  listen on"))
        checked = self.good("--check", "song.mix")
        self.assertEqual(checked.err, "song.mix:8:39: warning: listen: a listening state is no part of a project, and is ignored\n")
        self.good("--bounce", self.song, "-o", self.path("with.wav"), "--report", "none")
        self.write("song.mix", SONG)
        self.good("--bounce", self.song, "-o", self.path("without.wav"), "--report", "none")
        self.assertEqual(harness.pcm_of(self.path("with.wav")), harness.pcm_of(self.path("without.wav")))

    def test_they_follow_a_new_name_and_go_with_the_processor(self):
        self.assertEqual(self.script("listen vox.comp", "rename vox lead", "listen lead.comp", "listen lead.comp", "delete lead.comp", "undo",
                                     "listen lead.comp", "write")[2:-1], [
            "Lead comp listen off.", "Lead comp listen on. A bounce ignores it.", "Lead comp deleted.", "Undone: Lead comp deleted.",
            "Lead comp listen on. A bounce ignores it."])


if __name__ == "__main__":
    harness.main()
