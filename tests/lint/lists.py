# SPDX-License-Identifier: GPL-3.0-or-later
"""The makefiles' lists: sorted, complete, and without files that are gone."""
import os
import re

# Found by Automake itself, or of use in a checkout only.
UNLISTED = re.compile(r"^(configure\.ac|Makefile\.am|.*\.mk|COPYING|\.gitignore|\.gitattributes|\.mailmap)$")
PATH = re.compile(r"(?<![\w$/.)-])((?:src|tui|projects|audio|tests)/[\w./+-]+\.\w+|tests/[\w/+-]+|\.?[\w-]+\.md|dev|\.ci/run"
                  r"|\.clang-format|\.editorconfig)(?![\w/])")
ITEM = re.compile(r"^\s+([\w./+-]+)( \\)?$")


def lists_of(source):
    """The runs of lines that hold one path each, as [(line number, path)...]."""
    run = []
    for number, line in enumerate(source.lines, 1):
        match = ITEM.match(line)
        if match and not line.startswith("\t"):
            run.append((number, match.group(1)))
            if match.group(2):
                continue
        if run:
            yield run
        run = []
    if run:
        yield run


def check_sorted(tree, source):
    for run in lists_of(source):
        for (_, before), (number, after) in zip(run, run[1:]):
            if after <= before:
                tree.error(source.path, number, "%s stands after %s: lists are sorted as bytes" % (after, before))


def named_by(makefiles):
    names = {}
    for source in makefiles:
        for number, line in enumerate(source.lines, 1):
            for match in PATH.finditer(line.split("#")[0].replace("$(top_srcdir)/", " ").replace("$(srcdir)/", " ")):
                names.setdefault(match.group(1), (source.path, number))
    return names


def check(tree):
    makefiles = [source for source in tree.sources if source.path.endswith((".mk", ".am", "configure.ac"))]
    for source in makefiles:
        check_sorted(tree, source)
    names = named_by(makefiles)
    for source in tree.sources:
        if source.path in names or UNLISTED.match(source.path):
            continue
        if any(source.path.startswith(name + "/") for name in names if os.path.isdir(os.path.join(tree.top, name))):
            continue
        if tree.is_checkout:
            tree.error(source.path, 1, "no makefile lists this file: it would be missing in the tarball")
