# SPDX-License-Identifier: GPL-3.0-or-later
"""A project in which every kind of processor is at work, in every way that computes differently."""
import os
import re
import subprocess

import harness

# Per kind, the ways: what its parameters need to be for it to change the signal.
WAYS = {
    "gate": ("threshold -30 dB  range 20 dB", "threshold -25 dB  ratio 3:1  lookahead 4 ms  key-lowcut 200 Hz  key p00"),
    "eq": ("\n  1      lowcut  freq 90 Hz  slope 24 dB/oct\n  2      bell  freq 2.5 kHz  gain +4 dB  q 1.2\n  3      highshelf  freq 9 kHz  gain -3 dB",
           "autogain\n  1      bell  freq 400 Hz  gain -6 dB  channel mid\n  2      tilt  gain 3 dB  channel left\n  4      notch  freq 1.3 kHz"
           "\n  7      allpass  freq 60 Hz\n  9      bandpass  freq 700 Hz  q 0.3  channel side",
           "\n  1      bell  freq 900 Hz  gain -6 dB  threshold -40 dB  ratio 3:1\n  2      lowshelf  freq 150 Hz  gain 4 dB  channel side"
           "  threshold -50 dB  ratio 2:1",
           "phase linear  length short\n  1      highcut  freq 5 kHz  slope 96 dB/oct\n  2      bell  freq 250 Hz  gain 6 dB"),
    "comp": ("threshold -30 dB  ratio 4:1  attack 5 ms  release 80 ms  makeup +3 dB",
             "threshold -35 dB  ratio 3:1  detector rms  topology feedback  link 40 %  link-by average  release auto  makeup auto",
             "threshold -30 dB  ratio inf:1  lookahead 3 ms  hold 20 ms  range 9 dB  key p01  key-highcut 2 kHz  mix 60 %"),
    "deesser": ("threshold -40 dB  range 9 dB", "freq 4 kHz  shape bell  relative  mode wide  threshold -20 dB"),
    "transient": ("attack +40 %  sustain -30 %", "attack -60 %  sustain +50 %  sensitivity 30 %  mix 70 %"),
    "multiband": ("\n  1      upto 200 Hz  threshold -30 dB  ratio 3:1\n  2      upto 2 kHz  threshold -25 dB\n  3      threshold -30 dB  detector rms",),
    "gain": ("level -3 dB", "polarity left  swap  mono"),
    "delay": ("time 150 ms  feedback 40 %  mix 30 %", "note 1/16d  pingpong  modulation 40 %  lowcut 200 Hz  highcut 4 kHz  duck 12 dB  mix 40 %"),
    "reverb": ("decay 1.2 s  mix 25 %", "decay 4 s  size 90 %  predelay 33 ms  lowdecay 150 %  modulation 80 %  width 140 %  lowcut 100 Hz  mix 40 %"),
    "imager": ("width 130 %  rotation 10 deg", "lowwidth 20 %  midwidth 150 %  highwidth 70 %  monobelow 120 Hz  balance +20 %"),
    "saturate": ("drive 9 dB  character tube", "drive 20 dB  character transistor  bias +30 %  tone -40 %  mix 60 %", "drive 6 dB  character softclip",
                 "drive 12 dB  character hardclip", "drive 3 dB"),
    "clipper": ("ceiling -14 dBFS  softness 30 %",),
    "convolve": ('"room.wav"  mix 30 %', '"room.wav"  predelay 12 ms  length 0.2 s  gain -6 dB'),
    "limiter": ("ceiling -12 dBTP", "gain +6 dB  ceiling -6 dBTP  lookahead 1.5 ms  release 80 ms  link 20 %  character punchy  truepeak off"),
}
AUTOMATION = """
[automation %(eq)s.eq.2.freq]
mode     read
0:00       300 Hz
0:00.4     6 kHz  linear

[automation %(comp)s.comp.threshold]
mode     read
0:00       -10 dB
0:00.3     -40 dB  curve 0.4
0:00.6     -20 dB

[automation row.reverb.mix]
mode     read
0:00.1     10 %%
0:00.7     60 %%  linear

[automation row.saturate.bypass]
mode     read
0:00       off
0:00.5     on
"""


def kinds_of(program):
    listed = subprocess.run([program, "--list", "processors"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=True).stdout
    return re.findall(r"(?m)^([a-z0-9]+):", listed)


def write_processors_project(program, folder, seconds=1.0):
    """A track for each way of each kind, and all kinds in a row on another; returns the project's path."""
    kinds = kinds_of(program)
    missing = set(kinds) ^ set(WAYS)
    if missing:
        raise AssertionError("processors.py and the program do not know the same kinds: %s" % ", ".join(sorted(missing)))
    chains = [[(kind, way)] for kind in kinds for way in WAYS[kind]] + [[(kind, WAYS[kind][0]) for kind in kinds]]
    harness.write_wav(os.path.join(folder, "room.wav"), [[x * 0.9998 ** i for i, x in enumerate(harness.noise(0.4, 77))]])
    sections, first = "", {}
    for i, chain in enumerate(chains):
        name = "row" if i == len(chains) - 1 else "p%02d" % i
        first.setdefault(chain[0][0], name)
        channels = [harness.noise(seconds, i + 1), harness.sine(97 * (i + 1), seconds)][:2 if i % 4 else 1]
        harness.write_wav(os.path.join(folder, "stems", name + ".wav"), channels)
        sections += '\n[track %s]\nclip     "stems/%s.wav"\n' % (name, name)
        sections += "".join("%s %s\n" % part for part in chain)
        sections += "fader    -15 dB\n" + ("send     hall  -20 dB\n" if i % 3 == 0 else "") + ("out      group\n" if i % 2 else "")
    sections += "\n[bus group]\ncomp     threshold -20 dB  ratio 2:1\nlimiter  ceiling -3 dBTP\n"
    sections += "\n[return hall]\nreverb   decay 0.8 s\n"
    sections += "\n[master]\neq\n  1      highshelf  freq 8 kHz  gain +1 dB\ncomp     threshold -18 dB  key-lowcut 100 Hz\nlimiter\n" + AUTOMATION % first
    path = os.path.join(folder, "processors.mix")
    with open(path, "w") as f:
        f.write(harness.project_text(48000, sections, "Processors"))
    return path
