/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* POSIX_SPAWN_SETSID */
#include "audio/io/device/process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audio/base/clock.h"

enum { CHILD_FD = 3, KILL_MS = 300, LOOK_NS = 2000000 };

extern char **environ;

static int files_prepare(posix_spawn_file_actions_t *files, int fd)
{
    int failed = posix_spawn_file_actions_adddup2(files, fd, CHILD_FD);
    for (int i = 0; i < 3 && !failed; i++)
        failed = posix_spawn_file_actions_addopen(files, i, "/dev/null", O_RDWR, 0);
    return failed;
}

static int attributes_prepare(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigemptyset(&none);
    int failed = posix_spawnattr_setsigmask(attributes, &none);
    return failed ? failed : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
}

static int process_spawn(pid_t *pid, int fd)
{
    static char name[] = "ttymix", option[] = DEVICE_CHILD_OPTION, number[] = "3";
    char *const argv[] = {name, option, number, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int failed = posix_spawn_file_actions_init(&files);
    if (failed)
        return failed;
    failed = posix_spawnattr_init(&attributes);
    if (!failed) {
        failed = files_prepare(&files, fd);
        if (!failed)
            failed = attributes_prepare(&attributes);
        if (!failed)
            failed = posix_spawn(pid, "/proc/self/exe", &files, &attributes, argv, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

Status device_process_start(DeviceProcess *process, DeviceShare *share, int fd, Error *error)
{
    share->parent_pid = (int)getpid();
    pid_t pid;
    int failed = process_spawn(&pid, fd);
    if (failed)
        return error_set_os(error, failed, "cannot start the process of the sound device");
    process->pid = pid;
    process->wait_status = 0;
    return STATUS_OK;
}

bool device_process_runs(DeviceProcess *process)
{
    if (!process->pid)
        return false;
    pid_t gone = waitpid(process->pid, &process->wait_status, WNOHANG);
    /* ECHILD: the program ignores SIGCHLD, and the kernel has reaped it. */
    if (gone == process->pid || (gone < 0 && errno == ECHILD))
        process->pid = 0;
    return process->pid != 0;
}

static bool process_ends_within(DeviceProcess *process, int ms)
{
    int64_t until = clock_now_ns() + (int64_t)ms * 1000000;
    while (device_process_runs(process)) {
        if (clock_now_ns() >= until)
            return false;
        const struct timespec pause = {0, LOOK_NS};
        nanosleep(&pause, NULL);
    }
    return true;
}

static void *reap(void *argument)
{
    waitpid((pid_t)(intptr_t)argument, NULL, 0);
    return NULL;
}

/* A driver may hold a killed process in the kernel; someone must wait for it, but not we. */
static void process_leave(DeviceProcess *process)
{
    pthread_t thread;
    if (!pthread_create(&thread, NULL, reap, (void *)(intptr_t)process->pid))
        pthread_detach(thread);
    process->pid = 0;
}

void device_process_end(DeviceProcess *process, DeviceShare *share, int patience_ms)
{
    atomic_store(&share->quit, true);
    device_word_tell(&share->told);
    device_word_tell(&share->given);
    if (process_ends_within(process, patience_ms))
        return;
    kill(process->pid, SIGKILL);
    if (!process_ends_within(process, KILL_MS))
        process_leave(process);
}

void device_process_describe(const DeviceProcess *process, char *text, size_t size)
{
    if (WIFSIGNALED(process->wait_status))
        snprintf(text, size, "signal %d", WTERMSIG(process->wait_status));
    else
        snprintf(text, size, "status %d", WEXITSTATUS(process->wait_status));
}
