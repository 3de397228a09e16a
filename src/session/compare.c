/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `compare`: a processor or a chain bypassed at the loudness that it has when it works.  A listening state: the engine
 * plays it as overrides; file, history, journal and bounce never have it. Measured offline, and again after edits. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/model/address.h"
#include "src/mix/match.h"
#include "src/session/measurejob.h"
#include "src/session/parts.h"
#include "src/speech/words.h"

#define SETTLED_S 0.5 /* after the last edit it is measured again */
#define LEVEL_MAX_DB 40.0

typedef struct Work {
    int strip, processor;
    char address[ADDRESS_TEXT_MAX];
    uint64_t revision;
    bool again;
    MatchResult result;
    Status status;
    Error error;
} Work;

/* What is compared, as the model knows it now; false if it is gone or has nothing to bypass. */
static bool find_compared(const Model *model, const char *text, Address *address)
{
    if (!text[0] || address_resolve(model, text, address, NULL) != STATUS_OK || address->strip < 0)
        return false;
    const Strip *strip = &model->strips[address->strip];
    if (address->kind == ADDRESS_PROCESSOR)
        return strip->processors[address->processor].kind != NULL;
    return address->kind == ADDRESS_STRIP && strip->processor_count > 0;
}

static const char *title_of(const Session *session, char *out, size_t size)
{
    const Model *model = document_model(session->project.document);
    const Comparison *compared = &session->compared;
    Address address;
    char text[ADDRESS_TEXT_MAX];
    if (!find_compared(model, compared->address, &address))
        snprintf(text, sizeof text, "%s", compared->address);
    else if (address.kind == ADDRESS_STRIP)
        snprintf(text, sizeof text, "%s chain", model->strips[address.strip].name);
    else
        address_describe(model, &address, text, sizeof text);
    return words_name(out, size, text);
}

const char *session_compared(const Session *session, double *level_db)
{
    const Comparison *compared = &session->compared;
    if (!compared->on || !compared->measured)
        return NULL;
    *level_db = compared->level_db;
    return compared->address;
}

void session_say_compared(const Session *session, char *out, size_t size)
{
    char title[ADDRESS_TEXT_MAX];
    double level_db;
    if (!session_compared(session, &level_db))
        snprintf(out, size, "Nothing is compared.");
    else
        snprintf(out, size, "%s is bypassed at equal loudness, %+.1f dB.", title_of(session, title, sizeof title),
                 level_db);
}

void session_tell_compared(Session *session)
{
    double level_db;
    const char *address = session_compared(session, &level_db);
    if (address)
        session_tell_state(session, "compared", "%s %+.1f dB", address, level_db);
    else
        session_tell_state(session, "compared", "%s", "");
}

/* ---- what the engine plays ---- */

static void add_override(Session *session, MixOverride *overrides, int *count, const char *strip, const char *processor,
                         const char *what, double value)
{
    if (*count == COMPARED_MAX)
        return;
    char *name = session->compared.names[*count];
    snprintf(name, sizeof session->compared.names[0], "%.80s.%.80s.%s", strip, processor, what);
    overrides[(*count)++] = (MixOverride){.address = name, .value = value};
}

int session_list_compared(Session *session, MixOverride *overrides)
{
    const Comparison *compared = &session->compared;
    const Model *model = document_model(session->project.document);
    const char *last = NULL;
    Address address;
    int count = 0;
    if (!compared->on || !compared->measured || !find_compared(model, compared->address, &address))
        return 0;
    const Strip *strip = &model->strips[address.strip];
    for (int i = 0; i < strip->processor_count; i++) {
        if (!strip->processors[i].kind || (address.kind == ADDRESS_PROCESSOR && i != address.processor))
            continue;
        last = processor_address(&strip->processors[i]);
        add_override(session, overrides, &count, strip->name, last, "bypass", 1);
    }
    if (last)
        add_override(session, overrides, &count, strip->name, last, MIX_BYPASS_DB, compared->level_db);
    return count;
}

static void compared_changed(Session *session)
{
    Error error = {0};
    if (session_update_engine(session, &error) != STATUS_OK)
        session_tell_notice(session, NOTICE_ERROR, "%s", error.text);
    session_tell_compared(session);
}

/* ---- measuring ---- */

static void compare_run(void *context, Project *project, const atomic_bool *cancelled)
{
    Work *work = context;
    work->status = match_compare(project, work->strip, work->processor, cancelled, &work->result, &work->error);
}

static void end_compared(Session *session)
{
    session->compared.on = false;
    compared_changed(session);
}

static void compare_finish(void *context, Session *session, SessionAnswer *answer)
{
    const Work *work = context;
    Comparison *compared = &session->compared;
    const MatchResult *result = &work->result;
    double level_db = floor((result->after_lufs - result->before_lufs) * 100 + 0.5) / 100 + 0.0,
           before_db = compared->level_db;
    char title[ADDRESS_TEXT_MAX];
    if (work->again && (!compared->on || strcmp(compared->address, work->address) != 0))
        return; /* nobody waits for it any more */
    Address address;
    if (!find_compared(document_model(session->project.document), work->address, &address))
        answer_say(answer, STATUS_NOT_FOUND, "Not compared: there is no %s any more.", work->address);
    else if (work->status == STATUS_OK && fabs(level_db) > LEVEL_MAX_DB)
        answer_say(answer, STATUS_REFUSED, "Not compared: %s makes a difference of %+.1f LU.", work->address, level_db);
    else if (work->status != STATUS_OK)
        answer_say(answer, work->status, "Not compared: %s.", work->error.text[0] ? work->error.text : "out of memory");
    if (answer->status != STATUS_OK) {
        end_compared(session);
        return;
    }
    snprintf(compared->address, sizeof compared->address, "%s", work->address);
    compared->on = compared->measured = true;
    compared->level_db = level_db;
    compared->revision = work->revision;
    if (work->revision != document_revision(session->project.document))
        compared->due_s = session_now_s() + SETTLED_S; /* edited while it was measured */
    compared_changed(session);
    title_of(session, title, sizeof title);
    if (!work->again)
        answer_say(answer, STATUS_OK, "%s bypassed at equal loudness, %+.1f dB: %.1f LUFS before, %.1f behind.", title,
                   level_db, result->before_lufs, result->after_lufs);
    else if (fabs(level_db - before_db) >= 0.05)
        answer_say(answer, STATUS_OK, "%s bypassed at %+.1f dB now.", title, level_db);
}

static Status start_measuring(Session *session, const Address *address, bool again, Error *error)
{
    MeasureWork job = {NULL, compare_run, compare_finish, free};
    Work *work = calloc(1, sizeof *work);
    if (!work)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    const Model *model = document_model(session->project.document);
    job.context = work;
    work->strip = address->strip;
    work->processor = address->kind == ADDRESS_PROCESSOR ? address->processor : -1;
    work->revision = document_revision(session->project.document);
    work->again = again;
    address_format(model, address, work->address, sizeof work->address);
    Status status = measure_job_start(session, &job, error);
    if (status != STATUS_OK)
        free(work);
    return status;
}

void session_follow_compared(Session *session, const Change *change)
{
    Comparison *compared = &session->compared;
    Address address;
    char moved[ADDRESS_TEXT_MAX], *text = compared->address;
    size_t length = change->renamed_from ? strlen(change->renamed_from) : 0;
    if (!text[0])
        return;
    if (length && strncmp(text, change->renamed_from, length) == 0 && (text[length] == '.' || !text[length])) {
        snprintf(moved, sizeof moved, "%.120s%.130s", change->renamed_to, text + length);
        memcpy(text, moved, sizeof moved);
    }
    if (!find_compared(document_model(session->project.document), text, &address)) {
        bool was_on = compared->on;
        *compared = (Comparison){.on = false};
        if (was_on)
            session_tell_compared(session);
    } else if (compared->on)
        compared->due_s = session_now_s() + SETTLED_S;
}

void session_tick_compared(Session *session)
{
    Comparison *compared = &session->compared;
    Address address;
    Error error;
    if (!compared->on || compared->due_s <= 0 || session->measure || session_now_s() < compared->due_s)
        return;
    compared->due_s = 0;
    if (find_compared(document_model(session->project.document), compared->address, &address) &&
        start_measuring(session, &address, true, &error) != STATUS_OK)
        session_tell_notice(session, NOTICE_ERROR, "Not compared again: %s.", error.text);
}

/* ---- the command ---- */

static bool take_address(const Model *model, const char *text, Address *address, SessionAnswer *answer)
{
    Error error = {0};
    Status status = address_resolve(model, text, address, &error);
    const Strip *strip = status == STATUS_OK && address->strip >= 0 ? &model->strips[address->strip] : NULL;
    if (status != STATUS_OK)
        answer_say(answer, status, "Not compared: %s.", error.text);
    else if (!strip || (address->kind != ADDRESS_STRIP && address->kind != ADDRESS_PROCESSOR))
        answer_say(answer, STATUS_BAD_VALUE, "Not compared: say a processor, as vox.comp, or a strip.");
    else if (address->kind == ADDRESS_STRIP && strip->processor_count == 0)
        answer_say(answer, STATUS_BAD_VALUE, "Not compared: %s has no processors.", strip->name);
    else if (address->kind == ADDRESS_PROCESSOR && !strip->processors[address->processor].kind)
        answer_say(answer, STATUS_UNSUPPORTED, "Not compared: %s is not known, and never heard.", text);
    else if (address->kind == ADDRESS_PROCESSOR && strip->processors[address->processor].bypass)
        answer_say(answer, STATUS_REFUSED, "Not compared: %s is bypassed already.", text);
    else
        return true;
    return false;
}

/* Measured before, and nothing has changed since: at once. */
static bool is_known(const Session *session, const char *exact)
{
    const Comparison *compared = &session->compared;
    return compared->measured && strcmp(compared->address, exact) == 0 &&
           compared->revision == document_revision(session->project.document);
}

static void turn_on(Session *session, const Address *address, const char *exact, SessionAnswer *answer)
{
    Error error = {0};
    Comparison *compared = &session->compared;
    if (is_known(session, exact)) {
        compared->on = true;
        compared_changed(session);
        session_say_compared(session, answer->text, sizeof answer->text);
    } else if (start_measuring(session, address, false, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not compared: %s.", error.text);
    else
        answer_say(answer, STATUS_OK, "Measuring %s.", exact);
}

static void turn_off(Session *session, SessionAnswer *answer)
{
    char title[ADDRESS_TEXT_MAX];
    if (!session->compared.on) {
        answer_say(answer, STATUS_OK, "Nothing is compared.");
        return;
    }
    end_compared(session);
    answer_say(answer, STATUS_OK, "%s is heard again.", title_of(session, title, sizeof title));
}

/* `compare PROCESSOR|STRIP [on|off]`; `compare off`; alone, says what is compared. */
static void run_compare(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    const Model *model = document_model(session->project.document);
    char exact[ADDRESS_TEXT_MAX];
    Address address;
    if (words->count == 1)
        session_say_compared(session, answer->text, sizeof answer->text);
    else if (words->count == 2 && strcmp(words->word[1], "off") == 0)
        turn_off(session, answer);
    else if (take_address(model, words->word[1], &address, answer)) {
        address_format(model, &address, exact, sizeof exact);
        bool is_on = session->compared.on && strcmp(session->compared.address, exact) == 0;
        bool on = command_switch(words, 2, is_on);
        if (on)
            turn_on(session, &address, exact, answer);
        else if (is_on)
            turn_off(session, answer);
        else
            answer_say(answer, STATUS_OK, "%s is not compared.", exact);
    }
}

const SessionCommand session_compare_commands[] = {{"compare", run_compare}, {NULL, NULL}};
