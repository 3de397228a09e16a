/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a mode says what failed. */
#ifndef TTYMIX_SRC_MODE_FAIL_H
#define TTYMIX_SRC_MODE_FAIL_H

/* `SUBJECT: text` on standard error, the subject (a path, of any bytes) escaped as for a terminal; gives
 * `exit_status` back. */
int mode_fail(int exit_status, const char *subject, const char *text);

#endif
