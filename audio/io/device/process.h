/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The device child as its parent sees it.  Everything here is called by one thread, the one that starts the child:
 * when that thread ends, so does the child (the kernel kills it). */
#ifndef TTYMIX_AUDIO_IO_DEVICE_PROCESS_H
#define TTYMIX_AUDIO_IO_DEVICE_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

#include "audio/io/device/share.h"

#define DEVICE_CHILD_OPTION "--device-child"

typedef struct DeviceProcess {
    pid_t pid; /* 0 when there is none */
    int wait_status;
} DeviceProcess;

/* Runs this program again, in a session of its own, with the shared memory `fd` and no other file. */
NODISCARD Status device_process_start(DeviceProcess *process, DeviceShare *share, int fd, Error *error);
/* True while it has not ended. Does not wait. */
bool device_process_runs(DeviceProcess *process);
/* Asks it to play out and end; kills it after `patience_ms`. Takes 300 ms more at most, even for a child that no
 * signal reaches. */
void device_process_end(DeviceProcess *process, DeviceShare *share, int patience_ms);
/* How it ended, in words: "signal 11", "status 2". */
void device_process_describe(const DeviceProcess *process, char *text, size_t size);

#endif
