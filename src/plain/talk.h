/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the plain desk share: its state, how it refuses, and how time passes. Session thread. */
#ifndef TTYMIX_SRC_PLAIN_TALK_H
#define TTYMIX_SRC_PLAIN_TALK_H

#include "projects/command/command.h"
#include "src/plain/alerts.h"
#include "src/plain/lineinput.h"
#include "src/session/session.h"
#include "src/speech/describe.h"

typedef struct Plain {
    Session *session;
    Describer describer;
    Verbosity verbosity;
    bool interactive, failed, had_error;
    Alerts alerts;
    Watches watches;
    LineInput *input;
    int line_number; /* of the script */
} Plain;

/* Says what did not happen, with the line of the script. */
void plain_refuse(Plain *plain, const char *sentence);
/* The session's and the alerts' turn. */
void plain_tick(Plain *plain);
/* Goes on for a while without reading. */
void plain_run_for(Plain *plain, double seconds);

#endif
