/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/solos.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/pattern.h"
#include "projects/text/title.h"
#include "src/session/heard.h"
#include "src/session/kinds.h"

enum { SOLO_TEXT_MAX = 1024 };

struct Solos {
    PartPlace place;
    Heard *heard;
    uint32_t *uids;
    int count, room;
    char text[SOLO_TEXT_MAX];
};

static void *solos_open(const PartPlace *place)
{
    Solos *solos = calloc(1, sizeof *solos);
    if (solos)
        *solos = (Solos){.place = *place, .heard = part_of(place, &heard_part)};
    return solos;
}

static void solos_close(void *part)
{
    Solos *solos = part;
    free(solos->uids);
    free(solos);
}

static void solos_forget(void *part)
{
    Solos *solos = part;
    solos->count = 0;
    solos->text[0] = '\0';
}

const char *solos_text(const Solos *solos)
{
    return solos->text;
}

static int find_solo(const Solos *solos, uint32_t uid)
{
    for (int i = 0; i < solos->count; i++)
        if (solos->uids[i] == uid)
            return i;
    return -1;
}

bool solos_have(const Solos *solos, uint32_t strip_uid)
{
    return find_solo(solos, strip_uid) >= 0;
}

static bool is_soloed(void *part, uint32_t strip_uid)
{
    return solos_have(part, strip_uid);
}

static void solos_tell(void *part, Board *board)
{
    const Solos *solos = part;
    board_fact(board, TOLD_SOLO, solos->text);
}

static void refresh_text(Solos *solos)
{
    size_t used = 0;
    solos->text[0] = '\0';
    for (int i = 0; i < solos->count; i++) {
        const Strip *strip = model_strip_by_uid(part_model(&solos->place), solos->uids[i]);
        size_t length = strip ? strlen(strip->name) : 0;
        if (!strip || used + length + 2 > sizeof solos->text)
            continue;
        if (used)
            solos->text[used++] = ' ';
        memcpy(solos->text + used, strip->name, length + 1);
        used += length;
    }
}

static void solos_changed(Solos *solos)
{
    refresh_text(solos);
    part_refresh(&solos->place);
    solos_tell(solos, solos->place.board);
}

static void drop_solo(Solos *solos, int index)
{
    solos->uids[index] = solos->uids[--solos->count];
}

static void set_solo(Solos *solos, uint32_t uid, bool on)
{
    int at = find_solo(solos, uid);
    if (!on && at >= 0)
        drop_solo(solos, at);
    if (on && at < 0 && array_grow(&solos->uids, solos->count, &solos->room, sizeof *solos->uids))
        solos->uids[solos->count++] = uid;
}

/* After an edit: what is gone is soloed no more, and a new name is told. */
static void follow_names(void *part, const Edit *edit)
{
    Solos *solos = part;
    const Model *model = part_model(&solos->place);
    int before = solos->count;
    (void)edit;
    for (int i = solos->count - 1; i >= 0; i--)
        if (!model_strip_by_uid(model, solos->uids[i]))
            drop_solo(solos, i);
    refresh_text(solos);
    if (solos->count != before)
        solos_tell(solos, solos->place.board);
}

/* ---- the commands ---- */

/* What a solo does to the others, in words. */
static void say_solo(const Solos *solos, const char *name, bool on, SessionAnswer *answer)
{
    const MixSpec *mix = player_mix(solos->place.player);
    int silent = 0;
    for (int i = 0; i < mix->strip_count; i++)
        silent += mix->strips[i].kind == STRIP_TRACK && (mix->strips[i].silenced || mix->strips[i].output_silenced);
    if (solos->count == 0)
        answer_say(answer, STATUS_OK, "Nothing is soloed.");
    else
        answer_say(answer, STATUS_OK, "%s %s. %d track%s silent.", name, on ? "soloed" : "no longer soloed", silent,
                   silent == 1 ? "" : "s");
}

static bool can_be_soloed(const Strip *strip)
{
    return strip->kind == SECTION_TRACK || strip->kind == SECTION_BUS || strip->kind == SECTION_RETURN;
}

static void run_clear(void *part, const CommandWords *words, SessionAnswer *answer)
{
    Solos *solos = part;
    (void)words;
    solos->count = 0;
    heard_end_bands(solos->heard);
    solos_changed(solos);
    answer_say(answer, STATUS_OK, "Nothing is soloed.");
}

/* Solos the strips that can be; the first of them, and how many there were. */
static const Strip *solo_strips(Solos *solos, const int *indices, int count, const CommandWords *words, bool *on,
                                int *taken)
{
    const Model *model = part_model(&solos->place);
    const Strip *first = NULL;
    bool unsolo = strcmp(words->word[0], "unsolo") == 0;
    if (words->count > 2 && strcmp(words->word[2], "only") == 0)
        solos->count = 0;
    for (int i = 0; i < count; i++) {
        const Strip *strip = &model->strips[indices[i]];
        if (!can_be_soloed(strip))
            continue;
        if (!first)
            *on = !unsolo && command_switch(words, 2, solos_have(solos, strip->uid));
        first = first ? first : strip;
        set_solo(solos, strip->uid, *on);
        ++*taken;
    }
    return first;
}

/* `solo STRIPS [on|off|only]`; without a word it turns the first strip's state over, and gives all of them that. */
static void run_solo(void *part, const CommandWords *words, SessionAnswer *answer)
{
    Solos *solos = part;
    const Model *model = part_model(&solos->place);
    Error error = {0};
    int *indices = NULL, taken = 0;
    bool unsolo = strcmp(words->word[0], "unsolo") == 0, on = true;
    if (words->count == 1 && unsolo) {
        run_clear(part, words, answer);
        return;
    }
    if (words->count > 1 && heard_run_band_solo(solos->heard, words, answer))
        return;
    int count =
        words->count > 1 ? pattern_find_strips(model, words->word[1], strlen(words->word[1]), &indices, &error) : 0;
    const Strip *first = solo_strips(solos, indices, count, words, &on, &taken);
    free(indices);
    if (!first) {
        answer_say(answer, STATUS_NOT_FOUND, "Not soloed: %s.",
                   error.text[0] ? error.text : "solo takes a track, bus or return");
        return;
    }
    solos_changed(solos);
    char name[200];
    if (taken == 1)
        title_of_name(name, sizeof name, first->label ? first->label : first->name);
    else
        snprintf(name, sizeof name, "%d strips", taken);
    say_solo(solos, name, on, answer);
}

static const CommandHandler commands[] = {
    {"solo", run_solo}, {"unsolo", run_solo}, {"clear", run_clear, "solos"}, {NULL, NULL}};
static const EditFollower follower = {.changed = follow_names};
static const MixLayer layer = {.soloed = is_soloed};
const PartKind solos_part = {.name = "solos",
                             .open = solos_open,
                             .close = solos_close,
                             .forget = solos_forget,
                             .tell = solos_tell,
                             .commands = commands,
                             .follower = &follower,
                             .layer = &layer};
