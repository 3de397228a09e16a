/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of sound devices: made safe to show, written with their host, and found by what a person types. Any thread
 * but audio. */
#ifndef TTYMIX_AUDIO_IO_DEVICE_NAME_H
#define TTYMIX_AUDIO_IO_DEVICE_NAME_H

#include <stddef.h>

#include "audio/io/device/device.h"

/* Copies a name that a driver reports: control characters and what is not UTF-8 become '?', a cut never splits a
 * character, and what else audio/base/printable.h lets nobody show (marks that turn or hide text) is left out. `size` >
 * 0. */
void device_name_clean(char *to, size_t size, const char *from);
/* "ALSA: padclock". */
void device_name_write(char *to, size_t size, const DeviceInfo *info);
/* Finds the device meant by `name`: "" is the default (or the first); otherwise "HOST: NAME" or NAME exactly; HOST
 * alone is the first of its devices; else a part of "HOST: NAME" that only one of them has, in capitals or not.
 * STATUS_NOT_FOUND, or STATUS_BAD_VALUE when several fit; the error lists names. */
NODISCARD Status device_name_find(const DeviceInfo *infos, int count, const char *name, int *index, Error *error);

#endif
