#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sound file being written, under every fault at every file operation: an existing file is never destroyed, nothing half-made stays.

Runs in the top folder of the build, where tests/audio/io/writer_tool and tests/fault/shim.so are.
"""

import hashlib
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "fault"))
import faults  # noqa: E402

TOOL, SHIM = (os.path.abspath(path) for path in ("tests/audio/io/writer_tool", "tests/fault/shim.so"))
OLD = b"the old file\n"


def name_of(form):
    return "out." + form


def digest(folder, form):
    with open(os.path.join(folder, name_of(form)), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def put_old(folder, form):
    with open(os.path.join(folder, name_of(form)), "wb") as file:
        file.write(OLD)


def judge(case, form, new):
    old = hashlib.sha256(OLD).hexdigest()
    left = digest(case.folder, form)
    assert left in (old, new), f"neither old nor new\n{case}"
    if case.run.status == 0:
        assert left == new, f"reported success but old\n{case}"
    else:
        faults.judge_message(case, name_of(form))
    if case.fault.kind == "short":
        assert case.run.status == 0, f"a short write is no failure\n{case}"
    faults.judge_no_temporary(case, ".part")
    again = subprocess.run([TOOL, os.path.join(case.folder, name_of(form)), form, "1"], check=False)
    assert again.returncode == 0 and digest(case.folder, form) == new, f"writing again does not help\n{case}"


def check_format(shim, form, faults_tried):
    def command(folder):
        return [TOOL, os.path.join(folder, name_of(form)), form, "1"]

    folder = faults.fresh_folder(lambda f: put_old(f, form), shim.scratch)
    run = shim.run(command(folder), folder)
    assert run.status == 0, run.stderr
    new = digest(folder, form)
    faults.judge_replace_order(run, os.path.join(folder, name_of(form)))
    # An encoder writes often: the first operations, the last, and some between.
    numbers = sorted(set(range(1, 12)) | set(range(12, run.count, max(1, run.count // 6))) | set(range(max(1, run.count - 8), run.count + 1)))
    cases = 0
    for fault in faults_tried:
        for case in faults.sweep(shim, command, lambda f: put_old(f, form), [fault], numbers):
            judge(case, form, new)
            cases += 1
    return cases


def main():
    with tempfile.TemporaryDirectory(prefix="ttymix-writer-faults-") as scratch:
        shim = faults.Shim(SHIM, scratch)
        print(f"WAV: {check_format(shim, 'wav', faults.ALL_FAULTS)} cases, all well", flush=True)
        some = [fault for fault in faults.ALL_FAULTS if fault.kind in ("ENOSPC", "short", "kill-before")]
        print(f"FLAC: {check_format(shim, 'flac', some)} cases, all well", flush=True)


main()
