/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/render/job.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audio/base/clock.h"
#include "audio/base/maths.h"
#include "audio/io/file/convert.h"
#include "audio/io/file/resampler.h"
#include "projects/lines/problems.h"
#include "src/base/arena.h"
#include "src/mix/ceiling.h"
#include "src/mix/compile.h"
#include "src/mix/range.h"
#include "src/mix/unity.h"
#include "src/render/files.h"
#include "src/render/render.h"

typedef struct Bounce {
    const RenderSetup *setup;
    Project *project;
    Mix mix;
    Engine *engine;
    MasterMeter *meter;
    Guard *guard;
    RenderFiles files;
    RenderJob job;
    RenderOutcome *outcome;
} Bounce;

static RenderFault fail(Bounce *bounce, RenderFault fault, const Error *error)
{
    return outcome_fail(bounce->outcome, fault, bounce->project->path, error);
}

static RenderFault check_project(Bounce *bounce)
{
    int missing;
    if (project_check_stems(bounce->project, &bounce->outcome->problems, &missing) != STATUS_OK)
        return outcome_fail_memory(bounce->outcome, bounce->project->path);
    if (missing && !bounce->setup->allow_missing)
        return outcome_fail(bounce->outcome, RENDER_STEMS_MISSING, "", NULL);
    if (mix_compile(&bounce->mix, bounce->project->document, &bounce->project->stems, NULL) != STATUS_OK)
        return outcome_fail_memory(bounce->outcome, bounce->project->path);
    if (bounce->mix.unknown_processors && !bounce->setup->allow_unknown)
        return outcome_fail(bounce->outcome, RENDER_STRANGE, "", NULL);
    return RENDER_FINE;
}

static RenderFault settle_job(Bounce *bounce)
{
    const RenderSetup *setup = bounce->setup;
    const MixSpec *spec = &bounce->mix.spec;
    int rate_hz = document_model(bounce->project->document)->rate_hz;
    Error error = {0};
    bounce->job = (RenderJob){.rate_hz = rate_hz,
                              .output_rate_hz = setup->rate_hz ? setup->rate_hz : rate_hz,
                              .end_frame = spec->end_frame,
                              .has_range = setup->has_range,
                              .range_from = setup->range_from,
                              .range_to = setup->range_to,
                              .strip_count = spec->strip_count,
                              .master = spec->master,
                              .progress = setup->progress,
                              .context = setup->context};
    if (!setup->has_range || range_check_end(setup->range_to, spec->end_frame, rate_hz, "written", &error) == STATUS_OK)
        return RENDER_FINE;
    return fail(bounce, RENDER_BEYOND, &error);
}

static RenderFault open_engine(Bounce *bounce)
{
    Error error = {0};
    const RenderSetup *setup = bounce->setup;
    int jobs = setup->jobs ? setup->jobs : (int)sysconf(_SC_NPROCESSORS_ONLN);
    bounce->job.jobs = jobs < 1 ? 1 : jobs > 64 ? 64 : jobs;
    EngineSetup engine = {
        .rate_hz = bounce->mix.spec.rate_hz, .offline = true, .jobs = bounce->job.jobs, .meters = setup->measure};
    Status status = engine_new(&bounce->engine, &engine, &bounce->mix.spec, &error);
    if (status != STATUS_OK)
        return fail(bounce, status == STATUS_REFUSED ? RENDER_NO_ENGINE : RENDER_NOT_WRITTEN, &error);
    MasterMeterSetup meter = {
        .rate_hz = bounce->job.output_rate_hz,
    };
    if (setup->measure && mastermeter_new(&bounce->meter, &meter) != STATUS_OK)
        return outcome_fail_memory(bounce->outcome, bounce->project->path);
    return RENDER_FINE;
}

/* What is converted keeps the ceiling that a limiter on the master promises; without one, integers must not clip what
 * did not clip before: samples stay 0.01 dB below full scale, room for the dither. */
static RenderFault open_guard(Bounce *bounce)
{
    Error error = {0};
    RenderReport *report = &bounce->outcome->report;
    report->guard_true_peak = ceiling_of_mix(&bounce->mix.spec, &report->guard_ceiling_db);
    if (!report->guard_true_peak)
        report->guard_ceiling_db = -0.01;
    report->guarded =
        bounce->job.output_rate_hz != bounce->job.rate_hz && (report->guard_true_peak || bounce->setup->bits != 0);
    const RenderJob *job = &bounce->job;
    GuardSetup setup = {
        .rate_hz = job->output_rate_hz, .ceiling_db = report->guard_ceiling_db, .true_peak = report->guard_true_peak};
    if (job->has_range) {
        setup.count_from = convert_length(job->range_from, job->rate_hz, job->output_rate_hz);
        setup.count_to = convert_length(job->range_to, job->rate_hz, job->output_rate_hz);
    }
    if (report->guarded && guard_new(&bounce->guard, &setup, &error) != STATUS_OK)
        return fail(bounce, RENDER_NOT_WRITTEN, &error);
    return RENDER_FINE;
}

static RenderFault settle_dither(Bounce *bounce)
{
    const RenderSetup *setup = bounce->setup;
    const RenderJob *job = &bounce->job;
    bool integers = setup->bits == 16 || setup->bits == 24;
    bool unchanged = integers && job->output_rate_hz == job->rate_hz &&
                     unity_of_mix(&bounce->mix.spec, &bounce->project->stems, setup->bits);
    bounce->outcome->report.unchanged = unchanged;
    return files_settle_dither(&bounce->files, setup, unchanged, job->output_rate_hz, bounce->outcome);
}

static RenderFault prepare(Bounce *bounce)
{
    RenderFault fault = settle_job(bounce);
    if (fault == RENDER_FINE)
        fault = files_choose(&bounce->files, bounce->project, bounce->setup, &bounce->mix.spec, bounce->outcome);
    if (fault == RENDER_FINE)
        fault = settle_dither(bounce);
    if (fault == RENDER_FINE)
        fault = open_engine(bounce);
    if (fault == RENDER_FINE)
        fault = open_guard(bounce);
    if (fault == RENDER_FINE)
        fault =
            files_open(&bounce->files, bounce->setup, &bounce->mix.spec, bounce->job.output_rate_hz, bounce->outcome);
    return fault;
}

/* ---- what is said about it ---- */

/* What the stems turned out to be while they were read. True if sound of them is missing. */
static bool take_stem_problems(Bounce *bounce)
{
    StoreProblem problem;
    bool lost = false;
    while (store_next_problem(bounce->project->store, &problem)) {
        /* without memory, what is lost still counts */
        (void)problems_add(&bounce->outcome->problems, !problem.lost, problem.path, 0, 0, problem.text);
        bounce->outcome->report.stem_problems++;
        lost |= problem.lost;
    }
    return lost;
}

static bool collect_overs(Bounce *bounce, const RenderResult *render)
{
    const MixSpec *spec = &bounce->mix.spec;
    RenderReport *report = &bounce->outcome->report;
    Arena *arena = bounce->outcome->arena;
    report->overs = arena_new(arena, sizeof *report->overs, (size_t)spec->strip_count);
    for (int i = 0; render->levels && report->overs && i < spec->strip_count; i++)
        if (render->levels[i].overs && spec->strips[i].kind != STRIP_TRACK)
            report->overs[report->over_count++] =
                (StripOvers){arena_text(arena, spec->strips[i].name), render->levels[i].overs,
                             maths_db_from_lin((double)render->levels[i].peak)};
    return report->overs != NULL;
}

/* What each strip adds on the way to the output. */
static bool collect_latencies(Bounce *bounce)
{
    const MixSpec *spec = &bounce->mix.spec;
    RenderReport *report = &bounce->outcome->report;
    Arena *arena = bounce->outcome->arena;
    EngineState state;
    engine_state(bounce->engine, &state);
    report->latency_frames = state.latency_frames;
    report->latencies = arena_new(arena, sizeof *report->latencies, (size_t)spec->strip_count);
    for (int i = 0; report->latencies && i < spec->strip_count; i++) {
        int frames = engine_strip_latency(bounce->engine, spec->strips[i].uid);
        if (frames > 0)
            report->latencies[report->latency_count++] =
                (StripLatency){arena_text(arena, spec->strips[i].name), frames};
    }
    return report->latencies != NULL;
}

static void collect_facts(Bounce *bounce, const RenderResult *render)
{
    const StemTable *stems = &bounce->project->stems;
    RenderReport *report = &bounce->outcome->report;
    Arena *arena = bounce->outcome->arena;
    report->project = arena_text(arena, bounce->project->path);
    report->output = arena_text(arena, bounce->files.output);
    report->format = bounce->files.format;
    report->bits = bounce->setup->bits;
    report->dither = bounce->files.dither;
    report->rate_hz = bounce->job.output_rate_hz;
    report->project_rate_hz = bounce->job.rate_hz;
    report->range_from = render->from;
    report->range_to = render->to;
    report->tail_frames = render->tail_frames;
    report->tail_end = render->tail_end;
    report->tail_quiet_s = (double)render->quiet_frames / bounce->job.rate_hz;
    report->tail_cut_db = render->cut_db;
    report->jobs = bounce->job.jobs;
    report->missing_clips = bounce->mix.missing_clips;
    report->unknown_processors = bounce->mix.unknown_processors;
    report->soxr_version = resampler_library_version();
    report->stems_written = bounce->setup->stems_folder != NULL;
    report->stem_count = bounce->files.stem_count;
    report->null_db = render->null_db;
    report->stems_folder = report->stems_written ? arena_text(arena, bounce->setup->stems_folder) : NULL;
    for (int i = 0; i < stems->count; i++)
        report->lossy_stems |= stems->items[i]->stream && stems->items[i]->info.lossy;
    if (bounce->guard)
        report->guard = guard_result(bounce->guard);
}

static bool collect(Bounce *bounce, const RenderResult *render)
{
    RenderReport *report = &bounce->outcome->report;
    collect_facts(bounce, render);
    if (bounce->meter) {
        report->measured = true;
        mastermeter_finish(bounce->meter);
        mastermeter_read(bounce->meter, &report->reading);
    }
    return report->project && report->output && (!report->stems_written || report->stems_folder) &&
           collect_latencies(bounce) && (!bounce->meter || collect_overs(bounce, render));
}

/* Everything is rendered: the report first, so that nothing takes its name which cannot be reported on. */
static RenderFault finish(Bounce *bounce, const RenderResult *render)
{
    RenderReport *report = &bounce->outcome->report;
    if (take_stem_problems(bounce) && !bounce->setup->allow_missing)
        return outcome_fail(bounce->outcome, RENDER_STEMS_LOST, bounce->files.output, NULL);
    if (!collect(bounce, render))
        return outcome_fail_memory(bounce->outcome, bounce->files.output);
    RenderFault fault = files_close(&bounce->files, &bounce->mix.spec, &report->file, bounce->outcome);
    if (fault == RENDER_FINE && report->stems_written && !(report->null_db < -120.0))
        fault = outcome_fail(bounce->outcome, RENDER_STEMS_DO_NOT_ADD, bounce->files.output, NULL);
    return fault;
}

static RenderFault run(Bounce *bounce)
{
    Error error = {0};
    RenderResult result;
    double began = clock_now_s();
    bounce->job.engine = bounce->engine;
    bounce->job.writer = bounce->files.mix;
    bounce->job.meter = bounce->meter;
    bounce->job.guard = bounce->guard;
    bounce->job.stem_writers = bounce->files.strips;
    Status status = render_run(&bounce->job, &result, &error);
    bounce->outcome->report.seconds_taken = clock_now_s() - began;
    RenderFault fault;
    if (status == STATUS_OK)
        fault = finish(bounce, &result);
    else if (status == STATUS_INTERRUPTED)
        fault = outcome_fail(bounce->outcome, RENDER_INTERRUPTED, bounce->files.output, NULL);
    else
        fault = outcome_fail(bounce->outcome, RENDER_NOT_WRITTEN, bounce->files.output, &error);
    free(result.levels);
    return fault;
}

RenderFault render_project(Project *project, const RenderSetup *setup, RenderOutcome *outcome)
{
    Bounce bounce = {.setup = setup, .project = project, .outcome = outcome};
    *outcome = (RenderOutcome){.subject = "", .arena = arena_open()};
    if (!outcome->arena) {
        outcome->fault = RENDER_NOT_WRITTEN;
        (void)error_set(&outcome->error, STATUS_NO_MEMORY, "out of memory");
        return outcome->fault;
    }
    RenderFault fault = check_project(&bounce);
    if (fault == RENDER_FINE)
        fault = prepare(&bounce);
    if (fault == RENDER_FINE)
        fault = run(&bounce);
    files_clear(&bounce.files);
    engine_free(bounce.engine);
    mastermeter_free(bounce.meter);
    guard_free(bounce.guard);
    mix_clear(&bounce.mix);
    return fault;
}
