/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/merge/diff.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { CHANGES_MAX = 4096 };

typedef struct Diff {
    const uint64_t *a, *b;
    bool *gone, *fresh;
    int *forward,
        *backward; /* furthest x on each diagonal x - y, from either end; both may be indexed from -b_count - 1 */
} Diff;

typedef struct Box {
    int a_from, a_to, b_from, b_to;
} Box;

/* ---- Myers' middle snake ---- */

typedef struct Front {
    int low, high;
} Front; /* the diagonals in reach */

/* Widens a front by one step; what lies beyond it is `unreached`. */
static void widen(Front *front, int *furthest, int lowest, int highest, int unreached)
{
    if (front->low > lowest)
        furthest[--front->low - 1] = unreached;
    else
        front->low++;
    if (front->high < highest)
        furthest[++front->high + 1] = unreached;
    else
        front->high--;
}

/* One more change from the start. True where the two searches meet. */
static bool step_forward(const Diff *diff, const Box *box, Front *front, const Front *other, bool odd, int *x_out,
                         int *y_out)
{
    for (int d = front->high; d >= front->low; d -= 2) {
        int below = diff->forward[d - 1], above = diff->forward[d + 1];
        int x = below < above ? above : below + 1, y = x - d;
        while (x < box->a_to && y < box->b_to && diff->a[x] == diff->b[y])
            x++, y++;
        diff->forward[d] = x;
        if (odd && other->low <= d && d <= other->high && diff->backward[d] <= x) {
            *x_out = x, *y_out = y;
            return true;
        }
    }
    return false;
}

/* One more change from the end. */
static bool step_backward(const Diff *diff, const Box *box, Front *front, const Front *other, bool odd, int *x_out,
                          int *y_out)
{
    for (int d = front->high; d >= front->low; d -= 2) {
        int below = diff->backward[d - 1], above = diff->backward[d + 1];
        int x = below < above ? below : above - 1, y = x - d;
        while (x > box->a_from && y > box->b_from && diff->a[x - 1] == diff->b[y - 1])
            x--, y--;
        diff->backward[d] = x;
        if (!odd && other->low <= d && d <= other->high && x <= diff->forward[d]) {
            *x_out = x, *y_out = y;
            return true;
        }
    }
    return false;
}

/* A point on a shortest path through the box; false if it is too far to look for. */
static bool find_middle(const Diff *diff, const Box *box, int *x, int *y)
{
    int lowest = box->a_from - box->b_to, highest = box->a_to - box->b_from;
    int start = box->a_from - box->b_from, end = box->a_to - box->b_to;
    bool odd = ((start - end) & 1) != 0;
    Front forward = {start, start}, backward = {end, end};
    diff->forward[start] = box->a_from;
    diff->backward[end] = box->a_to;
    for (int changes = 0; changes < CHANGES_MAX; changes++) {
        widen(&forward, diff->forward, lowest, highest, -1);
        if (step_forward(diff, box, &forward, &backward, odd, x, y))
            return true;
        widen(&backward, diff->backward, lowest, highest, INT_MAX);
        if (step_backward(diff, box, &backward, &forward, odd, x, y))
            return true;
    }
    return false;
}

/* The depth is logarithmic: each half has half the changes. */
static void compare(const Diff *diff, Box box)
{
    int x = 0, y = 0;
    while (box.a_from < box.a_to && box.b_from < box.b_to && diff->a[box.a_from] == diff->b[box.b_from])
        box.a_from++, box.b_from++;
    while (box.a_from < box.a_to && box.b_from < box.b_to && diff->a[box.a_to - 1] == diff->b[box.b_to - 1])
        box.a_to--, box.b_to--;
    if (box.a_from < box.a_to && box.b_from < box.b_to && find_middle(diff, &box, &x, &y)) {
        compare(diff, (Box){box.a_from, x, box.b_from, y});
        compare(diff, (Box){x, box.a_to, y, box.b_to});
        return;
    }
    for (int i = box.a_from; i < box.a_to; i++)
        diff->gone[i] = true;
    for (int i = box.b_from; i < box.b_to; i++)
        diff->fresh[i] = true;
}

Status diff_sequences(const uint64_t *a, int a_count, const uint64_t *b, int b_count, bool *gone, bool *fresh)
{
    size_t diagonals = (size_t)a_count + (size_t)b_count + 3;
    int *room = malloc(2 * diagonals * sizeof *room);
    if (!room)
        return STATUS_NO_MEMORY;
    Diff diff = {a, b, gone, fresh, room + b_count + 1, room + diagonals + b_count + 1};
    if (a_count > 0)
        memset(gone, 0, (size_t)a_count * sizeof *gone);
    if (b_count > 0)
        memset(fresh, 0, (size_t)b_count * sizeof *fresh);
    compare(&diff, (Box){0, a_count, 0, b_count});
    free(room);
    return STATUS_OK;
}

/* ---- lines
 * -------------------------------------------------------------------------------------------------------------------
 */

uint64_t diff_hash(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

/* The hash of each line, malloc'd; a last line without an end counts. NULL without memory. */
static uint64_t *hash_lines(const char *text, size_t length, int *count)
{
    size_t lines = 0;
    for (const char *at = text, *end = text + length; at < end; lines++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline ? newline + 1 : end;
    }
    uint64_t *hashes = lines < INT_MAX / 4 ? malloc((lines + 1) * sizeof *hashes) : NULL;
    if (!hashes)
        return NULL;
    *count = (int)lines;
    size_t i = 0;
    for (const char *at = text, *end = text + length; at < end; i++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at)), *stop = newline ? newline : end;
        size_t size = (size_t)(stop - at);
        hashes[i] = diff_hash(DIFF_HASH, at, size > 0 && stop[-1] == '\r' ? size - 1 : size);
        at = newline ? newline + 1 : end;
    }
    return hashes;
}

static int collect_hunks(const bool *gone, int a_count, const bool *fresh, int b_count, DiffHunk *hunks)
{
    int count = 0;
    for (int i = 0, j = 0; i < a_count || j < b_count;) {
        DiffHunk hunk = {.a_at = i, .b_at = j};
        while (i < a_count && gone[i])
            i++;
        while (j < b_count && fresh[j])
            j++;
        hunk.a_count = i - hunk.a_at;
        hunk.b_count = j - hunk.b_at;
        if (hunk.a_count + hunk.b_count > 0)
            hunks[count++] = hunk;
        else
            i++, j++;
    }
    return count;
}

Status diff_lines(const char *a, size_t a_length, const char *b, size_t b_length, DiffHunk **hunks, int *count)
{
    int a_count = 0, b_count = 0;
    Status status = STATUS_NO_MEMORY;
    uint64_t *a_lines = hash_lines(a, a_length, &a_count), *b_lines = hash_lines(b, b_length, &b_count);
    bool *marks = malloc((size_t)a_count + (size_t)b_count + 1);
    DiffHunk *found = malloc(((size_t)a_count + (size_t)b_count + 1) * sizeof *found);
    if (a_lines && b_lines && marks && found)
        status = diff_sequences(a_lines, a_count, b_lines, b_count, marks, marks + a_count);
    if (status == STATUS_OK) {
        *count = collect_hunks(marks, a_count, marks + a_count, b_count, found);
        *hunks = found;
    } else {
        free(found);
    }
    free(a_lines);
    free(b_lines);
    free(marks);
    return status;
}
