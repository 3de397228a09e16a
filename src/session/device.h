/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's sound: which device plays, and what happens when it does not.
 *
 * Opening, closing and watching devices is done on a thread of its own, because any of it may take seconds; the caller
 * never waits.  When no device can be opened, or one is lost, the null device goes on in its place (the clock runs,
 * nothing is heard) and the wanted device is tried again every few seconds.  At most one device pulls the source at any
 * time.
 */
#ifndef TTYMIX_SRC_SESSION_DEVICE_H
#define TTYMIX_SRC_SESSION_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/io/device/device.h"

typedef enum SoundEventKind { SOUND_NOTHING, SOUND_OPENED, SOUND_UNAVAILABLE, SOUND_LOST, SOUND_BACK } SoundEventKind;

typedef struct SoundEvent {
    SoundEventKind kind;
    char text[400]; /* for a person */
} SoundEvent;

typedef struct Sound Sound;

/* Control thread for all of these. The source is called by the audio thread of the device in charge. */
NODISCARD Status sound_new(Sound **sound, DeviceSource source, void *context);
/* Ends the device within a second. NULL is safe. After it returns the source is not called any more. */
void sound_free(Sound *sound);
/* Wants this device from now on; returns at once. */
void sound_request(Sound *sound, const DeviceSetup *setup);
/* Takes the oldest event; false if there is none. */
bool sound_next_event(Sound *sound, SoundEvent *event);
/* What the device in charge last said. */
void sound_state(Sound *sound, DeviceState *state);
/* True while nothing that was requested is still being opened. */
bool sound_is_settled(Sound *sound);
/* True if the null device is in charge though another was wanted. */
bool sound_is_substitute(Sound *sound);

#endif
