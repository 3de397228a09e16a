/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `mute`, `unmute`, `solo-safe`, `bypass`, `polarity`: switches by their own names, as in `mute vox`,
 * `mute vox off`.
 */
#include <stdio.h>

#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"

/* The address of what the command switches, inside what was named. */
static Status resolve_inside(Run *run, const char *text, int token, const char *key, Address *address)
{
    char inner[420];
    snprintf(inner, sizeof inner, "%.380s.%s", text, key);
    return run_resolve_address(run, inner, token, address);
}

static Status switch_inside(Run *run, const char *text, int token, const char *key)
{
    Address address;
    double value = 0;
    Status status = resolve_inside(run, text, token, key, &address);
    if (status != STATUS_OK)
        return status;
    run_present_value(run, &address, &value);
    return run_write_value(run, &address, run_take_switch(run, value != 0, true));
}

static Status mute_one(Run *run, const char *text, int token)
{
    return switch_inside(run, text, token, "mute");
}

static Status unmute_one(Run *run, const char *text, int token)
{
    Address address;
    Status status = resolve_inside(run, text, token, "mute", &address);
    return status == STATUS_OK ? run_write_value(run, &address, 0) : status;
}

static Status solo_safe_one(Run *run, const char *text, int token)
{
    return switch_inside(run, text, token, "solo-safe");
}

static Status bypass_one(Run *run, const char *text, int token)
{
    return switch_inside(run, text, token, "bypass");
}

/* Without a word, both channels turn over. */
static Status polarity_one(Run *run, const char *text, int token)
{
    Address address;
    double value = 0;
    Status status = resolve_inside(run, text, token, "polarity", &address);
    if (status != STATUS_OK)
        return status;
    if (run->next < run->line.count)
        return run_set_one(run, &address, NULL);
    address_value(run->model, &address, &value);
    return run_write_value(run, &address, value == 0);
}

static Status run_mute(Run *run)
{
    return run_for_all(run, mute_one);
}

const Command command_mute = {
    .name = "mute",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), OPTION(TAKE(SWITCH))},
    .help = "Silences strips and their sends.",
    .example = "mute drums",
    .not_done = "muted",
    .run = run_mute,
};

static Status run_unmute(Run *run)
{
    return run_for_all(run, unmute_one);
}

const Command command_unmute = {
    .name = "unmute",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS)},
    .help = "Lets strips be heard again.",
    .example = "unmute drums",
    .not_done = "unmuted",
    .run = run_unmute,
};

static Status run_solo_safe(Run *run)
{
    return run_for_all(run, solo_safe_one);
}

const Command command_solo_safe = {
    .name = "solo-safe",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), OPTION(TAKE(SWITCH))},
    .help = "Keeps strips audible when others are soloed.",
    .example = "solo-safe plate",
    .run = run_solo_safe,
};

static Status run_bypass(Run *run)
{
    return run_for_all(run, bypass_one);
}

const Command command_bypass = {
    .name = "bypass",
    .by = BY_DOCUMENT,
    .takes = {TAKE(PROCESSOR), OPTION(TAKE(SWITCH))},
    .help = "Lets the signal pass a processor unchanged.",
    .example = "bypass vox.comp",
    .run = run_bypass,
};

static Status run_polarity(Run *run)
{
    return run_for_all(run, polarity_one);
}

const Command command_polarity = {
    .name = "polarity",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), OPTION(OF(&strip_facts[FACT_POLARITY]))},
    .help = "Inverts the polarity, or one channel's.",
    .example = "polarity snare invert",
    .run = run_polarity,
};
