# SPDX-License-Identifier: GPL-3.0-or-later
"""What is heard is what is bounced: played from the start into a capture, sample for sample; for any block the device asks for."""
import os
import subprocess
import time

import harness
import devices
from devices import DeviceCase


class Heard(DeviceCase):
    def bounce(self, project):
        self.good("--bounce", project, "-o", self.path("bounce.wav"), "--bits", "float", "--report", "none")
        return harness.pcm_of(self.path("bounce.wav"))

    def assert_heard(self, captured, bounced):
        """The capture is silence, then the bounce, then silence."""
        first = next(i for i in range(0, len(bounced), 8) if any(bounced[i:i + 8]))
        probe = bounced[first:first + 4096]
        at = captured.find(probe)
        while at > 0 and at % 8:
            at = captured.find(probe, at + 1)
        self.assertGreaterEqual(at, 0, "the beginning is not in the capture")
        self.assertEqual(captured[at:at + len(bounced) - first], bounced[first:])
        self.assertEqual(captured[:at].count(0), at, "something was heard before")

    def play_into_file(self, project, *more):
        env = self.kit("alsa", self.dir)
        for _ in range(4):
            played = self.good("--play", project, "--device", "padraw", "--monitor", "0", *more, env=env)
            with open(self.path("cap.wav.f32"), "rb") as f:
                captured = f.read()
            os.unlink(self.path("cap.wav.f32"))
            if "gap" not in played.err:
                return captured
        self.skipTest("this machine was too busy to play without gaps, four times")

    @harness.unittest.skipIf(harness.QUICK, "quick run")
    def test_demo_into_a_file(self):
        self.assert_heard(self.play_into_file(harness.DEMO), self.bounce(harness.DEMO))

    def test_any_block_of_the_device(self):
        project = harness.write_generated_project(self.dir, seconds=1.5)
        bounced = self.bounce(project)
        for block in ("1", "17", "64", "480", "4096"):
            self.assert_heard(self.play_into_file(project, "--block", block), bounced)

    def test_jack_in_real_time(self):
        if not harness.find_program("jackd"):
            self.skipTest("jackd is not installed")
        project = harness.write_generated_project(self.dir, seconds=2.0)
        bounced = self.bounce(project)
        for attempt in range(4):
            env = self.kit("jack", self.dir, "48000", "1024")
            capture = self.path("jack.f32")
            recorder = None
            try:
                recorder = subprocess.Popen([os.path.join(self.tools, "jackcap"), capture, "5", "ttymix:.*"], env=dict(self.env, **env),
                                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(0.5)
                played = self.good("--play", project, "--device", "JACK", "--monitor", "0", env=env)
                recorder.wait(harness.PATIENCE_S)
            finally:
                if recorder and recorder.poll() is None:
                    recorder.kill()
                subprocess.run(["sh", devices.SETUP, "stop", self.dir], env=self.env, stdin=subprocess.DEVNULL, check=False)
            with open(capture, "rb") as f:
                captured = f.read()
            if "gap" not in played.err:
                self.assert_heard(captured, bounced)
                return
        self.skipTest("this machine lost real time four times")


if __name__ == "__main__":
    harness.main()
