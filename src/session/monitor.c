/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves for the loudspeakers, and on which device: `monitor`, `dim`, `mono`, `cut`, `pfl`, `afl`, `audition`,
 * `device`, and the marks that meters keep.  Never in the file, the history, the journal or a bounce.  The strip that
 * is listened to is the song's; everything else is the room's, and stays when another song is opened. */
#include "src/session/monitor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/text/title.h"
#include "projects/text/value.h"
#include "src/session/kinds.h"

#define MONITOR_MAX_DB 12.0
#define MONITOR_MIN_DB (-100.0)
#define FIRST_REFERENCE_DB (-12.0)
enum { SAID_MAX = 400 };

struct MonitorPart {
    PartPlace place;
    double reference_db; /* what `monitor reference` goes back to */
};

/* The bands that have names; an edge of 0 is none. */
static const struct {
    const char *name;
    double low_hz, high_hz;
} bands[] = {{"low", 0, 120}, {"low-mid", 120, 500}, {"mid", 500, 2000}, {"high-mid", 2000, 6000}, {"high", 6000, 0}};

static void *monitor_open(const PartPlace *place)
{
    MonitorPart *monitor = calloc(1, sizeof *monitor);
    if (monitor)
        *monitor = (MonitorPart){.place = *place, .reference_db = FIRST_REFERENCE_DB};
    return monitor;
}

static void monitor_close(void *part)
{
    free(part);
}

/* ---- telling ---- */

static const Strip *listened_strip(const MonitorPart *monitor)
{
    const MonitorSpec *spec = player_monitor(monitor->place.player);
    return spec->listen == LISTEN_MASTER ? NULL : model_strip_by_uid(part_model(&monitor->place), spec->listen_uid);
}

/* "low-mid", or "200-800 Hz" for a band without a name; NULL for none. */
static const char *band_word(const MonitorSpec *spec, char out[48])
{
    if (spec->band_low_hz == 0 && spec->band_high_hz == 0)
        return NULL;
    for (size_t i = 0; i < ARRAY_LEN(bands); i++)
        if (bands[i].low_hz == spec->band_low_hz && bands[i].high_hz == spec->band_high_hz)
            return bands[i].name;
    snprintf(out, 48, "%g-%gHz", spec->band_low_hz, spec->band_high_hz);
    return out;
}

static void add_word(char *text, size_t size, const char *word)
{
    size_t used = strlen(text);
    if (word)
        snprintf(text + used, size - used, "%s%s", used ? " " : "", word);
}

static void tell(void *part, Board *board)
{
    static const char *const sides[] = {NULL, "left", "right", "side"};
    const MonitorPart *monitor = part;
    const MonitorSpec *spec = player_monitor(monitor->place.player);
    const Strip *strip = listened_strip(monitor);
    char listen[300] = "", room[200] = "", band[48];
    if (strip)
        snprintf(listen, sizeof listen, "%s %s", spec->listen == LISTEN_AFL ? "afl" : "pfl", strip->name);
    add_word(room, sizeof room, sides[spec->sides]);
    add_word(room, sizeof room, spec->swap ? "swap" : NULL);
    add_word(room, sizeof room, band_word(spec, band));
    add_word(room, sizeof room, spec->audition ? spec->audition->name : NULL);
    board_fact(board, TOLD_LISTEN, listen);
    board_fact(board, TOLD_ROOM, room);
}

static void set(MonitorPart *monitor, const MonitorSpec *spec)
{
    player_set_monitor(monitor->place.player, spec);
    tell(monitor, monitor->place.board);
}

static void add_sentence(char *out, size_t size, bool wanted, const char *sentence)
{
    size_t used = strlen(out);
    if (wanted && used + 1 < size)
        snprintf(out + used, size - used, " %s.", sentence);
}

static void say_band(const MonitorSpec *spec, char out[120])
{
    if (spec->band_low_hz == 0)
        snprintf(out, 120, "Only below %g Hz", spec->band_high_hz);
    else if (spec->band_high_hz == 0)
        snprintf(out, 120, "Only above %g Hz", spec->band_low_hz);
    else
        snprintf(out, 120, "Only %g to %g Hz", spec->band_low_hz, spec->band_high_hz);
}

static void say_strip(const MonitorSpec *spec, const Strip *strip, char out[300])
{
    char name[200];
    snprintf(out, 300, "%s %s its fader in the place of the master", title_of_name(name, sizeof name, strip->name),
             spec->listen == LISTEN_AFL ? "after" : "before");
}

bool monitor_say(const MonitorPart *monitor, char *out, size_t size)
{
    static const char *const sides[] = {NULL, "Only the left channel", "Only the right channel", "Only the sides"};
    const MonitorSpec *spec = player_monitor(monitor->place.player);
    const Strip *strip = listened_strip(monitor);
    char text[300];
    snprintf(out, size, "Monitor %g dB.", spec->level_db);
    size_t level = strlen(out);
    add_sentence(out, size, spec->cut, "Cut");
    add_sentence(out, size, spec->dim, "Dim");
    if (strip)
        say_strip(spec, strip, text);
    add_sentence(out, size, strip != NULL, text);
    add_sentence(out, size, spec->sides != SIDES_STEREO, sides[spec->sides]);
    add_sentence(out, size, spec->swap, "Left and right swapped");
    add_sentence(out, size, spec->mono, "Mono");
    say_band(spec, text);
    add_sentence(out, size, spec->band_low_hz > 0 || spec->band_high_hz > 0, text);
    snprintf(text, sizeof text, "Audition %s", spec->audition ? spec->audition->name : "");
    add_sentence(out, size, spec->audition != NULL, text);
    return strlen(out) > level;
}

static void say(const MonitorPart *monitor, SessionAnswer *answer)
{
    char text[SAID_MAX];
    bool unusual = monitor_say(monitor, text, sizeof text);
    answer_say(answer, STATUS_OK, "%s%s", text, unusual ? " A bounce has none of it." : "");
}

/* ---- the song ---- */

static void monitor_forget(void *part)
{
    MonitorPart *monitor = part;
    player_listen_to_master(monitor->place.player);
}

/* What is gone is listened to no more, and a new name is told. */
static void follow_names(void *part, const Edit *edit)
{
    MonitorPart *monitor = part;
    (void)edit;
    if (player_monitor(monitor->place.player)->listen == LISTEN_MASTER)
        return;
    if (!listened_strip(monitor))
        player_listen_to_master(monitor->place.player);
    if (!listened_strip(monitor) || edit->change->renamed_from)
        tell(monitor, monitor->place.board);
}

static bool can_be_heard(const Strip *strip)
{
    return strip->kind == SECTION_TRACK || strip->kind == SECTION_BUS || strip->kind == SECTION_RETURN;
}

/* `pfl STRIP [on|off|toggle]`, `pfl off`, and afl. */
static void run_listen(void *part, const CommandWords *words, SessionAnswer *answer)
{
    MonitorPart *monitor = part;
    MonitorSpec spec = *player_monitor(monitor->place.player);
    MonitorListen listen = strcmp(words->word[0], "afl") == 0 ? LISTEN_AFL : LISTEN_PFL;
    const char *name = words->count > 1 ? words->word[1] : "";
    const Strip *strip = model_strip(part_model(&monitor->place), name);
    if (!strip && strcmp(name, "off") != 0) {
        answer_say(answer, STATUS_NOT_FOUND,
                   name[0] ? "Not changed: there is no strip `%s`." : "Not changed: say %s STRIP.",
                   name[0] ? name : words->word[0]);
        return;
    }
    if (strip && !can_be_heard(strip)) {
        answer_say(answer, STATUS_BAD_VALUE, "Not changed: %s takes a track, bus or return.", words->word[0]);
        return;
    }
    bool is_on = strip && spec.listen == listen && spec.listen_uid == strip->uid;
    bool on = strip && command_switch(words, 2, is_on);
    if (!on && strip && !is_on) {
        answer_say(answer, STATUS_OK, "%s is not listened to.", strip->name);
        return;
    }
    spec.listen = on ? listen : LISTEN_MASTER;
    spec.listen_uid = on ? strip->uid : 0;
    set(monitor, &spec);
    char title[200];
    if (on)
        answer_say(answer, STATUS_OK, "Listening to %s %s its fader. A bounce ignores it.",
                   title_of_name(title, sizeof title, strip->name), listen == LISTEN_AFL ? "after" : "before");
    else
        answer_say(answer, STATUS_OK, "Listening to the master.");
}

/* ---- the room ---- */

static void run_switch(void *part, const CommandWords *words, SessionAnswer *answer)
{
    MonitorPart *monitor = part;
    MonitorSpec spec = *player_monitor(monitor->place.player);
    struct {
        const char *name;
        bool *state;
    } switches[] = {{"dim", &spec.dim}, {"mono", &spec.mono}, {"cut", &spec.cut}};
    for (size_t i = 0; i < ARRAY_LEN(switches); i++) {
        if (strcmp(words->word[0], switches[i].name) != 0)
            continue;
        *switches[i].state = command_switch(words, 1, *switches[i].state);
        set(monitor, &spec);
        answer_say(answer, STATUS_OK, "Monitor %s %s.", switches[i].name, *switches[i].state ? "on" : "off");
    }
}

static void set_level(MonitorPart *monitor, double level_db)
{
    double to = level_db > MONITOR_MAX_DB ? MONITOR_MAX_DB : level_db < MONITOR_MIN_DB ? MONITOR_MIN_DB : level_db;
    player_set_monitor_level(monitor->place.player, to);
}

static double level_at(const CommandWords *words, int at)
{
    char *end = NULL;
    double level = words->count > at ? strtod(words->word[at], &end) : NAN;
    return end && end != words->word[at] && (!*end || strcmp(end, "dB") == 0) && isfinite(level) ? level : NAN;
}

static void run_level(void *part, const CommandWords *words, SessionAnswer *answer)
{
    MonitorPart *monitor = part;
    double now_db = player_monitor(monitor->place.player)->level_db;
    int value = words->count > 1 && (strcmp(words->word[1], "+=") == 0 || strcmp(words->word[1], "-=") == 0) ? 2 : 1;
    double level = level_at(words, value);
    if (words->count == 1) {
        say(monitor, answer);
        return;
    }
    if (!isfinite(level)) {
        answer_say(answer, STATUS_BAD_VALUE, "Not changed: monitor takes a level, as in monitor -12 dB. It is %g dB.",
                   now_db);
        return;
    }
    if (value == 2)
        level = now_db + (words->word[1][0] == '-' ? -level : level);
    set_level(monitor, level);
    answer_say(answer, STATUS_OK, "Monitor %g dB.", player_monitor(monitor->place.player)->level_db);
}

/* `monitor reference` goes to the level that `monitor reference LEVEL` has set. */
static void run_reference(void *part, const CommandWords *words, SessionAnswer *answer)
{
    MonitorPart *monitor = part;
    double level = level_at(words, 2);
    if (words->count > 2 && !(level >= MONITOR_MIN_DB && level <= MONITOR_MAX_DB)) {
        answer_say(answer, STATUS_BAD_VALUE, "Not changed: the reference level is from %g to %g dB.", MONITOR_MIN_DB,
                   MONITOR_MAX_DB);
        return;
    }
    if (words->count > 2) {
        monitor->reference_db = level;
        answer_say(answer, STATUS_OK, "Reference level %g dB.", level);
        return;
    }
    set_level(monitor, monitor->reference_db);
    answer_say(answer, STATUS_OK, "Monitor %g dB, the reference level.", monitor->reference_db);
}

/* `monitor left|right|side [on|off|toggle]`; alone, what is heard is heard no more. */
static void run_sides(void *part, const CommandWords *words, SessionAnswer *answer)
{
    MonitorPart *monitor = part;
    MonitorSpec spec = *player_monitor(monitor->place.player);
    MonitorSides wanted = words->word[1][0] == 'l' ? SIDES_LEFT : words->word[1][0] == 'r' ? SIDES_RIGHT : SIDES_SIDE;
    bool is_on = spec.sides == wanted, on = command_switch(words, 2, is_on);
    spec.sides = on ? wanted : is_on ? SIDES_STEREO : spec.sides;
    set(monitor, &spec);
    say(monitor, answer);
}

static void run_swap(void *part, const CommandWords *words, SessionAnswer *answer)
{
    MonitorPart *monitor = part;
    MonitorSpec spec = *player_monitor(monitor->place.player);
    spec.swap = command_switch(words, 2, spec.swap);
    set(monitor, &spec);
    say(monitor, answer);
}

/* All but the level: the master as it is. */
static void run_normal(void *part, const CommandWords *words, SessionAnswer *answer)
{
    MonitorPart *monitor = part;
    MonitorSpec spec = {.level_db = player_monitor(monitor->place.player)->level_db};
    (void)words;
    set(monitor, &spec);
    say(monitor, answer);
}

static int band_index(const MonitorSpec *spec)
{
    for (int i = 0; i < (int)ARRAY_LEN(bands); i++)
        if (spec->band_low_hz == bands[i].low_hz && spec->band_high_hz == bands[i].high_hz)
            return i;
    return -1;
}

/* Two frequencies from word 2 on. */
static bool take_edges(const CommandWords *words, MonitorSpec *spec, SessionAnswer *answer)
{
    static const ParamInfo edge = {.key = "band", .unit = UNIT_HZ, .min = 20, .max = 20000};
    char text[200] = "";
    for (int i = 2; i < words->count; i++)
        add_word(text, sizeof text, words->word[i]);
    TokenLine line = {0};
    Trouble trouble = {.text = "monitor band takes two frequencies, as in monitor band 200 Hz 800 Hz"};
    int next = 0;
    double low = 0, high = 0;
    token_line_cut(&line, text, strlen(text));
    bool ok = value_read(&edge, &line, &next, &low, &trouble) == STATUS_OK &&
              value_read(&edge, &line, &next, &high, &trouble) == STATUS_OK && next == line.count;
    token_line_clear(&line);
    if (ok && low >= high)
        snprintf(trouble.text, sizeof trouble.text, "the band's lower edge comes first");
    if (!ok || low >= high) {
        answer_say(answer, STATUS_BAD_VALUE, "Not changed: %s.", trouble.text);
        return false;
    }
    spec->band_low_hz = low;
    spec->band_high_hz = high;
    return true;
}

static void run_band(void *part, const CommandWords *words, SessionAnswer *answer)
{
    MonitorPart *monitor = part;
    MonitorSpec spec = *player_monitor(monitor->place.player);
    const char *word = words->count > 2 ? words->word[2] : "next";
    int to = strcmp(word, "next") == 0 ? band_index(&spec) + 1 : (int)ARRAY_LEN(bands), named = -1;
    for (int i = 0; i < (int)ARRAY_LEN(bands); i++)
        if (strcmp(word, bands[i].name) == 0)
            named = i;
    to = named >= 0 ? named : to;
    if (to < (int)ARRAY_LEN(bands)) {
        spec.band_low_hz = bands[to].low_hz;
        spec.band_high_hz = bands[to].high_hz;
    } else if (strcmp(word, "off") == 0 || strcmp(word, "next") == 0)
        spec.band_low_hz = spec.band_high_hz = 0;
    else if (!take_edges(words, &spec, answer))
        return;
    set(monitor, &spec);
    say(monitor, answer);
}

/* `audition NAME`, `audition next`, `audition off`. */
static void run_audition(void *part, const CommandWords *words, SessionAnswer *answer)
{
    MonitorPart *monitor = part;
    MonitorSpec spec = *player_monitor(monitor->place.player);
    const char *word = words->count > 1 ? words->word[1] : "next";
    if (strcmp(word, "next") == 0) {
        spec.audition = spec.audition ? spec.audition + 1 : auditions;
        spec.audition = spec.audition->name ? spec.audition : NULL;
    } else
        spec.audition = audition_find(word);
    set(monitor, &spec);
    if (spec.audition)
        answer_say(answer, STATUS_OK, "Audition %s: %s A bounce ignores it.", spec.audition->name, spec.audition->help);
    else
        answer_say(answer, STATUS_OK, "Audition off.");
}

/* ---- device and marks ---- */

static void run_device(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const MonitorPart *monitor = part;
    Player *player = monitor->place.player;
    const char *now = player_device_text(player);
    if (words->count < 2) {
        answer_say(answer, STATUS_OK, "Device: %s.", now[0] ? now : "none");
        return;
    }
    player_request_device(player, strcmp(words->word[1], "default") == 0 ? "" : words->word[1]);
    answer_say(answer, STATUS_OK, "Opening %s.", words->word[1]);
}

static void run_clear_clips(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const MonitorPart *monitor = part;
    (void)words;
    player_forget_holds(monitor->place.player);
    board_fact(monitor->place.board, TOLD_CLEARED, "clips");
    answer_say(answer, STATUS_OK, "Clips and holds cleared.");
}

static const CommandHandler commands[] = {
    {"dim", run_switch},
    {"mono", run_switch},
    {"cut", run_switch},
    {"pfl", run_listen},
    {"afl", run_listen},
    {"audition", run_audition},
    {"monitor", run_sides, "left"},
    {"monitor", run_sides, "right"},
    {"monitor", run_sides, "side"},
    {"monitor", run_swap, "swap"},
    {"monitor", run_normal, "normal"},
    {"monitor", run_band, "band"},
    {"monitor", run_reference, "reference"},
    {"monitor", run_level},
    {"device", run_device},
    {"clear", run_clear_clips, "clips"},
    {"clear-clips", run_clear_clips},
    {NULL, NULL},
};
static const EditFollower follower = {.changed = follow_names};
const PartKind monitor_part = {.name = "monitor",
                               .open = monitor_open,
                               .close = monitor_close,
                               .forget = monitor_forget,
                               .tell = tell,
                               .commands = commands,
                               .follower = &follower};
