/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listening states inside processors: key listen, delta, unity gain and soloed bands, the rows with PARAM_LISTENING.
 * The engine plays them in the place of the document's values; file, history, journal and bounce never have them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/address.h"
#include "src/session/heard.h"
#include "src/session/kinds.h"

enum { HEARD_TEXT_MAX = 1000, ADDRESS_TEXT_MAX = 256 };

struct Heard {
    PartPlace place;
    char (*items)[ADDRESS_TEXT_MAX]; /* switches that are on: vox.comp.listen */
    int count, room;
};

static void *heard_open(const PartPlace *place)
{
    Heard *heard = calloc(1, sizeof *heard);
    if (heard)
        heard->place = *place;
    return heard;
}

static void heard_close(void *part)
{
    Heard *heard = part;
    free(heard->items);
    free(heard);
}

static void heard_forget(void *part)
{
    ((Heard *)part)->count = 0;
}

static int find_heard(const Heard *heard, const char *address)
{
    for (int i = 0; i < heard->count; i++)
        if (strcmp(heard->items[i], address) == 0)
            return i;
    return -1;
}

static void drop_heard(Heard *heard, int index)
{
    int last = --heard->count;
    memmove(heard->items[index], heard->items[last], sizeof *heard->items);
}

static bool is_of(const char *address, const char *key)
{
    const char *last = strrchr(address, '.');
    return last && strcmp(last + 1, key) == 0;
}

static void heard_tell(void *part, Board *board)
{
    const Heard *heard = part;
    char text[HEARD_TEXT_MAX];
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < heard->count; i++) {
        size_t length = strlen(heard->items[i]);
        if (used + length + 2 > sizeof text)
            break;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used ? " " : "", heard->items[i]);
    }
    board_fact(board, TOLD_HEARD, text);
}

static void heard_changed(Heard *heard)
{
    part_refresh(&heard->place);
    heard_tell(heard, heard->place.board);
}

static int count_heard(void *part)
{
    return ((const Heard *)part)->count;
}

static int list_heard(void *part, MixOverride *overrides)
{
    const Heard *heard = part;
    for (int i = 0; i < heard->count; i++)
        overrides[i] = (MixOverride){.address = heard->items[i], .value = 1};
    return heard->count;
}

/* Ends soloed bands (`bands`), or all of them. */
static void clear_heard(Heard *heard, bool bands)
{
    int before = heard->count;
    for (int i = heard->count - 1; i >= 0; i--)
        if (!bands || is_of(heard->items[i], "solo"))
            drop_heard(heard, i);
    if (heard->count != before)
        heard_changed(heard);
}

void heard_end_bands(Heard *heard)
{
    clear_heard(heard, true);
}

static bool is_listening(const Model *model, const char *text, Address *address)
{
    return address_resolve(model, text, address, NULL) == STATUS_OK && address->param &&
           (address->param->flags & PARAM_LISTENING);
}

/* Drops what names nothing any more; a strip's new name is followed. */
static void follow_names(void *part, const Edit *edit)
{
    Heard *heard = part;
    const Change *change = edit->change;
    const Model *model = part_model(&heard->place);
    char moved[ADDRESS_TEXT_MAX];
    Address address;
    size_t length = change->renamed_from ? strlen(change->renamed_from) : 0;
    bool told = false;
    for (int i = heard->count - 1; i >= 0; i--) {
        char *text = heard->items[i];
        if (length && strncmp(text, change->renamed_from, length) == 0 && text[length] == '.') {
            snprintf(moved, sizeof moved, "%.120s%.135s", change->renamed_to, text + length);
            memcpy(text, moved, sizeof moved);
            told = true;
        }
        if (!is_listening(model, text, &address)) {
            drop_heard(heard, i);
            told = true;
        }
    }
    if (told)
        heard_tell(heard, heard->place.board);
}

static bool add_heard(Heard *heard, const char *address)
{
    if (!array_grow(&heard->items, heard->count, &heard->room, sizeof *heard->items))
        return false;
    snprintf(heard->items[heard->count++], ADDRESS_TEXT_MAX, "%s", address);
    return true;
}

/* Turns one on or off; of key listens there is one at a time. */
static bool set_heard(Heard *heard, const char *exact, const char *key, bool on)
{
    int at = find_heard(heard, exact);
    if (on && strcmp(key, "listen") == 0)
        for (int i = heard->count - 1; i >= 0; i--)
            if (is_of(heard->items[i], "listen"))
                drop_heard(heard, i);
    if (!on && at >= 0)
        drop_heard(heard, at);
    bool there = find_heard(heard, exact) >= 0;
    return !on || there || add_heard(heard, exact);
}

static void switch_heard(Heard *heard, const CommandWords *words, const Address *address, SessionAnswer *answer)
{
    const Model *model = part_model(&heard->place);
    const Processor *processor = &model->strips[address->strip].processors[address->processor];
    char exact[ADDRESS_TEXT_MAX], shown[300];
    address_format(model, address, exact, sizeof exact);
    bool on = command_switch(words, 2, find_heard(heard, exact) >= 0);
    if (on && processor->bypass)
        answer_say(answer, STATUS_REFUSED, "Not changed: %s.%s is bypassed, and there is nothing to hear in it.",
                   model->strips[address->strip].name, processor_address(processor));
    else if (!set_heard(heard, exact, address->param->key, on))
        answer_say(answer, STATUS_NO_MEMORY, "Not changed: out of memory.");
    else {
        heard_changed(heard);
        answer_say(answer, STATUS_OK, "%s %s.%s", address_describe(model, address, shown, sizeof shown),
                   on ? "on" : "off", on ? " A bounce ignores it." : "");
    }
}

/* `listen PROCESSOR [on|off]`, and delta and unity. */
static void run_heard(void *part, const CommandWords *words, SessionAnswer *answer)
{
    Heard *heard = part;
    const Model *model = part_model(&heard->place);
    const char *key = words->word[0];
    char text[2 * ADDRESS_TEXT_MAX];
    Address address;
    Error error = {0};
    if (words->count < 2)
        answer_say(answer, STATUS_BAD_VALUE, "Not changed: %s takes a processor, as in %s %s.", key, key,
                   strcmp(key, "listen") == 0 ? "vox.comp" : "master.limiter");
    else if (address_resolve(model, words->word[1], &address, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not changed: %s.", error.text);
    else if (snprintf(text, sizeof text, "%.250s.%s", words->word[1], key) < 0 || !is_listening(model, text, &address))
        answer_say(answer, STATUS_NOT_FOUND, "Not changed: %.250s has no %s.", words->word[1], key);
    else
        switch_heard(heard, words, &address, answer);
}

bool heard_run_band_solo(Heard *heard, const CommandWords *words, SessionAnswer *answer)
{
    const Model *model = part_model(&heard->place);
    char text[2 * ADDRESS_TEXT_MAX];
    Address address;
    if (address_resolve(model, words->word[1], &address, NULL) != STATUS_OK || address.kind != ADDRESS_BAND)
        return false;
    snprintf(text, sizeof text, "%.250s.solo", words->word[1]);
    if (is_listening(model, text, &address)) {
        CommandWords off = *words;
        static char word[] = "off";
        if (strcmp(words->word[0], "unsolo") == 0 && words->count == 2)
            off.word[off.count++] = word;
        switch_heard(heard, &off, &address, answer);
    } else
        answer_say(answer, STATUS_NOT_FOUND, "Not soloed: %.250s has no solo; bands of a multiband have.",
                   words->word[1]);
    return true;
}

static void run_unlisten(void *part, const CommandWords *words, SessionAnswer *answer)
{
    (void)words;
    clear_heard(part, false);
    answer_say(answer, STATUS_OK, "Nothing is listened to inside processors.");
}

static const CommandHandler commands[] = {
    {"listen", run_heard}, {"delta", run_heard}, {"unity", run_heard}, {"unlisten", run_unlisten}, {NULL, NULL},
};
static const EditFollower follower = {.changed = follow_names};
static const MixLayer layer = {.count = count_heard, .list = list_heard};
const PartKind heard_part = {.name = "heard",
                             .open = heard_open,
                             .close = heard_close,
                             .forget = heard_forget,
                             .tell = heard_tell,
                             .commands = commands,
                             .follower = &follower,
                             .layer = &layer};
