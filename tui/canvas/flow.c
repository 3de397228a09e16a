/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/canvas/flow.h"

enum {
    WINDOW_FIRST = 4096,
    WINDOW_MOST = 1 << 18,
    WINDOW_MS = 100, /* of the line's rate are under way */
    SLOW_MS = 100,   /* an answer this much later than the quickest: the line is full */
    QUICK_MS = 50,
    ASKED_EVERY = 512, /* bytes, on a line that is quick: an answer wakes us */
    OVERDUE_MS =
        3000, /* without an answer, and a second more for each OVERDUE_RATE bytes: they are counted by time again */
    OVERDUE_RATE = 100,
    WORTH_WRITING = 60
};

void flow_init(Flow *flow, int64_t now_ms)
{
    *flow = (Flow){.counted_ms = now_ms, .fence_at = -1, .window = WINDOW_FIRST};
}

static int64_t overdue_ms(const Flow *flow)
{
    return flow->fence_ms + OVERDUE_MS + flow->base_ms + (flow->fence_at - flow->taken) * 1000 / OVERDUE_RATE;
}

static bool is_known(const Flow *flow, int64_t now_ms)
{
    return flow->answers && (flow->fence_at < 0 || now_ms < overdue_ms(flow));
}

/* What is no picture counts as taken first: keys that come while a picture is under way wait for each other, not for
 * it. */
static void take(Flow *flow, int64_t bytes)
{
    flow->taken += bytes;
    if (flow->taken > flow->written)
        flow->taken = flow->written;
    if (flow->picture > flow->written - flow->taken)
        flow->picture = flow->written - flow->taken;
}

static int64_t held(Flow *flow, int64_t now_ms)
{
    int64_t passed_ms = now_ms - flow->counted_ms;
    flow->counted_ms = now_ms;
    if (!is_known(flow, now_ms) && passed_ms > 0)
        take(flow, passed_ms * FLOW_RATE / 1000);
    return flow->written - flow->taken;
}

static int64_t most_held(const Flow *flow, bool urgent, int64_t now_ms)
{
    int64_t most = is_known(flow, now_ms) ? flow->window : FLOW_LEAST;
    return urgent ? most + FLOW_URGENT + flow->picture : most;
}

size_t flow_room(Flow *flow, bool urgent, int64_t now_ms)
{
    int64_t under_way = held(flow, now_ms), room = most_held(flow, urgent, now_ms) - under_way;
    flow->window_filled |= room < WORTH_WRITING;
    return room >= WORTH_WRITING || (room > 0 && under_way == 0) ? (size_t)room : 0;
}

int flow_wait_ms(Flow *flow, int64_t now_ms)
{
    int64_t over = held(flow, now_ms) + WORTH_WRITING - most_held(flow, false, now_ms);
    if (is_known(flow, now_ms))
        return flow->fence_at < 0 ? 0 : (int)(overdue_ms(flow) - now_ms);
    return over > 0 ? (int)(over * 1000 / FLOW_RATE) + 1 : 0;
}

void flow_write(Flow *flow, size_t bytes, bool whole)
{
    flow->written += (int64_t)bytes;
    flow->picture += whole ? (int64_t)bytes : 0;
}

bool flow_wants_question(const Flow *flow)
{
    int64_t unasked = flow->written - flow->taken;
    return flow->fence_at < 0 && unasked > (flow->window > WINDOW_FIRST / 2 ? ASKED_EVERY : 0);
}

void flow_ask(Flow *flow, int64_t now_ms)
{
    flow->fence_at = flow->written;
    flow->fence_ms = now_ms;
}

/* What was under way came through in the time by which the answer was late. */
static void fit_window(Flow *flow, int64_t bytes, int late_ms)
{
    if (late_ms > SLOW_MS) {
        flow->window = bytes * WINDOW_MS / late_ms;
        if (flow->window < FLOW_LEAST)
            flow->window = FLOW_LEAST;
    } else if (late_ms < QUICK_MS && flow->window_filled && flow->window < WINDOW_MOST)
        flow->window *= 2;
    flow->window_filled = false;
}

void flow_answer(Flow *flow, int64_t now_ms)
{
    if (flow->fence_at < 0)
        return;
    int took_ms = (int)(now_ms - flow->fence_ms);
    if (!flow->answers || took_ms < flow->base_ms)
        flow->base_ms = took_ms;
    int64_t bytes = flow->fence_at - flow->taken;
    if (bytes > 0)
        take(flow, bytes);
    flow->taken = flow->fence_at;
    flow->fence_at = -1;
    flow->answers = true;
    flow->counted_ms = now_ms;
    fit_window(flow, bytes > 0 ? bytes : 0, took_ms - flow->base_ms);
}
