# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects that break one rule of a check each, and their mended twins.

A row: rule, what is broken, what mends it. Both are the sections of a project behind the same head and the same quiet song; a callable makes
stems first. What is said of the broken one is this rule and no other; of the mended one, nothing.
"""
import math

SONG = """
[track a]
clip     "a.wav"  fade-in 5 ms  fade-out 5 ms
"""
MASTER = "\n[master]\n"

# Rules that read only the text: the stem is never opened.
DOCUMENT = (
    ("mix/mute", SONG + "mute\n" + MASTER, SONG + MASTER),
    ("mix/mute", SONG + "mute\n[automation a.mute]\nmode off\n0:00 off\n" + MASTER, SONG + "mute\n[automation a.mute]\n0:00 off\n" + MASTER),
    ("mix/solo-safe", SONG + "solo-safe\n" + MASTER, SONG + "send r -6 dB\n[return r]\nsolo-safe\n" + MASTER),
    ("mix/bypassed", SONG + "comp bypass\n" + MASTER, SONG + "comp\n" + MASTER),
    ("mix/send", SONG + "send r -inf dB\n[return r]\n" + MASTER, SONG + "send r -90 dB\n[return r]\n" + MASTER),
    ("mix/send", SONG + "send r -6 dB mute\n[return r]\n" + MASTER,
     SONG + "send r -6 dB mute\n[return r]\n[automation a.send.r.mute]\n0:00 off\n" + MASTER),
    ("mix/unused", SONG + "[bus b]\n" + MASTER, SONG + "out b\n[bus b]\n" + MASTER),
    ("mix/unused", SONG + "[return r]\n" + MASTER, SONG + "send r -6 dB\n[return r]\n" + MASTER),
    ("mix/unused", SONG + "[track t]\n" + MASTER, SONG + "[track t]\nclip \"t.wav\"\n" + MASTER),
    ("mix/unused", SONG + "[vca v]\nfader -1 dB\n" + MASTER, SONG + "vca v\n[vca v]\nfader -1 dB\n" + MASTER),
    ("mix/unused", SONG + "[group g]\n" + MASTER, SONG + "[group g]\nmembers a\n" + MASTER),
    ("mix/muted-bus", SONG + "out b\nsend r -6 dB\n[bus b]\nwaive mix/mute \"the subject of this project\"\nmute\n[return r]\n" + MASTER,
     SONG + "out b\n[bus b]\nwaive mix/mute \"the subject of this project\"\nmute\n" + MASTER),
    ("mix/limiter", SONG + MASTER + "fader 0 dB\nlimiter\n", SONG + MASTER + "fader 0 dB\n"),
    ("mix/limiter", SONG + MASTER + "clipper\n", SONG + "clipper\n" + MASTER),
    ("mix/gain-sum", SONG.replace("fade-in", "gain +10 dB  fade-in") + "trim +14.1 dB\n" + MASTER,
     SONG.replace("fade-in", "gain +10 dB  fade-in") + "trim +8 dB\n" + MASTER),
    ("mix/automation-end", SONG + "[automation a.fader]\n0:00 0 dB\n0:05.001 -3 dB\n[markers]\nend 0:05\n" + MASTER,
     SONG + "[automation a.fader]\n0:00 0 dB\n0:05 -3 dB\n[markers]\nend 0:05\n" + MASTER),
    ("waive/unused", SONG + "waive mix/mute \"not any more\"\n" + MASTER, SONG + "waive mix/mute \"for the remix\"\nmute\n" + MASTER),
)

# ---- rules that need sound: a row is rule, stems, what is broken, what mends it, and the value that is said (or None) ----

RATE = 48000


def envelope(frames, edge=480):
    return [min(1.0, i / edge, (frames - 1 - i) / edge) for i in range(frames)]


def faded(channel, edge=480):
    """It comes out of silence and ends in it, 25 ms each."""
    return [0.0] * (RATE // 40) + [x * g for x, g in zip(channel, envelope(len(channel), edge))] + [0.0] * (RATE // 40)


def tone(hz, seconds, level, phase=0.0):
    step = 2 * math.pi * hz / RATE
    return [level * math.sin(step * i + phase) for i in range(int(seconds * RATE))]


def add(*channels):
    return [sum(xs) for xs in zip(*channels)]


def both(channel):
    """The right a hair softer: two equal channels are a finding of their own."""
    return [channel, [0.9999 * x for x in channel]]


def plateaus(level, runs):
    """A quiet tone with runs of three equal samples, far apart."""
    samples = tone(440, 2, 0.2)
    for i in range(runs):
        at = 4000 + 2000 * i
        samples[at:at + 3] = [level] * 3
    return faded(samples)


def turned():
    """Six seconds, of which 0.6 are out of phase: from crossing to crossing, so that nothing clicks."""
    left = tone(400, 6, 0.6)
    return [faded(left), faded([-x if 96000 <= i < 96000 + 28800 else x for i, x in enumerate(left)])]


TONE = {"a.wav": both(faded(tone(440, 3, 0.6)))}
CLIP = "clip     \"%s.wav\"  fade-in 5 ms  fade-out 5 ms\n"
A = "\n[track a]\n" + CLIP % "a"
B = "\n[track b]\n" + CLIP % "b"


def two(second):
    return dict(TONE, **{"b.wav": second})


SOUND = (
    ("stem/missing", TONE, A + "[track b]\nclip \"b.wav\"\n" + MASTER, A + MASTER, None),
    ("stem/clip", {"a.wav": both(plateaus(1 - 2 ** -15, 12))}, A + "fader -5 dB\n" + MASTER, None, 12),
    ("stem/dc", {"a.wav": both(faded([x + 0.01 for x in tone(440, 3, 0.6)]))}, A + MASTER,
     None, 20 * math.log10(0.01 * 2.99 / 3.05)),
    ("mix/subsonic", {"a.wav": both(faded(add(tone(440, 3, 0.4), tone(10, 3, 0.15))))}, A + MASTER,
     A + "eq\n  1 lowcut freq 60 Hz slope 24 dB/oct\nfader +3 dB\n" + MASTER, 20 * math.log10(0.15 / math.hypot(0.4, 0.15))),
    ("mix/polarity", two(both(faded(tone(440, 3, -0.06)))), A + B + "[group g]\nmembers a b\n" + MASTER,
     A + B + "polarity invert\n[group g]\nmembers a b\n" + MASTER, -1),
    ("mix/edge", two(both(tone(100, 1.0, 0.05, 0.5))), A + B.replace("  fade-out 5 ms", "") + MASTER, A + B + MASTER,
     20 * math.log10(abs(0.05 * math.sin(2 * math.pi * 100 / RATE * (RATE - 1) + 0.5)))),
    ("mix/input", TONE, A + "trim +3 dB\neq\nfader -3 dB\n" + MASTER, A + "eq\n" + MASTER, 20 * math.log10(0.6) + 3),
    ("mix/input-low", two(both(faded(tone(300, 2, 0.005)))), A + B + "eq\n" + MASTER, A + B + "trim +10 dB\neq\n" + MASTER,
     20 * math.log10(0.005)),
    ("mix/bus", TONE, A + "out b\n[bus b]\nfader +3 dB\n" + MASTER + "fader -3 dB\n", A + "out b\n[bus b]\n" + MASTER,
     20 * math.log10(0.6) + 3),
    ("mix/overs", TONE, A + "fader +6 dB\n" + MASTER, A + MASTER, None),
    # samples of a tone at a quarter of the rate, 45 degrees beside its tops, stay 3 dB below them
    ("mix/true-peak", {"a.wav": both(faded(tone(RATE / 4, 3, 0.95, math.pi / 4)))}, A + MASTER, A + "fader -1.5 dB\n" + MASTER,
     20 * math.log10(0.95)),
    ("mix/headroom", TONE, A + "fader +2 dB\n" + MASTER, A + MASTER, 20 * math.log10(0.6) + 2),
    ("mix/low-level", TONE, A + "fader -4 dB\n" + MASTER, A + MASTER, 20 * math.log10(0.6) - 4),
    ("mix/dc", {"a.wav": both(faded([x + 0.0028 for x in tone(440, 3, 0.3)])), "b.wav": both(faded([x + 0.0028 for x in tone(440, 3, 0.3)]))},
     A + B + MASTER, A + B + MASTER + "eq\n  1 lowcut freq 20 Hz\n", 20 * math.log10(0.0056 * 2.99 / 3.05)),
    ("mix/mono", {"a.wav": [faded(tone(440, 3, 0.6)), faded(tone(440, 3, -0.2))]}, A + MASTER,
     A + "polarity right\n" + MASTER, 10 * math.log10(0.40 / 0.08)),
    ("mix/mono-band", {"a.wav": [faded(add(tone(440, 3, 0.5), tone(2000, 3, 0.1))), faded(add(tone(440, 3, 0.5), tone(2000, 3, -0.1)))]},
     A + MASTER, A + "eq\n  1 highcut freq 500 Hz slope 48 dB/oct\nfader +1.5 dB\n" + MASTER, None),
    # every window that has more than 0.2 of 0.4 s out of phase: 7 of 57
    ("mix/correlation", {"a.wav": turned()}, A + MASTER, None, None),
    ("mix/head", TONE, A.replace("fade-in", "at 0:04  fade-in") + MASTER, A.replace("fade-in", "at 0:01  fade-in") + MASTER, 4),
    ("mix/tail-silence", TONE, A + "[markers]\nend 0:12\n" + MASTER, A + "[markers]\nend 0:05\n" + MASTER, 9),
    ("mix/tail", two(both(faded(tone(3000, 0.05, 0.05)))), A + B + "delay time 250 ms feedback 100 %\n" + MASTER,
     A + B + "delay time 250 ms feedback 20 %\n" + MASTER, None),
    ("mix/always", TONE, A + "comp threshold -10 dB ratio 2:1 makeup +2 dB\n" + MASTER, A + "comp threshold -5 dB ratio 2:1\n" + MASTER, None),
    ("mix/never", TONE, A + "comp threshold 0 dB ratio 2:1 knee 0 dB\n" + MASTER, A + "comp threshold -5 dB ratio 2:1\n" + MASTER, None),
)

# Mended by another stem instead of other words.
MENDED_STEMS = {
    "stem/clip": {"a.wav": both(faded(tone(440, 3, 0.95)))},
    "stem/dc": TONE,
    "mix/correlation": TONE,
}


# ---- finished sounds: rule, profile, what is broken, what mends it, and the value that is said (or None) ----

def base(seconds=6.0, level=0.1, peak=0.5):
    """A quiet tone with a short loud one each second: peaks far above the loudness, as music has them."""
    samples = tone(441, seconds, level)
    for i in range(RATE // 2, len(samples) - RATE // 4, RATE):
        burst = faded(tone(882, 0.01, peak - level), 96)
        samples[i:i + len(burst)] = add(samples[i:i + len(burst)], burst)
    return samples


def clipped():
    samples = faded(base())
    samples[RATE:RATE + 3] = [1 - 2 ** -15] * 3
    return samples


def hole(seconds):
    samples = faded(base())
    count = int(seconds * RATE)
    return samples[:2 * RATE] + [0.0] * count + samples[2 * RATE:]


def steps(loud, soft):
    return faded(tone(997, 10, loud) + tone(997, 10, soft))


SOFT = both(faded(base()))
LOUD = 10 ** (-16 / 20)  # a tone of 997 Hz on both sides reads its peak level in LUFS
OUTPUT = (
    ("qc/true-peak", "streaming", both(faded(base(peak=0.95))), SOFT, None),
    ("qc/true-peak", "podcast", both(faded(add(steps(LOUD, LOUD), [0.0] * RATE + tone(500, 0.002, 0.9) + [0.0] * (19 * RATE - 96)))),
     both(steps(LOUD, LOUD)), None),
    ("qc/loudness", "broadcast", both(faded(tone(997, 6, 10 ** (-22.7 / 20)))), both(faded(tone(997, 6, 10 ** (-23.1 / 20)))), -22.7),
    ("qc/loudness", "podcast", both(steps(LOUD * 1.2, LOUD * 1.2)), both(steps(LOUD, LOUD)), 20 * math.log10(LOUD * 1.2)),
    ("qc/loud-side", "vinyl", both(faded(tone(997, 6, 0.5))), SOFT, 20 * math.log10(0.5)),
    ("qc/plr", "streaming", both(faded(tone(997, 6, 0.5))), SOFT, None),
    ("qc/plr", "vinyl", both(faded(base(level=0.2, peak=0.5))), SOFT, None),
    ("qc/range", "podcast", both(steps(LOUD, LOUD / 8)), both(steps(LOUD * 1.2, LOUD * 0.6)), 20 * math.log10(8)),
    ("qc/clip", "cd", both(clipped()), SOFT, 1),
    ("qc/dc", "streaming", both(faded([x + 0.002 for x in base()])), SOFT, 20 * math.log10(0.002 * 5.99 / 6.05)),
    ("qc/correlation", "streaming", [faded(base()), faded([-x if 96000 <= i < 96000 + 28800 else x for i, x in enumerate(base())])], SOFT, None),
    ("qc/mono", "streaming", [faded(base()), faded(base(level=-0.03, peak=-0.15))], SOFT, None),
    ("qc/mono-band", "cd", [faded(add(base(), tone(2000, 6, 0.04))), faded(add(base(), tone(2000, 6, -0.04)))],
     both(faded(add(base(), tone(2000, 6, 0.04)))), None),
    ("qc/low-side", "streaming", [faded(add(base(), tone(80, 6, 0.16))), faded(add(base(), tone(80, 6, 0.04)))],
     [faded(add(base(), tone(80, 6, 0.12))), faded(add(base(), tone(80, 6, 0.08)))], 20 * math.log10(0.06 / 0.1)),
    ("qc/sibilance", "podcast", both(faded(add(tone(997, 6, LOUD), [0.0] * (2 * RATE) + tone(8500, 0.05, 0.15) + [0.0] * (4 * RATE - 2400)))),
     both(faded(add(tone(997, 6, LOUD), [0.0] * (2 * RATE) + tone(8500, 0.05, 0.05) + [0.0] * (4 * RATE - 2400)))),
     None),
    ("qc/source", "streaming", [faded(base())] * 2, SOFT, None),
    ("qc/source", "cd", [[int(x * 2 ** 15) / 2 ** 15 for x in channel] for channel in SOFT], SOFT, None),
    ("qc/silence", "streaming", both(hole(0.2)), both(hole(0.05)), 0.2),
    ("qc/head", "streaming", both([0.0] * (5 * RATE // 2) + faded(base())), both([0.0] * RATE + faded(base())), 2.5),
    ("qc/tail", "podcast", both(steps(LOUD, LOUD) + [0.0] * (4 * RATE)), both(steps(LOUD, LOUD) + [0.0] * (2 * RATE)), 4),
    ("qc/edges", "streaming", both(base()[:-RATE // 8]), SOFT, None),
)
