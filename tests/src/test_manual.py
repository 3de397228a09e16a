# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual is good troff and has every word of the program; the completions offer what there is."""
import os
import re
import subprocess

import harness

BUILD = os.path.dirname(harness.TTYMIX)
PAGES = {"1": os.path.join(BUILD, "src", "manual", "ttymix.1"), "5": os.path.join(BUILD, "projects", "ttymix.5"),
         "7": os.path.join(BUILD, "src", "manual", "ttymix-protocol.7")}
BASH = os.path.join(BUILD, "src", "manual", "bash", "ttymix")


def page_text(section):
    with open(PAGES[section], encoding="utf-8") as f:
        return re.sub(r"\\f[BIR]", "", f.read().replace("\\-", "-"))


class Manual(harness.Case):
    def words(self, *arguments):
        return self.good(*arguments).out.split("\n")

    @harness.unittest.skipUnless(harness.find_program("groff"), "groff is not installed")
    def test_pages_are_good_troff(self):
        for page in PAGES.values():
            done = subprocess.run(["groff", "-ww", "-man", "-Tutf8", page], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, text=True)
            # A line that cannot be adjusted holds a long path of the installation, nothing that the page could mend.
            said = "".join(line for line in done.stderr.splitlines(True) if not line.endswith("cannot adjust line\n"))
            self.assertEqual((done.returncode, said), (0, ""), page)

    def test_nothing_is_left_to_fill_in(self):
        for section in PAGES:
            self.assertIsNone(re.search(r"@[A-Z]+[@ ]", page_text(section)))

    def test_every_option_is_described(self):
        options = [line.split("\t")[0] for line in self.words("--options", "words") if line]
        self.assertGreater(len(options), 20)
        for option in options:
            self.assertIn(option, page_text("1"))

    def test_every_command_and_processor_is_described(self):
        commands = [line.split()[0].rstrip(",") for line in self.words("--list", "commands") if line.startswith("  ")]
        kinds = [line.split(":")[0] for line in self.words("--list", "processors") if re.match(r"[a-z]+: ", line)]
        self.assertGreater(len(commands), 40)
        self.assertGreater(len(kinds), 5)
        both = page_text("1") + page_text("5")
        for command in commands:
            self.assertRegex(both, r"(?m)^\.TP\n%s\b" % re.escape(command))
        for kind in kinds:
            self.assertIn("\n.SS %s\n" % kind, page_text("5"))


class Completion(harness.Case):
    def complete(self, *words):
        script = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ttymix; printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(["bash", "--norc", "-c", script, "bash", BASH, *words], cwd=self.dir, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return sorted(done.stdout.split())

    def test_bash_offers_options(self):
        self.assertEqual(self.complete("ttymix", "--allow-"), ["--allow-missing", "--allow-outside", "--allow-unknown"])

    def test_bash_offers_values(self):
        self.assertEqual(self.complete("ttymix", "--bits", ""), ["16", "24", "32", "float"])

    def test_bash_offers_projects_and_stems(self):
        for name in ("song.mix", "vox.wav", "notes.txt"):
            self.write(name, "")
        os.mkdir(self.path("stems"))
        self.assertEqual(self.complete("ttymix", "s"), ["song.mix", "stems"])
        self.assertEqual(self.complete("ttymix", "--new", "song.mix", ""), ["home", "song.mix", "stems", "vox.wav"])

    def test_other_shells_take_theirs(self):
        for shell, path in (("zsh", "zsh/_ttymix"), ("fish", "fish/ttymix.fish")):
            full = os.path.join(BUILD, "src", "manual", path)
            with open(full, encoding="utf-8") as f:
                self.assertIn("bounce", f.read())
            if harness.find_program(shell):
                subprocess.run([shell, "-n", full], check=True, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    harness.main()
