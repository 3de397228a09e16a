/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gain staging: measures in the background, then writes trims as one edit and shows a table. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/address.h"
#include "projects/model/pattern.h"
#include "projects/text/value.h"
#include "src/mix/compile.h"
#include "src/mix/gainstage.h"
#include "src/session/kinds.h"

typedef struct Gainstage {
    const PartPlace *place;
    GainTarget target;
    StagedStrip *strips;
    int count;
    Status status; /* of the measurement */
} Gainstage;

static void gainstage_free(void *context)
{
    Gainstage *work = context;
    free(work->strips);
    free(work);
}

static void gainstage_measure(void *context, Project *project, JobWatch *watch)
{
    Gainstage *work = context;
    Mix mix;
    work->status = mix_compile(&mix, project->document, &project->stems, NULL);
    if (work->status != STATUS_OK)
        return;
    const Model *model = document_model(project->document);
    for (int i = 0; i < work->count && work->status == STATUS_OK; i++) {
        int index = model_strip_index(model, work->strips[i].name);
        work->status =
            source_measure(&mix.spec.strips[index], mix.spec.rate_hz, &watch->cancelled, &work->strips[i].level);
    }
    mix_clear(&mix);
    if (work->status == STATUS_OK)
        gainstage_decide(&work->target, work->strips, work->count);
}

static void format_db(char *out, size_t size, double db)
{
    if (isfinite(db))
        snprintf(out, size, "%.1f", db);
    else
        snprintf(out, size, "-inf");
}

static void append_table(const Gainstage *work, Buffer *out)
{
    const char *unit = work->target.lufs ? "LUFS" : "dBFS";
    int width = 5;
    for (int i = 0; i < work->count; i++)
        width = (int)strlen(work->strips[i].name) > width ? (int)strlen(work->strips[i].name) : width;
    buffer_append_format(out, "%-*s  %13s  %10s  %-20s  %s\n", width, "strip", "measured", "peak", "trim", "bound by");
    for (int i = 0; i < work->count; i++) {
        const StagedStrip *strip = &work->strips[i];
        char level[32], peak[32], trim[64];
        format_db(level, sizeof level, work->target.lufs ? strip->level.integrated_lufs : strip->level.rms_dbfs);
        format_db(peak, sizeof peak, strip->level.peak_dbfs);
        if (strip->trim_after == strip->trim_before)
            snprintf(trim, sizeof trim, "%+.1f dB stays", strip->trim_before);
        else
            snprintf(trim, sizeof trim, "%+.1f -> %+.1f dB", strip->trim_before, strip->trim_after);
        buffer_append_format(out, "%-*s  %8s %s  %5s dBFS  %-20s  %s\n", width, strip->name, level, unit, peak, trim,
                             gainstage_bound_words(strip->bound));
    }
}

/* All trims in one line of commands; the count of them. */
static int append_commands(const Gainstage *work, Buffer *out)
{
    char value[VALUE_TEXT_MAX];
    int count = 0;
    for (int i = 0; i < work->count; i++) {
        const StagedStrip *strip = &work->strips[i];
        if (strip->trim_after == strip->trim_before)
            continue;
        value_format(&strip_facts[FACT_TRIM], strip->trim_after, value);
        buffer_append_format(out, "%sset %s.trim %s", count ? " ; " : "", strip->name, value);
        count++;
    }
    return count;
}

static void gainstage_finish(void *context, SessionAnswer *answer)
{
    const Gainstage *work = context;
    const PartPlace *place = work->place;
    Buffer table = {0}, line = {0};
    SessionAnswer ignored;
    append_table(work, &table);
    int count = append_commands(work, &line);
    if (work->status == STATUS_INTERRUPTED)
        answer_say(answer, STATUS_INTERRUPTED, "Not gain-staged: interrupted.");
    else if (work->status != STATUS_OK || table.failed || line.failed)
        answer_say(answer, STATUS_NO_MEMORY, "Not gain-staged: out of memory.");
    else if (count == 0) {
        board_report(place->board, table.bytes);
        answer_say(answer, STATUS_OK, "No trim needs to change.");
    } else {
        edits_run(place->edits, "begin \"Gain staging\"", &ignored);
        edits_run(place->edits, line.bytes, answer);
        edits_run(place->edits, "end", &ignored);
        if (answer->status == STATUS_OK) {
            board_report(place->board, table.bytes);
            answer_say(answer, STATUS_OK, "%d trim%s set.", count, count == 1 ? "" : "s");
        }
    }
    buffer_clear(&table);
    buffer_clear(&line);
}

/* ---- the command ---- */

/* `-18 dBFS rms`, `-23 LUFS`, `together`, in any order; nothing = the project's alignment level, RMS. */
static bool take_target(const Model *model, const CommandWords *words, GainTarget *target)
{
    bool rms = false;
    *target = (GainTarget){.level = model->lineup_dbfs};
    for (int i = 2; i < words->count; i++) {
        const char *word = words->word[i];
        char *end;
        double level = strtod(word, &end);
        if (strcmp(word, "together") == 0)
            target->together = true;
        else if (strcmp(word, "rms") == 0)
            rms = true;
        else if (end != word && isfinite(level) && level >= -60 && level <= 0) {
            target->level = level;
            const char *unit = *end ? end : i + 1 < words->count ? words->word[++i] : "";
            target->lufs = strcmp(unit, "LUFS") == 0;
            if (!target->lufs && strcmp(unit, "dBFS") != 0)
                return false;
        } else
            return false;
    }
    return !(rms && target->lufs);
}

static bool has_lane(const Model *model, const Strip *strip)
{
    char address[160];
    snprintf(address, sizeof address, "%.140s.trim", strip->name);
    const Lane *lane = model_lane(model, address);
    return lane && lane->point_count && lane->mode == LANE_READ;
}

static int take_strips(const Model *model, const char *pattern, Gainstage *work, Error *error)
{
    int *indices = NULL, count = pattern_find_strips(model, pattern, strlen(pattern), &indices, error);
    if (count < 0)
        return -1;
    work->strips = calloc((size_t)count + 1, sizeof *work->strips);
    for (int i = 0; i < count && work->strips; i++) {
        const Strip *strip = &model->strips[indices[i]];
        if (strip->clip_count == 0)
            continue;
        StagedStrip *staged = &work->strips[work->count++];
        snprintf(staged->name, sizeof staged->name, "%s", strip->name);
        staged->trim_before = strip->fact[FACT_TRIM];
        staged->automated = has_lane(model, strip);
    }
    free(indices);
    return work->strips ? count : -1;
}

static const JobWork job = {gainstage_measure, gainstage_finish, gainstage_free};

static void run_gainstage(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    const Model *model = part_model(place);
    Error error = {0};
    Gainstage *work = calloc(1, sizeof *work);
    if (work)
        work->place = place;
    int count = work && words->count > 1 ? take_strips(model, words->word[1], work, &error) : work ? 0 : -1;
    if (count < 0)
        answer_say(answer, STATUS_NO_MEMORY, "Not gain-staged: out of memory.");
    else if (words->count < 2 || !take_target(model, words, &work->target))
        answer_say(
            answer, STATUS_BAD_VALUE,
            "Not gain-staged: say gainstage STRIPS, then -18 dBFS rms or -23 LUFS (-60 to 0), and perhaps together.");
    else if (count == 0)
        answer_say(answer, STATUS_NOT_FOUND, "Not gain-staged: %s.",
                   error.text[0] ? error.text : "there is no strip of that name");
    else if (work->count == 0)
        answer_say(answer, STATUS_REFUSED, "Not gain-staged: only tracks with clips can be measured.");
    else if (edits_read_only_why(place->edits))
        answer_say(answer, STATUS_REFUSED, "Not gain-staged: %s", edits_read_only_why(place->edits));
    else if (jobs_start(place->jobs, JOB_MEASURE, &job, work, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not gain-staged: %s.", error.text);
    else {
        answer_say(answer, STATUS_OK, "Measuring %d track%s.", work->count, work->count == 1 ? "" : "s");
        return; /* the job has the work now */
    }
    if (work)
        gainstage_free(work);
}

static const CommandHandler commands[] = {{"gainstage", run_gainstage}, {NULL, NULL}};
const PartKind gainstage_part = {.name = "gainstage", .commands = commands};
