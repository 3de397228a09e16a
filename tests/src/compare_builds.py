#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""compare_builds.py PROGRAM PROGRAM...: programs built by different compilers and options must render the same bytes.

Each bounces the demo and a generated project of many kinds of things, to 24 bit and to float; the SHA-256 of the sound is compared with the
first program's.  The last line counts: "N passed, N failed".
"""
import os
import shutil
import subprocess
import sys
import tempfile

import harness
from processors import write_processors_project

KINDS = (("24 bit", ()), ("float", ("--bits", "float")), ("16 bit at 44100 Hz", ("--bits", "16", "--rate", "44100")))


def digest(program, project, folder, arguments):
    home = os.path.join(folder, "home")
    command = [program, "--bounce", project, "-o", os.path.join(folder, "out.wav"), "--json", "--quiet", *arguments]
    done = subprocess.run(command, env=harness.environment(home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)
    if done.returncode:
        return "status %d: %s" % (done.returncode, done.stderr.strip())
    return harness.Result(0, done.stdout, "").json()["sha256_pcm"]


def compare(programs, projects, folder):
    passed = failed = 0
    for project in projects:
        for kind, arguments in KINDS:
            wanted = digest(programs[0], project, folder, arguments)
            whole = len(wanted) == 64
            for program in programs[1:]:
                found = digest(program, project, folder, arguments)
                same = whole and found == wanted
                passed, failed = passed + same, failed + (not same)
                print("%s: %s: %s, %s: %s" % ("PASS" if same else "FAIL", program, os.path.basename(project), kind,
                                              found[:16] if same else "%s, not %s" % (found, wanted)))
    return passed, failed


def main(programs):
    if len(programs) < 2:
        sys.exit(__doc__)
    folder = tempfile.mkdtemp(prefix="ttymix-builds-")
    os.mkdir(os.path.join(folder, "home"))
    try:
        programs = [os.path.abspath(program) for program in programs]
        projects = [harness.DEMO, harness.write_generated_project(folder, strips=24, seconds=2.0),
                    write_processors_project(programs[0], folder)]
        passed, failed = compare(programs, projects, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
