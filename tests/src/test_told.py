# SPDX-License-Identifier: GPL-3.0-or-later
"""`describe` and `what` wherever they can be typed: in lines of text, from afar, and on a desk; the same words."""
import harness
from harness import project_text, sine, write_wav
from served import TERM, Served

TRACKS = '\n[track vox]\nclip     "a.wav"\nfader    -6 dB\nmute\n\n[track gtr]\nclip     "a.wav"\n\n[master]\n'
ASKED = ("describe vox", "describe vox brief", "what is muted", "what is heard", "what is not default vox", "describe")


class Told(harness.Case):
    def test_the_same_words_everywhere(self):
        write_wav(self.path("a.wav"), [sine(440, 1)])
        self.write("song.mix", project_text(48000, TRACKS))
        self.env["XDG_RUNTIME_DIR"] = self.path("run")
        plain = {line: self.run_ttymix("--plain", self.path("song.mix"), stdin=line + "\nquit!\n").out.replace("Goodbye.\n", "")
                 for line in ASKED}
        self.assertEqual(plain["what is muted"], "Vox is muted.\n")
        served = Served(self, "song.mix")
        desk = served.desk()
        for line in ASKED:
            far = self.run_ttymix("--remote", line, self.path("song.mix"))
            self.assertEqual((far.code, far.out), (0, plain[line]), line)
            self.assertEqual(desk.command(line), (0, plain[line].rstrip("\n").replace("\n", "\\n")), line)
        self.assertEqual(self.run_ttymix("--remote", "describe nobody", self.path("song.mix")).code, 1)
        self.assertEqual(desk.command("what is the time")[0] == 0, False)
        served.end(TERM)


if __name__ == "__main__":
    harness.main()
