/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals of the whole process: which one asked to end, and what is saved when everything else fails. */
#ifndef TTYMIX_SRC_BASE_SIGNALS_H
#define TTYMIX_SRC_BASE_SIGNALS_H

#include <stdbool.h>

#include "audio/base/status.h"

/* SIGINT, SIGTERM, SIGQUIT and SIGXFSZ ask a bounce to end; SIGHUP does not: it finishes though the terminal is gone.
 * SIGPIPE becomes an error of the write. Main thread, once. */
void signals_catch_for_bounce(void);
/* The same for sessions: SIGHUP ends them too. A crash (SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL) rescues what is to
 * be rescued before the default action. */
void signals_catch_for_session(void);
/* Number of the first signal that asked to end, or 0. Any thread. */
int signals_ending(void);

/* Something that a crash must not cost: an open session's journal, the state of a terminal.  `rescue` is
 * async-signal-safe, is called on whatever thread crashed, and gets the Rescuable itself, which whoever has it embeds
 * in what is to be rescued. */
typedef struct Rescuable Rescuable;
struct Rescuable {
    void (*rescue)(Rescuable *rescuable);
};
enum { RESCUABLES_MAX = 256 };
/* From here on it is rescued; it stays where it is until signals_forget. False when there are too many. Any thread. */
NODISCARD bool signals_rescue_later(Rescuable *rescuable);
/* It may go. Safe for one that is not known. Any thread. */
void signals_forget(Rescuable *rescuable);

#endif
