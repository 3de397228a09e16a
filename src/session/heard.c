/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listening states inside processors: key listen, delta, unity gain and soloed bands, the rows with PARAM_LISTENING.
 * The engine plays them in the place of the document's values; file, history, journal and bounce never have them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/address.h"
#include "src/session/parts.h"

enum { HEARD_TEXT_MAX = 1000 };

static int find_heard(const Session *session, const char *address)
{
    for (int i = 0; i < session->heard_count; i++)
        if (strcmp(session->heard[i], address) == 0)
            return i;
    return -1;
}

static void drop_heard(Session *session, int index)
{
    int last = --session->heard_count;
    memmove(session->heard[index], session->heard[last], sizeof *session->heard);
}

static bool is_of(const char *address, const char *key)
{
    const char *last = strrchr(address, '.');
    return last && strcmp(last + 1, key) == 0;
}

void session_tell_heard(Session *session)
{
    char text[HEARD_TEXT_MAX];
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < session->heard_count; i++) {
        size_t length = strlen(session->heard[i]);
        if (used + length + 2 > sizeof text)
            break;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used ? " " : "", session->heard[i]);
    }
    session_tell_state(session, "heard", "%s", text);
}

static void heard_changed(Session *session)
{
    Error error = {0};
    if (session_update_engine(session, &error) != STATUS_OK)
        session_tell_notice(session, NOTICE_ERROR, "%s", error.text);
    session_tell_heard(session);
}

int session_list_heard(const Session *session, MixOverride *overrides)
{
    for (int i = 0; i < session->heard_count; i++)
        overrides[i] = (MixOverride){.address = session->heard[i], .value = 1};
    return session->heard_count;
}

void session_clear_heard(Session *session, bool bands)
{
    int before = session->heard_count;
    for (int i = session->heard_count - 1; i >= 0; i--)
        if (!bands || is_of(session->heard[i], "solo"))
            drop_heard(session, i);
    if (session->heard_count != before)
        heard_changed(session);
}

static bool is_listening(const Model *model, const char *text, Address *address)
{
    return address_resolve(model, text, address, NULL) == STATUS_OK && address->param &&
           (address->param->flags & PARAM_LISTENING);
}

void session_follow_heard(Session *session, const Change *change)
{
    const Model *model = document_model(session->project.document);
    char moved[ADDRESS_TEXT_MAX];
    Address address;
    size_t length = change->renamed_from ? strlen(change->renamed_from) : 0;
    bool told = false;
    for (int i = session->heard_count - 1; i >= 0; i--) {
        char *text = session->heard[i];
        if (length && strncmp(text, change->renamed_from, length) == 0 && text[length] == '.') {
            snprintf(moved, sizeof moved, "%.120s%.135s", change->renamed_to, text + length);
            memcpy(text, moved, sizeof moved);
            told = true;
        }
        if (!is_listening(model, text, &address)) {
            drop_heard(session, i);
            told = true;
        }
    }
    if (told)
        session_tell_heard(session);
}

static bool add_heard(Session *session, const char *address)
{
    if (session->heard_count == session->heard_room) {
        int room = session->heard_room ? 2 * session->heard_room : 8;
        char(*more)[ADDRESS_TEXT_MAX] = realloc(session->heard, (size_t)room * sizeof *more);
        if (!more)
            return false;
        session->heard = more;
        session->heard_room = room;
    }
    snprintf(session->heard[session->heard_count++], ADDRESS_TEXT_MAX, "%s", address);
    return true;
}

/* Turns one on or off; of key listens there is one at a time. */
static bool set_heard(Session *session, const char *exact, const char *key, bool on)
{
    int at = find_heard(session, exact);
    if (on && strcmp(key, "listen") == 0)
        for (int i = session->heard_count - 1; i >= 0; i--)
            if (is_of(session->heard[i], "listen"))
                drop_heard(session, i);
    if (!on && at >= 0)
        drop_heard(session, at);
    bool there = find_heard(session, exact) >= 0;
    return !on || there || add_heard(session, exact);
}

static void switch_heard(Session *session, const CommandWords *words, const Address *address, SessionAnswer *answer)
{
    const Model *model = document_model(session->project.document);
    const Processor *processor = &model->strips[address->strip].processors[address->processor];
    char exact[ADDRESS_TEXT_MAX], shown[300];
    address_format(model, address, exact, sizeof exact);
    bool on = command_switch(words, 2, find_heard(session, exact) >= 0);
    if (on && processor->bypass)
        answer_say(answer, STATUS_REFUSED, "Not changed: %s.%s is bypassed, and there is nothing to hear in it.",
                   model->strips[address->strip].name, processor_address(processor));
    else if (!set_heard(session, exact, address->param->key, on))
        answer_say(answer, STATUS_NO_MEMORY, "Not changed: out of memory.");
    else {
        heard_changed(session);
        answer_say(answer, STATUS_OK, "%s %s.%s", address_describe(model, address, shown, sizeof shown),
                   on ? "on" : "off", on ? " A bounce ignores it." : "");
    }
}

/* `listen PROCESSOR [on|off]`, and delta and unity. */
static void run_heard(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    const Model *model = document_model(session->project.document);
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
        switch_heard(session, words, &address, answer);
}

bool session_run_band_solo(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    const Model *model = document_model(session->project.document);
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
        switch_heard(session, &off, &address, answer);
    } else
        answer_say(answer, STATUS_NOT_FOUND, "Not soloed: %.250s has no solo; bands of a multiband have.",
                   words->word[1]);
    return true;
}

static void run_unlisten(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    (void)words;
    session_clear_heard(session, false);
    answer_say(answer, STATUS_OK, "Nothing is listened to inside processors.");
}

const SessionCommand session_heard_commands[] = {
    {"listen", run_heard}, {"delta", run_heard}, {"unity", run_heard}, {"unlisten", run_unlisten}, {NULL, NULL},
};
