/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Circles of signal (outs, sends, keys) and of VCAs, found by depth-first search without recursion. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/facts.h"
#include "projects/model/model.h"

typedef int (*EdgeOf)(const Model *model, const Strip *strip,
                      int index); /* strip index, -1 = none there, -2 = no more */

static int signal_edge(const Model *model, const Strip *strip, int index)
{
    if (index == 0)
        return strip->out ? model_strip_index(model, strip->out) : -1;
    if (index <= strip->send_count)
        return model_strip_index(model, strip->sends[index - 1].to);
    return -2;
}

static int vca_edge(const Model *model, const Strip *strip, int index)
{
    if (index == 0)
        return strip->vca ? model_strip_index(model, strip->vca) : -1;
    return -2;
}

typedef struct Edge {
    int from, to;
} Edge;

/* A key goes from the strip it listens to into the strip that holds the processor: the other way than it is written. */
static int compare_edges(const void *a, const void *b)
{
    return ((const Edge *)a)->from - ((const Edge *)b)->from;
}

static Edge *collect_keys(const Model *model, int *count)
{
    Edge *edges = NULL;
    *count = 0;
    for (int i = 0; i < model->strip_count; i++)
        for (int k = 0; k < model->strips[i].processor_count; k++) {
            const char *key = model->strips[i].processors[k].key;
            int from = key ? model_strip_index(model, key) : -1;
            Edge *edge = from >= 0 ? array_append(&edges, *count, sizeof *edge) : NULL;
            if (edge)
                edge[0] = (Edge){from, i}, ++*count;
        }
    if (*count)
        qsort(edges, (size_t)*count, sizeof *edges, compare_edges);
    return edges;
}

typedef struct Search {
    const Model *model;
    EdgeOf edge_of;
    Edge *keys;
    int key_count;
    int *first_key;       /* per strip: its first edge in keys */
    unsigned char *state; /* 0 new, 1 on the path, 2 done */
    int *path, *next_edge;
    int depth;
} Search;

static int edge_at(const Search *search, int strip, int index)
{
    const Strip *from = &search->model->strips[strip];
    int to = search->edge_of(search->model, from, index);
    if (to != -2 || !search->keys)
        return to;
    int plain = 1 + from->send_count, key = search->first_key[strip] + index - plain;
    return key < search->key_count && search->keys[key].from == strip ? search->keys[key].to : -2;
}

static void describe(const Search *search, int again, char *out, size_t size)
{
    int start = 0;
    size_t used = 0;
    while (search->path[start] != again)
        start++;
    for (int i = start; i < search->depth && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s -> ", search->model->strips[search->path[i]].name);
    if (used < size)
        snprintf(out + used, size - used, "%s", search->model->strips[again].name);
}

static bool search_from(Search *search, int start, char *out, size_t size)
{
    search->depth = 1;
    search->path[0] = start;
    search->next_edge[0] = 0;
    search->state[start] = 1;
    while (search->depth > 0) {
        int top = search->path[search->depth - 1], to = edge_at(search, top, search->next_edge[search->depth - 1]++);
        if (to == -2) {
            search->state[top] = 2;
            search->depth--;
        } else if (to >= 0 && search->state[to] == 1) {
            describe(search, to, out, size);
            return true;
        } else if (to >= 0 && search->state[to] == 0) {
            search->state[to] = 1;
            search->path[search->depth] = to;
            search->next_edge[search->depth++] = 0;
        }
    }
    return false;
}

static bool find_loop(const Model *model, EdgeOf edge_of, bool with_keys, char *out, size_t size)
{
    size_t count = (size_t)model->strip_count + 1;
    Search search = {.model = model,
                     .edge_of = edge_of,
                     .state = calloc(count, 1),
                     .path = calloc(count, sizeof(int)),
                     .next_edge = calloc(count, sizeof(int)),
                     .first_key = calloc(count, sizeof(int))};
    bool found = false;
    if (with_keys)
        search.keys = collect_keys(model, &search.key_count);
    if (search.state && search.path && search.next_edge && search.first_key) {
        for (int i = search.key_count - 1; i >= 0; i--)
            search.first_key[search.keys[i].from] = i;
        for (int i = 0; i < model->strip_count && !found; i++)
            found = search.state[i] == 0 && search_from(&search, i, out, size);
    }
    free(search.state);
    free(search.path);
    free(search.next_edge);
    free(search.first_key);
    free(search.keys);
    return found;
}

bool model_find_loop(const Model *model, char *out, size_t size)
{
    return find_loop(model, signal_edge, true, out, size);
}

bool model_find_vca_loop(const Model *model, char *out, size_t size)
{
    return find_loop(model, vca_edge, false, out, size);
}
