/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a desk has been sent of the waveforms of stems, in tiles of 64 columns: what was drawn once is not asked for
 * again.  The lines are `wave STEP TILE PATH` and its answer (tui/link/host.h).  At most WAVES_MAX tiles are kept; the
 * one looked at longest ago goes first. */
#ifndef TTYMIX_TUI_LINK_WAVES_H
#define TTYMIX_TUI_LINK_WAVES_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/buffer.h"

enum { WAVE_COLUMNS = 64, WAVES_MAX = 2048, WAVE_STEP_MAX = 1 << 28 };
/* Levels 0..63: 0 is silence, 63 full scale and above, a dB each. */
enum { WAVE_LEVEL_MAX = 63 };

typedef struct WaveColumn { /* of all channels of a stem: highest and lowest sample, root mean square */
    uint8_t up, down, rms;
} WaveColumn;

typedef struct Waves Waves;

/* NULL without memory. */
Waves *waves_new(void);
/* NULL is safe. */
void waves_free(Waves *waves);
/* The 64 columns of `step` frames (of the project's rate) each that begin at frame tile * 64 * step of the stem; NULL:
 * not here. */
const WaveColumn *waves_find(const Waves *waves, const char *path, int64_t step, int64_t tile);
/* The stem's length in frames of the project's rate; -1: not known. For StemLengths, `waves` may be NULL. */
int64_t waves_length(const void *waves, const char *path);
/* Asks for a tile, in a line into `out`, unless it is here or was asked for. */
void waves_want(Waves *waves, const char *path, int64_t step, int64_t tile, Buffer *out);
/* What was asked for and was not ready may be asked for again. */
void waves_retry(Waves *waves);
/* Forgets everything: the song is another one. */
void waves_forget(Waves *waves);

/* Takes `STEP TILE LENGTH COLUMNS|- PATH` (changed in place); false if it is not understood. */
bool waves_take(Waves *waves, char *rest);
/* For the other end: appends the answer's line, with its line end. `columns` NULL: not ready. */
void waves_add_answer(Buffer *out, int64_t step, int64_t tile, int64_t length, const WaveColumn *columns,
                      const char *path);

#endif
