# SPDX-License-Identifier: GPL-3.0-or-later
"""Never a false promise: what is said of unsaved edits, at the start, at once and at the end, and the exit status, is what the next start finds.

Every way in which a journal cannot be written, by every way in which a session ends. tests/fault/shim.so fills the disk for the journal alone."""
import os
import signal
import sys
import time

import harness
from harness import Case, project_text, sine, write_wav
from served import Served
from sessions import Plain, Terminal, wait_until_idle

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fault"))
import faults  # noqa: E402

SHIM = os.environ.get("TTYMIX_SHIM", os.path.join(os.path.dirname(harness.TTYMIX), "tests", "fault", "shim.so"))
TRACK = '\n[track a]\nclip     "a.wav"\n\n[master]\n'
JOURNAL = ".song.mix.journal"
FULL = "the latest edits are not safe yet, %s was not written: No space left on device" % JOURNAL
KEPT = "Ended with unsaved edits; the next start offers to recover them."
SIGNALS = (signal.SIGTERM, signal.SIGHUP)


class Cause:
    """Why there is no journal: `prepare` brings it about, `at` is the operation on the journal's files from which on the disk is full."""

    def __init__(self, name, said, lost, prepare=None, at=0, once=False):
        self.name, self.said, self.lost, self.prepare, self.at, self.once = name, said, lost, prepare, at, once


def put_folder(case):
    os.mkdir(case.path(JOURNAL))


def put_link(case):
    os.symlink("nowhere", case.path(JOURNAL))


def put_newer(case):
    case.write(JOURNAL, "ttymix-journal 2\n")


NOT_JOURNALLED = "Ended with unsaved edits, which are lost: they were not journalled."
NOT_WRITTEN = "Ended with unsaved edits, which are lost: %s." % FULL
AT_START = (
    Cause("a folder in its place", "Edits are not journalled: %s is not a regular file." % JOURNAL, NOT_JOURNALLED, put_folder),
    Cause("a link in its place", "Edits are not journalled: %s is a link, which is not followed." % JOURNAL, NOT_JOURNALLED, put_link),
    Cause("a journal of a newer program", "Edits are not journalled: %s was written by a newer program." % JOURNAL, NOT_JOURNALLED, put_newer),
    Cause("a full disk", "Edits are not journalled: %s." % FULL, NOT_WRITTEN, at=1),
)
LATER = Cause("a disk that is full from the first edit on", "The journal cannot be written: %s. It is tried again." % FULL, NOT_WRITTEN, at=-1)
FOR_A_WHILE = Cause("a disk that is full for a moment", "The journal is written again.", None, at=-1, once=True)


@harness.unittest.skipUnless(os.path.exists(SHIM), "no library to spoil operations: " + SHIM)
class Promises(Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("a.wav"), [sine(440, 0.1)])
        self.first_write = self.count_operations() + 1

    def count_operations(self):
        """On the journal's files, from the start to where it lies in place."""
        self.fresh()
        shim = faults.Shim(SHIM, self.home)
        run = shim.run([harness.TTYMIX, "--plain", self.path("song.mix")], self.path(JOURNAL), env=self.env, stdin=b"quit\n")
        names = [op.name for op in run.ops]
        self.assertIn("rename", names)
        self.assertNotIn("unlink", names[:names.index("rename")])
        return names.index("rename") + 1

    def fresh(self):
        for name in os.listdir(self.dir):
            if name.startswith(".song.mix"):
                (os.rmdir if os.path.isdir(self.path(name)) else os.unlink)(self.path(name))
        self.write("song.mix", project_text(48000, TRACK))

    def spoilt_env(self, at, once=False):
        return {"LD_PRELOAD": os.path.abspath(SHIM), "FAULT_PREFIX": os.path.realpath(self.dir) + "/" + JOURNAL, "FAULT_AT": str(at),
                "FAULT_KIND": "ENOSPC", "FAULT_STICKY": "0" if once else "1",
                "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}

    def start(self, cause, kind, *arguments):
        self.fresh()
        if cause and cause.prepare:
            cause.prepare(self)
        env = self.spoilt_env(self.first_write if cause.at < 0 else cause.at, cause.once) if cause and cause.at else {}
        return kind(self, *arguments, "song.mix", env=env)

    def check_truth(self, promised, what):
        """What the next start says, on a disk that works again and with nothing in the journal's place."""
        if not os.path.isfile(self.path(JOURNAL)) or os.path.islink(self.path(JOURNAL)):
            self.assertFalse(promised, what)
            return
        result = self.run_ttymix("--plain", "song.mix", stdin="recover\nquit!\n")
        self.assertEqual("1 edit recovered" in result.out, promised, "%s\n%s" % (what, result.out))

    # ---- in plain mode ----

    def plain(self, cause, number):
        """What is said at the start and of the edit, what at the end, and the status."""
        session = self.start(cause, Plain)
        said = session.say("set a.fader -3 dB")
        if cause and cause.at < 0:
            said += session.read_to(cause.said) + cause.said + "\n"
        if cause and cause.once or not cause:
            wait_until_idle(session.process)
        if number:
            session.process.send_signal(number)
        rest, status = session.close()
        return said, rest, status

    def check_plain(self, cause, number):
        what = "%s, %s" % (cause.name if cause else "nothing", number or "the end of the input")
        said, rest, status = self.plain(cause, number)
        lost = cause.lost if cause else None
        if cause:
            self.assertIn(cause.said + "\n", said, what)
        else:
            self.assertNotIn("journal", said, what)
        self.assertEqual(rest.splitlines()[-1], lost or KEPT, what)
        self.assertEqual(status, 128 + number if number and not lost else 1, what)
        self.check_truth(not lost, what)

    def test_plain(self):
        for cause in (None, *AT_START, LATER, FOR_A_WHILE):
            for number in (0, *SIGNALS):
                self.check_plain(cause, number)

    def test_neither_beside_the_project_nor_in_the_state_folder(self):
        """The state folder is not used where the disk is full, and cannot be made where /proc is."""
        if os.getuid() != 0:
            self.skipTest("only root becomes another user")
        os.chmod(self.dir, 0o755)
        os.chown(self.path("song.mix"), 65534, 65534)
        env = {"HOME": "/proc/nowhere", "XDG_STATE_HOME": "/proc/nowhere"}
        refused = "the latest edits are not safe yet, %s was not written: Permission denied." % JOURNAL
        for number in (0, *SIGNALS):
            session = Plain(self, "song.mix", env=env, user=65534, group=65534, extra_groups=[])
            said = session.say("set a.fader -3 dB")
            self.assertIn("Edits are not journalled: " + refused, said)
            self.assertIn("edits are lost at the end, write FILE saves them under another name.\n", said)
            if number:
                session.process.send_signal(number)
            rest, status = session.close()
            self.assertEqual((rest, status), ("Ended with unsaved edits, which are lost: %s\n" % refused, 1))
            self.assertEqual([name for name in os.listdir(self.dir) if "journal" in name], [])

    def test_what_was_saved_is_no_loss(self):
        """Where nothing is journalled, a save that worked leaves nothing to be lost: nothing is said at the end, and the status is 0."""
        for cause in (*AT_START, LATER):
            session = self.start(cause, Plain)
            session.say("set a.fader -3 dB")
            self.assertIn("Saved.\n", session.say("write"), cause.name)
            session.send("quit")
            rest, status = session.close()
            self.assertEqual(("Goodbye.\n" in rest, "nsaved" in rest, status), (True, False, 0), cause.name)

    def test_more_edits_than_wait_in_memory(self):
        """4 MiB of them: it is said at once, and again at the end, until a save."""
        edits = ["set a.note \"%d %s\"" % (i, "x" * 60000) for i in range(80)]
        for saved in (False, True):
            session = self.start(LATER, Plain)
            said = "".join(session.say(edit) for edit in edits)
            self.assertIn("The journal cannot be written: %s. It is tried again.\n" % FULL, said)
            self.assertIn("The journal is full: write the project now.\n", said)
            self.assertIn("Edits are no longer journalled, %s: write the project now.\n" % FULL, said + session.say("wait 0.2"))
            if saved:
                self.assertIn("Saved.\n", session.say("write"))
            rest, status = session.close()
            self.assertEqual((NOT_WRITTEN + "\n" in rest, "lost" in rest, status), (False, False, 0) if saved else (True, True, 1))

    # ---- at the desk: a session that is served ----

    def see(self, terminal, text):
        """Until it stands on the screen."""
        end = time.monotonic() + harness.PATIENCE_S
        while text not in terminal.screen():
            self.assertLess(time.monotonic(), end, "%r was not seen:\n%s" % (text, terminal.screen()))
            terminal.read(0.05)

    def desk(self, cause, end):
        terminal = self.start(cause, Terminal, "--device", "null")
        terminal.read_to("corr")
        if cause and cause.at >= 0:
            self.see(terminal, "Edits are not journalled")
        terminal.type(":set a.fader -3 dB\r")
        if cause and cause.at < 0:
            self.see(terminal, "The journal cannot be written")
            if cause.once:
                terminal.type("\x0c")  # a key, so that the next one is shown
                self.see(terminal, "The journal is written again")
        else:
            self.see(terminal, "undo 1 *")
        wait_until_idle(terminal.process, terminal.read)
        end(terminal)
        return terminal, terminal.wait() if terminal.master >= 0 else terminal.process.wait(timeout=harness.PATIENCE_S)

    def test_desk(self):
        for cause in (None, AT_START[0], LATER) if harness.QUICK else (None, *AT_START, LATER, FOR_A_WHILE):
            for number in SIGNALS:
                terminal, status = self.desk(cause, lambda terminal: terminal.process.send_signal(number))
                what = "%s, %s" % (cause.name if cause else "nothing", number)
                lost = cause.lost if cause else None
                rest = terminal.output[terminal.output.rfind(b"\x1b[?1049l"):].decode(errors="replace")
                self.assertIn("ttymix: %s\r\n" % (lost or KEPT), rest, what)
                self.assertNotIn(KEPT if lost else "lost", rest, what)
                self.assertEqual(status, 1 if lost else 128 + number, what)
                self.check_truth(not lost, what)

    def test_session_that_is_served(self):
        """Its log, and each desk, when it comes and when it goes."""
        for cause in (None, *AT_START, LATER, FOR_A_WHILE):
            what = cause.name if cause else "nothing"
            served = self.start(cause, Served)
            desks = [served.desk() for _ in range(2)]
            if cause and cause.at >= 0:
                for desk in desks:
                    self.assertIn(cause.said, desk.read_to("notice warn Edits"), what)
            self.assertEqual(desks[0].command("set a.fader -3 dB")[0], 0, what)
            if cause and cause.at < 0:
                for desk in desks:
                    self.assertIn(cause.said, desk.read_to("notice " + ("info The journal is" if cause.once else "error The journal")), what)
            else:
                wait_until_idle(served.process)
            status, log = served.end(signal.SIGTERM)
            lost = cause.lost if cause else None
            for desk in desks:
                self.assertEqual(desk.read_to("quit "), "quit 1 the session was ended by signal 15. %s" % (lost or KEPT), what)
            self.assertEqual(status, 1 if lost else 128 + signal.SIGTERM, what)
            self.assertEqual(log.splitlines()[-1], "ttymix: " + (lost or KEPT), what)
            self.assertEqual(cause.said in log if cause else "journal" not in log, True, what)
            self.check_truth(not lost, what)

    def test_desk_whose_terminal_went_away(self):
        """Nobody reads what is said: the status says it."""
        for cause in (None, LATER) if harness.QUICK else (None, *AT_START, LATER):
            _, status = self.desk(cause, lambda terminal: terminal.hang_up())
            lost = cause.lost if cause else None
            self.assertIn(status, (1,) if lost else (1, 128 + signal.SIGHUP), cause and cause.name)
            self.check_truth(not lost, cause and cause.name)


if __name__ == "__main__":
    harness.main()
