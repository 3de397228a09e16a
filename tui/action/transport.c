/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where it plays: jogs, marks, markers, the loop. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"
#include "tui/action/action.h"
#include "tui/state/desk_state.h"
#include "tui/widget/reading.h"

void desk_exact_time(const Desk *desk, int64_t frame, char out[EXACT_TIME_MAX])
{
    const Model *model = desk_model(desk);
    int64_t rate = model && model->rate_hz > 0 ? model->rate_hz : 48000, at = frame < 0 ? 0 : frame;
    int64_t milli = (at % rate * 1000 + rate / 2) / rate, micro = (at % rate * 1000000 + rate / 2) / rate;
    bool is_short = milli < 1000 && (milli * rate + 500) / 1000 == at % rate;
    snprintf(out, EXACT_TIME_MAX, is_short ? "%" PRId64 ":%02d.%03" PRId64 : "%" PRId64 ":%02d.%06" PRId64,
             at / rate / 60, (int)(at / rate % 60),
             is_short         ? milli
             : micro > 999999 ? (int64_t)999999
                              : micro);
}

void desk_locate(Desk *desk, int64_t frame)
{
    char time[EXACT_TIME_MAX];
    desk_exact_time(desk, frame, time);
    desk->located = desk_submit_silently(desk, "locate %s", time);
    desk->followed = frame;
}

void action_jog(Desk *desk, const KeyPress *press)
{
    int step = press->binding->argument;
    if (step == 1 || step == -1)
        desk_submit_silently(desk, "jog %d", step * press->count);
    for (int i = 0; (step == 2 || step == -2) && i < press->count && i < 64; i++)
        desk_submit_silently(desk, "jog %s", step > 0 ? "next" : "previous");
}

void action_last_start(Desk *desk, const KeyPress *press)
{
    (void)press;
    desk_locate(desk, desk->last_start);
}

void action_set_mark(Desk *desk, const KeyPress *press)
{
    int at = press->letter - 'a';
    if (at < 0 || at >= MARKS)
        return;
    desk->marks[at] = host_state(desk->host)->position;
    desk->mark_set[at] = true;
    char time[READING_MAX];
    reading_time(desk->marks[at], desk_model(desk) ? desk_model(desk)->rate_hz : 0, time);
    desk_say(desk, 0, "Mark %c at %s", press->letter, time);
}

void action_go_to_mark(Desk *desk, const KeyPress *press)
{
    int at = press->letter - 'a';
    if (at < 0 || at >= MARKS || !desk->mark_set[at])
        desk_say(desk, 0, "There is no mark %c; M%c sets it", press->letter, press->letter);
    else
        desk_locate(desk, desk->marks[at]);
}

void action_marker(Desk *desk, const KeyPress *press)
{
    (void)press;
    desk->marker_frame = host_state(desk->host)->position;
    prompt_open(&desk->prompt, PROMPT_MARKER, "");
}

void desk_set_marker(Desk *desk, const char *text)
{
    char time[EXACT_TIME_MAX];
    Buffer quoted = {0};
    desk_exact_time(desk, desk->marker_frame, time);
    text_append_quoted(&quoted, text, strlen(text));
    if (quoted.bytes)
        desk_submit(desk, "marker %s %s", time, quoted.bytes);
    buffer_clear(&quoted);
}

void action_loop_end(Desk *desk, const KeyPress *press)
{
    const Model *model = desk_model(desk);
    int64_t here = host_state(desk->host)->position;
    if (!model)
        return;
    int64_t from = model->has_loop ? model_frame_of_time(model, &model->loop_from) : desk->loop_from;
    int64_t to = model->has_loop ? model_frame_of_time(model, &model->loop_to) : -1;
    bool is_out = press->binding->argument == 1;
    from = is_out ? from : here;
    to = is_out ? here : to;
    desk->loop_from = from;
    if (is_out && from < 0)
        desk_say(desk, 0, "The loop has no beginning yet; g[ sets it");
    else if (to < 0 || (!is_out && to <= from))
        desk_say(desk, 0, "The loop begins here; g] ends it");
    else if (to <= from)
        desk_say(desk, 0, "The loop would end before it begins");
    else {
        char times[2][EXACT_TIME_MAX];
        desk_exact_time(desk, from, times[0]);
        desk_exact_time(desk, to, times[1]);
        desk_submit(desk, "loop %s %s", times[0], times[1]);
    }
}
