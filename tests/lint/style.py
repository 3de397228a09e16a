# SPDX-License-Identifier: GPL-3.0-or-later
"""Every C file is as clang-format writes it, by .clang-format."""
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

VERSION = 14  # Debian 12's; another one breaks lines in other places


def version_of(program):
    said = subprocess.run([program, "--version"], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True).stdout
    match = re.search(r"version (\d+)", said)
    return int(match.group(1)) if match else 0


def find_program():
    """The program, or why there is none."""
    for name in ("clang-format-%d" % VERSION, "clang-format"):
        if shutil.which(name) and version_of(name) == VERSION:
            return name, None
    return None, "clang-format %d is not installed: the format of lines is not checked" % VERSION


def faults(top, program, paths):
    done = subprocess.run([program, "--dry-run", *paths], cwd=top, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True)
    found = re.findall(r"^(.*?):(\d+):\d+: warning: code should be clang-formatted", done.stderr, re.M)
    return found if found or not done.returncode else [(paths[0], "1")]


def check(tree):
    if ".clang-format" not in tree.by_path:
        return
    program, why = find_program()
    if why:
        tree.skip(why)
        return
    paths = [source.path for source in tree.c_sources()]
    count = os.cpu_count() or 2
    with ThreadPoolExecutor(count) as pool:
        for found in pool.map(lambda part: faults(tree.top, program, part), [part for part in (paths[i::count] for i in range(count)) if part]):
            for path, line in found:
                tree.error(path, int(line), "not as clang-format writes it (clang-format -i %s)" % path)
