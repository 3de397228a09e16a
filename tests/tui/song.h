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

/* A waveform for any stem, which has so many frames: syllables by formula. */
#include "tui/link/waves.h"
#include <math.h>
enum { SONG_STEM_FRAMES = 60 * 48000 };
static inline void song_wave(const char *path, int64_t step, int64_t tile, WaveColumn columns[WAVE_COLUMNS])
{
    for (int i = 0; i < WAVE_COLUMNS; i++) {
        double at = (double)(tile * WAVE_COLUMNS + i) * (double)step / 48000;
        double level = 50 + 9 * sin(at * 3.1 + path[6]) + 7 * sin(at * 1.3) - 20 * (fmod(at + path[7], 7) > 5.5);
        columns[i].up = (uint8_t)(level > 63 ? 63 : level < 0 ? 0 : level);
        columns[i].down = columns[i].up > 1 ? (uint8_t)(columns[i].up - 1) : 0;
        columns[i].rms = columns[i].up > 9 ? (uint8_t)(columns[i].up - 9) : 0;
    }
}

/* The first strips of tui.md's sketch of the timeline, with clips. */
#define TIMELINE_TEXT                                                                                                  \
    "ttymix 1\n"                                                                                                       \
    "title \"Potassium\"\n"                                                                                            \
    "stage mix\n"                                                                                                      \
    "rate 48000 Hz\n"                                                                                                  \
    "pan-law -3 dB\n"                                                                                                  \
    "[tempo]\n"                                                                                                        \
    "0:00 90 bpm 4/4\n"                                                                                                \
    "1:20 100 bpm 3/4\n"                                                                                               \
    "[markers]\n"                                                                                                      \
    "0:56 \"Pre\"\n"                                                                                                   \
    "1:04 \"Chorus\"\n"                                                                                                \
    "1:25 \"Out\"\n"                                                                                                   \
    "loop 1:04 1:25\n"                                                                                                 \
    "[track vox]\n"                                                                                                    \
    "label \"Vox\"\n"                                                                                                  \
    "clip \"stems/vox_lead.wav\" at 0:46 offset 0:02 length 12 s gain -1.5 dB fade-in 1.5 s fade-out 1.5 s\n"          \
    "clip \"stems/vox_lead.wav\" at 1:00\n"                                                                            \
    "fader -4.5 dB\n"                                                                                                  \
    "out music\n"                                                                                                      \
    "[track synth]\n"                                                                                                  \
    "label \"Synth\"\n"                                                                                                \
    "clip:pad \"stems/minilogue_synth_24k.wav\" at 0:40\n"                                                             \
    "fader -6 dB\n"                                                                                                    \
    "mute\n"                                                                                                           \
    "[track kick]\n"                                                                                                   \
    "clip \"stems/kick.wav\" at 0:40\n"                                                                                \
    "out drums\n"                                                                                                      \
    "[track snare]\n"                                                                                                  \
    "clip \"stems/snare.wav\" at 0:50\n"                                                                               \
    "out drums\n"                                                                                                      \
    "[bus drums]\n"                                                                                                    \
    "label \"DRUMS\"\n"                                                                                                \
    "fader -1.5 dB\n"                                                                                                  \
    "[bus music]\n"                                                                                                    \
    "[return plate]\n"                                                                                                 \
    "label \"Plate\"\n"                                                                                                \
    "fader -2 dB\n"                                                                                                    \
    "solo-safe\n"                                                                                                      \
    "[group kit]\n"                                                                                                    \
    "members kick snare\n"                                                                                             \
    "[automation vox.fader]\n"                                                                                         \
    "0:50 -4.5 dB\n"                                                                                                   \
    "0:56 -4.5 dB\n"                                                                                                   \
    "1:04 -1.5 dB linear\n"                                                                                            \
    "1:07 -3 dB linear\n"                                                                                              \
    "1:12 -1.5 dB curve 0.5\n"                                                                                         \
    "1:16 -2 dB hold\n"                                                                                                \
    "1:20 -4.5 dB linear\n"

#endif
