# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk that looks at a processor sees what goes in and what comes out, against mathematics; it changes nothing."""
import math

import harness
from harness import project_text, sine, write_wav
from served import Served

TRACK = """[track tone]
clip "tone.wav"
gain level -6 dB
eq
  1 bell freq 1 kHz gain +6 dB q 1
comp threshold -40 dB ratio 2:1 knee 0 dB
trim 0 dB

[track other]
clip "tone.wav"
gain level -20 dB
fader -inf dB
"""
IN_DB = 20 * math.log10(0.25) - 6  # of a sine at 0.25, before the equalizer
TOLERANCE_DB = 0.15  # tenths are sent, and an equalizer's gain is 6 dB to 0.01


class Look(harness.Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("tone.wav"), [sine(1000, 30, level=0.25)] * 2)
        self.write("song.mix", project_text(48000, TRACK))
        self.served = Served(self, "song.mix")

    def seen(self, desk, begin, fits):
        """The first such line whose numbers fit: a meter needs some windows of sound first."""
        for _ in range(400):
            numbers = desk.read_to(begin).split()[len(begin.split()):]
            if fits(numbers):
                return numbers
        raise AssertionError("%s: last was %s" % (begin, numbers))

    def near(self, tenths, db):
        return abs(int(tenths) / 10 - db) < TOLERANCE_DB

    def test_both_sides_and_their_spectra(self):
        desk = self.served.desk()
        desk.send("meters 20 0 2", "look 0 1")
        self.assertEqual(desk.command("play")[0], 0)

        def sides_fit(words):
            before, after = ([int(x) for x in word.split(":")] for word in words)
            # a full-scale sine is 0 dB both as peak and as RMS
            return all(self.near(x, IN_DB) for x in before) and all(self.near(x, IN_DB + 6) for x in after)
        self.seen(desk, "sides 0 1", sides_fit)

        def bands_fit(words):
            per_octave, first = int(words[0]), float(words[1])
            bands = [[int(x) for x in word.split(":")] for word in words[2:]]
            at = min(range(len(bands)), key=lambda n: abs(first * 10 ** (0.3 * n / per_octave) - 1000))
            far = [b for n, b in enumerate(bands) if abs(n - at) > 6]
            return self.near(bands[at][0], IN_DB) and self.near(bands[at][1], IN_DB + 6) and all(b < -700 and a < -700 for b, a in far)
        self.seen(desk, "bands 0 1", bands_fit)

    def test_what_each_processor_takes_away(self):
        desk = self.served.desk()
        desk.send("meters 20 0 2", "look 0 0")
        desk.command("play")
        # -12.04 - -40 dB above the threshold; half of it goes
        self.seen(desk, "parts 0", lambda words: len(words) == 3 and words[0] == "0" and abs(int(words[2]) / 10 - (IN_DB + 6 + 40) / 2) < 0.3)

    def test_points_of_meters(self):
        """The input is at -12.04 dB; behind gain, equalizer (+6) and compressor (-16.98) the fader takes 6 more; pan passes both sides."""
        desk = self.served.desk()
        desk.command("set tone.fader -6 dB")
        desk.send("meters 20 0 1 0")
        desk.command("play")
        at_input = 20 * math.log10(0.25)
        after = at_input - 6 + 6 - (at_input + 40) / 2
        for point, db in ((0, at_input), (1, after), (2, after - 6), (3, after - 6)):
            desk.send("meters 20 0 1 %d" % point)
            self.seen(desk, "meters", lambda words: abs(int(words[2].split(":")[1]) / 10 - db) < 0.3)

    def test_the_document_moves_on(self):
        desk = self.served.desk()
        desk.send("meters 20 0 2", "look 0 1")
        desk.command("play")
        self.seen(desk, "sides 0 1", lambda words: self.near(words[1].split(":")[0], IN_DB + 6))
        desk.command("delete tone.gain")  # now the compressor stands there
        self.seen(desk, "sides 0 1", lambda words: self.near(words[0].split(":")[0], IN_DB + 12))
        desk.command("delete tone")
        desk.send("look 7 9", "look -1 -1", "look nonsense")
        self.assertEqual(desk.command("set other.fader -6 dB")[0], 0)

    def test_four_look_at_once_and_a_place_comes_free(self):
        desks = [self.served.desk() for _ in range(5)]
        for at, desk in enumerate(desks):
            desk.send("meters 20 0 2", "look 0 1" if at < 4 else "look 1 0")
            desk.command("note tone x%d" % at)  # it was taken
        desks[0].command("play")
        for desk in desks[:4]:
            self.seen(desk, "sides 0 1", lambda words: self.near(words[0].split(":")[0], IN_DB))
        last = desks[4]
        self.assertFalse(any(last.read_to("").startswith("sides") for _ in range(40)))
        desks[0].close()
        self.seen(last, "sides 1 0", lambda words: self.near(words[1].split(":")[0], 20 * math.log10(0.25) - 20))


if __name__ == "__main__":
    harness.main()
