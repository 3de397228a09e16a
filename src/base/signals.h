/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals of the whole process: which one asked to end, and what is saved when everything else fails. */
#ifndef TTYMIX_SRC_BASE_SIGNALS_H
#define TTYMIX_SRC_BASE_SIGNALS_H

/* SIGINT, SIGTERM, SIGQUIT and SIGXFSZ ask a bounce to end; SIGHUP does not: it finishes though the terminal is gone.
 * SIGPIPE becomes an error of the write. Main thread, once. */
void signals_catch_for_bounce(void);
/* The same for sessions: SIGHUP ends them too. A crash (SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL) runs `rescue`
 * (async-signal-safe only) before the default action. */
void signals_catch_for_session(void (*rescue)(void));
/* Number of the first signal that asked to end, or 0. Any thread. */
int signals_ending(void);

#endif
