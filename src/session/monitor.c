/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves for the loudspeakers, and on which device: `monitor`, `dim`, `mono`, `cut`, `device`, and the marks that
 * meters keep.  Never in the file, the history, the journal or a bounce. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/session/kinds.h"

#define MONITOR_MAX_DB 12.0
#define MONITOR_MIN_DB (-100.0)

static void run_clear_clips(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    (void)words;
    player_forget_holds(place->player);
    board_fact(place->board, TOLD_CLEARED, "clips");
    answer_say(answer, STATUS_OK, "Clips and holds cleared.");
}

static void run_switch(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    MonitorSpec monitor = *player_monitor(place->player);
    struct {
        const char *name;
        bool *state;
    } switches[] = {{"dim", &monitor.dim}, {"mono", &monitor.mono}, {"cut", &monitor.cut}};
    for (size_t i = 0; i < ARRAY_LEN(switches); i++) {
        if (strcmp(words->word[0], switches[i].name) != 0)
            continue;
        *switches[i].state = command_switch(words, 1, *switches[i].state);
        player_set_monitor(place->player, &monitor);
        answer_say(answer, STATUS_OK, "Monitor %s %s.", switches[i].name, *switches[i].state ? "on" : "off");
    }
}

static void run_monitor(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    MonitorSpec monitor = *player_monitor(place->player);
    int value = words->count > 1 && (strcmp(words->word[1], "+=") == 0 || strcmp(words->word[1], "-=") == 0) ? 2 : 1;
    char *end = NULL;
    double level = words->count > value ? strtod(words->word[value], &end) : NAN;
    if (!end || end == words->word[value] || *end || !isfinite(level)) {
        answer_say(answer, STATUS_BAD_VALUE, "Not changed: monitor takes a level, as in monitor -12 dB. It is %g dB.",
                   monitor.level_db);
        return;
    }
    if (value == 2)
        level = monitor.level_db + (words->word[1][0] == '-' ? -level : level);
    monitor.level_db = level > MONITOR_MAX_DB ? MONITOR_MAX_DB : level < MONITOR_MIN_DB ? MONITOR_MIN_DB : level;
    player_set_monitor(place->player, &monitor);
    answer_say(answer, STATUS_OK, "Monitor %g dB.", monitor.level_db);
}

static void run_device(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    const char *now = player_device_text(place->player);
    if (words->count < 2) {
        answer_say(answer, STATUS_OK, "Device: %s.", now[0] ? now : "none");
        return;
    }
    player_request_device(place->player, strcmp(words->word[1], "default") == 0 ? "" : words->word[1]);
    answer_say(answer, STATUS_OK, "Opening %s.", words->word[1]);
}

static const CommandHandler commands[] = {
    {"dim", run_switch},
    {"mono", run_switch},
    {"cut", run_switch},
    {"monitor", run_monitor},
    {"device", run_device},
    {"clear", run_clear_clips, "clips"},
    {"clear-clips", run_clear_clips},
    {NULL, NULL},
};
const PartKind monitor_part = {.name = "monitor", .commands = commands};
