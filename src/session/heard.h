/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listening states inside processors: key listen, delta, unity gain and soloed bands.  Session thread. */
#ifndef TTYMIX_SRC_SESSION_HEARD_H
#define TTYMIX_SRC_SESSION_HEARD_H

#include "projects/command/command.h"
#include "src/session/answer.h"

typedef struct Heard Heard;

/* `solo STRIP.PROCESSOR.BAND`; false if the second word is no such address. */
bool heard_run_band_solo(Heard *heard, const CommandWords *words, SessionAnswer *answer);
/* No band is soloed any more. */
void heard_end_bands(Heard *heard);

#endif
