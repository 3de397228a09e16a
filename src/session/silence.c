/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strip silence: looks for what is silent in clips, in the background, then cuts it away as one edit.
 *
 * Time is looked at in cells of 10 ms, by the stems' overviews with the clips' gains.  A cell with a sample at the
 * level or above is kept, with 20 ms before it and 100 ms behind; what would be cut between two such stretches stays if
 * it is shorter than 300 ms.  The tracks of a group are cut at the same places: where none of them sounds. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/pattern.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/session/kinds.h"
#include "src/song/overview.h"

enum { CELLS_A_SECOND = 100, CELLS_BEFORE = 2, CELLS_BEHIND = 10, CELLS_GAP = 30, TEXT_MAX = 60000 };
enum { CELLS_MAX = CELLS_A_SECOND * 86400 };

typedef struct SilentClip {
    char *strip, *full;
    int set;                    /* those of one set are cut together */
    int64_t at, offset, length; /* project frames; length -1: to the end of the file */
    double gain_db;
} SilentClip;
typedef struct Silence {
    const PartPlace *place;
    double level_db;
    SilentClip *clips;
    int count, room, sets;
    Buffer line;
    int cut, silent; /* clips that are cut; that are silent throughout, and stay */
    Status status;
    Error error;
} Silence;

static void silence_free(void *context)
{
    Silence *work = context;
    for (int i = 0; i < work->count; i++) {
        free(work->clips[i].strip);
        free(work->clips[i].full);
    }
    free(work->clips);
    buffer_clear(&work->line);
    free(work);
}

/* ---- looking, on the job's thread ---- */

typedef struct Cells { /* of one set, from the song's beginning on */
    bool *loud;
    int64_t count;
    double frames; /* project frames a cell */
} Cells;

static bool grow_cells(Cells *cells, int64_t count)
{
    if (count <= cells->count)
        return true;
    bool *loud = count <= CELLS_MAX ? realloc(cells->loud, (size_t)count) : NULL;
    if (!loud)
        return false;
    memset(loud + cells->count, 0, (size_t)(count - cells->count));
    cells->loud = loud;
    cells->count = count;
    return true;
}

/* Marks the cells in which a clip sounds; its length is known then. */
static Status mark_clip(const Silence *work, SilentClip *clip, const Overview *overview, int rate_hz, Cells *cells)
{
    OverviewBlock blocks[OVERVIEW_COLUMNS_MAX];
    double ratio = (double)overview->rate_hz / rate_hz, least = 32767 * pow(10, (work->level_db - clip->gain_db) / 20);
    int64_t whole = (int64_t)floor((double)overview->frames / ratio + 0.5) - clip->offset;
    clip->length = clip->length >= 0 ? clip->length : whole > 0 ? whole : 0;
    int64_t first = (int64_t)floor((double)clip->at / cells->frames),
            last = (int64_t)ceil((double)(clip->at + clip->length) / cells->frames);
    if (!grow_cells(cells, last))
        return STATUS_NO_MEMORY;
    for (int64_t at = first; at < last; at += OVERVIEW_COLUMNS_MAX) {
        int count = last - at < OVERVIEW_COLUMNS_MAX ? (int)(last - at) : OVERVIEW_COLUMNS_MAX;
        double from = ((double)at * cells->frames - (double)clip->at + (double)clip->offset) * ratio;
        if (!overview_read(overview, from, cells->frames * ratio, count, blocks))
            return STATUS_IO;
        for (int i = 0; i < count; i++)
            cells->loud[at + i] |= blocks[i].high >= least || -blocks[i].low >= least;
    }
    return STATUS_OK;
}

/* What is kept: loud cells with their neighbours, and short gaps between; in the place of `loud`. */
static bool widen(Cells *cells)
{
    bool *kept = calloc((size_t)cells->count + 1, sizeof *kept);
    if (!kept)
        return false;
    for (int64_t i = 0, marked = 0; i < cells->count; i++) {
        if (!cells->loud[i])
            continue;
        int64_t from = i > CELLS_BEFORE ? i - CELLS_BEFORE : 0,
                to = i + CELLS_BEHIND + 1 < cells->count ? i + CELLS_BEHIND + 1 : cells->count;
        if (marked > 0 && from - marked < CELLS_GAP)
            from = marked; /* too short to be cut */
        for (int64_t k = from > marked ? from : marked; k < to; k++)
            kept[k] = true;
        marked = to;
    }
    free(cells->loud);
    cells->loud = kept;
    return true;
}

static void append_time(const Model *model, Buffer *out, int64_t frame)
{
    char text[TIME_TEXT_MAX];
    TimeValue time = time_from_frame(frame, model->rate_hz);
    time_format(&time, model->rate_hz, text);
    buffer_append_text(out, text);
}

/* The command for one clip, unless all or nothing of it is kept. */
static void append_command(Silence *work, const Model *model, const SilentClip *clip, const Cells *cells)
{
    Buffer lines = {0};
    int64_t end = clip->at + clip->length, kept = 0;
    for (int64_t i = (int64_t)floor((double)clip->at / cells->frames); i < cells->count;) {
        int64_t to = i;
        while (to < cells->count && cells->loud[to])
            to++;
        int64_t from_frame = (int64_t)floor((double)i * cells->frames + 0.5),
                to_frame = (int64_t)floor((double)to * cells->frames + 0.5);
        from_frame = from_frame < clip->at ? clip->at : from_frame;
        to_frame = to_frame > end ? end : to_frame;
        if (to > i && from_frame < to_frame) {
            kept += to_frame - from_frame;
            append_time(model, &lines, from_frame);
            buffer_append_text(&lines, " ");
            append_time(model, &lines, to_frame);
            buffer_append_text(&lines, "\n");
        }
        i = to > i ? to : i + 1;
    }
    work->silent += kept == 0;
    if (kept > 0 && kept < clip->length && !lines.failed) {
        buffer_append_format(&work->line, "%skeep %s.clip@", work->line.length ? "; " : "", clip->strip);
        append_time(model, &work->line, clip->at);
        buffer_append_text(&work->line, " ");
        text_append_quoted(&work->line, lines.bytes, lines.length);
        work->cut++;
    }
    buffer_clear(&lines);
}

static Status look_at_set(Silence *work, int set, const Model *model, JobWatch *watch)
{
    Cells cells = {.frames = (double)model->rate_hz / CELLS_A_SECOND};
    char *folder = path_home("cache", true);
    Status status = STATUS_OK;
    for (int i = 0; i < work->count && status == STATUS_OK; i++) {
        Overview overview;
        OverviewWatch reading = {false, 0};
        if (work->clips[i].set != set)
            continue;
        status = atomic_load(&watch->cancelled)
                     ? STATUS_INTERRUPTED
                     : overview_open(&overview, folder, work->clips[i].full, &reading, &work->error);
        if (status != STATUS_OK)
            break;
        status = mark_clip(work, &work->clips[i], &overview, model->rate_hz, &cells);
        overview_close(&overview);
    }
    if (status == STATUS_OK && !widen(&cells))
        status = STATUS_NO_MEMORY;
    for (int i = 0; i < work->count && status == STATUS_OK; i++)
        if (work->clips[i].set == set)
            append_command(work, model, &work->clips[i], &cells);
    free(cells.loud);
    free(folder);
    return status;
}

static void silence_run(void *context, Project *project, JobWatch *watch)
{
    Silence *work = context;
    const Model *model = document_model(project->document);
    for (int set = 0; set < work->sets && work->status == STATUS_OK; set++)
        work->status = look_at_set(work, set, model, watch);
    if (work->status == STATUS_OK && work->line.length > TEXT_MAX)
        work->status = error_set(&work->error, STATUS_FULL, "that would be too many pieces; say a lower level");
}

static void silence_finish(void *context, SessionAnswer *answer)
{
    Silence *work = context;
    if (work->status != STATUS_OK)
        answer_say(answer, work->status, "Not cut: %s.", work->error.text[0] ? work->error.text : "out of memory");
    else if (work->cut == 0)
        answer_say(answer, STATUS_OK,
                   work->silent ? "Nothing was cut: a clip that is silent throughout stays."
                                : "Nothing is silent there.");
    else {
        edits_run(work->place->edits, work->line.bytes, answer);
        if (answer->status == STATUS_OK)
            answer_say(answer, STATUS_OK, "Silence cut out of %d clip%s.", work->cut, work->cut == 1 ? "" : "s");
    }
}

/* ---- the command ---- */

static bool add_clips(Silence *work, const Model *model, const Strip *strip, int set)
{
    StemTable *stems = &work->place->song->stems;
    for (int i = 0; i < strip->clip_count; i++) {
        const Clip *clip = &strip->clips[i];
        const Stem *stem = stems_look(stems, clip->path);
        if (!stem || !stem->stream)
            continue;
        if (!array_grow(&work->clips, work->count, &work->room, sizeof *work->clips))
            return false;
        SilentClip *one = &work->clips[work->count];
        *one = (SilentClip){.strip = strdup(strip->name),
                            .full = strdup(stem->full),
                            .set = set,
                            .at = model_frame_of_time(model, &clip->at),
                            .offset = model_frame_of_time(model, &clip->offset),
                            .length = clip->has_length ? model_frame_of_time(model, &clip->length) : -1,
                            .gain_db = clip->gain_db};
        work->count++;
        if (!one->strip || !one->full)
            return false;
    }
    return true;
}

/* Tracks are sets of their own; the tracks of a group that is named are one. */
static bool take_strips(Silence *work, const Model *model, const char *pattern, Error *error)
{
    int *indices = NULL, count = pattern_find_strips(model, pattern, strlen(pattern), &indices, error);
    bool fine = count >= 0;
    for (int i = 0; i < count && fine; i++) {
        const Strip *strip = &model->strips[indices[i]];
        fine = add_clips(work, model, strip, work->sets);
        for (int k = 0; strip->kind == SECTION_GROUP && k < strip->member_count && fine; k++) {
            const Strip *member = model_strip(model, strip->members[k]);
            fine = !member || add_clips(work, model, member, work->sets);
        }
        work->sets++;
    }
    free(indices);
    return fine;
}

/* `below LEVEL dB`; -50 dB without it. */
static bool take_level(const CommandWords *words, double *level_db)
{
    char *end;
    *level_db = -50;
    if (words->count == 2)
        return true;
    if (words->count < 4 || strcmp(words->word[2], "below") != 0)
        return false;
    *level_db = strtod(words->word[3], &end);
    const char *unit = *end ? end : words->count > 4 ? words->word[4] : "dB";
    return end != words->word[3] && (strcmp(unit, "dB") == 0 || strcmp(unit, "dBFS") == 0) && *level_db >= -90 &&
           *level_db <= 0;
}

static const JobWork job = {silence_run, silence_finish, silence_free};

static void run_strip_silence(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    Error error = {0};
    Silence *work = calloc(1, sizeof *work);
    if (!work) {
        answer_say(answer, STATUS_NO_MEMORY, "Not cut: out of memory.");
        return;
    }
    work->place = place;
    if (words->count < 2 || !take_level(words, &work->level_db))
        answer_say(answer, STATUS_BAD_VALUE, "Not cut: say strip-silence STRIPS, and perhaps below -50 dB (-90 to 0).");
    else if (!take_strips(work, part_model(place), words->word[1], &error))
        answer_say(answer, STATUS_NO_MEMORY, "Not cut: out of memory.");
    else if (work->count == 0)
        answer_say(answer, STATUS_NOT_FOUND, "Not cut: %s.",
                   error.text[0] ? error.text : "no clip is there that can be read");
    else if (edits_read_only_why(place->edits))
        answer_say(answer, STATUS_REFUSED, "Not cut: %s", edits_read_only_why(place->edits));
    else if (jobs_start(place->jobs, JOB_MEASURE, &job, work, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not cut: %s.", error.text);
    else {
        answer_say(answer, STATUS_OK, "Looking for silence in %d clip%s.", work->count, work->count == 1 ? "" : "s");
        return; /* the job has the work now */
    }
    silence_free(work);
}

static const CommandHandler commands[] = {{"strip-silence", run_strip_silence, NULL}, {NULL, NULL, NULL}};
const PartKind silence_part = {.name = "silence", .commands = commands};
