/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be measured without sound. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/lint/lint.h"

typedef struct DocumentCheck {
    Lint *lint;
    const Rule *rule;
    const Model *model;
    int64_t end_frame; /* -1: not known */
} DocumentCheck;

static void tell(const DocumentCheck *check, TextPlace place, int strip, const char *subject, double value, double at_s)
{
    lint_tell(check->lint, check->rule, &(Measurement){place, strip, subject, value, at_s});
}

static void tell_state(const DocumentCheck *check, TextPlace place, int strip, const char *subject)
{
    tell(check, place, strip, subject, 1, NAN);
}

static bool is_moved(const Model *model, const char *strip, const char *key)
{
    char address[200];
    snprintf(address, sizeof address, "%.90s.%.90s", strip, key);
    const Lane *lane = model_lane(model, address);
    return lane && lane->mode != LANE_OFF && lane->point_count > 0;
}

static bool is_muted(const Model *model, const Strip *strip)
{
    return strip->fact[FACT_MUTE] != 0 && !is_moved(model, strip->name, "mute");
}

static TextPlace strip_place(const Strip *strip)
{
    return (TextPlace){strip->file, strip->line};
}

static void find_mutes(const DocumentCheck *check)
{
    for (int i = 0; i < check->model->strip_count; i++)
        if (is_muted(check->model, &check->model->strips[i]))
            tell_state(check, check->model->strips[i].fact_place[FACT_MUTE], i, check->model->strips[i].name);
}

static void find_solo_safe(const DocumentCheck *check)
{
    for (int i = 0; i < check->model->strip_count; i++) {
        const Strip *strip = &check->model->strips[i];
        if (strip->kind == SECTION_TRACK && strip->fact[FACT_SOLO_SAFE] != 0)
            tell_state(check, strip->fact_place[FACT_SOLO_SAFE], i, strip->name);
    }
}

static void find_bypassed(const DocumentCheck *check)
{
    char subject[200], key[120];
    for (int i = 0; i < check->model->strip_count; i++)
        for (int k = 0; k < check->model->strips[i].processor_count; k++) {
            const Strip *strip = &check->model->strips[i];
            const Processor *processor = &strip->processors[k];
            snprintf(key, sizeof key, "%.80s.bypass", processor_address(processor));
            if (!processor->bypass || is_moved(check->model, strip->name, key))
                continue;
            snprintf(subject, sizeof subject, "%.90s.%.90s", strip->name, processor_address(processor));
            tell_state(check, (TextPlace){processor->file, processor->line}, i, subject);
        }
}

/* Why nothing comes out of a send; NULL where something may. */
static const char *send_silence(const Model *model, const Strip *strip, const Send *send)
{
    char key[120];
    const Strip *to = model_strip(model, send->to);
    snprintf(key, sizeof key, "send.%.90s.mute", send->to);
    if (send->mute && !is_moved(model, strip->name, key))
        return "is muted";
    snprintf(key, sizeof key, "send.%.90s", send->to);
    if (isinf(send->level_db) && !is_moved(model, strip->name, key))
        return "is at -inf";
    return to && is_muted(model, to) ? "goes to a muted strip" : NULL;
}

static void find_sends(const DocumentCheck *check)
{
    char subject[240];
    for (int i = 0; i < check->model->strip_count; i++)
        for (int k = 0; k < check->model->strips[i].send_count; k++) {
            const Strip *strip = &check->model->strips[i];
            const Send *send = &strip->sends[k];
            const char *why = send_silence(check->model, strip, send);
            snprintf(subject, sizeof subject, "%.90s.send.%.90s %s", strip->name, send->to, why ? why : "");
            if (why)
                tell_state(check, (TextPlace){send->file, send->line}, i, subject);
        }
}

/* --- what is used --- */

static void mark(const Model *model, bool *used, const char *name)
{
    int index = name ? model_strip_index(model, name) : -1;
    if (index >= 0)
        used[index] = true;
}

static void mark_used(const Model *model, bool *used)
{
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        mark(model, used, strip->out);
        mark(model, used, strip->vca);
        for (int k = 0; k < strip->send_count; k++)
            mark(model, used, strip->sends[k].to);
        used[i] |= strip->clip_count > 0 || strip->member_count > 0 || strip->kind == SECTION_MASTER;
    }
}

static void find_unused(const DocumentCheck *check)
{
    bool *used = calloc((size_t)check->model->strip_count + 1, sizeof *used);
    check->lint->failed |= !used;
    if (used)
        mark_used(check->model, used);
    for (int i = 0; used && i < check->model->strip_count; i++)
        if (!used[i])
            tell_state(check, strip_place(&check->model->strips[i]), i, check->model->strips[i].name);
    free(used);
}

/* The muted bus that a strip runs into, at last, or NULL. Loops are errors, and are refused before. */
static const Strip *muted_bus(const Model *model, const Strip *strip)
{
    const Strip *bus = strip->out ? model_strip(model, strip->out) : NULL;
    for (int depth = 0; bus && depth < model->strip_count; depth++) {
        if (is_muted(model, bus))
            return bus;
        bus = bus->out ? model_strip(model, bus->out) : NULL;
    }
    return NULL;
}

static void find_muted_buses(const DocumentCheck *check)
{
    char subject[300];
    for (int i = 0; i < check->model->strip_count; i++) {
        const Strip *strip = &check->model->strips[i], *bus = muted_bus(check->model, strip);
        for (int k = 0; bus && !is_muted(check->model, strip) && k < strip->send_count; k++) {
            const Send *send = &strip->sends[k];
            if (send_silence(check->model, strip, send))
                continue;
            snprintf(subject, sizeof subject, "%.70s.send.%.70s sounds though %.70s is muted", strip->name, send->to,
                     bus->name);
            tell_state(check, (TextPlace){send->file, send->line}, i, subject);
        }
    }
}

/* --- levels and times --- */

static void find_limiters(const DocumentCheck *check)
{
    char subject[120];
    int master = model_strip_index(check->model, "master");
    const Strip *strip = master >= 0 ? &check->model->strips[master] : NULL;
    for (int i = 0; strip && i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        bool limits = strcmp(processor->kind_word, "limiter") == 0 || strcmp(processor->kind_word, "clipper") == 0;
        if (!limits || processor->bypass)
            continue;
        snprintf(subject, sizeof subject, "master.%.90s", processor_address(processor));
        tell_state(check, (TextPlace){processor->file, processor->line}, master, subject);
    }
}

static void find_gain_sums(const DocumentCheck *check)
{
    for (int i = 0; i < check->model->strip_count; i++) {
        const Strip *strip = &check->model->strips[i];
        for (int k = 0; k < strip->clip_count; k++)
            tell(check, (TextPlace){strip->clips[k].file, strip->clips[k].line}, i, strip->name,
                 strip->clips[k].gain_db + strip->fact[FACT_TRIM], NAN);
    }
}

/* The strip that an address begins with. */
static int strip_of_lane(const Model *model, const Lane *lane)
{
    char name[80];
    snprintf(name, sizeof name, "%.*s", (int)(strcspn(lane->address, ".") % sizeof name), lane->address);
    return model_strip_index(model, name);
}

static void find_late_points(const DocumentCheck *check)
{
    for (int i = 0; i < check->model->lane_count && check->end_frame >= 0; i++) {
        const Lane *lane = &check->model->lanes[i];
        if (lane->point_count == 0 || lane->mode == LANE_OFF)
            continue;
        const LaneModelPoint *last = &lane->points[lane->point_count - 1];
        int64_t frame = model_frame_of_time(check->model, &last->at);
        double rate_hz = check->model->rate_hz;
        tell(check, (TextPlace){lane->file, last->line}, strip_of_lane(check->model, lane), lane->address,
             (double)(frame - check->end_frame) / rate_hz, (double)frame / rate_hz);
    }
}

static const struct {
    const char *id;
    void (*find)(const DocumentCheck *check);
} finders[] = {
    {"mix/mute", find_mutes},       {"mix/solo-safe", find_solo_safe}, {"mix/bypassed", find_bypassed},
    {"mix/send", find_sends},       {"mix/unused", find_unused},       {"mix/muted-bus", find_muted_buses},
    {"mix/limiter", find_limiters}, {"mix/gain-sum", find_gain_sums},  {"mix/automation-end", find_late_points},
};

void lint_run_document(Lint *lint, int64_t end_frame)
{
    for (size_t i = 0; i < ARRAY_LEN(finders); i++) {
        DocumentCheck check = {lint, rule_find(finders[i].id), lint->model, end_frame};
        if (check.rule && lint_looks_at(lint, check.rule))
            finders[i].find(&check);
    }
    lint_has_run(lint, LINT_DOCUMENT);
    const Rule *late = rule_find("mix/automation-end");
    if (late && end_frame < 0)
        lint->ran[rule_index(late)] = false;
}

Status lint_check_document(Error *error)
{
    const char *ids[ARRAY_LEN(finders) + 1] = {"waive/unused"}; /* when all else is done: lint_finish */
    for (size_t i = 0; i < ARRAY_LEN(finders); i++)
        ids[i + 1] = finders[i].id;
    return lint_check_bound(LINT_DOCUMENT, ids, (int)ARRAY_LEN(ids), error);
}
