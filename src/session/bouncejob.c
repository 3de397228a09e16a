/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/bouncejob.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "src/base/signals.h"
#include "src/render/job.h"
#include "src/render/report.h"
#include "src/session/parts.h"

struct BounceJob {
    pthread_t thread;
    Project project;
    char *output; /* as asked for, or NULL */
    RenderOutcome outcome;
    atomic_bool cancelled, finished;
    atomic_int percent;
    int told_percent;
};

static bool watch(void *context, int64_t frame, int64_t end_frame)
{
    BounceJob *job = context;
    atomic_store(&job->percent, end_frame > 0 && frame < end_frame ? (int)(100 * frame / end_frame) : 100);
    return atomic_load(&job->cancelled);
}

static void *job_main(void *argument)
{
    BounceJob *job = argument;
    RenderSetup setup = {
        .output = job->output, .bits = 24, .measure = true, .allow_missing = true, .progress = watch, .context = job};
    render_project(&job->project, &setup, &job->outcome);
    atomic_store(&job->finished, true);
    return NULL;
}

static void job_free(BounceJob *job)
{
    render_outcome_clear(&job->outcome);
    project_close(&job->project);
    free(job->output);
    free(job);
}

Status bounce_job_start(Session *session, const char *output, Error *error)
{
    if (session->bounce)
        return error_set(error, STATUS_REFUSED, "another bounce is running");
    BounceJob *job = calloc(1, sizeof *job);
    if (!job)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    job->output = output ? strdup(output) : NULL;
    session_write_rides(session);
    Status status = output && !job->output ? error_set(error, STATUS_NO_MEMORY, "out of memory")
                                           : project_copy(&job->project, &session->project, error);
    if (status == STATUS_OK && pthread_create(&job->thread, NULL, job_main, job) != 0)
        status = error_set(error, STATUS_NO_MEMORY, "no thread could be started");
    if (status != STATUS_OK) {
        job_free(job);
        return status;
    }
    session->bounce = job;
    return STATUS_OK;
}

/* What became of it, and what the stems turned out to be while they were read. */
static void tell_end(Session *session, const RenderOutcome *outcome)
{
    char text[1200], line[400];
    int first = outcome->problems.count - outcome->report.stem_problems;
    for (int i = first < 0 ? 0 : first; i < outcome->problems.count; i++) {
        problem_format(&outcome->problems.items[i], text, sizeof text);
        session_tell_notice(session, NOTICE_WARN, "%s", text);
    }
    if (outcome->fault == RENDER_FINE) {
        snprintf(line, sizeof line, "%-14s %s", "wrote", report_file_words(&outcome->report, text, sizeof text));
        session_tell_notice(session, NOTICE_INFO, "Bounced: %s", line);
    } else
        session_tell_notice(session, NOTICE_ERROR, "Not bounced: %s", report_fault_words(outcome, text, sizeof text));
}

static Status finish_job(Session *session)
{
    BounceJob *job = session->bounce;
    pthread_join(job->thread, NULL);
    Status status = job->outcome.fault == RENDER_FINE ? STATUS_OK : STATUS_REFUSED;
    session->bounce = NULL;
    session_tell_state(session, "bounce", "%d", -1);
    tell_end(session, &job->outcome);
    job_free(job);
    return status;
}

void bounce_job_tick(Session *session)
{
    BounceJob *job = session->bounce;
    if (!job)
        return;
    int percent = atomic_load(&job->percent);
    if (percent != job->told_percent) {
        job->told_percent = percent;
        session_tell_state(session, "bounce", "%d", percent);
    }
    if (!atomic_load(&job->finished))
        return;
    finish_job(session);
}

Status bounce_job_wait(Session *session)
{
    const struct timespec pause = {0, 2 * 1000000L};
    if (!session->bounce)
        return STATUS_OK;
    while (!atomic_load(&session->bounce->finished)) {
        if (signals_ending())
            atomic_store(&session->bounce->cancelled, true);
        nanosleep(&pause, NULL);
    }
    return finish_job(session);
}

void bounce_job_end(Session *session)
{
    if (!session->bounce)
        return;
    atomic_store(&session->bounce->cancelled, true);
    pthread_join(session->bounce->thread, NULL);
    job_free(session->bounce);
    session->bounce = NULL;
}
