/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: what it can do (terminfo), its modes, its size, and bytes in and out that never block.
 *
 * One terminal a process.  The only file that knows curses: it is asked for the terminal's description and nothing
 * else, since newterm() would take the signals and buffer the output.  Main thread, but for terminal_emergency_restore.
 */
#ifndef TTYMIX_TUI_CANVAS_TERMINAL_H
#define TTYMIX_TUI_CANVAS_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "audio/base/status.h"
#include "tui/canvas/paint.h"

typedef struct Terminal Terminal;

typedef struct TerminalTraits {
    bool ascii;        /* TERM=linux or vt100..., a locale other than UTF-8, or asked for */
    int colours;       /* 0, 8, 16 or 256 */
    bool light;        /* a light background, as COLORFGBG says */
    bool may_be_asked; /* it speaks ECMA-48, as far as is known: it may answer a question */
    char unknown[64];  /* TERM, where this machine does not know it; "" where it does */
} TerminalTraits;

/* Puts the terminal on `fd` (a tty) into the desk's mode.  One that this machine does not know is told in the plainest
 * words of ECMA-48, in ASCII and without colours.  STATUS_UNSUPPORTED with a sentence for a person when TERM is unset,
 * dumb, or cannot place the cursor; nothing was changed then. LC_CTYPE must have been set. */
NODISCARD Status terminal_open(Terminal **terminal, int fd, bool ascii, bool no_color, Error *error);
/* Gives the terminal back as it was found. NULL is safe. */
void terminal_close(Terminal *terminal);
/* For SIGTSTP: back to the shell's mode and into the desk's again. */
void terminal_leave(Terminal *terminal);
void terminal_enter(Terminal *terminal);

int terminal_fd(const Terminal *terminal);
const TerminalTraits *terminal_traits(const Terminal *terminal);
const PaintWords *terminal_words(const Terminal *terminal);
void terminal_size(const Terminal *terminal, int *columns, int *rows);

/* One write(): the count written, 0 if the terminal takes nothing now, -1 if it is gone. */
ssize_t terminal_write(Terminal *terminal, const char *data, size_t length);
/* One read(): the count, 0 if nothing is there, -1 if the terminal is gone. */
ssize_t terminal_read(Terminal *terminal, char *data, size_t size);
/* Buffer written and not yet taken by the line; 0 where the system does not tell. */
int terminal_queue(const Terminal *terminal);

/* Gives an open terminal back from a signal handler: async-signal-safe; does nothing when none is open. */
void terminal_emergency_restore(void);

#endif
