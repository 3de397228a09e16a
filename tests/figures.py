#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""figures.py BUILD [README]: the figures that the last test run measured, each beside its bar.

Tests print lines `figure NAME VALUE UNIT bar BAR`; they stand in BUILD/tests/**/*.log.  Without README the table is printed; with it
the part between the two marks in README is replaced.  `make check` and then `tests/figures.py build tests/README.md` brings it up to date.
"""
import os
import re
import sys

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
LINE = re.compile(r"figure (\S+) (\S+) (.*?) ?bar (\S+)\s*$")


def collect(build):
    rows = {}
    for folder, _, names in sorted(os.walk(os.path.join(build, "tests"))):
        for name in sorted(n for n in names if n.endswith(".log")):
            test = os.path.relpath(os.path.join(folder, name), os.path.join(build, "tests"))[:-4]
            with open(os.path.join(folder, name), errors="replace") as log:
                for line in log:
                    found = LINE.search(line)
                    if found:
                        rows[(test, found.group(1))] = found.groups()[1:]
    return rows


def number(text):
    try:
        return "%.3g" % float(text)
    except ValueError:
        return text


def table(rows):
    lines = ["| test | figure | measured | bar | unit |", "|---|---|---|---|---|"]
    last = None
    for (test, name), (value, unit, bar) in rows.items():
        lines.append("| %s | %s | %s | %s | %s |" % ("`%s`" % test if test != last else "", name, number(value), number(bar), unit))
        last = test
    return "\n".join(lines)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    rows = collect(sys.argv[1])
    if not rows:
        sys.exit("no figures in %s: run the tests first" % sys.argv[1])
    text = table(rows)
    if len(sys.argv) == 2:
        print(text)
        return
    with open(sys.argv[2]) as f:
        readme = f.read()
    begin, end = readme.index(BEGIN) + len(BEGIN), readme.index(END)
    with open(sys.argv[2], "w") as f:
        f.write(readme[:begin] + "\n" + text + "\n" + readme[end:])


if __name__ == "__main__":
    main()
