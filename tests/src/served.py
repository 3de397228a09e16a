# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions that are served at a socket, and desks at them without a terminal. Python's standard library only."""
import glob
import json
import os
import select
import signal
import socket
import subprocess
import time

import harness


class Served:
    """`ttymix --serve`, and where its socket is."""

    def __init__(self, case, *arguments, env=None, ready=True, **more):
        self.env = dict(case.env, **{"XDG_RUNTIME_DIR": case.path("run"), **(env or {})})
        # A sanitizer keeps what was freed; what is measured here is what the session keeps.
        self.env["ASAN_OPTIONS"] = ":".join(filter(None, (self.env.get("ASAN_OPTIONS"), "quarantine_size_mb=1")))
        os.makedirs(case.path("run"), mode=0o700, exist_ok=True)
        self.process = subprocess.Popen([harness.TTYMIX, "--serve", "--device", "null", *arguments], cwd=case.dir, env=self.env,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        case.addCleanup(self.kill)
        self.socket = self.process.stdout.readline().decode().rstrip("\n") if ready else ""
        if ready and not self.socket:
            raise AssertionError("it does not serve: %r" % self.end()[1])

        self.case = case

    def connect(self):
        end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.case.addCleanup(end.close)
        end.connect(self.socket)
        return end

    def desk(self, right="readwrite", name=""):
        return Desk(self.connect(), right, name)

    def talk(self):
        return Talk(self.connect())

    def sound(self):
        return Sound(self.connect())

    def memory_kib(self):
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def end(self, number=None):
        """Status, and what it said; with a signal, or once it ends by itself."""
        if number:
            self.process.send_signal(number)
        out, err = self.process.communicate(timeout=harness.PATIENCE_S)
        return self.process.returncode, err.decode()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


class Lines:
    """A socket in lines."""

    def __init__(self, end):
        self.end, self.rest = end, b""

    def send(self, *lines):
        self.end.sendall(b"".join(line.encode() + b"\n" for line in lines))

    def read(self, seconds=harness.PATIENCE_S):
        """The next line; None at the end."""
        until = time.monotonic() + seconds
        while b"\n" not in self.rest:
            if not select.select([self.end], [], [], max(0, until - time.monotonic()))[0]:
                raise AssertionError("nothing came after %r" % self.rest)
            try:
                piece = self.end.recv(1 << 16)
            except ConnectionResetError:
                piece = b""
            if not piece:
                return None
            self.rest += piece
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode()

    def read_to(self, begin):
        """The first line that begins so."""
        while True:
            line = self.read()
            if line is None:
                raise AssertionError("it ended before %r came" % begin)
            if line.startswith(begin):
                return line

    def close(self):
        self.end.close()


class Desk(Lines):
    """A desk as the session sees it (tui/link/host.h)."""

    def __init__(self, end, right, name):
        super().__init__(end)
        self.sequence = 0
        self.send("desk 1 %s %s" % (right, name))

    def command(self, line):
        """The answer: its status and its text."""
        self.sequence += 1
        self.send("%d %s" % (self.sequence, line))
        _, _, status, text = (self.read_to("answer %d " % self.sequence) + " ").split(" ", 3)
        return int(status), text.rstrip(" ")


class Talk(Lines):
    """A program that speaks the line protocol, ttymix-protocol(7)."""

    def __init__(self, end):
        super().__init__(end)
        self.events = []

    def told(self):
        line = self.read()
        return None if line is None else json.loads(line)

    def say(self, line):
        """The reply; events before it are kept."""
        self.send(line)
        while True:
            told = self.told()
            if told is None:
                raise AssertionError("no reply to %r" % line)
            if "reply" in told:
                return told
            self.events.append(told)

    def wait_for(self, event):
        while True:
            told = self.told()
            if told is None:
                raise AssertionError("it ended before %r came" % event)
            if told.get("event") == event:
                return told


class Sound(Lines):
    """A listener: pieces as the session sends them (src/serve/sound.c)."""

    def __init__(self, end):
        super().__init__(end)
        self.send("sound 1")

    def read_bytes(self, count):
        while len(self.rest) < count:
            piece = self.end.recv(1 << 16)
            if not piece:
                raise AssertionError("the sound ended in the middle of a piece")
            self.rest += piece
        got, self.rest = self.rest[:count], self.rest[count:]
        return got

    def read(self, seconds=harness.PATIENCE_S):
        """Bytes up to the next line's end: what stands there may be no text."""
        while b"\n" not in self.rest:
            piece = self.end.recv(1 << 16)
            if not piece:
                return None
            self.rest += piece
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode("latin-1")

    def piece(self):
        """(first, frames, lost, bytes); None at the end."""
        line = self.read()
        if line is None or not line.startswith("sound "):
            return None
        _, _, first, frames, lost, _ = line.split(" ")
        return int(first), int(frames), int(lost), self.read_bytes(8 * int(frames))


def sockets(case):
    return glob.glob(case.path("run", "ttymix", "*"))


def has_left(end):
    """Waits until the other end has closed."""
    try:
        while end.recv(1 << 16):
            pass
    except ConnectionResetError:
        pass
    return True


HANG_UP, KILL, TERM = signal.SIGHUP, signal.SIGKILL, signal.SIGTERM
