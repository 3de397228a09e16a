#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk on a pty: modes, signals, resizing, hang-ups, stalled lines, other terminals.  Drives tests/tui/desk_demo; stdlib only."""
import errno
import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios
import time

COLOUR = re.compile(rb"\033\[(3|4|9|10)[0-9](;5;[0-9]+)?m")
PATIENCE_S = 600  # tells a hang from a busy machine
QUESTION = b"\033[5n"
LOOKS = re.compile(rb"\033\[[0-9;?]*[A-Za-z]")
DEMO = os.path.join(os.getcwd(), "tests/tui/desk_demo")


class Term:
    """A program on a pty of its own; `raw` is all that it wrote."""

    def __init__(self, *args, columns=80, rows=24, term="xterm-256color", env=None, answers=True):
        self.raw = b""
        self.answers = answers
        self.answered = 0
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                full = {k: v for k, v in os.environ.items() if k not in ("TERM", "NO_COLOR", "LINES", "COLUMNS", "COLORFGBG")}
                full["LC_ALL"] = "C.UTF-8"
                full.update(env or {})
                if term is not None:
                    full["TERM"] = term
                os.execve(DEMO, [DEMO, *args], full)
            finally:
                os._exit(127)
        os.set_blocking(self.fd, False)
        self.mark = 0

    def pump(self, seconds):
        end = time.monotonic() + seconds
        start = len(self.raw)
        while True:
            left = end - time.monotonic()
            ready, _, _ = select.select([self.fd], [], [], max(0, left))
            if not ready:
                return self.raw[start:]
            try:
                got = os.read(self.fd, 65536)
            except OSError as error:
                if error.errno == errno.EAGAIN:
                    continue
                return self.raw[start:]
            if not got:
                return self.raw[start:]
            self.take(got)

    def take(self, got):
        """Keeps what came, and answers what was asked, as terminals do."""
        self.raw += got
        for _ in range(self.raw.count(QUESTION) - self.answered):
            self.answered += 1
            if self.answers:
                os.write(self.fd, b"\033[0n")

    def wait_for(self, text, seconds=PATIENCE_S):
        """Until the text was written, behind what was last waited for."""
        end = time.monotonic() + seconds
        while True:
            at = self.raw.find(text, self.mark)
            if at >= 0:
                self.mark = at + len(text)
                return True
            if time.monotonic() > end or self.has_ended():
                return False
            self.pump(0.02)

    def has_ended(self):
        """True if nobody is there who could write, and all is read that was."""
        return self.state() == "Z" and self.pump(0.1) == b""

    def settle(self):
        """Until nothing has come for a second."""
        rounds = 0
        while self.pump(1.0) != b"" and rounds < PATIENCE_S:
            rounds += 1

    def pump_some(self):
        """What comes next; empty if nothing comes."""
        end = time.monotonic() + PATIENCE_S
        got = b""
        while got == b"" and time.monotonic() < end:
            got = self.pump(0.1)
        return got

    def type(self, keys):
        os.write(self.fd, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, columns, rows):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def kill(self, number):
        os.kill(self.pid, number)

    def wait(self, seconds=PATIENCE_S):
        """Exit status, or minus the signal; None if it still runs."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
                if self.fd is not None:
                    self.pump(0.2)  # what it wrote last
                return self.status
            if self.fd is not None:
                self.pump(0.02)
            else:
                time.sleep(0.02)
        return None

    def state(self):
        with open(f"/proc/{self.pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0]

    def cpu_seconds(self):
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None


def modes(fd):
    return termios.tcgetattr(fd)


def fresh_modes():
    """Those of a terminal that nobody has touched: a desk may be quicker than who asks its own."""
    ends = pty.openpty()
    found = termios.tcgetattr(ends[0])
    for end in ends:
        os.close(end)
    return found


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def leave(term):
    term.type(":quit\r")
    expect(term.wait() == 0, f"quit gave {term.status}")


def test_terminal_is_given_back_on_quit():
    term = Term()
    first = fresh_modes()
    expect(term.wait_for(b"Potassium"), "no mixer")
    expect(modes(term.fd) != first, "the desk's mode was not set")
    leave(term)
    expect(modes(term.fd) == first, "the mode was not put back")
    expect(b"\033[?1049h" in term.raw and b"\033[?1049l" in term.raw[-80:], "the other screen was not left")
    expect(b"\033[?12l\033[?25h" in term.raw[-60:] or b"\033[?25h" in term.raw[-60:], "the cursor was not shown again")
    term.close()


def test_signals_end_it_and_give_the_terminal_back():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        term = Term()
        first = fresh_modes()
        expect(term.wait_for(b"Potassium"), "no mixer")
        term.kill(number)
        expect(term.wait() == 128 + number, f"signal {number} gave {term.status}")
        expect(modes(term.fd) == first, "the mode was not put back")
        expect(b"\033[?1049l" in term.raw[-60:], "the other screen was not left")
        term.close()


def test_hang_up_ends_it_without_a_spin():
    term = Term()
    expect(term.wait_for(b"Potassium"), "no mixer")
    os.close(term.fd)
    term.fd = None
    status = term.wait()
    expect(status in (129, -signal.SIGHUP), f"a hang-up gave {status}")
    term.close()


def test_resize_storm():
    term = Term()
    expect(term.wait_for(b"Potassium"), "no mixer")
    chooser = random.Random(1)
    for _ in range(200):
        term.resize(chooser.choice((1, 2, 20, 79, 80, 120, 500)), chooser.choice((1, 2, 5, 23, 24, 60, 200)))
        term.pump(0.004)
    term.resize(40, 10)
    term.pump(0.1)
    term.mark = 0
    expect(term.wait_for(b"ttymix needs 80x24, this is 40x10"), "nothing says the size that is needed")
    term.mark = len(term.raw)
    term.resize(80, 24)
    expect(term.wait_for(b"Potassium"), "the mixer did not come back")
    leave(term)
    term.close()


def test_ctrl_z_stops_and_comes_back():
    term = Term()
    first = fresh_modes()
    expect(term.wait_for(b"Potassium"), "no mixer")
    desk = modes(term.fd)
    term.type("\x1a")
    # The child leads a session of its own: its group is orphaned, so that SIGTSTP is ignored and the desk comes back at once.
    expect(term.wait_for(b"\033[?1049l"), "the terminal was not given back")
    expect(term.wait_for(b"Potassium"), "the desk did not come back")
    expect(modes(term.fd) == desk != first, "the desk's mode did not come back")
    leave(term)
    term.close()


def test_sigstop_and_sigcont_redraw():
    term = Term()
    expect(term.wait_for(b"Potassium"), "no mixer")
    term.kill(signal.SIGSTOP)
    time.sleep(0.2)
    term.pump(0.1)
    term.mark = len(term.raw)
    term.kill(signal.SIGCONT)
    expect(term.wait_for(b"Potassium"), "nothing was drawn again")
    leave(term)
    term.close()


def test_stopped_costs_no_bytes_and_keys_answer():
    term = Term("--stopped")
    expect(term.wait_for(b"Potassium"), "no mixer")
    term.settle()
    expect(term.pump(1.2) == b"", "bytes were written while nothing moved")
    term.type("j")
    expect(term.pump_some() != b"", "a key was not answered")
    leave(term)
    term.close()


def test_playing_stays_below_its_bytes():
    term = Term()
    expect(term.wait_for(b"Potassium"), "no mixer")
    term.pump(1.0)
    rate = len(term.pump(2.0)) / 2.0 or len(term.pump_some())
    print(f"  playing at 80x24: {rate:.0f} B/s")
    expect(0 < rate <= 4000, f"{rate:.0f} B/s at 80x24")
    leave(term)
    term.close()


def test_a_line_that_stalls_is_caught_up_in_one_redraw():
    term = Term(columns=200, rows=60)
    expect(term.wait_for(b"Potassium"), "no mixer")
    before = term.cpu_seconds()
    time.sleep(1.5)  # nobody reads
    for key in "jjjj":
        term.type(key)
        time.sleep(0.05)
    spent = term.cpu_seconds() - before
    expect(spent < 1.0, f"{spent:.2f} CPU seconds while the line was stalled")
    term.pump(1.0)
    leave(term)
    term.close()


def read_slowly(term, begin, spent, rate=1200):
    """Reads what a line of `rate` bytes a second has brought since `begin`; returns how many it could have."""
    time.sleep(0.005)
    room = int((time.monotonic() - begin) * rate) - spent
    try:
        got = os.read(term.fd, room) if room > 0 else b""
    except BlockingIOError:
        return spent + room  # what is not used is gone
    term.take(got)
    return spent + len(got)


def test_a_key_waits_for_few_bytes_on_a_slow_line():
    """At 1200 bytes a second: no more of them come before a key's answer than that line takes in 0.3 s."""
    for answers in (True, False):
        term = Term(answers=answers)
        begin, spent, typed, keys, worst = time.monotonic(), 0, None, 0, 0
        while keys < 12 and time.monotonic() < begin + PATIENCE_S:
            spent = read_slowly(term, begin, spent)
            name = (b"Vox", b"Synth")[1 - keys % 2]
            if typed is None and time.monotonic() > begin + 8 + keys * 0.7:  # the first picture alone takes 2 s
                typed = len(term.raw)
                term.type("hl"[1 - keys % 2])
            elif typed is not None and b">" + name + b"<" in LOOKS.sub(b"", term.raw[typed:]):
                worst = max(worst, len(term.raw) - typed)
                typed = None
                keys += 1
        print(f"  {'answers' if answers else 'mute'}: at most {worst} bytes from a key to its answer")
        expect(keys == 12, f"{keys} keys were answered")
        expect(worst <= 360, f"{worst} bytes came before a key's answer")
        term.close()


def test_a_terminal_that_answers_is_left_clean():
    term = Term()
    expect(term.wait_for(b"Potassium"), "no mixer")
    term.type(":quit\r")
    expect(term.wait() == 0, "it did not quit")
    expect(term.raw.count(QUESTION) == term.answered, "a question was left without an answer")
    term.close()


def test_terminals():
    for name, sign in (("xterm-256color", b"\xe2\x94\x82"), ("screen", b"\xe2\x94\x82"), ("tmux-256color", b"\xe2\x94\x82"), ("linux", b"[=]"), ("vt100", b"[=]")):
        term = Term(term=name)
        if not term.wait_for(b"Potassium"):
            text = term.raw.decode("utf-8", "replace")
            expect("does not know the terminal" in text, f"{name}: {text!r}")  # not described on this machine
            term.close()
            continue
        term.mark = 0
        expect(term.wait_for(sign), f"{name} lacks {sign!r}")
        expect((b"\xe2" in term.raw) == (sign != b"[=]"), f"{name} got the wrong glyphs")
        if name == "vt100":
            expect(not COLOUR.search(term.raw), "colours on a vt100")
        leave(term)
        term.close()


def test_no_colour_is_no_colour():
    for args, env in (((), {"NO_COLOR": "1"}), (("--no-color",), {})):
        term = Term(*args, env=env)
        expect(term.wait_for(b"Potassium"), "no mixer")
        term.pump(0.5)
        expect(not COLOUR.search(term.raw), "there are colours")
        leave(term)
        term.close()


def test_a_c_locale_shows_ascii():
    term = Term(env={"LC_ALL": "C"})
    expect(term.wait_for(b"Potassium"), "no mixer")
    term.pump(0.3)
    expect(all(byte < 0x80 for byte in term.raw), "bytes beyond ASCII")
    leave(term)
    term.close()


def test_terminals_that_cannot():
    cases = (("dumb", b"the desk cannot be drawn on a dumb terminal; run it with --plain for the desk as lines of text"),
             (None, b"the desk cannot be drawn: TERM is not set; run it with --plain for the desk as lines of text"))
    for name, sentence in cases:
        term = Term(term=name)
        expect(term.wait() == 2, f"TERM={name!r} gave {term.status}")
        term.pump(0.1)
        expect(sentence in term.raw, f"TERM={name!r}: {term.raw!r}")
        expect(b"\033" not in term.raw, "escape sequences where there is no terminal for them")
        term.close()


def test_an_unknown_terminal_is_drawn_plainly():
    term = Term(term="no\x1bsuch")
    expect(term.wait_for(b"Potassium"), "no mixer")
    expect(term.wait_for(b"This machine does not know the terminal `no?such` (TERM): it is drawn plainly."), "nothing is said")
    term.pump(0.3)
    expect(not COLOUR.search(term.raw) and all(byte < 0x80 for byte in term.raw), "colours, or bytes beyond ASCII")
    expect(b"\033[?" not in term.raw, "private modes")
    term.type("l")
    expect(term.wait_for(b">Synth<"), "a key was not answered")
    leave(term)
    expect(term.raw.endswith(b"\033[m\033[H\033[J"), f"left as {term.raw[-30:]!r}")
    term.close()


def test_random_keys():
    count = int(os.environ.get("TTYMIX_FUZZ", "2000"))
    chooser = random.Random(4)
    term = Term()
    expect(term.wait_for(b"Potassium"), "no mixer")
    pieces = [b"\033[A", b"\033[", b"\033O", b"\033[<0;1;1M", b"\033[200~", b"\033[201~", b"\033]0;x\007", b"\xff", b"\xc3\xbc", b"\r", b"\t", b"\x7f", b"\x03", b"\x0c"]
    for _ in range(count // 20):
        data = b""
        for _ in range(20):
            data += chooser.choice(pieces) if chooser.random() < 0.2 else bytes([chooser.choice(b"hjklJK+-=0<>msibfpwto123vgGdzRA[]{}'Mq@.uD!/nN:?` x")])
        term.type(data)
        term.pump(0.005)
        if chooser.random() < 0.05:
            term.resize(chooser.randrange(1, 200), chooser.randrange(1, 60))
    term.resize(80, 24)
    term.pump(0.5)
    expect(term.state() in "SR", "it did not survive")
    term.type("\033[201~\x07\x07\x07")
    term.pump(0.3)
    leave(term)
    term.close()


def test_a_slow_link_feels_right():
    """Two seconds each way: the fader moves on screen before the answer can have come, which the line below then shows."""
    term = Term("--stopped", "--delay", "2000")
    expect(term.wait_for(b"Potassium"), "no mixer")
    term.settle()
    before = term.mark = len(term.raw)
    term.type("j")
    expect(term.wait_for(b"5.0"), "the fader did not move")
    expect(b"Vox fader" not in term.raw[before:], "the fader waited for the answer")
    term.type("jjjj")
    for _ in range(PATIENCE_S):
        term.type("\x0c")
        if term.wait_for(b"Vox fader -7 dB", 1):
            break
    else:
        raise AssertionError("the steps did not add up")
    term.close()


def main():
    names = sys.argv[1:]
    failed = 0
    for name, test in list(globals().items()):
        if not name.startswith("test_") or (names and name not in names):
            continue
        try:
            test()
            print(f"ok   {name}")
        except AssertionError as error:
            failed += 1
            print(f"FAIL {name}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
