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

# Every kind at work: what its parameters need to be for it to change the signal.
PROCESSORS = {
    "gate": "threshold -30 dB  range 20 dB",
    "eq": "\n  1      lowcut  freq 90 Hz  slope 24 dB/oct\n  2      bell  freq 2.5 kHz  gain +4 dB  q 1.2"
          "\n  3      highshelf  freq 9 kHz  gain -3 dB",
    "comp": "threshold -30 dB  ratio 4:1  attack 5 ms  release 80 ms  makeup +3 dB",
    "deesser": "threshold -40 dB  range 9 dB", "transient": "attack +40 %  sustain -30 %",
    "multiband": "\n  1      upto 200 Hz  threshold -30 dB  ratio 3:1\n  2      upto 2 kHz  threshold -25 dB\n  3      threshold -30 dB",
    "gain": "level -3 dB", "delay": "time 150 ms  feedback 40 %  mix 30 %", "reverb": "decay 1.2 s  mix 25 %",
    "imager": "width 130 %  rotation 10 deg", "saturate": "drive 9 dB  character tube", "clipper": "ceiling -14 dBFS  softness 30 %",
    "convolve": '"room.wav"  mix 30 %', "limiter": "ceiling -12 dBTP",
}
KINDS = (("24 bit", ()), ("float", ("--bits", "float")), ("16 bit at 44100 Hz", ("--bits", "16", "--rate", "44100")))


def digest(program, project, folder, arguments):
    home = os.path.join(folder, "home")
    command = [program, "--bounce", project, "-o", os.path.join(folder, "out.wav"), "--json", "--quiet", *arguments]
    done = subprocess.run(command, env=harness.environment(home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)
    if done.returncode:
        return "status %d: %s" % (done.returncode, done.stderr.strip())
    return harness.Result(0, done.stdout, "").json()["sha256_pcm"]


def write_processors_project(program, folder):
    """A track for each kind of processor that the program has, and all of them in a row on another."""
    listed = subprocess.run([program, "--list", "processors"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                            check=True).stdout
    kinds = [kind for kind in PROCESSORS if ("\n" + listed).find("\n" + kind + ":") >= 0]
    sections = ""
    harness.write_wav(os.path.join(folder, "room.wav"), [[x * 0.9998 ** i for i, x in enumerate(harness.noise(0.4, 77))]])
    for i, chain in enumerate([[kind] for kind in kinds] + [kinds]):
        harness.write_wav(os.path.join(folder, "stems", "p%02d.wav" % i), [harness.noise(1.0, i + 1), harness.sine(97 * (i + 1), 1.0)])
        sections += '\n[track p%02d]\nclip     "stems/p%02d.wav"\n' % (i, i)
        sections += "".join("%s %s\n" % (kind, PROCESSORS[kind]) for kind in chain) + "fader    -9 dB\n"
    path = os.path.join(folder, "processors.mix")
    with open(path, "w") as f:
        f.write(harness.project_text(48000, sections + "\n[master]\n", "Processors"))
    return path


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
