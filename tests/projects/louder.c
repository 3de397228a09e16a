/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `louder`, as a new command is written: one file, and one line of the list. */
#include <stdio.h>

#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"

static Status louder_one(Run *run, const char *text, int token)
{
    Address address;
    char exact[420];
    snprintf(exact, sizeof exact, "%.380s.fader", text);
    Status status = run_resolve_address(run, exact, token, &address);
    return status == STATUS_OK ? run_set_one(run, &address, "+=") : status;
}

static Status run_louder(Run *run)
{
    return run_for_all(run, louder_one);
}

extern const Command command_louder;
const Command command_louder = {
    .name = "louder",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), CALLED_OF("BY", &strip_facts[FACT_FADER])},
    .help = "Raises the faders of strips.",
    .example = "louder vox 2 dB",
    .run = run_louder,
};
