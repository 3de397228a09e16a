# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents claim: the tour of the README works as it stands, its commands run in order and print what the README shows; keys, lists,
figures and files are those that there are."""
import os
import re
import shutil
import subprocess

import harness
from sessions import Terminal


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


def document(name):
    with open(os.path.join(harness.TOP, name), encoding="utf-8") as file:
        return file.read()


NOT_OURS = {"sndfile.h", "portaudio.h", "soxr.h", "fftw3.h", "curses.h", "readline.h", "jansson.h", "ebur128.h"}
BESIDE = "../shared/"


class Readme(harness.Case):
    def test_keys_of_the_tour_do_what_it_says(self):
        keys = {}
        for line in self.good("--list", "keys").out.splitlines():
            key, _, rest = line.partition(" ")
            keys.setdefault(key, []).append(rest.strip())
        says = {"Space": "Play; stop and return", "l": "The strip to the right.", "h": "The strip to the left.", "j": "The focused value a step down.",
                "k": "The focused value a step up.", "J": "A coarse step down (fader: 3 dB).", "K": "A coarse step up.", "-": "A fine step down (fader: 0.1 dB).",
                "+": "A fine step up.", "=": "Type the focused value", "<": "Pan 5 % to the left", ">": "Pan 5 % to the right", "m": "Mute", "s": "Solo",
                "u": "Undo.", ":": "Type a command; Tab completes", "?": "These keys", "ZZ": "Save and quit.",
                "gt": "The timeline."}
        table = document("README.md").split("| key | |")[1].split("\n\n")[0]
        shown = {key for row in table.splitlines()[2:] for key in re.findall(r"`([^`]+)`", row.split("|")[1] if row.count("|") > 2 else "")}
        self.assertEqual(shown - set(says), set())
        for key, words in says.items():
            self.assertIn("`%s`" % key, table)
            self.assertTrue(any(words in rest for rest in keys.get(key, [])), (key, keys.get(key)))

    def test_lists(self):
        row = re.search(r"`ttymix --list commands`(.*?)\|", document("README.md")).group(0)
        for topic in re.findall(r"`(?:ttymix --list )?(\w+)`", row):
            out = self.good("--list", topic).out
            self.assertGreater(len(out.splitlines()), 2, topic)
            self.assertNotIn("(null)", out, topic)

    def test_script_of_the_tour_can_be_typed_on_the_desk(self):
        script = next(command for block in blocks(document("README.md")) for command, _ in steps(block) if "--plain" in command).split("\n")[1:-1]
        self.assertGreater(len(script), 4)
        shutil.copytree(os.path.join(harness.TOP, "projects", "demo", "stems"), self.path("stems"))
        self.good("--new", "song.mix", "stems/vox_lead.flac")
        shutil.copy(self.path("song.mix"), self.path("typed.mix"))
        self.good("--plain", "song.mix", stdin="\n".join(script) + "\nquit\n")
        terminal = Terminal(self, "typed.mix", "--device", "null")
        terminal.read_to("corr")
        for line in script:
            terminal.type(":%s\r" % line)
        terminal.type("ZZ")
        self.assertEqual(terminal.wait(), 0)
        with open(self.path("song.mix"), encoding="utf-8") as one, open(self.path("typed.mix"), encoding="utf-8") as other:
            self.assertEqual(one.read(), other.read())

    def test_figures_are_those_that_were_measured(self):
        fast = re.search(r"- \*\*Fast\*\*.*?\n-", document("README.md"), re.S).group(0)
        times, csound = re.search(r"at (\d+) times real\s+time", fast).group(1), re.search(r"csound takes\s+([\d.]+) times", fast).group(1)
        row = next(line for line in document("audio/README.md").splitlines() if "csound to ttymix" in line)
        self.assertEqual(float(re.search(r"[\d.]+", row.split("|")[2]).group(0)), float(csound))
        self.assertIn(": %s and " % times, row)

    def test_files_that_documents_name_are_there(self):
        """`name.c` and the like in backquotes: in the folder of the document, from the top, or by its last parts somewhere below."""
        there, documents, missing = set(), [], []
        for folder, folders, names in os.walk(harness.TOP):
            folders[:] = [name for name in folders if name not in (".git", "build", "autom4te.cache")]
            there |= {os.path.relpath(os.path.join(folder, name), harness.TOP) for name in names}
            documents += [os.path.relpath(os.path.join(folder, name), harness.TOP) for name in names if name.endswith(".md")]
        if not os.path.exists(os.path.join(harness.TOP, ".git")):
            self.skipTest("a package has not all of the files")
        for name in sorted(set(documents) - {"CHANGELOG.md"}):
            for word in re.findall(r"`([A-Za-z0-9_./-]+\.(?:c|h|py|in|mk))`", document(name)):
                known = word in NOT_OURS or word.startswith(BESIDE) or re.search(r"[A-Z]{4}", word) or any(
                    path == os.path.normpath(os.path.join(os.path.dirname(name), word)) or ("/" + path).endswith("/" + word) for path in there)
                if not known:
                    missing.append((name, word))
        self.assertEqual(missing, [])

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
