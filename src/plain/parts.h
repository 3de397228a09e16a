/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the plain desk share. */
#ifndef TTYMIX_SRC_PLAIN_PARTS_H
#define TTYMIX_SRC_PLAIN_PARTS_H

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

/* Runs a line as if it had been typed. */
void plain_run_line(Plain *plain, const char *line);
/* Where lines are completed: whose rows, which presets and devices. */
extern const CommandPlace plain_place;
/* commands_check_bound of the plain desk's own. */
NODISCARD Status plain_check_commands(Error *error);
/* A command of the plain desk's own; false if it is none. */
bool plain_run_command(Plain *plain, const char *line);
/* Says what did not happen, with the line of the script. */
void plain_refuse(Plain *plain, const char *sentence);
/* Goes on for a while without reading. */
void plain_run_for(Plain *plain, double seconds);
#endif
