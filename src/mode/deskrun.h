/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk on this terminal, at any session. */
#ifndef TTYMIX_SRC_MODE_DESKRUN_H
#define TTYMIX_SRC_MODE_DESKRUN_H

#include "src/options.h"

/* Signals are the desk's, which has the terminal and reads them on its own thread: every other thread blocks them.
 * `how` as for pthread_sigmask. */
void deskrun_keep_signals(int how);
/* A crash gives the terminal back. False when there is no terminal, after saying so: `*status` is for the caller then.
 */
bool deskrun_prepare(int *status);
/* Runs the desk at the connected socket, which is taken over; its exit status.  What others say on stderr meanwhile is
 * kept off the screen until `after` (may be NULL), called when the desk has gone, has returned. */
int deskrun(const Options *options, int fd, bool attached, void (*after)(void *context), void *context);

#endif
