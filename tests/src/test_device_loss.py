# SPDX-License-Identifier: GPL-3.0-or-later
"""A sound device that vanishes, hangs, is busy or has another rate: said, survived, and replaced without leaving the program."""
import subprocess
import threading
import time

import harness
from devices import DeviceCase


class Talk:
    """A plain session that is typed to, line by line."""

    def __init__(self, case, project, env):
        self.child = subprocess.Popen([harness.TTYMIX, "--plain", project, "--device", "padclock"], cwd=case.dir, env=dict(case.env, **env),
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1)
        self.said = []
        self.changed = threading.Condition()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.child.stdout:
            with self.changed:
                self.said.append(line.rstrip("\n"))
                self.changed.notify_all()

    def type(self, line):
        self.child.stdin.write(line + "\n")
        self.child.stdin.flush()

    def wait_for(self, words, seconds=harness.PATIENCE_S):
        end = time.monotonic() + seconds
        with self.changed:
            while not any(words in line for line in self.said):
                if not self.changed.wait(end - time.monotonic()):
                    raise AssertionError("%r was not said; said was: %r" % (words, self.said))

    def leave(self):
        self.type("quit!")
        code = self.child.wait(harness.PATIENCE_S)
        self.child.stdin.close()
        self.child.stdout.close()
        return code


class Loss(DeviceCase):
    def project(self):
        harness.write_wav(self.path("a.wav"), [harness.sine(440, 20.0, level=0.1)])
        return self.write("song.mix", harness.project_text(48000, '\n[track a]\nclip     "a.wav"\n\n[master]\n'))

    def check_survived(self, **faults):
        talk = Talk(self, self.project(), self.kit("alsa", self.dir, **faults))
        try:
            talk.type("play")
            talk.wait_for("Sound device lost: ")
            talk.type("set a.fader -5 dB")
            talk.wait_for("-5 dB")
            talk.type("write")
            talk.wait_for("Saved.")
            talk.type("device null")
            talk.wait_for("Opening null.")
            talk.type("play")
            self.assertEqual(talk.leave(), 0)
        finally:
            talk.child.kill()
        with open(self.path("song.mix")) as f:
            self.assertIn("fader    -5 dB\n", f.read())

    def test_device_vanishes_while_playing(self):
        self.check_survived(PADCLOCK_LOSE="1")

    def test_clock_freezes_while_playing(self):
        self.check_survived(PADCLOCK_FREEZE="1")

    def test_busy_device_is_said_and_work_goes_on(self):
        talk = Talk(self, self.project(), self.kit("alsa", self.dir, PADCLOCK_BUSY="1"))
        try:
            talk.type("play")
            talk.wait_for("No sound: ")
            talk.type("set a.fader -3 dB")
            talk.wait_for("-3 dB")
            self.assertEqual(talk.leave(), 0)
        finally:
            talk.child.kill()

    def test_other_rate_is_converted_and_said(self):
        talk = Talk(self, self.project(), self.kit("alsa", self.dir, PADCLOCK_RATES="44100"))
        try:
            talk.type("play")
            talk.type("wait 1")
            talk.type("device")
            talk.wait_for("at 44100 Hz, converted")
            self.assertEqual(talk.leave(), 0)
        finally:
            talk.child.kill()

    def test_play_without_any_device(self):
        result = self.run_ttymix("--play", self.project(), "--device", "no such device", env=self.kit("alsa", self.dir))
        self.assertEqual(result.code, 6, result.err)
        self.assertIn("no such device", result.err)


if __name__ == "__main__":
    harness.main()
