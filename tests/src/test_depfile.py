# SPDX-License-Identifier: GPL-3.0-or-later
"""--depfile: make and ninja build a song anew when, and only when, something that it is made of has changed; names are written as gcc does."""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import harness
from harness import Case, unittest

ODD = "a b#c$d"  # a folder with a blank, a hash and a dollar sign
SONG = """include "drums.mix"

[track vox]
clip     "%s/the vox.wav"
convolve "%s/room.wav"

[version instrumental]
mute vox

[master]
""" % (ODD, ODD)


class Depfile(Case):
    def setUp(self):
        super().setUp()
        self.env["TTYMIX_DATA"] = os.path.join(harness.TOP, "projects")
        for name in (ODD + "/the vox.wav", ODD + "/room.wav", "kick.wav"):
            harness.write_wav(self.path(name), [harness.sine(440, 0.1, level=0.2)])
        self.write("drums.mix", "ttymix 1\n\n[track kick]\nclip \"kick.wav\"\n")
        self.write("song.mix", harness.project_text(sections=SONG))

    def inputs(self, *arguments):
        self.good("--bounce", "song.mix", "-q", "--depfile", "song.d", *arguments)
        with open(self.path("song.d"), encoding="utf-8") as file:
            rule, *rest = file.read().split("\n\n")[0].split("\n")
            lines = [rule] + rest
        end = next(i for i, line in enumerate(lines) if not line.endswith("\\"))
        return [lines[0].rstrip(" \\")] + [line.strip().removesuffix(" \\") for line in lines[1:end + 1]], lines[end + 1:]

    def test_all_that_was_read(self):
        rule, empty = self.inputs("-o", "out.wav", "--set", "preset load kick glue")
        odd = "a\\ b\\#c$$d"
        preset = os.path.join(harness.TOP, "projects", "presets", "glue.strip").replace(" ", "\\ ")
        self.assertEqual(rule[0], "out.wav:")
        self.assertEqual(sorted(rule[1:]), sorted([preset, "song.mix", "drums.mix", "kick.wav", odd + "/the\\ vox.wav", odd + "/room.wav"]))
        self.assertEqual(sorted(empty), sorted([""] + [name + ":" for name in rule[1:]]))

    def test_versions_are_targets(self):
        rule, _ = self.inputs("--versions", "all", "-o", "prints")
        self.assertEqual(rule[0], "prints/Test.wav prints/Test\\ (instrumental).wav:")

    @unittest.skipUnless(shutil.which("gcc"), "gcc is not here")
    def test_names_are_as_gcc_writes_them(self):
        for name in ("a b", "a#b", "a$b", "a\\ b", "a\\\\ b", "a'b", "a\\b", "(x)", "\u00e4", "a\tb"):
            with self.subTest(name):
                self.write(name + ".h", "")
                self.write("x.c", "#include \"%s.h\"\n" % name)
                said = subprocess.run(["gcc", "-MM", "x.c"], cwd=self.dir, stdout=subprocess.PIPE, text=True, check=True).stdout
                harness.write_wav(self.path(name + ".h"), [[0.1] * 100])
                self.write("x.mix", harness.project_text(sections="\n[track t]\nclip \"%s.h\"\n" % name.replace("\\", "\\\\")))
                self.good("--bounce", "x.mix", "-o", "x.wav", "-q", "--depfile", "x.d")
                with open(self.path("x.d"), encoding="utf-8") as file:
                    ours = file.read().split("\n")[2].strip()
                self.assertEqual(said, "x.o: x.c %s\n" % ours)

    def build(self, *build):
        """Whether the song was rendered; each render adds a line to `log`."""
        env = {name: value for name, value in self.env.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "NINJA_STATUS")}
        before = os.path.getsize(self.path("log")) if os.path.exists(self.path("log")) else 0
        done = subprocess.run(build, cwd=self.dir, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)
        return os.path.exists(self.path("log")) and os.path.getsize(self.path("log")) > before

    def touch(self, name):
        """A little newer than the song as it was rendered."""
        newer = os.stat(self.path("out.wav")).st_mtime_ns + 1000
        os.utime(self.path(name), ns=(newer, newer))

    def assert_rebuilt_when_needed(self, *build):
        self.assertTrue(self.build(*build))
        self.assertFalse(self.build(*build))
        for name in (ODD + "/the vox.wav", ODD + "/room.wav", "kick.wav", "drums.mix", "song.mix"):
            self.touch(name)
            self.assertTrue(self.build(*build), name)
            self.assertFalse(self.build(*build), name)
        self.write("song.mix", harness.project_text(sections=SONG.replace("convolve", "#")))  # nothing needs the room any more
        self.touch("song.mix")
        os.unlink(self.path(ODD, "room.wav"))
        self.assertTrue(self.build(*build))
        self.assertFalse(self.build(*build))

    @unittest.skipUnless(shutil.which("make"), "make is not here")
    def test_make(self):
        self.write("Makefile", "out.wav: song.mix\n\t%s --bounce $< -o $@ -q --report none --depfile song.d && echo >>log\n"
                               "-include song.d\n" % harness.TTYMIX)
        self.assert_rebuilt_when_needed("make")

    @unittest.skipUnless(shutil.which("ninja"), "ninja is not here")
    def test_ninja(self):
        self.write("build.ninja", "rule mix\n command = %s --bounce $in -o $out -q --report none --depfile $out.d && echo >>log\n"
                                  " depfile = $out.d\nbuild out.wav: mix song.mix\n" % harness.TTYMIX)
        self.assert_rebuilt_when_needed("ninja")

    def test_what_is_refused(self):
        for name, words in (("song.mix", "song.mix: is the project itself\n"), ("kick.wav", "kick.wav: is a stem of the project\n"),
                            ("drums.mix", "drums.mix: is included by the project\n")):
            result = self.run_ttymix("--bounce", "song.mix", "-o", "out.wav", "--depfile", name)
            self.assertEqual((result.code, result.err), (2, words))
        result = self.run_ttymix("--bounce", "song.mix", "-o", "-", "--depfile", "song.d")
        self.assertEqual((result.code, result.err), (2, "--depfile: standard output is no file that a rule could make\n"))
        result = self.run_ttymix("--bounce", "song.mix", "-o", "out\n.wav", "-q", "--depfile", "song.d")
        self.assertEqual((result.code, result.err), (1, "--depfile: out\\n.wav: such a name cannot be written for make\n"))
        self.assertFalse(os.path.exists(self.path("song.d")))


if __name__ == "__main__":
    harness.main()
