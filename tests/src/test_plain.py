# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk in words: sessions as exact text, from pipes and on a terminal."""
import os
import pty
import re
import select
import termios
import time

import harness

HEAD = 'ttymix 1\nstage mix\nrate 48000 Hz\npan-law -3 dB\n\n'
SONG = '''ttymix 1
title    "Night Bus"
stage    mix
rate     48000 Hz
pan-law  -3 dB

[markers]
0:00.5  "Out"

[track vox]
label    "Lead vocal"
clip     "stems/vox.wav"  at 0:00  length 1 s  gain -1.5 dB
clip     "stems/vox.wav"  at 0:01  length 1 s  gain -1.5 dB
trim     +2.5 dB
gate
eq
  1      lowcut     freq 90 Hz    slope 24 dB/oct
  2      bell       freq 350 Hz   gain -3 dB  q 1.4
  3      bell       freq 3.2 kHz  gain +3 dB  q 2
  4      highshelf  freq 9 kHz    gain +2 dB
comp     threshold -24 dB  ratio 3:1
deesser  bypass
fader    -4.5 dB
send     plate  -14 dB
send     echo   -20 dB
out      vocals

[track micro]
fader    -10 dB
mute

[track snare]
clip     "stems/snare.wav"
out      quiet

[track synth]
width    120 %
eq
  1      bell  freq 2 kHz  gain -2 dB
fader    -6 dB
send     plate  -18 dB

[track bass]

[bus vocals]

[bus quiet]
fader    -30 dB

[return plate]
solo-safe

[return echo]
label    "Echo"
solo-safe

[automation vox.fader]
mode     read
0:00     -4.5 dB
0:00.1   -4.5 dB  linear
0:00.2   -4.5 dB  linear
0:00.3   -4.5 dB  linear
0:00.4   -4.5 dB  linear
0:00.5   -4.5 dB  linear
0:00.6   -4.5 dB  linear
'''

SAME = "Its automation plays all the same: mode vox.fader off switches it off, auto vox.fader touch (rt) or trim (rm) records moves while the song plays."


class Plain(harness.Case):
    def song(self, text=SONG):
        clicks = [0.0] * 48000
        for at in (15840, 16800, 17760):
            clicks[at] = 0.99
        harness.write_wav(self.path("stems", "vox.wav"), [harness.sine(1000, 2, level=0.3)] * 2)
        harness.write_wav(self.path("stems", "snare.wav"), [[2 * x for x in clicks]], bits=0)
        return self.write("song.mix", text)

    def session(self, commands, code=0, text=SONG):
        """What a script of commands says, as lines."""
        result = self.run_ttymix("--plain", self.song(text), stdin="\n".join(commands) + "\n")
        self.assertEqual(result.err, "")
        self.assertEqual(result.code, code, result.out)
        return result.out.rstrip("\n").split("\n")

    def says(self, commands, expected, code=0):
        self.assertEqual(self.session(commands, code), expected)

    def test_a_strip(self):
        self.says(["speech words", "describe vox"], [
            "Speech words.",
            "Vox, lead vocal. Stereo track, output to Vocals.",
            "Fader minus 4.5 dB. Automation read, 7 points. Pan centre.",
            "Not muted. No solo active.",
            "Trim plus 2.5 dB. Clip gain minus 1.5 dB on both clips.",
            "Chain of 4: gate, EQ, comp. De-esser bypassed.",
            "EQ, 4 bands.",
            "Band 1, low cut, 90 hertz, 24 dB per octave.",
            "Band 2, bell, 350 hertz, minus 3 dB, Q 1.4.",
            "Band 3, bell, 3.2 kilohertz, plus 3 dB, Q 2.",
            "Band 4, high shelf, 9 kilohertz, plus 2 dB.",
            "Comp, threshold minus 24 dB, ratio 3 to 1.",
            "Sends: Plate minus 14 dB, Echo minus 20 dB, both post-fader."])

    def test_the_timeline(self):
        self.says(["speech words", "describe timeline", "describe timeline vox", "describe lane snare.fader", "describe timeline nobody"], [
            "Speech words.",
            "Marker Out, 0.5 seconds, bar 1 beat 2.",
            "Vox, 2 clips, 1 lane.",
            "Snare, 1 clip.",
            "Vox, 2 clips.",
            "Clip 1, vox.wav, from 0 seconds, bar 1, to 1 second, bar 1 beat 3, gain minus 1.5 dB.",
            "Clip 2, vox.wav, from 1 second, bar 1 beat 3, to 2 seconds, bar 2, gain minus 1.5 dB.",
            "Vox fader, automation read, 7 points, from 0 seconds, bar 1, to 0.6 seconds, bar 1 beat 2.",
            "line 4: Not described. There is no automation at that address.",
            "line 5: Not described. There is no strip of that name."], 1)

    def test_a_lane(self):
        text = SONG + "\n[automation micro.fader]\n0:00 -10 dB\n0:01 -7 dB linear\n0:02 -10 dB curve -0.5\n"
        self.assertEqual(self.session(["speech words", "describe lane micro.fader"], text=text), [
            "Speech words.",
            "Micro fader, automation read, 3 points, from 0 seconds, bar 1, to 2 seconds, bar 2.",
            "Point 1, 0 seconds, bar 1, minus 10 dB, at once.",
            "Point 2, 1 second, bar 1 beat 3, minus 7 dB, linear.",
            "Point 3, 2 seconds, bar 2, minus 10 dB, curve minus 0.5."])

    def test_silence_is_cut_away(self):
        """A tone, a second of silence, a tone: cut 100 ms behind the first and 20 ms before the second, each at most a cell of
        10 ms and a block of 256 frames later or earlier. The second track is silent where the first sounds: as a group they keep
        what either has."""
        tone, silence = harness.sine(1000, 1, level=0.1), [0.0] * 48000
        harness.write_wav(self.path("stems", "a.wav"), [tone + silence + tone])
        harness.write_wav(self.path("stems", "b.wav"), [silence + silence + tone])
        text = 'ttymix 1\nrate 48000 Hz\n[track a]\nclip "stems/a.wav"\n[track b]\nclip "stems/b.wav"\n[group both]\nmembers a b\n[master]\n'
        out = self.session(["strip-silence a below -40 dB", "wait", "describe timeline a", "undo", "strip-silence a below -10 dB", "wait",
                            "strip-silence both below -40 dB", "wait", "describe timeline a", "describe timeline b", "undo",
                            "strip-silence a below 3 dB", "write copy.mix"], 1, text)
        self.assertEqual(out[:4], ["Looking for silence in 1 clip.", "Silence cut out of 1 clip.", "A, 2 clips.",
                                   "Edited together with the group both."])
        self.assertRegex(out[4], r"^Clip 1, a.wav, from 0:00.0, bar 1, to 0:01.1, ")
        self.assertRegex(out[5], r"^Clip 2, a.wav, from 0:02.0, bar 1 beat 4, to 0:03.0, ")
        self.assertEqual(out[6:11], ["Undone: A: clip cut to 2 stretches.", "Looking for silence in 1 clip.",
                                     "Nothing was cut: a clip that is silent throughout stays.", "Looking for silence in 2 clips.",
                                     "Silence cut out of 2 clips."])
        both = [line for line in out if line.startswith("Clip")]
        self.assertEqual([line.split(",", 2)[2] for line in both[2:4]], [line.split(",", 2)[2] for line in both[4:6]])
        self.assertIn("Not cut: say strip-silence STRIPS, and perhaps below -50 dB (-90 to 0).", out[-2])
        with open(self.path("copy.mix")) as file:
            self.assertEqual(file.read(), text)

    def test_a_strip_in_symbols(self):
        self.says(["describe vox", "describe vox brief"], [
            "Vox, lead vocal. Stereo track, output to Vocals.",
            "Fader -4.5 dB. Automation read, 7 points. Pan centre.",
            "Not muted. No solo active.",
            "Trim +2.5 dB. Clip gain -1.5 dB on both clips.",
            "Chain of 4: gate, EQ, comp. De-esser bypassed.",
            "EQ, 4 bands.",
            "Band 1, low cut, 90 Hz, 24 dB/oct.",
            "Band 2, bell, 350 Hz, -3 dB, Q 1.4.",
            "Band 3, bell, 3.2 kHz, +3 dB, Q 2.",
            "Band 4, high shelf, 9 kHz, +2 dB.",
            "Comp, threshold -24 dB, ratio 3:1.",
            "Sends: Plate -14 dB, Echo -20 dB, both post-fader.",
            "Vox -4.5 dB automated, centre."])

    def test_solo_and_mute(self):
        self.says(["speech words", "what is soloed", "solo vox", "what is soloed", "solo bass", "verbosity brief", "unsolo bass", "unsolo",
                   "verbosity normal", "what is muted", "mute micro off", "what is muted", "mute micro on", "speech symbols",
                   "mute micro off"], [
            "Speech words.",
            "Nothing is soloed. Plate and Echo are solo safe.",
            "Vox soloed. 4 tracks silent. Plate and Echo still heard.",
            "Vox is soloed. Plate and Echo are solo safe.",
            "Vox and Bass soloed. 3 tracks silent. Plate and Echo still heard.",
            "Verbosity brief.",
            "Vox soloed.",
            "Nothing is soloed.",
            "Verbosity normal.",
            "Micro is muted.",
            "Micro unmuted. Fader minus 10 dB.",
            "Nothing is muted.",
            "Micro muted.",
            "Speech symbols.",
            "Micro unmuted. Fader -10 dB.",
            "Ended with unsaved edits; the next start offers to recover them."], 1)

    def test_history(self):
        self.says(["speech words", "history", "mute vox", "set bass.fader -6 dB", "write", "mute micro off", "undo to 1", "history", "history 2",
                   "undo to 3", "undo to 3", "undo to 0", "undo to 4", "undo to x", "history 0", "set bass.pan L 10 %", "history", "quit!"], [
            "Speech words.",
            "0 edits done, 0 undone.",
            "0: The song as it was opened. The song is here. Saved.",
            "Vox muted.",
            "Bass fader minus 6 dB.",
            "Saved.",
            "Micro unmuted. Fader minus 10 dB.",
            "Back to edit 1 of 3: Vox mute on.",
            "1 edit done, 2 undone.",
            "3: Micro unmuted. Undone.",
            "2: Bass fader minus 6 dB. Undone. Saved.",
            "1: Vox muted. The song is here.",
            "0: The song as it was opened.",
            "1 edit done, 2 undone.",
            "3: Micro unmuted. Undone.",
            "2: Bass fader minus 6 dB. Undone. Saved.",
            "On to edit 3 of 3: Micro mute off.",
            "It is at edit 3 of 3: Micro mute off.",
            "Back to the song as it was opened.",
            "line 13: Not undone. The number of an edit is 0 to 3 here.",
            "line 14: Not undone. The number of an edit is 0 to 3 here.",
            "line 15: Not told. History takes how many edits, as in history 10.",
            "Bass pan left 10 percent.",
            "1 edit done, 0 undone. What is saved cannot be reached by undo or redo.",
            "1: Bass pan left 10 percent. The song is here.",
            "0: The song as it was opened.", "Goodbye."], code=1)

    def test_defaults(self):
        self.says(["speech words", "what is not default synth", "what is not default bass", "what is not default echo"], [
            "Speech words.",
            "Synth: fader minus 6 dB. Width 120 percent. EQ 1 band. Send Plate minus 18 dB.",
            "Bass: nothing.",
            "Echo: solo safe."])

    def test_values_along_their_automation(self):
        harness.write_wav(self.path("stems", "a.wav"), [harness.sine(500, 2.0)])
        song = self.write("moves.mix", HEAD + '''[track vox]
clip     "stems/a.wav"
fader    -1 dB

[automation vox.fader]
0:00     -10 dB
0:02     -20 dB  linear

[automation vox.mute]
0:00     off
0:01.5   on

[master]
''')
        lines = "\n".join(("describe vox brief", "what is not default vox", "locate 0:01", "describe vox", "what is not default vox",
                           "mode vox.fader off", "what is not default vox", "mode vox.fader read", "locate 0:01.8", "describe vox brief",
                           "what is muted", ""))
        self.assertEqual(self.run_ttymix("--plain", song, stdin=lines + "quit!\n").out.split("\n")[:-1], [
            "Vox -10 dB automated, centre.",
            "Vox: fader -10 dB, automated. Mute off, automated.",
            "At 0:01.",
            "Vox. Mono track, output to Master.", "Fader -15 dB. Automation read, 2 points. Pan centre.",
            "Not muted, automated. No solo active.",
            "Vox: fader -15 dB, automated. Mute off, automated.",
            "Vox fader automation off.", "Vox: fader -1 dB. Mute off, automated.", "Vox fader automation read.",
            "At 0:01.8.", "Vox -19 dB automated, centre, muted.", "Vox is muted.", "Goodbye."])

    def test_dither_of_a_bounce(self):
        harness.write_wav(self.path("stems", "a.wav"), [harness.sine(4800, 0.5)])
        song = self.write("small.mix", HEAD + '[track vox]\nclip "stems/a.wav"\nfader -3 dB\n\n[master]\n')
        for words, options in (("dither shaped", ("--bits", "16", "--dither", "shaped")), ("bits 16 dither none", ("--bits", "16", "--dither", "none")),
                               ("dither none", ("--dither", "none")), ("bits float", ("--bits", "float"))):
            self.run_ttymix("--plain", song, stdin="bounce! a.wav %s\nwait\n" % words)
            self.good("--bounce", song, "-o", self.path("b.wav"), "--report", "none", *options)
            self.assertEqual(harness.pcm_of(self.path("a.wav")), harness.pcm_of(self.path("b.wav")), words)

    def test_curves(self):
        self.says(["speech words", "describe curve vox.eq", "speech symbols", "describe curve vox.eq"], [
            "Speech words.",
            "Vox EQ: minus 3 dB at 90 hertz, steep below. Dip minus 3 at 350.",
            "Rise plus 3 at 3.2 kilohertz. Plus 1.9 above 8 kilohertz.",
            "Speech symbols.",
            "Vox EQ: -3 dB at 90 Hz, steep below. Dip -3 at 350.",
            "Rise +3 at 3.2 kHz. +1.9 above 8 kHz."])

    def test_curves_of_level(self):
        """Above -24 dB a third is left; the knee of 6 dB takes half of 2/3 of 3/2 dB at the threshold: 0.5."""
        self.says(["speech words", "describe curve vox.comp"], [
            "Speech words.",
            "Vox Comp: minus 48 dB in, minus 48 out; minus 36 in, minus 36 out; minus 24 in, minus 24.5 out; minus 12 in, minus 20 out; "
            "0 in, minus 16 out."])

    def test_processors_and_bands(self):
        """What the strip screen shows: every parameter of a processor, or of a band."""
        self.says(["speech words", "describe vox.comp brief", "describe vox.eq.2", "describe vox.eq.9", "describe vox.comp.ratio"], [
            "Speech words.",
            "Vox Comp, Compressor, 3 of 4 in the chain. On.",
            "Threshold minus 24 dB.",
            "Ratio 3 to 1.",
            "Vox EQ, Equalizer, 2 of 4 in the chain. On.",
            "Band 2.",
            "Type bell.",
            "Frequency 350 hertz.",
            "Gain minus 3 dB.",
            "Q 1.4.",
            "Channel stereo, the default.",
            "On on, the default.",
            "Threshold 0 dB, the default.",
            "Ratio 1 to 1, the default.",
            "Attack 10 milliseconds, the default.",
            "Release 100 milliseconds, the default.",
            "line 4: Not described. There is no strip of that name.",
            "line 5: Not described. There is no strip of that name."], 1)

    def test_refusals(self):
        self.says(["speech words", "set vox.comp.ratio 400:1", "speech symbols", "set vox.comp.ratio 400:1", "# a comment", "",
                   "set vox.fader loud", "set nox.fader 0 dB", "frobnicate", "describe nox", "what is love", "describe curve vox",
                   "speech loud", "verbosity 3", "watch vox", "solo nox", "bypass vox.gater", "set vox.fader \"a"], [
            "Speech words.",
            "line 2: Not changed. Ratio takes 1 to 100, or inf. It is 3 to 1.",
            "Speech symbols.",
            "line 4: Not changed: ratio takes 1:1 to 100:1, or inf. It is 3:1.",
            "line 7: Not changed: fader: `loud` is not a number (-100 dB to +12 dB or -inf).",
            "line 8: Not changed: there is no strip `nox`; did you mean `vox`?",
            "line 9: Not done: there is no command `frobnicate`.",
            "line 10: Not described: there is no strip of that name.",
            "line 11: Not answered: ask what is soloed, muted, over, playing, compared, heard, or not default STRIP.",
            "line 12: Not described: there is no processor with a curve at that address, as in describe curve vox.eq.",
            "line 13: Not changed: speech takes words or symbols.",
            "line 14: Not changed: verbosity takes brief, normal or full.",
            "line 15: Not watching: say watch STRIP peak > -3, or watch master lufs-s > -13.",
            "line 16: Not soloed: no strip matches `nox`.",
            "line 17: Not changed: vox has no `gater`; did you mean `gate`?",
            "line 18: Not understood: the text in quotes does not end."], 1)

    def test_confirmations(self):
        self.says(["speech words", "set vox.fader -6 dB", "set vox.pan L 10 %", "set vox.comp.ratio inf", "set vox.comp.attack 12 ms",
                   "set vox.eq.1.freq 1.2 kHz",
                   "undo", "set vox.fader -inf dB", "add marker 1:04.2 \"Chorus -6 dB\"", "locate 0:01", "locate 9:00",
                   "add bus drums", "rename vox voice", "monitor -12 dB",
                   "set rate 44100 Hz", "undo", "quit!"], [
            "Speech words.",
            "Vox fader minus 6 dB. " + SAME,
            "Vox pan left 10 percent.",
            "Vox comp ratio infinity to 1.",
            "Vox comp attack 12 milliseconds.",
            "Vox EQ band 1 frequency 1.2 kilohertz.",
            "Undone: Vox EQ band 1 frequency 1.2 kilohertz. It is 90 hertz.",
            "Vox fader minus infinity. " + SAME,
            "Marker Chorus -6 dB at 1 minute 4.2.",
            "At 1 second.", "At 9 minutes, beyond the end at 2 seconds.",
            "Bus drums added.",
            "Vox is now voice.",
            "Monitor minus 12 dB.",
            "Rate 44100 hertz.",
            "Undone: Rate 44100 hertz. It is 48000 hertz.",
            "Goodbye."])

    def test_overs(self):
        said = self.session(["speech words", "set vox.mute on", "play", "wait 0.9", "what is over", "describe snare brief",
                             "set quiet.fader 0 dB", "set snare.fader +1 dB", "stop",
                             "clear clips", "play", "wait 0.9", "what is over", "quit!"])
        said = [line for line in said if not line.startswith("No sound")]
        self.assertEqual(said[:7], ["Speech words.", "Vox muted.", "Playing.",
            "Snare, 6 overs inside the mix, highest plus 5.9 dB. Output is not clipped.", "Snare 0 dB, centre, peak plus 5.9.",
            "Quiet fader 0 dB.", "Snare fader plus 1 dB."])
        # meters are looked at many times a second; on a busy machine the moment of a clip is seen late
        said = [re.sub(r"first at 0\.[3-8] seconds", "first at 0.3 seconds", line) for line in said]
        self.assertEqual(said[7:], ["Stopped.", "Clips and holds cleared.", "Playing.",
            "Snare, 6 overs inside the mix, highest plus 6.9 dB.",
            "Quiet, 6 overs inside the mix, highest plus 3.9 dB.", "Master, clipped 6 times, first at 0.3 seconds, plus 3.9 dB true peak.",
            "Goodbye."])


class Keys(harness.Case):
    """Key mode on a terminal of its own."""

    def start(self):
        self.write("k.mix", harness.project_text(48000, "\n[markers]\n0:14.7  \"Out\"\n\n[track vox]\nfader    -4.5 dB\n\n[track bass]\n"))
        pid, fd = pty.fork()
        if pid == 0:
            os.chdir(self.dir)
            os.execve(harness.TTYMIX, [harness.TTYMIX, "--plain", "k.mix", "--device", "null"], dict(self.env, TERM="dumb"))
        self.addCleanup(self.end, pid, fd)
        self.fd, self.pid, self.raw, self.mark = fd, pid, "", 0

    def end(self, pid, fd):
        os.close(fd)
        os.waitpid(pid, 0)

    def read_to(self, text, seconds=harness.PATIENCE_S):
        """What came up to a text, which must come."""
        end = time.monotonic() + seconds
        while text not in self.raw[self.mark:]:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                self.fail("%r did not come: %r" % (text, self.raw[self.mark:]))
            self.raw += os.read(self.fd, 4096).decode().replace("\r", "")
        at = self.raw.index(text, self.mark) + len(text)
        came, self.mark = self.raw[self.mark:at], at
        return came

    def key(self, keys, line):
        os.write(self.fd, keys.encode())
        self.assertEqual(self.read_to("\n").lstrip("\n"), line + "\n")
        self.assertLessEqual(len(line), 40)

    def test_keys(self):
        self.start()
        self.read_to("> ")
        before = termios.tcgetattr(self.fd)
        os.write(self.fd, b"keys\r")
        self.read_to("Keys. Vox fader minus 4.5.\n")
        self.assertFalse(termios.tcgetattr(self.fd)[3] & termios.ICANON)
        self.key("k", "k    minus 4")
        self.key("fp", "fp   pan centre")
        self.key(">", ">    right 5")
        time.sleep(1.1)  # the gesture rests
        self.key("u", "u    undone, pan centre")
        self.key("]", "]    marker Out, 14.7 seconds")
        self.key("s", "s    Vox soloed")
        self.key("m", "m    muted")
        self.key("ff", "ff   fader minus 4")
        self.key("kkkk", "k    minus 2")
        self.key("l", "l    Bass fader 0")
        self.key("Zx", "Zx   nothing. Question mark for help.")
        os.write(self.fd, b"\x1b")
        self.read_to("Keys off.\n")
        self.read_to("> ")
        self.assertTrue(termios.tcgetattr(self.fd)[1] == before[1])
        os.write(self.fd, b"describe vox brief\r")
        self.read_to("Vox minus 2 dB, centre, muted.\n")
        os.write(self.fd, b"quit!\r")
        self.read_to("Goodbye.")


class Scripts(harness.Case):
    def test_a_mix_from_nothing(self):
        """Two tracks, a bus and a send, made, saved and bounced by a script: the samples are what arithmetic says."""
        a, b = harness.noise(0.25, 1), harness.noise(0.25, 2)
        harness.write_wav(self.path("a.wav"), [a, a], bits=0)
        harness.write_wav(self.path("b.wav"), [b, b], bits=0)
        script = '''# from nothing
add track one "a.wav"
add track two "b.wav"
add bus both
add return wet

out one both
set one.fader -6 dB
set two.fader -3 dB   # a little less
set both.fader -1 dB
send two wet -12 dB
set wet.fader -2 dB
write
bounce out.wav
quit
'''
        result = self.run_ttymix("--plain", "new.mix", stdin=script)
        self.assertEqual((result.code, result.err), (0, ""), result.out)
        _, out = harness.read_wav(self.path("out.wav"))
        left, right = [harness.read_wav(self.path(name))[1][0] for name in ("a.wav", "b.wav")]
        gains = 10 ** (-7 / 20), 10 ** (-3 / 20) * (1 + 10 ** (-14 / 20))
        for i in range(0, len(left), 7):
            for channel in out:
                self.assertAlmostEqual(channel[i], gains[0] * left[i] + gains[1] * right[i], delta=1e-6)

    def test_exit_status(self):
        for script, code in (("", 0), ("quit\n", 0), ("nonsense\nquit\n", 1), ("add bus b\n", 1), ("add bus b\nquit!\n", 0),
                             ("add bus b\nquit\n", 1),
                             ("bounce /nowhere/x.wav\nquit!\n", 1)):
            self.assertEqual(self.run_ttymix("--plain", "s%d.mix" % abs(hash(script)), stdin=script).code, code, script)


if __name__ == "__main__":
    harness.main()
