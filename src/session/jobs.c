/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/jobs.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "src/base/signals.h"

typedef struct Job {
    pthread_t thread;
    Project project;
    const JobWork *work;
    void *context;
    JobWatch watch;
    atomic_bool finished;
    int told_percent;
} Job;

struct Jobs {
    Board *board;
    Project *song;
    Job *running[JOB_KINDS];
};

Jobs *jobs_new(Board *board, Project *song)
{
    Jobs *jobs = calloc(1, sizeof *jobs);
    if (jobs)
        *jobs = (Jobs){.board = board, .song = song};
    return jobs;
}

static void *job_main(void *argument)
{
    Job *job = argument;
    job->work->run(job->context, &job->project, &job->watch);
    atomic_store(&job->finished, true);
    return NULL;
}

Status jobs_start(Jobs *jobs, JobKind kind, const JobWork *work, void *context, Error *error)
{
    static const char *const busy[JOB_KINDS] = {
        [JOB_BOUNCE] = "another bounce is running", [JOB_MEASURE] = "something else is being measured"};
    if (jobs->running[kind])
        return error_set(error, STATUS_REFUSED, "%s", busy[kind]);
    Job *job = calloc(1, sizeof *job);
    if (!job)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    job->work = work;
    job->context = context;
    Status status = project_copy(&job->project, jobs->song, error);
    if (status == STATUS_OK && pthread_create(&job->thread, NULL, job_main, job) != 0)
        status = error_set(error, STATUS_NO_MEMORY, "no thread could be started");
    if (status != STATUS_OK) {
        project_close(&job->project);
        free(job);
        return status;
    }
    jobs->running[kind] = job;
    return STATUS_OK;
}

bool jobs_is_running(const Jobs *jobs, JobKind kind)
{
    return jobs->running[kind] != NULL;
}

static void job_free(Job *job)
{
    job->work->free(job->context);
    project_close(&job->project);
    free(job);
}

/* The place is free before the work is finished: what it does may begin the next one. */
static Status finish(Jobs *jobs, JobKind kind)
{
    Job *job = jobs->running[kind];
    SessionAnswer answer = {.status = STATUS_OK};
    pthread_join(job->thread, NULL);
    jobs->running[kind] = NULL;
    if (kind == JOB_BOUNCE)
        board_fact(jobs->board, TOLD_BOUNCE, -1);
    job->work->finish(job->context, &answer);
    if (answer.text[0])
        board_notice(jobs->board, answer.status == STATUS_OK ? NOTICE_INFO : NOTICE_ERROR, "%s", answer.text);
    job_free(job);
    return answer.status;
}

static void tell_percent(Jobs *jobs, Job *job)
{
    int percent = atomic_load(&job->watch.percent);
    if (percent == job->told_percent)
        return;
    job->told_percent = percent;
    board_fact(jobs->board, TOLD_BOUNCE, percent);
}

void jobs_tick(Jobs *jobs)
{
    if (jobs->running[JOB_BOUNCE])
        tell_percent(jobs, jobs->running[JOB_BOUNCE]);
    for (int kind = 0; kind < JOB_KINDS; kind++)
        if (jobs->running[kind] && atomic_load(&jobs->running[kind]->finished))
            (void)finish(jobs, (JobKind)kind);
}

static Status wait_for(Jobs *jobs, JobKind kind)
{
    const struct timespec pause = {0, 2 * 1000000L};
    while (!atomic_load(&jobs->running[kind]->finished)) {
        if (signals_ending())
            atomic_store(&jobs->running[kind]->watch.cancelled, true);
        nanosleep(&pause, NULL);
    }
    return finish(jobs, kind);
}

Status jobs_wait(Jobs *jobs)
{
    Status worst = STATUS_OK;
    for (int kind = JOB_KINDS - 1; kind >= 0; kind--) { /* measurements first: they are short, and edit the song */
        Status status = jobs->running[kind] ? wait_for(jobs, (JobKind)kind) : STATUS_OK;
        worst = worst == STATUS_OK ? status : worst;
    }
    return worst;
}

void jobs_free(Jobs *jobs)
{
    if (!jobs)
        return;
    for (int kind = 0; kind < JOB_KINDS; kind++)
        if (jobs->running[kind])
            atomic_store(&jobs->running[kind]->watch.cancelled, true);
    for (int kind = 0; kind < JOB_KINDS; kind++)
        if (jobs->running[kind]) {
            pthread_join(jobs->running[kind]->thread, NULL);
            job_free(jobs->running[kind]);
        }
    free(jobs);
}
