# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the tree, as the lint rules see them, and what they find."""
import os
import re
import subprocess

FOLDERS = ("audio", "projects", "tui", "src", "tests")
TOP_FILES = ("configure.ac", "Makefile.am", "dev", ".ci/run", ".clang-format", ".editorconfig", ".gitignore")
BUILT = re.compile(r"(\.o|\.a|\.lo|\.log|\.trs|\.pyc|~)$|(^|/)(\.deps|\.dirstamp|__pycache__)(/|$)")


class Source:
    """One file: its path from the top, its bytes, and its lines as text."""

    def __init__(self, top, path):
        self.path = path
        with open(os.path.join(top, path), "rb") as f:
            self.data = f.read()
        self.binary = b"\0" in self.data
        self.lines = [] if self.binary else self.data.decode("utf-8", "replace").split("\n")
        self._code = None

    @property
    def is_c(self):
        return self.path.endswith((".c", ".h"))

    @property
    def is_test(self):
        return self.path.startswith("tests/")

    @property
    def is_script(self):
        return self.path.endswith((".py", ".sh")) or self.data.startswith(b"#!")

    @property
    def code(self):
        """The lines of a C file with comments and the insides of strings blanked out."""
        if self._code is None:
            self._code = blank_words("\n".join(self.lines)).split("\n")
        return self._code


WORDS = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def blank_words(text):
    def blank(match):
        word = match.group(0)
        if word[0] in "\"'":
            return word[0] + " " * (len(word) - 2) + word[0]
        return re.sub(r"[^\n]", " ", word)
    return WORDS.sub(blank, text)


def listed_by_git(top):
    """What git keeps or would keep; None where this is no checkout."""
    if not os.path.exists(os.path.join(top, ".git")):
        return None
    done = subprocess.run(["git", "-C", top, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    if done.returncode:
        return None
    return [path for path in done.stdout.decode("utf-8", "surrogateescape").split("\0") if path]


def walked(top):
    paths = [path for path in TOP_FILES if os.path.exists(os.path.join(top, path))]
    paths += [name for name in sorted(os.listdir(top)) if name.endswith(".md")]
    for folder in FOLDERS:
        for here, _, names in os.walk(os.path.join(top, folder)):
            paths += [os.path.relpath(os.path.join(here, name), top) for name in names]
    return paths


class Tree:
    def __init__(self, top):
        self.top = os.path.abspath(top)
        listed = listed_by_git(self.top)
        self.is_checkout = listed is not None
        paths = listed if self.is_checkout else walked(self.top)
        self.sources = [Source(self.top, path) for path in sorted(set(paths))
                        if not BUILT.search(path) and os.path.isfile(os.path.join(self.top, path))]
        self.by_path = {source.path: source for source in self.sources}
        self.errors, self.warnings, self.skipped = [], [], []

    def c_sources(self):
        return [source for source in self.sources if source.is_c]

    def error(self, path, line, text):
        self.errors.append("%s:%d: %s" % (path, line, text))

    def skip(self, text):
        """What could not be checked here, and why."""
        self.skipped.append(text)

    def warn(self, path, line, text):
        self.warnings.append("%s:%d: %s" % (path, line, text))
