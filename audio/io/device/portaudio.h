/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PortAudio, as the device child uses it: list, open, start, watch, stop.  Only in the child: any of these calls
 * may hang for ever.
 *
 * The callback takes frames from the share's ring, plays silence for what is missing and counts it.  It waits for
 * nothing on a device that keeps time.  A device without a clock (a file) asks faster than real time; only by as
 * much as it is ahead of real time may the callback wait for frames, so that such a device loses none.
 */
#ifndef TTYMIX_AUDIO_IO_DEVICE_PORTAUDIO_H
#define TTYMIX_AUDIO_IO_DEVICE_PORTAUDIO_H

#include "audio/io/device/share.h"

typedef struct DevicePort DevicePort;

/* Fills infos and info_count of the share with the devices that can play. */
NODISCARD Status device_port_list(DeviceShare *share, Error *error);
/* Finds and opens what the share requests; fills opened_name, opened_rate_hz and latency_s.  A rate that the
 * device lacks is replaced by the device's own.  There is one per process. */
NODISCARD Status device_port_open(DevicePort **port, DeviceShare *share, Error *error);
/* Callbacks begin. */
NODISCARD Status device_port_start(DevicePort *port, Error *error);
/* False once the stream has ended by itself. A vanished device still counts as active: watch the heartbeat. */
bool device_port_is_active(DevicePort *port);
/* Plays out what the device holds and stops; may never return. */
void device_port_stop(DevicePort *port);

#endif
