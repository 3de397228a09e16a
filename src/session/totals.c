/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the meters said in all: highest peaks and when, overs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/options.h"
#include "src/session/bouncejob.h"
#include "src/session/measurejob.h"
#include "src/session/parts.h"

static StripTotals *totals_of(Session *session, uint32_t uid)
{
    for (int i = 0; i < session->total_count; i++)
        if (session->totals[i].uid == uid)
            return &session->totals[i];
    StripTotals *grown = realloc(session->totals, sizeof *grown * (size_t)(session->total_count + 1));
    if (!grown)
        return NULL;
    session->totals = grown;
    grown[session->total_count] = (StripTotals){.uid = uid};
    return &grown[session->total_count++];
}

void session_add_totals(Session *session, const MeterFrame *frame)
{
    for (int i = 0; i < frame->strip_count; i++) {
        const StripMeter *meter = &frame->strips[i];
        /* Strips keep their order: the entry of the same index is nearly always the one. */
        StripTotals *totals = i < session->total_count && session->totals[i].uid == meter->uid
                                  ? &session->totals[i]
                                  : totals_of(session, meter->uid);
        if (!totals)
            return;
        const float *peak = meter->peak[METER_POST];
        float louder = peak[0] > peak[1] ? peak[0] : peak[1];
        if (louder > totals->peak) {
            totals->peak = louder;
            totals->peak_frame = frame->position;
        }
        totals->present_peak = louder;
        if (totals->overs == 0)
            totals->first_over_frame = frame->position;
        totals->overs += meter->overs[0] + meter->overs[1];
        memcpy(totals->gain_reduction_db, meter->gain_reduction_db, sizeof totals->gain_reduction_db);
    }
}

void session_forget_readings(Session *session)
{
    session->reading = (MasterReading){.momentary_lufs = -INFINITY,
                                       .short_term_lufs = -INFINITY,
                                       .momentary_max_lufs = -INFINITY,
                                       .short_term_max_lufs = -INFINITY,
                                       .integrated_lufs = -INFINITY,
                                       .true_peak_max_db = -INFINITY,
                                       .true_peak_db = {-INFINITY, -INFINITY},
                                       .sample_peak_db = {-INFINITY, -INFINITY}};
}

void session_clear_totals(Session *session)
{
    for (int i = 0; i < session->total_count; i++) {
        session->totals[i].peak = 0;
        session->totals[i].overs = 0;
    }
}

const StripTotals *session_totals(const Session *session, uint32_t strip_uid)
{
    for (int i = 0; i < session->total_count; i++)
        if (session->totals[i].uid == strip_uid)
            return &session->totals[i];
    return NULL;
}

float session_present_peak(const Session *session, uint32_t strip_uid)
{
    const StripTotals *totals = session_totals(session, strip_uid);
    return totals ? totals->present_peak : 0;
}

double session_gain_reduction(const Session *session, uint32_t strip_uid, int processor)
{
    const StripTotals *totals = session_totals(session, strip_uid);
    return totals && processor < METER_GR_MAX ? (double)totals->gain_reduction_db[processor] : 0;
}

int session_strip_channels(const Session *session, const Strip *strip)
{
    for (int i = 0; session && i < session->mix.spec.strip_count; i++)
        if (session->mix.spec.strips[i].uid == strip->uid)
            return session->mix.spec.strips[i].channels;
    return 2;
}

int64_t session_end_frame(const Session *session)
{
    return session->mix.spec.end_frame;
}

bool session_is_playing(const Session *session)
{
    return session->transport.playing;
}

int session_settle_bounce(Session *session)
{
    int measured = measure_job_wait(session), bounced = bounce_job_wait(session) == STATUS_OK ? EXIT_DONE : EXIT_FAILED;
    return bounced != EXIT_DONE ? bounced : measured;
}
