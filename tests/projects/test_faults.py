#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Save, journal and lock under every fault at every file operation, and under kill -9 at random moments.

Runs in the top folder of the build, where tests/projects/safety_tool and tests/fault/shim.so are.  TTYMIX_KILLS is the number of random
kills (default 40); TTYMIX_FAULTS=all spoils a session in every way (the usual run: with a full disk, once and for good, an error, short
writes, and every kill).
"""

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fault"))
import faults  # noqa: E402

TOOL, SHIM = (os.path.abspath(path) for path in ("tests/projects/safety_tool", "tests/fault/shim.so"))
OLD, NEW = "ttymix 1\nold\n", "ttymix 1\nnew, and longer than the old one\n"
BASE = "base\n"


def put(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def song(folder):
    return os.path.join(folder, "song.mix")


def check_save_order(shim):
    folder = faults.fresh_folder(lambda f: put(f, "song.mix", OLD), shim.scratch)
    run = shim.run([TOOL, "save", song(folder), NEW], folder)
    assert run.status == 0, run.stderr
    faults.judge_replace_order(run, song(folder))
    run = shim.run([TOOL, "session", song(folder)], folder)
    assert run.status == 0, run.stderr
    faults.judge_replace_order(run, song(folder))
    faults.judge_replace_order(run, os.path.join(folder, ".song.mix.journal"))
    return 2


def check_save(shim, verb, old):
    """Every fault at every operation of one save: old or new, told, nothing left."""
    cases = 0

    def prepare(folder):
        if old is not None:
            put(folder, "song.mix", old)

    for case in faults.sweep(shim, lambda f: [TOOL, verb, song(f), NEW], prepare):
        cases += 1
        faults.judge_old_or_new(case, "song.mix", old, NEW)
        faults.judge_message(case, "song.mix")
        faults.judge_no_temporary(case)
        if any(op.path.endswith(".new") and op.name != "unlink" for op in case.run.spoilt) and case.fault.kind != "short":
            assert case.run.status != 0, f"a text that may not be whole was reported as saved\n{case}"
        if case.fault.kind == "short":
            assert case.run.status == 0, f"a short write is no failure\n{case}"
        if case.run.status > 0:
            again = subprocess.run([TOOL, "save" if case.read("song.mix") else "new", song(case.folder), NEW], stdout=subprocess.DEVNULL, check=False)
            assert again.returncode == 0 and case.read("song.mix") == NEW, f"saving again does not help\n{case}"
    return cases


def edits_of(text):
    return [int(number) for number in re.findall(r"^edit (\d+)$", text, re.M)]


def judge_session(case):
    """Whatever was promised is there after a recovery, in order and without a hole; what was saved is in the file itself."""
    safe = max([0] + [int(n) for n in re.findall(r"^safe (\d+)$", case.run.stdout, re.M)])
    saved = max([0] + [int(n) for n in re.findall(r"^saved (\d+)$", case.run.stdout, re.M)])
    in_file = edits_of(case.read("song.mix") or "")
    assert in_file == list(range(1, len(in_file) + 1)) and len(in_file) >= saved, f"the file lost a save: {in_file}\n{case}"
    assert len(in_file) in (0, 2, 4), f"not a saved state: {in_file}\n{case}"
    recovered = subprocess.run([TOOL, "recover", song(case.folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    text = recovered.stdout.decode()
    assert recovered.returncode == 0 and text.split("\n")[0] in ("state none", "state applies"), f"{text} {recovered.stderr}\n{case}"
    known = edits_of(text)
    assert known == list(range(1, len(known) + 1)), f"recovered out of order: {known}\n{case}"
    assert len(known) >= max(safe, saved), f"promised {safe}, saved {saved}, recovered {known}\n{case}"
    assert case.read("song.mix").startswith(BASE)


def check_session(shim, verbose_faults):
    """Every fault at every operation of a session with lock, journal and saves."""
    cases = 0
    for case in faults.sweep(shim, lambda f: [TOOL, "session", song(f)], lambda f: put(f, "song.mix", BASE), verbose_faults):
        cases += 1
        judge_session(case)
        faults.judge_no_temporary(case)
        if case.run.status > 0:
            assert "song.mix" in case.run.stderr, f"the message names no file\n{case}"
        again = subprocess.run([TOOL, "clean", song(case.folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        assert again.returncode == 0, f"the next session fails: {again.stderr}\n{case}"
        if not case.run.killed and not case.run.spoilt_names() & {"unlink"}:
            assert case.names() == ["song.mix"], f"a clean end leaves files\n{case}"
    return cases


def kill_once(folder, word, delay):
    """Kills an endlessly editing session a while after it first says `word`: what it said, and what is recovered."""
    put(folder, "song.mix", BASE)
    child = subprocess.Popen([TOOL, "append", song(folder)], stdout=subprocess.PIPE, text=True)
    said = [child.stdout.readline()]
    while said[-1] and not said[-1].startswith(word):
        said.append(child.stdout.readline())
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    said += child.stdout.read().splitlines(keepends=True)
    child.wait()
    recovered = subprocess.run([TOOL, "recover", song(folder)], stdout=subprocess.PIPE, check=True, text=True).stdout
    return "".join(said), recovered


def last_of(word, said):
    return max([0] + [int(number) for number in re.findall(r"^%s (\d+)$" % word, said, re.M)])


def check_random_kills(scratch, count):
    """What the kernel had is there, in order and without a hole, and the file on disk is not touched.

    Every other session is killed before anything need have been written: then a journal without edits is right, too.
    """
    dice = random.Random(20)
    for number in range(count):
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            said, recovered = kill_once(folder, ("edit", "written")[number % 2], dice.uniform(0, (0.01, 0.15)[number % 2]))
            known, written, told = edits_of(recovered), last_of("written", said), last_of("edit", said)
            assert known == list(range(1, len(known) + 1)), known
            assert written <= len(known) <= told + 1, f"{told} edits told, {written} written, {len(known)} recovered"
            assert written > 0 or number % 2 == 0, said
            assert recovered.startswith("state applies\n" if known else "state none\n"), recovered[:80]
            with open(song(folder), encoding="utf-8") as file:
                assert file.read() == BASE
    return count


def main():
    with tempfile.TemporaryDirectory(prefix="ttymix-test-faults-") as scratch:
        os.environ["XDG_STATE_HOME"] = os.path.join(scratch, "state")
        shim = faults.Shim(SHIM, scratch)
        everything = [fault for fault in faults.ALL_FAULTS if fault not in faults.KILL_FAULTS]
        usual = [faults.Fault("ENOSPC", False), faults.Fault("ENOSPC", True), faults.Fault("EIO", False), faults.Fault("short", True)]
        session_faults = everything if os.environ.get("TTYMIX_FAULTS") == "all" else usual
        checks = [
            ("order of a save", lambda: check_save_order(shim)),
            ("faults in a save over an old file", lambda: check_save(shim, "save", OLD)),
            ("faults in a save of a new file", lambda: check_save(shim, "new", None)),
            ("kills in a session", lambda: check_session(shim, faults.KILL_FAULTS)),
            ("faults in a session", lambda: check_session(shim, session_faults)),
            ("kills at random moments", lambda: check_random_kills(scratch, int(os.environ.get("TTYMIX_KILLS", "40")))),
        ]
        for title, check in checks:
            print(f"{title}: {check()} cases, all well", flush=True)


main()
