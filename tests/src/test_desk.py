#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk as a person at a terminal has it: `ttymix` on the demo song in tmux, at several sizes and terminals.

Nothing here measures time: each step waits for the text that shows it done.  TTYMIX_WRITE_SCREENS=1 writes the screens
compared with anew."""
import glob
import os
import re
import shutil
import signal
import subprocess
import time
import unittest

import devices
import harness

SCREENS = os.path.join(harness.TOP, "tests", "src", "screens")
SIZES = ((80, 24), (120, 40), (200, 60))
PATIENCE_S = harness.PATIENCE_S
COLOUR = r"\x1b\[(\d+;)*([349][0-7]|[34]8;5;\d+)[;m]"
TITLE = r"(Potassium)  MIX  48k"
STOPPED = TITLE + r"  \S+ 0:00\.000"


class Desk:
    """A shell or the desk in a tmux server of its own."""

    def __init__(self, case, command, columns=80, rows=24, **env):
        self.case, self.folder = case, case.dir
        self.tmux = [harness.find_program("tmux"), "-u", "-f", "/dev/null", "-S", os.path.join(case.dir, "tmux%d" % len(case.desks))]
        words = " ".join("%s='%s'" % pair for pair in env.items())
        plain = {k: v for k, v in case.env.items() if k not in ("TMUX", "TMUX_PANE", "NO_COLOR", "COLORFGBG")}
        subprocess.run([*self.tmux, "new-session", "-d", "-x", str(columns), "-y", str(rows), "exec env %s %s" % (words, command)],
                       check=True, env=dict(plain, SHELL="/bin/sh", LC_ALL="C.UTF-8"), cwd=case.dir)
        self.pid = int(self.do("display-message", "-p", "#{pane_pid}"))

    def do(self, *words):
        return subprocess.run([*self.tmux, *words], stdout=subprocess.PIPE, check=True, text=True, cwd=self.folder).stdout

    def keys(self, *keys):
        self.do("send-keys", *keys)

    def type(self, text):
        self.do("send-keys", "-l", "--", text)

    def screen(self, *how):
        return self.do("capture-pane", "-p", *how)

    def wait(self, pattern, what=""):
        """The match of a pattern (lines, ^ and $ of a line) once the screen has it."""
        stands = Still()
        while True:
            screen = self.screen()
            found = re.search(pattern, screen, re.M)
            if found:
                return found
            if stands.for_good(screen):
                self.case.fail("%s: never seen: %s\n%s" % (what or "desk", pattern, screen))
            time.sleep(0.05)

    def wait_for(self, test, what):
        end = time.monotonic() + PATIENCE_S
        while not test():
            if time.monotonic() > end:
                self.case.fail(what + "\n" + self.screen())
            time.sleep(0.05)

    def resize(self, columns, rows):
        self.do("resize-window", "-x", str(columns), "-y", str(rows))

    def command(self, text):
        self.keys(":")
        self.wait(r"^:")
        self.type(text)
        self.keys("Enter")

    def leave(self):
        self.command("quit!")
        self.wait_for(lambda: not alive(self.pid), "the desk did not leave")

    def end(self):
        subprocess.run([*self.tmux, "kill-server"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Still:
    """Whether a picture will come no more: not within PATIENCE_S, and not of a desk that has long shown the same."""

    def __init__(self):
        self.end, self.seen, self.since = time.monotonic() + PATIENCE_S, None, 0.0

    def for_good(self, picture):
        now = time.monotonic()
        if picture != self.seen:
            self.seen, self.since = picture, now
        return now > self.end or now > self.since + PATIENCE_S / 10


def alive(pid):
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def processes_of(home):
    """Those of this test's home that run ttymix: desks and device children."""
    found = []
    for folder in glob.glob("/proc/[0-9]*"):
        try:
            with open(folder + "/environ", "rb") as f:
                ours = ("HOME=" + home).encode() in f.read().split(b"\0")
            if ours and os.path.basename(os.readlink(folder + "/exe")).removeprefix("lt-") == os.path.basename(harness.TTYMIX):
                found.append(int(os.path.basename(folder)))
        except OSError:
            continue
    return [pid for pid in found if alive(pid)]


def faders_of(screen):
    """Rows of the faders: between the peaks and the pans."""
    lines = screen.split("\n")
    return next(i for i, line in enumerate(lines) if "+12" in line), next(i for i, line in enumerate(lines) if "corr" in line)


def masked(screen):
    """The screen without what moves while it plays: position, levels, loudness, the message."""
    lines = screen.rstrip("\n").split("\n")
    first, last = faders_of(screen)
    edge = max(lines[1].find("│"), lines[1].find("|"))
    width = lines[-3].find(">", 1)  # of a strip: where the second one's destination stands
    lines[0] = re.sub(r"  \S+ \d+:\d\d\.\d{3} / (\S+  )\d+\|\d\|\d{3} ", r"  T 0:00.000 / \g<1>1|1|000 ", re.sub(r"xruns \d+", "xruns 0", lines[0]))
    rides = {at // width for at in range(4, edge, width) if lines[-4][at] in "RT"}  # strips whose fader moves by itself
    for i, line in enumerate(lines[3:last], 3):
        if i == first - 1:
            lines[i] = "(peaks)"
        elif i < first:
            lines[i] = line[:edge]
        else:
            fader = 4 if width >= 10 else 3
            lines[i] = "".join(c if at % width < fader and at // width not in rides else " " for at, c in enumerate(line[:edge])) + line[edge:edge + 9]
    lines[-5] = "".join(" " if at // width in rides and at < edge else c for at, c in enumerate(lines[-5]))
    lines[last] = re.sub(r"corr.*", "corr", lines[last])
    lines[-2] = "(message)"
    return "\n".join(line.rstrip() for line in lines) + "\n"


class DeskCase(harness.Case):
    def setUp(self):
        super().setUp()
        shutil.copytree(os.path.dirname(harness.DEMO), self.path("demo"), ignore=shutil.ignore_patterns("funk*"))
        self.desks = []

    def tearDown(self):
        for desk in self.desks:
            desk.end()
        super().tearDown()

    def desk(self, *size, term="xterm-256color", device="null", **env):
        env = dict({"TERM": term, "LC_ALL": "C.UTF-8"}, **env)
        desk = Desk(self, "'%s' --device %s demo/potassium.mix" % (harness.TTYMIX, device), *size, **env)
        self.desks.append(desk)
        desk.wait(STOPPED)
        desk.wait(r"\? help")
        return desk

    def shell(self):
        """The desk started by a shell, as a person does."""
        desk = Desk(self, "/bin/sh", 80, 24, TERM="xterm-256color", LC_ALL="C.UTF-8", PS1="ready> ", ENV="")
        self.desks.append(desk)
        desk.wait(r"^ready>")
        desk.type("'%s' --device null demo/potassium.mix" % harness.TTYMIX)
        desk.keys("Enter")
        desk.wait(STOPPED)
        desk.wait(r"\? help")
        return desk

    def compare(self, desk, columns, rows, kind):
        """Waits until the screen equals the one on file."""
        path = os.path.join(SCREENS, "desk-%dx%d-%s.txt" % (columns, rows, kind))
        if os.environ.get("TTYMIX_WRITE_SCREENS"):
            time.sleep(1)
            with open(path, "w") as f:
                f.write(masked(desk.screen()))
        with open(path) as f:
            wanted = f.read()

        def picture():
            screen = desk.screen()
            return masked(screen) if "corr" in screen and "+12" in screen else screen
        stands, seen = Still(), picture()
        while seen != wanted and not stands.for_good(seen):
            time.sleep(0.05)
            seen = picture()
        self.assertMultiLineEqual(seen, wanted)

    def journals(self):
        return [name for name in os.listdir(self.path("demo")) if name.endswith(".journal")]

    def journal_has(self, text):
        for name in self.journals():
            with open(self.path("demo", name)) as f:
                if text in f.read():
                    return True
        return False


@unittest.skipUnless(harness.find_program("tmux"), "no tmux")
class Screens(DeskCase):
    def test_every_size_from_the_start(self):
        for columns, rows in SIZES[1:]:
            with self.subTest(columns=columns):
                desk = self.desk(columns, rows)
                self.compare(desk, columns, rows, "utf8")
                desk.leave()
                desk.end()

    def through_sizes(self, kind, **how):
        desk = self.desk(**how)
        for columns, rows in SIZES:
            desk.resize(columns, rows)
            self.compare(desk, columns, rows, kind)
        text = desk.screen("-e")
        desk.leave()
        return text

    def test_xterm(self):
        self.assertRegex(self.through_sizes("utf8"), COLOUR)

    def test_tmux(self):
        self.assertRegex(self.through_sizes("utf8", term="tmux-256color"), COLOUR)

    def test_linux(self):
        self.assertTrue(self.through_sizes("ascii", term="linux").isascii())

    def test_vt100(self):
        text = self.through_sizes("ascii", term="vt100")
        self.assertTrue(text.isascii())
        self.assertNotRegex(text, COLOUR)

    def test_no_color(self):
        self.assertNotRegex(self.through_sizes("utf8", NO_COLOR="1"), COLOUR)

    def test_c_locale(self):
        self.assertTrue(self.through_sizes("ascii", LC_ALL="C").isascii())

    def test_resized_while_playing(self):
        desk = self.desk()
        desk.keys("Space")
        desk.wait(TITLE + r"  \S+ 0:0[1-9]")
        for columns, rows in ((200, 60), (80, 24), (30, 6), (120, 40)):
            desk.resize(columns, rows)
        self.compare(desk, 120, 40, "utf8")
        before = desk.wait(TITLE + r"  \S+ (\d+:\d\d)").group(2)
        desk.wait(TITLE + r"  \S+ (?!%s)\d+:\d\d" % before, "goes on playing")
        desk.leave()


@unittest.skipUnless(harness.find_program("tmux"), "no tmux")
class Keys(DeskCase):
    def test_keys_of_the_mixer(self):
        desk = self.desk(120, 40)
        desk.keys("j")
        desk.wait(r"^drums fader -1\.5 dB  step 0\.5")
        desk.wait("undo 1 \\*")
        desk.keys("k")
        desk.wait(r"^drums fader -1 dB")
        desk.keys("m")
        desk.wait(r"^M \. \. ")
        desk.keys("s")
        desk.wait(r"^SOLO 1  Potassium")
        desk.wait(r"^M S \.   \. m \. ")
        desk.keys("u")
        desk.wait(r"^Undone: Drums mute on")
        desk.wait(r"^\. S \. ")
        desk.keys("c", "s")
        desk.wait(r"^Potassium")
        desk.keys("=")
        desk.wait(r"^=")
        desk.type("-6 dB")
        desk.keys("Enter")
        desk.wait(r"^[Dd]rums fader -6 dB")
        desk.keys("l", "l")
        desk.wait(r"^snare fader \+2 dB")
        desk.leave()

    def test_bypass_at_equal_loudness(self):
        desk = self.desk(120, 40)
        desk.keys("B")
        desk.wait(r"^Drums chain bypassed at equal loudness, [-+]\d+\.\d dB: ")
        desk.wait(r"^WITHOUT drums [-+]\d+\.\d dB  Potassium")
        desk.keys("B")
        desk.wait(r"^Drums chain is heard again\.")
        desk.wait(r"^Potassium")
        desk.leave()

    def test_commands_complete_and_are_recalled(self):
        desk = self.desk(120, 40)
        desk.keys(":")
        desk.wait(r"^:$")
        desk.type("unm")
        desk.keys("Tab")
        desk.wait(r"^:unmute")
        desk.keys("Escape")
        desk.wait(r"^drums fader")
        desk.command("mute snare")
        desk.wait(r"^\. \. \.   \. \. \.   M \. \. ")
        desk.keys(":", "Up")
        desk.wait(r"^:mute snare")
        desk.keys("Escape")
        desk.command("nonsense")
        desk.wait(r"nonsense.*unknown|[Uu]nknown.*nonsense|no command.*nonsense|nonsense.*no command", "an unknown command is refused")
        desk.leave()

    def test_help_and_back(self):
        desk = self.desk()
        desk.keys("?")
        desk.wait(r"^h +The strip to the left")
        desk.keys("q")
        desk.wait(r"^>drums<")
        desk.leave()

    def test_a_folder_is_not_saved_yet(self):
        desk = Desk(self, "'%s' --device null demo/stems" % harness.TTYMIX, TERM="xterm-256color", LC_ALL="C.UTF-8")
        self.desks.append(desk)
        desk.wait(r"undo \d+ \*")
        desk.command("write")
        desk.wait(r"undo \d+  xruns")
        self.assertTrue(os.path.exists(self.path("demo", "stems", "stems.mix")))
        desk.leave()

    def test_plays_and_returns(self):
        desk = self.desk()
        desk.keys("Space")
        desk.wait(TITLE + r"  \S+ 0:0[1-9]")
        desk.wait(r"I +-\d\d\.\d")
        desk.keys("Space")
        desk.wait(STOPPED)
        desk.leave()

    def test_over_a_slow_link(self):
        """Desk and session of one real process with 100 ms between them, each way (delay.c)."""
        delay = os.path.abspath("tests/src/delay.so")
        if not os.path.exists(delay):
            self.skipTest("no delay.so beside the build")
        desk = self.desk(120, 40, LD_PRELOAD=delay, TTYMIX_DELAY_MS="100", ASAN_OPTIONS="verify_asan_link_order=0")
        with open("/proc/%d/maps" % desk.pid) as f:
            self.assertIn("delay.so", f.read())
        self.compare(desk, 120, 40, "utf8")
        desk.keys("Space")
        desk.wait(TITLE + r"  \S+ 0:0[1-9]")
        for _ in range(8):
            desk.keys("j")
        desk.wait(r"^drums fader -5 dB")
        desk.keys("m")
        desk.wait(r"^M \. \. ")
        desk.keys("u", "u")
        desk.wait(r"^\. \. \. ")
        desk.keys("Space")
        desk.wait(STOPPED)
        desk.command("write")
        desk.wait(r"undo \d+  xruns")
        desk.leave()


@unittest.skipUnless(harness.find_program("tmux"), "no tmux")
class Ends(DeskCase):
    def edit_while_playing(self, desk):
        desk.keys("Space")
        desk.wait(TITLE + r"  \S+ 0:0[1-9]")
        desk.keys("j")
        desk.wait(r"^drums fader -1\.5 dB")
        desk.wait_for(lambda: self.journal_has("drums.fader"), "the edit is in no journal")

    def recovers(self):
        desk = self.desk(120, 40)
        desk.command("recover")
        desk.wait(r"undo 1 \*")
        desk.wait(r"^ +-1\.5 ")
        desk.leave()

    def test_a_hang_up_leaves_the_journal_and_nothing_else(self):
        self.hang_up(self.desk())
        self.recovers()

    def test_a_hang_up_leaves_no_device_child(self):
        tools = self.path("tools")
        devices.build(tools)
        desk = self.desk(device="padclock", **devices.start(tools, self.env, "alsa", self.dir))
        desk.wait_for(lambda: len(processes_of(self.home)) == 2, "no device child")
        self.hang_up(desk)

    def hang_up(self, desk):
        self.edit_while_playing(desk)
        self.assertIn(desk.pid, processes_of(self.home))
        desk.end()
        end = time.monotonic() + PATIENCE_S
        while processes_of(self.home) and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(processes_of(self.home), [])
        self.assertTrue(self.journal_has("drums.fader"))
        with open(harness.DEMO) as before, open(self.path("demo", "potassium.mix")) as after:
            self.assertEqual(before.read(), after.read())

    def test_a_crash_gives_the_terminal_back(self):
        desk = self.shell()
        self.edit_while_playing(desk)
        pids = processes_of(self.home)
        self.assertEqual(len(pids), 1)
        os.kill(pids[0], signal.SIGSEGV)
        desk.wait_for(lambda: not alive(pids[0]), "the desk outlived its crash")
        desk.wait(r"^ready> *$")
        self.assertEqual(desk.do("display-message", "-p", "#{alternate_on} #{cursor_flag}").split(), ["0", "1"])
        desk.type("stty -a | tr -s ' ;' '\\n' | grep -x -e icanon -e echo -e isig -e opost | sort | tr '\\n' ' '")
        desk.keys("Enter")
        desk.wait(r"^echo icanon isig opost")
        desk.end()
        self.recovers()


if __name__ == "__main__":
    harness.main()
