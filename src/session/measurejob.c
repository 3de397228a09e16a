/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/measurejob.h"

#include <pthread.h>
#include <stdlib.h>

#include "src/options.h"
#include "src/session/parts.h"

struct MeasureJob {
    pthread_t thread;
    Project project;
    MeasureWork work;
    atomic_bool cancelled, finished;
};

static void *job_main(void *argument)
{
    MeasureJob *job = argument;
    job->work.measure(job->work.context, &job->project, &job->cancelled);
    atomic_store(&job->finished, true);
    return NULL;
}

Status measure_job_start(Session *session, const MeasureWork *work, Error *error)
{
    if (session->measure)
        return error_set(error, STATUS_REFUSED, "something else is being measured");
    MeasureJob *job = calloc(1, sizeof *job);
    if (!job)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    job->work = *work;
    Status status = project_copy(&job->project, &session->project, error);
    if (status == STATUS_OK && pthread_create(&job->thread, NULL, job_main, job) != 0)
        status = error_set(error, STATUS_NO_MEMORY, "no thread could be started");
    if (status != STATUS_OK) {
        project_close(&job->project);
        free(job);
        return status;
    }
    session->measure = job;
    return STATUS_OK;
}

static void job_free(MeasureJob *job)
{
    job->work.free(job->work.context);
    project_close(&job->project);
    free(job);
}

static int finish_job(Session *session)
{
    MeasureJob *job = session->measure;
    SessionAnswer answer = {.status = STATUS_OK};
    pthread_join(job->thread, NULL);
    session->measure = NULL;
    job->work.finish(job->work.context, session, &answer);
    if (answer.text[0])
        session_tell_notice(session, answer.status == STATUS_OK ? NOTICE_INFO : NOTICE_ERROR, "%s", answer.text);
    job_free(job);
    return answer.status == STATUS_OK ? EXIT_DONE : EXIT_FAILED;
}

void measure_job_tick(Session *session)
{
    if (session->measure && atomic_load(&session->measure->finished))
        finish_job(session);
}

int measure_job_wait(Session *session)
{
    return session->measure ? finish_job(session) : EXIT_DONE;
}

void measure_job_end(Session *session)
{
    MeasureJob *job = session->measure;
    if (!job)
        return;
    atomic_store(&job->cancelled, true);
    pthread_join(job->thread, NULL);
    session->measure = NULL;
    job_free(job);
}
