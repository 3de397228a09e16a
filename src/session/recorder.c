/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/address.h"
#include "src/session/recorder_parts.h"

RecordingState recorder_state(const Recorder *recorder, const char *address)
{
    const Armed *armed = armed_find(recorder, address);
    return armed ? armed->state : RECORDING_READ;
}

/* What is heard of it now is what was told last, from here on; false where the document's value counts. */
static bool told_value(const Recorder *recorder, Armed *armed)
{
    bool has = recorder->playing || armed->state == RECORDING_PREVIEW;
    armed->told = has ? armed_value(recorder, armed) : NAN;
    return !isnan(armed->told);
}

static void tell(Recorder *recorder, Armed *armed)
{
    bool has = told_value(recorder, armed);
    recorder->host.tell(recorder->host.context, armed->address, armed->state, has, armed->told);
}

bool recorder_value(const Recorder *recorder, const char *address, double *value)
{
    const Armed *armed = armed_find(recorder, address);
    *value = armed ? armed_value(recorder, armed) : NAN;
    return !isnan(*value);
}

void recorder_tell_all(Recorder *recorder, RecorderTell tell_one, void *context)
{
    for (int i = 0; i < recorder->count; i++) {
        Armed *armed = &recorder->items[i];
        bool has = told_value(recorder, armed);
        tell_one(context, armed->address, armed->state, has, armed->told);
    }
}

static void tell_everything(Recorder *recorder)
{
    recorder_tell_all(recorder, recorder->host.tell, recorder->host.context);
}

void recorder_end_passes(Recorder *recorder)
{
    bool any = recorder_is_recording(recorder);
    for (int i = 0; i < recorder->count; i++)
        if (recorder->items[i].ride) {
            armed_end_ride(recorder, &recorder->items[i], recorder->position);
            tell(recorder, &recorder->items[i]);
        }
    if (any)
        recorder_close_pass(recorder);
}

void recorder_finish(Recorder *recorder)
{
    int64_t glide = recorder_frames(recorder, RIDE_GLIDE_S);
    for (int i = 0; i < recorder->count; i++) {
        Armed *armed = &recorder->items[i];
        int64_t there = armed->moved + glide;
        if (armed->ride)
            armed_end_ride(recorder, armed, there > recorder->position ? there : recorder->position);
    }
    recorder_close_pass(recorder);
}

/* Without memory an address is not noted: what is set is set all the same. */
static void note_unheard(Recorder *recorder, const char *address)
{
    const Lane *lane = model_lane(recorder_model(recorder), address);
    if (!lane || !lane->point_count || lane->mode != LANE_READ)
        return;
    for (int i = 0; i < recorder->unheard_count; i++)
        if (strcmp(recorder->unheard[i], address) == 0)
            return;
    char *copy = text_copy(address);
    if (copy &&
        array_grow(&recorder->unheard, recorder->unheard_count, &recorder->unheard_room, sizeof *recorder->unheard))
        recorder->unheard[recorder->unheard_count++] = copy;
    else
        free(copy);
}

int recorder_unheard_count(const Recorder *recorder)
{
    return recorder->unheard_count;
}

const char *recorder_unheard(const Recorder *recorder, int index)
{
    return recorder->unheard[index];
}

void recorder_forget_unheard(Recorder *recorder)
{
    while (recorder->unheard_count > 0)
        free(recorder->unheard[--recorder->unheard_count]);
}

static void note_written(void *context, const char *address)
{
    Recorder *recorder = context;
    if (!recorder->idle)
        note_unheard(recorder, address);
}

static bool take_move(void *context, const char *address, const ParamInfo *param, double value)
{
    Recorder *recorder = context;
    Armed *armed = recorder->idle ? NULL : armed_find(recorder, address);
    (void)param;
    if (!armed || (armed->state != RECORDING_PREVIEW && !recorder->playing)) {
        if (!recorder->idle)
            note_unheard(recorder, address);
        return false;
    }
    if (armed->state == RECORDING_PREVIEW) {
        armed->value = value;
    } else {
        if (!armed->ride && !armed_begin_ride(recorder, armed))
            return false;
        armed_aim(recorder, armed, value);
    }
    recorder->host.heard(recorder->host.context);
    tell(recorder, armed);
    return true;
}

static bool take_present(void *context, const char *address, double *value)
{
    const Recorder *recorder = context;
    const Armed *armed = recorder->idle ? NULL : armed_find(recorder, address);
    if (!armed || (!recorder->playing && armed->state != RECORDING_PREVIEW))
        return false;
    double heard = armed_value(recorder, armed);
    if (isnan(heard))
        return false;
    double fine = armed->param->unit == UNIT_DB ? 100 : 1000; /* nobody steps from the tenth decimal of a ramp */
    *value = armed->param->law != LAW_LOG && isfinite(heard) ? floor(heard * fine + 0.5) / fine : heard;
    return true;
}

/* ---- states ---- */

static Status set_mode(Recorder *recorder, const char *address, const char *word, Error *error)
{
    char line[320];
    snprintf(line, sizeof line, "mode %s %s", address, word);
    if (recorder->host.edit(recorder->host.context, line) == STATUS_OK)
        return STATUS_OK;
    return error_set(error, STATUS_REFUSED, "the mode of %s cannot be changed", address);
}

static Status check_state(const Recorder *recorder, const char *address, const Address *at, RecordingState state,
                          Error *error)
{
    const Lane *lane = model_lane(recorder_model(recorder), address);
    RecordingState now = recorder_state(recorder, address);
    bool moves = at->param && at->strip >= 0 && !(at->param->flags & (PARAM_STRUCTURAL | PARAM_FIXED));
    if (!moves)
        return error_set(error, STATUS_REFUSED, "%s cannot be automated", address);
    if (state == RECORDING_OFF && !lane)
        return error_set(error, STATUS_NOT_FOUND, "%s has no automation", address);
    if (state == RECORDING_TRIM && at->param->law != LAW_LINEAR && at->param->law != LAW_GAIN)
        return error_set(error, STATUS_REFUSED, "%s has nothing that could be added to; touch and latch record it",
                         address);
    if (state == RECORDING_PUNCH && now != RECORDING_PREVIEW)
        return error_set(error, STATUS_REFUSED, "%s is not in preview", address);
    if (state == RECORDING_PUNCH && !recorder->playing)
        return error_set(error, STATUS_REFUSED, "nothing plays, and a preview is punched in while the song plays");
    if (state != RECORDING_OFF && state != RECORDING_READ && lane && lane->mode == LANE_TRIM)
        return error_set(error, STATUS_REFUSED,
                         "the automation of %s adds to its value; `mode %s read` lets it be recorded", address,
                         address);
    return STATUS_OK;
}

/* Out of every state; the lane reads, or is off. */
static Status disarm(Recorder *recorder, const char *address, RecordingState state, Error *error)
{
    const Lane *lane = model_lane(recorder_model(recorder), address);
    Armed *armed = armed_find(recorder, address);
    LaneMode mode = state == RECORDING_OFF ? LANE_OFF : LANE_READ;
    if (armed) {
        armed_drop(recorder, armed);
        recorder->host.tell(recorder->host.context, address, RECORDING_READ, false, 0);
        recorder_close_pass(recorder);
    }
    return lane && lane->mode != mode ? set_mode(recorder, address, state == RECORDING_OFF ? "off" : "read", error)
                                      : STATUS_OK;
}

static Status punch(Recorder *recorder, Armed *armed, Error *error)
{
    double value = armed->value;
    armed->state = RECORDING_LATCH;
    if (!armed_begin_ride(recorder, armed))
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    armed_aim(recorder, armed, value);
    return STATUS_OK;
}

static Status enter_state(Recorder *recorder, Armed *armed, RecordingState state, Error *error)
{
    Status status = STATUS_OK;
    if (state == RECORDING_PUNCH) {
        status = punch(recorder, armed, error);
    } else {
        armed->value = state == RECORDING_PREVIEW ? armed_value(recorder, armed) : armed->value;
        armed->state = state;
        if (state == RECORDING_WRITE && recorder->playing && !armed_begin_ride(recorder, armed))
            status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    recorder->host.heard(recorder->host.context);
    tell(recorder, armed);
    return status;
}

Status recorder_set_state(Recorder *recorder, const char *address, RecordingState state, Error *error)
{
    Address at;
    Status status = address_resolve(recorder_model(recorder), address, &at, error);
    if (status == STATUS_OK)
        status = check_state(recorder, address, &at, state, error);
    if (status != STATUS_OK)
        return status;
    Armed *armed = armed_find(recorder, address);
    if (armed && armed->ride) {
        armed_end_ride(recorder, armed, recorder->position);
        recorder_close_pass(recorder);
    }
    if (state == RECORDING_READ || state == RECORDING_OFF)
        return disarm(recorder, address, state, error);
    const Lane *lane = model_lane(recorder_model(recorder), address);
    if (lane && lane->mode == LANE_OFF && (status = set_mode(recorder, address, "read", error)) != STATUS_OK)
        return status;
    armed = armed_add(recorder, address, at.param);
    return armed ? enter_state(recorder, armed, state, error) : error_set(error, STATUS_NO_MEMORY, "out of memory");
}

/* ---- the transport ---- */

void recorder_play(Recorder *recorder, int64_t position)
{
    recorder_end_passes(recorder); /* of a play that did not end */
    recorder->playing = true;
    recorder->position = recorder->last_piece = position;
    bool any = false;
    for (int i = 0; i < recorder->count; i++)
        any |= recorder->items[i].state == RECORDING_WRITE && !recorder->items[i].ride &&
               armed_begin_ride(recorder, &recorder->items[i]);
    if (any)
        recorder->host.heard(recorder->host.context);
    tell_everything(recorder);
}

/* Rides that were let go; true if some was. */
static bool release(Recorder *recorder)
{
    int64_t rest = recorder_frames(recorder, RECORDER_RELEASE_S);
    bool any = false;
    for (int i = 0; i < recorder->count; i++) {
        Armed *armed = &recorder->items[i];
        bool lets_go = armed->state == RECORDING_TOUCH || armed->state == RECORDING_TRIM;
        if (!armed->ride || !lets_go || recorder->position - armed->moved < rest)
            continue;
        armed_end_ride(recorder, armed, armed->moved + rest);
        any = true;
    }
    return any;
}

/* Where the document does not take it, it was said why, and the ride is over. */
static void write_piece(Recorder *recorder, Armed *armed)
{
    if (!armed->ride || armed_write_ride(recorder, armed))
        return;
    ride_free(armed->ride);
    armed->ride = NULL;
    recorder_close_pass(recorder);
}

void recorder_tick(Recorder *recorder, int64_t position)
{
    if (!recorder->playing || position < recorder->position)
        return;
    recorder->position = position;
    if (release(recorder))
        recorder_close_pass(recorder);
    if (position - recorder->last_piece < recorder_frames(recorder, RECORDER_PIECE_S))
        return;
    recorder->last_piece = position;
    for (int i = 0; i < recorder->count; i++) {
        Armed *armed = &recorder->items[i];
        write_piece(recorder, armed);
        if (armed_value(recorder, armed) != armed->told)
            tell(recorder, armed);
    }
}

void recorder_write_rides(Recorder *recorder)
{
    for (int i = 0; i < recorder->count; i++)
        write_piece(recorder, &recorder->items[i]);
    recorder->last_piece = recorder->position;
}

void recorder_jump(Recorder *recorder, int64_t position)
{
    recorder_end_passes(recorder);
    recorder->position = recorder->last_piece = position;
}

void recorder_stop(Recorder *recorder, int64_t position)
{
    bool played = recorder->playing;
    if (played)
        recorder_tick(recorder, position);
    recorder_end_passes(recorder);
    recorder->playing = false;
    recorder->position = recorder->last_piece = position;
    if (played)
        tell_everything(recorder);
}

/* ---- the document ---- */

void recorder_follow(Recorder *recorder, const Change *change)
{
    Address at;
    bool gone = false;
    for (int i = recorder->count - 1; i >= 0; i--) {
        Armed *armed = &recorder->items[i];
        char before[256];
        memcpy(before, armed->address, sizeof before);
        if (change->renamed_from)
            armed_follow_name(armed, change);
        bool there = address_resolve(recorder_model(recorder), armed->address, &at, NULL) == STATUS_OK &&
                     at.param == armed->param;
        const Lane *lane = there ? model_lane(recorder_model(recorder), armed->address) : NULL;
        there = there && (!lane || lane->mode == LANE_READ);
        if (!there || strcmp(before, armed->address) != 0)
            recorder->host.tell(recorder->host.context, before, RECORDING_READ, false, 0);
        if (!there)
            armed_drop(recorder, armed);
        else if (strcmp(before, armed->address) != 0)
            tell(recorder, armed);
        gone |= !there;
    }
    if (gone)
        recorder_close_pass(recorder);
}

void recorder_reset(Recorder *recorder, Document *document)
{
    while (recorder->count > 0) {
        Armed *armed = &recorder->items[recorder->count - 1];
        recorder->host.tell(recorder->host.context, armed->address, RECORDING_READ, false, 0);
        armed_drop(recorder, armed);
    }
    recorder->document = document;
    recorder->has_entry = false;
    recorder_forget_unheard(recorder);
    document_set_rider(document, &(DocumentRider){recorder, take_present, take_move, note_written});
}

void recorder_set_idle(Recorder *recorder, bool idle)
{
    recorder->idle = idle;
}

int recorder_count(const Recorder *recorder)
{
    return recorder->count;
}

/* A trim adds to the automation of before: the document's has already what was recorded of it.  Where there was none it
 * stands alone. */
static MixOverride override_of(const Recorder *recorder, const Armed *armed)
{
    MixOverride override = {.address = armed->address, .value = armed->value};
    if (!armed->ride || armed->state != RECORDING_TRIM)
        return override;
    override.points = ride_old_points(armed->ride, &override.point_count);
    override.adds = override.point_count > 0;
    if (!override.adds)
        override.value = armed_value(recorder, armed);
    return override;
}

int recorder_list(const Recorder *recorder, MixOverride *overrides)
{
    int count = 0;
    for (int i = 0; i < recorder->count; i++) {
        const Armed *armed = &recorder->items[i];
        if (armed->ride || armed->state == RECORDING_PREVIEW)
            overrides[count++] = override_of(recorder, armed);
    }
    return count;
}

Recorder *recorder_new(Document *document, const RecorderHost *host)
{
    Recorder *recorder = calloc(1, sizeof *recorder);
    if (!recorder)
        return NULL;
    recorder->host = *host;
    recorder_reset(recorder, document);
    return recorder;
}

void recorder_free(Recorder *recorder)
{
    if (!recorder)
        return;
    for (int i = 0; i < recorder->count; i++)
        ride_free(recorder->items[i].ride);
    free(recorder->items);
    recorder_forget_unheard(recorder);
    free(recorder->unheard);
    free(recorder);
}
