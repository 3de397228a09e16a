/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/plan/paths.h"

/* Lists the controls that multiply along a path: the strip's, then those of its VCAs upwards, then the send's. */
static void make_path(Plan *plan, const MixSpec *spec, GainPath *path, int s, bool fader, bool mute, SendState *send)
{
    StripState **strips = plan->path_strips + plan->path_strip_count;
    const Control **level = plan->controls + plan->control_count;
    int depth = 0, levels = 0, mutes = 0;
    for (int v = s; v >= 0; v = spec->strips[v].vca) {
        strips[depth++] = plan->strips[v].state;
        if (fader)
            level[levels++] = &plan->strips[v].state->control[STRIP_FADER];
    }
    if (send)
        level[levels++] = &send->control[SEND_LEVEL];
    const Control **mutes_at = level + levels;
    for (int v = 0; v < depth && mute; v++)
        mutes_at[mutes++] = &strips[v]->control[STRIP_MUTE];
    if (send)
        mutes_at[mutes++] = &send->control[SEND_MUTE];
    plan->path_strip_count += depth;
    plan->control_count += levels + mutes;
    *path = (GainPath){.level = level,
                       .level_count = levels,
                       .mute = mutes_at,
                       .mute_count = mutes,
                       .strip = strips,
                       .strip_count = depth,
                       .send = send,
                       .unsilenced = !mute};
    path->channels = plan->strips[s].channels;
}

void plan_make_paths(Plan *plan, const MixSpec *spec, int s)
{
    PlanStrip *strip = &plan->strips[s];
    bool split = strip->pre_count < strip->voice_count; /* the fader is not the last thing before the pan */
    make_path(plan, spec, &strip->source, s, false, false, NULL);
    plan->controls[plan->control_count++] = &strip->state->control[STRIP_TRIM];
    strip->source.level = plan->controls + plan->control_count - 1;
    strip->source.level_count = 1;
    strip->source.strip_count = 1;
    strip->source.plain = strip->source.polarity = true;
    make_path(plan, spec, &strip->fader, s, true, false, NULL);
    strip->fader.plain = true;
    make_path(plan, spec, &strip->post, s, !split, false, NULL);
    strip->post.strip_pan = true;
    make_path(plan, spec, &strip->leaving, s, !split, true, NULL);
    strip->leaving.strip_pan = true;
    for (int e = strip->first_edge; e < strip->first_edge + strip->edge_count; e++) {
        PlanEdge *edge = &plan->edges[e];
        make_path(plan, spec, &edge->path, s, edge->tap == TAP_POST && !split, true, edge->send_state);
        edge->path.strip_pan = edge->tap == TAP_POST;
    }
}
