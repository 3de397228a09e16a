/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matching: a strip's loudness before and after its chain, and the make-up that makes a processor's both sides equally
 * loud. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/model/address.h"
#include "projects/text/title.h"
#include "projects/text/value.h"
#include "src/mix/match.h"
#include "src/session/kinds.h"

typedef struct Match {
    const PartPlace *place;
    int strip, processor;
    char name[80], exact[256], param[32]; /* "vox", "vox.comp", "makeup" */
    MatchResult result;
    Status status;
    Error error;
} Match;

static void match_run(void *context, Project *project, JobWatch *watch)
{
    Match *work = context;
    work->status = match_measure(project, work->strip, work->processor, &watch->cancelled, &work->result, &work->error);
}

static void say_chain(const Match *work, SessionAnswer *answer)
{
    char title[80];
    const MatchResult *result = &work->result;
    double change = floor((result->after_lufs - result->before_lufs) * 10 + 0.5) / 10 + 0.0; /* no -0.0 */
    title_of_name(title, sizeof title, work->name);
    if (!isfinite(result->before_lufs) || !isfinite(result->after_lufs))
        answer_say(answer, STATUS_NOT_FOUND, "Not measured: there is no sound %s the chain of %s.",
                   isfinite(result->before_lufs) ? "behind" : "before", work->name);
    else
        answer_say(answer, STATUS_OK, "%s: %.1f LUFS before its chain, %.1f LUFS behind it, %+.1f LU.", title,
                   result->before_lufs, result->after_lufs, change);
}

static void write_makeup(const Match *work, SessionAnswer *answer)
{
    char line[400], value[VALUE_TEXT_MAX], address[300];
    Address at;
    Error error;
    const MatchResult *result = &work->result;
    snprintf(address, sizeof address, "%s.%s", work->exact, work->param);
    if (address_resolve(part_model(work->place), address, &at, &error) != STATUS_OK) {
        answer_say(answer, error.status, "Not matched: %s.", error.text);
        return;
    }
    value_format(at.param, result->makeup, value);
    snprintf(line, sizeof line, "set %s %s", address, value);
    edits_run(work->place->edits, line, answer);
    if (answer->status == STATUS_OK)
        answer_say(answer, STATUS_OK, "%s %s: %.2f LUFS before, %.2f LUFS behind.", address, value, result->before_lufs,
                   result->matched_lufs);
}

static void match_finish(void *context, SessionAnswer *answer)
{
    const Match *work = context;
    if (work->status != STATUS_OK)
        answer_say(answer, work->status, "Not matched: %s.", work->error.text[0] ? work->error.text : "out of memory");
    else if (work->processor < 0)
        say_chain(work, answer);
    else
        write_makeup(work, answer);
}

/* ---- the command ---- */

static bool is_automated(const Model *model, const Match *work)
{
    char address[300];
    snprintf(address, sizeof address, "%s.%s", work->exact, work->param);
    const Lane *lane = model_lane(model, address);
    return lane && lane->point_count && lane->mode != LANE_OFF;
}

/* What is to be matched; false after an answer. */
static bool take_address(const Model *model, const char *text, Match *work, SessionAnswer *answer)
{
    Address address;
    Error error = {0};
    if (address_resolve(model, text, &address, &error) != STATUS_OK) {
        answer_say(answer, error.status, "Not matched: %s.", error.text);
        return false;
    }
    const Strip *strip = address.strip >= 0 ? &model->strips[address.strip] : NULL;
    if ((address.kind != ADDRESS_STRIP && address.kind != ADDRESS_PROCESSOR) || !strip || strip->processor_count == 0) {
        answer_say(answer, STATUS_BAD_VALUE,
                   strip && address.kind == ADDRESS_STRIP ? "Not matched: %s has no processors."
                                                          : "Not matched: say a processor, as vox.comp, or a strip.",
                   strip ? strip->name : "");
        return false;
    }
    work->strip = address.strip;
    work->processor = address.kind == ADDRESS_PROCESSOR ? address.processor : -1;
    snprintf(work->name, sizeof work->name, "%s", strip->name);
    address_format(model, &address, work->exact, sizeof work->exact);
    if (work->processor < 0)
        return true;
    const ProcessorKind *kind = strip->processors[work->processor].kind;
    int param = kind ? match_param(kind) : -1;
    if (param < 0) {
        char kinds[256];
        answer_say(answer, STATUS_REFUSED, "Not matched: %s has no gain behind it that could be set; %s have.",
                   work->exact, match_kinds(kinds, sizeof kinds));
        return false;
    }
    snprintf(work->param, sizeof work->param, "%s", kind->params[param].key);
    if (is_automated(model, work)) {
        answer_say(answer, STATUS_REFUSED, "Not matched: %s.%s is automated.", work->exact, work->param);
        return false;
    }
    return true;
}

static const JobWork job = {match_run, match_finish, free};

static bool start_match(const PartPlace *place, Match *work, SessionAnswer *answer)
{
    Error error = {0};
    work->place = place;
    if (edits_read_only_why(place->edits) && work->processor >= 0)
        answer_say(answer, STATUS_REFUSED, "Not matched: %s", edits_read_only_why(place->edits));
    else if (jobs_start(place->jobs, JOB_MEASURE, &job, work, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not matched: %s.", error.text);
    else {
        answer_say(answer, STATUS_OK, "Measuring %s.", work->exact);
        return true;
    }
    return false;
}

static void run_match(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    Match *work = calloc(1, sizeof *work);
    if (!work)
        answer_say(answer, STATUS_NO_MEMORY, "Not matched: out of memory.");
    else if (words->count != 2)
        answer_say(answer, STATUS_BAD_VALUE, "Not matched: say a processor, as vox.comp, or a strip.");
    else if (take_address(part_model(place), words->word[1], work, answer) && start_match(place, work, answer))
        return; /* the job has the work now */
    free(work);
}

static const CommandHandler commands[] = {{"match", run_match}, {NULL, NULL}};
const PartKind match_part = {.name = "match", .commands = commands};
