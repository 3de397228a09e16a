# SPDX-License-Identifier: GPL-3.0-or-later
"""The tour of the README works as it stands: its commands run in order, and print what the README shows."""
import os
import re
import shutil
import subprocess

import harness


def blocks(text):
    """The indented blocks of the tour from its first step on, as lists of lines."""
    tour = text[text.index("**1."):text.index("## Where to read on")]
    return [re.sub(r"(?m)^    ", "", block).rstrip("\n").split("\n") for block in re.findall(r"(?m)(?:^    .*\n|^\n(?=    ))+", tour)]


def steps(lines):
    """(command, expected lines) of a block: `$ ` begins a command whose output follows; without it every line is a command."""
    lines = [line for line in lines if line] if not any(line.startswith("$ ") for line in lines) else lines
    at, found = 0, []
    while at < len(lines):
        shown = lines[at].startswith("$ ")
        command = lines[at][2:] if shown else lines[at]
        at += 1
        if "<<'END'" in command:
            end = lines.index("END", at)
            command = "\n".join([command] + lines[at:end + 1])
            at = end + 1
        expected = []
        while shown and at < len(lines) and not lines[at].startswith("$ "):
            expected.append(lines[at])
            at += 1
        found.append((command, expected))
    return found


class Readme(harness.Case):
    def test_tour(self):
        with open(os.path.join(harness.TOP, "README.md"), encoding="utf-8") as f:
            text = f.read()
        shutil.copytree(os.path.join(harness.TOP, "projects", "demo", "stems"), self.path("stems"))
        env = dict(self.env, PATH=os.path.dirname(harness.TTYMIX) + os.pathsep + os.environ["PATH"],
                   TTYMIX_DATA=os.path.join(harness.TOP, "projects"))
        done = 0
        for command, expected in [step for block in blocks(text) for step in steps(block) if "ttymix" in step[0] or "sed" in step[0]]:
            result = subprocess.run(["sh", "-c", command], cwd=self.dir, env=env, stdin=subprocess.DEVNULL, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=harness.PATIENCE_S)
            self.assertEqual(result.returncode, 0, command + "\n" + result.stderr)
            if expected:
                said = [line.rstrip() for line in (result.stdout + result.stderr).rstrip("\n").split("\n")]
                self.assertEqual(said, expected, command)
            done += 1
        self.assertGreaterEqual(done, 6, "the tour was not found in the README")
        for name in ("song.flac", "instrumental.wav", "chorus.wav"):
            self.assertTrue(os.path.exists(self.path(name)), name)


if __name__ == "__main__":
    harness.main()
