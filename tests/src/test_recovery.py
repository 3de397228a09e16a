# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing that was edited is lost: kill -9 at any moment, signals, hang-up, crashes; and what the next start says and does about it.

TTYMIX_KILLS is the number of kills at random moments (40; a long run: 1000)."""
import os
import random
import re
import signal
import time

import harness
from harness import Case, project_text, sine, write_wav
from sessions import Plain, Terminal, kill, wait_until_idle, without_lines

KILLS = int(os.environ.get("TTYMIX_KILLS", "12" if harness.QUICK else "40"))
EDITS = 4000 if harness.QUICK else 100000  # in a session that stands: more than the engine's queue (1,024) holds
TRACK = '\n[track a]\nclip     "a.wav"\n\n[master]\n'
REFUSED = "Not changed: first decide about the %s unsaved edits that were found: recover or discard.\n"


class Recovery(Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("a.wav"), [sine(440, 0.1)])
        self.song = self.write("song.mix", project_text(48000, TRACK))

    def text(self, name="song.mix"):
        with open(self.path(name), encoding="utf-8") as f:
            return f.read()

    def journals(self):
        return sorted(name for name in os.listdir(self.dir) if ".journal" in name)

    def script(self, *lines, code=None, project="song.mix"):
        result = self.run_ttymix("--plain", project, stdin="".join(line + "\n" for line in lines))
        result.out = without_lines(result.out)
        if code is not None:
            self.assertEqual(result.code, code, result.out + result.err)
        result.out = without_lines(result.out)
        return result

    def leave(self, *lines):
        """A session that is killed after these lines were answered and the journal was written."""
        session = Plain(self, "song.mix")
        said = [session.say(line) for line in lines]
        wait_until_idle(session.process)
        self.assertEqual(kill(session.process), -signal.SIGKILL)
        return said

    def recover(self):
        """What a recovery makes of the project; the file itself must not change by it."""
        before = self.text()
        result = self.script("recover", "write! recovered.mix", "quit!")
        self.assertEqual(self.text(), before)
        return result.out, self.text("recovered.mix")

    # ---- what is offered ----

    def test_edits_are_recovered_and_never_written_unasked(self):
        before = self.text()
        self.leave("set a.fader -3 dB", "set a.pan L 20 %")
        self.assertEqual(self.text(), before)
        out, text = self.recover()
        self.assertIn("2 unsaved edits were found. Type recover to take them back, discard to set them aside.\n", out)
        self.assertIn("2 edits recovered; nothing is saved yet.\n", out)
        self.assertIn("fader    -3 dB", text)
        self.assertIn("pan      L 20 %", text)
        self.assertEqual(self.journals(), [])

    def test_a_session_that_stands_takes_any_number_of_edits_and_gives_them_back(self):
        """No device, so nobody takes what the engine is told; some edits change its plan, and some are taken back."""
        def edit(i):
            return ("set a.fader -%d.%d dB" % (i % 40, i % 10), "set a.pan %d" % (i % 90), "add eq a" if i % 20 == 2 else "undo",
                    "toggle a.mute")[i % 4] if i % 20 != 13 else "delete a.eq"
        session = Plain(self, "song.mix")
        for first in range(0, EDITS, 500):
            said = session.say("\n".join(edit(i) for i in range(first, first + 500)))
            self.assertNotIn("audio thread", said)
            self.assertEqual(said.count("\n"), 500)
        session.say("write! expected.mix")
        wait_until_idle(session.process)
        self.assertEqual(kill(session.process), -signal.SIGKILL)
        out, text = self.recover()
        self.assertRegex(out, r"(?m)^\d+ edits recovered; nothing is saved yet\.$")
        self.assertGreater(int(re.search(r"(\d+) edits recovered", out).group(1)), EDITS // 2)
        self.assertEqual(text, self.text("expected.mix"))

    def test_undo_to_is_given_back_on_either_side_of_a_save(self):
        for place, fader in ((1, "-1 dB"), (2, "-2 dB"), (3, "-3 dB"), (0, None)):
            before = self.text()
            said = self.leave("set a.fader -1 dB", "set a.fader -2 dB", "write", "set a.fader -3 dB", "set a.fader -4 dB", "undo to 0",
                              "undo to %d" % place)
            self.assertRegex(said[-1], r"^(On to|It is at) ")
            text = self.recover()[1]
            self.assertIn("fader    %s" % fader, text) if fader else self.assertEqual(text, before)
            self.script("discard", "quit!")
            self.write("song.mix", before)

    def test_one_edit_is_singular(self):
        self.leave("set a.fader -3 dB")
        out, _ = self.recover()
        self.assertIn("1 unsaved edit was found. Type recover to take them back, discard to set them aside.\n", out)
        self.assertIn("1 edit recovered; nothing is saved yet.\n", out)

    def test_offer_is_made_again_until_it_is_decided(self):
        self.leave("set a.fader -3 dB", "set a.pan L 20 %")
        for _ in range(2):
            result = self.script("quit", code=0)
            self.assertIn("2 unsaved edits were found.", result.out)
        result = self.script("recover", "write", "quit", code=0)
        self.assertIn("Saved.\n", result.out)
        self.assertIn("fader    -3 dB", self.text())
        self.assertNotIn("found", self.script("quit", code=0).out)

    def test_nothing_is_edited_or_saved_before_it_is_decided(self):
        self.leave("set a.fader -3 dB", "set a.pan L 20 %")
        before = self.text()
        result = self.script("set a.fader 0 dB", "undo", "write", "merge", "quit")
        self.assertEqual(result.code, 1)
        self.assertEqual(result.out.count(REFUSED % 2), 2)
        self.assertIn("Not saved: first decide about the 2 unsaved edits that were found: recover or discard.\n", result.out)
        self.assertIn("Not merged: first decide about the 2 unsaved edits that were found: recover or discard.\n", result.out)
        self.assertEqual(self.text(), before)
        self.assertIn("2 edits recovered", self.recover()[0])

    def test_the_brackets_of_a_gesture_are_no_edits(self):
        self.leave("begin", "set a.fader -3 dB", "end")
        out = self.recover()[0]
        self.assertIn("1 unsaved edit was found.", out)
        self.assertIn("1 edit recovered; nothing is saved yet.\n", out)

    def test_discard_sets_aside_and_editing_goes_on(self):
        self.leave("set a.fader -3 dB")
        result = self.script("discard", "discard", "set a.fader -7 dB", "write", "quit")
        self.assertIn("The unsaved edits are set aside as .song.mix.journal.1.\n", result.out)
        self.assertIn("Nothing to set aside.\n", result.out)
        self.assertIn("fader    -7 dB", self.text())
        self.assertEqual(self.journals(), [".song.mix.journal.1"])
        self.assertIn("Nothing to recover.\n", self.script("recover", "quit").out)

    def test_end_of_input_keeps_the_edits(self):
        result = self.script("set a.fader -3 dB", code=1)
        self.assertIn("Ended with unsaved edits; the next start offers to recover them.\n", result.out)
        self.assertIn("fader    -3 dB", self.recover()[1])

    def test_giving_up_leaves_nothing(self):
        self.script("set a.fader -3 dB", "quit!", code=0)
        self.assertEqual(sorted(os.listdir(self.dir)), ["a.wav", "home", "song.mix"])

    # ---- undo, redo, gestures ----

    def test_undo_past_a_save(self):
        original = self.text()
        self.leave("set a.fader -3 dB", "set a.fader -5 dB", "write", "undo", "undo")
        self.assertIn("fader    -5 dB", self.text())
        self.assertEqual(self.recover()[1], original)

    def test_undo_and_redo_around_a_save(self):
        self.leave("set a.fader -3 dB", "set a.fader -5 dB", "write", "undo", "undo", "redo", "set a.pan L 20 %", "set a.pan L 30 %", "undo")
        text = self.recover()[1]
        self.assertIn("fader    -3 dB", text)
        self.assertIn("pan      L 20 %", text)

    def test_undo_past_a_recovery(self):
        self.leave("set a.fader -3 dB", "set a.pan L 20 %")
        self.leave("recover", "undo", "undo")
        self.assertEqual(self.recover()[1], self.text())

    def test_save_inside_a_gesture(self):
        self.leave("begin", "set a.fader -3 dB", "write", "set a.fader -4 dB", "set a.fader -5 dB", "end", "set a.pan L 9 %", "undo", "undo")
        self.assertNotIn("fader", self.recover()[1].split("[master]")[0])
        self.leave("begin", "write", "set a.fader -4 dB", "set a.fader -5 dB", "end", "undo")
        self.assertEqual(self.recover()[1], self.text())

    def test_kill_inside_a_gesture(self):
        self.leave("set a.pan L 9 %", "begin ride", "set a.fader -4 dB", "set a.fader -5 dB")
        self.leave("recover", "set a.trim +1 dB", "undo")
        text = self.recover()[1]
        self.assertIn("fader    -5 dB", text)
        self.assertNotIn("trim", text)

    # ---- other texts, damage ----

    def test_file_changed_since_edits_that_still_fit(self):
        self.leave("set a.fader -3 dB")
        self.write("song.mix", project_text(48000, TRACK, "Other"))
        out, text = self.recover()
        self.assertIn("1 unsaved edit was found, made on another text than the one on disk. Type recover to try them on it, discard to set "
                      "them aside.\n", out)
        self.assertIn('title    "Other"', text)
        self.assertIn("fader    -3 dB", text)
        self.assertEqual(self.journals(), [".song.mix.journal.1"])

    def test_file_changed_since_undo_takes_back_its_own_edit(self):
        self.leave("set a.fader -3 dB", "add bus drums", "set drums.fader -9 dB", "undo", "set a.pan L 7 %")
        self.write("song.mix", project_text(48000, TRACK.replace("[master]", "[bus drums]\nfader    -1 dB\n\n[master]"), "Other"))
        out, text = self.recover()
        self.assertIn("2 of 3 edits recovered; the others do not fit this text, the old journal is kept as .song.mix.journal.1.\n", out)
        self.assertIn("fader    -3 dB", text)
        self.assertIn("fader    -1 dB", text)
        self.assertIn("pan      L 7 %", text)

    def test_recovered_on_another_text_and_killed_again(self):
        self.leave("set a.fader -3 dB", "set a.pan L 20 %")
        self.write("song.mix", project_text(48000, TRACK, "Other"))
        self.leave("recover", "set a.trim +1 dB")
        out, text = self.recover()
        self.assertIn("3 edits recovered", out)
        for words in ('"Other"', "fader    -3 dB", "pan      L 20 %", "trim     +1 dB"):
            self.assertIn(words, text)

    def damage(self, change):
        self.leave("set a.fader -3 dB", "set a.pan L 20 %", "set a.trim +1 dB")
        with open(self.path(".song.mix.journal"), "rb") as f:
            lines = f.read().split(b"\n")
        with open(self.path(".song.mix.journal"), "wb") as f:
            f.write(b"\n".join(change(lines)))

    def test_damaged_in_the_middle(self):
        self.damage(lambda lines: lines[:6] + lines[7:])
        result = self.script("recover", "write! recovered.mix", "quit")
        self.assertIn("1 unsaved edit was found; their journal is damaged, what came later is lost. Type recover to take them back, discard "
                      "to set them aside.\n", result.out)
        self.assertIn("1 edit recovered, what came after the damage is lost; nothing is saved yet.\n", result.out)
        self.assertIn("fader    -3 dB", self.text("recovered.mix"))
        self.assertIn(".song.mix.journal.1", self.journals())

    def test_damaged_from_the_beginning(self):
        self.damage(lambda lines: lines[:1] + [b"base 00"] + lines[2:])
        result = self.script("set a.fader 0 dB", "recover", "write! recovered.mix", "quit!")
        self.assertIn("3 unsaved edits were found; their journal is damaged", result.out)
        self.assertIn(REFUSED % 3, result.out)
        self.assertIn("3 edits recovered", result.out)
        self.assertIn("trim     +1 dB", self.text("recovered.mix"))
        self.assertEqual(self.journals(), [".song.mix.journal.1"])

    def test_not_a_journal(self):
        before = self.text()
        self.write(".song.mix.journal", b"\0\1\2 no journal \x1b]52;c;AAAA\x07")
        result = self.script("set a.fader 0 dB", "recover", "discard", "set a.fader -1 dB", "write", "quit")
        self.assertIn("A journal of unsaved edits was found that cannot be read (.song.mix.journal): discard sets it aside.\n", result.out)
        self.assertIn("Not changed: first set the journal that was found aside: discard.\n", result.out)
        self.assertIn("Not recovered: the journal cannot be read; discard sets it aside.\n", result.out)
        self.assertIn("The unsaved edits are set aside as .song.mix.journal.1.\n", result.out)
        self.assertNotIn("\x1b", result.out + result.err)
        self.assertNotEqual(self.text(), before)

    def test_a_journal_of_a_size_that_none_has_is_not_read(self):
        """It is sparse: reading its three gigabytes is what would take long, and memory."""
        if harness.QUICK:
            self.skipTest("sanitizers need more memory than is given here")
        with open(self.path(".song.mix.journal"), "wb") as file:
            file.truncate(3 << 30)
        result = self.run_ttymix("--plain", "song.mix", stdin="quit\n", prefix=("prlimit", "--as=%d" % (1 << 30)))
        self.assertEqual((result.code, result.out), (0, "Edits are not journalled: .song.mix.journal is larger than 1024 MiB.\nGoodbye.\n"))

    def test_links_in_place_of_journal_and_lock(self):
        secret = self.write("home/secret", "precious\n")
        for name, said in ((".song.mix.journal", "Edits are not journalled: .song.mix.journal is a link, which is not followed.\n"),
                           (".song.mix.lock", "Edited without a lock, others are not kept out: .song.mix.lock is a link, which is not followed.\n")):
            os.symlink(secret, self.path(name))
            result = self.script("set a.fader -%d dB" % len(name), "write", "quit", code=0)
            self.assertIn(said, result.out)
            self.assertTrue(os.path.islink(self.path(name)))
            self.assertEqual(self.text("home/secret"), "precious\n")
            os.unlink(self.path(name))

    def test_what_is_not_journalled_is_never_promised(self):
        """A folder in the journal's place: said at once, at the end, and by the status, of a signal too."""
        os.mkdir(self.path(".song.mix.journal"))
        said = "Edits are not journalled: .song.mix.journal is not a regular file.\n"
        lost = "Ended with unsaved edits, which are lost: they were not journalled.\n"
        self.assertEqual(self.script("set a.fader -3 dB", code=1).out, said + "A fader -3 dB.\n" + lost)
        session = Plain(self, "song.mix")
        session.say("set a.fader -3 dB")
        session.process.send_signal(signal.SIGTERM)
        self.assertEqual(session.close(), (lost, 1))
        os.rmdir(self.path(".song.mix.journal"))
        session = Plain(self, "song.mix")
        session.say("set a.fader -3 dB")
        session.process.send_signal(signal.SIGTERM)
        self.assertEqual(session.close(), ("Ended with unsaved edits; the next start offers to recover them.\n", 128 + signal.SIGTERM))
        self.assertIn("1 edit recovered", self.script("recover", "quit!").out)

    # ---- kill -9 at random moments ----

    def random_script(self, rnd, count):
        lines = []
        for _ in range(count):
            kind = rnd.random()
            if kind < 0.55:
                lines.append("set a.fader %.1f dB" % -rnd.uniform(0, 20))
            elif kind < 0.65:
                lines.append("set a.pan %s %d %%" % (rnd.choice("LR"), rnd.randrange(1, 100)))
            elif kind < 0.8:
                lines.append("undo")
            elif kind < 0.87:
                lines.append("redo")
            elif kind < 0.92:
                lines.append("write")
            elif kind < 0.96:
                lines.append("begin")
            else:
                lines.append("end")
        return lines

    def states_of(self, lines):
        """The text after each line, and which texts were saved; found by a session that nobody disturbs."""
        script = []
        for i, line in enumerate(lines):
            script += [line, "write! states/%d.mix" % i]
        os.mkdir(self.path("states"))
        original = self.text()
        self.script(*script, "quit!")
        self.write("song.mix", original)
        return [original] + [self.text("states/%d.mix" % i) for i in range(len(lines))]

    def test_kill_at_random_moments(self):
        seed = int(os.environ.get("TTYMIX_SEED", "1"))
        rnd = random.Random(seed)
        lines = self.random_script(rnd, 120)
        states = self.states_of(lines)
        original = states[0]
        for number in range(KILLS):
            self.write("song.mix", original)
            for name in self.journals():
                os.unlink(self.path(name))
            told, safe = self.kill_once(rnd, lines)
            after = states[safe:]
            out, text = self.recover()
            where = "seed %d, kill %d, %d answered, %d safe:\n%s" % (seed, number, told, safe, out)
            self.assertIn(self.text(), states, where)
            self.assertIn(text, after, where)
            if self.text() not in after:
                self.assertRegex(out, r"edits? recovered", where)

    def kill_once(self, rnd, lines):
        """Types lines at a random pace and kills at a random one: how many were answered, and how many were written by then for sure."""
        session = Plain(self, "song.mix")
        count, pace, told, safe = rnd.randrange(1, len(lines)), rnd.choice((0, 0, 0.001, 0.005, 0.02)), 0, 0
        for line in lines[:count]:
            session.say(line)
            told += 1
            if rnd.random() < 0.1:
                wait_until_idle(session.process)
                safe = told
            time.sleep(pace)
        if rnd.random() < 0.3:
            session.send(lines[told])  # killed while it works on this one
            time.sleep(rnd.uniform(0, 0.004))
        kill(session.process)
        return told, safe

    # ---- signals, crashes, hang-up ----

    def test_signals_end_a_plain_session(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
            session = Plain(self, "song.mix")
            session.say("set a.fader -%d dB" % number)
            self.assertEqual(kill(session.process, number), 128 + number)
            rest = session.process.stdout.read().decode()
            self.assertEqual(rest, "Ended with unsaved edits; the next start offers to recover them.\n")
            self.assertFalse(os.path.exists(self.path(".song.mix.lock")))
            self.assertIn("fader    -%d dB" % number, self.recover()[1])

    def test_crash_of_a_plain_session(self):
        for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL):
            session = Plain(self, "song.mix")
            session.say("set a.fader -%d dB" % number)
            self.assertEqual(kill(session.process, number), -number)
            self.assertFalse(os.path.exists(self.path(".song.mix.lock")))
            self.assertIn("fader    -%d dB" % number, self.recover()[1])

    def plain_on_a_terminal(self):
        terminal = Terminal(self, "--plain", "song.mix", "--device", "null")
        terminal.read_to("> ")
        terminal.type("set a.fader -8 dB\r")
        terminal.read_to("A fader")
        wait_until_idle(terminal.process, terminal.read)
        return terminal

    def desk(self):
        terminal = Terminal(self, "song.mix", "--device", "null")
        terminal.read_to("corr")
        terminal.type(":set a.fader -8 dB\r")
        while not any("a.fader -8 dB" in self.text(name) for name in self.journals()):
            terminal.read(0.05)
        return terminal

    def check_recovered(self):
        out, text = self.recover()
        self.assertIn("1 edit recovered", out)
        self.assertIn("fader    -8 dB", text)
        self.assertFalse(os.path.exists(self.path(".song.mix.lock")))

    def test_hang_up(self):
        for start in (self.plain_on_a_terminal, self.desk):
            terminal = start()
            terminal.hang_up()
            self.assertIn(terminal.process.wait(timeout=harness.PATIENCE_S), (128 + signal.SIGHUP, 1), start.__name__)
            self.check_recovered()

    def test_signals_restore_the_terminal(self):
        for start in (self.plain_on_a_terminal, self.desk):
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
                terminal = start()
                self.assertNotEqual(terminal.modes(), terminal.before)
                terminal.process.send_signal(number)
                self.assertEqual(terminal.wait(), 128 + number, "%s %d" % (start.__name__, number))
                self.assertEqual(terminal.modes(), terminal.before, "%s %d" % (start.__name__, number))
                self.check_screen(terminal, start)
                self.check_recovered()

    def test_crash_restores_the_terminal(self):
        for start in (self.plain_on_a_terminal, self.desk):
            for number in (signal.SIGSEGV, signal.SIGABRT):
                terminal = start()
                terminal.process.send_signal(number)
                self.assertEqual(terminal.wait(), -number, start.__name__)
                self.assertEqual(terminal.modes(), terminal.before, "%s %d" % (start.__name__, number))
                self.check_screen(terminal, start)
                self.check_recovered()

    def check_screen(self, terminal, start):
        """The alternate screen is left last, and the cursor is shown."""
        if start != self.desk:
            return
        switches = re.findall(rb"\x1b\[\?1049[hl]", terminal.output)
        self.assertEqual(switches[-1:], [b"\x1b[?1049l"])
        self.assertGreater(terminal.output.rfind(b"\x1b[?25h"), terminal.output.rfind(b"\x1b[?25l"))


if __name__ == "__main__":
    harness.main()
