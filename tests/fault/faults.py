# SPDX-License-Identifier: GPL-3.0-or-later
"""Spoil every file operation of a program, one after the other, and judge what is left.

The core of all fault tests: it knows nothing of what the program does.

    shim = Shim("tests/fault/shim.so")
    run = shim.run(["./program", "song.mix"], folder)            # nothing spoilt: run.ops is the list of operations
    for case in sweep(shim, make_command, prepare):              # every operation, every fault
        assert case.run.status != 0 or new_text_is_there(case.folder), case

A *fault* is an errno once or sticky (all later operations that can fail so do fail), short writes, or SIGKILL before or after the
operation.  `prepare(folder)` fills a fresh folder for each case; `make_command(folder)` returns the argument list; only operations on
paths in that folder count.  The sweep ends where a fault's number is beyond the program's operations; with threads their order may vary
from run to run, so the judge must hold for any order.
"""

import os
import shutil
import subprocess
import tempfile
from collections import namedtuple

Op = namedtuple("Op", "number name path to result")
Fault = namedtuple("Fault", "kind sticky")

ERRNO_FAULTS = [Fault(kind, sticky) for kind in ("ENOSPC", "EDQUOT", "EIO", "EROFS") for sticky in (False, True)]
SHORT_FAULTS = [Fault("short", False), Fault("short", True)]
KILL_FAULTS = [Fault("kill-before", False), Fault("kill-after", False)]
ALL_FAULTS = ERRNO_FAULTS + SHORT_FAULTS + KILL_FAULTS

ERRNO_TEXT = {
    "ENOSPC": "No space left on device",
    "EDQUOT": "Disk quota exceeded",
    "EIO": "Input/output error",
    "EROFS": "read-only",
}


class Run:
    """One run of the program: status (negative: ended by that signal), stdout, stderr, ops."""

    def __init__(self, status, stdout, stderr, ops):
        self.status, self.stdout, self.stderr, self.ops = status, stdout, stderr, ops

    @property
    def killed(self):
        return self.status == -9

    @property
    def spoilt(self):
        """The operations that were made to fail or cut short."""
        return [op for op in self.ops if op.result.startswith(("spoilt", "short"))]

    @property
    def count(self):
        return max((op.number for op in self.ops), default=0)

    def spoilt_names(self):
        return {op.name for op in self.spoilt}


class Case:
    """A run with one fault at one operation, and the folder as it was left."""

    def __init__(self, number, fault, run, folder):
        self.number, self.fault, self.run, self.folder = number, fault, run, folder

    def read(self, name):
        """The content of a file in the folder, or None."""
        try:
            with open(os.path.join(self.folder, name), "rb") as file:
                return file.read().decode()
        except FileNotFoundError:
            return None

    def names(self):
        return sorted(os.listdir(self.folder))

    def __str__(self):
        last = "\n".join(f"  {op.number} {op.name} {op.path} {op.to} {op.result}" for op in self.run.ops)
        return (f"operation {self.number}, {self.fault.kind}{' sticky' if self.fault.sticky else ''}: "
                f"status {self.run.status}\nstdout: {self.run.stdout!r}\nstderr: {self.run.stderr!r}\n"
                f"folder: {self.names()}\n{last}")


class Shim:
    def __init__(self, library, scratch=None):
        self.library = os.path.abspath(library)
        self.scratch = scratch or tempfile.gettempdir()

    def run(self, command, folder, number=0, fault=None, env=None, stdin=None, timeout=600):
        """Runs a command with the library; the environment is this process's, with `env` over it."""
        handle, log = tempfile.mkstemp(prefix="ttymix-fault-", dir=self.scratch)
        os.close(handle)
        settings = dict(os.environ, LC_ALL="C.UTF-8", FAULT_PREFIX=os.path.realpath(folder), FAULT_LOG=log, FAULT_AT=str(number),
                        FAULT_KIND=fault.kind if fault else "", FAULT_STICKY="1" if fault and fault.sticky else "0")
        settings.update(env or {})
        settings["LD_PRELOAD"] = self.library
        settings["ASAN_OPTIONS"] = settings.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        try:
            done = subprocess.run(command, env=settings, input=stdin, stdin=None if stdin else subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, check=False)
            return Run(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"), read_log(log))
        finally:
            os.unlink(log)


def read_log(path):
    ops = []
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            number, name, path_a, path_b, result = line.rstrip("\n").split("\t")
            ops.append(Op(int(number), name, path_a, path_b, result))
    return ops


def fresh_folder(prepare, scratch):
    folder = os.path.realpath(tempfile.mkdtemp(prefix="ttymix-fault-", dir=scratch))
    prepare(folder)
    return folder


def sweep(shim, make_command, prepare, faults=None, numbers=None, **options):
    """Yields a Case for each fault at each operation; the folder is removed when the next one is asked for.

    A quick run takes every third operation, from another one on for each fault.
    """
    step = 3 if os.environ.get("TTYMIX_QUICK") else 1
    for row, fault in enumerate(faults or ALL_FAULTS):
        for number in (numbers or range(1, 100000))[row % step::step]:
            folder = fresh_folder(prepare, shim.scratch)
            try:
                run = shim.run(make_command(folder), folder, number, fault, **options)
                if run.count < number:
                    break
                yield Case(number, fault, run, folder)
            finally:
                shutil.rmtree(folder)


# ---- judgements that hold for every program ------------------------------------------------------------------------------------


def judge_old_or_new(case, name, old, new):
    """The file is the old or the new text, whole; a reported success means the new one."""
    text = case.read(name)
    assert text in (old, new), f"{name} is neither old nor new: {text!r}\n{case}"
    if case.run.status == 0:
        assert text == new, f"reported success but old\n{case}"


def judge_message(case, name):
    """A failure says what file, and why."""
    if case.run.status in (0, -9):
        return
    assert name in case.run.stderr, f"the message does not name {name}\n{case}"
    assert ERRNO_TEXT[case.fault.kind].lower() in case.run.stderr.lower(), f"the message does not name the cause\n{case}"


def judge_no_temporary(case, ending=".new"):
    """Nothing half-made is left, except after a kill or where removing it was made to fail as well."""
    if case.run.killed or "unlink" in case.run.spoilt_names():
        return
    left = [name for name in case.names() if name.endswith(ending)]
    assert not left, f"left behind: {left}\n{case}"


def judge_replace_order(run, target):
    """A file is replaced by: create new, write, fsync(new), rename(new, target), fsync(folder), in this order, and never opened to be written."""
    renames = [op for op in run.ops if op.name == "rename" and op.to == target]
    assert renames, f"{target} was never replaced"
    for rename in renames:
        new, at = rename.path, rename.number
        of_new = [op for op in run.ops if op.path == new and op.number < at]
        writes = [op.number for op in of_new if op.name in ("write", "truncate", "chmod", "chown")]
        syncs = [op.number for op in of_new if op.name == "fsync" and op.result == "0"]
        assert of_new[0].name == "create", of_new
        assert writes and syncs and max(writes) < max(syncs) < at, f"{new} was not synced before its rename: {of_new}"
        folder = os.path.dirname(target)
        assert any(op.name == "fsync" and op.path == folder and op.number > at for op in run.ops), f"{folder} was not synced"
    direct = [op for op in run.ops if op.path == target and op.name in ("create", "open-write", "truncate")]
    assert not direct, f"{target} was written in place: {direct}"
