/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_ATTACH_H
#define TTYMIX_SRC_MODE_ATTACH_H

#include "src/options.h"

/* `--attach`: a desk at a session that is served; the exit status. */
int attach_main(const Options *options);
/* Asks on the terminal whether a project that is served shall be attached to; true if so, with the connection in `*fd`.
 * False, and nothing asked, if it is not served. */
bool attach_offer(const Options *options, int *fd);
/* The desk at this connection, which is taken over; the exit status. */
int attach_desk(const Options *options, int fd);
/* Connects to the session that the command line names, or the only one; says on stderr why not. The exit status. */
int attach_reach(const Options *options, int *fd);

#endif
