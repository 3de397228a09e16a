# SPDX-License-Identifier: GPL-3.0-or-later
"""Odd but legal sound files: played whole, or refused by the true reason, never with an alarm that is not true.

What is right stands beside each file (oddfiles.py), and where ffmpeg, sox and libsndfile agree on a file, it is what they say."""
import json
import os
import unittest

import harness
import judges
import oddfiles

ROUNDING = 2.0 ** -23  # integers of 32 bits, once more rounded by whoever makes them float
LOSSY = 1e-4           # two decoders of a lossy format: MP3 and Vorbis leave the last bits open


def differs(a, b, tolerance):
    if len(a) != len(b) or any(len(x) != len(y) for x, y in zip(a, b)):
        return "%s channels and frames instead of %s" % ([len(x) for x in a], [len(y) for y in b])
    worst = max(max((abs(p - q) for p, q in zip(x, y)), default=0) for x, y in zip(a, b))
    return "samples differ by %g" % worst if worst > tolerance else None


class Played(harness.Case):
    """Each file is a track of one project; its stem is what was heard of it."""

    def project(self, names):
        text = "ttymix 1\nrate     48000 Hz\npan-law  0 dB\n"
        for i, name in enumerate(names):
            text += '\n[track t%d]\nclip     "%s"\n' % (i, name)
        self.write("odd.mix", text + "\n[master]\nfader    -inf dB\n")  # strips' files are taken before it; the sum is no subject here

    def said(self, err):
        """{name: [what was said of it]} of lines like `odd.mix:6: warning: NAME: text`."""
        said = {}
        for line in err.splitlines():
            words = line.split(": ")
            place = 2 if words[1] == "warning" else 1
            said.setdefault(words[place], []).append(": ".join(words[place + 1:]))
        return said

    def heard(self, names):
        """{name: (channels of samples, what was said)}; every mode says the same of a file, and its length is that of --analyze."""
        self.project(names)
        bounced = self.good("--bounce", "odd.mix", "-o", "out.raw", "--format", "raw", "--bits", "float", "--stems", "stems", "--json")
        checked = self.good("--check", "odd.mix")
        self.assertEqual(checked.err, bounced.err)
        said, heard = self.said(bounced.err), {}
        for i, name in enumerate(names):
            _, stem = harness.read_wav(self.path("stems", "t%d.wav" % i))
            about = json.loads(self.good("--analyze", name, "--json").out)
            frames = about["frames"]
            self.assertEqual(max((abs(x) for c in stem for x in c[frames:]), default=0), 0, name)
            heard[name] = [c[:frames] for c in stem], said.get(name, [])
        return heard

    # ---- files made by hand ----

    def test_corpus(self):
        rows = oddfiles.corpus()
        self.assertEqual(len({row.name for row in rows}), len(rows))
        for row in rows:
            self.write(row.name, row.data)
        playable = [row for row in rows if not row.refused]
        heard = self.heard([row.name for row in playable])
        for row in playable:
            with self.subTest(row.name):
                samples, said = heard[row.name]
                wanted = row.samples()
                self.assertIsNone(differs(samples, wanted if row.channels == 2 else wanted * 2, ROUNDING))
                self.assertEqual(said, [row.alarm] if row.alarm else [])

    def test_a_project_is_made_of_the_corpus(self):
        for row in oddfiles.corpus():
            self.write(os.path.join("good" if not row.refused else "bad", row.name), row.data)
        made = self.good("--new", "new.mix", "good")
        count = len(os.listdir(self.path("good")))
        self.assertIn("new.mix: %d tracks, 0:00.050, 48000 Hz\n" % count, made.out)
        self.assertEqual(made.err, "")

    def test_refusals_say_why(self):
        for row in oddfiles.corpus():
            if not row.refused:
                continue
            with self.subTest(row.name):
                self.write(row.name, row.data)
                self.project([row.name])
                for mode in (("--check", "odd.mix"), ("--bounce", "odd.mix", "-o", "out.wav")):
                    result = self.run_ttymix(*mode)
                    self.assertEqual(result.code, 4)
                    self.assertTrue(result.err.startswith("odd.mix:6: %s: %s\n" % (row.name, row.refused)), result.err)
                result = self.run_ttymix("--analyze", row.name)
                self.assertEqual((result.code, result.err), (4, "%s: %s\n" % (row.name, row.refused)))
                self.assertEqual(self.run_ttymix("--new", "n.mix", row.name).code, 4)

    def test_what_others_agree_on_is_right(self):
        programs = judges.installed()
        if len(programs) < 2:
            self.skipTest("fewer than two of ffmpeg, sox and libsndfile are installed")
        agreed = 0
        for row in oddfiles.corpus()[::4 if harness.QUICK else 1]:
            if row.refused:
                continue
            path, wanted = self.write(row.name, row.data), row.samples()
            given = {name: judge(path, row.channels) for name, judge in programs.items()}
            if row.name.endswith((".w64", ".caf")):
                given.pop("sox", None)  # it asks libsndfile
            given = {name: samples for name, samples in given.items() if samples}
            wrong = {name: differs(samples, wanted, ROUNDING) for name, samples in given.items()}
            agree = len(given) > 1 and all(differs(samples, list(given.values())[0], ROUNDING) is None for samples in given.values())
            with self.subTest(row.name):
                if agree:
                    self.assertEqual({name: text for name, text in wrong.items() if text}, {})
            agreed += agree
        self.assertGreater(agreed, 20)  # the comparison compares something

    # ---- MP3 ----

    def encode(self, name, *options, seconds=0.7, rate=44100, channels=2):
        harness.write_wav(self.path("source.wav"), [harness.noise(seconds, 3 + c, rate, 0.2) for c in range(channels)], rate, 16)
        made = judges.run("ffmpeg", "-v", "error", "-y", "-i", self.path("source.wav"), *options, self.path(name))
        if made is None:
            self.skipTest("ffmpeg cannot make a %s" % name)
        with open(self.path(name), "rb") as f:
            return f.read()

    def mp3(self, *options, **more):
        return self.encode("made.mp3", "-c:a", "libmp3lame", "-id3v2_version", "0", "-write_id3v1", "0", *options, **more)

    def mp3_frames(self, data):
        """The frames of an MP3 stream without tags, as (bytes, frames of time): ISO/IEC 11172-3, written again."""
        at, out = 0, []
        while at + 4 <= len(data):
            assert data[at] == 0xff and data[at + 1] & 0xe6 == 0xe2
            lsf = data[at + 1] >> 3 & 3 != 3
            rate = (44100, 48000, 32000)[data[at + 2] >> 2 & 3] >> {3: 0, 2: 1, 0: 2}[data[at + 1] >> 3 & 3]
            index, padding = data[at + 2] >> 4, data[at + 2] >> 1 & 1
            kbps = ((0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160) if lsf else
                    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320))[index]
            size = (72 if lsf else 144) * kbps * 1000 // rate + padding
            out.append((data[at:at + size], 576 if lsf else 1152))
            at += size
        return out

    def mp3_heard(self, files):
        for name, data in files.items():
            self.write(name, data)
        return self.heard(list(files))

    def test_mp3_of_every_rate_is_counted(self):
        files, wanted = {}, {}
        for rate in (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000):
            for channels in (1, 2):
                for mode, options in (("cbr", ("-b:a", "64k")), ("vbr", ("-q:a", "5"))):
                    name = "%d-%d-%s.mp3" % (rate, channels, mode)
                    files[name] = self.mp3("-write_xing", "0", *options, rate=rate, channels=channels)
                    wanted[name] = sum(frames for _, frames in self.mp3_frames(files[name]))
                    files["tag-" + name] = oddfiles.id3v2(3000, b"\xff\xfb\x90\x64") + files[name] + oddfiles.ape() + oddfiles.ID3V1
                    wanted["tag-" + name] = wanted[name]
        for name, data in files.items():
            self.write(name, data)
            self.assertEqual(json.loads(self.good("--analyze", name, "--json").out)["frames"], wanted[name], name)

    def test_mp3_headers_that_say_nothing_or_the_wrong_thing(self):
        plain = self.mp3("-write_xing", "0", "-q:a", "4", rate=48000)
        whole = self.mp3("-q:a", "4", rate=48000)  # with a Xing header, LAME's delay and padding
        frames = self.mp3_frames(whole)
        self.assertIn(b"Xing", frames[0][0])
        count = len(frames) - 1

        def stating(number, flags=None):
            at = whole.index(b"Xing") + 8
            data = bytearray(whole)
            data[at:at + 4] = number.to_bytes(4, "big")
            return bytes(data)
        vbri = bytearray(frames[1][0][:4] + bytes(len(frames[1][0]) - 4))
        vbri[36:54] = b"VBRI\0\1\0\0\0\0" + (0).to_bytes(4, "big") + count.to_bytes(4, "big")
        body = b"".join(data for data, _ in frames[1:])
        half = len(frames) // 2
        first, second = (b"".join(data for data, _ in part) for part in (frames[1:half], frames[half:]))
        files = {"plain.mp3": plain, "whole.mp3": whole, "small.mp3": stating(3), "large.mp3": stating(count + 5), "zero.mp3": stating(0),
                 "vbri.mp3": bytes(vbri) + body, "junk-between.mp3": first + b"\xff\xfb\x90" + bytes(1000) + second,
                 "tag-between.mp3": first + oddfiles.id3v2(500) + second, "cut.mp3": body[:-10], "zeros-behind.mp3": body + bytes(5000),
                 "zeros-behind-tag.mp3": oddfiles.id3v2(100) + bytes(999) + body, "body.mp3": body}
        heard = self.mp3_heard(files)
        alarms = {"large.mp3": 5}
        lengths = {name: len(samples[0]) for name, (samples, _) in heard.items()}
        for name, (samples, said) in heard.items():
            with self.subTest(name):
                cut = alarms.get(name, 0) * 1152
                self.assertEqual(said, ["is cut off: %d of %d frames are there" % (lengths[name], lengths[name] + cut)] if cut else [])
        # LAME's delay and the decoder's are taken off where they are stated; the padding only where the length is true.
        lame = whole.index(b"Xing") + 120 + 21
        delay, padding = whole[lame] << 4 | whole[lame + 1] >> 4, (whole[lame + 1] & 15) << 8 | whole[lame + 2]
        self.assertEqual(lengths["whole.mp3"], count * 1152 - delay - padding)
        self.assertEqual(lengths["whole.mp3"], round(0.7 * 48000))
        for name in ("small.mp3", "large.mp3", "zero.mp3"):
            self.assertEqual(lengths[name], count * 1152 - delay - 529, name)
            self.assertIsNone(differs([c[:lengths["whole.mp3"]] for c in heard[name][0]], heard["whole.mp3"][0], LOSSY), name)
        for name in ("vbri.mp3", "tag-between.mp3", "zeros-behind.mp3", "zeros-behind-tag.mp3", "junk-between.mp3", "body.mp3"):
            self.assertIsNone(differs(heard[name][0], heard["body.mp3"][0], LOSSY), name)
        self.assertEqual(lengths["body.mp3"], count * 1152)
        self.assertEqual(lengths["cut.mp3"], (count - 1) * 1152)
        self.assertEqual(lengths["plain.mp3"], len(self.mp3_frames(plain)) * 1152)
        # By ffmpeg, which counts too.
        for name in ("plain.mp3", "body.mp3", "whole.mp3"):
            self.assertIsNone(differs(heard[name][0], judges.by_ffmpeg(self.path(name), 2), LOSSY), name)

    def test_mp3_that_changes_is_refused(self):
        data = self.mp3("-write_xing", "0", "-b:a", "64k") + self.mp3("-write_xing", "0", "-b:a", "64k", rate=48000)
        self.write("two.mp3", data)
        result = self.run_ttymix("--analyze", "two.mp3")
        self.assertEqual((result.code, result.err),
                         (4, "two.mp3: changes its sample rate or its number of channels within, which is not mixed\n"))

    # ---- Ogg Vorbis and Opus ----

    def test_vorbis_and_opus(self):
        for name, codec in (("a.ogg", "libvorbis"), ("a.opus", "libopus")):
            with self.subTest(name):
                whole = self.encode(name, "-c:a", codec, rate=48000)
                pages = [b"OggS" + part for part in whole.split(b"OggS")[1:]]  # neither makes these four bytes by chance here
                other = [oddfiles.ogg_page(99, i, [b"something else"], 2 if i == 0 else 0, 0) for i in range(len(pages))]
                among = b"".join(pages[:1] + other[:1] + [p for pair in zip(pages[1:], other[1:]) for p in pair])
                files = {"whole-" + name: whole, "among-" + name: among, "tag-" + name: oddfiles.id3v2() + whole,
                         "behind-" + name: whole + oddfiles.ID3V1}
                for file, data in files.items():
                    self.write(file, data)
                heard = self.heard(list(files))
                for file, (samples, said) in heard.items():
                    self.assertEqual(said, [], file)
                    self.assertIsNone(differs(samples, heard["whole-" + name][0], 0), file)
                self.assertEqual(len(heard["whole-" + name][0][0]), round(0.7 * 48000))
                theirs = judges.by_ffmpeg(self.path("whole-" + name), 2)  # it leaves the rest of the last block
                self.assertIsNone(differs(heard["whole-" + name][0], [c[:round(0.7 * 48000)] for c in theirs], 1e-3), name)
                self.write("chain-" + name, whole + whole.replace(whole[14:18], b"\1\2\3\4"))
                result = self.run_ttymix("--analyze", "chain-" + name)
                self.assertEqual((result.code, result.err), (4, "chain-%s: is a chain of several Ogg streams, which is not mixed\n" % name))


if __name__ == "__main__":
    harness.main()
