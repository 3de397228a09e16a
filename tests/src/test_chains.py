# SPDX-License-Identifier: GPL-3.0-or-later
"""Chains: copied between strips, kept as presets, put onto many; and the template of a band."""
import math
import os
import re
import shutil
import subprocess

import harness
from harness import Case

PRESETS = os.path.join(harness.TOP, "projects", "presets")
SECTIONS = """
[track vox]
trim     +2 dB
# rumble
eq
  1      lowcut     freq 90 Hz  slope 24 dB/oct
comp     threshold -18 dB  ratio 3:1  key kick
fader    -4 dB
limiter  ceiling -2 dBTP

[track gtr]
comp     ratio 4:1

[track kick]

[bus drums]

[vca all-of-it]

[automation gtr.comp.ratio]
mode     read
0:00       4:1

[automation gtr.comp.makeup]
mode     read
0:00       1 dB

[master]
"""
CHAIN = """# rumble
eq
  1      lowcut     freq 90 Hz  slope 24 dB/oct
comp     threshold -18 dB  ratio 3:1  key kick
fader%s
limiter  ceiling -2 dBTP
"""


class Chains(Case):
    def setUp(self):
        super().setUp()
        self.env["TTYMIX_DATA"] = os.path.join(harness.TOP, "projects")
        self.write("song.mix", harness.project_text(sections=SECTIONS))

    def script(self, *lines, code=0):
        """Runs lines; (what was said, the project as it is at the end)."""
        result = self.run_ttymix("--plain", "song.mix", stdin="\n".join(lines + ("write! after.mix", "quit!")) + "\n")
        self.assertEqual(result.code, code, result.out + result.err)
        with open(self.path("after.mix")) as f:
            return [re.sub(r"^line \d+: ", "", line) for line in result.out.splitlines()[:-2]], f.read()

    def same(self, text):
        with open(self.path("song.mix")) as f:
            self.assertEqual(text, f.read())

    def test_copied_here_and_pasted_in_another_project(self):
        self.env["XDG_STATE_HOME"] = self.path("state")
        self.assertEqual(self.script("paste-chain gtr", code=1)[0], ["Not pasted: no chain was copied yet; yy or yank-chain STRIP does it."])
        said, text = self.script("yank-chain vox")
        self.assertEqual(said, ["The chain of vox is copied; p or paste-chain STRIPS puts it onto others, in any project."])
        self.same(text)
        self.write("song.mix", harness.project_text(sections=SECTIONS.replace("[track vox]", "[track voice]").replace("vox", "voice")))
        said, text = self.script("paste-chain gtr", "paste-chain drums append")
        self.assertEqual(said, ["Gtr has 3 processors now.", "Drums has 3 processors more."])
        self.assertIn("[track gtr]\n" + CHAIN % "    0 dB", text)
        self.same(self.script("paste-chain gtr", "undo")[1])

    def test_what_cannot_be_copied_or_pasted_says_why(self):
        self.env["XDG_STATE_HOME"] = self.path("state")
        for line, want in (
            ("yank-chain", "Not copied: yank-chain takes a STRIP."),
            ("yank-chain nobody", "Not copied: there is no strip of that name."),
            ("yank-chain kick", "Not copied: kick has no processors."),
            ("paste-chain", "Not pasted: paste-chain takes STRIPS, and perhaps append."),
            ("paste-chain gtr over", "Not done: say paste-chain STRIPS [replace|append]."),
        ):
            said, text = self.script(line, code=1)
            self.assertEqual(said, [want])
            self.same(text)
        os.makedirs(self.path("state/ttymix"), exist_ok=True)
        self.write("state/ttymix/copied.strip", "something else\n")
        self.assertEqual(self.script("paste-chain gtr", code=1)[0],
                         ["Not pasted: copied.strip is no preset: its first line is not `ttymix-strip 1`."])

    def test_copy_is_exact_and_one_undo(self):
        said, text = self.script("copy-chain vox gtr drums")
        self.assertEqual(said, ["Gtr has 3 processors now, Drums has 3 processors now."])
        self.assertIn("[track gtr]\n" + CHAIN % "    0 dB", text)
        self.assertIn("[bus drums]\n" + CHAIN % "    0 dB", text)
        self.assertIn("[automation gtr.comp.ratio]", text, "automation of what is there again goes on")
        self.same(self.script("copy-chain vox gtr drums", "undo")[1])

    def test_automation_goes_with_what_it_moved(self):
        text = self.script('chain gtr "gate threshold -40 dB"')[1]
        self.assertNotIn("gtr.comp", text)
        self.same(self.script('chain gtr "gate threshold -40 dB"', "undo")[1])

    def test_copy_to_a_pattern_passes_over_what_has_no_chain(self):
        said, text = self.script("copy-chain gtr *")
        self.assertEqual(text.count("comp     ratio 4:1\n"), 4, "vox, gtr, kick and drums")
        said, text = self.script('chain * "gate"')
        self.assertEqual(said, ["4 strips were given the chain."])
        self.assertEqual(text.count("\ngate\n"), 4)
        self.assertNotIn("[vca all-of-it]\ncomp", text)

    def test_names_are_made_free(self):
        text = self.script('chain gtr "comp ratio 2:1\\ncomp\\ncomp:comp-2  ratio 5:1" append')[1]
        self.assertIn("comp     ratio 4:1\ncomp:comp-2  ratio 2:1\ncomp:comp-3\ncomp:comp-2-2  ratio 5:1\n", text)

    def test_refusals_change_nothing(self):
        cases = (
            ('chain gtr "comp key nobody"', "Not changed: key: there is no strip `nobody`."),
            ('chain gtr "comp key gtr"', "Not changed: the signal goes in a circle: gtr -> gtr."),
            ('chain gtr "cmop"', "Not changed: there is no processor `cmop`; did you mean `comp`?"),
            ('chain gtr "comp ratio 400:1"', "Not changed: ratio: 400:1 is out of range (1:1 to 100:1 or inf)."),
            ('chain gtr "send vox -3 dB"', "Not changed: `send` does not belong into a chain."),
            ('chain gtr "[track x]"', "Not changed: a chain is made of processors and their bands, not of sections or texts."),
            ('chain gtr "convolve \\"x"', "Not changed: a text in quotes does not end in the chain."),
            ('chain gtr "trim 2 dB 3"', "Not changed: trim: one value is enough."),
            ('chain all-of-it "comp"', "Not changed: all-of-it is a vca and has no chain."),
            ("chain gtr", "Not changed: the chain, in quotes, is missing."),
            ('chain gtr "comp" prepend', "Not changed: unexpected `prepend`."),
            ("copy-chain vox", "Not changed: say onto which strips."),
            ("copy-chain vox vox", "Not changed: there is no other strip to copy it onto."),
            ("preset load gtr vocals", "Not loaded: there is no preset `vocals`; did you mean `vocal`?"),
            ("preset load gtr nothing", "Not loaded: there is no preset `nothing`; preset list shows them."),
            ("preset load gtr ../vocal", "Not loaded: `../vocal` is no preset's name (letters, digits, _ and -) and no file NAME.strip."),
            ("preset save kick mine", "Not saved: kick has no processors."),
            ("preset save nobody mine", "Not saved: there is no strip of that name."),
            ("preset", "Not done: say preset list, preset load STRIPS NAME or preset save STRIP NAME."),
            ("template banned apply", "Not changed: there is no template `banned`; there is band."),
            ("template", "Not changed: the template's name is missing."),
        )
        said, text = self.script(*(command for command, _ in cases), code=1)
        self.assertEqual(said, [sentence for _, sentence in cases])
        self.same(text)

    # ---- presets ----

    def test_shipped_presets_are_found_from_where_the_program_lies(self):
        """In a checkout and below a prefix that was moved; TTYMIX_DATA goes first."""
        del self.env["TTYMIX_DATA"]
        for program, presets in (("checkout/build/ttymix", "checkout/projects/presets"), ("moved/bin/ttymix", "moved/share/ttymix/presets")):
            os.makedirs(self.path(os.path.dirname(program)))
            shutil.copy(harness.TTYMIX, self.path(program))
            self.write(presets + "/own-%s.strip" % program[0], "ttymix-strip 1\n# Here.\ncomp\n")
            result = subprocess.run([self.path(program), "--plain", "song.mix"], input="preset list\nquit\n", env=self.env, cwd=self.dir,
                                    stdout=subprocess.PIPE, text=True)
            self.assertRegex(result.stdout, "^own-%s +Here.\n1 preset.\n" % program[0])
        self.env["TTYMIX_DATA"] = self.path("elsewhere")
        self.write("elsewhere/presets/own-e.strip", "ttymix-strip 1\n# There.\ncomp\n")
        self.assertRegex(self.script("preset list")[0][0], "^own-e +There.$")

    def test_every_shipped_preset_loads_and_sounds(self):
        names = sorted(name[:-6] for name in os.listdir(PRESETS) if name.endswith(".strip"))
        self.assertGreaterEqual(len(names), 17)
        harness.write_wav(self.path("noise.wav"), [harness.noise(1, 1), harness.noise(1, 2)])
        for name in names:
            with open(os.path.join(PRESETS, name + ".strip")) as f:
                lines = f.read().splitlines()
            self.assertEqual(lines[0], "ttymix-strip 1", name)
            self.assertTrue(lines[1].startswith("# ") and lines[2].startswith("# Turn first: "), name)
            self.write("song.mix", harness.project_text(sections='\n[track a]\nclip     "noise.wav"\n\n[master]\n'))
            text = self.script("preset load a " + name)[1]
            self.assertNotIn("Turn first", text)
            self.good("--bounce", "after.mix", "-o", "out.wav", "--bits", "float", "-q", "--range", "0:00,0:01")
            left, right = harness.read_wav(self.path("out.wav"))[1]
            self.assertTrue(all(math.isfinite(x) for x in left + right), name)
            self.assertGreater(max(map(abs, left + right)), 1e-4, name)
            self.assertLess(max(map(abs, left + right)), 8, name)

    def test_a_bounce_takes_a_preset(self):
        harness.write_wav(self.path("noise.wav"), [harness.noise(1, 1), harness.noise(1, 2)])
        self.write("song.mix", harness.project_text(sections='\n[track a]\nclip     "noise.wav"\n\n[master]\n'))
        self.script("preset load a kick")
        sums = [self.good("--bounce", *words, "-o", "o.wav", "--json", "-q").json()["sha256_pcm"]
                for words in (("song.mix", "--set", "preset load a kick"), ("after.mix",), ("song.mix",))]
        self.assertEqual(sums[0], sums[1])
        self.assertNotEqual(sums[0], sums[2])
        for command, sentence in (("preset load a kik", "there is no preset `kik`; did you mean `kick`?"),
                                  ("preset load a", "preset load takes STRIPS, the NAME or FILE of a preset, and perhaps append"),
                                  ("preset list", "Not changed: `preset` acts on the session, not on the project")):
            result = self.run_ttymix("--bounce", "song.mix", "-o", "o.wav", "--set", command)
            self.assertEqual((result.code, result.err), (2, "%s: %s\n" % (command, sentence)))

    # What each is made for, of the demo songs' stems; what is wet only is sent to, and a master for streaming is meant to be louder.
    MADE_FOR = {"acoustic-guitar": "funk/leadguitar", "bass": "funk/bassguitar", "drum-bus": "funk/drums", "electric-guitar": "funk/leadguitar",
                "glue": "funk/drums", "keys": "funk/clav", "kick": "stems/kick_hats", "parallel-crush": "funk/drums", "snare": "stems/snare",
                "toms": "funk/drums", "vocal": "stems/vox_lead", "vocal-parallel": "stems/vox_lead", "master-gentle": "stems/pad_bass"}
    OTHERS = {"echo-eighth", "hall", "plate", "room", "slap-delay", "master-streaming"}

    def test_presets_leave_the_loudness(self):
        """What was gain-staged to -18 dBFS RMS is as loud behind a preset as before it, within 1.5 LU: so that it is judged by its sound."""
        names = {name[:-6] for name in os.listdir(PRESETS) if name.endswith(".strip")}
        self.assertEqual(names, set(self.MADE_FOR) | self.OTHERS)
        for name, stem in sorted(self.MADE_FOR.items()):
            path = os.path.join(os.path.dirname(harness.DEMO), stem + ".flac")
            rate = 44100 if stem.startswith("funk") else 48000
            self.write("song.mix", harness.project_text(rate, '\n[track a]\nclip     "%s"\n\n[master]\n' % path))
            said = self.run_ttymix("--plain", "--allow-outside", "song.mix", stdin="gainstage a -18 dBFS rms\npreset load a %s\nmatch a\nquit!\n" % name)
            change = float(re.search(r" (\S+) LU\.$", said.out.splitlines()[-2])[1])
            self.assertLess(abs(change), 1.5, "%s: %s" % (name, said.out))

    def test_save_load_and_list(self):
        said, text = self.script("preset save vox mine", "preset load gtr mine", "preset list")
        self.assertEqual(said[:2], ["Saved as preset mine.", "Gtr has 3 processors now."])
        self.assertIn("[track gtr]\n" + CHAIN % "    0 dB", text)
        self.assertTrue(any(line.startswith("mine ") and "(yours)" in line for line in said))
        with open(self.path("home", "config", "ttymix", "presets", "mine.strip")) as f:
            self.assertEqual(f.read(), "ttymix-strip 1\n\n" + CHAIN % "")

    def test_save_replaces_only_when_told(self):
        said, _ = self.script("preset save vox mine", "preset save gtr mine", "preset! save gtr mine", code=1)
        self.assertEqual(said, ["Saved as preset mine.", "Not saved: mine exists; preset! save replaces it.", "Saved as preset mine."])

    def test_own_hides_shipped(self):
        self.write("home/config/ttymix/presets/vocal.strip", "ttymix-strip 1\n# mine\ntrim +3 dB\ngate\n")
        text = self.script("preset load gtr vocal")[1]
        self.assertIn("[track gtr]\ntrim     +3 dB\ngate\n", text)

    def test_hostile_files(self):
        self.write("new.strip", "ttymix-strip 2\ncomp\n")
        self.write("none.strip", "ttymix 1\ncomp\n")
        self.write("zero.strip", b"ttymix-strip 1\ncomp\0\n")
        self.write("huge.strip", "ttymix-strip 1\n" + "#" * 300000)
        os.mkfifo(self.path("fifo.strip"))
        said, text = self.script(*("preset load gtr %s.strip" % name for name in ("new", "none", "zero", "huge", "fifo", "gone")), code=1)
        self.assertEqual(said, [
            "Not loaded: new.strip was written by a newer ttymix (preset format 2, this program knows 1).",
            "Not loaded: none.strip is no preset: its first line is not `ttymix-strip 1`.",
            "Not loaded: zero.strip is no text.",
            "Not loaded: huge.strip: too long for a preset.",
            "Not loaded: fifo.strip: no regular file.",
            "Not loaded: gone.strip: No such file or directory."])
        self.same(text)

    # ---- template ----

    NAMES = {"drums": ["kick-in", "snare-top", "oh", "tom1", "bass-drum"], "bass-bus": ["bass", "sub-808"],
             "vocals": ["leadvox", "bgv-1", "choir"], "music": ["gtr-l", "synth", "johnny"]}

    def tracks(self):
        names = [name for group in self.NAMES.values() for name in group]
        return "".join("\n[track %s]\n" % name for name in names) + "\n[bus own]\n\n[track kick-routed]\nout      own\n\n[master]\n"

    def test_template_is_shown_then_applied_as_one_edit(self):
        self.write("song.mix", harness.project_text(sections=self.tracks()))
        said, text = self.script("template band")
        self.same(text)
        self.assertEqual(said, [
            "bus drums (Drums): kick-in snare-top oh tom1 bass-drum", "bus bass-bus (Bass): bass sub-808",
            "bus music (Music): gtr-l synth johnny", "bus vocals (Vocals): leadvox bgv-1 choir",
            "return room (Room): all wet, fed by nothing", "return plate (Plate): all wet, fed by nothing",
            "return echo (Delay): all wet, fed by nothing", "Nothing is changed yet; template band apply does it."])
        said, text = self.script("template band apply")
        self.assertEqual(said, ["Template band applied, 13 tracks routed."])
        for bus, names in self.NAMES.items():
            for name in names:
                self.assertIn("[track %s]\nout      %s\n" % (name, bus), text)
        self.assertIn("[track kick-routed]\nout      own\n", text)
        self.assertEqual(text.count("mix 100 %"), 3)
        self.assertNotIn("send ", text)
        self.assertTrue(text.endswith("[master]\n"))
        self.same(self.script("template band apply", "undo")[1])

    def test_a_word_that_begins_with_bass(self):
        names = ("bassguitar", "BassDI", "bassdrum", "bassoon", "contrabass")
        self.write("song.mix", harness.project_text(sections="".join("[track %s]\n" % name.lower() for name in names)))
        self.assertEqual(self.script("template band")[0][:3],
                         ["bus drums (Drums): bassdrum", "bus bass (Bass): bassguitar bassdi contrabass", "bus music (Music): bassoon"])

    def test_new_with_template(self):
        for name in ("Kick In", "LeadVox", "Synth"):
            harness.write_wav(self.path("stems", name + ".wav"), [harness.sine(100, 0.1)])
        result = self.good("--new", "new.mix", "stems", "--template", "band")
        self.assertTrue(result.out.startswith("bus drums (Drums): kick-in\nbus bass (Bass): nothing\n"), result.out)
        with open(self.path("new.mix")) as f:
            text = f.read()
        self.assertIn('clip     "stems/LeadVox.wav"\nout      vocals\n', text)
        result = self.run_ttymix("--new", "other.mix", "stems", "--template", "choir")
        self.assertEqual((result.code, result.err.splitlines()[0]), (2, "ttymix: --template takes band"))


if __name__ == "__main__":
    harness.main()
