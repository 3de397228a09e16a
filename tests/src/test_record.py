# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording of automation, from outside: what is said, what stands in the file, what a crash in the middle leaves, and that the bounce is what
was heard.

The song is a constant, so the level of every frame tells the fader.  How long a pass lasts is told by the project that it left, never by a
clock: this machine may be slow."""
import array
import math
import re
import signal
import time

import devices
import harness
import sessions

SONG = '''ttymix 1
stage    mix
rate     48000 Hz
pan-law  -3 dB

[track vox]
clip     "stems/one.wav"
fader    -3 dB

[track gtr]
clip     "stems/one.wav"
fader    -inf

# rides
[automation vox.fader]
mode     read
0:00     -3 dB
0:30     -3 dB  linear

[master]
'''
LEVEL = 0.5


def points_of(text, address):
    """The points of a lane: (seconds, dB), linear ones."""
    section = text.split("[automation %s]" % address)[1].split("[")[0]
    found = []
    for minutes, seconds, value in re.findall(r"(?m)^(\d+):(\S+)\s+(\S+)", section):
        found.append((60 * int(minutes) + float(seconds), float(value)))
    return found


def level_db(sample):
    return 20 * math.log10(max(abs(sample), 1e-9) / LEVEL)


class Recording(harness.Case):
    maxDiff = None

    def setUp(self):
        super().setUp()
        harness.write_wav(self.path("stems", "one.wav"), [[LEVEL] * (48000 * 20)] * 2, bits=0)
        self.song = self.write("song.mix", SONG)

    def text(self):
        with open(self.song) as f:
            return f.read()

    def journal(self):
        with open(self.path(".song.mix.journal")) as f:
            return f.read()

    def plain(self, *lines):
        session = sessions.Plain(self, self.song, "--device", "null", "--monitor", "0")
        for line in lines:
            session.say(line)
        return session

    def bounce(self):
        self.good("--bounce", self.song, "-o", self.path("out.wav"), "--bits", "float", "--report", "none")
        return array.array("f", harness.pcm_of(self.path("out.wav")))[::2]

    def wait_until(self, session, seconds):
        """Until the song has come that far, by its own account."""
        for _ in range(2000):
            at = re.search(r"at (?:(\d+):)?([\d.]+)", session.say("what is playing"))
            if at and 60 * int(at.group(1) or 0) + float(at.group(2)) >= seconds:
                return
            time.sleep(0.01)
        self.fail("the song does not go on")

    def test_a_touch_is_heard_in_the_bounce_and_undone_at_once(self):
        session = self.plain("auto vox.fader touch", "play")
        self.wait_until(session, 0.5)
        self.assertEqual(session.say("set vox.fader += -6 dB"), "Vox fader -9 dB.\n")
        self.assertIn("Automation touch, ", session.say("describe vox"))
        self.wait_until(session, 2.5)
        session.say("stop")
        session.say("write")
        points = points_of(self.text(), "vox.fader")
        self.assertEqual([value for _, value in points], [-3, -3, -9, -9, -3, -3])
        begin, down, let_go, back = (at for at, _ in points[1:5])
        self.assertAlmostEqual(down - begin, 0.03, delta=0.0001)
        self.assertAlmostEqual(let_go - begin, 0.7, delta=0.0001)
        self.assertAlmostEqual(back - let_go, 0.25, delta=0.0001)
        song = self.bounce()
        for seconds, value in ((begin - 0.01, -3), (down + 0.01, -9), (let_go - 0.01, -9), (let_go + 0.125, -6), (back + 0.01, -3)):
            self.assertAlmostEqual(level_db(song[int(48000 * seconds)]), value, delta=0.05)
        self.assertEqual(session.say("undo"), "Undone: Vox fader automation, touch.\n")
        session.say("write")
        self.assertEqual(self.text(), SONG)

    def test_what_is_said(self):
        session = self.plain()
        said = [session.say(line) for line in (
            "auto vox.fader", "auto gtr.fader", "auto *.fader latch", "auto vox.fader", "auto vox.fader trim", "auto vox.fader preview",
            "set vox.fader -6 dB", "auto vox.fader punch", "auto vox.fader read", "auto gtr.fader off", "auto vox.fader off",
            "auto vox.fader", "undo", "auto", "auto vox.fader tuch", "auto vox.label touch", "auto none.fader touch",
            "set vox.fader -4 dB", "auto vox.fader touch", "set vox.fader -4 dB")]
        same = "Vox fader -4 dB. Its automation plays all the same: mode vox.fader off switches it off, " \
               "auto vox.fader touch (rt) or trim (rm) records moves while the song plays.\n"
        self.assertEqual(said, [
            "Vox fader automation read.\n", "Gtr fader automation none.\n", "2 addresses: automation latch.\n",
            "Vox fader automation latch.\n", "Vox fader automation trim.\n", "Vox fader automation preview: -3 dB.\n", "Vox fader -6 dB.\n",
            "Not changed: nothing plays, and a preview is punched in while the song plays.\n", "Vox fader automation read.\n",
            "Not changed: gtr.fader has no automation.\n", "Vox fader automation off.\n", "Vox fader automation off.\n",
            "Undone: Vox fader automation off.\n", "Not changed: auto takes an address and a state, as in auto vox.fader touch.\n",
            "Not done: say auto ADDRESS [read|touch|latch|write|trim|preview|punch|off]; did you mean `touch`?\n",
            "Not changed: vox.label cannot be automated.\n", "Not changed: there is no strip `none`.\n",
            same, "Vox fader automation touch.\n", same])

    def test_no_state_is_in_the_file(self):
        session = self.plain("auto vox.fader touch", "auto gtr.pan latch", "write")
        self.assertEqual(self.text(), SONG)
        self.assertEqual(session.close()[1], 0)

    def test_a_crash_in_the_middle_of_a_pass(self):
        session = self.plain("auto gtr.fader latch", "play")
        self.wait_until(session, 0.3)
        session.say("set gtr.fader -20 dB")
        self.wait_until(session, 1.0)
        session.say("set gtr.fader -10 dB")
        self.wait_until(session, 2.0)
        while not re.search(r"0:02\.\d+ -10 dB", self.journal()):  # what was heard until then
            time.sleep(0.01)
        self.assertEqual(sessions.kill(session.process), -signal.SIGKILL)
        again = sessions.Plain(self, self.song)
        self.assertRegex(again.say("recover"), r"\d+ edits recovered; nothing is saved yet\.")
        again.say("write")
        points = points_of(self.text(), "gtr.fader")
        self.assertEqual([value for _, value in points if not math.isinf(value)], [-20, -20, -10, -10])
        self.assertGreater(points[-2][0], 2.0)
        self.assertEqual(again.say("undo"), "Undone: Gtr fader automation, latch.\n")
        again.say("write")
        self.assertEqual(self.text(), SONG)

    def test_an_undo_while_it_is_recorded(self):
        session = self.plain("set gtr.pan L 10 %", "auto vox.fader latch", "play")
        self.wait_until(session, 0.3)
        session.say("set vox.fader -20 dB")
        self.wait_until(session, 0.8)
        self.assertEqual(session.say("undo"), "Undone: Vox fader automation, latch.\n")
        self.assertEqual(session.say("undo"), "Undone: Gtr pan L 10 %. It is C.\n")
        session.say("stop")
        session.say("write")
        self.assertEqual(self.text(), SONG)

    def test_points_of_an_included_file(self):
        self.write("rides.mix", "ttymix 1\n[automation vox.fader]\nmode     read\n0:00     -3 dB\n0:01     -3 dB  linear\n")
        included = SONG.split("# rides")[0].replace("pan-law  -3 dB\n", 'pan-law  -3 dB\n\ninclude "rides.mix"\n') + "[master]\n"
        self.write("song.mix", included)
        session = self.plain("auto vox.fader latch", "play")
        self.wait_until(session, 0.2)
        session.send("set vox.fader -9 dB")
        session.read_to("Not recorded: vox.fader stands in the included file `rides.mix` and cannot be changed from here.")
        session.say("stop")
        self.assertEqual(session.say("undo"), "Undone: Vox fader automation, latch.\n")
        session.say("write")
        self.assertEqual(self.text(), included)

    def test_a_move_just_made_is_not_left_behind(self):
        """Within the 100 ms before the document is given it anyway: to be sure, without a wait behind `set`."""
        for end, said in (("quit", "Not quit: there are unsaved edits."), ("wq", "Saved."), ("", "Ended with unsaved edits;")):
            self.write("song.mix", SONG)
            session = self.plain("auto vox.fader latch", "play")
            self.wait_until(session, 0.3)
            session.send("set vox.fader -9 dB" + ("\n" + end if end else ""))
            rest, code = session.close()
            self.assertIn(said, rest)
            again = sessions.Plain(self, self.song)
            if end != "wq":
                self.assertEqual(code, 1)
                again.say("recover")
                again.say("write")
            self.assertIn(-9, [value for _, value in points_of(self.text(), "vox.fader")], end)
            again.close()

    def test_automation_that_adds_is_not_recorded_over(self):
        session = self.plain("auto vox.fader touch", "mode vox.fader trim")
        self.assertEqual(session.say("auto vox.fader"), "Vox fader automation trim, in the project.\n")
        session.say("play")
        self.wait_until(session, 0.3)
        session.say("set vox.fader -9 dB")
        self.wait_until(session, 0.6)
        for line in ("stop", "mode vox.fader read", "set vox.fader -3 dB", "write"):
            session.say(line)
        self.assertEqual(self.text(), SONG)

    def test_new_names_are_followed(self):
        self.write("song.mix", SONG.replace("fader    -inf\n", "fader    -inf\nsend     room  -10 dB\n").replace("[master]", "[return room]\n\n[master]"))
        session = self.plain("auto gtr.send.room.level latch", "rename room hall")
        self.assertEqual(session.say("auto gtr.send.hall.level"), "Gtr send hall automation latch.\n")
        session.say("rename gtr lead")
        self.assertEqual(session.say("auto lead.send.hall.level"), "Lead send hall automation latch.\n")

    def test_the_end_of_a_loop_ends_a_pass(self):
        session = self.plain("loop 0:00.5 0:01.5", "loop on", "auto vox.fader write", "play")
        self.wait_until(session, 1.2)
        for _ in range(200):
            if "touch" in session.say("auto vox.fader"):
                break
            time.sleep(0.02)
        session.say("stop")
        session.say("write")
        points = points_of(self.text(), "vox.fader")
        self.assertEqual(len(points), len([value for _, value in points if value == -3]))
        self.assertIn("0:01.75 ", self.text().split("[automation")[1])


class Heard(devices.DeviceCase):
    """A device that keeps time and writes down what it plays."""

    def play_touched(self, env, song):
        """What the device plays, from the first sound to the last, while the fader is moved twice, and left."""
        with open(song) as f:
            before = f.read()
        session = sessions.Plain(self, song, "--device", "padclock", "--monitor", "0", env=env)
        for line in ("auto vox.fader touch", "wait 0.6", "play"):
            session.say(line)
        for seconds, line in ((0.8, "set vox.fader -9 dB"), (1.2, "set vox.fader +3 dB"), (2.8, "stop here")):
            Recording.wait_until(self, session, seconds)
            session.say(line)
        session.say("wait 0.3")
        session.say("write")
        self.assertEqual(session.close()[1], 0)
        with open(self.path("cap.wav.clock"), "rb") as f:
            samples = array.array("f", f.read())[::2]
        sounding = [i for i, sample in enumerate(samples) if sample]
        heard = samples[sounding[0]:sounding[-1] + 1]
        if len(sounding) == len(heard):
            return samples[sounding[0]:]
        self.write(song, before)
        return None

    def captured(self, env, song):
        for _ in range(4):
            samples = self.play_touched(env, song)
            if samples is not None:
                return samples
        self.skipTest("the machine is too busy: the device ran dry each time")
        return None

    def levels(self, samples):
        """The levels that were held for 50 ms at least, in order: (first frame, dB)."""
        found = []
        for at in range(0, len(samples) - 2400, 480):
            part = samples[at:at + 2400]
            low, high = min(part), max(part)
            if low > 1e-6 and high - low < 0.002 * high:
                value = round(level_db(high), 1)
                if not found or found[-1][1] != value:
                    found.append((at, value))
        return found

    def test_heard_is_what_is_bounced(self):
        harness.write_wav(self.path("stems", "one.wav"), [[LEVEL] * (48000 * 20)] * 2, bits=0)
        song = self.write("song.mix", SONG)
        heard = self.levels(self.captured(self.kit("alsa", self.dir), song))
        self.good("--bounce", song, "-o", self.path("out.wav"), "--bits", "float", "--report", "none")
        bounced = self.levels(array.array("f", harness.pcm_of(self.path("out.wav")))[::2])
        self.assertEqual([value for _, value in heard], [-3, -9, 3, -3])
        self.assertEqual([value for _, value in bounced], [-3, -9, 3, -3])
        for (was, value), (written, _) in zip(heard[1:3], bounced[1:3]):
            # the move is written where its hand heard the song, and sounds as soon as the device has played what it holds
            self.assertGreaterEqual(was - written, -480, value)
            self.assertLess(was - written, 0.5 * 48000, value)

    def trimmed(self, env, song):
        """What the device plays while the fader is trimmed twice: the samples, and the levels that they hold."""
        for _ in range(4):
            session = sessions.Plain(self, self.write("song.mix", song), "--device", "padclock", "--monitor", "0", env=env)
            for line in ("wait 0.6", "auto vox.fader trim", "play"):
                session.say(line)
            for seconds, line in ((0.6, "set vox.fader += -6 dB"), (1.0, "set vox.fader += -3 dB"), (2.8, "stop here"), (0, "quit!")):
                Recording.wait_until(self, session, seconds)
                session.send(line)
            self.assertEqual(session.close()[1], 0)
            with open(self.path("cap.wav.clock"), "rb") as f:
                heard = array.array("f", f.read())[::2]
            found = self.levels(heard)
            sounding = heard[found[0][0]:found[-1][0]] if found else ()
            if sounding and min(sounding) > 0:
                return sounding, found
        self.skipTest("the machine is too busy: the device ran dry each time")
        return None

    def test_a_trim_is_heard_once(self):
        """Not upon what has been recorded of it already, and not in the place of a fader without automation."""
        harness.write_wav(self.path("stems", "one.wav"), [[LEVEL] * (48000 * 20)] * 2, bits=0)
        env = self.kit("alsa", self.dir)
        for lane in (True, False):
            song = SONG if lane else SONG.split("# rides")[0].replace("fader    -3 dB", "fader    -20 dB") + "[master]\n"
            base = -3 if lane else -20
            sounding, found = self.trimmed(env, song)
            self.assertEqual([value for _, value in found], [base, base - 6, base - 9, base])
            self.assertGreater(level_db(min(sounding)), base - 9.2)


if __name__ == "__main__":
    harness.main()
