/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bounce of the session's present text, while the session goes on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/io/file/dither.h"
#include "audio/io/file/writer.h"
#include "src/base/signals.h"
#include "src/render/job.h"
#include "src/render/report.h"
#include "src/session/kinds.h"

typedef struct Bounce {
    Rescuable rescuable;
    const PartPlace *place;
    char *output; /* as asked for; NULL = TITLE.wav beside the project */
    int bits;     /* RenderSetup's */
    DitherKind dither;
    JobWatch *watch;
    RenderOutcome outcome;
} Bounce;

static void bounce_free(void *context)
{
    Bounce *bounce = context;
    render_outcome_clear(&bounce->outcome);
    free(bounce->output);
    free(bounce);
}

static bool show_progress(void *context, int64_t frame, int64_t end_frame)
{
    const Bounce *bounce = context;
    atomic_store(&bounce->watch->percent, end_frame > 0 && frame < end_frame ? (int)(100 * frame / end_frame) : 100);
    return atomic_load(&bounce->watch->cancelled);
}

/* A crash leaves nothing half written beside the song. */
static void unlink_parts(Rescuable *rescuable)
{
    (void)rescuable;
    writer_unlink_all();
}

static void bounce_run(void *context, Project *project, JobWatch *watch)
{
    Bounce *bounce = context;
    RenderSetup setup = {.output = bounce->output,
                         .bits = bounce->bits,
                         .dither = bounce->dither,
                         .measure = true,
                         .allow_missing = true,
                         .progress = show_progress,
                         .context = bounce};
    bounce->watch = watch;
    bounce->rescuable.rescue = unlink_parts;
    bool rescued = signals_rescue_later(&bounce->rescuable);
    render_project(project, &setup, &bounce->outcome);
    if (rescued)
        signals_forget(&bounce->rescuable);
}

/* What became of it, and what the stems turned out to be while they were read. */
static void bounce_finish(void *context, SessionAnswer *answer)
{
    const Bounce *bounce = context;
    const RenderOutcome *outcome = &bounce->outcome;
    char text[1200], line[400];
    int first = outcome->problems.count - outcome->report.stem_problems;
    for (int i = first < 0 ? 0 : first; i < outcome->problems.count; i++) {
        problem_format(&outcome->problems.items[i], text, sizeof text);
        board_notice(bounce->place->board, NOTICE_WARN, "%s", text);
    }
    if (outcome->fault == RENDER_FINE) {
        snprintf(line, sizeof line, "%-14s %s", "wrote", report_file_words(&outcome->report, text, sizeof text));
        answer_say(answer, STATUS_OK, "Bounced: %s", line);
    } else
        answer_say(answer, STATUS_REFUSED, "Not bounced: %s", report_fault_words(outcome, text, sizeof text));
}

static const JobWork job = {bounce_run, bounce_finish, bounce_free};

/* `bits 16 dither shaped` behind the file, in the words of the command line. Shaped dither is made for 16 bits: it
 * needs no other word. */
static void take_options(Bounce *bounce, const CommandWords *words)
{
    bool has_bits = false;
    for (int i = 2; i + 1 < words->count; i++) {
        const char *word = words->word[i + 1];
        bool is_bits = strcmp(words->word[i], "bits") == 0;
        has_bits |= is_bits;
        if (is_bits)
            bounce->bits = strcmp(word, "float") == 0 ? 0 : (int)strtol(word, NULL, 10);
        for (int k = 0; k < DITHER_KIND_COUNT && strcmp(words->word[i], "dither") == 0; k++)
            if (strcmp(dither_table[k].word, word) == 0)
                bounce->dither = (DitherKind)k;
    }
    if (!has_bits && dither_table[bounce->dither].order > 0)
        bounce->bits = 16;
}

static void run_bounce(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    bool bang = words->count > 1 && strcmp(words->word[1], "!") == 0;
    const char *output = words->count > 1 + bang ? words->word[1 + bang] : NULL;
    Error error = {0};
    Bounce *bounce = calloc(1, sizeof *bounce);
    edits_settle(place->edits);
    if (bounce)
        *bounce = (Bounce){.place = place, .output = output ? strdup(output) : NULL, .bits = 24, .dither = DITHER_TPDF};
    if (bounce)
        take_options(bounce, words);
    if (!bounce || (output && !bounce->output))
        answer_say(answer, STATUS_NO_MEMORY, "Not bounced: out of memory.");
    else if (jobs_start(place->jobs, JOB_BOUNCE, &job, bounce, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not bounced: %s.", error.text);
    else {
        answer_say(answer, STATUS_OK, "Bouncing; it goes on in the background.");
        return; /* the job has it now */
    }
    if (bounce)
        bounce_free(bounce);
}

static const CommandHandler commands[] = {{"bounce", run_bounce}, {NULL, NULL}};
const PartKind bounce_part = {.name = "bounce", .commands = commands};
