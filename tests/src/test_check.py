# SPDX-License-Identifier: GPL-3.0-or-later
"""--check: every rule on a project that breaks it and only it, and on its mended twin; waivers, profiles, and the three forms of output."""
import hashlib
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(__file__))
import checks
import harness
from harness import Case

HEAD = harness.project_text()
RATE = checks.RATE


class Document(Case):
    """Rules that need no sound."""

    def check(self, sections, *more, code=0):
        self.write("p.mix", HEAD + sections)
        result = self.run_ttymix("--check", "--document", "p.mix", "--json", *more)
        self.assertEqual((result.code, result.err), (code, ""), result.out)
        return json.loads(result.out)

    def rules(self, sections, *more):
        return [finding["rule"] for finding in self.check(sections, *more)["findings"] if "waived" not in finding]

    def test_each_rule_finds_what_it_is_for_and_nothing_else(self):
        for rule, broken, mended in checks.DOCUMENT:
            with self.subTest(rule=rule, broken=broken):
                self.assertEqual(self.rules(broken), [rule])
                self.assertEqual(self.rules(mended), [])

    def test_no_rule_is_without_a_fixture(self):
        said = self.check(checks.SONG + checks.MASTER + "[markers]\nend 0:05\n")
        self.assertEqual(sorted(said["rules"]), sorted({row[0] for row in checks.DOCUMENT}))

    def test_a_muted_strip_as_the_goal_of_a_send(self):
        said = self.check(checks.SONG + "send r -6 dB\n[return r]\nmute\n" + checks.MASTER)["findings"]
        self.assertEqual([(f["rule"], f["line"], f.get("subject")) for f in said],
                         [("mix/send", 9, "a.send.r goes to a muted strip"), ("mix/mute", 11, "r")])

    def test_no_stem_is_opened(self):
        self.write("p.mix", HEAD + checks.SONG + checks.MASTER)
        self.assertEqual(self.run_ttymix("--check", "p.mix").code, 4)
        self.assertEqual(self.good("--check", "--document", "p.mix").out, "p.mix: 2 strips, no errors\n")

    def test_a_line_says_where_and_what_to_do(self):
        self.write("p.mix", HEAD + checks.SONG + "mute\n[automation a.fader]\n0:07 -3 dB\n[markers]\nend 0:05.5\n" + checks.MASTER)
        self.assertEqual(self.good("--check", "--document", "p.mix").out, """\
p.mix:9: mix/mute: a (warn): unmute it, delete it, or say why it is muted
p.mix:11: mix/automation-end: a.fader 1.500 s (warn above 0.000 s) at 0:07.000: delete the points, or move the end
p.mix: profile mix: 0 failed, 2 warnings, 0 notes, 0 waived
p.mix: 2 strips, no errors
""")

    # ---- waivers ----

    def test_a_waiver_holds_for_its_strip_or_for_all(self):
        two = "\n[track a]\nclip \"a.wav\"\n%smute\n\n[track b]\nclip \"b.wav\"\nmute\n" + checks.MASTER
        self.assertEqual(self.rules(two % ""), ["mix/mute", "mix/mute"])
        said = self.check(two % "waive mix/mute \"later\"\n")
        self.assertEqual([(f["strip"], f.get("waived")) for f in said["findings"]], [("a", "later"), ("b", None)])
        self.assertEqual(said["counts"], {"fail": 0, "warn": 1, "note": 0, "waived": 1})
        self.write("p.mix", HEAD.replace("stage", "waive mix/mute \"both\"\nstage") + two % "")
        self.assertIn("p.mix:10: mix/mute: a (warn): waived: both\n", self.good("--check", "--document", "p.mix").out)

    def test_a_waiver_of_the_command_line(self):
        muted = checks.SONG + "mute\n" + checks.MASTER
        self.assertEqual(self.rules(muted, "--waive", "mix/mute=for now"), [])
        said = self.check(checks.SONG + checks.MASTER, "--waive", "mix/mute=for now")["findings"]
        self.assertEqual([(f["rule"], f["subject"]) for f in said], [("waive/unused", "mix/mute")])
        for waiver, words in (("mix/mute", "--waive: \"mix/mute\" is not RULE=reason, and the reason is not empty"),
                              ("mix/mute= ", "--waive: \"mix/mute= \" is not RULE=reason, and the reason is not empty"),
                              ("mix/mut=x", "there is no rule `mix/mut`; did you mean `mix/mute`?")):
            result = self.run_ttymix("--check", "--document", "p.mix", "--waive", waiver)
            self.assertEqual(result.code, 2)
            self.assertIn(words, result.err)

    def test_a_waiver_of_what_was_not_looked_at_is_not_unused(self):
        self.assertEqual(self.rules("\n[track a]\nwaive mix/input \"hot\"\nclip \"a.wav\"\n" + checks.MASTER), [])

    # ---- profiles ----

    def test_limits_of_a_file(self):
        self.write("ours.profile", "ttymix-profile 1\nmix/mute fail\nmix/gain-sum warn 6 dB\n")
        gained = checks.SONG + "trim +7 dB\n"
        self.assertEqual(self.check(gained + "mute\n" + checks.MASTER, "--profile", "ours.profile", code=5)["counts"],
                         {"fail": 1, "warn": 1, "note": 0, "waived": 0})
        self.assertEqual(self.check(gained + checks.MASTER, "--profile", "ours.profile")["counts"]["warn"], 1)
        said = self.run_ttymix("--check", "--document", "p.mix", "--profile", "ours.profile").out
        self.assertRegex(said, r"p.mix: profile mix with ours.profile \(SHA-256 [0-9a-f]{64}\): 0 failed, 1 warning, 0 notes, 0 waived\n")
        self.assertEqual(self.rules(gained + "mute\n" + checks.MASTER, "--profile", "streaming"), [])

    def test_a_profile_that_is_none(self):
        self.write("p.mix", HEAD + checks.SONG + checks.MASTER)
        self.write("bad.profile", "ttymix-profile 1\nmix/mute loud\n")
        for name, words in (("bad.profile", "bad.profile:2: expected off, note, warn or fail, not loud\n"),
                            ("lp", "lp: no profile of that name (mix, streaming, cd, vinyl, broadcast, podcast), and no file: "
                             "No such file or directory\n")):
            result = self.run_ttymix("--check", "--document", "p.mix", "--profile", name)
            self.assertEqual((result.code, result.out, result.err), (2, "", words))

    # ---- the forms ----

    def test_sarif(self):
        self.write("odd name.mix", HEAD + checks.SONG + "waive mix/mute \"later\"\nmute\ncomp bypass\n" + checks.MASTER + "limiter\n")
        said = json.loads(self.good("--check", "--document", "--sarif", "odd name.mix").out)
        self.assertEqual(said["version"], "2.1.0")
        run, = said["runs"]
        rules = run["tool"]["driver"]["rules"]
        self.assertEqual([(r["ruleId"], r["level"], r["locations"][0]["physicalLocation"]["region"]["startLine"]) for r in run["results"]],
                         [("mix/mute", "warning", 10), ("mix/bypassed", "note", 11), ("mix/limiter", "warning", 14)])
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            self.assertEqual(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "odd%20name.mix")
        self.assertEqual(run["results"][0]["suppressions"], [{"kind": "inSource", "justification": "later"}])
        self.assertEqual(run["invocations"][0]["exitCode"], 0)

    def test_an_included_line_is_named_by_its_file(self):
        self.write("drums.mix", "ttymix 1\n[track kick]\nclip \"k.wav\"\nmute\n")
        self.write("p.mix", HEAD + "include \"drums.mix\"\n" + checks.MASTER)
        said = self.good("--check", "--document", "p.mix").out
        self.assertTrue(said.startswith("drums.mix:4: mix/mute: kick (warn): "), said)

    def test_the_list_has_every_rule(self):
        listed = re.findall(r"^(\w+/[\w-]+): ", self.good("--list", "rules").out, re.M)
        self.assertEqual(len(listed), len(set(listed)))
        self.assertTrue({row[0] for row in checks.DOCUMENT} < set(listed))


class Sound(Case):
    """Rules that need stems, a render, or a finished file; the values that they say against those that the signal was made with."""

    def write_stems(self, stems, rate=RATE):
        for name, channels in stems.items():
            harness.write_wav(self.path(name), channels, rate)

    def findings(self, sections, *more, code=0):
        self.write("p.mix", HEAD + sections)
        result = self.run_ttymix("--check", "p.mix", "--json", "-q", *more)
        self.assertEqual(result.code, code, result.out + result.err)
        return json.loads(result.out)["findings"]

    def assert_only(self, found, rule, value):
        self.assertEqual({finding["rule"] for finding in found}, {rule}, [f["text"] for f in found])
        if value is not None:
            decimals = len(repr(found[0]["value"]).partition(".")[2])
            self.assertAlmostEqual(found[0]["value"], value, delta=0.51 * 10 ** -decimals + 1e-9)

    def test_each_rule_finds_what_it_is_for_and_nothing_else(self):
        codes = {"stem/missing": 4, "mix/overs": 5, "mix/true-peak": 5}
        for rule, stems, broken, mended, value in checks.SOUND:
            with self.subTest(rule=rule):
                self.write_stems(stems)
                self.assert_only(self.findings(broken, code=codes.get(rule, 0)), rule, value)
                self.write_stems(checks.MENDED_STEMS.get(rule, {}))
                self.assertEqual([f["text"] for f in self.findings(mended or broken)], [])
                for name in stems:
                    os.unlink(self.path(name))

    def test_a_stem_at_another_rate(self):
        self.write_stems(checks.TONE, 44100)
        self.assert_only(self.findings(checks.A + checks.MASTER), "stem/rate", None)

    def test_sums_of_the_stems(self):
        self.write_stems(checks.TONE)
        with open(self.path("a.wav"), "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        song = checks.A + checks.MASTER
        self.write("p.mix.sums", "%s  a.wav\n" % digest)
        self.assertEqual(self.findings(song), [])
        self.write("p.mix.sums", "%s *a.wav\n%s  gone.wav\n" % (digest.replace(digest[0], "0" if digest[0] != "0" else "1"), digest))
        found = self.findings(song, code=5)
        self.assertEqual([(f["rule"], f["level"], f.get("line"), f["subject"]) for f in found],
                         [("stem/changed", "fail", None, "gone.wav"), ("stem/changed", "fail", 8, "a.wav")])
        self.write("p.mix.sums", "%s  a.wav\nnonsense\n" % digest)
        result = self.run_ttymix("--check", "p.mix")
        self.assertEqual((result.code, result.err), (3, "p.mix.sums:2: not a line of sha256sum\n"))

    def test_each_rule_of_a_finished_sound(self):
        for rule, profile, broken, mended, value in checks.OUTPUT:
            with self.subTest(rule=rule, profile=profile):
                said = []
                for channels in (broken, mended):
                    harness.write_wav(self.path("x.wav"), channels)
                    result = self.run_ttymix("--check", "x.wav", "--profile", profile, "--json")
                    said.append([f for f in result.json()["findings"] if f["level"] != "note"])
                    self.assertEqual(result.code, 5 if "fail" in [f["level"] for f in said[-1]] else 0, result.err)
                self.assert_only(said[0], rule, value)
                self.assertEqual([f["text"] for f in said[1]], [])

    def test_no_rule_is_without_a_fixture(self):
        listed = set(re.findall(r"^(\w+/[\w-]+): ", self.good("--list", "rules").out, re.M))
        made = {row[0] for row in checks.DOCUMENT + checks.SOUND + checks.OUTPUT} | {"stem/rate", "stem/changed"}
        self.assertEqual(listed, made)

    def test_a_file_is_waived_by_the_command_line(self):
        harness.write_wav(self.path("x.wav"), checks.both(checks.base()[:-RATE // 8]))
        self.assertEqual(self.good("--check", "x.wav", "--waive", "qc/edges=a segue").out.splitlines()[-1],
                         "x.wav: profile streaming: 0 failed, 0 warnings, 1 note, 1 waived")

    def test_a_mix_is_measured_for_a_delivery(self):
        """The same figures, whether the mix is rendered for the check or bounced and then checked."""
        self.write_stems(checks.TONE)
        self.write("p.mix", HEAD + checks.A + "fader +3.5 dB\n" + checks.MASTER)
        self.good("--bounce", "p.mix", "-o", "p.wav", "--bits", "float", "--report", "none")
        for profile in ("streaming", "cd", "vinyl", "broadcast", "podcast"):
            of_mix, of_file = (self.run_ttymix("--check", name, "--profile", profile, "--json") for name in ("p.mix", "p.wav"))
            self.assertEqual(of_mix.code, of_file.code)
            measured = [[(f["rule"], f["level"], f["value"], f.get("at_seconds")) for f in said.json()["findings"]] for said in (of_mix, of_file)]
            self.assertEqual(measured[0], measured[1])
            self.assertTrue(measured[0], profile)

    def test_the_check_does_not_depend_on_threads(self):
        self.write_stems(checks.two(checks.both(checks.tone(100, 1.0, 0.05, 0.5))))
        song = checks.A + "comp threshold -20 dB\n" + checks.B.replace("  fade-out 5 ms", "") + checks.MASTER
        said = [self.findings(song, "-j", jobs) for jobs in ("1", "2", "5")]
        self.assertTrue(said[0])
        self.assertEqual(said[0], said[1])
        self.assertEqual(said[0], said[2])


if __name__ == "__main__":
    harness.main()
