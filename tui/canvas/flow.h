/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much may be written to a terminal now, so that a key is answered at once on a slow line, too.
 *
 * What a line holds cannot be asked: a pty's queue is empty as soon as something takes it, be it a modem's worth
 * behind. So the bytes are counted.  A terminal that answers a question (a *fence*: `ESC [ 5 n`, answered by `ESC [ 0
 * n`) says with it that it has taken all before; from how long that took the rate of the line is known, and the bytes
 * under way are kept to what it takes in about a tenth of a second.  A terminal that does not answer is thought to take
 * FLOW_RATE bytes a second.  Pure: times come from the caller.
 */
#ifndef TTYMIX_TUI_CANVAS_FLOW_H
#define TTYMIX_TUI_CANVAS_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FLOW_QUESTION "\033[5n"
#define FLOW_ANSWER "\033[0n"
enum { FLOW_RATE = 1000, FLOW_LEAST = 140, FLOW_URGENT = 200 };

typedef struct Flow {
    int64_t written, taken; /* bytes so far; taken: known, or thought to be */
    int64_t picture;        /* of what is not taken yet: bytes of a whole picture, for which a key does not wait */
    int64_t counted_ms;     /* up to when `taken` was counted by time */
    int64_t fence_at;       /* bytes written before the question that waits for its answer; -1: none does */
    int64_t fence_ms;
    bool answers;       /* it has answered a question */
    int base_ms;        /* the shortest time that took */
    int64_t window;     /* bytes that may be under way */
    bool window_filled; /* since the last answer */
} Flow;

void flow_init(Flow *flow, int64_t now_ms);
/* How many bytes may be written now; 0: none yet.  `urgent`: a key waits for them. */
size_t flow_room(Flow *flow, bool urgent, int64_t now_ms);
/* After how many ms there is room again without an answer; -1: only an answer makes some. */
int flow_wait_ms(Flow *flow, int64_t now_ms);
/* `whole`: a first picture, which can be no smaller. */
void flow_write(Flow *flow, size_t bytes, bool whole);
/* True if a question belongs behind what was written, also where nothing may be written: its answer makes room.
 * flow_ask says that it was put there. */
bool flow_wants_question(const Flow *flow);
void flow_ask(Flow *flow, int64_t now_ms);
void flow_answer(Flow *flow, int64_t now_ms);

#endif
