# SPDX-License-Identifier: GPL-3.0-or-later
"""A session without a screen: its socket, whoever comes and goes, and what is left of it."""
import os
import random
import shutil
import stat
import subprocess
import sys
import time
import unittest

import harness
from harness import Case, project_text, sine, write_wav
from served import HANG_UP, KILL, TERM, Served, has_left, sockets
from sessions import Terminal, kill, wait_for

TRACKS = '\n[track vox]\nclip     "a.wav"\n\n[track gtr]\nclip     "a.wav"\nfader    -6 dB\n\n[master]\n'
NOBODY = 65534
STRANGER = """
import os, socket, sys
os.setgid(%d); os.setuid(%d)
s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
s.connect(sys.argv[1])
while True:
    try:
        piece = s.recv(65536)
    except ConnectionResetError:
        break
    if not piece:
        break
    sys.stdout.write(piece.decode())
""" % (NOBODY, NOBODY)


GROWTH_KIB = 40 * 1024 * (4 if harness.QUICK else 1)  # a sanitizer keeps shadows of all that was touched


class Serve(Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("a.wav"), [sine(440, 3)])
        self.write("song.mix", project_text(48000, TRACKS))
        self.write("other.mix", project_text(48000, TRACKS))
        self.env["XDG_RUNTIME_DIR"] = self.path("run")

    def text(self, name="song.mix"):
        with open(self.path(name), encoding="utf-8") as f:
            return f.read()

    # ---- the socket ----

    def test_socket_is_this_users_and_goes_with_the_session(self):
        served = Served(self, "song.mix")
        self.assertEqual(sockets(self), [served.socket])
        self.assertEqual(stat.S_IMODE(os.lstat(served.socket).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.lstat(os.path.dirname(served.socket)).st_mode), 0o700)
        again = self.run_ttymix("--serve", self.path("song.mix"), "--device", "null")
        self.assertEqual((again.code, again.out), (1, ""))
        self.assertEqual(again.err, "ttymix: %s is served already: ttymix --attach %s\n" % ((self.path("song.mix"),) * 2))
        self.assertEqual(served.desk().command("set vox.fader -2 dB"), (0, "Vox fader -2 dB"))
        code, said = served.end(TERM)
        self.assertEqual((code, sockets(self)), (128 + TERM, []))
        self.assertIn("ttymix: Ended with unsaved edits; the next start offers to recover them.\n", said)

    def test_stale_socket_is_replaced_and_another_thing_is_not(self):
        served = Served(self, "song.mix")
        kill(served.process)
        self.assertEqual(sockets(self), [served.socket])
        Served(self, "song.mix").end(TERM)
        with open(served.socket, "w", encoding="ascii"):
            pass
        result = self.run_ttymix("--serve", "song.mix", "--device", "null")
        self.assertEqual((result.code, result.err), (1, "ttymix: %s is there, and is no socket\n" % served.socket))

    def test_folder_that_others_may_enter_is_refused(self):
        os.makedirs(self.path("run", "ttymix"), mode=0o755)
        os.chmod(self.path("run", "ttymix"), 0o755)
        result = self.run_ttymix("--serve", "song.mix", "--device", "null")
        self.assertEqual(result.code, 1)
        self.assertRegex(result.err, r"^ttymix: .*/run/ttymix must be a folder of this user that nobody else may enter \(mode 0700\)\n$")

    def test_path_that_is_too_long_is_said(self):
        long = self.path("x" * 100)
        os.mkdir(long, 0o700)
        result = self.run_ttymix("--serve", "song.mix", "--device", "null", env={"XDG_RUNTIME_DIR": long})
        self.assertEqual(result.code, 1)
        self.assertRegex(result.err, r"^ttymix: the socket's path has \d+ bytes, and 107 are possible: set XDG_RUNTIME_DIR to a shorter one\n$")

    def test_without_a_runtime_folder_the_state_folder_serves(self):
        served = Served(self, "song.mix", env={"XDG_RUNTIME_DIR": self.path("nowhere"), "XDG_STATE_HOME": self.path("s")})
        self.assertEqual(os.path.dirname(served.socket), self.path("s", "ttymix", "run"))
        self.assertEqual(served.desk().command("quit"), (0, "Goodbye; the session goes on."))

    @unittest.skipUnless(os.geteuid() == 0, "only root may be another user")
    def test_stranger_is_refused_even_where_he_gets_in(self):
        served = Served(self, "song.mix")
        for folder in (self.dir, self.path("run"), os.path.dirname(served.socket)):
            os.chmod(folder, 0o755)
        os.chmod(served.socket, 0o777)
        result = subprocess.run([sys.executable, "-c", STRANGER, served.socket], stdout=subprocess.PIPE, text=True, check=True,
                                timeout=harness.PATIENCE_S)
        self.assertEqual(result.stdout, "refused the session belongs to another user\n")
        desk = served.desk()
        desk.read_to("text 0 ")
        self.assertEqual(desk.command("undo"), (2, "Not undone: there is nothing to undo"))

    def test_socket_that_was_cleared_away_comes_again(self):
        served = Served(self, "song.mix")
        desk = served.desk()
        desk.read_to("text ")  # it is in
        shutil.rmtree(self.path("run"))  # as the last logout does
        self.assertEqual(desk.command("set vox.fader -3 dB")[0], 0)
        os.mkdir(self.path("run"), 0o700)  # and the next login
        end = time.monotonic() + harness.PATIENCE_S
        while not os.path.exists(served.socket):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)
        self.assertEqual(served.talk().say("?get vox.fader")["value"], -3)
        self.assertEqual(stat.S_IMODE(os.lstat(served.socket).st_mode), 0o600)
        served.end(TERM)
        self.assertEqual(sockets(self), [])

    # ---- desks ----

    def test_lost_desks_are_nothing_to_the_others(self):
        served = Served(self, "song.mix")
        first = Terminal(self, "--attach", "song.mix")
        second = Terminal(self, "--attach")
        for desk in (first, second):
            desk.see("step 0.5")
        watcher = served.desk()
        watcher.command("loop 0:00 0:01")
        watcher.command("loop on")
        watcher.command("play")
        first.type("6j")
        self.assertEqual(watcher.read_to("change "), "change 2 1")
        kill(first.process, KILL)
        second.hang_up()
        self.assertEqual(wait_for(second.process), 128 + HANG_UP)
        served.process.send_signal(HANG_UP)
        self.assertEqual(watcher.command("set gtr.fader -9 dB"), (0, "Gtr fader -9 dB"))
        third = Terminal(self, "--attach", "song.mix")
        third.see("step 0.5")
        self.assertIsNone(served.process.poll())
        watcher.send("meters 50 0 10")
        frames = {watcher.read_to("meters ").split()[2] for _ in range(5)}
        self.assertGreater(len(frames), 1)  # it goes on playing
        third.type(":q\r")
        self.assertEqual(third.wait(), 0)
        self.assertEqual(watcher.command("write"), (0, "Saved."))
        self.assertIn("fader    -9 dB", self.text())

    def test_gesture_of_a_lost_desk_is_ended(self):
        served = Served(self, "song.mix")
        first, second = served.desk(), served.desk()
        first.command("begin")
        first.command("set vox.fader -1 dB")
        first.close()
        second.command("set gtr.fader -2 dB")
        second.command("set gtr.fader -3 dB")
        self.assertEqual(second.command("undo"), (0, "Undone: Gtr fader -3 dB. It is -2 dB"))
        self.assertEqual(second.command("end")[0], 7)

    def test_desk_that_stops_reading_costs_little_and_catches_up(self):
        served = Served(self, "song.mix")
        lazy, busy = served.desk(), served.desk()
        lazy.read_to("text ")
        busy.command("set vox.fader -1 dB")
        before = served.memory_kib()
        steps = 3000
        for i in range(steps):  # some 3 kB each for who reads none of it
            busy.command("set vox.label \"%s %d\"" % ("x" * 1500, i))
        self.assertLess(served.memory_kib() - before, GROWTH_KIB)
        text = lazy.read_to("text ")
        self.assertEqual(text.split()[1], str(steps + 1))
        self.assertRegex(lazy.read_to("notice "), r"^notice warn This desk did not keep up: \d+ things were left out, and all is told anew\.$")
        self.assertEqual(lazy.command("undo")[0], 0)

    def test_end_is_told(self):
        served = Served(self, "song.mix")
        desk, raw = Terminal(self, "--attach"), served.desk()
        desk.see("step 0.5")
        raw.command("set vox.fader -3 dB")
        code, _ = served.end(TERM)
        self.assertEqual(code, 128 + TERM)
        self.assertRegex(raw.read_to("quit "), r"^quit 1 the session was ended by signal 15\. ")
        self.assertEqual(desk.wait(), 1)
        self.assertIn(b"ttymix: the session was ended by signal 15.", desk.output)
        again = Served(self, "song.mix")
        for other in (again.desk(), again.desk()):  # each is told, until somebody has decided
            self.assertIn("1 unsaved edit", other.read_to("notice warn "))
        self.assertEqual(other.command("recover")[0], 0)
        self.assertEqual(other.command("wq"), (0, "Goodbye; the session goes on."))
        self.assertTrue(has_left(other.end))
        self.assertIn("fader    -3 dB", self.text())
        last = again.desk()
        last.command("shutdown")
        self.assertEqual(last.read_to("quit "), "quit 0 the session was ended")
        self.assertEqual(again.end()[0], 0)

    def test_shutdown_asks_about_unsaved_edits(self):
        served = Served(self, "song.mix")
        desk = served.desk()
        desk.command("set vox.fader -3 dB")
        self.assertEqual(desk.command("shutdown")[0], 7)
        self.assertEqual(desk.command("shutdown!")[0], 0)
        self.assertEqual(served.end()[0], 0)
        self.assertEqual(self.text(), project_text(48000, TRACKS))

    def test_readonly_looks_and_listens(self):
        served = Served(self, "song.mix")
        desk = served.desk("readonly")
        self.assertEqual(desk.command("set vox.fader -3 dB"), (7, "Not done: this one looks and listens only (--readonly)."))
        self.assertEqual(desk.command("wq")[0], 7)
        other = served.desk()
        other.command("set vox.fader -4 dB")
        self.assertEqual(desk.read_to("change "), "change 1 1")
        self.assertEqual(desk.command("quit")[0], 0)

    # ---- whose edit it is ----

    def test_undo_names_whose_edit_it_was(self):
        served = Served(self, "song.mix")
        first, second = served.desk(), served.desk(name="Anna")
        first.command("set vox.fader -3 dB")
        second.command("set gtr.fader -9 dB")
        self.assertEqual(first.command("undo"), (0, "Undone: Gtr fader -9 dB (by Anna). It is -6 dB"))
        self.assertEqual(second.command("redo"), (0, "Redone: Gtr fader -9 dB"))
        self.assertEqual(second.command("undo"), (0, "Undone: Gtr fader -9 dB. It is -6 dB"))
        self.assertEqual(second.command("undo"), (0, "Undone: Vox fader -3 dB (by desk 1). It is 0 dB"))

    def test_undo_mine(self):
        served = Served(self, "song.mix")
        first, second = served.desk(), served.desk()
        first.command("set vox.fader -3 dB")
        first.command("set vox.pan L 20 %")
        second.command("set vox.fader -5 dB")
        second.command("set gtr.fader -9 dB")
        self.assertEqual(first.command("undo mine"), (0, "Undone: Vox pan L 20 %"))
        self.assertEqual(first.command("undo mine"), (7, "Not undone: vox.fader has been changed since by desk 2: it is -5 dB"))
        self.assertEqual(second.command("undo mine"), (0, "Undone: Gtr fader -9 dB"))
        self.assertEqual(second.command("undo mine"), (0, "Undone: Vox fader -5 dB"))
        self.assertEqual(second.command("undo mine"), (2, "Not undone: there is no edit of yours to undo"))
        self.assertEqual(first.command("undo mine"), (0, "Undone: Vox fader -3 dB"))
        first.command("write")
        self.assertEqual(self.text(), project_text(48000, TRACKS))

    def test_undo_mine_leaves_what_others_did(self):
        rnd = random.Random(3)
        served, alone = Served(self, "song.mix"), Served(self, "other.mix")
        mine, theirs, only = served.talk(), served.talk(), alone.talk()
        texts = [mine.say("?text")["text"]]
        for i in range(20 if harness.QUICK else 100):
            if rnd.random() < 0.5:
                self.assertTrue(mine.say(rnd.choice(("set vox.fader %d dB", "set vox.trim %d dB", 'label vox "V %d"')) % -(i % 20 + 1))["ok"])
            else:
                line = rnd.choice(("set gtr.fader %d dB", "set master.trim %d dB", "add bus b%d", "set gtr.pan %d")) % (i + 1)
                self.assertEqual(theirs.say(line)["ok"], only.say(line)["ok"], line)
        steps = 0
        while mine.say("undo mine")["ok"]:
            steps += 1
        self.assertGreater(steps, 3)
        self.assertEqual(mine.say("?text")["text"], only.say("?text")["text"])
        kill(served.process)
        again = Served(self, "song.mix").talk()
        self.assertTrue(again.say("recover")["ok"])  # the journal has it as it was done
        self.assertEqual(again.say("?text")["text"], only.say("?text")["text"])
        while again.say("undo")["ok"]:
            pass
        self.assertEqual(again.say("?text")["text"], texts[0])

    def test_gestures_of_two_stay_apart(self):
        served = Served(self, "song.mix")
        first, second = served.desk(), served.desk()
        first.command("begin")
        first.command("set vox.fader -1 dB")
        second.command("set gtr.fader -2 dB")
        first.command("set vox.fader -3 dB")
        first.command("set vox.fader -4 dB")
        self.assertEqual(first.command("end")[0], 0)
        self.assertEqual(first.command("undo")[1], "Undone: Vox fader -3 dB. It is -1 dB")
        self.assertEqual(first.command("undo")[1], "Undone: Gtr fader -2 dB (by desk 2). It is -6 dB")
        self.assertEqual(first.command("undo")[1], "Undone: Vox fader -1 dB. It is 0 dB")

    # ---- which one ----

    def test_a_served_project_offers_to_attach(self):
        served = Served(self, "song.mix")
        desk = Terminal(self, "song.mix")
        desk.read_to("song.mix is served: attach to its session? [Y/n] ")
        desk.type("\r")
        desk.see("step 0.5")
        desk.type(":set vox.fader -3 dB\r:q\r")
        self.assertEqual(desk.wait(), 0)
        self.assertEqual(served.talk().say("?get vox.fader")["value"], -3)
        reader = Terminal(self, "song.mix")
        reader.read_to("[Y/n] ")
        reader.type("n\r")
        reader.read_to("is being edited by")
        reader.type(":q\r")
        self.assertEqual(reader.wait(), 0)
        self.assertEqual(served.talk().say("?get vox.fader")["value"], -3)

    def test_none_and_several(self):
        for arguments in (("--attach",), ("--attach", "song.mix")):
            result = Terminal(self, *arguments)
            self.assertEqual(result.wait(), 1)
            self.assertIn(b"no session is served (ttymix --serve PROJECT)", result.output)
        first, second = Served(self, "song.mix"), Served(self, "other.mix")
        which = Terminal(self, "--attach")
        self.assertEqual(which.wait(), 2)
        self.assertIn("ttymix: 2 sessions are served; name one of them:\r\n", which.output.decode())
        for served in (first, second):
            self.assertIn("  %s\r\n" % served.socket, which.output.decode())
        named = Terminal(self, "--attach", second.socket)
        named.see("step 0.5")
        named.type(":q\r")
        self.assertEqual(named.wait(), 0)


if __name__ == "__main__":
    harness.main()
