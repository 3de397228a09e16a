# SPDX-License-Identifier: GPL-3.0-or-later
"""`compare`: what is said, that the level makes both sides equally loud, and that it is for the ears alone.

What is measured is judged by a bounce of the same project in which a `gain` of the level said takes the place of what is compared: by LUFS-I,
within 0.1 LU (half of it is the tenth that is printed)."""
import re

import harness
import sessions

SONG = '''ttymix 1
stage    mix
rate     48000 Hz
pan-law  -3 dB

[track vox]
clip     "stems/vox.wav"
comp     threshold -40 dB  ratio 6:1
gain     level +4 dB
fader    -6 dB
gain:more  level -8 dB
send     plate  -10 dB

[track hush]
clip     "stems/hush.wav"
gate

[bus bare]

[return plate]
reverb   mix 100 %

[master]
limiter  gain +9 dB  ceiling -12 dBTP
'''
LIMITER = "limiter  gain +9 dB  ceiling -12 dBTP\n"


class Compare(harness.Case):
    maxDiff = None

    def setUp(self):
        super().setUp()
        sound = [x * (0.2 + 0.8 * ((i // 12000) % 2)) for i, x in enumerate(harness.noise(5, 4, level=0.5))]
        harness.write_wav(self.path("stems", "vox.wav"), [sound, sound[::-1]])
        harness.write_wav(self.path("stems", "hush.wav"), [[0.0] * 9600])
        self.song = self.write("song.mix", SONG)

    def script(self, *lines):
        result = self.run_ttymix("--plain", self.song, stdin="\n".join(lines) + "\n")
        return sessions.without_lines(result.out).rstrip("\n").split("\n")

    def loudness(self, text):
        self.write("made.mix", text)
        return self.good("--bounce", "made.mix", "-o", "made.wav", "--bits", "float", "--json", "-q").json()["measured"]["integrated_lufs"]

    def level(self, address):
        said = self.script("compare " + address)
        found = re.fullmatch(r"(.*) bypassed at equal loudness, (\S+) dB: (\S+) LUFS before, (\S+) behind\.", said[1])
        self.assertTrue(found, said)
        self.assertAlmostEqual(float(found[4]) - float(found[3]), float(found[2]), delta=0.11)
        return float(found[2])

    def test_a_new_name_while_it_is_measured(self):
        """Both lines lie ready when the first is read, and a terminal's session does not wait for what it measures."""
        session = sessions.Terminal(self, "--plain", self.song, "--device", "null")
        session.read_to("> ")
        session.type("compare vox.comp\nrename vox lead\n")
        session.read_to("Not compared. There is no vox.comp any more.")
        session.type("compare\n")
        session.read_to("Nothing is compared.")
        session.type("quit!\n")
        self.assertEqual(session.wait(), 0)

    def test_another_project_is_heard_as_it_is(self):
        self.write("other.mix", SONG)
        self.assertEqual(self.script("compare master.limiter", "delta master.limiter", "edit other.mix", "compare",
                                     "delta master.limiter")[-2:],
                         ["Nothing is compared.", "Master limiter delta on. A bounce ignores it."])

    def test_equally_loud(self):
        chain = SONG[SONG.index("comp "):SONG.index("fader")]
        for address, line in (("vox.comp", "comp     threshold -40 dB  ratio 6:1\n"), ("vox.more", "gain:more  level -8 dB\n"),
                              ("master.limiter", LIMITER)):
            whole = SONG if "limiter" in address else SONG.replace(LIMITER, "")  # which would even out what differs
            other = whole.replace(line, "gain:level  level %+.1f dB\n" % self.level(address))
            self.assertAlmostEqual(self.loudness(other), self.loudness(whole), delta=0.1, msg=address)
        level = self.level("vox")
        flat = SONG.replace(chain, "").replace("gain:more  level -8 dB\n", "gain:level  level %+.1f dB\n" % level).replace(LIMITER, "")
        self.assertAlmostEqual(self.loudness(flat), self.loudness(SONG.replace(LIMITER, "")), delta=0.1)

    def test_what_is_said(self):
        said = self.script("what is compared", "compare", "compare vox.gain", "what is compared", "compare vox.gain on", "compare vox.gain",
                           "compare vox.gain", "rename vox lead", "what is compared", "delete lead.gain", "what is compared", "undo",
                           "compare lead.gain off", "compare off")
        self.assertRegex(said[3], r"^Vox gain bypassed at equal loudness, \+4\.0 dB: -\d+\.\d LUFS before, -\d+\.\d behind\.$")
        self.assertEqual(said[:3] + said[4:], [
            "Nothing is compared.", "Nothing is compared.", "Measuring vox.gain.", "Vox gain is bypassed at equal loudness, +4.0 dB.",
            "Vox gain is bypassed at equal loudness, +4.0 dB.", "Vox gain is heard again.", "Vox gain is bypassed at equal loudness, +4.0 dB.",
            "Vox is now lead.", "Lead gain is bypassed at equal loudness, +4.0 dB.", "Lead gain deleted.", "Nothing is compared.",
            "Undone: Lead gain deleted.", "lead.gain is not compared.", "Nothing is compared.",
            "Ended with unsaved edits; the next start offers to recover them."])

    def test_what_is_refused(self):
        cases = (("compare none.comp", "Not compared: there is no strip `none`."), ("compare vox.cmp", "Not compared: vox has no `cmp`; did you mean `comp`?"),
                 ("compare vox.fader", "Not compared: say a processor, as vox.comp, or a strip."),
                 ("compare bare", "Not compared: bare has no processors."),
                 ("compare vox.comp maybe", "Not done: say compare PROCESSOR|STRIP|off [on|off]."),
                 ("compare vox.comp on off", "Not done: say compare PROCESSOR|STRIP|off [on|off]."))
        self.assertEqual(self.script(*(line for line, _ in cases)), [sentence for _, sentence in cases])
        self.write("song.mix", SONG.replace("gate\n", "mystery  value 3\n"))
        self.assertEqual(self.script("compare hush.mystery"), ["Not compared: hush.mystery is not known, and never heard."])
        self.write("song.mix", SONG)
        self.assertEqual(self.script("bypass vox.comp", "compare vox.comp", "undo", "set vox.gain.level -100 dB", "compare vox.gain", "undo",
                                     "compare hush.gate")[1:], [
            "Not compared: vox.comp is bypassed already.", "Undone: Vox comp bypassed.", "Vox gain level -100 dB.", "Measuring vox.gain.",
            "Not compared: there is no sound behind it.", "Undone: Vox gain level -100 dB. It is +4 dB.", "Measuring hush.gate.",
            "Not compared: there is no sound before it."])

    def test_too_far_apart(self):
        self.assertEqual(self.script("set vox.gain.level -45 dB", "set vox.comp.makeup +20 dB", "compare vox.gain")[2:4],
                         ["Measuring vox.gain.", "Not compared: vox.gain makes a difference of -45.0 LU."])

    def test_for_the_ears_alone(self):
        session = sessions.Plain(self, self.song)
        session.send("bounce " + self.path("before.wav"))
        session.read_to("Bounced: wrote %s (wav, 24 bit, 48000 Hz)." % self.path("before.wav"))
        session.send("compare vox")
        session.read_to("Measuring vox.")
        session.say("wait")
        session.send("bounce " + self.path("after.wav"))
        session.read_to("Bounced: wrote %s (wav, 24 bit, 48000 Hz)." % self.path("after.wav"))
        self.assertEqual(harness.pcm_of(self.path("after.wav")), harness.pcm_of(self.path("before.wav")))
        self.assertIn("Not undone: there is nothing to undo", session.say("undo"))
        session.say("write")
        session.close()
        with open(self.song) as f:
            self.assertEqual(f.read(), SONG)

    def test_an_edit_is_measured_again(self):
        session = sessions.Plain(self, self.song)
        session.send("compare vox.gain")
        session.read_to("Vox gain bypassed at equal loudness, +4.0 dB: -35.5 LUFS before, -31.5 behind.")
        session.say("set vox.gain.level -2.5 dB")
        session.read_to("Vox gain bypassed at -2.5 dB now.")
        self.assertIn("Vox gain is bypassed at equal loudness, -2.5 dB.", session.say("what is compared"))
        session.say("undo")
        session.close()


if __name__ == "__main__":
    harness.main()
