# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with files, names and paths is said in one sentence, with the right exit status; nothing hangs, crashes or escapes."""
import math
import os
import struct
import time
import unicodedata

import harness
from harness import Case, project_text, read_wav, sine, write_wav
from sessions import Plain, Terminal, without_lines

HEAD = "ttymix 1\nrate     48000 Hz\n"
MISSING = "p.mix: not bounced: stems are missing (--allow-missing plays silence for them)\n"
HIDDEN = "\u034f\u115f\u17b4\u180b\u3164\ufdd0\uffa0\U0001d173\U000e0041"  # draw nothing, or a blank; not all of category Cf
EVIL = "e\x1b]52;c;QUJD\x07\x1b[2J\u202egnp\u200b\u009b31m" + HIDDEN + "\n%s%n"


def wav_bytes(channels=2, rate=48000, bits=16, frames=100, kind=1, data=None, stated=None):
    size = bits // 8
    data = bytes(frames * channels * size) if data is None else data
    return (b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " +
            struct.pack("<IHHIIHH", 16, kind, channels, rate, rate * channels * size & 0xffffffff, channels * size, bits) +
            b"data" + struct.pack("<I", len(data) if stated is None else stated) + data)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def unsafe(text):
    """Characters that a terminal would act on, or not show, but for line ends."""
    return [c for c in text if c != "\n" and (unicodedata.category(c) in ("Cc", "Cf") or c in HIDDEN)]


class BadInput(Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("a.wav"), [sine(440, 0.2)])

    def bounce(self, text, *more):
        self.write("p.mix", text)
        return self.run_ttymix("--bounce", "p.mix", "-o", self.path("o.wav"), "--report", "none", *more)

    def check_text(self, text, code, err):
        """The same words from every mode that opens a project."""
        self.write("p.mix", text)
        for mode in ("--check", "--bounce", "--plain"):
            result = self.run_ttymix(mode, "p.mix", *(("-o", self.path("o.wav")) if mode == "--bounce" else ()), timeout=harness.PATIENCE_S)
            self.assertEqual((result.code, result.err, result.out), (code, err, ""), mode)
        self.assertFalse(os.path.exists(self.path("o.wav")))

    def run_ttymix(self, *arguments, **more):
        result = super().run_ttymix(*arguments, **more)
        result.out = without_lines(result.out)
        return result

    # ---- projects ----

    def test_what_is_no_project(self):
        os.mkdir(self.path("empty-folder"))
        os.mkfifo(self.path("fifo.mix"))
        os.symlink("loop.mix", self.path("loop.mix"))
        self.write("empty.mix", "")
        self.write("binary.mix", bytes(range(256)))
        first = "this is no ttymix project: its first line is not `ttymix 1`\n"
        for name, err in (("fifo.mix", "ttymix: fifo.mix is not a regular file\n"),
                          ("empty.mix", "empty.mix:1:1: " + first),
                          ("loop.mix", "ttymix: loop.mix is a link that leads back to itself\n"),
                          ("a.wav", None), ("binary.mix", None)):
            for mode in ("--check", "--bounce", "--plain", "--describe"):
                if (mode, name) == ("--check", "a.wav"):
                    continue  # a finished sound is checked, too
                result = self.run_ttymix(mode, name)
                self.assertEqual((result.code, result.out), (3, ""), (mode, name))
                self.assertEqual(unsafe(result.err), [], (mode, name))
                if err:
                    self.assertEqual(result.err, err, mode)
                else:
                    self.assertTrue(result.err.startswith(name), result.err)
        for mode in ("--check", "--bounce"):
            result = self.run_ttymix(mode, "none.mix")
            self.assertEqual((result.code, result.err), (3, "ttymix: none.mix does not exist\n"), mode)
            result = self.run_ttymix(mode, "empty-folder")
            self.assertEqual((result.code, result.err), (3, "ttymix: empty-folder is a folder, not a project\n"), mode)
        result = self.run_ttymix("--plain", "empty-folder")
        self.assertEqual((result.code, result.err), (2, "empty-folder: there are no sound files in this folder\n"))
        result = self.run_ttymix("--plain", "nowhere/x.mix")
        self.assertEqual((result.code, result.err), (3, "ttymix: x.mix does not exist\n"))

    def test_a_name_that_is_not_there_yet_begins_empty(self):
        result = self.run_ttymix("--plain", "fresh.mix", stdin="quit\n")
        self.assertEqual((result.code, result.out, result.err), (0, "Goodbye.\n", ""))
        self.assertFalse(os.path.exists(self.path("fresh.mix")))

    def test_newer_version_is_only_read(self):
        text = 'ttymix 2\nrate     48000 Hz\n\n[track a]\nclip     "a.wav"\nwarble   7\n\n[master]\n'
        self.write("p.mix", text)
        result = self.run_ttymix("--plain", "p.mix", stdin="set a.fader -1 dB\nundo\nwrite\nwrite copy.mix\nquit\n")
        why = "the project was written by a newer version of ttymix"
        self.assertEqual(result.out, "Read-only: %s.\nNot changed: %s.\nNot changed: %s.\nNot saved: %s.\nSaved a copy as copy.mix.\nGoodbye.\n" %
                         (why, why, why, why))
        self.assertEqual(result.code, 1)
        self.assertIn("p.mix:1:1: warning: written by a newer ttymix (format 2, this program knows 1): opened to read only\n", result.err)
        for name in ("p.mix", "copy.mix"):
            with open(self.path(name), encoding="utf-8") as f:
                self.assertEqual(f.read(), text)

    def test_names(self):
        self.check_text(HEAD + "[track a]\n[track a]\n[master]\n", 3, "p.mix:4:8: `a` has a section already, in line 3\n")
        self.check_text(HEAD + "[track a]\nout nowhere\nsend gone -3 dB\n[master]\n", 3,
                        "p.mix:4:5: out: there is no strip `nowhere`\np.mix:5:6: send: there is no strip `gone`\n")

    def test_circles(self):
        circle = "p.mix:%s: the signal goes in a circle: %s\n"
        self.check_text(HEAD + "[bus b]\nout c\n[bus c]\nout b\n[master]\n", 3, circle % ("4:5", "b -> c -> b"))
        self.check_text(HEAD + "[bus b]\nout b\n[master]\n", 3, circle % ("4:5", "b -> b"))
        self.check_text(HEAD + "[bus b]\nsend r -3 dB\n[return r]\nout b\n[master]\n", 3, circle % ("4:6", "b -> r -> b"))
        self.check_text(HEAD + "[track b]\ncomp threshold -3 dB key c\n[track c]\ncomp threshold -3 dB key b\n[master]\n", 3,
                        circle % ("6:26", "b -> c -> b"))
        self.check_text(HEAD + "[vca v]\nvca v\n[master]\n", 3, "p.mix:4:5: a vca controls itself: v -> v\n")
        self.check_text(HEAD + "[vca v]\nvca w\n[vca w]\nvca v\n[master]\n", 3, "p.mix:4:5: a vca controls itself: v -> w -> v\n")

    def test_circle_by_an_edit_is_refused(self):
        self.write("p.mix", HEAD + '[track a]\nclip "a.wav"\nout b\n[bus b]\n[bus c]\nout b\n[vca v]\n[vca w]\nvca v\n[master]\n')
        result = self.run_ttymix("--plain", "p.mix", stdin="out b c\nsend b c -3 dB\nvca v w\nvca v v\nundo\nquit\n")
        lines = result.out.splitlines()
        for line in lines[:4]:
            self.assertRegex(line, r"^Not changed: .*(circle|itself)")
        self.assertEqual(lines[4:], ["Not undone: there is nothing to undo.", "Goodbye."])

    # ---- stems ----

    def test_stems_that_cannot_be_played(self):
        os.mkdir(self.path("dir.wav"))
        os.mkfifo(self.path("fifo.wav"))
        os.symlink("loop.wav", self.path("loop.wav"))
        os.symlink("/dev/zero", self.path("device.wav"))
        with open(self.path("a.wav"), "rb") as f:
            head = f.read(20)
        for name, content, problem in (
                ("zero.wav", wav_bytes(0), "has no channels; 1 or 2 are mixed"),
                ("c32.wav", wav_bytes(32), "has 32 channels; 1 or 2 are mixed"),
                ("r1.wav", wav_bytes(rate=1), "has a sample rate of 1 Hz; whole rates from 8000 to 192000 Hz are mixed"),
                ("text.wav", b"hello\n", "is not a sound file (WAV, RF64, W64, AIFF, CAF, FLAC, Ogg Vorbis, Opus and MP3 are mixed)"),
                ("none.wav", b"", "is empty"),
                ("head.wav", head, "has a damaged WAV header: its format chunk is too short"),
                ("dir.wav", None, "is a folder"), ("fifo.wav", None, "is a named pipe, not a file"),
                ("loop.wav", None, "is a symbolic link that leads to itself"), ("gone.wav", None, "does not exist"),
                ("device.wav", None, "lies outside the project's folder (agree with --allow-outside)")):
            if content is not None:
                self.write(name, content)
            result = self.bounce(HEAD + '[track a]\nclip     "%s"\n[master]\n' % name)
            self.assertEqual((result.code, result.err), (4, "p.mix:4: %s: %s\n%s" % (name, problem, MISSING)), name)
            self.assertFalse(os.path.exists(self.path("o.wav")))
            self.assertFalse(os.path.exists(self.path("o.wav.ttymix.part")))
            result = self.run_ttymix("--plain", "p.mix", "--device", "null", stdin="play\nwait 0.05\nstop\nquit\n")
            self.assertEqual(result.code, 0)
            self.assertEqual(result.err, "p.mix:4: %s: %s\n" % (name, problem))
            result = self.run_ttymix("--new", "n.mix", name)
            self.assertEqual(result.code, 2 if name == "dir.wav" else 4, name)
            self.assertTrue(result.err.endswith("ttymix: no sound files were found\n" if name == "dir.wav" else "n.mix: not made\n"), result.err)
        self.assertEqual(self.run_ttymix("--bounce", "p.mix", "-o", self.path("o.wav"), "--allow-outside").code, 4)

    def test_stems_that_are_played_with_a_warning(self):
        for name, content, warning in (
                ("cut.wav", wav_bytes(frames=1000, stated=400000), "is cut off: 1000 of 100000 frames are there"),
                ("r192.wav", wav_bytes(rate=192000, frames=19200), "is at 192000 Hz and is converted to 48000 Hz")):
            self.write(name, content)
            result = self.bounce(HEAD + '[track a]\nclip     "%s"\n[master]\n' % name)
            self.assertEqual((result.code, result.err), (0, "p.mix:4: warning: %s: %s\n" % (name, warning)))
        self.assertEqual(len(read_wav(self.path("o.wav"))[1][0]), 4800)

    def test_samples_that_are_no_numbers(self):
        values = (0.1, math.nan, 0.2, math.inf, -math.inf, 3e38, 1e-40, 0.1)
        self.write("nan.wav", wav_bytes(1, bits=32, kind=3, data=struct.pack("<8f", *values) * 500))
        write_wav(self.path("fine.wav"), [[0.25] * 4000], bits=0)
        said = "nan.wav: has samples that are not numbers (NaN or infinite); silence is played for them\n"
        self.write("o.wav", "precious")
        project = HEAD + '[track a]\nclip "nan.wav"\n[track b]\nclip "fine.wav"\n[master]\n'
        result = self.bounce(project, "--bits", "float")
        lost = "o.wav: not written: sound of the stems is missing (--allow-missing writes it all the same)\n"
        self.assertEqual((result.code, result.err, result.out), (4, said + self.path(lost), ""))
        with open(self.path("o.wav"), encoding="utf-8") as f:
            self.assertEqual(f.read(), "precious")
        result = self.bounce(project, "--bits", "float", "--allow-missing")
        self.assertEqual((result.code, result.err), (0, said))
        _, channels = read_wav(self.path("o.wav"))
        self.assertTrue(all(math.isfinite(x) for channel in channels for x in channel))
        result = self.run_ttymix("--plain", "p.mix", "--device", "null", stdin="play\nwait 0.3\nstop\nquit\n")
        self.assertIn(said[:-1] + ".\n", result.out)
        self.assertEqual(result.code, 0)

    def test_samples_that_are_no_numbers_in_every_processor(self):
        values = (1.0, math.nan, -1.0, math.inf, -math.inf, 3e38, 1e-40, -3e38)
        self.write("nan.wav", wav_bytes(1, bits=32, kind=3, data=struct.pack("<8f", *values) * 500))
        write_wav(self.path("room.wav"), [[1.0, 0.5, 0.25]], bits=24)
        write_wav(self.path("calm.wav"), [[0.5, -0.5] * 20000], bits=24)
        chains = ("eq\n  1  bell  freq 1 kHz  gain +12 dB  q 4", "gate  threshold -30 dB", "comp  threshold -30 dB  attack 0.01 ms",
                  "deesser  threshold -40 dB", "transient  attack +100 %", "multiband\n  1  threshold -30 dB\n  2  on", "gain  level +36 dB",
                  "delay  feedback 80 %  time 5 ms", "reverb", "imager  width 200 %  lowwidth 0 %", "saturate  drive 40 dB  bias 50 %",
                  "clipper  ceiling -12 dBFS", 'convolve  "room.wav"', "limiter  gain +20 dB")
        kinds = [line.split(":")[0] for line in self.good("--list", "processors").out.splitlines() if line[:1].strip() and ":" in line]
        self.assertEqual(sorted(kinds), sorted(c.split()[0] for c in chains))
        tracks = "".join('[track t%d]\nclip "nan.wav"\n%s\n' % (i, c) for i, c in enumerate(chains))
        keyed = '[track calm]\nclip "calm.wav"\ncomp  threshold -30 dB  key t0\ngate  threshold -30 dB  key t1\n'
        result = self.bounce(HEAD + tracks + keyed + "[master]\n", "--bits", "float", "--allow-missing", "--stems", self.path("parts"))
        self.assertIn(result.code, (0, 5), result.err)  # 5: strips at 3e38 do not add up to within 1e-6
        self.assertEqual(result.err.count("samples that are not numbers"), 1, result.err)
        outputs = [self.path("o.wav")] + [self.path("parts", name) for name in os.listdir(self.path("parts")) if name.endswith(".wav")]
        self.assertGreater(len(outputs), len(chains))
        for path in outputs:
            self.assertTrue(all(math.isfinite(x) for channel in read_wav(path)[1] for x in channel), path)

    def test_stem_changed_while_it_plays(self):
        write_wav(self.path("long.wav"), [sine(440, 12)], bits=16)
        self.write("p.mix", HEAD + '[track a]\nclip     "s.wav"\n[master]\n')

        def truncate(path):
            os.truncate(path, 100000)

        def replace(path):
            os.replace(self.path("a.wav"), path)

        def become_fifo(path):
            os.unlink(path)
            os.mkfifo(path)

        vanished, changed = "s.wav: has vanished since it was opened.\n", "s.wav: was changed or replaced since it was opened.\n"
        for act, said in ((os.unlink, vanished), (truncate, changed), (replace, changed), (become_fifo, changed)):
            if os.path.lexists(self.path("s.wav")):
                os.unlink(self.path("s.wav"))
            with open(self.path("long.wav"), "rb") as f:
                self.write("s.wav", f.read())
            session = Plain(self, "p.mix", "--device", "null")
            self.assertIn("Playing.\n", session.say("play"))
            session.say("wait 0.2")
            act(self.path("s.wav"))
            heard = ""
            end = time.monotonic() + harness.PATIENCE_S
            while said not in heard and time.monotonic() < end:
                heard += session.say("locate 0:%02d" % (2 + len(heard) % 9)) + session.say("wait 0.1")
            self.assertIn(said, heard, act.__name__)
            self.assertEqual(session.say("set a.fader -2 dB"), "A fader -2 dB.\n")
            self.assertIn("Stopped.\n", session.say("stop"))
            session.send("quit!")
            self.assertEqual(session.close()[1], 0)

    # ---- paths ----

    def test_paths_out_of_the_folder(self):
        outside = self.write("home/out.wav", b"")
        write_wav(outside, [sine(440, 0.1)])
        os.mkdir(self.path("project"))
        os.symlink(outside, self.path("project", "link.wav"))
        why = "lies outside the project's folder (agree with --allow-outside)"
        for path in ("../home/out.wav", outside, "link.wav", "./../home/out.wav"):
            self.write("project/p.mix", HEAD + '[track a]\nclip     "%s"\n[master]\n' % path)
            result = self.run_ttymix("--bounce", "project/p.mix", "-o", self.path("o.wav"))
            self.assertEqual((result.code, result.err.split("\n")[0]), (4, "project/p.mix:4: %s: %s" % (path, why)))
            self.good("--bounce", "project/p.mix", "-o", self.path("o.wav"), "--allow-outside")
            os.unlink(self.path("o.wav"))
            result = self.run_ttymix("--plain", "project/p.mix", stdin="bounce o.wav\nquit\n")
            self.assertIn(why, result.err)
        self.write("project/p.mix", HEAD.replace("rate", 'include "../home/x.mix"\nrate') + "[master]\n")
        self.write("home/x.mix", "ttymix 1\n[bus secret]\n")
        result = self.run_ttymix("--check", "project/p.mix")
        self.assertEqual(result.code, 3)
        self.assertIn("outside the project's folder", result.err)
        result = self.run_ttymix("--plain", "project/p.mix")
        self.assertNotIn("secret", result.out + result.err)

    def test_agreeing_is_remembered_for_this_project(self):
        write_wav(self.path("home", "out.wav"), [sine(440, 0.1)])
        self.write("project/p.mix", HEAD + '[track a]\nclip     "../home/out.wav"\n[master]\n')
        result = self.run_ttymix("--plain", "project/p.mix", stdin="agree\nquit\n")
        self.assertIn("Paths outside the folder are followed from now on; 1 stem found.\n", result.out)
        self.good("--bounce", "project/p.mix", "-o", self.path("o.wav"))

    def test_outputs_that_are_refused(self):
        self.write("p.mix", HEAD + '[track a]\nclip     "a.wav"\n[master]\n')
        precious = self.write("precious", "precious\n")
        os.mkdir(self.path("dir.wav"))
        os.mkfifo(self.path("fifo.wav"))
        os.symlink("precious", self.path("link.wav"))
        os.symlink("a.wav", self.path("stem-link.wav"))
        os.link(self.path("a.wav"), self.path("stem-too.wav"))
        os.symlink("precious", self.path("o.wav.ttymix.part"))
        for name, code, problem in (("p.mix", 2, "is the project itself"), ("a.wav", 2, "is a stem of the project"),
                                    ("stem-link.wav", 2, "is a stem of the project"), ("stem-too.wav", 2, "is a stem of the project"),
                                    ("dir.wav", 2, "is a folder"), ("fifo.wav", 2, "is not a regular file"),
                                    (".p.mix.lock", 2, "belongs to the project"), (".p.mix.journal", 2, "belongs to the project"),
                                    ("link.wav", 2, "is a symbolic link; name the file itself"),
                                    ("nowhere/o.wav", 1, "cannot be written: No such file or directory")):
            result = self.run_ttymix("--bounce", "p.mix", "-o", name)
            self.assertEqual((result.code, result.err), (code, "%s: %s\n" % (name, problem)))
        self.good("--bounce", "p.mix", "-o", "o.wav")  # its part never follows the link that stands there
        with open(precious, encoding="utf-8") as f:
            self.assertEqual(f.read(), "precious\n")
        result = self.run_ttymix("--plain", "p.mix", stdin="bounce a.wav\nbounce p.mix\nbounce link.wav\nquit\n")
        self.assertEqual(result.out, "Bouncing; it goes on in the background.\nNot bounced: a.wav: is a stem of the project.\n"
                                     "Bouncing; it goes on in the background.\nNot bounced: p.mix: is the project itself.\n"
                                     "Bouncing; it goes on in the background.\nNot bounced: link.wav: is a symbolic link; name the file itself.\n"
                                     "Goodbye.\n")
        self.assertEqual(result.code, 1)

    def test_title_makes_a_harmless_file_name(self):
        for title, name in (("../../x", "_.__.._x.wav".replace("_.__", "_._")), ("-rf", "_rf.wav"), (".bashrc", "_bashrc.wav"),
                            ("a\x1b[2J\u202eb/c", "a_[2J_b_c.wav"), ("a\u3164\u034fb", "a__b.wav"), ("\u00e4" * 150, "\u00e4" * 100 + ".wav")):
            self.write("p.mix", HEAD.replace("rate", "title    %s\nrate" % quoted(title)) + '[track a]\nclip "a.wav"\n[master]\n')
            before = set(os.listdir(self.dir))
            self.good("--bounce", "p.mix", "--report", "none")
            made = set(os.listdir(self.dir)) - before
            self.assertEqual(made, {name})
            os.unlink(self.path(name))

    # ---- escape sequences ----

    def write_evil(self):
        stem = EVIL + ".wav"
        write_wav(self.path(stem), [sine(440, 0.1)])
        self.write("evil.mix", "ttymix 1\ntitle    %s\nrate     48000 Hz\n[track a]\nlabel    %s\nnote     %s\nclip     %s\nclip     %s\n"
                               "%s 3\n[markers]\n0:01     %s\n[master]\n" %
                   (quoted("T" + EVIL), quoted("L" + EVIL), quoted("N" + EVIL), quoted(stem), quoted("gone" + stem), "odd\u202e",
                    quoted("M" + EVIL)))

    def test_nothing_reaches_stdout_or_stderr(self):
        self.write_evil()
        evil = '"\\x1b[2J\\u{202e}\\x07"'
        lines = ["describe", "describe a", "what is not default a", "locate " + evil, "set a.label " + evil, "label a " + evil,
                 "add track " + evil, "add clip a " + evil, "rename a " + evil, "set \x1b[2J 3", "\x1b]52;c;AA\x07", "solo \x1b[2J", "mute \u202ex",
                 "watch \x1b[2J peak > 3", "help \x1b[2J", "describe \x1b[2J\u202e", "mute \u3164", "describe x\uffa0", "label a \"\u034f\"", "marker 0:02 " + evil,
                 "write " + evil, "bounce " + evil, "edit " + evil, "edit! " + evil + "/x", "device " + evil, "wait 0.2", "write! evil.mix", "undo", "quit!"]
        for arguments, stdin in ((("--check", "evil.mix"), None), (("--describe", "evil.mix"), None), (("--describe", "evil.mix", "a"), None),
                                 (("--bounce", "evil.mix", "--allow-missing"), None),
                                 (("--bounce", "evil.mix", "--allow-missing", "--json", "-o", self.path("o.wav")), None),
                                 (("--bounce", "evil.mix"), None), (("--bounce", "\x1b[2J\u202e.mix"), None), (("--\x1b[2J",), None),
                                 (("--bounce", "evil.mix", "--range", "\x1b[2J,3"), None), (("--bounce", "evil.mix", "--set", "\x1b[2J"), None),
                                 (("--bounce", "evil.mix", "--allow-missing", "-o", "\x1b[2J/o.wav"), None),
                                 (("--new", "n\x1b[2J.mix", EVIL + ".wav"), None), (("--new", "n.mix", "gone\x1b[2J"), None),
                                 (("--list", "\x1b[2J"), None), (("--list", "\u3164"), None), (("--describe", "\u034f.mix"), None),
                                 (("--check", "x\uffa0.mix"), None), (("--\u3164",), None), (("--analyze", EVIL + ".wav"), None),
                                 (("--plain", "\x1b[2J\u202e/x.mix"), None), (("--plain", "evil.mix"), "\n".join(lines) + "\n"),
                                 (("--plain", "evil.mix", "--device", "\x1b[2J"), "play\nwait 0.2\nquit!\n")):
            with self.subTest(arguments=arguments):
                result = self.run_ttymix(*arguments, stdin=stdin)
                self.assertGreaterEqual(result.code, 0)
                self.assertEqual(unsafe(result.out + result.err), [], "%r\n%r" % (result.out, result.err))

    def test_options(self):
        for arguments, said in ((("--\x1b[2J",), "there is no option --\\x1B[2J"), (("-Z", "p.mix"), "there is no option -Z"),
                                (("--check=3", "p.mix"), "--check takes no value"), (("--bounce", "p.mix", "-o"), "-o needs a value"),
                                (("--bounce", "p.mix", "--profile", "cd"), "--profile is for --check"), (("--check", "p.mix", "--series"), "--series is for --analyze")):
            result = self.run_ttymix(*arguments)
            self.assertEqual((result.code, result.out, result.err), (2, "", "ttymix: %s (try --help)\n" % said))

    def test_nothing_reaches_the_screen(self):
        self.write_evil()
        terminal = Terminal(self, "evil.mix", "--device", "null", rows=40, columns=120)
        terminal.read(1.0)
        terminal.type(":locate \"M\\x1b]52;c;QUJD\\x07\"\r")
        terminal.read(0.3)
        terminal.type(":solo \u202e\r")
        terminal.read(0.3)
        terminal.type(":quit!\r")
        self.assertEqual(terminal.wait(), 0, terminal.output[-2000:])
        shown = terminal.output.split(b"\x1b[?1049h", 1)[1]  # before it, what the open said
        for bad in (b"\x1b]", b"\x07", *[c.encode() for c in "\u202e\u200b\u009b" + HIDDEN]):
            self.assertNotIn(bad, shown)
        before = terminal.output.split(b"\x1b[?1049h", 1)[0].decode()
        self.assertEqual([c for c in unsafe(before) if c != "\r"], [], repr(before))


if __name__ == "__main__":
    harness.main()
