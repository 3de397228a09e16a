#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lint finds what is planted, and the tree is clean."""
import os
import re
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import borrowed  # noqa: E402
import circles  # noqa: E402
import style  # noqa: E402
from symbols import Symbols  # noqa: E402
from tree import Tree  # noqa: E402

SPDX = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
UNFINISHED = "TO" + "DO"

# (file, its text after the licence line, a part of what is to be said)
PLANTED = (
    ("audio/dsp/a.c", '#include "projects/model/model.h"\n', 'audio/dsp may not include "projects/model/model.h"'),
    ("audio/dsp/math/a.c", '#include "audio/dsp/eq/bank.h"\n', 'audio/dsp/math may not include "audio/dsp/eq/bank.h"'),
    ("audio/dsp/space/a.c", '#include "audio/dsp/eq/bank.h"\n', 'audio/dsp/space may not include "audio/dsp/eq/bank.h"'),
    ("tests/audio/dsp/eq/a.c", '#include "audio/dsp/space/ring.h"\n', 'audio/dsp/eq may not include "audio/dsp/space/ring.h"'),
    ("audio/dsp/a.c", '#include "audio/io/none.h"\n', 'no file "audio/io/none.h"'),
    ("projects/text/a.c", '#include "audio/dsp/lanes.h"\n', 'projects/text may not include "audio/dsp/lanes.h"'),
    ("tui/view/a.c", '#include "audio/engine/engine.h"\n', 'tui/view may not include "audio/engine/engine.h"'),
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
    ("src/a.c", "int a;\n", "src/a.c:2: a .c file without a header begins with a comment"),
    ("src/a.c", "int a_get(void)\n{\n    return 1;\n}\n", "src/a.c:2: a_get() is used by nobody"),
    ("src/a.c", "int a_get(void)\n{\n    return a_get();\n}\nint a_all(void)\n{\n    return a_get();\n}\n", "a_get() is used in this file only"),
    ("src/a.h", "#ifndef TTYMIX_SRC_A_H\nstatic inline int a_get(void)\n{\n    return 1;\n}\n#endif\n", "a_get() is used by nobody"),
)
INNOCENT = '''/* What it is. */
#include "audio/dsp/lanes.h"
/* system(3) and strcpy(3) are words here, and so is sin(x) */
static const char *text = "strcpy(a, b) %s \\" popen(";
static double f(double x)
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


def lint(top):
    done = subprocess.run([sys.executable, os.path.join(HERE, "run"), "--quick", "--no-warnings", top],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    return done.returncode, done.stdout


class Planted(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="ttymix-lint-")
        self.top = self.folder.name
        for path in ("audio/dsp/eq/bank.h", "audio/dsp/lanes.h", "audio/dsp/space/ring.h", "audio/engine/engine.h", "projects/model/model.h", "src/session/session.h"):
            write(self.top, path, guarded(path))
        write(self.top, "audio/io/one.c", SPDX + "/* One. */\n#include <soxr.h>\n")

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
        self.assertEqual((status, said), (0, "lint: 8 files, 0 errors, 0 warnings, 0 skipped\n"))

    def test_a_folder_without_readme_or_line_in_the_table_is_found(self):
        write(self.top, "tests/lint/rooms.py", "# " + SPDX)
        write(self.top, "audio/dsp/cellar/a.h", guarded("audio/dsp/cellar/a.h"))
        write(self.top, "audio/dsp/eq/README.md", "# Equalizer\n")
        said = lint(self.top)[1]
        self.assertIn("audio/dsp/cellar/README.md:1: a room without README", said)
        self.assertIn("audio/dsp/cellar:1: a folder that tests/lint/rooms.py does not know", said)
        self.assertNotIn("audio/dsp/eq/README.md", said)

    def test_a_room_that_hacking_does_not_know_is_found(self):
        write(self.top, "HACKING.md", "| `audio/base` | 1 |\n| `audio/dsp` | 7 |\n")
        said = lint(self.top)[1]
        self.assertIn("HACKING.md:1: no line of audio/dsp, floor 1\n", said)
        self.assertIn("HACKING.md:1: audio/dsp on floor 7: tests/lint/rooms.py has no such room", said)
        self.assertNotIn("no line of audio/base", said)

    def test_what_only_tests_use_is_found(self):
        write(self.top, "src/a.c", SPDX + "/* A. */\nint a_get(void)\n{\n    return 1;\n}\n")
        write(self.top, "tests/src/a.c", SPDX + "static int look(void)\n{\n    return a_get();\n}\n")
        self.assertIn("src/a.c:3: a_get() is used by tests only", lint(self.top)[1])

    def test_missing_tools_are_counted(self):
        write(self.top, ".clang-format", "ColumnLimit: 120\n")
        done = subprocess.run([sys.executable, os.path.join(HERE, "run"), "--no-warnings", self.top], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True, env=dict(os.environ, PATH=self.top))
        self.assertEqual((done.returncode, done.stdout.count("skipped: ")), (0, 3))
        self.assertIn("skipped: clang-format 14 is not installed", done.stdout)
        self.assertIn(" 3 skipped\n", done.stdout)

    @unittest.skipIf(style.find_program()[0] is None, "clang-format 14 is not installed")
    def test_another_format_of_lines_is_found(self):
        write(self.top, ".clang-format", "BasedOnStyle: LLVM\n")
        write(self.top, "src/a.c", SPDX + "/* A. */\n\nint  a;\n")
        status, said = lint(self.top)
        self.assertEqual((status, said.split("\n")[0]), (1, "src/a.c:4: not as clang-format writes it (clang-format -i src/a.c)"))


def file_that_calls(name, other):
    return SPDX + "/* %s. */\nint %s_run(void)\n{\n    return %s_run();\n}\n" % (name, name, other)


def handler(body, parameters="Run *run, int index"):
    return (SPDX + "/* Commands. */\nstatic Status take_away(%s)\n{\n%s\n}\nStatus run_it(Run *run)\n{\n    return take_away(run, 0);\n}\n"
            % (parameters, body))


class Borrowed(unittest.TestCase):
    """What of the model is held by who can change it, and what by who only reads."""
    EDIT = "    return document_splice(run->document, 0);"
    HELD = (("    const Strip *strip = &run->model->strips[index];\n" + EDIT, "`strip` of take_away() points into the model"),
            ("    const char *name = run->model->strips[index].name;\n" + EDIT, "`name` of take_away() points into the model"),
            ("    Send send = run->model->strips[index].sends[0];\n" + EDIT, "`send` of take_away() points into the model"),
            ("    if (index)\n        return run_it(run, run->model->strips[index].name);\n" + EDIT, "run_it() is handed a part of the model"),
            ("    const Section *at = &run->document->source.sections[index];\n    return row->run(run);", "`at` of take_away() points"))
    READS = ("    const Strip *strip = &run->model->strips[index];\n    return strip->name ? STATUS_OK : STATUS_NOT_FOUND;",
             "    int count = run->model->strips[index].clip_count;\n" + EDIT)

    def said(self, text):
        with tempfile.TemporaryDirectory(prefix="ttymix-lint-") as top:
            write(top, "projects/command/a.c", text)
            write(top, "projects/document/b.c", SPDX + "/* B. */\nStatus document_splice(Document *document, int at)\n{\n    return at;\n}\n")
            tree = Tree(top)
            borrowed.check(tree, Symbols(tree))
            return "\n".join(tree.errors)

    def test_what_is_held_over_an_edit_is_found(self):
        for body, wanted in self.HELD:
            with self.subTest(wanted):
                self.assertIn(wanted, self.said(handler(body)))
        self.assertIn("`strip` of take_away()", self.said(handler(self.EDIT, "Run *run, const Strip *strip")))

    def test_who_only_reads_may_hold(self):
        for body in self.READS:
            with self.subTest(body):
                self.assertEqual(self.said(handler(body)), "")


class Circles(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="ttymix-lint-")
        self.top = self.folder.name

    def tearDown(self):
        self.folder.cleanup()

    def said(self):
        tree = Tree(self.top)
        circles.check(tree, Symbols(tree))
        return tree.errors

    def test_a_circle_of_three_is_found_in_each(self):
        for name, other in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
            write(self.top, "src/%s.c" % name, file_that_calls(name, other))
        said = self.said()
        self.assertEqual(said[0], "src/a.c:1: a circle of calls: src/a: a_run() calls b_run(); src/b: b_run() calls c_run(); "
                                  "src/c: c_run() calls a_run()")
        self.assertEqual([line[:7] for line in said], ["src/a.c", "src/b.c", "src/c.c"])

    def test_a_call_in_a_header_is_one_of_its_file(self):
        write(self.top, "src/a.h", SPDX + "static inline int a_both(void)\n{\n    return b_run();\n}\n")
        write(self.top, "src/a.c", SPDX + "int a_run(void)\n{\n    return 1;\n}\n")
        write(self.top, "src/b.c", file_that_calls("b", "a"))
        self.assertEqual(len(self.said()), 2)

    def test_who_hands_out_a_function_has_it_called(self):
        write(self.top, "src/a.c", SPDX + "int a_run(void)\n{\n    return each(b_run);\n}\n")
        write(self.top, "src/b.c", file_that_calls("b", "a"))
        self.assertEqual(len(self.said()), 2)

    def test_names_that_are_no_calls_are_none(self):
        """A prototype, a member, a function of the same name that a file has for itself."""
        write(self.top, "src/a.c", SPDX + "int b_run(void);\nint a_run(void)\n{\n    return me->b_run + me.b_run;\n}\n")
        write(self.top, "src/b.c", file_that_calls("b", "a"))
        write(self.top, "src/c.c", SPDX + "static int b_run(void)\n{\n    return 1;\n}\n\nint c_run(void)\n{\n    return b_run();\n}\n")
        self.assertEqual(self.said(), [])

    def test_a_table_is_excepted_by_its_name(self):
        table = "const Row rows[] = {\n    {\"b\", b_run},\n};\n"
        write(self.top, "src/a.c", SPDX + table + "int a_run(void)\n{\n    return 1;\n}\n")
        write(self.top, "src/b.c", file_that_calls("b", "a"))
        self.assertEqual(len(self.said()), 2)
        with unittest.mock.patch.dict(circles.TABLES, {"rows": "a list"}):
            self.assertEqual(self.said(), [])


class House(unittest.TestCase):
    def test_the_tree_is_clean(self):
        """But for the look of lines, which `./dev lint` checks: a build with a long line is still a good build."""
        said = lint(os.environ.get("TTYMIX_SOURCE") or os.path.join(HERE, "..", ".."))[1].rstrip("\n").split("\n")
        self.assertRegex(said[-1], r"^lint: [0-9]{3,} files")
        self.assertEqual([line for line in said[:-1] if not re.search(r"^skipped: |: not as clang-format|\(at most [0-9]+\)$|: (a tab|blanks at the end of the line)$", line)], [])


if __name__ == "__main__":
    unittest.main()
