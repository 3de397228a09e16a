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
ROOM = ("pfl vox", "afl bass", "monitor left", "monitor swap", "monitor band low", "audition car", "mono", "dim", "cut", "monitor -30")
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

    def test_what_is_said_of_the_monitor(self):
        none = " A bounce has none of it."
        self.assertEqual(self.script(
            "pfl vox", "what is heard", "afl vox", "afl vox", "pfl vox off", "pfl bass", "pfl off", "what is heard",
            "monitor left", "monitor right", "monitor right", "monitor swap", "monitor normal",
            "monitor band next", "monitor band next", "monitor band 200 Hz 800 Hz", "monitor band high", "monitor band next",
            "audition phone", "audition next", "audition off", "audition club", "mono", "dim on", "describe", "monitor normal",
            "monitor reference -20 dB", "monitor reference", "monitor += 2", "monitor"), [
            "Listening to vox before its fader. A bounce ignores it.".replace("vox", "Vox"),
            "Monitor 0 dB. Vox before its fader in the place of the master.",
            "Listening to Vox after its fader. A bounce ignores it.", "Listening to the master.", "Vox is not listened to.",
            "Listening to Bass before its fader. A bounce ignores it.", "Listening to the master.", "Monitor 0 dB.",
            "Monitor 0 dB. Only the left channel." + none, "Monitor 0 dB. Only the right channel." + none, "Monitor 0 dB.",
            "Monitor 0 dB. Left and right swapped." + none, "Monitor 0 dB.",
            "Monitor 0 dB. Only below 120 Hz." + none, "Monitor 0 dB. Only 120 to 500 Hz." + none,
            "Monitor 0 dB. Only 200 to 800 Hz." + none, "Monitor 0 dB. Only above 6000 Hz." + none, "Monitor 0 dB.",
            "Audition phone: A telephone: mono, 350 Hz to 12 kHz, loud at 3 kHz. A bounce ignores it.",
            "Audition laptop: A laptop: nothing below 180 Hz, narrow. A bounce ignores it.", "Audition off.",
            "Audition club: A club: mono below 120 Hz, and more below 60 Hz. A bounce ignores it.",
            "Monitor mono on.", "Monitor dim on.", "Untitled. Mix project at 48000 hertz.", "2 tracks.", "Length 0:00.5.",
            "Monitor 0 dB. Dim. Mono. Audition club.", "Monitor 0 dB.",
            "Reference level -20 dB.", "Monitor -20 dB, the reference level.", "Monitor -18 dB.", "Monitor -18 dB."])

    def test_what_the_monitor_refuses(self):
        self.assertEqual(self.script("pfl nobody", "pfl master", "pfl", "monitor band 800 Hz 200 Hz", "monitor band 200 Hz", "monitor band x y",
                                     "monitor loud", "audition radio", "monitor reference 40 dB"), [
            "Not changed: there is no strip `nobody`.", "Not changed: pfl takes a track, bus or return.", "Not changed: say pfl STRIP.",
            "Not changed: the band's lower edge comes first.", "Not changed: band: a value is missing (20 Hz to 20000 Hz).",
            "Not changed: band: `x` is not a number (20 Hz to 20000 Hz).",
            "Not changed: monitor takes a level, as in monitor -12 dB. It is 0 dB.",
            "Not done: say audition phone|laptop|cube|car|club|mono|side|one-ear|next|off.",
            "Not changed: the reference level is from -100 to 12 dB."])

    def test_a_bounce_has_none_of_the_monitor(self):
        session = sessions.Plain(self, self.song)
        for i, name in enumerate(("before.wav", "after.wav")):
            for line in ROOM if i else ():
                self.assertNotIn("Not ", session.say(line))
            session.send("bounce " + self.path(name))
            session.read_to("Bounced: wrote %s (wav, 24 bit, 48000 Hz)." % self.path(name))
        self.assertEqual(harness.pcm_of(self.path("after.wav")), harness.pcm_of(self.path("before.wav")))
        self.assertIn("Not undone: there is nothing to undo", session.say("undo"))
        session.say("write")
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
