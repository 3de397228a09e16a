#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lint finds what is planted, and the tree is clean."""
import os
import re
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SPDX = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
UNFINISHED = "TO" + "DO"

# (file, its text after the licence line, a part of what is to be said)
PLANTED = (
    ("audio/dsp/a.c", '#include "projects/model/model.h"\n', 'audio/dsp may not include "projects/model/model.h"'),
    ("audio/dsp/a.c", '#include "audio/io/none.h"\n', 'no file "audio/io/none.h"'),
    ("projects/a.c", '#include "audio/dsp/lanes.h"\n', 'projects may not include "audio/dsp/lanes.h"'),
    ("tui/a.c", '#include "audio/engine/engine.h"\n', 'tui may not include "audio/engine/engine.h"'),
    ("tests/tui/a.c", '#include "src/session/session.h"\n', 'tui may not include "src/session/session.h"'),
    ("src/a.c", "#include <audio/dsp/lanes.h>\n", "own headers stand in quotes"),
    ("src/a.c", "#include <sndfile.h>\n", "<sndfile.h> belongs to audio/io"),
    ("tui/a.h", "#ifndef TTYMIX_TUI_A_H\n#include <curses.h>\n#endif\n", "not for a header"),
    ("audio/io/b.c", "#include <soxr.h>\n", "more than one file: audio/io/b.c, audio/io/one.c"),
    ("tui/a.h", "", "no guard TTYMIX_TUI_A_H"),
    ("src/a.c", "int a; \n", "blanks at the end"),
    ("src/a.c", "\tint a;\n", "a tab"),
    ("src/a.c", "int a" + " " * 140 + "b;\n", "columns (at most 120)"),
    ("src/a.c", "int a;\n" * 501, "502 lines (at most 500)"),
    ("src/a.c", "int a;", "no end of line"),
    ("src/a.c", "/* " + UNFINISHED + " more */\n", "unfinished: " + UNFINISHED),
    ("src/a.c", 'char *a = "/home/someone/a";\n', "a path of one machine"),
    ("src/a.c", SPDX, "a second licence line"),
    ("src/a.c", "void f(void)\n{\n    strcpy(a, b);\n}\n", "strcpy writes without a limit"),
    ("src/a.c", "void f(void)\n{\n    system(a);\n}\n", "system runs a shell"),
    ("src/a.c", 'void f(void)\n{\n    setlocale(LC_ALL, "");\n}\n', "setlocale is for LC_CTYPE only"),
    ("audio/engine/a.c", "double f(double x)\n{\n    return sinf(x);\n}\n", "sinf of libm"),
    ("projects/a.c", 'void f(void)\n{\n    printf("a");\n}\n', "never print or exit"),
)
INNOCENT = '''#include "audio/dsp/lanes.h"
/* system(3) and strcpy(3) are words here, and so is sin(x) */
static const char *text = "strcpy(a, b) %s \\" popen(";
double f(double x)
{
    setlocale(LC_CTYPE, "");
    return maths_sin(x) + me->sin(x);
}
'''


def write(top, path, text):
    full = os.path.join(top, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w") as f:
        f.write(text)


def guarded(path):
    guard = "TTYMIX_" + path.upper().replace("/", "_").replace(".", "_")
    return SPDX + "#ifndef %s\n#define %s\n#endif\n" % (guard, guard)


def lint(top, *arguments):
    done = subprocess.run([sys.executable, os.path.join(HERE, "run"), "--quick", "--no-warnings", *arguments, top],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    return done.returncode, done.stdout


class Planted(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="ttymix-lint-")
        self.top = self.folder.name
        for path in ("audio/dsp/lanes.h", "audio/engine/engine.h", "projects/model/model.h", "src/session/session.h"):
            write(self.top, path, guarded(path))
        write(self.top, "audio/io/one.c", SPDX + "#include <soxr.h>\n")

    def tearDown(self):
        self.folder.cleanup()

    def test_each_planted_fault_is_found(self):
        for path, text, wanted in PLANTED:
            with self.subTest(wanted):
                write(self.top, path, SPDX + text)
                status, said = lint(self.top)
                os.remove(os.path.join(self.top, path))
                self.assertIn(wanted, said)
                self.assertEqual(status, 1)

    def test_missing_licence_is_found(self):
        write(self.top, "src/a.c", "int a;\n")
        self.assertIn("src/a.c:1: the first line is to be SPDX", lint(self.top)[1])

    def test_unsorted_list_is_found(self):
        write(self.top, "src/room.mk", "# SPDX-License-Identifier: GPL-3.0-or-later\na = \\\n  src/b.c \\\n  src/a.c\n")
        self.assertIn("src/room.mk:4: src/a.c stands after src/b.c", lint(self.top)[1])

    def test_unlisted_file_of_a_checkout_is_found(self):
        subprocess.run(["git", "init", "-q", self.top], check=True)
        write(self.top, "src/room.mk", "# SPDX-License-Identifier: GPL-3.0-or-later\na = src/session/session.h audio/io/one.c\n")
        status, said = lint(self.top)
        self.assertEqual(status, 1)
        self.assertIn("projects/model/model.h:1: no makefile lists this file", said)
        self.assertNotIn("src/session/session.h:1: no makefile", said)

    def test_innocent_is_not_accused(self):
        write(self.top, "src/a.c", SPDX + INNOCENT)
        status, said = lint(self.top)
        self.assertEqual((status, said), (0, "lint: 6 files, 0 errors, 0 warnings\n"))


class House(unittest.TestCase):
    def test_the_tree_is_clean(self):
        """But for the look of lines, which `./dev lint` checks: a build with a long line is still a good build."""
        said = lint(os.environ.get("TTYMIX_SOURCE") or os.path.join(HERE, "..", ".."))[1].rstrip("\n").split("\n")
        self.assertRegex(said[-1], r"^lint: [0-9]{3,} files")
        self.assertEqual([line for line in said[:-1] if not re.search(r"\(at most [0-9]+\)$|: (a tab|blanks at the end of the line)$", line)], [])


if __name__ == "__main__":
    unittest.main()
