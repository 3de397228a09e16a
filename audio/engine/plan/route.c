/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/plan/route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Link { /* `from` must be computed before `to` */
    int from, to;
} Link;

typedef struct Links {
    Link *link;
    int count;
    int *waits;          /* per strip: links into it that are not done */
    int *first, *target; /* the targets of strip s are target[first[s]] to target[first[s + 1] - 1] */
} Links;

static int64_t round_up(int64_t frames)
{
    return (frames + CELL_FRAMES - 1) / CELL_FRAMES * CELL_FRAMES;
}

static bool links_init(Links *links, const Plan *plan)
{
    size_t most = (size_t)(plan->edge_count + plan->voice_count) + 1, strips = (size_t)plan->strip_count + 2;
    *links = (Links){.link = calloc(most, sizeof(Link)),
                     .waits = calloc(strips, sizeof(int)),
                     .first = calloc(strips, sizeof(int)),
                     .target = calloc(most, sizeof(int))};
    return links->link && links->waits && links->first && links->target;
}

static void links_clear(Links *links)
{
    free(links->link);
    free(links->waits);
    free(links->first);
    free(links->target);
}

static void collect_links(const Plan *plan, Links *links)
{
    for (int e = 0; e < plan->edge_count; e++)
        links->link[links->count++] = (Link){plan->edges[e].from, plan->edges[e].to};
    for (int v = 0; v < plan->voice_count; v++) {
        const PlanVoice *voice = &plan->voices[v];
        if (voice->key >= 0 &&
            !(plan->keys[voice->key].from == voice->strip && plan->keys[voice->key].tap == TAP_INPUT))
            links->link[links->count++] = (Link){plan->keys[voice->key].from, voice->strip};
    }
    for (int i = 0; i < links->count; i++)
        links->waits[links->link[i].to]++;
}

/* Targets by source, in the order of the links. */
static void group_targets(Links *links, int strips)
{
    for (int i = 0; i < links->count; i++)
        links->first[links->link[i].from + 1]++;
    for (int s = 0; s < strips; s++)
        links->first[s + 1] += links->first[s];
    for (int i = links->count - 1; i >= 0; i--)
        links->target[--links->first[links->link[i].from + 1]] = links->link[i].to;
    /* now first[s + 1] is where the targets of s begin */
    for (int s = 0; s < strips; s++)
        links->first[s] = links->first[s + 1];
    links->first[strips] = links->count;
}

static void append_name(char *text, size_t size, const char *before, const char *name)
{
    size_t length = strlen(text);
    if (length < size)
        snprintf(text + length, size - length, "%s%s", before, name);
}

/* Walks against the signal from a strip that still waits until one comes round again. */
static Status report_loop(const Links *links, const MixSpec *spec, Error *error)
{
    int *trail = calloc((size_t)spec->strip_count + 1, sizeof *trail);
    int *place = calloc((size_t)spec->strip_count, sizeof *place);
    char text[400] = "";
    int at = 0, length = 0;
    if (!trail || !place) {
        free(trail);
        free(place);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    while (links->waits[at] == 0)
        at++;
    while (place[at] == 0) {
        trail[length++] = at;
        place[at] = length;
        for (int i = 0; i < links->count; i++)
            if (links->link[i].to == at && links->waits[links->link[i].from] > 0) {
                at = links->link[i].from;
                break;
            }
    }
    append_name(text, sizeof text, "", spec->strips[at].name);
    for (int i = length - 1; i >= place[at] - 1; i--)
        append_name(text, sizeof text, " > ", spec->strips[trail[i]].name);
    free(trail);
    free(place);
    return error_set(error, STATUS_REFUSED, "the routing runs in a circle: %s", text);
}

/* Those that wait for nobody, then whoever has waited for them; the number that found a place. */
static int order_strips(Plan *plan, Links *links)
{
    int count = 0;
    for (int s = 0; s < plan->strip_count; s++)
        if (links->waits[s] == 0)
            plan->order[count++] = s;
    for (int at = 0; at < count; at++) {
        int s = plan->order[at];
        for (int i = links->first[s]; i < links->first[s + 1]; i++)
            if (--links->waits[links->target[i]] == 0)
                plan->order[count++] = links->target[i];
    }
    return count;
}

/* The strips that may be computed first come first, in the order of the file (Kahn 1962). */
static Status sort_strips(Plan *plan, const MixSpec *spec, Error *error)
{
    Links links;
    Status status = STATUS_OK;
    if (links_init(&links, plan)) {
        collect_links(plan, &links);
        group_targets(&links, plan->strip_count);
        if (order_strips(plan, &links) < plan->strip_count)
            status = report_loop(&links, spec, error);
    } else {
        status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    links_clear(&links);
    return status;
}

static int64_t latency_to(const PlanStrip *strip, Tap tap)
{
    return tap == TAP_INPUT ? 0 : (tap == TAP_PRE ? strip->pre : strip->total);
}

/* When the signal at a tap is there. */
static int64_t ready_at(const PlanStrip *strip, Tap tap)
{
    return strip->d_in + strip->pad + latency_to(strip, tap);
}

static void sum_latencies(Plan *plan)
{
    for (int s = 0; s < plan->strip_count; s++) {
        PlanStrip *strip = &plan->strips[s];
        for (int v = strip->first_voice; v < strip->first_voice + strip->voice_count; v++) {
            PlanVoice *voice = &plan->voices[v];
            voice->before = strip->total;
            strip->total += voice->state->latency;
            if (!voice->after_fader)
                strip->pre = strip->total;
        }
        strip->pad = strip->kind == STRIP_TRACK ? round_up(strip->total) - strip->total : 0;
    }
}

static bool is_own_input(const PlanVoice *voice, const PlanKey *key)
{
    return key->from == voice->strip && key->tap == TAP_INPUT;
}

/* Each strip as early as its inputs and keys allow. */
static void place_early(Plan *plan)
{
    for (int i = 0; i < plan->strip_count; i++) {
        PlanStrip *strip = &plan->strips[plan->order[i]];
        int64_t d_in = 0;
        for (int k = 0; k < strip->input_count; k++) {
            const PlanEdge *edge = &plan->edges[plan->inputs[strip->first_input + k]];
            int64_t ready = round_up(ready_at(&plan->strips[edge->from], edge->tap));
            d_in = ready > d_in ? ready : d_in;
        }
        for (int v = strip->first_voice; v < strip->first_voice + strip->voice_count; v++) {
            const PlanVoice *voice = &plan->voices[v];
            if (voice->key < 0 || is_own_input(voice, &plan->keys[voice->key]))
                continue;
            const PlanKey *key = &plan->keys[voice->key];
            int64_t ready = round_up(ready_at(&plan->strips[key->from], key->tap) - strip->pad - voice->before);
            d_in = ready > d_in ? ready : d_in;
        }
        strip->d_in = d_in;
    }
}

static int64_t needed_at(const Plan *plan, const PlanVoice *voice)
{
    const PlanStrip *strip = &plan->strips[voice->strip];
    return strip->d_in + strip->pad + voice->before;
}

/* Then each as late as its destinations allow: tracks read their stems later instead of being delayed, and how far
 * before the output a strip lies depends on nothing but what its own signal goes through. */
static void place_late(Plan *plan)
{
    for (int i = plan->strip_count - 1; i >= 0; i--) {
        int s = plan->order[i];
        PlanStrip *strip = &plan->strips[s];
        int64_t least = INT64_MAX;
        for (int e = strip->first_edge; e < strip->first_edge + strip->edge_count; e++) {
            int64_t room = plan->strips[plan->edges[e].to].d_in - ready_at(strip, plan->edges[e].tap);
            least = room < least ? room : least;
        }
        for (int k = 0; k < plan->key_count; k++)
            if (plan->keys[k].from == s && plan->voices[plan->keys[k].voice].strip != s) {
                int64_t room = needed_at(plan, &plan->voices[plan->keys[k].voice]) - ready_at(strip, plan->keys[k].tap);
                least = room < least ? room : least;
            }
        if (least != INT64_MAX && least > 0)
            strip->d_in += least / CELL_FRAMES * CELL_FRAMES;
    }
}

static void set_delays(Plan *plan)
{
    const PlanStrip *master = plan->master >= 0 ? &plan->strips[plan->master] : NULL;
    plan->latency = master ? round_up(master->d_in + master->total) : 0;
    for (int s = 0; s < plan->strip_count; s++) {
        PlanStrip *strip = &plan->strips[s];
        strip->ahead_in = plan->latency - strip->d_in - strip->pad;
        strip->ahead_pre = strip->ahead_in - strip->pre;
        strip->ahead_out = strip->ahead_in - strip->total;
    }
    for (int e = 0; e < plan->edge_count; e++) {
        PlanEdge *edge = &plan->edges[e];
        edge->delay = plan->strips[edge->to].d_in - ready_at(&plan->strips[edge->from], edge->tap);
        edge->ahead = plan->latency - plan->strips[edge->to].d_in;
    }
    for (int v = 0; v < plan->voice_count; v++) {
        PlanVoice *voice = &plan->voices[v];
        voice->ahead = plan->latency - needed_at(plan, voice);
        if (voice->key >= 0) {
            PlanKey *key = &plan->keys[voice->key];
            key->delay = needed_at(plan, voice) - ready_at(&plan->strips[key->from], key->tap);
        }
    }
}

static void group_inputs(Plan *plan)
{
    int at = 0;
    for (int s = 0; s < plan->strip_count; s++) {
        plan->strips[s].first_input = at;
        at += plan->strips[s].input_count;
        plan->strips[s].input_count = 0;
    }
    for (int e = 0; e < plan->edge_count; e++) {
        PlanStrip *to = &plan->strips[plan->edges[e].to];
        plan->inputs[to->first_input + to->input_count++] = e;
    }
}

Status plan_route(Plan *plan, const MixSpec *spec, Error *error)
{
    group_inputs(plan);
    Status status = sort_strips(plan, spec, error);
    if (status != STATUS_OK)
        return status;
    sum_latencies(plan);
    place_early(plan);
    place_late(plan);
    set_delays(plan);
    return STATUS_OK;
}
