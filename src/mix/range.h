/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places in a song as people name them: times, bars, marker labels. Any thread. */
#ifndef TTYMIX_SRC_MIX_RANGE_H
#define TTYMIX_SRC_MIX_RANGE_H

#include <stdint.h>

#include "audio/base/status.h"
#include "projects/model/model.h"

/* "0:31.75", "17|1|0", "48000 frames", "start", "end", or a marker's label (unique, any case); error.text otherwise. */
NODISCARD Status place_parse(const Model *model, const char *text, int64_t *frame, Error *error);
/* "A,B" with A before B. */
NODISCARD Status range_parse(const Model *model, const char *text, int64_t *from, int64_t *to, Error *error);

enum { RANGE_BEYOND_SECONDS_MAX = 600 };
/* BAD_VALUE: `to` lies more than that beyond the end of the song, which is a slip of the finger; `done` is what would
 * become of the silence, as "written". */
NODISCARD Status range_check_end(int64_t to, int64_t end_frame, int rate_hz, const char *done, Error *error);

#endif
