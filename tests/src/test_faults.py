# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole program while the disk fails or it is killed, at every file operation: what was saved stays whole, what was edited comes back, an
output that was there stays until a new one is whole.

tests/fault/shim.so spoils the n-th file operation below the test's folder.  TTYMIX_FAULTS=all tries every fault; the usual run takes a full
disk that stays full, one error that goes away, short writes, and both kills."""
import os
import re
import signal
import sys
import time

import harness
from harness import Case, project_text, sine, write_wav
from sessions import Plain

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fault"))
import faults  # noqa: E402

SHIM = os.environ.get("TTYMIX_SHIM", os.path.join(os.path.dirname(harness.TTYMIX), "tests", "fault", "shim.so"))
ALL = os.environ.get("TTYMIX_FAULTS") == "all"
SOME = [faults.Fault("ENOSPC", True), faults.Fault("EIO", False), faults.Fault("short", True)] + faults.KILL_FAULTS
SONG = project_text(48000, '\n[track a]\nclip     "a.wav"\n\n[master]\n')
EDITED = SONG.replace('clip     "a.wav"', 'clip     "a.wav"\nfader    -3 dB')
SESSION = "set a.fader -3 dB\nwrite\nquit!\n"
FAILED = {"ENOSPC": "No space left on device", "EDQUOT": "Disk quota exceeded", "EIO": "Input/output error", "EROFS": "read-only"}


@harness.unittest.skipUnless(os.path.exists(SHIM), "no library to spoil operations: " + SHIM)
class Faults(Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("a.wav"), [sine(440, 0.02)], bits=16)
        os.mkdir(self.path("scratch"))
        self.shim = faults.Shim(SHIM, self.path("scratch"))
        self.env = {name: value for name, value in self.env.items() if name != "ASAN_OPTIONS"}  # the shim adds to it

    def prepare(self, folder):
        os.link(self.path("a.wav"), os.path.join(folder, "a.wav"))
        with open(os.path.join(folder, "song.mix"), "w", encoding="utf-8") as f:
            f.write(SONG)

    def sweep(self, make_command, prepare, chosen, **more):
        return faults.sweep(self.shim, make_command, prepare, faults.ALL_FAULTS if ALL else chosen, env=self.env, **more)

    def recovered(self, folder):
        """The text that the next start, on a disk that works again, makes of the folder; and what it says."""
        result = self.run_ttymix("--plain", os.path.join(folder, "song.mix"), stdin="recover\nwrite! %s/recovered.mix\nquit!\n" % folder)
        self.assertEqual(result.code in (0, 1), True, result.err)
        with open(os.path.join(folder, "recovered.mix"), encoding="utf-8") as f:
            return f.read(), result.out

    # ---- save ----

    def test_order_of_a_save(self):
        folder = faults.fresh_folder(self.prepare, self.shim.scratch)
        run = self.shim.run([harness.TTYMIX, "--plain", folder + "/song.mix"], folder, stdin=SESSION.encode(), env=self.env)
        self.assertEqual(run.status, 0, run.stderr)
        faults.judge_replace_order(run, folder + "/song.mix")

    def check_session(self, case):
        """One session that edits, saves and quits, with one thing gone wrong."""
        said = case.run.stdout + case.run.stderr
        text = case.read("song.mix")
        self.assertIn(text, (SONG, EDITED), str(case))
        self.assertIn(case.run.status, (0, 1, 3, 4, -9), str(case))
        if "Saved.\n" in said:
            self.assertEqual(text, EDITED, str(case))
        if case.run.killed:
            after, out = self.recovered(case.folder)
            self.assertIn(after, (SONG, EDITED), str(case))
            if "A fader -3 dB.\n" in said and case.op_after_edit:
                self.assertEqual(after, EDITED, "%s\n%s" % (case, out))
        elif case.run.status == 0:
            self.assertEqual(text, EDITED, str(case))
        else:
            spoilt = case.run.spoilt
            self.assertTrue(spoilt and (FAILED.get(case.fault.kind, "") in said or "written, but may not" in said or
                                        "not journalled" in said or "read-only" in said), str(case))
        if not case.run.killed and "unlink" not in case.run.spoilt_names() and not case.fault.sticky:
            self.assertEqual([name for name in case.names() if name.endswith(".new")], [], str(case))

    def test_every_operation_of_a_session(self):
        count = 0
        for case in self.sweep(lambda f: [harness.TTYMIX, "--plain", f + "/song.mix"], self.prepare, SOME, stdin=SESSION.encode()):
            case.op_after_edit = any(op.name == "write" and ".journal" in op.path and op.number < case.number for op in case.run.ops) and any(
                op.name == "rename" and op.to.endswith("/song.mix") and op.result == "0" for op in case.run.ops)
            self.check_session(case)
            count += 1
        self.assertGreater(count, 50)

    def test_failing_save_is_told_and_can_be_repeated(self):
        """The disk is full for good while the session runs, then has room again: nothing is lost, and write works."""
        def full(number):
            return self.shim.run([harness.TTYMIX, "--plain", folder + "/song.mix"], folder, number, faults.Fault("ENOSPC", True),
                                 stdin=("set a.fader -3 dB\nwrite\nset a.pan L 5 %\nwrite\n").encode(), env=self.env)
        folder = faults.fresh_folder(self.prepare, self.shim.scratch)
        run = full(1)
        self.assertEqual(run.status, 1)
        self.assertIn("song.mix was not saved, the old text stands: No space left on device.\n", run.stdout)
        self.assertIn("A pan L 5 %.\n", run.stdout)
        self.assertRegex(run.stdout, r"(?m)^Edits are not journalled: .*: No space left on device\.$")
        self.assertRegex(run.stdout, r"(?m)^Ended with unsaved edits, which are lost: .*: No space left on device\.$")
        self.assertNotIn("offers to recover", run.stdout)
        with open(folder + "/song.mix", encoding="utf-8") as f:
            self.assertEqual(f.read(), SONG)

    # ---- bounce ----

    def prepare_output(self, folder):
        self.prepare(folder)
        with open(os.path.join(folder, "o.wav"), "w", encoding="utf-8") as f:
            f.write("RIFF the old output")

    def test_every_operation_of_a_bounce(self):
        folder = faults.fresh_folder(self.prepare_output, self.shim.scratch)
        self.assertEqual(self.shim.run(self.bounce(folder), folder, env=self.env).status, 0)
        with open(folder + "/o.wav", "rb") as f:
            new = f.read()
        count = 0
        for case in self.sweep(self.bounce, self.prepare_output, SOME):
            count += 1
            with open(case.folder + "/o.wav", "rb") as f:
                text = f.read()
            self.assertTrue(text in (b"RIFF the old output", new), str(case))
            if case.run.status == 0:
                self.assertTrue(text == new, str(case))
            elif not case.run.killed:
                self.assertIn(case.run.status, (1, 3, 4), str(case))
                self.assertIn(FAILED.get(case.fault.kind, ""), case.run.stderr, str(case))
                if "unlink" not in case.run.spoilt_names():
                    self.assertNotIn("o.wav.ttymix.part", case.names(), str(case))
        self.assertGreater(count, 30)

    def bounce(self, folder):
        return [harness.TTYMIX, "--bounce", folder + "/song.mix", "-o", folder + "/o.wav", "--report", "none", "--jobs", "1"]

    def test_interrupted_bounce_keeps_the_old_output(self):
        write_wav(self.path("long.wav"), [sine(440, 40)], bits=16)
        text = HEAVY % "".join('clip     "long.wav"  at 0:%02d\n' % (i * 7 % 60) for i in range(40))
        self.write("song.mix", text)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            self.write("o.wav", "RIFF the old output")
            process = harness.subprocess.Popen([harness.TTYMIX, "--bounce", "song.mix", "-o", "o.wav"], cwd=self.dir, env=self.env,
                                               stdout=harness.subprocess.PIPE, stderr=harness.subprocess.PIPE)
            end = time.monotonic() + harness.PATIENCE_S
            while time.monotonic() < end and process.poll() is None and not self.parts():
                time.sleep(0.002)
            process.send_signal(number)
            out, err = process.communicate(timeout=harness.PATIENCE_S)
            with open(self.path("o.wav"), "rb") as f:
                self.assertEqual(f.read(), b"RIFF the old output", err)
            if number == signal.SIGKILL:
                self.assertEqual(process.returncode, -9)
            else:
                self.assertEqual((process.returncode, err.decode(), out), (128 + number, "o.wav: not written: interrupted\n", b""))
                self.assertEqual(self.parts(), [])
        self.good("--bounce", "song.mix", "-o", "o.wav", "--range", "0:00,0:01")
        self.assertEqual(harness.read_wav(self.path("o.wav"))[0], 48000)

    def parts(self):
        return [name for name in os.listdir(self.dir) if re.search(r"\.part", name)]

    def bouncing_session(self):
        """A session with a bounce under way, which has begun its file."""
        write_wav(self.path("long.wav"), [sine(440, 40)], bits=16)
        self.write("song.mix", HEAVY % "".join('clip     "long.wav"  at 0:%02d\n' % (i * 7 % 60) for i in range(40)))
        self.write("o.wav", "RIFF the old output")
        session = Plain(self, "song.mix")
        session.send("bounce o.wav")
        session.read_to("Bouncing; it goes on in the background.")
        end = time.monotonic() + harness.PATIENCE_S
        while not self.parts() and time.monotonic() < end:
            time.sleep(0.005)
        return session

    def test_session_that_crashes_leaves_no_part_of_its_bounce(self):
        session = self.bouncing_session()
        session.process.send_signal(signal.SIGABRT)
        self.assertEqual(session.process.wait(timeout=harness.PATIENCE_S), -signal.SIGABRT)
        self.assertEqual(self.parts(), [])

    def test_session_that_ends_stops_its_bounce(self):
        session = self.bouncing_session()
        session.process.send_signal(signal.SIGTERM)
        self.assertEqual(session.process.wait(timeout=harness.PATIENCE_S), 128 + signal.SIGTERM)
        self.assertEqual(session.process.stdout.read(), b"Not bounced: o.wav: not written: interrupted.\n")
        self.assertEqual(self.parts(), [])
        with open(self.path("o.wav"), "rb") as f:
            self.assertEqual(f.read(), b"RIFF the old output")


HEAVY = project_text(48000, '\n[track a]\n%s\nreverb   decay 3 s\n\n[master]\nlimiter  ceiling -1 dBTP\n')

if __name__ == "__main__":
    harness.main()
