/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keeper of a session's sound device: which one plays, and what happens when it does not.
 *
 * Opening, closing and watching devices is done on a thread of its own, because any of it may take seconds; the caller
 * never waits.  When no device can be opened, or one is lost, the null device goes on in its place (the clock runs,
 * nothing is heard) and the wanted device is tried again every few seconds.  At most one device pulls the source at any
 * time.
 */
#ifndef TTYMIX_SRC_SESSION_DEVICEKEEPER_H
#define TTYMIX_SRC_SESSION_DEVICEKEEPER_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/io/device/device.h"

typedef enum KeeperEventKind {
    KEEPER_NOTHING,
    KEEPER_OPENED,
    KEEPER_UNAVAILABLE,
    KEEPER_LOST,
    KEEPER_BACK
} KeeperEventKind;

typedef struct KeeperEvent {
    KeeperEventKind kind;
    char text[400]; /* for a person */
} KeeperEvent;

typedef struct DeviceKeeper DeviceKeeper;

/* Control thread for all of these. The source is called by the audio thread of the device in charge. */
NODISCARD Status keeper_new(DeviceKeeper **keeper, DeviceSource source, void *context);
/* Ends the device within a second. NULL is safe. After it returns the source is not called any more. */
void keeper_free(DeviceKeeper *keeper);
/* Wants this device from now on; returns at once. */
void keeper_request(DeviceKeeper *keeper, const DeviceSetup *setup);
/* The source has been told something: a device that sleeps asks it at once. */
void keeper_tell(DeviceKeeper *keeper);
/* Takes the oldest event; false if there is none. */
bool keeper_next_event(DeviceKeeper *keeper, KeeperEvent *event);
/* What the device in charge last said. */
void keeper_state(DeviceKeeper *keeper, DeviceState *state);
/* True while nothing that was requested is still being opened. */
bool keeper_is_settled(DeviceKeeper *keeper);
/* True if the null device is in charge though another was wanted. */
bool keeper_is_substitute(DeviceKeeper *keeper);

#endif
