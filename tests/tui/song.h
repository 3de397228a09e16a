/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project that the desk's tests draw: the strips of tui.md's sketch. */
#ifndef TTYMIX_TESTS_TUI_SONG_H
#define TTYMIX_TESTS_TUI_SONG_H

#define SONG_TEXT                                                                                                      \
    "ttymix 1\n"                                                                                                       \
    "title    \"Potassium\"\n"                                                                                         \
    "stage    mix\n"                                                                                                   \
    "rate     48000 Hz\n"                                                                                              \
    "pan-law  -3 dB\n"                                                                                                 \
    "\n"                                                                                                               \
    "[tempo]\n"                                                                                                        \
    "0:00       90 bpm  4/4\n"                                                                                         \
    "\n"                                                                                                               \
    "[markers]\n"                                                                                                      \
    "0:56       \"Pre\"\n"                                                                                             \
    "1:04       \"Chorus\"\n"                                                                                          \
    "loop       1:04  1:25\n"                                                                                          \
    "\n"                                                                                                               \
    "[track vox]\n"                                                                                                    \
    "label    \"Vox\"\n"                                                                                               \
    "gate     threshold -50 dB\n"                                                                                      \
    "shape\n"                                                                                                          \
    "comp     threshold -24 dB  ratio 3:1\n"                                                                           \
    "gain     bypass\n"                                                                                                \
    "fader    -4.5 dB\n"                                                                                               \
    "send     plate  -14 dB\n"                                                                                         \
    "send     slap   -20 dB\n"                                                                                         \
    "out      vocals\n"                                                                                                \
    "\n"                                                                                                               \
    "[track synth]\n"                                                                                                  \
    "label    \"Synth\"\n"                                                                                             \
    "shape\n"                                                                                                          \
    "width    120 %\n"                                                                                                 \
    "fader    -6 dB\n"                                                                                                 \
    "send     plate  -18 dB\n"                                                                                         \
    "out      music\n"                                                                                                 \
    "\n"                                                                                                               \
    "[track padbass]\n"                                                                                                \
    "label    \"PadBass\"\n"                                                                                           \
    "shape\n"                                                                                                          \
    "comp     ratio 2:1\n"                                                                                             \
    "fader    -3 dB\n"                                                                                                 \
    "out      music\n"                                                                                                 \
    "\n"                                                                                                               \
    "[track mallet]\n"                                                                                                 \
    "label    \"Mallet\"\n"                                                                                            \
    "pan      R 25 %\n"                                                                                                \
    "send     plate  -12 dB\n"                                                                                         \
    "send     slap   -16 dB\n"                                                                                         \
    "out      music\n"                                                                                                 \
    "\n"                                                                                                               \
    "[track micro]\n"                                                                                                  \
    "label    \"Micro\"\n"                                                                                             \
    "fader    -10 dB\n"                                                                                                \
    "mute\n"                                                                                                           \
    "polarity invert\n"                                                                                                \
    "out      music\n"                                                                                                 \
    "\n"                                                                                                               \
    "[bus drums]\n"                                                                                                    \
    "label    \"DRUMS\"\n"                                                                                             \
    "comp     ratio 2:1\n"                                                                                             \
    "gain     bypass\n"                                                                                                \
    "fader    -1.5 dB\n"                                                                                               \
    "\n"                                                                                                               \
    "[return plate]\n"                                                                                                 \
    "label    \"Plate\"\n"                                                                                             \
    "reverb   bypass\n"                                                                                                \
    "fader    -2 dB\n"                                                                                                 \
    "solo-safe\n"                                                                                                      \
    "\n"                                                                                                               \
    "[return slap]\n"                                                                                                  \
    "label    \"Delay\"\n"                                                                                             \
    "delay\n"                                                                                                          \
    "fader    -8 dB\n"                                                                                                 \
    "solo-safe\n"                                                                                                      \
    "\n"                                                                                                               \
    "[bus vocals]\n"                                                                                                   \
    "label    \"Vocals\"\n"                                                                                            \
    "\n"                                                                                                               \
    "[bus music]\n"                                                                                                    \
    "label    \"Music\"\n"                                                                                             \
    "\n"                                                                                                               \
    "[vca rhythm]\n"                                                                                                   \
    "fader    +1 dB\n"                                                                                                 \
    "\n"                                                                                                               \
    "[automation vox.fader]\n"                                                                                         \
    "mode     read\n"                                                                                                  \
    "0:00       -4.5 dB\n"                                                                                             \
    "1:04       -1.5 dB  linear\n"                                                                                     \
    "\n"                                                                                                               \
    "[master]\n"                                                                                                       \
    "comp     ratio 2:1\n"

#endif
