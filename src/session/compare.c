/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `compare`: a processor or a chain bypassed at the loudness that it has when it works.  A listening state: the engine
 * plays it as overrides; file, history, journal and bounce never have it. Measured offline, and again after edits. */
#include "src/session/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/clock.h"
#include "projects/model/address.h"
#include "projects/text/title.h"
#include "src/mix/match.h"
#include "src/session/kinds.h"

#define SETTLED_S 0.5 /* after the last edit it is measured again */
#define LEVEL_MAX_DB 40.0
enum { COMPARED_MAX = 65, ADDRESS_TEXT_MAX = 256 }; /* every processor of a strip, and a level */

struct Compare {
    PartPlace place;
    char address[ADDRESS_TEXT_MAX];             /* of a processor or a strip; "" = nothing was compared yet */
    bool on, measured;                          /* heard bypassed; level_db is known */
    double level_db;                            /* what it adds to the loudness, and its bypass gets */
    uint64_t revision;                          /* of the document that was measured */
    double due_s;                               /* when to measure again; 0 = not */
    char names[COMPARED_MAX][ADDRESS_TEXT_MAX]; /* of what the engine is told */
};

typedef struct Work {
    Compare *compare;
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

static const char *title_of(const Compare *compared, char *out, size_t size)
{
    const Model *model = part_model(&compared->place);
    Address address;
    char text[ADDRESS_TEXT_MAX];
    if (!find_compared(model, compared->address, &address))
        snprintf(text, sizeof text, "%s", compared->address);
    else if (address.kind == ADDRESS_STRIP)
        snprintf(text, sizeof text, "%s chain", model->strips[address.strip].name);
    else
        address_describe(model, &address, text, sizeof text);
    return title_of_name(out, size, text);
}

static void *compare_open(const PartPlace *place)
{
    Compare *compared = calloc(1, sizeof *compared);
    if (compared)
        compared->place = *place;
    return compared;
}

static void compare_forget(void *part)
{
    Compare *compared = part;
    PartPlace place = compared->place;
    *compared = (Compare){.place = place};
}

/* Address of what is heard bypassed, and its level; NULL for none. */
static const char *compared_address(const Compare *compared, double *level_db)
{
    if (!compared->on || !compared->measured)
        return NULL;
    *level_db = compared->level_db;
    return compared->address;
}

void compare_say(const Compare *compared, char *out, size_t size)
{
    char title[ADDRESS_TEXT_MAX];
    double level_db;
    if (!compared_address(compared, &level_db))
        snprintf(out, size, "Nothing is compared.");
    else
        snprintf(out, size, "%s is bypassed at equal loudness, %+.1f dB.", title_of(compared, title, sizeof title),
                 level_db);
}

static void compare_tell(void *part, Board *board)
{
    const Compare *compared = part;
    char text[ADDRESS_TEXT_MAX + 40] = "";
    double level_db;
    const char *address = compared_address(compared, &level_db);
    if (address)
        snprintf(text, sizeof text, TOLD_COMPARED_VALUE, address, level_db);
    board_fact(board, TOLD_COMPARED, text);
}

/* ---- what the engine plays ---- */

static void add_override(Compare *compared, MixOverride *overrides, int *count, const char *strip,
                         const char *processor, const char *what, double value)
{
    if (*count == COMPARED_MAX)
        return;
    char *name = compared->names[*count];
    snprintf(name, sizeof compared->names[0], "%.80s.%.80s.%s", strip, processor, what);
    overrides[(*count)++] = (MixOverride){.address = name, .value = value};
}

static int count_compared(void *part)
{
    (void)part;
    return COMPARED_MAX;
}

static int list_compared(void *part, MixOverride *overrides)
{
    Compare *compared = part;
    const Model *model = part_model(&compared->place);
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
        add_override(compared, overrides, &count, strip->name, last, "bypass", 1);
    }
    if (last)
        add_override(compared, overrides, &count, strip->name, last, MIX_BYPASS_DB, compared->level_db);
    return count;
}

static void compared_changed(Compare *compared)
{
    part_refresh(&compared->place);
    compare_tell(compared, compared->place.board);
}

/* ---- measuring ---- */

static void run_work(void *context, Project *project, JobWatch *watch)
{
    Work *work = context;
    work->status = match_compare(project, work->strip, work->processor, &watch->cancelled, &work->result, &work->error);
}

static void end_compared(Compare *compared)
{
    compared->on = false;
    compared_changed(compared);
}

static void finish_work(void *context, SessionAnswer *answer)
{
    const Work *work = context;
    Compare *compared = work->compare;
    const MatchResult *result = &work->result;
    double level_db = floor((result->after_lufs - result->before_lufs) * 100 + 0.5) / 100 + 0.0,
           before_db = compared->level_db;
    char title[ADDRESS_TEXT_MAX];
    if (work->again && (!compared->on || strcmp(compared->address, work->address) != 0))
        return; /* nobody waits for it any more */
    Address address;
    if (!find_compared(part_model(&compared->place), work->address, &address))
        answer_say(answer, STATUS_NOT_FOUND, "Not compared: there is no %s any more.", work->address);
    else if (work->status == STATUS_OK && fabs(level_db) > LEVEL_MAX_DB)
        answer_say(answer, STATUS_REFUSED, "Not compared: %s makes a difference of %+.1f LU.", work->address, level_db);
    else if (work->status != STATUS_OK)
        answer_say(answer, work->status, "Not compared: %s.", work->error.text[0] ? work->error.text : "out of memory");
    if (answer->status != STATUS_OK) {
        end_compared(compared);
        return;
    }
    snprintf(compared->address, sizeof compared->address, "%s", work->address);
    compared->on = compared->measured = true;
    compared->level_db = level_db;
    compared->revision = work->revision;
    if (work->revision != document_revision(compared->place.song->document))
        compared->due_s = clock_now_s() + SETTLED_S; /* edited while it was measured */
    compared_changed(compared);
    title_of(compared, title, sizeof title);
    if (!work->again)
        answer_say(answer, STATUS_OK, "%s bypassed at equal loudness, %+.1f dB: %.1f LUFS before, %.1f behind.", title,
                   level_db, result->before_lufs, result->after_lufs);
    else if (fabs(level_db - before_db) >= 0.05)
        answer_say(answer, STATUS_OK, "%s bypassed at %+.1f dB now.", title, level_db);
}

static const JobWork job = {run_work, finish_work, free};

static Status start_measuring(Compare *compared, const Address *address, bool again, Error *error)
{
    Work *work = calloc(1, sizeof *work);
    if (!work)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    const Model *model = part_model(&compared->place);
    work->compare = compared;
    work->strip = address->strip;
    work->processor = address->kind == ADDRESS_PROCESSOR ? address->processor : -1;
    work->revision = document_revision(compared->place.song->document);
    work->again = again;
    address_format(model, address, work->address, sizeof work->address);
    Status status = jobs_start(compared->place.jobs, JOB_MEASURE, &job, work, error);
    if (status != STATUS_OK)
        free(work);
    return status;
}

/* After an edit: a new name is followed, what is gone ends, and what is heard is measured again soon. */
static void follow_names(void *part, const Edit *edit)
{
    Compare *compared = part;
    const Change *change = edit->change;
    Address address;
    char moved[ADDRESS_TEXT_MAX], *text = compared->address;
    size_t length = change->renamed_from ? strlen(change->renamed_from) : 0;
    if (!text[0])
        return;
    if (length && strncmp(text, change->renamed_from, length) == 0 && (text[length] == '.' || !text[length])) {
        snprintf(moved, sizeof moved, "%.120s%.130s", change->renamed_to, text + length);
        memcpy(text, moved, sizeof moved);
    }
    if (!find_compared(part_model(&compared->place), text, &address)) {
        bool was_on = compared->on;
        compare_forget(compared);
        if (was_on)
            compare_tell(compared, compared->place.board);
    } else if (compared->on)
        compared->due_s = clock_now_s() + SETTLED_S;
}

static void compare_tick(void *part)
{
    Compare *compared = part;
    Address address;
    Error error;
    if (!compared->on || compared->due_s <= 0 || jobs_is_running(compared->place.jobs, JOB_MEASURE) ||
        clock_now_s() < compared->due_s)
        return;
    compared->due_s = 0;
    if (find_compared(part_model(&compared->place), compared->address, &address) &&
        start_measuring(compared, &address, true, &error) != STATUS_OK)
        board_notice(compared->place.board, NOTICE_ERROR, "Not compared again: %s.", error.text);
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
static bool is_known(const Compare *compared, const char *exact)
{
    return compared->measured && strcmp(compared->address, exact) == 0 &&
           compared->revision == document_revision(compared->place.song->document);
}

static void turn_on(Compare *compared, const Address *address, const char *exact, SessionAnswer *answer)
{
    Error error = {0};
    if (is_known(compared, exact)) {
        compared->on = true;
        compared_changed(compared);
        compare_say(compared, answer->text, sizeof answer->text);
    } else if (start_measuring(compared, address, false, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not compared: %s.", error.text);
    else
        answer_say(answer, STATUS_OK, "Measuring %s.", exact);
}

static void turn_off(Compare *compared, SessionAnswer *answer)
{
    char title[ADDRESS_TEXT_MAX];
    if (!compared->on) {
        answer_say(answer, STATUS_OK, "Nothing is compared.");
        return;
    }
    end_compared(compared);
    answer_say(answer, STATUS_OK, "%s is heard again.", title_of(compared, title, sizeof title));
}

/* `compare PROCESSOR|STRIP [on|off]`; `compare off`; alone, says what is compared. */
static void run_compare(void *part, const CommandWords *words, SessionAnswer *answer)
{
    Compare *compared = part;
    const Model *model = part_model(&compared->place);
    char exact[ADDRESS_TEXT_MAX];
    Address address;
    if (words->count == 1)
        compare_say(compared, answer->text, sizeof answer->text);
    else if (words->count == 2 && strcmp(words->word[1], "off") == 0)
        turn_off(compared, answer);
    else if (take_address(model, words->word[1], &address, answer)) {
        address_format(model, &address, exact, sizeof exact);
        bool is_on = compared->on && strcmp(compared->address, exact) == 0;
        bool on = command_switch(words, 2, is_on);
        if (on)
            turn_on(compared, &address, exact, answer);
        else if (is_on)
            turn_off(compared, answer);
        else
            answer_say(answer, STATUS_OK, "%s is not compared.", exact);
    }
}

static const CommandHandler commands[] = {{"compare", run_compare}, {NULL, NULL}};
static const EditFollower follower = {.changed = follow_names};
static const MixLayer layer = {.count = count_compared, .list = list_compared};
const PartKind compare_part = {.name = "compare",
                               .open = compare_open,
                               .close = free,
                               .forget = compare_forget,
                               .tick = compare_tick,
                               .tell = compare_tell,
                               .commands = commands,
                               .follower = &follower,
                               .layer = &layer};
