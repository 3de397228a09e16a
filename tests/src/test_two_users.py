# SPDX-License-Identifier: GPL-3.0-or-later
"""Two sessions, two users, or a session and an editor on one project: nobody's work is replaced in silence."""
import hashlib
import os
import random
import re
import signal
import stat
import subprocess

import harness
from harness import Case, project_text, sine, write_wav
from sessions import Plain, kill, wait_for, wait_until_idle, without_lines

TRACK = '\n[track a]\nclip     "a.wav"\n\n[master]\n'
OWNER = r"song\.mix is being edited by \S+ on \S+ \(process \d+\) since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
NOBODY = 65534


def check_of(text):
    check = 0x811c9dc5
    for byte in text.encode():
        check = (check ^ byte) * 0x01000193 & 0xffffffff
    return check


def record(sequence, words):
    """A line of a journal (projects/journal/journal.h)."""
    return "%d %08x %s\n" % (sequence, check_of(str(sequence)) ^ check_of(words), words)


class TwoUsers(Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("a.wav"), [sine(440, 0.1)])
        self.write("song.mix", project_text(48000, TRACK))

    def text(self, name="song.mix"):
        with open(self.path(name), encoding="utf-8") as f:
            return f.read()

    def script(self, *lines, project="song.mix", **more):
        result = self.run_ttymix("--plain", project, stdin="".join(line + "\n" for line in lines), **more)
        result.out = without_lines(result.out)
        return result

    # ---- the lock ----

    def test_second_is_told_and_only_reads(self):
        first = Plain(self, "song.mix")
        first.say("set a.fader -3 dB")
        result = self.script("set a.fader -9 dB", "write", "merge", "describe a brief", "write copy.mix", "quit")
        self.assertRegex(result.out, r"(?m)^Read-only: %s; take-over edits it all the same\.$" % OWNER)
        self.assertRegex(result.out, r"(?m)^Not changed: %s; take-over edits it all the same\.$" % OWNER)
        self.assertRegex(result.out, r"(?m)^Not saved: %s; take-over edits it all the same\.$" % OWNER)
        self.assertRegex(result.out, r"(?m)^Not merged: %s; take-over edits it all the same\.$" % OWNER)
        self.assertIn("Saved a copy as copy.mix.\n", result.out)
        self.assertIn("(process %d)" % first.process.pid, result.out)
        self.assertEqual(first.say("write"), "Saved.\n")
        self.assertEqual(self.text("copy.mix"), project_text(48000, TRACK))

    def test_lock_of_a_dead_session_is_replaced(self):
        first = Plain(self, "song.mix")
        first.say("describe a")
        kill(first.process)
        self.assertTrue(os.path.exists(self.path(".song.mix.lock")))
        result = self.script("set a.fader -9 dB", "write", "quit")
        self.assertEqual((result.code, result.out), (0, "A fader -9 dB.\nSaved.\nGoodbye.\n"))
        self.assertEqual(sorted(os.listdir(self.dir)), ["a.wav", "home", "song.mix"])

    def test_take_over(self):
        first = Plain(self, "song.mix")
        first.say("set a.fader -3 dB")
        second = Plain(self, "song.mix")
        second.say("take-over")
        second.say("discard")
        self.assertEqual(second.say("set a.fader -9 dB"), "A fader -9 dB.\n")
        said = first.read_to("takes the project back.")
        self.assertRegex(said, r"^%s: edits go on in a journal of this session's own; write FILE saves them under another name, take-over $" % OWNER)
        self.assertIn("(process %d)" % second.process.pid, said)
        said = first.say("write")
        self.assertRegex(said, r"^Not saved: %s\. write FILE saves under another name, take-over takes it back\.\n$" % OWNER)
        self.assertEqual(first.say("set a.pan L 5 %"), "A pan L 5 %.\n")
        self.assertEqual(first.say("write mine.mix"), "Saved a copy as mine.mix.\n")
        self.assertIn("fader    -3 dB", self.text("mine.mix"))
        self.assertRegex(first.say("quit"), r"^Not quit: there are unsaved edits, and %s\. write FILE saves them under another name, quit! gives "
                                            r"them up\.\n$" % OWNER)
        self.assertEqual(second.say("write"), "Saved.\n")
        self.assertIn("fader    -9 dB", self.text())
        self.assertEqual(first.say("take-over"), "Taken over: edits are possible now.\n")
        self.assertEqual(first.say("write"), "Not saved: the file changed on disk since it was read. merge takes its changes in, write! "
                                             "replaces it.\n")
        self.assertIn("fader    -9 dB", self.text())

    def test_what_is_saved_is_not_called_unsaved(self):
        """The other session has saved, and its journal is not emptied yet (as a kill leaves it, or a thread that has had no turn): whoever
        takes over, with the older text in hand, is not told of unsaved edits."""
        for reads_only in (False, True):
            for after in ((), ("set a.trim -1 dB",)):
                self.write("song.mix", project_text(48000, TRACK))
                if reads_only:
                    second = Plain(self, "song.mix")
                    second.say("set a.fader -9 dB")
                    first = Plain(self, "song.mix")
                    first.say("describe a")
                else:
                    first = Plain(self, "song.mix")
                    first.say("set a.pan L 5 %")
                    second = Plain(self, "song.mix")
                    second.say("take-over")
                    second.say("discard")
                    second.say("set a.fader -9 dB")
                second.say("wait 0.3")
                wait_until_idle(second.process)
                journal = self.text(".song.mix.journal")
                self.assertRegex(journal, r"(?m)^1 [0-9a-f]{8} set a\.fader -9 dB\t")
                self.assertEqual(second.say("write"), "Saved.\n")
                for line in after:
                    second.say(line)
                kill(second.process)
                records = ["=" + hashlib.sha256(self.text().encode()).hexdigest() + "\t", *(line + "\t" for line in after)]
                self.write(".song.mix.journal", journal + "".join(record(2 + i, words) for i, words in enumerate(records)))
                said = first.say("take-over")
                self.assertIn("Taken over: edits are possible now.\n", said)
                if after and not reads_only:
                    self.assertRegex(said, r"(?m)^What the other session has not saved is kept as \.song\.mix\.journal\.\d\.$")
                elif after:
                    self.assertIn("1 unsaved edit was found.", said)
                    self.assertIn("2 edits recovered", first.say("recover"))
                    self.assertIn("Fader -9 dB", first.say("describe a"))
                else:
                    self.assertEqual(re.sub(r"(?m)^.* take-over .*\n", "", said), "Taken over: edits are possible now.\n")
                    first.say("set a.pan L 7 %")
                    first.say("wait 0.3")
                    self.assertIn("set a.pan L 7 %", self.text(".song.mix.journal"))
                first.send("quit!")
                first.close()

    def lost(self, first):
        """A second session that has taken the project over from `first` and set its edits aside."""
        second = Plain(self, "song.mix")
        second.say("take-over")
        second.say("discard")
        second.say("set a.trim -1 dB")
        second.say("wait 0.3")
        first.say("wait 0.3")
        return second

    def test_edits_of_the_one_that_lost_lie_apart(self):
        first = Plain(self, "song.mix")
        first.say("set a.fader -3 dB")
        second = self.lost(first)
        self.assertIn("a.trim -1 dB", self.text(".song.mix.journal"))
        first.say("set a.pan L 5 %")
        first.process.stdin.close()
        said = without_lines(first.process.stdout.read().decode())
        kept = re.search(r"Ended with unsaved edits; they are kept in (\.song\.mix\.journal\.\d)\.\n$", said).group(1)
        self.assertEqual(wait_for(first.process), 1)
        for words in ("set a.fader -3 dB", "set a.pan L 5 %"):
            self.assertIn(words, self.text(kept))
            self.assertNotIn(words, self.text(".song.mix.journal"))
        kill(second.process)
        os.unlink(self.path(".song.mix.journal"))
        os.rename(self.path(kept), self.path(".song.mix.journal"))
        self.assertIn("2 edits recovered", self.script("recover", "quit!").out)

    def test_what_was_taken_back_is_journalled_in_its_place(self):
        first = Plain(self, "song.mix")
        first.say("set a.fader -3 dB")
        second = self.lost(first)
        self.assertRegex(first.say("take-over"), r"(?m)^What the other session has not saved is kept as \.song\.mix\.journal\.\d\.$")
        self.assertRegex(second.read_to("takes the project back."), OWNER)
        first.say("set a.pan L 5 %")
        first.say("wait 0.3")
        kill(first.process)
        kill(second.process)
        said = self.script("recover", "write back.mix", "quit!").out
        self.assertIn("2 edits recovered", said)
        for words in ("fader    -3 dB", "pan      L 5 %"):
            self.assertIn(words, self.text("back.mix"))

    def test_a_hundred_take_overs_and_kills(self):
        """Whoever has lost the project changes neither its file nor the journal beside it, however often it changes hands; and the edits of
        both are found."""
        chance, present, number = random.Random(8), Plain(self, "song.mix"), 0
        present.say("set a.fader -0.5 dB")
        for number in range(1, (12 if harness.QUICK else 100) + 1):
            other = Plain(self, "song.mix")
            other.say("take-over")
            other.say(chance.choice(("discard", "recover")))
            self.assertEqual(other.say("set a.trim -%d.%d dB" % divmod(number, 10)), "A trim -%d.%d dB.\n" % divmod(number, 10)
                             if number % 10 else "A trim -%d dB.\n" % (number // 10))
            if chance.random() < 0.3:
                self.assertEqual(other.say("write!"), "Saved.\n")
            other.say("set a.label \"n%d\"" % number)
            other.say("wait 0.1")
            wait_until_idle(other.process)
            before = [self.whole(name) for name in ("song.mix", ".song.mix.journal", ".song.mix.lock")]
            present.say("set a.note \"lost %d\"" % number)
            self.assertIn("Not saved: ", present.say(chance.choice(("write", "write!"))))
            present.say("wait 0.1")
            wait_until_idle(present.process)
            self.assertEqual([self.whole(name) for name in ("song.mix", ".song.mix.journal", ".song.mix.lock")], before)
            self.assertTrue(any("lost %d" % number in self.text(name) for name in self.journals_apart()))
            if chance.random() < 0.5:
                kill(present.process)
            else:
                present.send("quit!")
                present.close()
            if chance.random() < 0.3:
                kill(other.process)
                other = Plain(self, "song.mix")
                other.say("recover")
                other.say("set a.trim 0 dB")
            present = other
            for name in self.journals_apart():
                os.unlink(self.path(name))
        present.send("quit!")
        present.close()
        self.assertEqual([name for name in os.listdir(self.dir) if name.endswith(".new")], [])

    def journals_apart(self):
        return [name for name in os.listdir(self.dir) if name.startswith(".song.mix.journal.")]

    def whole(self, name):
        """Which file it is, and what stands in it."""
        return os.stat(self.path(name)).st_ino, self.text(name)

    def test_nothing_to_take_over(self):
        self.assertIn("Nothing to take over.\n", self.script("take-over", "quit").out)

    def test_deleted_lock_is_taken_again(self):
        first = Plain(self, "song.mix")
        first.say("set a.fader -3 dB")
        os.unlink(self.path(".song.mix.lock"))
        self.assertEqual(first.say("write"), "Saved.\n")
        self.assertTrue(os.path.exists(self.path(".song.mix.lock")))

    def test_race_has_one_winner(self):
        for round_number in range(3 if harness.QUICK else 8):
            sessions = [Plain(self, "song.mix") for _ in range(4)]
            answers = [session.say("set a.fader -%d.%d dB" % (round_number, i + 1)) for i, session in enumerate(sessions)]
            winners = [i for i, answer in enumerate(answers) if re.search(r"^A fader", answer, re.M)]
            self.assertEqual(len(winners), 1, answers)
            self.assertEqual(sessions[winners[0]].say("write"), "Saved.\n")
            self.assertIn("-%d.%d dB" % (round_number, winners[0] + 1), self.text())
            for session in sessions:
                session.send("quit")
                session.close()

    def test_one_file_under_two_names_has_one_lock(self):
        os.symlink("song.mix", self.path("alias.mix"))
        first = Plain(self, "alias.mix")
        first.say("set a.fader -3 dB")
        self.assertRegex(self.script("quit").out, "Read-only: " + OWNER)
        self.assertEqual(first.say("write"), "Saved.\n")
        self.assertTrue(os.path.islink(self.path("alias.mix")))
        self.assertIn("fader    -3 dB", self.text())

    # ---- changed on disk ----

    def test_changed_on_disk_then_merged(self):
        session = Plain(self, "song.mix")
        session.say("set a.fader -3 dB")
        theirs = project_text(48000, TRACK.replace('clip     "a.wav"', 'clip     "a.wav"\npan      L 20 %'), "Theirs")
        self.write("song.mix", theirs)
        self.assertEqual(session.say("write"), "Not saved: the file changed on disk since it was read. merge takes its changes in, write! "
                                               "replaces it.\n")
        self.assertEqual(self.text(), theirs)
        self.assertEqual(session.say("merge"), "Merged; 0 conflicts. Look at it, then write.\n")
        self.assertEqual(self.text(), theirs)
        self.assertEqual(session.say("write"), "Saved.\n")
        for words in ('"Theirs"', "pan      L 20 %", "fader    -3 dB"):
            self.assertIn(words, self.text())
        self.assertEqual(session.say("undo"), "Undone: The whole text replaced.\n")

    def test_merge_is_recovered_after_a_kill(self):
        session = Plain(self, "song.mix")
        session.say("set a.fader -3 dB")
        self.write("song.mix", project_text(48000, TRACK, "Theirs"))
        session.say("merge")
        session.say("set a.pan R 5 %")
        session.say("wait 0.3")
        kill(session.process)
        result = self.script("recover", "write! r.mix", "quit!")
        self.assertNotIn("another text", result.out)
        for words in ('"Theirs"', "pan      R 5 %", "fader    -3 dB"):
            self.assertIn(words, self.text("r.mix"))

    def test_conflict_names_both_values(self):
        session = Plain(self, "song.mix")
        session.say("set a.fader -3 dB")
        self.write("song.mix", project_text(48000, TRACK.replace('clip     "a.wav"', 'clip     "a.wav"\nfader    -6 dB')))
        said = session.say("merge")
        self.assertIn("song.mix: a.fader: -3 dB here, -6 dB on disk.\n", said)
        self.assertIn("Merged; 1 conflict. Look at it, then write.\n", said)
        self.assertEqual(session.say("write"), "Saved.\n")
        self.assertIn("fader    -3 dB", self.text())

    def test_write_with_a_bang_replaces(self):
        session = Plain(self, "song.mix")
        session.say("set a.fader -3 dB")
        self.write("song.mix", project_text(48000, TRACK, "Theirs"))
        self.assertEqual(session.say("write!"), "Saved.\n")
        self.assertIn("fader    -3 dB", self.text())

    def test_deleted_or_touched_meanwhile(self):
        session = Plain(self, "song.mix")
        session.say("set a.fader -3 dB")
        os.utime(self.path("song.mix"), (1, 1))
        self.assertEqual(session.say("write"), "Saved.\n")
        session.say("set a.fader -4 dB")
        os.unlink(self.path("song.mix"))
        self.assertEqual(session.say("write"), "Not saved: the file was deleted or moved since it was read. write! makes it again.\n")
        self.assertEqual(session.say("merge"), "Not merged: song.mix does not exist.\n")
        self.assertEqual(session.say("write!"), "Saved.\n")
        self.assertIn("fader    -4 dB", self.text())

    def test_file_that_came_meanwhile(self):
        session = Plain(self, "fresh.mix")
        session.say("set master.fader -3 dB")
        self.write("fresh.mix", "precious\n")
        self.assertEqual(session.say("write"), "Not saved: a file of this name is there already. write! replaces it, write FILE takes another "
                                               "name.\n")
        self.assertEqual(session.say("write taken.mix"), "Saved as taken.mix.\n")
        self.assertEqual(self.text("fresh.mix"), "precious\n")
        self.assertEqual(session.say("write"), "Saved.\n")

    # ---- names and rights ----

    def test_copies_do_not_replace(self):
        self.write("other.mix", "precious\n")
        result = self.script("write other.mix", "write new.mix", "write ! other.mix", "quit")
        self.assertEqual(result.out, "Not saved: other.mix exists; write! replaces it.\nSaved a copy as new.mix.\nSaved a copy as other.mix.\n"
                                     "Goodbye.\n")
        self.assertEqual(self.text("other.mix"), self.text())

    def test_project_of_a_folder_takes_its_first_name(self):
        write_wav(self.path("stems", "vox.wav"), [sine(440, 0.1)])
        session = Plain(self, "stems")
        session.say("set vox.fader -3 dB")
        self.assertRegex(session.say("write named.mix"), r"^Not saved: the stems are named from the folder stems, and the project's first "
                                                         r"file belongs there\.\n$")
        self.assertEqual(session.say("write stems/named.mix"), "Saved as stems/named.mix.\n")
        session.say("set vox.fader -4 dB")
        self.assertEqual(session.say("write"), "Saved.\n")
        self.assertIn("fader    -4 dB", self.text("stems/named.mix"))
        left = [name for name in os.listdir(self.path("stems")) if not name.endswith(".new")]
        self.assertEqual(sorted(left), [".named.mix.journal", ".named.mix.lock", "named.mix", "vox.wav"])
        self.good("--bounce", "stems/named.mix", "-o", self.path("o.wav"))

    def test_another_project_is_opened(self):
        write_wav(self.path("b.wav"), [sine(220, 0.1)], 44100)
        self.write("other.mix", project_text(44100, '\n[track b]\nclip     "b.wav"\n\n[master]\n', "Other"))
        session = Plain(self, "song.mix")
        session.say("set a.fader -3 dB")
        self.assertEqual(session.say("edit other.mix"), "Not opened: there are unsaved edits. write saves them, edit! FILE gives them up.\n")
        session.say("write")
        self.assertEqual(session.say("edit nowhere/x.mix"), "Not opened: ttymix: x.mix does not exist.\n")
        self.assertEqual(session.say("edit"), "Not opened: edit takes the file of a project, or a folder of stems.\n")
        self.assertEqual(session.say("set a.fader -3.5 dB"), "A fader -3.5 dB.\n")
        self.assertEqual(session.say("edit! other.mix"), "Opened other.mix.\n")
        self.assertFalse(os.path.exists(self.path(".song.mix.lock")) or os.path.exists(self.path(".song.mix.journal")))
        self.assertEqual(session.say("set b.fader -5 dB"), "B fader -5 dB.\n")
        self.assertRegex(self.script("quit", project="other.mix").out, "Read-only: other.mix is being edited")
        self.assertEqual(session.say("write"), "Saved.\n")
        self.assertIn("fader    -5 dB", self.text("other.mix"))
        self.assertIn("fader    -3 dB", self.text("song.mix"))

    def run_as_nobody(self, *lines):
        os.chmod(self.home, 0o777)
        return subprocess.run([harness.TTYMIX, "--plain", "song.mix"], cwd=self.dir, env=self.env, input="".join(l + "\n" for l in lines),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=harness.PATIENCE_S, user=NOBODY, group=NOBODY,
                              extra_groups=[], check=False)

    def nobody_can(self):
        if os.getuid() != 0:
            self.skipTest("needs root, to become another user")
        os.chmod(self.dir, 0o755)
        try:
            subprocess.run([harness.TTYMIX, "--version"], user=NOBODY, group=NOBODY, extra_groups=[], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=True)
        except (PermissionError, subprocess.CalledProcessError):
            self.skipTest("the build folder is closed to others")

    def test_folder_that_may_not_be_written(self):
        self.nobody_can()
        os.mkdir(self.path("open"))
        os.chmod(self.path("open"), 0o777)
        done = self.run_as_nobody("set a.fader -3 dB", "write", "write open/mine.mix")
        self.assertIn("song.mix may not be written: edits are kept in the journal, write FILE saves them under another name.\n", done.stdout)
        self.assertIn("song.mix was not saved: the file is read-only. write FILE saves it under another name.\n", done.stdout)
        self.assertIn("Saved a copy as open/mine.mix.", done.stdout)
        self.assertIn("Ended with unsaved edits; the next start offers to recover them.\n", done.stdout)
        self.assertEqual(self.text(), project_text(48000, TRACK))
        again = self.run_as_nobody("recover", "quit!")
        self.assertIn("1 edit recovered", again.stdout)

    def test_neither_folder_nor_state_folder_may_be_written(self):
        self.nobody_can()
        self.env = dict(self.env, HOME="/proc/nowhere", XDG_STATE_HOME="/proc/nowhere")
        done = self.run_as_nobody("set a.fader -3 dB")
        self.assertRegex(done.stdout, r"(?m)^Edits are not journalled: .*\.song\.mix\.journal was not written: Permission denied\.$")
        self.assertIn("song.mix may not be written: edits are lost at the end, write FILE saves them under another name.\n", done.stdout)
        self.assertRegex(done.stdout, r"(?m)^Ended with unsaved edits, which are lost: .*: Permission denied\.$")
        self.assertEqual(done.returncode, 1)

    def test_file_of_ours_in_a_folder_that_may_not_be_written(self):
        self.nobody_can()
        os.chown(self.path("song.mix"), NOBODY, NOBODY)
        done = self.run_as_nobody("set a.fader -3 dB", "write", "quit!")
        self.assertIn("song.mix may not be written, since its folder is read-only: edits are kept in the journal, write FILE saves them "
                      "under another name.\n", done.stdout)
        self.assertIn("song.mix was not saved: its folder may not be written. write FILE saves it under another name.\n", done.stdout)

    def test_mode_of_the_file_is_kept(self):
        os.chmod(self.path("song.mix"), 0o640)
        self.script("set a.fader -3 dB", "write", "quit")
        self.assertEqual(stat.S_IMODE(os.stat(self.path("song.mix")).st_mode), 0o640)

    def test_signal_lets_go_of_the_lock(self):
        session = Plain(self, "song.mix")
        session.say("describe a")
        kill(session.process, signal.SIGTERM)
        self.assertFalse(os.path.exists(self.path(".song.mix.lock")))


if __name__ == "__main__":
    harness.main()
