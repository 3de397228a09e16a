# SPDX-License-Identifier: GPL-3.0-or-later
"""`--dither`: what of it reaches a file, the noise as another program measures it, and a unity pass that touches no bit."""
import random
import re
import struct
import subprocess

import harness
from harness import Case, pcm_of, write_wav

KINDS = ("none", "tpdf", "shaped", "shaped-9")
WARNING = "warning: --dither none: 16 bits are rounded without dither, which distorts what is quiet\n"


def raw(path, bits, seed, frames=24000, channels=2, rate=48000):
    """A WAV of random bytes, every bit used; returns them."""
    data = random.Random(seed).randbytes(frames * channels * bits // 8)
    size = channels * bits // 8
    with open(path, "wb") as f:
        f.write(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " +
                struct.pack("<IHHIIHH", 16, 1, channels, rate, rate * size, size, bits) + b"data" + struct.pack("<I", len(data)) + data)
    return data


class Dither(Case):
    def project(self, body, head="pan-law  -3 dB\n", rate=48000):
        return self.write("p.mix", "ttymix 1\nrate     %d Hz\n%s%s\n[master]\n" % (rate, head, body))

    def bounce(self, *arguments, name="o.wav"):
        result = self.good("--bounce", "p.mix", "-o", name, "--json", *arguments)
        report = result.json()
        return pcm_of(self.path(name)), report["dither"], report["unchanged"], result.err

    # ---- nothing changes: nothing is dithered ----

    def test_unity_passes_bit_for_bit(self):
        for bits in (16, 24):
            first, second = raw(self.path("a.wav"), bits, 1), raw(self.path("b.wav"), bits, 2)
            self.project('\n[track a]\nclip "a.wav"\nclip "b.wav" at 24000 frames\nout low\n[track c]\nclip "a.wav" at 48000 frames\n'
                         '[bus low]\n')
            for kind in KINDS if bits == 16 else KINDS[:2]:
                pcm, used, unchanged, err = self.bounce("--bits", str(bits), "--dither", kind)
                self.assertEqual((used, unchanged, err), ("none", True, ""))
                self.assertTrue(pcm == first + second + first, (bits, kind))
            text = self.good("--bounce", "p.mix", "-o", "o.wav", "--bits", str(bits)).out
            self.assertIn("dither         none is needed: no sample changes between the stems and the file\n", text)
        raw(self.path("m.wav"), 16, 3, channels=1)
        self.project('\n[track a]\nclip "m.wav"\n', head="pan-law  0 dB\n")
        pcm, used, unchanged, _ = self.bounce("--bits", "24")
        self.assertTrue(unchanged)
        data = pcm_of(self.path("m.wav"))
        self.assertEqual(pcm, b"".join((b"\0" + data[i:i + 2]) * 2 for i in range(0, len(data), 2)))

    def test_decided_from_the_plan_alone(self):
        """Silence that is turned up is dithered; so is whatever may change a sample, be it by nothing."""
        write_wav(self.path("s.wav"), [[0.0] * 4800] * 2, bits=16)
        write_wav(self.path("m.wav"), [[0.0] * 4800], bits=16)
        write_wav(self.path("f.wav"), [[0.0] * 4800] * 2, bits=0)
        write_wav(self.path("deep.wav"), [[0.0] * 4800] * 2, bits=24)
        write_wav(self.path("r.wav"), [[0.0] * 4800] * 2, 44100, bits=16)
        clip = '\n[track a]\nclip "%s"%s\n%s\n'
        self.project(clip % ("s.wav", "", ""))
        self.assertTrue(self.bounce("--bits", "16")[2])
        for body in (clip % ("m.wav", "", ""), clip % ("f.wav", "", ""), clip % ("deep.wav", "", ""), clip % ("r.wav", "", ""),
                     clip % ("s.wav", "  gain -1 dB", ""), clip % ("s.wav", "  fade-in 1 ms", ""), clip % ("s.wav", "", "fader    -1 dB"),
                     clip % ("s.wav", "", "trim     +1 dB"), clip % ("s.wav", "", "pan      L 1 %"), clip % ("s.wav", "", "width    99 %"),
                     clip % ("s.wav", "", "polarity left"), clip % ("s.wav", "", "gain"), clip % ("s.wav", "", "eq"),
                     clip % ("s.wav", "", "vca v") + "[vca v]\n", clip % ("s.wav", "", "send r -6 dB") + "[return r]\n",
                     clip % ("s.wav", "", "") + '[track b]\nclip "s.wav" at 4799 frames\n',
                     clip % ("s.wav", "", "") + "[automation a.fader]\n0:00 0 dB\n"):
            self.project(body)
            pcm, used, unchanged, _ = self.bounce("--bits", "16")
            self.assertEqual((used, unchanged), ("tpdf", False), body)
            self.assertGreater(len(set(pcm)), 1, body)  # the dither is in the file
        self.project(clip % ("s.wav", "", ""))
        self.assertEqual(self.bounce("--bits", "16", "--rate", "44100")[1:3], ("tpdf", False))

    # ---- what each kind is ----

    def test_where_each_kind_may_be_used(self):
        write_wav(self.path("s.wav"), [[0.1] * 4800] * 2, bits=0)
        self.project('\n[track a]\nclip "s.wav"\n')
        for kind in ("shaped", "shaped-9"):
            for more in (("--bits", "24"), ("--bits", "float"), ("--bits", "16", "--rate", "96000")):
                result = self.run_ttymix("--bounce", "p.mix", "-o", "n.wav", "--dither", kind, *more)
                self.assertEqual((result.code, result.err), (2, "--dither %s: is made for 16 bit at 44100 or 48000 Hz\n" % kind))
            self.assertEqual(self.bounce("--bits", "16", "--dither", kind)[1], kind)
            self.assertEqual(self.bounce("--bits", "16", "--dither", kind, "--rate", "44100")[1], kind)
        result = self.run_ttymix("--bounce", "p.mix", "-o", "n.wav", "--dither", "noise")
        self.assertEqual(result.code, 2)
        self.assertIn("none, tpdf, shaped or shaped-9", result.err)
        for bits, kind, used, err in (("16", "none", "none", WARNING), ("24", "none", "none", ""), ("24", "tpdf", "tpdf", ""),
                                      ("32", "tpdf", "none", ""), ("float", "tpdf", "none", "")):
            _, found, unchanged, said = self.bounce("--bits", bits, "--dither", kind)
            self.assertEqual((found, unchanged, said), (used, False, err), (bits, kind))

    def test_rounded_alone(self):
        """`none` is the nearest integer, ties to even, as written again here."""
        values = [k / 65536.0 for k in range(-4800, 4800)]
        write_wav(self.path("s.wav"), [values, values], bits=0)
        self.project('\n[track a]\nclip "s.wav"\n')
        pcm = self.bounce("--bits", "16", "--dither", "none")[0]
        self.assertEqual(struct.unpack("<%dh" % (len(pcm) // 2), pcm)[::2], tuple(round(v * 32768) for v in values))

    def test_ranges_have_the_bytes_of_the_whole(self):
        write_wav(self.path("s.wav"), [harness.noise(4.2, 5), harness.noise(4.2, 6)], bits=0)
        self.project('\n[track a]\nclip "s.wav"\n')
        for kind in KINDS:
            for bits, size in (("16", 4), ("24", 6)):
                if bits == "24" and kind.startswith("shaped"):
                    continue
                for rate in ((), ("--rate", "44100")):
                    whole = self.bounce("--bits", bits, "--dither", kind, *rate)[0]
                    hz = int(rate[1]) if rate else 48000
                    for first, last in ((0.5, 1.0), (1.5, 3.3), (65536 / 48000.0, 1.5), (2.75, 2.751)):
                        part = self.bounce("--bits", bits, "--dither", kind, "--range", "0:%012.9f,0:%012.9f" % (first, last), *rate)[0]
                        begin, end = (int(round(t * 48000) * hz / 48000 + 0.5) for t in (first, last))
                        self.assertTrue(part == whole[begin * size:end * size], (kind, bits, rate, first))

    @harness.unittest.skipUnless(harness.find_program("sox"), "sox is not installed")
    def test_noise_as_sox_measures_it(self):
        """RMS in dB below a square of full scale, all of it and from 1 to 5 kHz; within 0.2 of what SoX's own filters give at 44.1 kHz
        (mastering: -84.1 and -121.6, -77.9 and -123.4)."""
        write_wav(self.path("s.wav"), [[0.0] * 44100 * 20] * 2, 44100, bits=0)
        self.project('\n[track a]\nclip "s.wav"\n', rate=44100)
        for kind, everything, keen in (("tpdf", -96.3, None), ("shaped", -84.1, -121.6), ("shaped-9", -77.9, -123.4)):
            self.bounce("--bits", "16", "--dither", kind)
            whole = self.path("o.wav")
            subprocess.run(["sox", whole, "-e", "floating-point", "-b", "32", self.path("band.wav"), "sinc", "1k-5k"], check=True)
            for path, wanted in ((whole, everything), (self.path("band.wav"), keen)):
                if wanted is not None:
                    said = subprocess.run(["sox", path, "-n", "stats"], stderr=subprocess.PIPE, text=True, check=True).stderr
                    level = float(re.search(r"RMS lev dB\s+(-[0-9.]+)", said).group(1))
                    self.assertAlmostEqual(level, wanted, delta=0.2, msg=kind)


if __name__ == "__main__":
    harness.main()
