/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project that the desk's tests draw: the strips of the sketch, and some more that are hard to draw. */
#ifndef TTYMIX_TESTS_TUI_SONG_H
#define TTYMIX_TESTS_TUI_SONG_H

#define SONG_TEXT \
    "ttymix 1\n" \
    "title Potassium\n" \
    "[track vox]\nlabel \"Vox\"\neq\ncomp\nfader -4.5 dB\nsend plate -14 dB\nsend delay -20 dB\nout vocals\n" \
    "[track synth]\nlabel \"Synth\"\neq\nwidth 120 %\nfader -6 dB\nsend plate -18 dB\nout music\n" \
    "[track padbass]\nlabel \"PadBass\"\neq\ncomp\nfader -3 dB\nout music\n" \
    "[track mallet]\nlabel \"Mallet\"\neq\npan R 25 %\nsend plate -12 dB\nsend delay -16 dB\nout music\n" \
    "[track micro]\nlabel \"Micro\"\nfader -10 dB\nmute on\nout music\n" \
    "[bus drums]\nlabel \"DRUMS\"\ncomp\ncomp bypass\nfader -1.5 dB\n" \
    "[return plate]\nlabel \"Plate\"\neq bypass\nfader -2 dB\nsolo-safe on\n" \
    "[return delay]\nlabel \"Delay\"\neq\nfader -8 dB\nsolo-safe on\n" \
    "[bus vocals]\n" \
    "[bus music]\n" \
    "[master]\ncomp\n"

#endif
