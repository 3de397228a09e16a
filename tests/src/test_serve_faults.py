# SPDX-License-Identifier: GPL-3.0-or-later
"""A served session with two desks, while desks are killed, hung up and lose their terminals at random, and the session itself is killed: what
plays goes on, and nothing that was answered is lost."""
import glob
import random
import signal
import time

import harness
from harness import Case, project_text, sine, write_wav
from served import HANG_UP, KILL, TERM, Served
from sessions import Terminal, wait_for

TRACKS = '\n[track vox]\nclip     "a.wav"\n\n[track gtr]\nclip     "a.wav"\n\n[master]\n'
ROUNDS = 6 if harness.QUICK else 40
SEED = 11


class Faults(Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("a.wav"), [sine(440, 2)])
        self.write("song.mix", project_text(48000, TRACKS))
        self.env["XDG_RUNTIME_DIR"] = self.path("run")
        self.rnd = random.Random(SEED)

    def attach(self):
        desk = Terminal(self, "--attach", "song.mix")
        desk.see("step 0.5")
        return desk

    def assert_plays(self, talk):
        """It comes round in the loop, so that any other position will do."""
        first = talk.say("?state")["facts"]["position"]
        end = time.monotonic() + harness.PATIENCE_S
        while talk.say("?state")["facts"]["position"] == first:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)

    def wait_for_journal(self, text):
        """Until the journal has what was edited last: 200 ms, as a rule."""
        end = time.monotonic() + harness.PATIENCE_S
        while True:
            for name in glob.glob(self.path(".song.mix.journal*")):
                with open(name, "rb") as f:
                    if text.encode() in f.read():
                        return
            self.assertLess(time.monotonic(), end, text)
            time.sleep(0.02)

    def lose(self, desk):
        how = self.rnd.choice((KILL, HANG_UP, TERM, signal.SIGINT, "pty", "keys and pty", "stops", "leaves"))
        if how == "leaves":
            desk.type("\a\a:q\r")  # whatever it was amid
            self.assertEqual(desk.wait(60), 0)
        elif how == "stops":
            desk.process.send_signal(signal.SIGSTOP)
            return how  # it stays, and never reads again
        elif isinstance(how, str):
            if how == "keys and pty":
                desk.type("".join(self.rnd.choice("hljkmsJK<>6f") for _ in range(self.rnd.randrange(1, 30))))
            desk.hang_up()
            wait_for(desk.process)
        else:
            desk.process.send_signal(how)
            desk.wait()
        return how

    def test_desks_are_lost_at_random(self):
        served = Served(self, "song.mix")
        talk, kinds = served.talk(), set()
        for line in ("loop 0:00 0:01.5", "loop on", "play"):
            self.assertTrue(talk.say(line)["ok"])
        for step in range(ROUNDS):
            desks = [self.attach(), self.attach()]
            for desk in desks:
                desk.type(self.rnd.choice(("6j", "m", "l3k", ":set gtr.pan L %d\r" % (step + 1), "s", "vjj", ":set vo")))
            kinds.add(self.lose(desks[0]))
            self.assertTrue(talk.say('note vox "take %d"' % step)["ok"])  # what no key of a desk changes
            kinds.add(self.lose(desks[1]))
            self.assert_plays(talk)
            self.assertIn('note     "take %d"\n' % step, talk.say("?text")["text"])
        self.assertGreater(len(kinds), 3)
        text = talk.say("?text")["text"]
        while talk.say("undo")["ok"]:
            pass
        self.assertEqual(talk.say("?text")["text"], project_text(48000, TRACKS))
        while talk.say("redo")["ok"]:
            pass
        self.assertEqual(talk.say("?text")["text"], text)
        self.assertTrue(talk.say("write")["ok"])
        self.assertTrue(talk.say("shutdown")["ok"])
        self.assertEqual(served.end()[0], 0)
        with open(self.path("song.mix"), encoding="utf-8") as f:
            self.assertEqual(f.read(), text)

    def test_the_session_is_killed_at_random(self):
        values = {}
        for step in range(max(2, ROUNDS // 4)):
            served = Served(self, "song.mix")
            talk = served.talk()
            if values:
                self.assertTrue(talk.say("recover")["ok"])
                for address, value in values.items():
                    self.assertEqual(talk.say("?get " + address)["value"], value)
            desks = [self.attach(), self.attach()]
            talk.say("play")
            for _ in range(self.rnd.randrange(1, 12)):
                address, value = self.rnd.choice(("vox.fader", "gtr.fader", "master.fader")), self.rnd.randrange(-200, 0) / 10
                self.assertTrue(talk.say("set %s %.1f dB" % (address, value))["ok"])
                values[address] = value
            mark = "mark%d" % step
            self.assertTrue(talk.say("label gtr %s" % mark)["ok"])
            self.wait_for_journal(mark)
            how = self.rnd.choice((KILL, TERM, signal.SIGINT))
            served.process.send_signal(how)
            self.assertEqual(wait_for(served.process), -how if how == KILL else 128 + how)
            for desk in desks:
                self.assertEqual(desk.wait(), 1)
                self.assertIn(b"ttymix: the session ", desk.output)


if __name__ == "__main__":
    harness.main()
