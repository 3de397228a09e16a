/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve/look.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BANDS_PACE = 2 }; /* readings to a spectrum: ten a second are as many as eyes follow, and half the bytes */

static int tenths(double level)
{
    double value = floor(level * 10 + 0.5);
    return value < -1200 || isnan(value) ? -1200 : value > 9999 ? 9999 : (int)value;
}

static const Strip *strip_of(const Look *look, Session *session)
{
    const Model *model = document_model(session_document(session));
    return look->strip >= 0 && look->strip < model->strip_count ? &model->strips[look->strip] : NULL;
}

/* The document may have changed: the same place is another processor, or none. */
static void follow(Look *look, Session *session)
{
    const Strip *strip = strip_of(look, session);
    bool there = strip && look->processor >= 0 && look->processor < strip->processor_count;
    Player *player = session_player(session);
    if (look->probe < 0 && there)
        look->probe = player_open_probe(player);
    if (look->probe >= 0)
        player_set_probe(player, look->probe, there ? strip->processors[look->processor].uid : 0);
}

void look_take(Look *look, Session *session, const char *rest)
{
    int strip, processor;
    if (sscanf(rest, "%d %d", &strip, &processor) != 2)
        return;
    look_end(look, session);
    look->strip = strip;
    look->processor = processor;
    follow(look, session);
}

/* The meters know the processors that this version knows. */
static void put_parts(Look *look, const Strip *strip, const MeterFrame *frame, Buffer *output)
{
    const StripMeter *meter = NULL;
    for (int i = 0; i < frame->strip_count; i++)
        if (frame->strips[i].uid == strip->uid)
            meter = &frame->strips[i];
    size_t before = output->length;
    buffer_append_format(output, "parts %d", look->strip);
    for (int i = 0, known = 0; meter && i < strip->processor_count; i++) {
        bool counts = strip->processors[i].kind && known < METER_GR_MAX;
        buffer_append_format(output, " %d", counts ? tenths((double)meter->gain_reduction_db[known]) : 0);
        known += strip->processors[i].kind != NULL;
    }
    buffer_append_text(output, "\n");
    size_t length = output->length - before;
    if (output->failed ||
        (look->told.length == length && memcmp(look->told.bytes, output->bytes + before, length) == 0)) {
        output->length = output->failed ? output->length : before; /* a session at rest wakes no desk */
        if (!output->failed)
            output->bytes[before] = '\0';
        return;
    }
    buffer_clear(&look->told);
    buffer_append(&look->told, output->bytes + before, length);
}

static void put_sides(const Look *look, const ProbeReading *reading, Buffer *output)
{
    buffer_append_format(output, "sides %d %d", look->strip, look->processor);
    for (int side = 0; side < 2; side++)
        buffer_append_format(output, " %d:%d:%d:%d", tenths(reading->peak_db[side][0]),
                             tenths(reading->peak_db[side][1]), tenths(reading->rms_db[side][0]),
                             tenths(reading->rms_db[side][1]));
    buffer_append_text(output, "\n");
}

static void put_bands(const Look *look, const ProbeReading *reading, Buffer *output)
{
    const SpectrumBands *before = &reading->bands[PROBE_BEFORE], *after = &reading->bands[PROBE_AFTER];
    int count = before->count < after->count ? before->count : after->count;
    if (count == 0)
        return;
    buffer_append_format(output, "bands %d %d %d %.1f", look->strip, look->processor, PROBE_BANDS_PER_OCTAVE,
                         before->centre_hz[0]);
    for (int i = 0; i < count; i++)
        buffer_append_format(output, " %d:%d", tenths(before->level_db[i]), tenths(after->level_db[i]));
    buffer_append_text(output, "\n");
}

void look_put(Look *look, Session *session, const MeterFrame *frame, Buffer *output)
{
    const Strip *strip = strip_of(look, session);
    follow(look, session);
    if (!strip)
        return;
    put_parts(look, strip, frame, output);
    const ProbeReading *reading = look->probe >= 0 ? player_probe(session_player(session), look->probe) : NULL;
    if (!reading || reading->serial == look->sent || reading->serial == 0)
        return;
    look->sent = reading->serial;
    put_sides(look, reading, output);
    if (reading->serial < look->bands_sent + BANDS_PACE && reading->serial > look->bands_sent)
        return;
    look->bands_sent = reading->serial;
    put_bands(look, reading, output);
}

void look_end(Look *look, Session *session)
{
    if (look->probe >= 0)
        player_close_probe(session_player(session), look->probe);
    buffer_clear(&look->told);
    *look = LOOK_NONE;
}
