/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recording of automation in a session: `auto`, where the song is as heard, and what the recorder does to the document
 * and the engine. */
#include "src/session/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/model/address.h"
#include "projects/model/pattern.h"
#include "projects/text/suggest.h"
#include "projects/text/value.h"
#include "src/session/kinds.h"
#include "src/session/recorder.h"
#include "src/session/transport.h"

enum { AWAIT_TICKS = 50, ADDRESS_TEXT_MAX = 256 };

struct Record {
    PartPlace place;
    Transport *transport;
    Recorder *recorder;
    bool rides_changed;    /* the engine has not been told yet what is ridden */
    int rate_hz;           /* that the recorder counts frames of */
    int64_t stretch_from;  /* where what is played now without a leap began */
    int64_t last_position; /* of the engine, at the last tick */
    int awaits;            /* ticks to wait at most for a locate to take place */
};

static const TransportFollower transport_follower;

/* ---- the recorder's host ---- */

static Status edit(void *context, const char *line)
{
    Record *record = context;
    SessionAnswer answer;
    edits_run_as(record->place.edits, EDIT_RIDE, line, &answer);
    const char *why = answer.text + (strncmp(answer.text, "Not changed: ", 13) == 0 ? 13 : 0);
    if (answer.status != STATUS_OK)
        board_notice(record->place.board, NOTICE_ERROR, "Not recorded: %s", why);
    return answer.status;
}

static void heard_changed(void *context)
{
    ((Record *)context)->rides_changed = true; /* the engine is told when the command that runs is done */
}

static void tell_board(void *board, const char *address, RecordingState state, bool has_value, double value)
{
    char text[40] = "-";
    if (has_value)
        snprintf(text, sizeof text, "%.9g", value);
    board_fact(board, TOLD_AUTO, address, recording_words[state], text);
}

static void tell_state(void *context, const char *address, RecordingState state, bool has_value, double value)
{
    tell_board(((Record *)context)->place.board, address, state, has_value, value);
}

static void record_tell(void *part, Board *board)
{
    recorder_tell_all(((Record *)part)->recorder, tell_board, board);
}

static void *record_open(const PartPlace *place)
{
    Record *record = calloc(1, sizeof *record);
    if (!record)
        return NULL;
    RecorderHost host = {record, edit, heard_changed, tell_state};
    record->place = *place;
    record->transport = part_of(place, &transport_part);
    record->rate_hz = part_model(place)->rate_hz;
    record->recorder = recorder_new(place->song->document, &host);
    if (record->recorder && transport_add_follower(record->transport, &transport_follower, record))
        return record;
    recorder_free(record->recorder);
    free(record);
    return NULL;
}

static void record_close(void *part)
{
    Record *record = part;
    recorder_free(record->recorder);
    free(record);
}

static void record_forget(void *part)
{
    Record *record = part;
    record->rate_hz = part_model(&record->place)->rate_hz;
    record->awaits = 0;
    recorder_reset(record->recorder, record->place.song->document);
    record->rides_changed = false;
}

static int count_rides(void *part)
{
    return recorder_count(((const Record *)part)->recorder);
}

static int list_rides(void *part, MixOverride *overrides)
{
    return recorder_list(((const Record *)part)->recorder, overrides);
}

static void settle_rides(Record *record)
{
    if (!record->rides_changed)
        return;
    record->rides_changed = false;
    part_refresh(&record->place);
}

/* ---- where the song is ---- */

static int64_t heard_position(const Record *record, int64_t position)
{
    int64_t heard = player_heard_frame(record->place.player, position);
    return heard > record->stretch_from ? heard : record->stretch_from;
}

/* After a locate the engine is for a moment where it was. */
static bool is_awaited(Record *record, int64_t position)
{
    if (record->awaits == 0)
        return true;
    bool there = position >= record->stretch_from && position <= record->stretch_from + record->rate_hz;
    record->awaits = there ? 0 : record->awaits - 1;
    return record->awaits == 0;
}

static bool has_wrapped(const Record *record, int64_t position)
{
    int64_t second = record->rate_hz, from, to;
    return transport_is_looped(record->transport, &from, &to) && position < record->last_position &&
           record->last_position >= to - second && position >= from && position <= from + second;
}

/* The loop has wrapped: up to its end, and on from its beginning. */
static void follow_loop(Record *record)
{
    int64_t from, to;
    transport_is_looped(record->transport, &from, &to);
    recorder_tick(record->recorder, to);
    record->stretch_from = from;
    recorder_jump(record->recorder, from);
}

static void record_tick(void *part)
{
    Record *record = part;
    const Player *player = record->place.player;
    EngineState state;
    player_state(player, &state);
    if (player_is_playing(player) && !player_is_locating(player) && is_awaited(record, state.position)) {
        if (has_wrapped(record, state.position))
            follow_loop(record);
        record->last_position = state.position;
        recorder_tick(record->recorder, heard_position(record, state.position));
    }
    settle_rides(record);
}

static void write_rides(void *part)
{
    Record *record = part;
    record_tick(record);
    recorder_write_rides(record->recorder);
}

static void finish_rides(void *part)
{
    Record *record = part;
    record_tick(record);
    recorder_finish(record->recorder);
}

static void on_started(void *part, int64_t from)
{
    Record *record = part;
    record->stretch_from = record->last_position = from;
    recorder_play(record->recorder, from);
    settle_rides(record);
}

static void on_stopped(void *part)
{
    Record *record = part;
    EngineState state;
    player_state(record->place.player, &state);
    recorder_stop(record->recorder, heard_position(record, state.position));
    settle_rides(record);
}

static void on_moved(void *part, int64_t to)
{
    Record *record = part;
    if (player_is_playing(record->place.player)) {
        record_tick(record);
        recorder_jump(record->recorder, to);
    } else
        recorder_stop(record->recorder, to);
    record->stretch_from = record->last_position = to;
    record->awaits = AWAIT_TICKS;
    settle_rides(record);
}

static const TransportFollower transport_follower = {on_started, on_stopped, on_moved};

/* ---- edits of others ---- */

/* A pass ends before an undo. */
static void before_edit(void *part, const Edit *next)
{
    Record *record = part;
    recorder_set_idle(record->recorder, next->origin == EDIT_REPLAY);
    if (next->origin == EDIT_RIDE || next->origin == EDIT_REPLAY)
        return;
    record_tick(record);
    const char *line = next->line + strspn(next->line, " \t");
    if (strncmp(line, "undo", 4) == 0 || strncmp(line, "redo", 4) == 0)
        recorder_end_passes(record->recorder);
}

static void follow_edit(void *part, const Edit *done)
{
    Record *record = part;
    recorder_follow(record->recorder, done->change);
    if (record->rate_hz != part_model(&record->place)->rate_hz)
        record_forget(record); /* what it has recorded counts other frames */
}

/* The addresses, as many as there is room for, and how many more. */
static void name_unheard(const Recorder *recorder, char *out, size_t size)
{
    enum { MORE = 16 };
    int count = recorder_unheard_count(recorder), named = 0;
    size_t used = 0;
    for (; named < count; named++) {
        const char *address = recorder_unheard(recorder, named);
        size_t length = strlen(address) + 2;
        if (used + length + MORE >= size)
            break;
        used += (size_t)snprintf(out + used, size - used, "%s%s", named ? ", " : "", address);
    }
    if (named < count)
        snprintf(out + used, size - used, " and %d more", count - named);
}

/* Behind what was answered, which is cut after one of its parts where both have no room. */
static void append_answer(SessionAnswer *answer, const char *text)
{
    enum { ELLIPSIS = 8 };
    size_t length = strlen(answer->text), room = sizeof answer->text - strlen(text) - ELLIPSIS;
    if (length > room) {
        answer->text[room] = '\0';
        char *comma = strrchr(answer->text, ',');
        snprintf(comma ? comma : answer->text, ELLIPSIS, ", ...");
        length = strlen(answer->text);
    }
    snprintf(answer->text + length, sizeof answer->text - length, "%s", text);
}

static void say_unheard(const Recorder *recorder, SessionAnswer *answer)
{
    char names[400] = "", text[800];
    int count = recorder_unheard_count(recorder);
    if (count == 0)
        return;
    const char *address = recorder_unheard(recorder, 0);
    name_unheard(recorder, names, sizeof names);
    if (count == 1)
        snprintf(text, sizeof text,
                 ". Its automation plays all the same: mode %.200s off switches it off, auto %.200s touch (rt) or trim "
                 "(rm) records moves while the song plays",
                 address, address);
    else
        snprintf(text, sizeof text,
                 ". In %d places automation plays all the same: %s; mode %.200s off and so on switches it off", count,
                 names, address);
    append_answer(answer, text);
}

/* Moves that automation hides say so. */
static void after_edit(void *part, const Edit *done)
{
    Record *record = part;
    SessionAnswer *answer = done->answer;
    if (done->origin == EDIT_RIDE)
        return;
    if (answer->status == STATUS_OK)
        say_unheard(record->recorder, answer);
    recorder_forget_unheard(record->recorder);
    settle_rides(record);
}

const char *record_word(const Record *record, const char *address)
{
    RecordingState state = recorder_state(record->recorder, address);
    return state == RECORDING_READ ? NULL : recording_words[state];
}

bool record_value(const Record *record, const char *address, double *value)
{
    return recorder_value(record->recorder, address, value);
}

/* ---- the command ---- */

static void say_state(const Record *record, const char *exact, bool asked, SessionAnswer *answer)
{
    char words[300], value[VALUE_TEXT_MAX] = "";
    const Model *model = part_model(&record->place);
    const Lane *lane = model_lane(model, exact);
    RecordingState state = recorder_state(record->recorder, exact);
    Address address;
    if (address_resolve(model, exact, &address, NULL) != STATUS_OK)
        return;
    address_describe(model, &address, words, sizeof words);
    const char *word = recording_words[state];
    if (state == RECORDING_READ)
        word = !lane                     ? (asked ? "none" : "read")
               : lane->mode == LANE_READ ? "read"
               : lane->mode == LANE_TRIM ? "trim, in the project"
                                         : "off";
    double present;
    if (state == RECORDING_PREVIEW && recorder_value(record->recorder, exact, &present))
        value_format(address.param, present, value);
    answer_say(answer, STATUS_OK, "%s automation %s%s%s.", words, word, value[0] ? ": " : "", value);
}

/* `auto` takes all the words of recording, and says so. */
static void refuse_state(const char *word, Error *error)
{
    Suggestion suggestion;
    char near[80], words[160] = "";
    suggestion_init(&suggestion, word, strlen(word));
    for (int i = 0; i < RECORDING_WORDS; i++) {
        size_t used = strlen(words);
        const char *gap = i == 0 ? "" : i == RECORDING_WORDS - 1 ? " or " : ", ";
        snprintf(words + used, sizeof words - used, "%s%s", gap, recording_words[i]);
        suggestion_offer(&suggestion, recording_words[i]);
    }
    error_set(error, STATUS_BAD_VALUE, "auto takes %s%s", words, suggestion_format(&suggestion, near, sizeof near));
}

static void say_refusal(SessionAnswer *answer, Status status, const char *why)
{
    size_t length = strlen(why);
    bool asks = length && why[length - 1] == '?';
    answer_say(answer, status, "Not changed: %s%s", why, asks ? "" : ".");
}

/* One address; NULL `word`: only tells. */
static Status set_one(Record *record, const char *text, const char *word, SessionAnswer *answer)
{
    const Model *model = part_model(&record->place);
    Address address;
    Error error = {0};
    char exact[ADDRESS_TEXT_MAX];
    RecordingState state = RECORDING_READ;
    Status status = address_resolve(model, text, &address, &error);
    if (status == STATUS_OK && word && !recording_find(word, &state)) {
        refuse_state(word, &error);
        status = STATUS_BAD_VALUE;
    }
    if (status == STATUS_OK) {
        address_format(model, &address, exact, sizeof exact);
        status = word ? recorder_set_state(record->recorder, exact, state, &error) : STATUS_OK;
    }
    if (status == STATUS_OK)
        say_state(record, exact, !word, answer);
    else
        say_refusal(answer, status, error.text);
    return status;
}

/* `drums/ *.fader`: every strip of the pattern that has one. */
static void set_many(Record *record, const char *text, size_t head, const char *word, SessionAnswer *answer)
{
    const Model *model = part_model(&record->place);
    int *strips = NULL, done = 0;
    Error error = {0};
    Address address;
    char one[2 * ADDRESS_TEXT_MAX];
    int count = pattern_find_strips(model, text, head, &strips, &error);
    Status status = count > 0 ? STATUS_OK : STATUS_NOT_FOUND;
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        snprintf(one, sizeof one, "%s%.250s", part_model(&record->place)->strips[strips[i]].name, text + head);
        if (address_resolve(part_model(&record->place), one, &address, NULL) != STATUS_OK)
            continue;
        status = set_one(record, one, word, answer);
        done += status == STATUS_OK;
    }
    if (count <= 0)
        answer_say(answer, status, "Not changed: %s.", error.text[0] ? error.text : "out of memory");
    else if (status == STATUS_OK && done == 0)
        answer_say(answer, STATUS_NOT_FOUND, "Not changed: none of these strips has `%.100s`.", text + head + 1);
    else if (done > 1)
        answer_say(answer, status, "%d addresses: automation %s.", done, word ? word : "told one by one");
    free(strips);
}

/* `auto ADDRESS [STATE]`. */
static void run_auto(void *part, const CommandWords *words, SessionAnswer *answer)
{
    Record *record = part;
    if (words->count < 2 || words->count > 3) {
        answer_say(answer, STATUS_BAD_VALUE,
                   "Not changed: auto takes an address and a state, as in auto vox.fader touch.");
        return;
    }
    if (edits_refuse(record->place.edits, "changed", answer))
        return;
    const char *text = words->word[1], *word = words->count > 2 ? words->word[2] : NULL;
    size_t head = strcspn(text, ".");
    record_tick(record);
    if (word && pattern_is_one(text, head))
        set_many(record, text, head, word, answer);
    else
        set_one(record, text, word, answer);
    settle_rides(record);
}

static const CommandHandler commands[] = {{"auto", run_auto}, {NULL, NULL}};
static const EditFollower follower = {
    .before = before_edit, .changed = follow_edit, .after = after_edit, .settle = write_rides, .finish = finish_rides};
static const MixLayer layer = {.count = count_rides, .list = list_rides};
const PartKind record_part = {.name = "record",
                              .open = record_open,
                              .close = record_close,
                              .forget = record_forget,
                              .tick = record_tick,
                              .tell = record_tell,
                              .commands = commands,
                              .follower = &follower,
                              .layer = &layer};
