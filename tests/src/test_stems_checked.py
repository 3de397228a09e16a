# SPDX-License-Identifier: GPL-3.0-or-later
"""`--check` and `--analyze` say what a file cannot give: samples that are no numbers or beyond full scale, clips that ask for too much."""
import math
import struct

import harness

HEAD = "ttymix 1\nrate     48000 Hz\n"


def floats(values, bits=32, channels=1, rate=48000, big=False):
    order, size = ">" if big else "<", bits // 8
    data = struct.pack("%s%d%s" % (order, len(values), "f" if bits == 32 else "d"), *values)
    body = b"WAVE" + b"fmt " + struct.pack(order + "IHHIIHH", 16, 3, channels, rate, rate * channels * size, channels * size, bits)
    body += b"data" + struct.pack(order + "I", len(data)) + data
    return (b"RIFX" if big else b"RIFF") + struct.pack(order + "I", len(body)) + body


class Checked(harness.Case):
    def check(self, clips, code=0):
        text = HEAD + "".join("\n[track t%d]\nclip     %s\n" % (i, clip) for i, clip in enumerate(clips)) + "\n[master]\nfader    -inf dB\n"
        self.write("p.mix", text)
        result = self.run_ttymix("--check", "p.mix")
        self.assertEqual(result.code, code, result.err)
        return result.err.splitlines()

    # ---- samples ----

    def test_what_is_no_number_is_counted_and_found(self):
        values = [0.25] * 48000
        values[12000] = values[30000] = math.nan
        values[24000] = -math.inf
        for big in (False, True):
            for bits in (32, 64):
                self.write("a.wav", floats(values, bits, big=big))
                said = ["p.mix:5: a.wav: 3 samples are not numbers (NaN or infinite), the first at 0:00.25"]
                self.assertEqual(self.check(['"a.wav"'], 4), said)
                about = self.good("--analyze", "a.wav", "--json").json()
                self.assertEqual((about["not_finite_samples"], about["not_finite_first_seconds"]), (3, 0.25))
                self.assertEqual((about["beyond_full_scale_samples"], about["beyond_full_scale_first_seconds"]), (0, None))
                self.assertIn("not numbers    3 samples, NaN or infinite (first at 0.250 s), measured as silence\n", self.good("--analyze", "a.wav").out)
        # A bounce says and does the same: nothing is written, what was there stays.
        self.write("o.wav", "precious")
        result = self.run_ttymix("--bounce", "p.mix", "-o", "o.wav")
        self.assertEqual(result.code, 4)
        with open(self.path("o.wav"), encoding="utf-8") as f:
            self.assertEqual(f.read(), "precious")
        self.good("--check", "p.mix", "--allow-missing")

    def test_beyond_full_scale_with_the_true_maximum(self):
        """20 log10 of the largest float is 770.64 dB, of the largest double 6165.10 dB; nothing is clamped without a word."""
        for value, bits, level, played in ((1.5, 32, "+3.5", ""), (3.4028234663852886e38, 32, "+770.6", " and is played as +120.0 dBFS"),
                                           (-3.4028234663852886e38, 64, "+770.6", " and is played as +120.0 dBFS"),
                                           (1.7976931348623157e308, 64, "+6165.1", " and is played as +120.0 dBFS")):
            values = [0.25, -0.25] * 48000  # stereo
            values[2 * 24000 + 1], values[2 * 36000] = value, 1.25
            self.write("a.wav", floats(values, bits, 2))
            self.assertEqual(self.check(['"a.wav"', '"a.wav"']), ["p.mix:5: warning: a.wav: 2 samples lie beyond full scale, the first at 0:00.5; "
                                                                  "the largest is %s dBFS%s" % (level, played)])
            about = self.good("--analyze", "a.wav", "--json").json()
            self.assertEqual((about["beyond_full_scale_samples"], about["beyond_full_scale_first_seconds"]), (2, 0.5))
            exact = 20 * math.log10(abs(value))
            self.assertAlmostEqual(about["sample_peak_dbfs"][1], exact, delta=1e-3)
            self.assertAlmostEqual(about["sample_peak_dbfs"][0], 20 * math.log10(1.25), delta=1e-3)
            self.assertEqual(about["sample_peak_seconds"][1], 0.5)
            text = self.good("--analyze", "a.wav").out
            self.assertIn("beyond full    2 samples (first at 0.500 s), the largest %s dBFS" % level, text)
            self.assertEqual(", otherwise measured as +120.0 dBFS" in text, bool(played))

    def test_full_scale_is_not_beyond_it(self):
        self.write("a.wav", floats([1.0, -1.0] * 1000))
        self.assertEqual(self.check(['"a.wav"']), [])
        harness.write_wav(self.path("b.wav"), [[1.0, -1.0] * 1000], bits=16)
        self.assertEqual(self.check(['"b.wav"']), [])
        self.assertEqual(self.good("--analyze", "b.wav", "--json").json()["not_finite_samples"], 0)

    # ---- clips ----

    def test_a_clip_that_asks_for_more_than_there_is(self):
        harness.write_wav(self.path("a.wav"), [[0.25] * 48000])
        harness.write_wav(self.path("b.wav"), [[0.25] * 44100], 44100)
        fine = ['"a.wav"', '"a.wav"  offset 0.5 s', '"a.wav"  offset 0.25 s  length 0.75 s', '"a.wav"  length 1 s', '"b.wav"  length 1 s',
                '"a.wav"  at 0:10  offset 999 ms']
        converted = "p.mix:17: warning: b.wav: is at 44100 Hz and is converted to 48000 Hz"
        self.assertEqual(self.check(fine), [converted])
        said = self.check(['"a.wav"  offset 0.5 s  length 2 s', '"a.wav"  offset 1 s', '"a.wav"  offset 7.5 s  length 1 s', '"b.wav"  length 1.25 s'])
        self.assertEqual([line for line in said if "converted" not in line], [
            "p.mix:5: warning: a.wav: the clip asks for 0:00.5 to 0:02.5 of the file, which ends at 0:01: silence follows",
            "p.mix:8: warning: a.wav: the clip begins at 0:01 of the file, which ends at 0:01: nothing is heard of it",
            "p.mix:11: warning: a.wav: the clip begins at 0:07.5 of the file, which ends at 0:01: nothing is heard of it",
            "p.mix:14: warning: b.wav: the clip asks for 0:00 to 0:01.25 of the file, which ends at 0:01: silence follows"])
        result = self.run_ttymix("--bounce", "p.mix", "-o", "o.wav", "-q", "--report", "none")
        self.assertEqual((result.code, result.err.splitlines()), (0, said))  # told once, and the same
        result = self.run_ttymix("--plain", "p.mix", "--device", "null", stdin="quit\n")
        self.assertIn("the clip asks for 0:00.5 to 0:02.5 of the file", result.out + result.err)


if __name__ == "__main__":
    harness.main()
