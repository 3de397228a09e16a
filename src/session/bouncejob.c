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
#include "src/session/parts.h"

struct BounceJob {
    pthread_t thread;
    Project project;
    Options options;
    char *output;
    char *talk, *result; /* what it said; filled by memory streams */
    size_t talk_length, result_length;
    int status; /* exit status */
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
    BounceWatch watcher = {watch, job};
    FILE *talk = open_memstream(&job->talk, &job->talk_length);
    FILE *result = open_memstream(&job->result, &job->result_length);
    if (talk && result)
        job->status = bounce_project(&job->project, &job->options, &watcher, talk, result);
    if (talk)
        fclose(talk);
    if (result)
        fclose(result);
    atomic_store(&job->finished, true);
    return NULL;
}

static void job_free(BounceJob *job)
{
    project_close(&job->project);
    free(job->output);
    free(job->talk);
    free(job->result);
    free(job);
}

Status bounce_job_start(Session *session, const char *output, Error *error)
{
    if (session->bounce)
        return error_set(error, STATUS_REFUSED, "another bounce is running");
    BounceJob *job = calloc(1, sizeof *job);
    if (!job)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    job->options = (Options){.mode = MODE_BOUNCE, .bits = 24, .report = true, .allow_missing = true};
    job->status = EXIT_FAILED;
    job->output = output ? strdup(output) : NULL;
    job->options.output = job->output;
    session_write_rides(session);
    Status status = project_copy(&job->project, &session->project, error);
    if (status == STATUS_OK && pthread_create(&job->thread, NULL, job_main, job) != 0)
        status = error_set(error, STATUS_NO_MEMORY, "no thread could be started");
    if (status != STATUS_OK) {
        job_free(job);
        return status;
    }
    session->bounce = job;
    return STATUS_OK;
}

/* The first line of what was said, and the figures that matter, in one notice. */
static void tell_end(Session *session, const BounceJob *job)
{
    char line[400];
    const char *text = job->status == EXIT_DONE ? job->result : job->talk;
    snprintf(line, sizeof line, "%.*s", text ? (int)strcspn(text, "\n") : 0, text ? text : "");
    const char *again = strstr(line, ": not bounced: "); /* a sentence of its own, with the project's name before */
    if (job->status == EXIT_DONE)
        session_tell_notice(session, NOTICE_INFO, "Bounced: %s", line);
    else
        session_tell_notice(session, NOTICE_ERROR, "Not bounced: %s", again ? again + strlen(": not bounced: ") : line);
}

static int finish_job(Session *session)
{
    BounceJob *job = session->bounce;
    pthread_join(job->thread, NULL);
    int status = job->status;
    session->bounce = NULL;
    session_tell_state(session, "bounce", "%d", -1);
    tell_end(session, job);
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

int bounce_job_wait(Session *session)
{
    const struct timespec pause = {0, 2 * 1000000L};
    if (!session->bounce)
        return EXIT_DONE;
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
