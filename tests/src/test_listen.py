# SPDX-License-Identifier: GPL-3.0-or-later
"""What a session plays, heard elsewhere: the samples that left for the loudspeakers, in each format; a slow listener costs nobody but himself."""
import math
import os
import select
import subprocess
import time
import unittest

import harness
from harness import Case, noise, project_text, read_wav, write_wav
from served import TERM, Served

RATE = 48000
TRACKS = '\n[track a]\nclip     "a.wav"\n\n[master]\nfader    -3 dB\n'


class Listen(Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("a.wav"), [noise(3, 5), noise(3, 6)])
        self.write("song.mix", project_text(RATE, TRACKS))
        self.env["XDG_RUNTIME_DIR"] = self.path("run")
        self.served = Served(self, "song.mix")
        self.talk = self.served.talk()

    def listen(self, *arguments, out=None):
        return subprocess.Popen([harness.TTYMIX, "--listen", *arguments], cwd=self.dir, env=self.env, stdin=subprocess.DEVNULL,
                                stdout=out or subprocess.PIPE, stderr=subprocess.PIPE)

    def wait_for_bytes(self, name, count):
        end = time.monotonic() + harness.PATIENCE_S
        while os.path.getsize(self.path(name)) < count:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)

    def play_into(self, name, *arguments):
        """A file of what was played from its beginning to the song's end; what was said about it."""
        with open(self.path(name), "wb") as out:
            listener = self.listen(*arguments, out=out)
        self.addCleanup(lambda: listener.poll() is None and listener.kill())
        said = listener.stderr.readline().decode()  # it hears already
        self.talk.say("run-on on")
        self.talk.say("play")
        position, end = 0, time.monotonic() + harness.PATIENCE_S
        while position < 3 * RATE + RATE // 4:
            self.assertLess(time.monotonic(), end)
            position = self.talk.say("?state")["facts"]["position"]
            time.sleep(0.02)
        self.talk.say("stop")
        listener.send_signal(TERM)
        said += listener.communicate(timeout=harness.PATIENCE_S)[1].decode()
        self.assertEqual(listener.returncode, 128 + TERM, said)
        return said

    # ---- what is heard ----

    def test_wav_has_the_bits_of_the_bounce(self):
        said = self.play_into("heard.wav", "--bits", "float")
        self.assertRegex(said, r"^wav at 48000 Hz; delay \d+\.\d\d s\n(?:.*\n)*\d+\.\d s; delay at most \d+\.\d\d s; 0 frames left out\n$")
        self.good("--bounce", "song.mix", "-o", "song.wav", "--bits", "float", "--report", "none")
        rate, heard = read_wav(self.path("heard.wav"))
        _, bounced = read_wav(self.path("song.wav"))
        first = next(i for i, sample in enumerate(heard[0]) if sample)
        skipped = next(i for i, sample in enumerate(bounced[0]) if sample)
        frames = len(bounced[0]) - skipped
        self.assertEqual(rate, RATE)
        for channel in range(2):
            self.assertEqual(heard[channel][first:first + frames], bounced[channel][skipped:])

    def test_monitor_is_what_is_heard(self):
        self.talk.say("monitor -6 dB")
        self.play_into("quiet.wav", "--bits", "float")
        self.good("--bounce", "song.mix", "-o", "song.wav", "--bits", "float", "--report", "none")
        quiet, bounced = read_wav(self.path("quiet.wav"))[1][0], read_wav(self.path("song.wav"))[1][0]
        begin = next(i for i, sample in enumerate(quiet) if sample) + RATE // 2  # the monitor's glide is over
        first, second = quiet[begin:begin + RATE], bounced[RATE // 2:RATE // 2 + RATE]
        energy = [math.sqrt(sum(x * x for x in samples)) for samples in (first, second)]
        self.assertAlmostEqual(20 * math.log10(energy[0] / energy[1]), -6, delta=0.01)

    @unittest.skipUnless(harness.find_program("ffmpeg"), "ffmpeg is not installed")
    def test_flac_and_opus(self):
        self.good("--bounce", "song.mix", "-o", "song.wav", "--bits", "float", "--report", "none")
        bounced = read_wav(self.path("song.wav"))[1][0]
        for form, tolerance_db in (("flac", 0.05), ("opus", 1.0)):
            name = "heard." + form
            self.play_into(name, "--format", form)
            subprocess.run(["ffmpeg", "-v", "error", "-i", name, "-c:a", "pcm_s16le", name + ".wav"], cwd=self.dir, check=True,
                           stdin=subprocess.DEVNULL, timeout=harness.PATIENCE_S)
            rate, (heard, _) = read_wav(self.path(name + ".wav"))
            energy = [math.sqrt(sum(x * x for x in samples)) for samples in (heard, bounced)]
            self.assertEqual(rate, RATE)
            self.assertAlmostEqual(20 * math.log10(energy[0] / energy[1]), 0, delta=tolerance_db)

    def test_opus_at_other_rates_is_converted(self):
        self.write("other.mix", project_text(44100, TRACKS))
        other = Served(self, "other.mix")
        with open(self.path("heard.opus"), "wb") as out:
            listener = self.listen("--format", "opus", other.socket, out=out)
        self.wait_for_bytes("heard.opus", 1000)
        listener.send_signal(TERM)
        listener.communicate(timeout=harness.PATIENCE_S)
        with open(self.path("heard.opus"), "rb") as f:
            head = f.read(100)
        self.assertEqual(head[:4], b"OggS")
        self.assertEqual(head[28:36], b"OpusHead")

    # ---- who listens ----

    def test_slow_listener_loses_his_own_frames(self):
        before = self.served.memory_kib()
        slow, good = self.served.sound(), self.served.sound()
        span = lambda pieces: (pieces[0][0] - pieces[0][2], pieces[-1][0] + pieces[-1][1])
        heard = [good.piece()]
        while heard[-1][0] < heard[0][0] + 5 * RATE:  # the slow one takes nothing meanwhile: 5 s are more than the tap's 2.7
            heard.append(good.piece())
        late = [slow.piece()]
        while late[-1][0] < heard[-1][0]:
            late.append(slow.piece())
        for pieces in (heard, late):
            first, last = span(pieces)
            self.assertEqual(sum(piece[1] for piece in pieces) + pieces[-1][2], last - first)
            for piece, following in zip(pieces, pieces[1:]):
                self.assertEqual(following[0], piece[0] + piece[1] + following[2] - piece[2])
        self.assertGreater(late[-1][2], 4 * RATE - RATE)
        self.assertLess(heard[-1][2], late[-1][2])
        self.assertLess(self.served.memory_kib() - before, 8 * 1024)
        self.assertEqual(self.talk.say("set a.fader -1 dB")["text"], "A fader -1 dB")

    def test_slow_pipe_is_said(self):
        listener = self.listen("--bits", "float")
        listener.stderr.readline()
        time.sleep(2.5)  # nobody reads the pipe, of 64 KiB: a sixth of a second
        end = time.monotonic() + harness.PATIENCE_S
        lines = b""
        while b"frames were left out: what takes the sound is too slow" not in lines and time.monotonic() < end:
            os.read(listener.stdout.fileno(), 1 << 16)
            ready = select.select([listener.stderr], [], [], 0.01)[0]
            lines += os.read(listener.stderr.fileno(), 4096) if ready else b""
        self.assertRegex(lines.decode(), r"warning: \d+ frames were left out: what takes the sound is too slow\n")
        listener.stdout.close()  # who has heard enough
        self.assertEqual(listener.wait(timeout=harness.PATIENCE_S), 0)
        listener.stderr.close()

    def test_end_of_the_session_ends_the_file(self):
        with open(self.path("heard.wav"), "wb") as out:
            listener = self.listen(out=out)
        listener.stderr.readline()
        self.wait_for_bytes("heard.wav", 20000)
        self.talk.say("shutdown")
        said = listener.communicate(timeout=harness.PATIENCE_S)[1].decode()
        self.assertEqual(listener.returncode, 0)
        self.assertTrue(said.startswith("ttymix: the session was ended\n"), said)
        rate, channels = read_wav(self.path("heard.wav"))
        self.assertEqual((rate, len(channels)), (RATE, 2))

    def test_wrong_words(self):
        for arguments, said in ((("--format", "raw"), 'ttymix: --listen: "raw" is not wav, flac or opus\n'),
                                (("--format", "mp3"), None), (("a.mix", "b.mix"), None)):
            result = self.run_ttymix("--listen", *arguments)
            self.assertEqual(result.code, 2)
            self.assertEqual(result.err, said or result.err)
        bounce = self.run_ttymix("--bounce", "song.mix", "--format", "opus")
        self.assertEqual((bounce.code, bounce.err), (2, 'ttymix: --format: "opus" is not wav, rf64, flac or raw\n'))


if __name__ == "__main__":
    harness.main()
