/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/merge/order.h"

#include <stdlib.h>
#include <string.h>

#include "projects/merge/diff.h"

/* ---- matching two lists ---- */

typedef struct Place {
    uint64_t name;
    int index;
} Place;

static int compare_places(const void *a, const void *b)
{
    const Place *p = a, *q = b;
    return p->name != q->name ? (p->name < q->name ? -1 : 1) : (p->index > q->index) - (p->index < q->index);
}

static void sort_places(Place *places, const MergeItem *items, int count)
{
    for (int i = 0; i < count; i++)
        places[i] = (Place){items[i].name, i};
    qsort(places, (size_t)count, sizeof *places, compare_places);
}

static void pair(int *b_of_a, int *a_of_b, int a, int b)
{
    b_of_a[a] = b;
    a_of_b[b] = a;
}

/* Pairs items of one name: the equal ones in order, then those between them, first with first. */
static Status match_group(const MergeItem *a, const Place *a_group, int a_count, const MergeItem *b,
                          const Place *b_group, int b_count, int *b_of_a, int *a_of_b)
{
    if (a_count == 1 && b_count == 1) {
        pair(b_of_a, a_of_b, a_group[0].index, b_group[0].index);
        return STATUS_OK;
    }
    size_t total = (size_t)a_count + (size_t)b_count;
    uint64_t *contents = malloc(total * sizeof *contents);
    bool *marks = malloc(total);
    Status status = contents && marks ? STATUS_OK : STATUS_NO_MEMORY;
    for (int i = 0; status == STATUS_OK && i < a_count; i++)
        contents[i] = a[a_group[i].index].content;
    for (int i = 0; status == STATUS_OK && i < b_count; i++)
        contents[a_count + i] = b[b_group[i].index].content;
    if (status == STATUS_OK)
        status = diff_sequences(contents, a_count, contents + a_count, b_count, marks, marks + a_count);
    for (int i = 0, j = 0; status == STATUS_OK && (i < a_count || j < b_count);) {
        bool only_a = i < a_count && marks[i], only_b = j < b_count && marks[a_count + j];
        if (only_a == only_b)
            pair(b_of_a, a_of_b, a_group[i++].index, b_group[j++].index);
        else if (only_a)
            i++;
        else
            j++;
    }
    free(contents);
    free(marks);
    return status;
}

static int group_length(const Place *places, int at, int count)
{
    int end = at;
    while (end < count && places[end].name == places[at].name)
        end++;
    return end - at;
}

static Status match(const MergeItem *a, int a_count, const MergeItem *b, int b_count, int *b_of_a, int *a_of_b)
{
    Place *places = malloc(((size_t)a_count + (size_t)b_count + 1) * sizeof *places), *others;
    if (!places)
        return STATUS_NO_MEMORY;
    others = places + a_count;
    memset(b_of_a, -1, (size_t)a_count * sizeof *b_of_a);
    memset(a_of_b, -1, (size_t)b_count * sizeof *a_of_b);
    sort_places(places, a, a_count);
    sort_places(others, b, b_count);
    Status status = STATUS_OK;
    for (int i = 0, j = 0; i < a_count && j < b_count && status == STATUS_OK;) {
        if (places[i].name == others[j].name) {
            int a_length = group_length(places, i, a_count), b_length = group_length(others, j, b_count);
            status = match_group(a, places + i, a_length, b, others + j, b_length, b_of_a, a_of_b);
            i += a_length;
            j += b_length;
        } else if (places[i].name < others[j].name) {
            i++;
        } else {
            j++;
        }
    }
    free(places);
    return status;
}

/* ---- one order ---- */

/* The matches of the three lists. Ours and theirs are matched through the base, and directly where it has neither. */
typedef struct Matches {
    int *base_of_ours, *ours_of_base, *base_of_theirs, *theirs_of_base, *theirs_of_ours, *ours_of_theirs;
    int base_count, ours_count, theirs_count;
} Matches;

/* True if a side has changed the order of what all three have. */
static bool has_moved(const int *base_of, int count, const int *other_of_base)
{
    int last = -1;
    for (int i = 0; i < count; i++) {
        int base = base_of[i];
        if (base < 0 || other_of_base[base] < 0)
            continue;
        if (base < last)
            return true;
        last = base;
    }
    return false;
}

static void join_through_base(Matches *m)
{
    for (int i = 0; i < m->ours_count; i++) {
        int other = m->theirs_of_ours[i];
        if (other >= 0 && (m->base_of_ours[i] >= 0 || m->base_of_theirs[other] >= 0)) {
            m->theirs_of_ours[i] = -1; /* the base knows one of them: it decides below */
            m->ours_of_theirs[other] = -1;
        }
    }
    for (int i = 0; i < m->base_count; i++)
        if (m->ours_of_base[i] >= 0 && m->theirs_of_base[i] >= 0)
            pair(m->theirs_of_ours, m->ours_of_theirs, m->ours_of_base[i], m->theirs_of_base[i]);
}

/* Puts what only the other side has behind what it follows there: `next[i]` chains items of `other` behind skeleton
 * item `place` (0 = before all, else index + 1), in order. */
static void place_others(const int *other_of_skeleton, int skeleton_count, const int *skeleton_of_other,
                         int other_count, bool own_first, int *head, int *tail, int *next)
{
    int place = 0;
    for (int i = 0; i <= skeleton_count; i++)
        head[i] = tail[i] = -1;
    for (int i = 0; i < other_count; i++) {
        next[i] = -1;
        if (skeleton_of_other[i] >= 0) {
            place = skeleton_of_other[i] + 1;
            while (own_first && place < skeleton_count && other_of_skeleton[place] < 0)
                place++; /* the skeleton's own additions come first */
            continue;
        }
        if (i == 0)
            while (own_first && place < skeleton_count && other_of_skeleton[place] < 0)
                place++;
        if (tail[place] >= 0)
            next[tail[place]] = i;
        else
            head[place] = i;
        tail[place] = i;
    }
}

static MergeTriple triple_of(const Matches *m, int ours, int theirs)
{
    int base = ours >= 0 ? m->base_of_ours[ours] : m->base_of_theirs[theirs];
    return (MergeTriple){base, ours, theirs};
}

/* Lists everything; `swap`: the skeleton is theirs. */
static int list_all(const Matches *m, bool swap, MergeTriple *triples, int *head, int *tail, int *next)
{
    int skeleton_count = swap ? m->theirs_count : m->ours_count, other_count = swap ? m->ours_count : m->theirs_count,
        count = 0;
    const int *other_of = swap ? m->ours_of_theirs : m->theirs_of_ours,
              *skeleton_of = swap ? m->theirs_of_ours : m->ours_of_theirs;
    place_others(other_of, skeleton_count, skeleton_of, other_count, !swap, head, tail, next);
    for (int place = 0; place <= skeleton_count; place++) {
        if (place > 0) {
            int item = place - 1, other = other_of[item];
            triples[count++] = swap ? triple_of(m, other, item) : triple_of(m, item, other);
        }
        for (int i = head[place]; i >= 0; i = next[i])
            triples[count++] = swap ? triple_of(m, i, -1) : triple_of(m, -1, i);
    }
    for (int i = 0; i < m->base_count; i++)
        if (m->ours_of_base[i] < 0 && m->theirs_of_base[i] < 0)
            triples[count++] = (MergeTriple){i, -1, -1};
    return count;
}

static Status order_matched(Matches *m, MergeTriple **triples, int *count, bool *both_moved)
{
    size_t all = (size_t)m->base_count + (size_t)m->ours_count + (size_t)m->theirs_count + 1;
    int *room = malloc(3 * all * sizeof *room);
    MergeTriple *listed = malloc(all * sizeof *listed);
    if (!room || !listed) {
        free(room);
        free(listed);
        return STATUS_NO_MEMORY;
    }
    join_through_base(m);
    bool ours_moved = has_moved(m->base_of_ours, m->ours_count, m->theirs_of_base);
    bool theirs_moved = has_moved(m->base_of_theirs, m->theirs_count, m->ours_of_base);
    *both_moved = ours_moved && theirs_moved;
    *count = list_all(m, theirs_moved && !ours_moved, listed, room, room + all, room + 2 * all);
    *triples = listed;
    free(room);
    return STATUS_OK;
}

Status merge_order(const MergeItem *base, int base_count, const MergeItem *ours, int ours_count,
                   const MergeItem *theirs, int theirs_count, MergeTriple **triples, int *count, bool *both_moved)
{
    size_t all = (size_t)base_count + (size_t)ours_count + (size_t)theirs_count;
    int *room = malloc((2 * all + 1) * sizeof *room), *at = room;
    if (!room)
        return STATUS_NO_MEMORY;
    Matches m = {.base_count = base_count, .ours_count = ours_count, .theirs_count = theirs_count};
    m.base_of_ours = at, at += ours_count;
    m.ours_of_base = at, at += base_count;
    m.base_of_theirs = at, at += theirs_count;
    m.theirs_of_base = at, at += base_count;
    m.theirs_of_ours = at, at += ours_count;
    m.ours_of_theirs = at;
    Status status = match(base, base_count, ours, ours_count, m.ours_of_base, m.base_of_ours);
    if (status == STATUS_OK)
        status = match(base, base_count, theirs, theirs_count, m.theirs_of_base, m.base_of_theirs);
    if (status == STATUS_OK)
        status = match(ours, ours_count, theirs, theirs_count, m.theirs_of_ours, m.ours_of_theirs);
    if (status == STATUS_OK)
        status = order_matched(&m, triples, count, both_moved);
    free(room);
    return status;
}
