/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the plain desk share. */
#ifndef TTYMIX_SRC_PLAIN_PARTS_H
#define TTYMIX_SRC_PLAIN_PARTS_H

#include "src/alerts.h"
#include "src/describe.h"
#include "src/lineinput.h"
#include "src/session.h"

typedef struct Plain {
    Session *session;
    Describer describer;
    Verbosity verbosity;
    bool interactive, failed, had_error;
    Alerts alerts;
    Watches watches;
    LineInput *input;
} Plain;

/* Runs a line as if it had been typed. */
void plain_run_line(Plain *plain, const char *line);
/* Goes on for a while without reading. */
void plain_run_for(Plain *plain, double seconds);
#endif
