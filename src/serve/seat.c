/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk at the session, in the lines of tui/link/host.h.  One that stops reading is told nothing more once a piece of
 * what it was told waits; when it has taken that, it gets everything anew. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/clock.h"
#include "audio/base/maths.h"
#include "src/serve/imagefeed.h"
#include "src/serve/look.h"
#include "src/serve/visit.h"
#include "tui/link/host.h"
#include "tui/link/past.h"
#include "tui/link/waves.h"
#include "tui/link/wire.h"

enum { BEHIND_BYTES = 1 << 20 };

typedef struct Seat {
    Visit *visit;
    Session *session;
    Buffer *output;
    size_t text_bytes; /* of the document as it was told last: so much may wait, too */
    unsigned missed;   /* so many things were not told */
    int meter_fps, meter_first, meter_count, meter_point;
    double next_meters_s;
    uint64_t meters_sent; /* serial of the last frame */
    Buffer told_meters;   /* the lines that were sent last */
    Look look;
    ImageFeed image;
} Seat;

/* ---- writing ---- */

static void put_text(Seat *seat, const char *text)
{
    wire_add_text(seat->output, text, strlen(text));
    buffer_append_text(seat->output, "\n");
}

static void put_hello(Seat *seat)
{
    const char *path = session_project(seat->session)->path;
    buffer_append_format(seat->output, "hello %d ", HOST_PROTOCOL);
    put_text(seat, path);
}

/* The files that the document includes, as the session read them: a desk may be where it cannot read them. */
static void put_includes(Seat *seat)
{
    const Document *document = session_document(seat->session);
    const char *path;
    char *text;
    size_t length;
    for (int i = 0; (path = document_include(document, i)) != NULL; i++)
        if (document_include_text(document, i, &text, &length) == STATUS_OK) {
            wire_add_include(seat->output, path, text, length);
            free(text);
        }
}

static void put_document(Seat *seat)
{
    const Document *document = session_document(seat->session);
    char *text;
    size_t length;
    put_includes(seat);
    seat->text_bytes = 0;
    if (document_text(document, &text, &length) != STATUS_OK)
        return;
    wire_add_document(seat->output, document_revision(document), text, length);
    free(text);
    seat->text_bytes = seat->output->length;
}

/* ---- what the session tells ---- */

/* Too much waits already: it is left out, and will come with everything else. */
static bool is_behind(Seat *seat)
{
    bool behind = seat->missed || seat->output->length > BEHIND_BYTES + seat->text_bytes;
    seat->missed += behind;
    return behind;
}

static void on_change(void *context, const Change *change)
{
    Seat *seat = context;
    if (change->splice_count && !is_behind(seat))
        wire_add_change(seat->output, change);
}

static void on_replaced(void *context)
{
    Seat *seat = context;
    if (is_behind(seat))
        return;
    put_hello(seat); /* its file may be another one, too */
    put_document(seat);
}

static void on_state(void *context, const char *key, const char *value)
{
    Seat *seat = context;
    if (is_behind(seat))
        return;
    buffer_append_format(seat->output, "state %s ", key);
    put_text(seat, value);
}

static void on_notice(void *context, NoticeLevel level, const char *text)
{
    static const char *const words[] = {"info", "warn", "error"};
    Seat *seat = context;
    if (is_behind(seat))
        return;
    buffer_append_format(seat->output, "notice %s ", words[level]);
    put_text(seat, text);
}

static SessionListener listener_of(Seat *seat)
{
    return (SessionListener){
        .context = seat, .change = on_change, .replaced = on_replaced, .state = on_state, .notice = on_notice};
}

static void put_everything(Seat *seat)
{
    SessionListener listener = listener_of(seat);
    put_hello(seat);
    put_document(seat);
    session_tell_all(seat->session, &listener);
}

/* He takes what he is told again. */
static void catch_up(Seat *seat)
{
    char text[120];
    unsigned missed = seat->missed;
    if (!missed || seat->output->length > 0)
        return;
    seat->missed = 0;
    buffer_clear(&seat->told_meters);
    put_everything(seat);
    snprintf(text, sizeof text, "This desk did not keep up: %u thing%s left out, and all is told anew.", missed,
             missed == 1 ? " was" : "s were");
    on_notice(seat, NOTICE_WARN, text);
}

/* ---- meters ---- */

static int tenths(double level)
{
    double value = floor(level * 10 + 0.5);
    return value < -1200 || isnan(value) ? -1200 : value > 9999 ? 9999 : (int)value;
}

static int tenths_of_lin(float lin)
{
    return lin > 1e-6f ? tenths(maths_db_from_lin((double)lin)) : -1200;
}

static void put_strip_meter(Seat *seat, int index, const StripMeter *meter, int frames)
{
    const float *peak = meter->peak[seat->meter_point], *sum = meter->square_sum[seat->meter_point];
    float reduction = 0;
    for (int i = 0; i < METER_GR_MAX; i++)
        reduction += meter->gain_reduction_db[i];
    double scale = frames > 0 ? 2.0 / frames : 0; /* AES17: a full-scale sine reads 0 dB */
    const StripTotals *totals = session_totals(seat->session, meter->uid);
    buffer_append_format(seat->output, " %d:%d:%d:%d:%d:%d:%u", index, tenths_of_lin(peak[0]), tenths_of_lin(peak[1]),
                         tenths_of_lin((float)sqrt(sum[0] * scale)), tenths_of_lin((float)sqrt(sum[1] * scale)),
                         tenths(reduction), totals ? totals->overs : 0);
}

static void put_meters(Seat *seat, const MeterFrame *frame)
{
    int last = seat->meter_first + seat->meter_count;
    EngineState state;
    session_engine_state(seat->session, &state);
    buffer_append_format(seat->output, "meters %llu %lld", (unsigned long long)frame->revision,
                         (long long)state.position);
    for (int i = 0; i < frame->strip_count; i++)
        if ((i >= seat->meter_first && i < last) || i == frame->strip_count - 1)
            put_strip_meter(seat, i, &frame->strips[i], frame->frames);
    buffer_append_format(seat->output, "\n");
}

static void put_loudness(Seat *seat)
{
    const MasterReading *reading = session_loudness(seat->session);
    if (reading->frames == 0) {
        buffer_append_format(seat->output, "loud -1200 -1200 -1200 -1200 -1200 -1200\n");
        return;
    }
    buffer_append_format(seat->output, "loud %d %d %d %d %d %d\n", tenths(reading->momentary_lufs),
                         tenths(reading->short_term_lufs), tenths(reading->integrated_lufs), tenths(reading->range_lu),
                         tenths(reading->true_peak_max_db), (int)floor(reading->correlation * 100 + 0.5));
}

/* Meters that say what they said last, as those of a session at rest do, are not sent again: they would wake a desk. */
static void keep_if_new(Seat *seat, size_t before)
{
    Buffer *output = seat->output, *told = &seat->told_meters;
    size_t length = output->length - before;
    bool same = !output->failed && told->length == length && memcmp(told->bytes, output->bytes + before, length) == 0;
    if (same) {
        output->length = before;
        output->bytes[before] = '\0';
        return;
    }
    buffer_clear(told);
    if (!output->failed)
        buffer_append(told, output->bytes + before, length);
}

static void serve_meters(Seat *seat)
{
    double now = clock_now_s();
    if (seat->meter_fps <= 0 || now < seat->next_meters_s || !channel_is_calm(seat->visit->channel))
        return;
    uint64_t serial;
    const MeterFrame *frame = player_meters(session_player(seat->session), &serial);
    if (!frame || serial == seat->meters_sent)
        return;
    seat->meters_sent = serial;
    seat->next_meters_s = now + 1.0 / seat->meter_fps;
    size_t before = seat->output->length;
    put_meters(seat, frame);
    put_loudness(seat);
    keep_if_new(seat, before);
    look_put(&seat->look, seat->session, frame, seat->output);
}

/* ---- reading ---- */

static void put_quit(Seat *seat, int status, const char *why)
{
    buffer_append_format(seat->output, "quit %d%s", status, why[0] ? " " : "");
    put_text(seat, why);
}

static void take_command(Seat *seat, unsigned long long sequence, char *command)
{
    SessionAnswer answer;
    wire_unescape(command);
    speaker_run(seat->visit->speaker, command, &answer);
    buffer_append_format(seat->output, "answer %llu %d ", sequence, (int)answer.status);
    put_text(seat, answer.text);
    if (!seat->visit->speaker->leaves)
        return;
    put_quit(seat, 0, "");
    seat->visit->channel->closes = true;
}

static uint8_t level_of(double lin)
{
    double level = lin > 0 ? floor(WAVE_LEVEL_MAX + maths_db_from_lin(lin) + 0.5) : 0;
    return (uint8_t)(level < 0 ? 0 : level > WAVE_LEVEL_MAX ? WAVE_LEVEL_MAX : level);
}

static void take_wave(Seat *seat, char *rest)
{
    int64_t step, tile, length;
    OverviewBlock blocks[WAVE_COLUMNS];
    WaveColumn columns[WAVE_COLUMNS];
    if (!wire_take_int(&rest, 1, WAVE_STEP_MAX, &step) || !wire_take_int(&rest, 0, INT64_MAX / 4, &tile))
        return;
    wire_unescape(rest);
    int64_t from = tile < INT64_MAX / WAVE_COLUMNS / step ? tile * WAVE_COLUMNS * step : INT64_MAX / 4;
    bool ready = session_overview(seat->session, rest, from, step, WAVE_COLUMNS, blocks, &length);
    for (int i = 0; ready && i < WAVE_COLUMNS; i++)
        columns[i] = (WaveColumn){.up = level_of(blocks[i].high / 32767.0),
                                  .down = level_of(-blocks[i].low / 32767.0),
                                  .rms = level_of(blocks[i].rms / 65535.0)};
    waves_add_answer(seat->output, step, tile, length, ready ? columns : NULL, rest);
}

/* Titles of edits, as many as the desk shows. */
static void take_history(const Seat *seat, char *rest)
{
    const Document *document = session_document(seat->session);
    int64_t first, count;
    if (!wire_take_int(&rest, 0, INT32_MAX - PAST_MAX, &first) || !wire_take_int(&rest, 0, PAST_MAX, &count))
        return;
    past_add_head(seat->output, document_undo_count(document),
                  document_undo_count(document) + document_redo_count(document),
                  session_project(seat->session)->is_new ? -1 : document_history_saved(document), (int)first);
    const char *title;
    for (int i = (int)first; i < first + count && (title = document_history_title(document, i)); i++)
        past_add_title(seat->output, i, title);
}

static void take_line(void *self, char *line, size_t length)
{
    Seat *seat = self;
    char *rest;
    (void)length;
    if (strncmp(line, "meters ", 7) == 0) {
        int fps, first, count, point = METER_POST;
        if (sscanf(line + 7, "%d %d %d %d", &fps, &first, &count, &point) >= 3 && first >= 0 && count >= 0 &&
            count <= 4096 && point >= 0 && point < METER_POINT_COUNT) {
            seat->meter_point = point;
            seat->meter_fps = fps < 0 ? 0 : fps > 60 ? 60 : fps;
            seat->meter_first = first;
            seat->meter_count = count;
            buffer_clear(&seat->told_meters);
        }
    } else if (strncmp(line, "wave ", 5) == 0)
        take_wave(seat, line + 5);
    else if (strncmp(line, "look ", 5) == 0)
        look_take(&seat->look, seat->session, line + 5);
    else if (strncmp(line, "image ", 6) == 0)
        imagefeed_take(&seat->image, seat->session, line + 6);
    else if (strncmp(line, "history ", 8) == 0)
        take_history(seat, line + 8);
    else if (strcmp(line, "text") == 0) {
        buffer_clear(&seat->told_meters);
        put_document(seat); /* a desk that lost its way asks for the whole again */
    } else if (strcmp(line, "bye") == 0)
        seat->visit->channel->gone = true;
    else {
        errno = 0;
        unsigned long long sequence = strtoull(line, &rest, 10);
        if (rest != line && *rest == ' ' && errno == 0)
            take_command(seat, sequence, rest + 1);
    }
}

static void turn(void *self)
{
    Seat *seat = self;
    catch_up(seat);
    serve_meters(seat);
    if (channel_is_calm(seat->visit->channel))
        imagefeed_put(&seat->image, seat->session, seat->output);
}

/* ---- coming and going ---- */

static void say_end(void *self, int status, const char *why)
{
    put_quit(self, status, why);
}

/* `VERSION readonly|readwrite NAME`: the version is judged by the desk, which is told ours; the name may be left out.
 */
static void take_greeting(Speaker *speaker, const char *rest)
{
    char right[16] = "", name[SPEAKER_NAME_MAX] = "";
    _Static_assert(SPEAKER_NAME_MAX == 48, "the width below");
    if (sscanf(rest, "%*d %15s %47[^\n]", right, name) == 2)
        speaker_name(speaker, name);
    speaker->readonly = strcmp(right, "readonly") == 0;
}

static void *begin(Visit *visit, char *rest)
{
    Seat *seat = calloc(1, sizeof *seat);
    SessionListener listener = listener_of(seat);
    if (!seat || !session_listen(visit->session, &listener)) {
        free(seat);
        return NULL;
    }
    *seat = (Seat){.visit = visit,
                   .session = visit->session,
                   .output = &visit->channel->output,
                   .meter_point = METER_POST,
                   .look = LOOK_NONE};
    take_greeting(visit->speaker, rest);
    put_everything(seat);
    return seat;
}

static void end(void *self)
{
    Seat *seat = self;
    session_unlisten(seat->session, seat);
    look_end(&seat->look, seat->session);
    imagefeed_end(&seat->image, seat->session);
    buffer_clear(&seat->told_meters);
    free(seat);
}

const VisitKind seat_kind = {.word = "desk",
                             .called = "desk",
                             .begin = begin,
                             .take_line = take_line,
                             .turn = turn,
                             .say_end = say_end,
                             .end = end};
