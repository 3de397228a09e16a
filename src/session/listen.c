/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listening states: solo and the monitor. They are never in the file, the history, the journal or a bounce. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/model/address.h"
#include "projects/model/pattern.h"
#include "src/session/parts.h"
#include "src/speech/words.h"

static void refresh_solo_text(Session *session)
{
    size_t used = 0;
    session->solo_text[0] = '\0';
    for (int i = 0; i < session->solo_count; i++) {
        const Strip *strip = model_strip_by_uid(document_model(session->project.document), session->solos[i]);
        size_t length = strip ? strlen(strip->name) : 0;
        if (!strip || used + length + 2 > sizeof session->solo_text)
            continue;
        if (used)
            session->solo_text[used++] = ' ';
        memcpy(session->solo_text + used, strip->name, length + 1);
        used += length;
    }
}

static void solos_changed(Session *session)
{
    Error error = {0};
    refresh_solo_text(session);
    if (session_update_engine(session, &error) != STATUS_OK)
        session_tell_notice(session, NOTICE_ERROR, "%s", error.text);
    session_tell_state(session, "solo", "%s", session->solo_text);
}

static bool set_solo(Session *session, uint32_t uid, bool on)
{
    for (int i = 0; i < session->solo_count; i++)
        if (session->solos[i] == uid) {
            if (!on)
                session->solos[i] = session->solos[--session->solo_count];
            return !on;
        }
    if (!on || session->solo_count == SOLO_MAX)
        return false;
    session->solos[session->solo_count++] = uid;
    return true;
}

void session_forget_gone_solos(Session *session)
{
    const Model *model = document_model(session->project.document);
    int before = session->solo_count;
    for (int i = 0; i < session->solo_count; i++)
        if (!model_strip_by_uid(model, session->solos[i]))
            session->solos[i--] = session->solos[--session->solo_count];
    refresh_solo_text(session);
    if (session->solo_count != before)
        session_tell_state(session, "solo", "%s", session->solo_text);
}

/* What a solo does to the others, in words. */
static void say_solo(const Session *session, const char *name, bool on, SessionAnswer *answer)
{
    int silent = 0;
    for (int i = 0; i < session->mix.spec.strip_count; i++)
        silent += session->mix.spec.strips[i].kind == STRIP_TRACK &&
                  (session->mix.spec.strips[i].silenced || session->mix.spec.strips[i].output_silenced);
    if (session->solo_count == 0)
        answer_say(answer, STATUS_OK, "Nothing is soloed.");
    else
        answer_say(answer, STATUS_OK, "%s %s. %d track%s silent.", name, on ? "soloed" : "no longer soloed", silent,
                   silent == 1 ? "" : "s");
}

static bool can_be_soloed(const Strip *strip)
{
    return strip->kind == SECTION_TRACK || strip->kind == SECTION_BUS || strip->kind == SECTION_RETURN;
}

static void clear_solos(Session *session, SessionAnswer *answer)
{
    session->solo_count = 0;
    session_clear_heard(session, true);
    solos_changed(session);
    answer_say(answer, STATUS_OK, "Nothing is soloed.");
}

/* `solo STRIPS [on|off|only]`; without a word it turns the first strip's state over, and gives all of them that. */
static void run_solo(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    const Model *model = document_model(session->project.document);
    Error error = {0};
    int *indices = NULL, taken = 0;
    bool unsolo = strcmp(words->word[0], "unsolo") == 0;
    if (words->count == 1 && unsolo) {
        clear_solos(session, answer);
        return;
    }
    if (words->count > 1 && session_run_band_solo(session, words, answer))
        return;
    int count =
        words->count > 1 ? pattern_find_strips(model, words->word[1], strlen(words->word[1]), &indices, &error) : 0;
    const char *how = words->count > 2 ? words->word[2] : unsolo ? "off" : "toggle";
    const Strip *first = NULL;
    bool on = true;
    if (strcmp(how, "only") == 0)
        session->solo_count = 0;
    for (int i = 0; i < count; i++) {
        const Strip *strip = &model->strips[indices[i]];
        if (!can_be_soloed(strip))
            continue;
        if (!first)
            on = strcmp(how, "toggle") == 0 ? !session_is_soloed(session, strip->uid) : strcmp(how, "off") != 0;
        first = first ? first : strip;
        set_solo(session, strip->uid, on);
        taken++;
    }
    free(indices);
    if (!first) {
        answer_say(answer, STATUS_NOT_FOUND, "Not soloed: %s.",
                   error.text[0] ? error.text : "solo takes a track, bus or return");
        return;
    }
    solos_changed(session);
    char name[200];
    if (taken == 1)
        words_name(name, sizeof name, first->label ? first->label : first->name);
    else
        snprintf(name, sizeof name, "%d strips", taken);
    say_solo(session, name, on, answer);
}

static void run_clear_clips(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    (void)words;
    session_clear_totals(session);
    session_tell_state(session, "cleared", "clips");
    answer_say(answer, STATUS_OK, "Clips and holds cleared.");
}

/* `clear solos`, `clear clips`; other things to clear are automation, the document's. */
static void run_clear(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    if (strcmp(words->word[1], "clips") == 0)
        run_clear_clips(session, words, answer);
    else
        clear_solos(session, answer);
}

static void monitor_changed(Session *session)
{
    const MonitorSpec *monitor = &session->monitor;
    session->monitor_given = true;
    engine_set_monitor(session->engine, monitor);
    session_tell_state(session, "monitor", "%g %d %d %d", monitor->level_db, monitor->dim, monitor->mono, monitor->cut);
}

static void run_monitor_switch(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    struct {
        const char *name;
        bool *state;
    } switches[] = {{"dim", &session->monitor.dim}, {"mono", &session->monitor.mono}, {"cut", &session->monitor.cut}};
    for (size_t i = 0; i < ARRAY_LEN(switches); i++) {
        if (strcmp(words->word[0], switches[i].name) != 0)
            continue;
        *switches[i].state = command_switch(words, 1, *switches[i].state);
        monitor_changed(session);
        answer_say(answer, STATUS_OK, "Monitor %s %s.", switches[i].name, *switches[i].state ? "on" : "off");
    }
}

static void run_monitor(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    int value = words->count > 1 && (strcmp(words->word[1], "+=") == 0 || strcmp(words->word[1], "-=") == 0) ? 2 : 1;
    char *end = NULL;
    double level = words->count > value ? strtod(words->word[value], &end) : NAN;
    if (!end || end == words->word[value] || *end || !isfinite(level)) {
        answer_say(answer, STATUS_BAD_VALUE, "Not changed: monitor takes a level, as in monitor -12 dB. It is %g dB.",
                   session->monitor.level_db);
        return;
    }
    if (value == 2)
        level = session->monitor.level_db + (words->word[1][0] == '-' ? -level : level);
    session->monitor.level_db = level > 12 ? 12 : level < -100 ? -100 : level;
    monitor_changed(session);
    answer_say(answer, STATUS_OK, "Monitor %g dB.", session->monitor.level_db);
}

static void run_device(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    if (words->count < 2) {
        answer_say(answer, STATUS_OK, "Device: %s.", session->device_text[0] ? session->device_text : "none");
        return;
    }
    session_request_device(session, strcmp(words->word[1], "default") == 0 ? "" : words->word[1]);
    answer_say(answer, STATUS_OK, "Opening %s.", words->word[1]);
}

const SessionCommand session_listen_commands[] = {
    {"solo", run_solo},          {"unsolo", run_solo},
    {"clear", run_clear},        {"clear-clips", run_clear_clips},
    {"dim", run_monitor_switch}, {"mono", run_monitor_switch},
    {"cut", run_monitor_switch}, {"monitor", run_monitor},
    {"device", run_device},      {NULL, NULL},
};
