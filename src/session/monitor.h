/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the room hears of the song.  Session thread. */
#ifndef TTYMIX_SRC_SESSION_MONITOR_H
#define TTYMIX_SRC_SESSION_MONITOR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct MonitorPart MonitorPart;

/* Its level and all that is not as usual, in sentences; true if something but the level is not. */
bool monitor_say(const MonitorPart *monitor, char *out, size_t size);

#endif
