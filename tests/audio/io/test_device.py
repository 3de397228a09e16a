#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays for real through device_probe, on a machine without a sound card, and loses the device in every way there is.

Run from the build folder; words select tests.  Tests of real devices need ../shared/audio beside the source tree (devices to
play to and to lose) and are skipped, saying so, where it is missing.  TTYMIX_LONG=1 repeats the reopening ten times.  A
scheduler that is late makes an honest underflow: tests of exact bits then play again, and promised times get what it is late by.
"""
import array
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

SOURCE = os.path.abspath(os.environ.get("srcdir", os.path.join(os.path.dirname(__file__), "../../..")))
SHARED = os.path.join(SOURCE, "..", "shared", "audio")
PROBE = os.path.abspath("tests/audio/io/device_probe")
TRIES = 4
PATIENCE_S = 600  # tells a hang from a busy machine
scratch = tempfile.mkdtemp(prefix="ttymix-device-")
tools_missing = None


class Lateness(threading.Thread):
    """How late this machine wakes who sleeps, at worst. A device is found and opened in some twenty steps, each of which may be as late."""

    def __init__(self):
        super().__init__(daemon=True)
        self.worst = 0.0

    def run(self):
        while True:
            before = time.monotonic()
            time.sleep(0.01)
            self.worst = max(self.worst, time.monotonic() - before - 0.01)

    def allowance(self):
        return 20 * self.worst


lateness = Lateness()


def build_tools():
    """Compiles the test devices; why not, or None."""
    setup = os.path.join(SHARED, "setup.sh")
    if not os.path.exists(setup):
        return "../shared/audio is not here"
    made = subprocess.run([setup, "build"], env=dict(os.environ, AUDIO_BIN=scratch + "/bin"), capture_output=True, text=True,
                          check=False)
    if made.returncode == 0:
        return None
    return "../shared/audio/setup.sh build failed: " + (made.stderr.strip().splitlines() or ["?"])[-1]



class Place:
    """A folder with the test devices, its environment, and JACK when asked for."""

    def __init__(self, jack=False, **extra):
        self.folder = tempfile.mkdtemp(dir=scratch)
        self.jackd = None
        self.env = dict(os.environ, AUDIO_BIN=scratch + "/bin", JACK_NO_START_SERVER="1")
        self.env.pop("JACK_DEFAULT_SERVER", None)
        self.take("alsa", self.folder)
        self.env.update(extra)
        if jack:
            try:
                self.start_jack()
            except BaseException:
                self.close()
                raise

    def take(self, *arguments):
        said = subprocess.run([os.path.join(SHARED, "setup.sh"), *arguments], env=self.env, capture_output=True, text=True,
                              check=True)
        for name, quoted, plain in re.findall(r"(\w+)=(?:'([^']*)'|(\S+))", said.stdout):
            self.env[name] = quoted or plain

    def start_jack(self):
        name = "ttymix" + os.path.basename(self.folder)
        self.env.update(JACK_DEFAULT_SERVER=name, JACK_NO_AUDIO_RESERVATION="1")
        self.run_jack()
        for _ in range(100):
            if self.jackd.poll() is not None:
                break
            if "JACK: system" in self.probe("--list").text:
                return
            time.sleep(0.1)
        raise unittest.SkipTest("jackd does not start here")

    def run_jack(self):
        with open(self.folder + "/jackd.log", "ab") as log:
            command = ["jackd", "-n", self.env["JACK_DEFAULT_SERVER"], "-r", "-d", "dummy", "-r", "48000", "-p", "256"]
            self.jackd = subprocess.Popen(command, env=self.env, stdout=log, stderr=log)

    def kill_jack(self):
        self.jackd.kill()
        self.jackd.wait()

    def end_jack(self):
        """A killed server keeps one of the eight places of this machine until one of its name has ended well."""
        if self.jackd.poll() is not None:
            self.run_jack()
            time.sleep(0.5)
        self.jackd.terminate()
        try:
            self.jackd.wait(60)
        except subprocess.TimeoutExpired:
            self.kill_jack()
        for left in glob.glob("/dev/shm/jack_sem.*_%s_*" % self.env["JACK_DEFAULT_SERVER"]):
            os.unlink(left)

    def start(self, *arguments):
        return Run(self.env, [str(a) for a in arguments])

    def probe(self, *arguments):
        return self.start(*arguments).wait()

    def capture(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            data = file.read()
        if data[:4] == b"RIFF":
            whole = array.array("i")
            whole.frombytes(data[44:44 + (len(data) - 44) // 8 * 8])
            return [v / 2147483648 for v in whole[0::2]], [v / 2147483648 for v in whole[1::2]]
        floats = array.array("f")
        floats.frombytes(data[:len(data) // 8 * 8])
        return floats[0::2], floats[1::2]

    def close(self):
        if self.jackd:
            self.end_jack()
            self.jackd = None
        shutil.rmtree(self.folder, ignore_errors=True)


class Run:
    """A probe that runs: what it prints, and its device child."""

    def __init__(self, env, arguments):
        self.process = subprocess.Popen([PROBE, *arguments], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)
        self.text, self.errors = "", ""

    def wait(self, limit=PATIENCE_S):
        rest, self.errors = self.process.communicate(timeout=limit)
        self.text += rest
        return self

    def wait_line(self, start):
        for line in self.process.stdout:
            self.text += line
            if line.startswith(start):
                return line
        raise AssertionError("no line %r in %r" % (start, self.text))

    def child(self):
        """Its device child's pid, or None."""
        for entry in os.listdir("/proc"):
            if entry.isdigit() and process_stat(entry)[1] == self.process.pid:
                return int(entry)
        return None

    def value(self, line, word):
        found = re.findall(r"^%s\b.*?\b%s=(\S+)" % (line, word), self.text, re.M)
        if not found:
            raise AssertionError("no %s of %s in %r" % (word, line, self.text))
        return float(found[-1])

    def values(self, line, word):
        return [float(v) for v in re.findall(r"^%s\b.*?\b%s=(\S+)" % (line, word), self.text, re.M)]

    def lines(self, start):
        return [line for line in self.text.splitlines() if line.startswith(start)]


def process_stat(pid):
    """(state, parent) of a process; ("X", 0) when there is none."""
    try:
        with open("/proc/%s/stat" % pid, encoding="latin-1") as file:
            fields = file.read().rpartition(")")[2].split()
        return fields[0], int(fields[1])
    except (OSError, IndexError):
        return "X", 0


def is_gone(pid, limit=PATIENCE_S):
    """A zombie has ended too: whoever adopted it has yet to look."""
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if process_stat(pid)[0] in "XZ":
            return True
        time.sleep(0.02)
    return False


def exact_run(left, right, at=0, count=0):
    """From frame `at` of a capture: (first frame that sounds, frames that then follow the probe's counting from `count`)."""
    first = next((i for i in range(at, len(left)) if left[i]), len(left))
    length = 0
    while first + length < len(left):
        value = ((count + length) % 20000 + 1) / 32768
        if left[first + length] != value or right[first + length] != -value:
            break
        length += 1
    return first, length


class DeviceTest(unittest.TestCase):
    def check_quiet(self, run):
        self.assertEqual(run.errors, "")
        self.assertEqual(run.lines("left"), ["left files=0 children=0"], run.text)
        self.assertTrue(all(v < 1.5 + lateness.allowance() for v in run.values("closed", "after")), run.text)

    def check_refused(self, run, text, status):
        self.assertEqual(len(run.lines("refused")), 1, run.text)
        self.assertIn("status=%s " % status, run.text)
        self.assertEqual(run.text.partition("text=")[2].splitlines(), [text, "left files=0 children=0"])
        self.assertEqual(run.errors, "")


class WithoutDevices(DeviceTest):
    """A machine without any sound."""

    def setUp(self):
        with tempfile.NamedTemporaryFile("w", dir=scratch, delete=False) as config:
            config.write("pcm.none { type hw }\n")
        self.env = dict(os.environ, ALSA_CONFIG_PATH=config.name, JACK_DEFAULT_SERVER="ttymix-none")

    def probe(self, *arguments):
        return Run(self.env, [str(a) for a in arguments]).wait()

    def test_none(self):
        self.check_refused(self.probe("", 48000, 256, 1), "there is no sound device, or none that is free", "not found")
        self.assertEqual(self.probe("--list").text, "count 0 there is no sound device, or none that is free\n")

    def test_sound_system_that_crashes(self):
        """alsa-lib aborts on an empty configuration: the child's death is an answer too."""
        self.env["ALSA_CONFIG_PATH"] = "/dev/null"
        self.check_refused(self.probe("", 48000, 256, 1), "the sound system: its process has ended (signal 6)", "lost")
        self.assertEqual(self.probe("--list").text, "count 0 the sound system: its process has ended (signal 6)\n")

    def test_bad_setup(self):
        self.check_refused(self.probe("null", 7999, 256, 1), "no sound device plays at 7999 Hz", "bad value")
        self.check_refused(self.probe("null", 48000, 4097, 1), "a block of 4097 frames is out of range (1 to 4096)",
                           "bad value")

    def test_null_keeps_time(self):
        for block in (1, 256, 4096):
            run = self.probe("null", 48000, block, 0.3)
            self.check_quiet(run)
            self.assertGreaterEqual(run.value("end", "wall"), 0.1)  # not at once; how exactly is up to the machine
            self.assertEqual(run.value("running", "underflows"), 0)

    def test_null_stopped_catches_nothing_up(self):
        run = Run(self.env, ["null", "48000", "256", "1"])
        run.wait_line("opened")
        time.sleep(0.2)
        run.process.send_signal(signal.SIGSTOP)
        time.sleep(0.8)
        run.process.send_signal(signal.SIGCONT)
        run.wait()
        self.check_quiet(run)
        self.assertGreaterEqual(run.value("end", "wall"), 1.6)

    def test_child_option_of_a_user(self):
        for word in ("3", "0", "x", "", "-1", "99999999999999999999"):
            run = self.probe("--device-child", word)
            self.assertEqual((run.process.returncode, run.text, run.errors), (2, "", ""))


class WithDevices(DeviceTest):
    """The test devices of ../shared/audio."""

    def place(self, **extra):
        if tools_missing:
            self.skipTest(tools_missing)
        made = Place(**extra)
        self.addCleanup(made.close)
        return made

    def play_exact(self, place, capture, *arguments):
        """Plays until there was no underflow; the capture then has every frame from the first."""
        for _ in range(TRIES):
            run = place.probe(*arguments)
            self.check_quiet(run)
            played = int(run.value("end", "played"))
            if run.value("(?:running|lost)", "underflows") == 0:
                first, length = exact_run(*place.capture(capture))
                self.assertGreaterEqual(length, played, "from %d" % first)
                return run
        self.skipTest("the machine is too busy: underflows in %d of %d tries" % (TRIES, TRIES))
        return None

    def test_list(self):
        run = self.place().probe("--list")
        self.assertIn("device ALSA: padclock channels=2 rate=44100\n", run.text)
        self.assertEqual((run.errors, run.text.splitlines()[-1].strip()), ("", "count 4"))

    def test_file_devices_are_bit_exact(self):
        place = self.place()
        for block in (0, 1, 17, 480, 4096):
            self.play_exact(place, "cap.wav", "padfile", 48000, block, 0.5)
            self.play_exact(place, "cap.wav.f32", "padraw", 96000, block, 0.5)

    def test_clock_device_is_bit_exact(self):
        for block in (17, 256, 4096):
            run = self.play_exact(self.place(), "cap.wav.clock", "padclock", 48000, block, 1)
            self.assertGreaterEqual(run.value("end", "wall"), 0.75)

    def check_lost_and_reopened(self, fault):
        times = 10 if os.environ.get("TTYMIX_LONG") else 3
        run = self.place(**{fault: "0.7"}).probe("padclock", 48000, 256, 1, "times=%d" % times, "again=null")
        self.check_quiet(run)
        self.assertEqual(len(run.lines("lost")), times, run.text)
        self.assertEqual(len(run.lines("running name=null")), times)
        self.assertTrue(all(line.endswith("reason=ALSA: padclock takes no more sound") for line in run.lines("lost")))
        self.assertTrue(all(silent < 2.0 + lateness.allowance() for silent in run.values("end", "silent")), run.text)

    def test_lost_and_reopened(self):
        self.check_lost_and_reopened("PADCLOCK_LOSE")

    def test_frozen_and_reopened(self):
        self.check_lost_and_reopened("PADCLOCK_FREEZE")

    def test_names(self):
        place = self.place()
        self.check_refused(place.probe("pad", 48000, 0, 1), "'pad' may mean several sound devices: ALSA: padnull, "
                           "ALSA: padfile, ALSA: padraw, ALSA: padclock", "bad value")
        self.assertIn("running name=ALSA: padclock ", place.probe("CLOCK", 48000, 0, 0.1).text)
        self.assertIn("running name=ALSA: padraw ", place.probe("ALSA: padraw", 48000, 0, 0.1).text)
        self.assertIn("running name=ALSA: padnull ", place.probe("", 48000, 0, 0.1).text)

    def test_busy(self):
        run = self.place(PADCLOCK_BUSY="1").probe("padclock", 48000, 0, 1)
        self.check_refused(run, "no free sound device is called 'padclock'; there are: ALSA: padnull, ALSA: padfile, "
                           "ALSA: padraw", "not found")

    def test_other_rate_is_converted(self):
        place = self.place(PADCLOCK_RATES="44100")
        for _ in range(TRIES):
            run = place.probe("padclock", 48000, 256, 1)
            self.check_quiet(run)
            if not run.value("running", "underflows"):
                break
        self.assertEqual(run.value("running", "rate"), 44100)
        left = place.capture("cap.wav.clock")[0]
        first = next(i for i, v in enumerate(left) if abs(v) > 0.01)
        step = 48000 / 44100 / 32768
        for i in range(first + 1000, first + 12000):
            self.assertAlmostEqual(left[i + 1] - left[i], step, delta=2e-6)

    def test_overload_is_counted_and_loses_nothing(self):
        place = self.place()
        run = place.probe("padclock", 48000, 256, 1.2, "slow=300")
        self.check_quiet(run)
        self.assertGreaterEqual(run.value("running", "underflows"), 1)
        left, right = place.capture("cap.wav.clock")
        at, count = 0, 0
        while at < len(left):  # gaps are silence between frames that all are there
            first, length = exact_run(left, right, at, count)
            if first == len(left):
                break
            self.assertGreater(length, 0)
            at, count = first + length, count + length
        self.assertGreaterEqual(count, int(run.value("end", "played")))

    def test_stopped_program_catches_nothing_up(self):
        place = self.place()
        run = place.start("padclock", 48000, 256, 4)  # a busy machine stops it late, but surely while it plays
        run.wait_line("running")
        run.process.send_signal(signal.SIGSTOP)
        time.sleep(1.2)
        run.process.send_signal(signal.SIGCONT)
        run.wait()
        self.check_quiet(run)
        self.assertEqual(run.lines("lost"), [])
        self.assertGreaterEqual(run.value("running", "underflows"), 1)
        self.assertGreaterEqual(run.value("end", "wall"), 5.0)

    def test_no_orphans(self):
        for fault in ({}, {"PADCLOCK_FREEZE": "0.1"}):
            run = self.place(**fault).start("padclock", 48000, 256, 30)
            run.wait_line("running")
            child = run.child()
            self.assertIsNotNone(child)
            time.sleep(0.3)
            run.process.kill()
            run.wait()
            self.assertTrue(is_gone(child))

    def test_exit_without_close(self):
        run = self.place().start("padclock", 48000, 256, 0.3, "die")
        run.wait_line("running")
        child = run.child()
        run.wait()
        self.assertEqual(run.process.returncode, 9)
        self.assertTrue(is_gone(child))

    def test_keys_of_the_terminal_do_not_reach_the_child(self):
        run = self.place().start("padclock", 48000, 256, 2)
        run.wait_line("running")
        child = run.child()
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGHUP):
            os.kill(child, number)
        run.wait()
        self.assertEqual((run.lines("lost"), len(run.lines("closed"))), ([], 1), run.text)

    def test_child_killed_or_stopped(self):
        for number, reason in ((signal.SIGKILL, "ALSA: padclock: its process has ended (signal 9)"),
                               (signal.SIGSTOP, "ALSA: padclock takes no more sound")):
            run = self.place().start("padclock", 48000, 256, 2, "again=null")
            run.wait_line("running")
            time.sleep(0.7)
            os.kill(run.child(), number)
            run.wait()
            self.check_quiet(run)
            self.assertEqual([line.partition("reason=")[2] for line in run.lines("lost")], [reason])
            self.assertEqual(len(run.lines("running name=null")), 1)

    def jack_place(self):
        if not shutil.which("jackd"):
            self.skipTest("jackd is not installed")
        return self.place(jack=True)

    def test_jack_is_bit_exact(self):
        place = self.jack_place()
        for _ in range(TRIES):
            command = [scratch + "/bin/jackcap", place.folder + "/jack.f32", "0.8", "ttymix:out"]
            capture = subprocess.Popen(command, env=place.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.3)
            run = place.probe("JACK", 48000, 1024, 1.5)
            self.check_quiet(run)
            capture.wait()
            left, right = place.capture("jack.f32")
            start = next((i for i, v in enumerate(left) if v), len(left))
            self.assertGreater(len(left) - start, 10000)
            if run.value("running", "underflows") == 0:
                # It may have connected late: count from what came first.
                count = round(left[start] * 32768) - 1
                self.assertEqual(exact_run(left, right, start, count), (start, len(left) - start))
                return
        self.skipTest("the machine is too busy: underflows in every try")

    def test_jack_killed(self):
        place = self.jack_place()
        run = place.start("JACK", 48000, 0, 1, "again=null")
        run.wait_line("running")
        place.kill_jack()
        run.wait()
        self.check_quiet(run)
        self.assertEqual(len(run.lines("lost")), 1, run.text)
        self.assertIn(run.lines("lost")[0].partition("reason=")[2],
                      ("JACK: system has stopped by itself", "JACK: system takes no more sound"))
        self.assertEqual(len(run.lines("running name=null")), 1)

    def test_sound_system_that_hangs(self):
        place = self.jack_place()
        place.jackd.send_signal(signal.SIGSTOP)
        try:
            run = place.probe("JACK", 48000, 0, 1)
            self.check_refused(run, "the sound device does not answer", "lost")
            self.assertLess(run.value("refused", "after"), 4.0 + lateness.allowance())
            self.assertEqual(place.probe("--list").text, "count 0 the sound system does not answer\n")
        finally:
            place.jackd.send_signal(signal.SIGCONT)


def each_test():
    for case in (WithoutDevices, WithDevices):
        yield from unittest.defaultTestLoader.loadTestsFromTestCase(case)


def run_one(test):
    result = unittest.TestResult()
    test.run(result)
    return test, result


def main():
    """They mostly sleep, so several at a time."""
    global tools_missing
    lateness.start()
    tools_missing = build_tools()
    wanted = sys.argv[1:]
    tests = [test for test in each_test() if not wanted or any(word in test.id() for word in wanted)]
    failed = 0
    try:
        with ThreadPoolExecutor(6) as pool:
            for test, result in pool.map(run_one, tests):
                name = test.id().partition(".")[2]
                for _, trace in result.errors + result.failures:
                    print("FAIL %s\n%s" % (name, trace))
                    failed += 1
                for _, reason in result.skipped:
                    print("SKIP %s: %s" % (name, reason))
                if result.wasSuccessful() and not result.skipped:
                    print("ok   %s" % name)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print("%d tests, %d failed" % (len(tests), failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
