# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits that say nothing about sound change none: what is split anywhere, moved and moved back, copied with the original deleted, renamed,
included and inlined, and what only names or notes, is the same bit for bit; strips in another order below -140 dBFS (sums are rounded in
another order).

Projects are made by chance from TTYMIX_SEED on: clips with every fade, overlaps and offsets, lanes, sends, processors, VCAs, tempo, at rates
of the studio and at odd ones, with stems at other rates and of every depth."""
import os
import random
import re

import harness
from harness import Case, noise, project_text, read_wav, sine, write_wav

SEED = int(os.environ.get("TTYMIX_SEED", "1"))
PROJECTS = int(os.environ.get("TTYMIX_PROJECTS", "4" if harness.QUICK else "24"))
RATES = (48000, 44100, 96000, 22050, 37800, 47999)
SHAPES = ("linear", "equal-power", "s-curve", "exponential", "logarithmic")
CHAINS = ("eq\n  1 bell freq 900 Hz gain +4 dB\n  2 lowcut freq 120 Hz", "comp threshold -30 dB ratio 4:1", "delay time 30 ms feedback 40 % mix 30 %",
          "gate threshold -40 dB", "saturate drive 9 dB", "limiter ceiling -9 dBTP", "comp threshold -25 dB ratio 3:1 topology feedback makeup auto",
          "transient attack +30 %", "imager width 130 %", "eq phase linear\n  1 highshelf freq 3 kHz gain -5 dB")
BOUND_DBFS = -140


class Song:
    """A project by chance: sections of text, and what can be edited in them."""

    def __init__(self, case, chance):
        self.case, self.chance = case, chance
        self.rate = chance.choice(RATES)
        self.tempo = chance.choice((None, 97, 123.4))
        self.tracks = ["t%d" % i for i in range(chance.randint(2, 4))]
        self.clips = {}  # of each track: (at, end) in seconds
        self.processors = []
        self.stems = [self.stem(i) for i in range(3)]
        sections = [self.track(name) for name in self.tracks]
        sections.append("[bus b]\n%sfader -2 dB\n" % self.processor("b"))
        sections.append("[return r]\nreverb decay 0.6 s mix 100 %\nfader -6 dB\n")
        sections.append("[vca v]\nfader -1.5 dB\n")
        sections += [self.lane(name) for name in self.tracks if chance.random() < 0.7]
        sections.append("[automation r.fader]\n0:00 -6 dB\n0:00.4 -12 dB curve 0.3\n")
        self.sections = sections
        self.text = project_text(self.rate, self.head() + "\n" + "\n".join(sections) + "\n[master]\n")

    def head(self):
        return "\n[tempo]\n0:00 %s bpm 3/4\n" % self.tempo if self.tempo else ""

    def stem(self, i):
        chance = self.chance
        rate, seconds = chance.choice((self.rate, *RATES)), chance.uniform(0.5, 0.9)
        channels = [noise(seconds, chance.random(), rate, 0.3), [a + 0.3 * b for a, b in zip(sine(220 * (i + 1), seconds, rate, 0.3),
                                                                                              noise(seconds, i, rate, 0.3))]]
        write_wav(self.case.path("s%d.wav" % i), channels[:chance.choice((1, 2))], rate, chance.choice((0, 16, 24, 32)))
        return "s%d.wav" % i, seconds

    def time(self, seconds):
        """In one of the units of a time: the same place, or nearly."""
        kind = self.chance.randrange(3 if self.tempo else 2)
        if kind == 0:
            return "%d frames" % round(seconds * self.rate)
        if kind == 1:
            return "0:%09.6f" % seconds
        beats = seconds * self.tempo / 60
        return "%d|%d|%d" % (beats // 3 + 1, beats % 3 + 1, beats % 1 * 960)

    def length(self, seconds):
        return self.chance.choice(("%d frames" % round(seconds * self.rate), "0:%09.6f" % seconds))

    def clip(self, number, at):
        chance = self.chance
        name, seconds = chance.choice(self.stems)
        offset = chance.choice((0, chance.uniform(0, seconds / 2)))
        length = (seconds - offset) * chance.uniform(0.4, 1)
        whole = chance.random() < 0.4
        words = ['clip:c%d "%s"' % (number, name), "at " + self.time(at)]
        if offset:
            words.append("offset " + self.length(offset))
        if not whole:
            words.append("length " + self.length(length))
        if chance.random() < 0.5:
            words.append("gain %.1f dB" % chance.uniform(-9, -0.1))
        for side in ("in", "out"):
            if chance.random() < 0.5:
                words.append("fade-%s %d ms %s" % (side, chance.randint(1, int(length * 700)), chance.choice(SHAPES)))
        return "  ".join(words), (at, at + (seconds - offset if whole else length))

    def processor(self, strip):
        if self.chance.random() < 0.3:
            return ""
        text = self.chance.choice(CHAINS)
        self.processors.append((strip, text.split()[0]))
        return text + "\n"

    def track(self, name):
        chance, at, lines = self.chance, self.chance.uniform(0, 0.1), []
        self.clips[name] = []
        for number in range(chance.randint(1, 3)):
            line, place = self.clip(number, at)
            lines.append(line)
            self.clips[name].append(place)
            at = max(0, place[1] + chance.choice((-1, -0.3, 0.2, 1)) * chance.uniform(0, 0.15))  # most overlap
        lines += ["trim %.1f dB" % chance.uniform(0.1, 3), self.processor(name).rstrip("\n"), "fader %.1f dB" % chance.uniform(-9, -0.1)]
        lines.append(chance.choice(("pan L 30 %", "pan R 12 %", "width 70 %", "polarity invert", "mute off")))
        lines += ["send r %.1f dB" % chance.uniform(-20, -6)] * (chance.random() < 0.6) + ["out b"] * (chance.random() < 0.5)
        lines += ["vca v"] * (chance.random() < 0.4)
        return "[track %s]\n" % name + "".join(line + "\n" for line in lines if line)

    def lane(self, name):
        chance, points = self.chance, sorted(self.chance.uniform(0, 1) for _ in range(4))
        what = chance.choice(("fader", "trim", "pan"))
        value = (lambda: "L %d %%" % chance.randrange(99)) if what == "pan" else (lambda: "%.1f dB" % chance.uniform(-20, -0.1))
        lines = ["%s %s %s" % (self.time(p), value(), chance.choice(("linear", "curve 0.4", "curve -0.7", "hold"))) for p in points]
        return "[automation %s.%s]\n" % (name, what) + "\n".join(lines) + "\n"

    # ---- edits that are not heard: lines of a script each, and what the text becomes ----

    def some_clip(self):
        name = self.chance.choice(self.tracks)
        return name, self.chance.choice(self.clips[name])

    def splits(self):
        lines = []
        for _ in range(self.chance.randint(1, 6)):
            name, (at, end) = self.some_clip()
            lines.append("split %s %s" % (name, self.time(self.chance.uniform(at, end))))
        return lines

    def moves(self):
        name = self.chance.choice(self.tracks)
        number = self.chance.randrange(len(self.clips[name]))
        where = re.findall(r"clip:c%d .*? at +(\d+ frames|\S+)" % number, self.text.split("[track %s]" % name)[1])[0]
        return ["move-clip %s.clip.c%d 0:07.3" % (name, number), "rename %s.clip.c%d moved" % (name, number),
                "move-clip %s.clip.moved %s" % (name, where)]

    def renames(self):
        lines = ["rename %s %s" % (name, "zz" + name) for name in (*self.tracks, "b", "r", "v") if self.chance.random() < 0.7]
        return lines or ["rename b zzb"]

    def words(self):
        name = self.chance.choice(self.tracks)
        return ['label %s "A label"' % name, 'note %s "A note"' % name, 'marker 0:00.3 "Here"', "loop 0:00 0:00.5", "add group g",
                "add bus unused", "add vca still", "vca %s still" % name if "vca v" not in self.text else "add return idle"]

    def there_and_back(self):
        name = self.chance.choice(self.tracks)
        lines = ["mute %s" % name, "unmute %s" % name, "copy-points r.fader 0:00 0:00.4 to 0:50", "clear r.fader 0:49 0:55",
                 "move-points r.fader 0:00.4 0:00.5 by 0:00.1", "move-points r.fader 0:00.5 0:00.6 by -0:00.1", "shift-points r.fader by +2 dB",
                 "shift-points r.fader by -2 dB", "set %s.fader += 1 dB" % name, "undo", "begin", "delete b", "end", "undo",
                 "toggle %s.mute" % name, "toggle %s.mute" % name]
        if self.processors:
            strip, kind = self.chance.choice(self.processors)
            lines += ["bypass %s.%s on" % (strip, kind), "bypass %s.%s off" % (strip, kind), "rename %s.%s other" % (strip, kind)]
        return lines

    def copies(self):
        """Each track's chain goes onto a new track with the same clips, which takes the other's place and name."""
        name = self.chance.choice(self.tracks)
        section = next(text for text in self.sections if text.startswith("[track %s]" % name))
        lines = ["add track copy before %s" % name, "copy-chain %s copy" % name]
        for line in section.splitlines()[1:]:
            words = line.split()
            if words[0].startswith("clip:"):
                lines.append("add clip copy " + line.partition(" ")[2])
            elif words[0] == "send":
                lines.append("send copy r " + " ".join(words[2:]))
            elif words[0] in ("trim", "fader", "pan", "width", "polarity", "out", "vca"):
                lines.append("set copy.%s %s" % (words[0], " ".join(words[1:])))
        for what in ("fader", "trim", "pan"):
            if "[automation %s.%s]" % (name, what) in self.text:
                lines.append("copy-points %s.%s 0:00 0:10 to 0:00 copy.%s" % (name, what, what))
        return lines + ["delete %s" % name, "rename copy %s" % name]

    def orders(self):
        names = [*self.tracks, "b", "r"]
        lines = []
        for _ in range(4):
            one, other = self.chance.sample(names, 2)
            lines.append("move %s %s %s" % (one, self.chance.choice(("before", "after")), other))
        return lines


class Inaudible(Case):
    def bounce(self, project):
        self.good("--bounce", project, "-o", "out.wav", "--bits", "float", "--report", "none", "-q")
        with open(self.path("out.wav"), "rb") as file:
            return file.read()

    def edit(self, song, lines):
        result = self.run_ttymix("--plain", "song.mix", stdin="".join(line + "\n" for line in (*lines, "write! edited.mix", "quit!")))
        return result

    def text(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def check(self, seed, song, kind, before):
        lines = getattr(song, kind)()
        said = self.edit(song, lines)
        what = "seed %d, %s: %s\n%s\n%s\n%s" % (seed, kind, lines, said.out, self.text("song.mix"), self.text("edited.mix"))
        self.assertRegex(said.out, "Saved a copy", what)
        refused = [line for line in said.out.splitlines() if re.search("Not |no clip", line)]
        if kind not in ("splits", "orders"):  # where no clip sounds, or a strip stands already
            self.assertEqual(refused, [], what)
        after = self.bounce("edited.mix")
        if kind != "orders":
            self.assertEqual(after == before, True, what + "\nlargest difference %.1f dBFS" % self.difference_dbfs(before, after))
        else:
            self.assertLess(self.difference_dbfs(before, after), BOUND_DBFS, what)
        return len(lines) - len(refused)

    def difference_dbfs(self, before, after):
        both = []
        for number, blob in enumerate((before, after)):
            self.write("%d.wav" % number, blob)
            both.append(read_wav(self.path("%d.wav" % number))[1])
        if [len(c) for c in both[0]] != [len(c) for c in both[1]]:
            return float("inf")
        worst = max(abs(a - b) for x, y in zip(*both) for a, b in zip(x, y))
        return 20 * harness.math.log10(worst) if worst else -400.0

    def check_include(self, seed, song, before):
        """The first sections in files of their own, which include others."""
        parts = [song.head(), *song.sections][:song.chance.randint(1, len(song.sections))]
        deep = song.chance.randint(0, len(parts) - 1)
        lines = ['include "deep.mix"'] if deep else []
        self.write("deep.mix", "ttymix 1\n" + "\n".join(parts[:deep]))
        for number, part in enumerate(parts[deep:]):
            self.write("part%d.mix" % number, "ttymix 1\n" + ("\n".join(lines) + "\n" if lines and not number else "") + part)
        includes = "".join('include "part%d.mix"\n' % number for number in range(len(parts) - deep))
        rest = "\n".join([song.head(), *song.sections][len(parts):])
        self.write("edited.mix", project_text(song.rate, includes + "\n" + rest + "\n[master]\n"))
        self.assertEqual(self.bounce("edited.mix") == before, True, "seed %d, includes: %s\n%s" % (seed, includes, song.text))

    def test_what_says_nothing_about_sound(self):
        done = 0
        for seed in range(SEED, SEED + PROJECTS):
            song = Song(self, random.Random(seed))
            self.write("song.mix", song.text)
            before = self.bounce("song.mix")
            for kind in ("splits", "moves", "renames", "words", "there_and_back", "copies", "orders"):
                done += self.check(seed, song, kind, before)
            self.check_include(seed, song, before)
        self.assertGreater(done, PROJECTS * 20)


if __name__ == "__main__":
    harness.main()
