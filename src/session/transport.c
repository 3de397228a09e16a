/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/transport.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/timevalue.h"
#include "src/mix/range.h"
#include "src/session/kinds.h"

#define JOG_SECONDS 5.0
enum { END_TICKS = 5 }; /* after a locate the engine is for a moment where it was */

typedef struct TransportFollowerOf {
    const TransportFollower *follower;
    void *part;
} TransportFollowerOf;

struct Transport {
    PartPlace place;
    TransportFollowerOf *followers;
    int follower_count, follower_room;
    int64_t start; /* where play began: stop returns there */
    bool play_when_located, told_playing;
    bool placed;                /* by a locate, and it has not moved since: the engine may not be there yet */
    int64_t target;             /* of that locate */
    int64_t loop_from, loop_to; /* as switched on last */
    bool loop_on;
    bool runs_on;  /* beyond the end: of the desk, not of the song */
    int end_ticks; /* for so many it has been over */
};

static void *transport_open(const PartPlace *place)
{
    Transport *transport = calloc(1, sizeof *transport);
    if (transport)
        transport->place = *place;
    return transport;
}

static void transport_close(void *part)
{
    Transport *transport = part;
    free(transport->followers);
    free(transport);
}

static void transport_forget(void *part)
{
    Transport *transport = part;
    transport->start = transport->loop_from = transport->loop_to = 0;
    transport->play_when_located = transport->told_playing = transport->placed = transport->loop_on = false;
    transport->end_ticks = 0;
}

bool transport_add_follower(Transport *transport, const TransportFollower *follower, void *part)
{
    if (!array_grow(&transport->followers, transport->follower_count, &transport->follower_room,
                    sizeof *transport->followers))
        return false;
    transport->followers[transport->follower_count++] = (TransportFollowerOf){follower, part};
    return true;
}

/* ---- telling ---- */

static int64_t present_position(const Transport *transport)
{
    EngineState state;
    player_state(transport->place.player, &state);
    return state.position;
}

static void tell_play(const Transport *transport, Board *board)
{
    board_fact(board, TOLD_PLAY, player_is_playing(transport->place.player));
    board_fact(board, TOLD_LOOP, transport->loop_on, (long long)transport->loop_from, (long long)transport->loop_to);
}

static void tell_position(int64_t position, Board *board)
{
    board_fact(board, TOLD_POSITION, (long long)position);
}

static void transport_tell(void *part, Board *board)
{
    const Transport *transport = part;
    tell_play(transport, board);
    tell_position(present_position(transport), board);
}

static void play_changed(Transport *transport)
{
    transport->told_playing = player_is_playing(transport->place.player);
    tell_play(transport, transport->place.board);
}

/* ---- moving ---- */

static void begin(Transport *transport)
{
    transport->start = transport->placed ? transport->target : present_position(transport);
    transport->play_when_located = transport->placed = false;
    for (int i = 0; i < transport->follower_count; i++)
        transport->followers[i].follower->started(transport->followers[i].part, transport->start);
    player_play(transport->place.player);
    play_changed(transport);
}

void transport_play(Transport *transport)
{
    player_want_device(transport->place.player);
    if (player_is_locating(transport->place.player))
        transport->play_when_located = true;
    else
        begin(transport);
}

void transport_stop(Transport *transport, bool stay)
{
    bool was_playing = player_is_playing(transport->place.player);
    for (int i = 0; was_playing && i < transport->follower_count; i++)
        transport->followers[i].follower->stopped(transport->followers[i].part);
    transport->play_when_located = false;
    player_stop(transport->place.player);
    play_changed(transport);
    if (was_playing && !stay)
        transport_locate(transport, transport->start);
}

void transport_locate(Transport *transport, int64_t frame)
{
    int64_t target = frame < 0 ? 0 : frame;
    transport->target = target;
    transport->placed = !player_is_playing(transport->place.player) || transport->play_when_located;
    for (int i = 0; i < transport->follower_count; i++)
        transport->followers[i].follower->moved(transport->followers[i].part, target);
    player_locate(transport->place.player, target);
    tell_position(target, transport->place.board);
}

bool transport_is_looped(const Transport *transport, int64_t *from, int64_t *to)
{
    *from = transport->loop_from;
    *to = transport->loop_to;
    return transport->loop_on;
}

void transport_set_runs_on(Transport *transport, bool on)
{
    transport->runs_on = on;
}

bool transport_runs_on(const Transport *transport)
{
    return transport->runs_on;
}

static bool is_over(const Transport *transport)
{
    const Player *player = transport->place.player;
    bool in_loop = transport->loop_on && present_position(transport) < transport->loop_to;
    return !transport->runs_on && player_is_playing(player) && !player_is_locating(player) && !in_loop &&
           player_is_played(player, player_mix(player)->end_frame);
}

static void transport_tick(void *part)
{
    Transport *transport = part;
    if (transport->play_when_located && !player_is_locating(transport->place.player))
        begin(transport);
    transport->end_ticks = is_over(transport) ? transport->end_ticks + 1 : 0;
    if (transport->end_ticks < END_TICKS)
        return;
    transport->end_ticks = 0;
    transport_stop(transport, false);
    board_notice(transport->place.board, NOTICE_INFO, "The end: stopped.");
}

/* Another rate of the song has stopped what played. */
static void transport_after(void *part, const Edit *edit)
{
    Transport *transport = part;
    (void)edit;
    if (!transport->told_playing || player_is_playing(transport->place.player))
        return;
    transport->loop_on = false;
    play_changed(transport);
    tell_position(present_position(transport), transport->place.board);
}

/* ---- the commands ---- */

static void run_play(void *part, const CommandWords *words, SessionAnswer *answer)
{
    Transport *transport = part;
    int64_t end = player_mix(transport->place.player)->end_frame;
    (void)words;
    transport_play(transport);
    bool beyond =
        end > 0 && !transport->runs_on && (transport->placed ? transport->target : present_position(transport)) >= end;
    answer_say(answer, STATUS_OK, beyond ? "Playing, beyond the end: it stops when nothing sounds." : "Playing.");
}

static void run_stop(void *part, const CommandWords *words, SessionAnswer *answer)
{
    transport_stop(part, words->count > 1 && strcmp(words->word[1], "here") == 0);
    answer_say(answer, STATUS_OK, "Stopped.");
}

static void run_toggle(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const Transport *transport = part;
    if (player_is_playing(transport->place.player))
        run_stop(part, words, answer);
    else
        run_play(part, words, answer);
}

/* The rest of the line from word `first`, because a marker's name may have blanks. */
static bool join_words(const CommandWords *words, int first, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = first; i < words->count; i++) {
        size_t length = strlen(words->word[i]);
        if (used + length + 2 > size)
            return false;
        if (i > first)
            out[used++] = ' ';
        memcpy(out + used, words->word[i], length + 1);
        used += length;
    }
    return used > 0;
}

/* "At 5:00, beyond the end at 0:26.667." */
static void say_place(const Transport *transport, const char *place, int64_t frame, SessionAnswer *answer)
{
    int rate_hz = part_model(&transport->place)->rate_hz;
    int64_t end = player_mix(transport->place.player)->end_frame;
    char text[TIME_TEXT_MAX];
    if (frame <= end || end <= 0) {
        answer_say(answer, STATUS_OK, "At %s.", place);
        return;
    }
    TimeValue time = time_from_seconds(floor((double)end / rate_hz * 1000 + 0.5) / 1000);
    time_format(&time, rate_hz, text);
    answer_say(answer, STATUS_OK, "At %s, beyond the end at %s.", place, text);
}

static void run_locate(void *part, const CommandWords *words, SessionAnswer *answer)
{
    Transport *transport = part;
    char place[512];
    int64_t frame;
    Error error = {0};
    const Model *model = part_model(&transport->place);
    if (!join_words(words, 1, place, sizeof place))
        answer_say(answer, STATUS_BAD_VALUE, "Not moved: locate takes a time or a marker.");
    else if (strcmp(place, "end") == 0 && !model->has_end) {
        transport_locate(transport, player_mix(transport->place.player)->end_frame);
        answer_say(answer, STATUS_OK, "At the end.");
    } else if (place_parse(model, place, &frame, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not moved: %s.", error.text);
    else {
        transport_locate(transport, frame);
        say_place(transport, place, frame, answer);
    }
}

static int compare_frames(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The next or the previous marker, the start or the end. */
static int64_t neighbour_marker(const Transport *transport, int64_t from, int step)
{
    const Model *model = part_model(&transport->place);
    int64_t end = player_mix(transport->place.player)->end_frame, found;
    int count = 0;
    int64_t *frames = malloc(sizeof *frames * (size_t)(model->marker_count + 2));
    if (!frames)
        return from;
    frames[count++] = 0;
    frames[count++] = end;
    for (int i = 0; i < model->marker_count; i++)
        frames[count++] = model_frame_of_time(model, &model->markers[i].at);
    qsort(frames, (size_t)count, sizeof *frames, compare_frames);
    found = step > 0 ? frames[count - 1] : frames[0];
    int64_t grace = player_is_playing(transport->place.player)
                        ? model->rate_hz
                        : 0; /* while playing, "previous" steps over the one just passed */
    for (int i = 0; step > 0 && i < count; i++)
        if (frames[i] > from) {
            found = frames[i];
            break;
        }
    for (int i = count - 1; step < 0 && i >= 0; i--)
        if (frames[i] < from - grace) {
            found = frames[i];
            break;
        }
    free(frames);
    return found;
}

static int64_t bar_beside(const Model *model, int64_t from, int bars)
{
    int bar, beat;
    double tick;
    model_bars_of_frame(model, from, &bar, &beat, &tick);
    bool on_bar = beat == 1 && tick < 1;
    TimeValue time = {.unit = TIME_BARS, .bar = bar + bars + (bars < 0 && !on_bar ? 1 : 0), .beat = 1};
    if (time.bar < 1)
        return 0;
    return model_frame_of_time(model, &time);
}

static void run_jog(void *part, const CommandWords *words, SessionAnswer *answer)
{
    Transport *transport = part;
    const Model *model = part_model(&transport->place);
    int64_t from = present_position(transport), to;
    const char *what = words->count > 1 ? words->word[1] : "";
    char *end;
    long steps = strtol(what, &end, 10);
    if (strcmp(what, "next") == 0 || strcmp(what, "previous") == 0)
        to = neighbour_marker(transport, from, what[0] == 'n' ? 1 : -1);
    else if (end == what || *end || labs(steps) > 100000) {
        answer_say(answer, STATUS_BAD_VALUE, "Not moved: jog takes a number of bars, next or previous.");
        return;
    } else if (model->tempo_count > 0 && model->tempo[0].line > 0)
        to = bar_beside(model, from, (int)steps);
    else
        to = from + (int64_t)(JOG_SECONDS * (double)steps * model->rate_hz);
    transport_locate(transport, to);
    answer_say(answer, STATUS_OK, "%s", "");
}

/* `run-on [on|off|toggle]`. */
static void run_run_on(void *part, const CommandWords *words, SessionAnswer *answer)
{
    Transport *transport = part;
    transport->runs_on = command_switch(words, 1, transport->runs_on);
    answer_say(answer, STATUS_OK,
               transport->runs_on ? "Play runs on beyond the end." : "Play stops at the end of the song.");
}

static void set_loop(Transport *transport, bool on, int64_t from, int64_t to)
{
    transport->loop_on = on;
    transport->loop_from = from;
    transport->loop_to = to;
    player_set_loop(transport->place.player, on, from, to);
    play_changed(transport);
}

/* `loop on`, `loop off`, `loop toggle`: its ends are the document's. */
static void run_loop(void *part, const CommandWords *words, SessionAnswer *answer)
{
    Transport *transport = part;
    const Model *model = part_model(&transport->place);
    if (!command_switch(words, 1, transport->loop_on)) {
        set_loop(transport, false, transport->loop_from, transport->loop_to);
        answer_say(answer, STATUS_OK, "Loop off.");
    } else if (!model->has_loop)
        answer_say(answer, STATUS_NOT_FOUND, "No loop: it has no ends yet; set them with loop FROM TO, or g[ and g].");
    else {
        set_loop(transport, true, model_frame_of_time(model, &model->loop_from),
                 model_frame_of_time(model, &model->loop_to));
        answer_say(answer, STATUS_OK, "Loop on.");
    }
}

static const CommandHandler commands[] = {
    {"play", run_play}, {"stop", run_stop},     {"toggle-play", run_toggle}, {"locate", run_locate},
    {"jog", run_jog},   {"run-on", run_run_on}, {"loop", run_loop},          {NULL, NULL},
};
static const EditFollower follower = {.after = transport_after};
const PartKind transport_part = {.name = "transport",
                                 .open = transport_open,
                                 .close = transport_close,
                                 .forget = transport_forget,
                                 .tick = transport_tick,
                                 .tell = transport_tell,
                                 .commands = commands,
                                 .follower = &follower};
