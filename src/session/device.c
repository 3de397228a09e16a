/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/device.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "audio/base/clock.h"

enum { EVENT_COUNT = 16, POLL_MS = 50, RETRY_POLLS = 60 };

typedef struct SoundSlot { /* one opened device's way to the source */
    Sound *sound;
    int id;
} SoundSlot;

struct Sound {
    DeviceSource source;
    void *context;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool quitting, requested, settled, substitute; /* under mutex */
    DeviceSetup wanted;
    DeviceState state;
    SoundEvent events[EVENT_COUNT];
    int event_first, event_count;
    atomic_int in_charge; /* id of the slot whose thread may pull the source */
    /* the worker's own */
    Device *device;
    SoundSlot *slot;
    int last_id, polls_to_retry;
};

static void pull_if_in_charge(void *context, float *const out[2], int frames)
{
    SoundSlot *slot = context;
    if (atomic_load_explicit(&slot->sound->in_charge, memory_order_acquire) == slot->id) {
        slot->sound->source(slot->sound->context, out, frames);
        return;
    }
    memset(out[0], 0, sizeof(float) * (size_t)frames);
    memset(out[1], 0, sizeof(float) * (size_t)frames);
}

static void tell(Sound *sound, SoundEventKind kind, const char *text)
{
    pthread_mutex_lock(&sound->mutex);
    if (sound->event_count < EVENT_COUNT) {
        SoundEvent *event = &sound->events[(sound->event_first + sound->event_count++) % EVENT_COUNT];
        event->kind = kind;
        snprintf(event->text, sizeof event->text, "%.*s", (int)sizeof event->text - 1, text);
    }
    pthread_mutex_unlock(&sound->mutex);
}

static void close_current(Sound *sound)
{
    atomic_store_explicit(&sound->in_charge, 0, memory_order_release);
    device_close(sound->device);
    free(sound->slot);
    sound->device = NULL;
    sound->slot = NULL;
}

/* Opens a device beside the present one and puts it in charge; on failure nothing changes. */
static Status open_in_charge(Sound *sound, const DeviceSetup *setup, bool close_first, Error *error)
{
    Device *device;
    SoundSlot *slot = malloc(sizeof *slot);
    if (!slot)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    *slot = (SoundSlot){sound, ++sound->last_id};
    if (close_first) {
        close_current(sound);
        atomic_store_explicit(&sound->in_charge, slot->id, memory_order_release);
    }
    Status status = device_open(&device, setup, pull_if_in_charge, slot, error);
    if (status != STATUS_OK) {
        free(slot);
        return status;
    }
    if (!close_first)
        close_current(sound);
    sound->device = device;
    sound->slot = slot;
    atomic_store_explicit(&sound->in_charge, slot->id, memory_order_release);
    return STATUS_OK;
}

static void open_substitute(Sound *sound, const DeviceSetup *wanted)
{
    DeviceSetup null = *wanted;
    Error error = {0};
    snprintf(null.name, sizeof null.name, "null");
    if (open_in_charge(sound, &null, true, &error) != STATUS_OK)
        tell(sound, SOUND_UNAVAILABLE, error.text);
    pthread_mutex_lock(&sound->mutex);
    sound->substitute = true;
    pthread_mutex_unlock(&sound->mutex);
    sound->polls_to_retry = RETRY_POLLS;
}

static void serve_request(Sound *sound, const DeviceSetup *wanted)
{
    Error error = {0};
    char text[400];
    if (open_in_charge(sound, wanted, true, &error) == STATUS_OK) {
        DeviceState state;
        device_poll(sound->device, &state);
        pthread_mutex_lock(&sound->mutex);
        sound->substitute = false;
        sound->state = state;
        pthread_mutex_unlock(&sound->mutex);
        tell(sound, SOUND_OPENED, state.name);
        return;
    }
    snprintf(text, sizeof text, "No sound: %.300s; going on silently.", error.text);
    open_substitute(sound, wanted);
    tell(sound, SOUND_UNAVAILABLE, text);
}

static void retry_wanted(Sound *sound, const DeviceSetup *wanted)
{
    Error error = {0};
    sound->polls_to_retry = RETRY_POLLS;
    if (open_in_charge(sound, wanted, false, &error) != STATUS_OK)
        return;
    DeviceState state;
    device_poll(sound->device, &state);
    pthread_mutex_lock(&sound->mutex);
    sound->state = state;
    sound->substitute = false;
    pthread_mutex_unlock(&sound->mutex);
    tell(sound, SOUND_BACK, wanted->name[0] ? wanted->name : "the default device");
}

static void watch(Sound *sound, const DeviceSetup *wanted, bool substitute)
{
    DeviceState state = {0};
    char text[400];
    if (!sound->device)
        return;
    device_poll(sound->device, &state);
    pthread_mutex_lock(&sound->mutex);
    sound->state = state;
    pthread_mutex_unlock(&sound->mutex);
    if (state.phase == DEVICE_LOST || state.phase == DEVICE_FAILED) {
        snprintf(text, sizeof text, "Sound device lost: %s; going on silently, it is tried again.", state.reason);
        tell(sound, SOUND_LOST, text);
        open_substitute(sound, wanted);
    } else if (substitute && --sound->polls_to_retry <= 0)
        retry_wanted(sound, wanted);
}

static void wait_for_work(Sound *sound)
{
    const struct timespec until = clock_in_ms(POLL_MS);
    if (!sound->quitting && !sound->requested)
        pthread_cond_timedwait(&sound->changed, &sound->mutex, &until);
}

static void *sound_main(void *argument)
{
    Sound *sound = argument;
    pthread_mutex_lock(&sound->mutex);
    while (!sound->quitting) {
        wait_for_work(sound);
        bool requested = sound->requested, substitute = sound->substitute;
        DeviceSetup wanted = sound->wanted;
        sound->requested = false;
        if (sound->quitting)
            break;
        pthread_mutex_unlock(&sound->mutex);
        if (requested)
            serve_request(sound, &wanted);
        else
            watch(sound, &wanted, substitute);
        pthread_mutex_lock(&sound->mutex);
        if (requested && !sound->requested)
            sound->settled = true;
    }
    pthread_mutex_unlock(&sound->mutex);
    close_current(sound);
    return NULL;
}

Status sound_new(Sound **result, DeviceSource source, void *context)
{
    Sound *sound = calloc(1, sizeof *sound);
    if (!sound)
        return STATUS_NO_MEMORY;
    sound->source = source;
    sound->context = context;
    sound->settled = true;
    pthread_mutex_init(&sound->mutex, NULL);
    clock_condition_init(&sound->changed);
    if (pthread_create(&sound->thread, NULL, sound_main, sound) != 0) {
        free(sound);
        return STATUS_NO_MEMORY;
    }
    *result = sound;
    return STATUS_OK;
}

void sound_free(Sound *sound)
{
    if (!sound)
        return;
    pthread_mutex_lock(&sound->mutex);
    sound->quitting = true;
    pthread_cond_broadcast(&sound->changed);
    pthread_mutex_unlock(&sound->mutex);
    pthread_join(sound->thread, NULL);
    pthread_mutex_destroy(&sound->mutex);
    pthread_cond_destroy(&sound->changed);
    free(sound);
}

void sound_request(Sound *sound, const DeviceSetup *setup)
{
    pthread_mutex_lock(&sound->mutex);
    sound->wanted = *setup;
    sound->requested = true;
    sound->settled = false;
    pthread_cond_broadcast(&sound->changed);
    pthread_mutex_unlock(&sound->mutex);
}

bool sound_next_event(Sound *sound, SoundEvent *event)
{
    pthread_mutex_lock(&sound->mutex);
    bool there = sound->event_count > 0;
    if (there) {
        *event = sound->events[sound->event_first];
        sound->event_first = (sound->event_first + 1) % EVENT_COUNT;
        sound->event_count--;
    }
    pthread_mutex_unlock(&sound->mutex);
    return there;
}

void sound_state(Sound *sound, DeviceState *state)
{
    pthread_mutex_lock(&sound->mutex);
    *state = sound->state;
    pthread_mutex_unlock(&sound->mutex);
}

bool sound_is_settled(Sound *sound)
{
    pthread_mutex_lock(&sound->mutex);
    bool settled = sound->settled;
    pthread_mutex_unlock(&sound->mutex);
    return settled;
}

bool sound_is_substitute(Sound *sound)
{
    pthread_mutex_lock(&sound->mutex);
    bool substitute = sound->substitute;
    pthread_mutex_unlock(&sound->mutex);
    return substitute;
}
