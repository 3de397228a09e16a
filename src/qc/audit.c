/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/qc/audit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audio/engine/engine.h"
#include "src/base/arena.h"
#include "src/qc/tell.h"
#include "src/render/render.h"

/* ---- functions and rules ---- */

static Status check_bound(LintSource source, const Teller *tellers, Error *error)
{
    const char *ids[LINT_RULES_MAX];
    int count = 0;
    for (const Teller *teller = tellers; teller->id && count < LINT_RULES_MAX; teller++)
        ids[count++] = teller->id;
    return lint_check_bound(source, ids, count, error);
}

Status audit_check_bound(Error *error)
{
    Status status = check_bound(LINT_STEMS, stem_tellers, error);
    if (status == STATUS_OK)
        status = check_bound(LINT_RENDER, render_tellers, error);
    return status == STATUS_OK ? check_bound(LINT_OUTPUT, output_tellers, error) : status;
}

void audit_tell(Audit *audit, const Teller *tellers, bool before)
{
    for (const Teller *teller = tellers; teller->id; teller++) {
        audit->rule = rule_find(teller->id);
        if (teller->before != before || !audit->rule || !lint_looks_at(audit->lint, audit->rule))
            continue;
        teller->tell(audit);
        audit->lint->ran[rule_index(audit->rule)] = true;
    }
}

Status audit_stems(Lint *lint, Project *project, bool tell_missing, Error *error)
{
    Audit audit = {.lint = lint, .project = project, .silent_missing = !tell_missing, .error = error};
    audit_tell(&audit, stem_tellers, true);
    return audit.status == STATUS_NO_MEMORY ? error_set(error, STATUS_NO_MEMORY, "out of memory") : audit.status;
}

Status audit_new_meter(const Lint *lint, double rate_hz, DeliveryMeter **meter)
{
    DeliverySetup setup = {.rate_hz = rate_hz,
                           .low_side = lint_looks_at(lint, rule_find("qc/low-side")),
                           .sibilance = lint_looks_at(lint, rule_find("qc/sibilance"))};
    return delivery_new(meter, &setup);
}

/* ---- the render ---- */

typedef struct Watched {
    DeliveryMeter *sound;
    StripWork *strips;
    int strip_count;
} Watched;

static void watch_sound(void *context, const float *const channels[2], int frames)
{
    Watched *watched = context;
    delivery_add(watched->sound, channels, frames);
}

static void watch_meters(void *context, const MeterFrame *frame)
{
    Watched *watched = context;
    strips_add(watched->strips, watched->strip_count, frame);
}

/* The mix once more, its clips read through taps. */
static Status tap_mix(const Mix *mix, Arena *arena, MixSpec *spec, ClipTap ***taps)
{
    StripSpec *strips = arena_new(arena, sizeof *strips, (size_t)mix->spec.strip_count);
    *taps = arena_new(arena, sizeof **taps, (size_t)mix->spec.strip_count);
    if (!strips || !*taps)
        return STATUS_NO_MEMORY;
    for (int i = 0; i < mix->spec.strip_count; i++) {
        strips[i] = mix->spec.strips[i];
        ClipSpec *clips = arena_new(arena, sizeof *clips, (size_t)strips[i].clip_count);
        (*taps)[i] = arena_new(arena, sizeof ***taps, (size_t)strips[i].clip_count);
        if (!clips || !(*taps)[i])
            return STATUS_NO_MEMORY;
        for (int k = 0; k < strips[i].clip_count; k++) {
            clips[k] = strips[i].clips[k];
            tap_insert(&(*taps)[i][k], &clips[k], mix->spec.rate_hz);
        }
        strips[i].clips = clips;
    }
    *spec = mix->spec;
    spec->strips = strips;
    return STATUS_OK;
}

static int jobs_of(const AuditSetup *setup)
{
    int jobs = setup->jobs ? setup->jobs : (int)sysconf(_SC_NPROCESSORS_ONLN);
    return jobs < 1 ? 1 : jobs > 64 ? 64 : jobs;
}

static Status run(Audit *audit, const MixSpec *spec, const AuditSetup *setup, Error *error)
{
    Watched watched = {.strips = audit->strips, .strip_count = spec->strip_count};
    RenderWatch watch = {watch_sound, watch_meters, &watched};
    EngineSetup engine_setup = {
        .rate_hz = spec->rate_hz, .offline = true, .jobs = jobs_of(setup), .meters = true, .work = true};
    Engine *engine = NULL;
    RenderResult result = {0};
    Status status = audit_new_meter(audit->lint, spec->rate_hz, &watched.sound);
    if (status == STATUS_OK)
        status = engine_new(&engine, &engine_setup, spec, error);
    if (status == STATUS_OK) {
        RenderJob job = {.engine = engine,
                         .rate_hz = (int)spec->rate_hz,
                         .output_rate_hz = (int)spec->rate_hz,
                         .end_frame = spec->end_frame,
                         .jobs = engine_setup.jobs,
                         .watch = &watch,
                         .strip_count = spec->strip_count,
                         .master = spec->master,
                         .progress = setup->progress,
                         .context = setup->context};
        status = render_run(&job, &result, error);
    }
    if (status == STATUS_OK) {
        delivery_read(watched.sound, &audit->sound);
        audit->tail_frames = result.tail_frames;
    }
    engine_free(engine);
    delivery_free(watched.sound);
    free(result.levels);
    return status;
}

/* What the stems turned out to be while they were read. True if sound of them is missing. */
static bool take_problems(Project *project, ProblemList *problems)
{
    StoreProblem problem;
    bool lost = false;
    while (store_next_problem(project->store, &problem)) {
        /* without memory, what is lost still counts */
        (void)problems_add(problems, !problem.lost, problem.path, 0, 0, problem.text);
        lost |= problem.lost;
    }
    return lost;
}

static void tell_all(Audit *audit)
{
    audit_tell(audit, stem_tellers, false);
    audit_tell(audit, render_tellers, false);
    audit_tell(audit, output_tellers, false);
}

static Status audit_in(Audit *audit, Arena *arena, const AuditSetup *setup, ProblemList *problems, Error *error)
{
    MixSpec spec;
    Status status = tap_mix(audit->mix, arena, &spec, &audit->taps);
    audit->strips = arena_new(arena, sizeof *audit->strips, (size_t)audit->mix->spec.strip_count);
    if (status != STATUS_OK || !audit->strips)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    status = run(audit, &spec, setup, error);
    bool lost = take_problems(audit->project, problems);
    if (status != STATUS_OK)
        return status == STATUS_NO_MEMORY ? error_set(error, status, "out of memory") : status;
    if (lost && !setup->allow_missing)
        return error_set(error, STATUS_IO, "the stems could not be read");
    tell_all(audit);
    return audit->status == STATUS_OK ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
}

Status audit_project(Lint *lint, Project *project, const Mix *mix, const AuditSetup *setup, ProblemList *problems,
                     Error *error)
{
    Audit audit = {.lint = lint, .project = project, .mix = mix, .error = error};
    Arena *arena = arena_open();
    if (!arena)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    Status status = audit_in(&audit, arena, setup, problems, error);
    arena_close(arena);
    return status;
}
