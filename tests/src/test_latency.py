# SPDX-License-Identifier: GPL-3.0-or-later
"""What each strip and processor adds in latency is shown, in frames and in ms: by a bounce, by --describe, by the desk in words."""
import harness
from harness import Case, noise, project_text, write_wav

SONG = '''
[track vox]
clip     "a.wav"
eq       phase linear
  1      bell       freq 350 Hz  gain -3 dB
comp:level  threshold -26 dB  lookahead 5 ms
send     plate

[track bass]
clip     "a.wav"

[return plate]
comp     lookahead 2 ms  bypass

[master]
fader    0 dB
'''
# medium: a kernel of 4096 and a block of 256 are 2048 + 256 frames late; look-ahead of 5 and 2 ms is 240 and 96 frames
VOX = 2304 + 240


class Latency(Case):
    def song(self, sections=SONG):
        write_wav(self.path("a.wav"), [noise(0.2, 1)])
        return self.write("song.mix", project_text(sections=sections))

    def test_a_bounce_tells_it(self):
        project = self.song()
        text = self.good("--bounce", project, "-o", self.path("o.wav")).out
        self.assertIn("\nlatency        2688 frames (56.0 ms) to the output, taken off\n"
                      "               vox: 2544 frames (53.0 ms)\n               plate: 96 frames (2.0 ms)\n", text)
        latency = self.good("--bounce", project, "-o", self.path("o.wav"), "--json").json()["latency"]
        self.assertEqual(latency["strips"], [{"strip": "vox", "frames": VOX, "ms": 53.0}, {"strip": "plate", "frames": 96, "ms": 2.0}])
        self.assertEqual((latency["frames"] % 64, latency["frames"] >= VOX + 96), (0, True))

    def test_without_any_nothing_is_said(self):
        project = self.song('\n[track a]\nclip     "a.wav"\ncomp     threshold -18 dB\n\n[master]\n')
        self.assertNotIn("latency", self.good("--bounce", project, "-o", self.path("o.wav")).out)
        latency = self.good("--bounce", project, "-o", self.path("o.wav"), "--json").json()["latency"]
        self.assertEqual(latency, {"frames": 0, "ms": 0, "strips": []})
        self.assertNotIn("Latency", self.good("--describe", project, "a").out)

    def test_each_processor_is_described(self):
        project = self.song()
        self.assertIn("\nLatency 53 ms (2544 frames), compensated: EQ 48 ms and 42.7 ms of pre-ringing, level 5 ms.\n",
                      self.good("--describe", project, "vox").out)
        self.assertIn("\nLatency 2 ms (96 frames), compensated: comp 2 ms.\n", self.good("--describe", project, "plate").out)
        said = self.run_ttymix("--plain", "song.mix", stdin="describe vox\nquit\n").out
        self.assertIn("Latency 53 ms (2544 frames), compensated: EQ 48 ms and 42.7 ms of pre-ringing, level 5 ms.\n", said)


if __name__ == "__main__":
    harness.main()
