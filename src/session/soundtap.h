/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves for the loudspeakers, for any number of listeners: a ring that the audio thread writes, and that others
 * read each at his own pace.
 *
 * The audio thread knows no reader and waits for none.  A reader remembers himself up to where he has read; where he
 * was overtaken he is told how many frames he has lost, and never gets one that was not played.
 */
#ifndef TTYMIX_SRC_SESSION_SOUNDTAP_H
#define TTYMIX_SRC_SESSION_SOUNDTAP_H

#include <stdint.h>

#include "audio/base/attributes.h"

enum { SOUNDTAP_FRAMES = 1 << 17 }; /* 2.7 s at 48 kHz, 0.7 s at 192 kHz */

typedef struct SoundTap SoundTap;

/* NULL without memory. Control thread. */
SoundTap *soundtap_new(void);
/* NULL is safe. */
void soundtap_free(SoundTap *tap);
/* The audio thread's; one at a time. */
RT_SAFE void soundtap_write(SoundTap *tap, const float *const planar[2], int frames);
/* Frames written since the beginning. Any thread, as the next. */
uint64_t soundtap_written(const SoundTap *tap);
/* Copies up to `frames` interleaved frames from frame `*from` on, moves it behind them, and returns how many.  What was
 * overwritten before it could be copied is left out: `*lost` grows by it, and `*from` has moved by that, too. */
int soundtap_read(const SoundTap *tap, uint64_t *from, float *interleaved, int frames, uint64_t *lost);

#endif
