# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions that are held open: `ttymix --plain` on pipes, and any mode on a terminal of its own. Python's standard library only."""
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

import harness

SYNC = ("verbosity normal", "Verbosity normal.")


def without_lines(text):
    """What a script is told, without the numbers of its lines."""
    return re.sub(r"(?m)^line \d+: ", "", text)


def wait_for(process, seconds=harness.PATIENCE_S):
    """The exit status, negative for a signal; a test fails when it does not come."""
    return process.wait(timeout=seconds)


def states_of_threads(pid):
    """The letters of /proc of all threads of a process."""
    letters = []
    for task in os.listdir("/proc/%d/task" % pid):
        try:
            with open("/proc/%d/task/%s/stat" % (pid, task), encoding="latin-1") as file:
                letters.append(file.read().rpartition(")")[2].split()[0])
        except OSError:
            pass
    return letters


def wait_until_idle(process, read=time.sleep):
    """Until every thread sleeps, three times in a row: whoever was told to write something has done so. `read` waits meanwhile."""
    end, calm = time.monotonic() + harness.PATIENCE_S, 0
    while calm < 3 and process.poll() is None:
        if time.monotonic() > end:
            raise AssertionError("it never rests")
        read(0.01)
        calm = calm + 1 if set(states_of_threads(process.pid)) <= {"S", "Z"} else 0


class Plain:
    """A session on pipes: say() sends a line and returns what is said until it is done."""

    def __init__(self, case, *arguments, wrapper=(), env=None, **more):
        self.process = subprocess.Popen([*wrapper, harness.TTYMIX, "--plain", *arguments], cwd=case.dir, env=dict(case.env, **(env or {})),
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
        self.buffer = b""
        case.addCleanup(self.end)

    def send(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def read_to(self, mark, seconds=harness.PATIENCE_S):
        end = time.monotonic() + seconds
        mark = (mark + "\n").encode()
        while mark not in self.buffer:
            ready = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))[0]
            piece = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not piece:
                raise AssertionError("the session said only: %r" % self.buffer)
            self.buffer += piece
        text, self.buffer = self.buffer.split(mark, 1)
        return without_lines(text.decode())

    def say(self, line):
        self.send(line)
        self.send(SYNC[0])
        return without_lines(self.read_to(SYNC[1]))

    def close(self):
        """Ends the input; what is still said, and the status."""
        self.process.stdin.close()
        rest = self.buffer + self.process.stdout.read()
        return without_lines(rest.decode()), wait_for(self.process)

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        try:
            self.process.stdin.close()
        except OSError:
            pass


class Terminal:
    """A program on a pseudo-terminal of its own."""

    def __init__(self, case, *arguments, rows=24, columns=80, term="xterm-256color", env=None):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.before = termios.tcgetattr(slave)
        self.slave = slave
        self.output = b""

        def lead():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen([harness.TTYMIX, *arguments], cwd=case.dir, env=dict(case.env, TERM=term, **(env or {})),
                                        stdin=slave, stdout=slave, stderr=slave, preexec_fn=lead, close_fds=True)
        case.addCleanup(self.end)

    def read(self, seconds):
        """Reads for a while, or until nothing can come any more."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([self.master], [], [], max(0, end - time.monotonic()))[0]:
                try:
                    piece = os.read(self.master, 65536)
                except OSError as error:
                    if error.errno == errno.EIO:
                        return
                    raise
                if not piece:
                    return
                self.output += piece

    def screen(self):
        """What stands on it, by the positions, clearings and letters among the output."""
        lines, row, column = {}, 1, 1
        for numbers, letter, text in re.findall(r"\x1b\[\??([0-9;]*)([A-Za-z])|([^\x1b])", self.output.decode(errors="replace")):
            first, _, second = numbers.partition(";")
            if letter == "H":
                row, column = int(first or 1), int(second or 1)
            elif letter == "C":
                column += int(first or 1)
            elif letter == "J":
                lines.clear()
            elif letter == "K":
                lines[row] = lines.get(row, "")[:column - 1]
            elif text in "\r\n" and text:
                row, column = row + (text == "\n"), 1
            elif text >= " ":
                line = lines.get(row, "").ljust(column - 1)
                lines[row] = line[:column - 1] + text + line[column:]
                column += 1
        return "\n".join(lines[row] for row in sorted(lines))

    def read_to(self, text, seconds=harness.PATIENCE_S):
        end = time.monotonic() + seconds
        while text.encode() not in self.output:
            if time.monotonic() > end:
                raise AssertionError("%r did not come: %r" % (text, self.output[-3000:]))
            self.read(0.05)
        return self.output

    def see(self, text, seconds=harness.PATIENCE_S):
        """Until the text stands on the screen, whatever parts it came in."""
        end = time.monotonic() + seconds
        while text not in self.screen():
            if time.monotonic() > end:
                raise AssertionError("%r is not seen:\n%s" % (text, self.screen()))
            self.read(0.1)

    def type(self, text):
        os.write(self.master, text.encode())

    def modes(self):
        return termios.tcgetattr(self.slave)

    def wait(self, seconds=harness.PATIENCE_S):
        """The status; the terminal is read meanwhile, so that nobody waits for it."""
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.05)
        self.read(0.05)
        return wait_for(self.process)

    def hang_up(self):
        if self.slave >= 0:
            os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = -1

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for fd in (self.master, self.slave):
            if fd >= 0:
                os.close(fd)


def kill(process, number=signal.SIGKILL):
    process.send_signal(number)
    return wait_for(process)
