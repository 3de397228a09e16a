#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is overwritten that ttymix did not make or was not told to: every writer, every kind of file that stands where it would write,
the sentence that names what it is, the exit status, and the bytes that are still there afterwards."""
import os
import signal
import subprocess
import time

import harness
from harness import project_text, sine, write_wav

LAST = "the last words of somebody"
NOT_A_FILE = {"dir": "is a folder", "fifo": "is not a regular file", "link": "is a symbolic link; name the file itself",
              "dangling": "is a symbolic link; name the file itself"}


class Overwrite(harness.Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("a.wav"), [sine(1000, 0.2)])
        write_wav(self.path("room.wav"), [[1.0, 0.5]])
        write_wav(self.path("gone.wav"), [sine(500, 0.1)])
        self.write("parts/deep.mix", "[return hall]\nfader -3 dB\n")
        self.write("parts/buses.mix", 'include "deep.mix"\n[bus drums]\n')
        self.write("song.mix", 'ttymix 1\ninclude "parts/buses.mix"\nrate 48000 Hz\n\n[track a]\nclip "a.wav"\nout drums\n'
                   '\n[track b]\nclip "gone.wav"\nconvolve "room.wav"\n\n[master]\n')
        self.write("other.mix", project_text(48000, "\n[master]\n"))
        self.write("voice.strip", "ttymix-strip 1\ngain level 0 dB\n")
        self.write("notes.txt", LAST)
        os.mkdir(self.path("dir"))
        os.mkfifo(self.path("fifo"))
        os.symlink("notes.txt", self.path("link"))
        os.symlink("nowhere", self.path("dangling"))
        os.symlink("a.wav", self.path("too.wav"))
        os.link(self.path("parts", "deep.mix"), self.path("deep-too.mix"))
        self.before = self.content()

    def content(self):
        found = {}
        for folder, _, names in os.walk(self.dir):
            for name in names:
                path = os.path.join(folder, name)
                if "home" not in path and os.path.isfile(path):
                    with open(path, "rb") as f:
                        found[os.path.relpath(path, self.dir)] = f.read()
        return found

    def refused(self, status, said, *arguments, **more):
        result = self.run_ttymix(*arguments, **more)
        self.assertEqual((result.code, result.err, result.out), (status, said, ""))
        self.assertEqual(self.content(), self.before)

    # What a name of the project stands for; the last word of the sentence.
    PARTS = (("song.mix", "is the project itself"), ("./parts/../song.mix", "is the project itself"), ("a.wav", "is a stem of the project"),
             ("too.wav", "is a stem of the project"), ("gone.wav", "is a stem of the project"), ("room.wav", "is a stem of the project"),
             ("parts/buses.mix", "is included by the project"), ("parts/deep.mix", "is included by the project"),
             ("deep-too.mix", "is included by the project"), (".song.mix.lock", "belongs to the project"),
             (".song.mix.journal", "belongs to the project"), ("other.mix", "is another ttymix project"), ("voice.strip", "is a preset of ttymix"))

    def test_bounce(self):
        for path, why in (*self.PARTS, *NOT_A_FILE.items(), ("/dev/null", "is not a regular file")):
            self.refused(2, "%s: %s\n" % (path, why), "--bounce", "song.mix", "-o", path)
        for path in ("nowhere/x.wav", "notes.txt/x.wav"):
            result = self.run_ttymix("--bounce", "song.mix", "-o", path)
            self.assertEqual(result.code, 1)
            self.assertRegex(result.err, r"^%s: cannot be written: (No such file or directory|Not a directory)\n$" % path)
        self.assertEqual(self.content(), self.before)

    def test_bounce_of_a_session_names_the_right_reason(self):
        """A warning about a stem is said first, and is not the reason."""
        write_wav(self.path("slow.wav"), [sine(440, 0.1, 44100)], rate=44100)
        self.write("song.mix", project_text(48000, '\n[track s]\nclip "slow.wav"\n[track a]\nclip "a.wav"\n\n[master]\n'))
        self.before = self.content()
        for path, why in (("a.wav", "is a stem of the project"), ("slow.wav", "is a stem of the project"), ("song.mix", "is the project itself"),
                          ("other.mix", "is another ttymix project"), ("dir", "is a folder"), ("nowhere/x.wav", "cannot be written: No such file or directory")):
            result = self.run_ttymix("--plain", "song.mix", stdin="bounce %s\nquit\n" % path)
            self.assertIn("Bouncing; it goes on in the background.\nNot bounced: %s: %s.\n" % (path, why), result.out)
            self.assertEqual(result.code, 1)
        result = self.run_ttymix("--plain", "song.mix", stdin='bounce ""\nquit\n')
        self.assertIn("\nNot bounced: an empty name is no file's.\n", result.out)
        self.assertEqual(self.content(), self.before)

    def test_files_of_strips(self):
        os.mkdir(self.path("parts", "drums.wav"))
        self.before = self.content()
        self.refused(2, "parts/drums.wav: is a folder\n", "--bounce", "song.mix", "-o", "new.wav", "--stems", "parts")
        self.write("song.mix", 'ttymix 1\nrate 48000 Hz\n\n[track a]\nclip "a.wav"\n\n[master]\n')
        self.before = self.content()
        self.refused(2, "./a.wav: is a stem of the project\n", "--bounce", "song.mix", "-o", "new.wav", "--stems", ".")

    def test_names_that_nobody_typed(self):
        """Files of strips, and the song's title: what ttymix made is replaced, what somebody else made is not; -o is another matter."""
        why = "is there already, and ttymix did not make it"
        song = 'ttymix 1\ntitle "Night Bus"\nrate 48000 Hz\n\n[track a]\nclip "a.wav"\n\n[track s1]\nclip "gone.wav"\n\n[master]\n'
        os.mkdir(self.path("stems"))
        for name, made in (("s1.wav", lambda path: write_wav(path, [sine(300, 0.1)], bits=0)), ("a.wav", lambda path: self.write(path, LAST)),
                           ("s1.wav", lambda path: self.write(path, b"RIFF\0\0\0\0WAVEJUNK\x1c\0\0\0" + bytes(80)))):
            self.write("song.mix", song)
            self.good("--bounce", "song.mix", "-o", "new.wav", "--stems", "stems")
            self.good("--bounce", "song.mix", "-o", "new.wav", "--stems", "stems", "--set", "set a.fader -3 dB")
            made(self.path("stems", name))
            self.before = self.content()
            self.refused(2, "stems/%s: %s\n" % (name, why), "--bounce", "song.mix", "-o", "new.wav", "--stems", "stems")
            os.unlink(self.path("stems", name))
        for more in ((), ("--format", "rf64"), ("--bits", "16"), ("--bits", "float")):
            self.good("--bounce", "song.mix", *more)
            self.good("--bounce", "song.mix", *more)
        write_wav(self.path("Night Bus.wav"), [sine(300, 0.1)])
        self.before = self.content()
        self.refused(2, "./Night Bus.wav: %s\n" % why, "--bounce", "song.mix")
        self.good("--bounce", "song.mix", "-o", "Night Bus.wav")

    def test_mix_and_file_of_a_strip_in_one_place(self):
        self.write("song.mix", 'ttymix 1\nrate 48000 Hz\n\n[track s0]\nclip "a.wav"\n\n[master]\n')
        self.before = self.content()
        both = "would be the mix and the file of a strip at once"
        self.refused(2, "./s0.wav: %s\n" % both, "--bounce", "song.mix", "--stems", ".", "-o", "s0.wav")
        self.refused(2, "parts/../s0.wav: %s\n" % both, "--bounce", "song.mix", "--stems", "parts/..", "-o", self.path("s0.wav"))
        self.good("--bounce", "song.mix", "--stems", ".", "-o", "s1.wav")

    def test_empty_names(self):
        self.refused(2, 'ttymix: --output: "" is not a file\'s name\n', "--bounce", "song.mix", "-o", "")
        self.refused(2, 'ttymix: --stems: "" is not a folder\'s name\n', "--bounce", "song.mix", "-o", "x.wav", "--stems", "")

    def test_a_part_of_somebody_else(self):
        self.write("out.wav.part", LAST)
        self.before = self.content()
        self.good("--bounce", "song.mix", "-o", "out.wav")
        after = self.content()
        self.assertEqual(after.pop("out.wav")[:4], b"RIFF")
        self.assertEqual(after, self.before)

    def test_new(self):
        made = ("--new", "-f")
        why = {"a.wav": "not made: it is a stem of the project", "too.wav": "not made: it is a stem of the project",
               "gone.wav": "not made: it is a sound file", "voice.strip": "not made: it is a preset of ttymix",
               "dir": "not made: it is a folder", "fifo": "not made: it is not a regular file"}
        for path, said in why.items():
            self.refused(2, "%s: %s\n" % (path, said), *made, path, "a.wav", "room.wav")
        self.refused(2, "a.wav: not made: it exists (--force replaces it)\n", "--new", "a.wav", "a.wav")
        self.good(*made, "other.mix", "a.wav", "room.wav")
        self.write("empty.mix", "")
        self.good(*made, "empty.mix", "a.wav")
        after = self.content()
        self.assertIn(b"[track room]", after.pop("other.mix"))
        self.assertIn(b"[track a]", after.pop("empty.mix"))
        self.before.pop("other.mix")
        self.assertEqual(after, self.before)

    def test_write_of_a_session(self):
        write_wav(self.path("else.wav"), [sine(700, 0.1)])
        self.before = self.content()
        for bang in ("", "!"):
            for path, why in (("a.wav", "is a stem of the project"), ("room.wav", "is a stem of the project"), ("gone.wav", "is a stem of the project"),
                              ("parts/buses.mix", "is included by the project"), ("parts/deep.mix", "is included by the project"),
                              ("else.wav", "is a sound file"), ("voice.strip", "is a preset of ttymix"),
                              (".song.mix.journal", "belongs to the project"), ("dir", "is a folder"), ("fifo", "is not a regular file")):
                result = self.run_ttymix("--plain", "song.mix", stdin="write%s %s\nquit\n" % (bang, path))
                self.assertIn("Not saved: %s %s.\n" % (path, why), result.out)
                self.assertEqual(result.code, 1)
        result = self.run_ttymix("--plain", "song.mix", stdin="write notes.txt\nquit\n")
        self.assertIn("Not saved: notes.txt exists; write! replaces it.\n", result.out)
        after = self.content()
        after.pop(".song.mix.journal", None)
        self.assertEqual(after, self.before)

    def test_write_to_itself_by_another_name_is_a_save(self):
        result = self.run_ttymix("--plain", "song.mix", stdin="set a.fader -3 dB\nwrite ./parts/../song.mix\nset a.fader -4 dB\nwrite\nquit\n")
        self.assertEqual((result.code, result.out.count("Saved.\n")), (0, 2), result.out)
        self.assertIn(b"fader", self.content()["song.mix"])

    def test_new_project_is_not_written_over_its_stem(self):
        os.mkdir(self.path("takes"))
        write_wav(self.path("takes", "kick.wav"), [sine(100, 0.1)])
        with open(self.path("takes", "kick.wav"), "rb") as f:
            before = f.read()
        result = self.run_ttymix("--plain", "takes", stdin="write! takes/kick.wav\nquit!\n")
        self.assertIn("Not saved: takes/kick.wav is a stem of the project.\n", result.out)
        with open(self.path("takes", "kick.wav"), "rb") as f:
            self.assertEqual(f.read(), before)

    # ---- what happens meanwhile ----

    def test_stem_deleted_during_a_bounce(self):
        """All of it was read, since the file was open: the bounce is the one of the whole stem, is done, and says what happened."""
        write_wav(self.path("long.wav"), [sine(330, 5)])
        clips = "".join('clip:c%d "long.wav" at %d:00\n' % (i, i) for i in range(12))
        long_work = "eq\n" if harness.QUICK else "reverb\neq\n\n[master]\nlimiter\n"  # a sanitizer makes it long by itself
        self.write("song.mix", project_text(48000, "\n[track a]\n%s%s" % (clips, long_work)))
        whole = self.good("--bounce", "song.mix", "-o", "whole.wav", "--json").json()["sha256_pcm"]
        child = subprocess.Popen([harness.TTYMIX, "--bounce", "song.mix", "-o", "new.wav", "--json"], cwd=self.dir, env=self.env,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while child.poll() is None and not os.path.exists(self.path("new.wav.ttymix.part")):
            time.sleep(0.001)
        child.send_signal(signal.SIGSTOP)
        os.unlink(self.path("long.wav"))
        child.send_signal(signal.SIGCONT)
        out, err = child.communicate(timeout=harness.PATIENCE_S)
        self.assertEqual((child.returncode, err), (0, "long.wav: warning: has vanished since it was opened\n"))
        self.assertIn(whole, out)
        self.write("new.wav", LAST)
        result = self.run_ttymix("--bounce", "song.mix", "-o", "new.wav")
        self.assertEqual((result.code, result.err.split("\n")[-2]), (4, "song.mix: not bounced: stems are missing (--allow-missing plays silence for them)"))
        with open(self.path("new.wav"), encoding="utf-8") as f:
            self.assertEqual(f.read(), LAST)

    def test_a_full_standard_output(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("/dev/full is not here")
        for arguments in (("--bounce", "song.mix", "-o", "-"), ("--bounce", "song.mix", "-o", "x.wav"), ("--bounce", "song.mix", "-o", "x.wav", "--json"),
                          ("--list", "commands"), ("--help",), ("--version",), ("--check", "song.mix"), ("--describe", "song.mix"),
                          ("--analyze", "a.wav"), ("--analyze", "a.wav", "--json"), ("--new", "made.mix", "a.wav"), ("--devices",)):
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([harness.TTYMIX, *arguments], cwd=self.dir, env=self.env, stdin=subprocess.DEVNULL, stdout=full,
                                      stderr=subprocess.PIPE, text=True, check=False, timeout=harness.PATIENCE_S)
            self.assertIn(done.returncode, (1, 6) if arguments == ("--devices",) else (1,), arguments)
            self.assertRegex(done.stderr, r"standard output|No space left on device|no sound device", arguments)


if __name__ == "__main__":
    harness.main()
