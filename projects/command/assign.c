/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `out`, `vca`, `label`, `note`: words of strips by their own names, as in `out vox vocals`. */
#include <stdio.h>

#include "projects/command/run.h"
#include "projects/command/takes.h"

static Status set_inside(Run *run, const char *text, int token, const char *key)
{
    char inner[420];
    Address address;
    snprintf(inner, sizeof inner, "%.380s.%s", text, key);
    Status status = run_resolve_address(run, inner, token, &address);
    return status == STATUS_OK ? run_set_one(run, &address, NULL) : status;
}

static Status out_one(Run *run, const char *text, int token)
{
    return set_inside(run, text, token, "out");
}

static Status run_out(Run *run)
{
    return run_for_all(run, out_one);
}

const Command command_out = {
    .name = "out",
    .alias = "route",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), TAKE(BUS)},
    .help = "Routes strips into a bus.",
    .example = "out vox vocals",
    .run = run_out,
};

static Status vca_one(Run *run, const char *text, int token)
{
    return set_inside(run, text, token, "vca");
}

static Status run_vca(Run *run)
{
    return run_for_all(run, vca_one);
}

const Command command_vca = {
    .name = "vca",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), PICK(TAKE(VCA), OR, WORDS("none"))},
    .help = "Lets a VCA add its fader to strips.",
    .example = "vca kick rhythm",
    .run = run_vca,
};

static Status label_one(Run *run, const char *text, int token)
{
    return set_inside(run, text, token, "label");
}

static Status run_label(Run *run)
{
    return run_for_all(run, label_one);
}

const Command command_label = {
    .name = "label",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIP), TAKE(TEXT)},
    .help = "Gives a strip a label.",
    .example = "label vox \"Lead vocal\"",
    .run = run_label,
};

static Status note_one(Run *run, const char *text, int token)
{
    return set_inside(run, text, token, "note");
}

static Status run_note(Run *run)
{
    return run_for_all(run, note_one);
}

const Command command_note = {
    .name = "note",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIP), TAKE(TEXT)},
    .help = "Writes a note on a strip.",
    .example = "note vox \"take 2\"",
    .run = run_note,
};
