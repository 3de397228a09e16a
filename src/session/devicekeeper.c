/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/devicekeeper.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "audio/base/clock.h"

enum { EVENT_COUNT = 16, POLL_MS = 50, RETRY_POLLS = 60 };

typedef struct KeeperSlot { /* one opened device's way to the source */
    DeviceKeeper *keeper;
    int id;
} KeeperSlot;

struct DeviceKeeper {
    DeviceSource source;
    void *context;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool quitting, requested, settled, substitute; /* under mutex, as is a change of `device` */
    DeviceSetup wanted;
    DeviceState state;
    KeeperEvent events[EVENT_COUNT];
    int event_first, event_count;
    atomic_int in_charge; /* id of the slot whose thread may pull the source */
    /* the worker's own */
    Device *device;
    KeeperSlot *slot;
    int last_id, polls_to_retry;
};

static bool pull_if_in_charge(void *context, float *const out[2], int frames)
{
    KeeperSlot *slot = context;
    if (atomic_load_explicit(&slot->keeper->in_charge, memory_order_acquire) == slot->id)
        return slot->keeper->source(slot->keeper->context, out, frames);
    memset(out[0], 0, sizeof(float) * (size_t)frames);
    memset(out[1], 0, sizeof(float) * (size_t)frames);
    return false;
}

static void tell(DeviceKeeper *keeper, KeeperEventKind kind, const char *text)
{
    pthread_mutex_lock(&keeper->mutex);
    if (keeper->event_count < EVENT_COUNT) {
        KeeperEvent *event = &keeper->events[(keeper->event_first + keeper->event_count++) % EVENT_COUNT];
        event->kind = kind;
        snprintf(event->text, sizeof event->text, "%.*s", (int)sizeof event->text - 1, text);
    }
    pthread_mutex_unlock(&keeper->mutex);
}

static void set_device(DeviceKeeper *keeper, Device *device)
{
    pthread_mutex_lock(&keeper->mutex);
    keeper->device = device;
    pthread_mutex_unlock(&keeper->mutex);
}

static void close_current(DeviceKeeper *keeper)
{
    Device *device = keeper->device;
    atomic_store_explicit(&keeper->in_charge, 0, memory_order_release);
    set_device(keeper, NULL);
    device_close(device);
    free(keeper->slot);
    keeper->slot = NULL;
}

/* Opens a device beside the present one and puts it in charge; on failure nothing changes. */
static Status open_in_charge(DeviceKeeper *keeper, const DeviceSetup *setup, bool close_first, Error *error)
{
    Device *device;
    KeeperSlot *slot = malloc(sizeof *slot);
    if (!slot)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    *slot = (KeeperSlot){keeper, ++keeper->last_id};
    if (close_first) {
        close_current(keeper);
        atomic_store_explicit(&keeper->in_charge, slot->id, memory_order_release);
    }
    Status status = device_open(&device, setup, pull_if_in_charge, slot, error);
    if (status != STATUS_OK) {
        free(slot);
        return status;
    }
    if (!close_first)
        close_current(keeper);
    keeper->slot = slot;
    set_device(keeper, device);
    atomic_store_explicit(&keeper->in_charge, slot->id, memory_order_release);
    return STATUS_OK;
}

static void open_substitute(DeviceKeeper *keeper, const DeviceSetup *wanted)
{
    DeviceSetup null = *wanted;
    Error error = {0};
    snprintf(null.name, sizeof null.name, "null");
    if (open_in_charge(keeper, &null, true, &error) != STATUS_OK)
        tell(keeper, KEEPER_UNAVAILABLE, error.text);
    pthread_mutex_lock(&keeper->mutex);
    keeper->substitute = true;
    pthread_mutex_unlock(&keeper->mutex);
    keeper->polls_to_retry = RETRY_POLLS;
}

static void serve_request(DeviceKeeper *keeper, const DeviceSetup *wanted)
{
    Error error = {0};
    char text[400];
    if (open_in_charge(keeper, wanted, true, &error) == STATUS_OK) {
        DeviceState state;
        device_poll(keeper->device, &state);
        pthread_mutex_lock(&keeper->mutex);
        keeper->substitute = false;
        keeper->state = state;
        pthread_mutex_unlock(&keeper->mutex);
        tell(keeper, KEEPER_OPENED, state.name);
        return;
    }
    snprintf(text, sizeof text, "No sound: %.300s; going on silently.", error.text);
    open_substitute(keeper, wanted);
    tell(keeper, KEEPER_UNAVAILABLE, text);
}

static void retry_wanted(DeviceKeeper *keeper, const DeviceSetup *wanted)
{
    Error error = {0};
    keeper->polls_to_retry = RETRY_POLLS;
    if (open_in_charge(keeper, wanted, false, &error) != STATUS_OK)
        return;
    DeviceState state;
    device_poll(keeper->device, &state);
    pthread_mutex_lock(&keeper->mutex);
    keeper->state = state;
    keeper->substitute = false;
    pthread_mutex_unlock(&keeper->mutex);
    tell(keeper, KEEPER_BACK, wanted->name[0] ? wanted->name : "the default device");
}

static void watch(DeviceKeeper *keeper, const DeviceSetup *wanted, bool substitute)
{
    DeviceState state = {0};
    char text[400];
    if (!keeper->device)
        return;
    device_poll(keeper->device, &state);
    pthread_mutex_lock(&keeper->mutex);
    keeper->state = state;
    pthread_mutex_unlock(&keeper->mutex);
    if (state.phase == DEVICE_LOST || state.phase == DEVICE_FAILED) {
        snprintf(text, sizeof text, "Sound device lost: %s; going on silently, it is tried again.", state.reason);
        tell(keeper, KEEPER_LOST, text);
        open_substitute(keeper, wanted);
    } else if (substitute && --keeper->polls_to_retry <= 0)
        retry_wanted(keeper, wanted);
}

static void wait_for_work(DeviceKeeper *keeper)
{
    const struct timespec until = clock_in_ms(POLL_MS);
    if (!keeper->quitting && !keeper->requested)
        pthread_cond_timedwait(&keeper->changed, &keeper->mutex, &until);
}

static void *keeper_main(void *argument)
{
    DeviceKeeper *keeper = argument;
    pthread_mutex_lock(&keeper->mutex);
    while (!keeper->quitting) {
        wait_for_work(keeper);
        bool requested = keeper->requested, substitute = keeper->substitute;
        DeviceSetup wanted = keeper->wanted;
        keeper->requested = false;
        if (keeper->quitting)
            break;
        pthread_mutex_unlock(&keeper->mutex);
        if (requested)
            serve_request(keeper, &wanted);
        else
            watch(keeper, &wanted, substitute);
        pthread_mutex_lock(&keeper->mutex);
        if (requested && !keeper->requested)
            keeper->settled = true;
    }
    pthread_mutex_unlock(&keeper->mutex);
    close_current(keeper);
    return NULL;
}

Status keeper_new(DeviceKeeper **result, DeviceSource source, void *context)
{
    DeviceKeeper *keeper = calloc(1, sizeof *keeper);
    if (!keeper)
        return STATUS_NO_MEMORY;
    keeper->source = source;
    keeper->context = context;
    keeper->settled = true;
    pthread_mutex_init(&keeper->mutex, NULL);
    clock_condition_init(&keeper->changed);
    if (pthread_create(&keeper->thread, NULL, keeper_main, keeper) != 0) {
        free(keeper);
        return STATUS_NO_MEMORY;
    }
    *result = keeper;
    return STATUS_OK;
}

void keeper_free(DeviceKeeper *keeper)
{
    if (!keeper)
        return;
    pthread_mutex_lock(&keeper->mutex);
    keeper->quitting = true;
    pthread_cond_broadcast(&keeper->changed);
    pthread_mutex_unlock(&keeper->mutex);
    pthread_join(keeper->thread, NULL);
    pthread_mutex_destroy(&keeper->mutex);
    pthread_cond_destroy(&keeper->changed);
    free(keeper);
}

void keeper_request(DeviceKeeper *keeper, const DeviceSetup *setup)
{
    pthread_mutex_lock(&keeper->mutex);
    keeper->wanted = *setup;
    keeper->requested = true;
    keeper->settled = false;
    pthread_cond_broadcast(&keeper->changed);
    pthread_mutex_unlock(&keeper->mutex);
}

void keeper_tell(DeviceKeeper *keeper)
{
    pthread_mutex_lock(&keeper->mutex);
    if (keeper->device)
        device_tell(keeper->device);
    pthread_mutex_unlock(&keeper->mutex);
}

bool keeper_next_event(DeviceKeeper *keeper, KeeperEvent *event)
{
    pthread_mutex_lock(&keeper->mutex);
    bool there = keeper->event_count > 0;
    if (there) {
        *event = keeper->events[keeper->event_first];
        keeper->event_first = (keeper->event_first + 1) % EVENT_COUNT;
        keeper->event_count--;
    }
    pthread_mutex_unlock(&keeper->mutex);
    return there;
}

void keeper_state(DeviceKeeper *keeper, DeviceState *state)
{
    pthread_mutex_lock(&keeper->mutex);
    *state = keeper->state;
    pthread_mutex_unlock(&keeper->mutex);
}

bool keeper_is_settled(DeviceKeeper *keeper)
{
    pthread_mutex_lock(&keeper->mutex);
    bool settled = keeper->settled;
    pthread_mutex_unlock(&keeper->mutex);
    return settled;
}

bool keeper_is_substitute(DeviceKeeper *keeper)
{
    pthread_mutex_lock(&keeper->mutex);
    bool substitute = keeper->substitute;
    pthread_mutex_unlock(&keeper->mutex);
    return substitute;
}
