/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `--plain`: the desk as lines of text, for screen readers, dumb terminals, pipes and scripts.
 *
 * On a terminal: a prompt with line editing and completion; values in words.  Elsewhere: one command a line, answers a
 * line each, values as symbols; the exit status is 0 when every command was done, 1 when one was not.  Alerts never
 * break a line that is being typed.
 */
#ifndef TTYMIX_SRC_PLAIN_PLAIN_H
#define TTYMIX_SRC_PLAIN_PLAIN_H

#include "src/options.h"

int plain_main(const Options *options);

#endif
