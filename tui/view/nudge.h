/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values on their way to the session: what held keys add up to, and what to show until the answers come.
 *
 * One value has at most one command under way; what is added meanwhile waits, summed, and goes out with its answer.  So
 * a slow link is never flooded, and the fader on screen moves with the keys.  Pure: the caller submits the commands.
 */
#ifndef TTYMIX_TUI_VIEW_NUDGE_H
#define TTYMIX_TUI_VIEW_NUDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/dsp/param.h"
#include "tui/view/view.h"

enum { NUDGES_MAX = 256, NUDGE_COMMAND_MAX = ADDRESS_MAX + 96 };

typedef struct Nudge {
    char address[ADDRESS_MAX];
    const ParamInfo *param;
    double shown;      /* value to draw */
    double waiting;    /* added and not sent */
    bool absolute;     /* what waits is `shown` itself */
    uint64_t sequence; /* of the command under way */
} Nudge;
typedef struct NudgeList {
    Nudge items[NUDGES_MAX];
    int count;
} NudgeList;

/* Adds `step` (in the row's unit; LAW_LOG: factors) to a value that stands at `current` in the document.  Writes a
 * command to submit now into `command` and returns the entry, whose `sequence` the caller sets; NULL when there is
 * nothing to send now. */
Nudge *nudge_add(NudgeList *list, const char *address, const ParamInfo *param, double current, double step,
                 char command[NUDGE_COMMAND_MAX]);
/* The value to draw. */
double nudge_value(const NudgeList *list, const char *address, double current);
bool nudge_is_under_way(const NudgeList *list);
/* An answer came.  `*known` says whether it was a nudge's.  As nudge_add, returns an entry with a further command, or
 * NULL; a failed one is forgotten with what waits. */
Nudge *nudge_answer(NudgeList *list, uint64_t sequence, bool failed, bool *known, char command[NUDGE_COMMAND_MAX]);

#endif
