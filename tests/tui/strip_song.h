/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strip with much in its chain. */
#ifndef TTYMIX_TESTS_TUI_STRIP_SONG_H
#define TTYMIX_TESTS_TUI_STRIP_SONG_H

#define STRIP_SONG_TEXT                                                                                                \
    "ttymix 1\n"                                                                                                       \
    "title    \"Potassium\"\n"                                                                                         \
    "rate     48000 Hz\n"                                                                                              \
    "\n"                                                                                                               \
    "[track vox]\n"                                                                                                    \
    "label    \"Lead vocal\"\n"                                                                                        \
    "trim     +2.5 dB\n"                                                                                               \
    "gate     threshold -50 dB\n"                                                                                      \
    "eq\n"                                                                                                             \
    "  1      lowcut     freq 90 Hz  slope 24 dB/oct   # out of the way\n"                                             \
    "  2      bell       freq 350 Hz  gain -3 dB  q 1.4\n"                                                             \
    "  3      bell       freq 3.2 kHz  gain +2.5 dB\n"                                                                 \
    "  4      highshelf  freq 9 kHz  gain +2 dB\n"                                                                     \
    "comp     threshold -24 dB  ratio 3:1  attack 12 ms  makeup +3 dB\n"                                               \
    "deesser  range 4 dB  bypass\n"                                                                                    \
    "multiband\n"                                                                                                      \
    "  1      upto 120 Hz\n"                                                                                           \
    "  2      upto 1 kHz  threshold -30 dB  ratio 2:1\n"                                                               \
    "  3      threshold -20 dB\n"                                                                                      \
    "fader    -4.5 dB\n"                                                                                               \
    "out      vocals\n"                                                                                                \
    "\n"                                                                                                               \
    "[track synth]\n"                                                                                                  \
    "comp     threshold -18 dB\n"                                                                                      \
    "\n"                                                                                                               \
    "[track bare]\n"                                                                                                   \
    "\n"                                                                                                               \
    "[track pad]\n"                                                                                                    \
    "transient attack +60 %  sustain -40 %\n"                                                                          \
    "imager   lowwidth 20 %  highwidth 160 %  monobelow 120 Hz\n"                                                      \
    "saturate drive 9 dB\n"                                                                                            \
    "delay    note 1/8  feedback 60 %  pingpong\n"                                                                     \
    "reverb   decay 2.4 s\n"                                                                                           \
    "deesser  range 9 dB  threshold -30 dB\n"                                                                          \
    "limiter  gain +6 dB\n"                                                                                            \
    "\n"                                                                                                               \
    "[bus vocals]\n"                                                                                                   \
    "limiter  gain +2 dB\n"                                                                                            \
    "\n"                                                                                                               \
    "[vca band]\n"                                                                                                     \
    "\n"                                                                                                               \
    "[master]\n"

#endif
