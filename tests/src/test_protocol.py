# SPDX-License-Identifier: GPL-3.0-or-later
"""The line protocol of a served session, as ttymix-protocol(7) describes it: what is asked, what is told, and what no client may do to it."""
import json
import os
import random
import re
import socket
import subprocess
import sys

import harness
from harness import Case, project_text, sine, write_wav
from served import TERM, Served, has_left

TRACKS = '\n[track vox]\nclip     "a.wav"\n\n[track gtr]\nlabel    "Guitar"\nclip     "a.wav"\nfader    -6 dB\n\n[master]\n'
PAGE = os.path.join(harness.TOP, "src", "manual", "ttymix-protocol.7.in")
FACTS = os.path.join(harness.TOP, "tui", "link", "facts.h")
CONNECTIONS = 400 if harness.QUICK else 3000
PIECES = 400 if harness.QUICK else 4000
GROWTH_KIB = 40 * 1024 * (4 if harness.QUICK else 1)  # a sanitizer keeps shadows of all that was touched


def page():
    with open(PAGE, encoding="utf-8") as f:
        return f.read()


class Protocol(Case):
    def setUp(self):
        super().setUp()
        write_wav(self.path("a.wav"), [sine(440, 3)])
        self.write("song.mix", project_text(48000, TRACKS))
        self.env["XDG_RUNTIME_DIR"] = self.path("run")
        self.served = Served(self, "song.mix")
        self.talk = self.served.talk()

    # ---- the manual ----

    def test_client_of_the_manual_works(self):
        text = page().split('.\\" client.py begins\n.nf\n')[1].split(".fi\n")[0].replace("\\-", "-").replace("\\e", "\\")
        self.assertLessEqual(text.count("\n"), 30)
        client = self.write("client.py", text)
        self.talk.say("loop 0:00 0:01")
        self.talk.say("loop on")
        self.talk.say("play")
        done = subprocess.run([sys.executable, client, self.served.socket, "set vox.fader -3 dB", "set nobody.fader 0 dB"], check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=harness.PATIENCE_S)
        self.assertEqual(done.returncode, 0, done.stderr)
        first, second, third = done.stdout.splitlines()
        self.assertEqual((first, second[:12]), ("Vox fader -3 dB", "Not changed:"))
        self.assertRegex(third, r"^\d+ \[(-?[\d.]+|None), (-?[\d.]+|None)\]$")

    def test_facts_and_questions_of_the_manual(self):
        text = page()
        with open(FACTS, encoding="ascii") as f:
            keys = re.findall(r'#define TOLD_\w+\s+(?:\\\s+)?"([a-z]+)", ', f.read())
        told = re.findall(r"(?m)^\.BR ([a-z\", ]+)$", text.split(".SS Facts\n")[1].split(".SH")[0])
        told = [word for line in told for word in re.findall("[a-z]+", line)]
        self.assertGreater(len(told), 12)
        self.assertEqual([word for word in told if word not in keys], [])
        for question in re.findall(r"\?[a-z]+", self.talk.say("?")["text"]):
            self.assertIn(question, text)

    def test_words_that_open_a_connection_are_no_commands(self):
        commands = [line.split()[0].rstrip(",") for line in self.good("--list", "commands").out.split("\n") if line.startswith("  ")]
        self.assertIn("play", commands)
        self.assertFalse({"desk", "sound"} & set(commands))

    # ---- asked and told ----

    def test_questions(self):
        ask = self.talk.say
        session = ask("?session")
        self.assertEqual((session["project"], session["rate_hz"], session["protocol"], session["revision"], session["you"]),
                         (self.path("song.mix"), 48000, 1, 0, "client 1"))
        self.assertEqual(ask("?get gtr.fader"), {"reply": "value", "ok": True, "address": "gtr.fader", "text": "-6 dB", "value": -6.0})
        self.assertEqual(ask("?get gtr.nothing")["status"], "not found")
        self.assertEqual(ask("?strips")["strips"], [{"name": "vox", "kind": "track", "label": None, "out": "master"},
                                                    {"name": "gtr", "kind": "track", "label": "Guitar", "out": "master"},
                                                    {"name": "master", "kind": "master", "label": None, "out": None}])
        self.assertEqual(ask("?text")["text"], project_text(48000, TRACKS))
        ask("solo gtr")
        ask("monitor -3.5 dB")
        facts = ask("?state")["facts"]
        self.assertEqual((facts["solo"], facts["monitor"], facts["play"], facts["saved"]), ("gtr", [-3.5, 0, 0, 0], 0, 1))
        self.assertEqual(ask("?name  console\t")["text"], "console\\t")
        self.assertEqual(ask("?bogus")["reply"], "error")
        self.assertEqual(ask("?meters 1000")["ok"], False)
        self.assertEqual(ask("?readonly")["ok"], True)
        self.assertEqual(ask("set vox.fader -1 dB"), {"reply": "command", "ok": False, "status": "refused",
                                                      "text": "Not done: this one looks and listens only (--readonly)."})

    def test_who_follows_has_the_text(self):
        other = self.served.talk()
        self.assertTrue(self.talk.say("?follow on")["ok"])
        lines = self.talk.say("?text")["text"].splitlines(True)
        for command in ("set vox.fader -3 dB", "add bus drums", "rename gtr guitar", "undo", 'label vox "Gr\u00fc\u00dfe"', "solo vox"):
            self.assertTrue(other.say(command)["ok"], command)
        self.talk.say("?session")
        changes = [event for event in self.talk.events if event["event"] == "change"]
        self.assertEqual([change["revision"] for change in changes], [1, 2, 3, 4, 5])
        for change in changes:
            for splice in change["splices"]:
                lines[splice["at"]:splice["at"] + splice["removed"]] = splice["added"]
        self.assertEqual("".join(lines), other.say("?text")["text"])
        self.assertIn({"event": "fact", "key": "solo", "value": "vox"}, self.talk.events)
        self.assertEqual(other.events, [])

    def test_reports_come_before_the_reply(self):
        self.talk.say("preset list")
        self.assertEqual([event["event"] for event in self.talk.events], ["report"])
        self.assertIn("\nvocal ", self.talk.events[0]["text"])

    def test_meters_are_of_the_sound(self):
        self.talk.say("loop 0:00 0:02")
        self.talk.say("loop on")
        self.talk.say("play")
        self.talk.say("?meters 20")
        peak = None
        while peak is None or peak < -7:  # the fade of the start is over
            told = self.talk.wait_for("meters")
            strips = {strip["strip"]: strip for strip in told["strips"]}
            peak = strips["vox"]["peak_db"][0]
        # A sine of amplitude 0.5: 20 log10(0.5); the pan law's centre is 0 dB.
        self.assertAlmostEqual(peak, -6.02, delta=0.05)
        self.assertAlmostEqual(strips["gtr"]["peak_db"][0], peak - 6, delta=0.1)
        self.assertEqual(strips["vox"]["overs"], 0)

    def test_end_and_half_lines(self):
        self.talk.end.sendall(b"set vox.fader -1 dB\r\nset vox.fader -9")
        self.talk.end.shutdown(socket.SHUT_WR)
        self.assertEqual(self.talk.told()["text"], "Vox fader -1 dB")
        self.assertIsNone(self.talk.told())
        other = self.served.talk()
        self.assertEqual(other.say("?get vox.fader")["value"], -1)
        self.assertEqual(other.say("quit")["text"], "Goodbye; the session goes on.")
        self.assertTrue(has_left(other.end))
        last = self.served.talk()
        last.say("?session")
        self.served.process.send_signal(TERM)
        self.assertEqual(last.wait_for("end")["status"], 1)

    # ---- --remote ----

    def test_remote(self):
        remote = lambda *arguments: self.run_ttymix("--remote", *arguments)
        done = remote("set vox.fader -3 dB", "song.mix")
        self.assertEqual((done.code, done.out, done.err), (0, "Vox fader -3 dB\n", ""))
        self.assertEqual(self.talk.say("?get vox.fader")["value"], -3)
        failed = remote("set vox.fadr -3 dB", self.served.socket)
        self.assertEqual((failed.code, failed.out, failed.err), (1, "", "Not changed: vox has no `fadr`; did you mean `fader`?\n"))
        self.assertEqual(json.loads(remote("?get vox.fader").out)["text"], "-3 dB")
        self.assertEqual(json.loads(remote("undo", "--json").out)["ok"], True)
        self.assertEqual(remote("undo", "--readonly").code, 1)
        self.assertIn("vocal ", remote("preset list").out)
        self.assertEqual(remote("play\nstop").code, 2)
        self.write("other.mix", project_text(48000, TRACKS))
        Served(self, "other.mix")
        several = remote("undo")
        self.assertEqual((several.code, several.out), (2, ""))
        self.assertRegex(several.err, r"^ttymix: 2 sessions are served; name one of them:\n  /.*\n  /.*\n$")
        self.assertEqual(remote("shutdown", "song.mix").code, 0)
        self.assertEqual(self.served.end()[0], 0)
        gone = remote("undo", "song.mix")
        self.assertEqual((gone.code, gone.err), (1, "ttymix: song.mix: no session is served (ttymix --serve PROJECT)\n"))

    # ---- what no client may do ----

    def assert_well(self, before_kib):
        self.assertEqual(self.talk.say("set vox.fader -2 dB")["text"], "Vox fader -2 dB")
        self.assertLess(self.served.memory_kib() - before_kib, GROWTH_KIB)

    def test_lines_of_anything(self):
        before, rnd = self.served.memory_kib(), random.Random(7)
        words = [b"?", b"?meters 60", b"?follow on", b"?text", b"?get ", b"set vox.fader ", b"begin", b"end", b"\"", b"\\x", b"-3 dB", b"\xff\xfe",
                 b"\0", b"\r", b"\n", b"\n", b"desk 1 readwrite \xe2\x80", b"meters 60 0 5", b"1 set vox.fader -4 dB", b"text", b"sound ", b"; undo"]
        for _ in range(PIECES // 20):
            end = self.served.connect()
            end.setblocking(False)
            for _ in range(20):
                piece = b"".join(rnd.choice(words) for _ in range(rnd.randrange(1, 9)))
                piece = rnd.randbytes(rnd.randrange(200)) if rnd.random() < 0.2 else piece
                try:
                    end.send(piece.replace(b"quit", b""))
                except (BlockingIOError, BrokenPipeError, ConnectionResetError):
                    break
            if rnd.random() < 0.5:
                end.close()  # the others stay, and never read
            self.talk.say("?session")
        self.assert_well(before)

    def test_a_line_without_an_end_ends_the_connection(self):
        before = self.served.memory_kib()
        for _ in range(10):
            end = self.served.connect()
            try:
                for _ in range(100):
                    end.sendall(b"x" * 65536)
            except (BrokenPipeError, ConnectionResetError):
                pass
            else:
                self.fail("6.5 MB were taken")
        self.assert_well(before)

    def test_who_does_not_read_is_not_listened_to(self):
        before = self.served.memory_kib()
        greedy = [self.served.connect() for _ in range(10)]
        for end in greedy:
            end.setblocking(False)
            sent = 0
            try:
                while sent < 20_000_000:
                    sent += end.send(b"?text\n" * 10000)
                    self.talk.say("?session")
            except BlockingIOError:
                pass
            self.assertLess(sent, 20_000_000)
        self.assert_well(before)

    def test_thousands_of_connections(self):
        before, ends = self.served.memory_kib(), []
        for i in range(CONNECTIONS):
            end = self.served.connect()
            try:
                end.sendall(b"?session\n" if i % 3 else b"")
            except BrokenPipeError:  # sent away already
                pass
            ends.append(end)
            if len(ends) > 500:
                ends.pop(0).close()
            if i % 50 == 0:
                self.talk.say("?session")
        for end in ends:
            end.close()
        self.assert_well(before)
        self.assertEqual(self.served.talk().say("?get gtr.fader")["value"], -6)


if __name__ == "__main__":
    harness.main()
