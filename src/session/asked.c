/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be asked of a session: each answer is that of who knows it. */
#include "projects/model/lane_value.h"
#include "src/session/compare.h"
#include "src/session/glide.h"
#include "src/session/kinds.h"
#include "src/session/monitor.h"
#include "src/session/overviews.h"
#include "src/session/record.h"
#include "src/session/session_private.h"
#include "src/session/solos.h"

Player *session_player(const Session *session)
{
    return session->player;
}

Transport *session_transport(const Session *session)
{
    return parts_find(session->parts, &transport_part);
}

const Document *session_document(const Session *session)
{
    return session->song.document;
}

const Project *session_project(const Session *session)
{
    return &session->song;
}

void session_engine_state(const Session *session, EngineState *state)
{
    player_state(session->player, state);
}

bool session_is_playing(const Session *session)
{
    return player_is_playing(session->player);
}

const MasterReading *session_loudness(const Session *session)
{
    return player_loudness(session->player);
}

const StripTotals *session_totals(const Session *session, uint32_t strip_uid)
{
    return player_totals(session->player, strip_uid);
}

float session_present_peak(const Session *session, uint32_t strip_uid)
{
    const StripTotals *totals = player_totals(session->player, strip_uid);
    return totals ? totals->present_peak : 0;
}

double session_gain_reduction(const Session *session, uint32_t strip_uid, int processor)
{
    const StripTotals *totals = player_totals(session->player, strip_uid);
    return totals && processor < METER_GR_MAX ? (double)totals->gain_reduction_db[processor] : 0;
}

int session_strip_channels(const Session *session, const Strip *strip)
{
    const MixSpec *mix = session ? player_mix(session->player) : NULL;
    for (int i = 0; mix && i < mix->strip_count; i++)
        if (mix->strips[i].uid == strip->uid)
            return mix->strips[i].channels;
    return 2;
}

int64_t session_end_frame(const Session *session)
{
    return player_mix(session->player)->end_frame;
}

const char *session_solos(const Session *session)
{
    return solos_text(parts_find(session->parts, &solos_part));
}

bool session_is_soloed(const Session *session, uint32_t strip_uid)
{
    return solos_have(parts_find(session->parts, &solos_part), strip_uid);
}

void session_say_compared(const Session *session, char *out, size_t size)
{
    compare_say(parts_find(session->parts, &compare_part), out, size);
}

bool session_say_monitor(const Session *session, char *out, size_t size)
{
    return monitor_say(parts_find(session->parts, &monitor_part), out, size);
}

const char *session_recording_word(const Session *session, const char *address)
{
    return record_word(parts_find(session->parts, &record_part), address);
}

bool session_overview(const Session *session, const char *path, int64_t from, int64_t step, int count,
                      OverviewBlock *columns, int64_t *length)
{
    return overviews_columns(parts_find(session->parts, &overviews_part), path, from, step, count, columns, length);
}

/* What the device still holds has not been heard yet. */
static int64_t heard_frame(const Session *session)
{
    EngineState state;
    player_state(session->player, &state);
    return session_is_playing(session) ? player_heard_frame(session->player, state.position) : state.position;
}

bool session_heard_value(const Session *session, const char *address, double document_value, double *value)
{
    const Model *model = document_model(session->song.document);
    const Lane *lane = model_lane(model, address);
    double recorded;
    *value = document_value;
    if (record_value(parts_find(session->parts, &record_part), address, &recorded)) {
        *value = recorded;
        return true;
    }
    if (glide_value(parts_find(session->parts, &glide_part), address, value))
        return false;
    if (!lane || lane->mode == LANE_OFF || lane->point_count == 0)
        return false;
    *value = lane_value_at(model, lane, heard_frame(session), document_value);
    return true;
}
