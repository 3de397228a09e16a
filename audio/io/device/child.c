/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The device child: the process that PortAudio lives in.  It is never relied on to end: the parent kills it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "audio/base/clock.h"
#include "audio/io/device/device.h"
#include "audio/io/device/portaudio.h"
#include "audio/io/device/process.h"
#include "audio/io/device/share.h"

enum { CHILD_USAGE = 2 };

static void child_tell(DeviceShare *share, DeviceChildState state)
{
    atomic_store(&share->state, (int)state);
    device_word_tell(&share->state_changed);
}

static void child_fail(DeviceShare *share, Status status, const Error *error)
{
    share->status = status;
    snprintf(share->reason, sizeof share->reason, "%s", error->text);
    child_tell(share, CHILD_FAILED);
}

/* Keys of the terminal mean the parent; its death is ours, in any state. */
static bool child_settle(const DeviceShare *share)
{
    static const int deaf_to[] = {SIGINT, SIGQUIT, SIGTSTP, SIGHUP, SIGPIPE, SIGTTIN, SIGTTOU, SIGWINCH};
    for (size_t i = 0; i < ARRAY_LEN(deaf_to); i++)
        signal(deaf_to[i], SIG_IGN);
    prctl(PR_SET_NAME, "ttymix-device");
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setenv("JACK_NO_START_SERVER", "1", 1);
    return getppid() == share->parent_pid; /* it may have died before the request above */
}

/* Locks, journals and sockets of the parent are not ours to keep open. */
static void child_close_files(int keep)
{
#ifdef SYS_close_range
    if (!syscall(SYS_close_range, (unsigned)keep + 1, ~0u, 0))
        return;
#endif
    for (long fd = keep + 1, end = sysconf(_SC_OPEN_MAX); fd < end; fd++)
        close((int)fd);
}

static void child_wait_told(DeviceShare *share, const _Atomic bool *flag)
{
    uint32_t seen = atomic_load(&share->told.count);
    if (!atomic_load(flag) && !atomic_load(&share->quit))
        device_word_wait(&share->told, seen, clock_now_ns() + 100000000);
}

static void child_play(DeviceShare *share)
{
    DevicePort *port;
    Error error = {0};
    Status status = device_port_open(&port, share, &error);
    if (status != STATUS_OK) {
        child_fail(share, status, &error);
        return;
    }
    child_tell(share, CHILD_OPENED);
    while (!atomic_load(&share->go) && !atomic_load(&share->quit))
        child_wait_told(share, &share->go);
    status = device_port_start(port, &error);
    if (status != STATUS_OK) {
        child_fail(share, status, &error);
        return;
    }
    child_tell(share, CHILD_RUNNING);
    while (!atomic_load(&share->quit) && device_port_is_active(port))
        child_wait_told(share, &share->quit);
    if (!atomic_load(&share->quit)) /* by itself: say so before the stop, which may hang */
        child_tell(share, CHILD_ENDED);
    device_port_stop(port);
}

static void child_list(DeviceShare *share)
{
    Error error = {0};
    Status status = device_port_list(share, &error);
    if (status != STATUS_OK)
        child_fail(share, status, &error);
    else
        child_tell(share, CHILD_ENDED);
}

int device_child_main(int argc, char **argv)
{
    DeviceShare *share;
    if (argc != 3 || strcmp(argv[1], DEVICE_CHILD_OPTION) != 0)
        return -1;
    char *end;
    errno = 0;
    long fd = strtol(argv[2], &end, 10);
    if (errno || *end || end == argv[2] || fd < 3 || fd > 1023 || device_share_map(&share, (int)fd) != STATUS_OK)
        return CHILD_USAGE;
    child_close_files((int)fd);
    if (!child_settle(share))
        return CHILD_USAGE;
    if (share->list_only)
        child_list(share);
    else
        child_play(share);
    /* Not exit(): a library's destructor may wait for a device that is gone. */
    _exit(EXIT_SUCCESS);
}
