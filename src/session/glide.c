/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers on their way: `set vox.fader -6 dB in 2 s`.
 *
 * The document has the new number at once: it is one edit, and a stop, a save or a crash finds it there.  The engine is
 * told to play what lies between in its place, every tick, until the time is over.  A number whose moves are recorded
 * goes the other way: it is moved every tick, as by hand, and the ride is what the document gets.  One whose automation
 * plays is not heard, and does not glide. */
#include "src/session/glide.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "audio/base/clock.h"
#include "projects/model/address.h"
#include "projects/model/recording.h"
#include "src/session/kinds.h"
#include "src/session/record.h"

enum { ADDRESS_TEXT_MAX = 256 };

typedef struct Gliding {
    char address[ADDRESS_TEXT_MAX]; /* exact */
    const ParamInfo *param;
    double from, to, present;
    double start_s, seconds;
    bool asked;  /* the command that wants it is not done yet */
    bool ridden; /* by moves that are recorded */
} Gliding;

struct Glide {
    PartPlace place;
    const Record *record;
    Gliding *items;
    int count, room;
};

static bool take_glide(void *context, const char *address, const ParamInfo *param, double from, double to,
                       double seconds);

static void listen_to_document(Glide *glide)
{
    document_set_glider(glide->place.song->document, &(DocumentGlider){glide, take_glide});
}

static void *glide_open(const PartPlace *place)
{
    Glide *glide = calloc(1, sizeof *glide);
    if (!glide)
        return NULL;
    *glide = (Glide){.place = *place, .record = part_of(place, &record_part)};
    listen_to_document(glide);
    return glide;
}

static void glide_close(void *part)
{
    Glide *glide = part;
    free(glide->items);
    free(glide);
}

static void glide_forget(void *part)
{
    Glide *glide = part;
    glide->count = 0;
    listen_to_document(glide);
}

/* ---- telling ---- */

static void tell_one(const Glide *glide, const Gliding *one, bool ends, Board *board)
{
    char text[40] = "-";
    if (one->ridden || record_word(glide->record, one->address))
        return; /* the recorder tells it */
    if (!ends)
        snprintf(text, sizeof text, "%.9g", one->present);
    board_fact(board, TOLD_AUTO, one->address, recording_words[RECORDING_READ], text);
}

static void glide_tell(void *part, Board *board)
{
    const Glide *glide = part;
    for (int i = 0; i < glide->count; i++)
        tell_one(glide, &glide->items[i], false, board);
}

static void drop(Glide *glide, int index)
{
    tell_one(glide, &glide->items[index], true, glide->place.board);
    glide->items[index] = glide->items[--glide->count];
}

/* ---- what is asked ---- */

static int find(const Glide *glide, const char *address)
{
    for (int i = 0; i < glide->count; i++)
        if (strcmp(glide->items[i].address, address) == 0)
            return i;
    return -1;
}

static bool has_between(const ParamInfo *param, double value)
{
    if (param->law == LAW_GAIN)
        return !isnan(value);
    return isfinite(value) && !(param->special && value == param->special_value);
}

static bool take_glide(void *context, const char *address, const ParamInfo *param, double from, double to,
                       double seconds)
{
    Glide *glide = context;
    const Lane *lane = model_lane(part_model(&glide->place), address);
    const char *recorded = record_word(glide->record, address);
    bool preview = recorded && strcmp(recorded, recording_words[RECORDING_PREVIEW]) == 0;
    bool ridden = recorded && (preview || player_is_playing(glide->place.player));
    bool unheard = lane && lane->mode != LANE_OFF && lane->point_count > 0 && !ridden;
    int at = find(glide, address);
    double begin = at >= 0 ? glide->items[at].present : from;
    if (unheard || !has_between(param, begin) || !has_between(param, to) || strlen(address) >= ADDRESS_TEXT_MAX ||
        (at < 0 && !array_grow(&glide->items, glide->count, &glide->room, sizeof *glide->items)))
        return false;
    Gliding *one = &glide->items[at >= 0 ? at : glide->count++];
    *one = (Gliding){
        .param = param, .from = begin, .present = begin, .to = to, .seconds = seconds, .asked = true, .ridden = ridden};
    snprintf(one->address, sizeof one->address, "%s", address);
    return ridden;
}

/* The command is done: what it asked for begins, or does not. */
static void after_edit(void *part, const Edit *edit)
{
    Glide *glide = part;
    bool dropped = false;
    for (int i = glide->count - 1; i >= 0; i--) {
        Gliding *one = &glide->items[i];
        if (!one->asked)
            continue;
        one->asked = false;
        one->start_s = clock_now_s();
        if (edit->answer->status == STATUS_OK) {
            tell_one(glide, one, false, glide->place.board);
            continue;
        }
        drop(glide, i);
        dropped = true;
    }
    if (dropped)
        part_refresh(&glide->place);
}

/* A new name is followed; whatever else moved the number, or took it away, ends its glide. */
static void follow_edit(void *part, const Edit *edit)
{
    Glide *glide = part;
    const Model *model = part_model(&glide->place);
    const Change *change = edit->change;
    char moved[ADDRESS_TEXT_MAX];
    size_t length = change->renamed_from ? strlen(change->renamed_from) : 0;
    for (int i = glide->count - 1; i >= 0; i--) {
        Gliding *one = &glide->items[i];
        Address address;
        double value;
        if (length && strncmp(one->address, change->renamed_from, length) == 0 && one->address[length] == '.') {
            tell_one(glide, one, true, glide->place.board);
            snprintf(moved, sizeof moved, "%.120s%.135s", change->renamed_to, one->address + length);
            memcpy(one->address, moved, sizeof moved);
        }
        bool there = address_resolve(model, one->address, &address, NULL) == STATUS_OK && address.param &&
                     address_value(model, &address, &value);
        if (!there || (!one->ridden && fabs(value - one->to) > 1e-9 && value != one->to))
            drop(glide, i);
    }
}

/* ---- what is heard ---- */

bool glide_value(const Glide *glide, const char *address, double *value)
{
    int at = find(glide, address);
    if (at >= 0)
        *value = glide->items[at].present;
    return at >= 0;
}

static int count_glides(void *part)
{
    return ((const Glide *)part)->count;
}

static int list_glides(void *part, MixOverride *overrides)
{
    const Glide *glide = part;
    int count = 0;
    for (int i = 0; i < glide->count; i++)
        if (!glide->items[i].ridden)
            overrides[count++] = (MixOverride){.address = glide->items[i].address, .value = glide->items[i].present};
    return count;
}

/* By hand, as it were. False: nothing records it any more. */
static bool move_ridden(Glide *glide, const Gliding *one)
{
    char line[ADDRESS_TEXT_MAX + 60];
    SessionAnswer answer;
    if (!record_word(glide->record, one->address))
        return false;
    snprintf(line, sizeof line, "set %s %.9g", one->address, one->present);
    edits_run(glide->place.edits, line, &answer);
    return answer.status == STATUS_OK;
}

static void glide_tick(void *part)
{
    Glide *glide = part;
    bool moved = false;
    double now_s = clock_now_s();
    for (int i = glide->count - 1; i >= 0; i--) {
        Gliding *one = &glide->items[i];
        if (one->asked)
            continue;
        double x = (now_s - one->start_s) / one->seconds;
        bool over = !(x < 1), ridden = one->ridden;
        one->present = over ? one->to : param_interpolate(one->param, one->from, one->to, x > 0 ? x : 0);
        Gliding copy = *one; /* a move may end it */
        bool goes_on = !ridden || move_ridden(glide, &copy);
        int at = find(glide, copy.address);
        if (at >= 0 && (over || !goes_on))
            drop(glide, at);
        else if (at >= 0)
            tell_one(glide, &glide->items[at], false, glide->place.board);
        moved |= !ridden;
    }
    if (moved)
        part_refresh(&glide->place);
}

static const EditFollower follower = {.changed = follow_edit, .after = after_edit};
static const MixLayer layer = {.count = count_glides, .list = list_glides};
const PartKind glide_part = {.name = "glide",
                             .open = glide_open,
                             .close = glide_close,
                             .forget = glide_forget,
                             .tick = glide_tick,
                             .tell = glide_tell,
                             .follower = &follower,
                             .layer = &layer};
