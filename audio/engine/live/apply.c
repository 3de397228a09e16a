/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The control thread's side: what a new spec changes, and how the audio thread is told. */
#include "audio/engine/live/apply.h"

#include <stdlib.h>
#include <string.h>

#include "audio/engine/live/private.h"

static bool tell_processors(Batch *batch, const Plan *plan, const PlanStrip *strip, const StripSpec *spec)
{
    bool ok = true;
    int v = strip->first_voice;
    for (int i = 0; i < spec->processor_count && ok; i++)
        if (spec->processors[i].kind)
            ok = tell_voice(batch, plan->voices[v++].state, &spec->processors[i]);
    return ok;
}

/* What differs from what was told, for a plan that was made of this spec or of one like it. */
static Batch *tell_all(const Plan *plan, const MixSpec *spec)
{
    Batch *batch = batch_new();
    bool ok = batch != NULL;
    for (int s = 0; s < plan->strip_count && ok; s++) {
        const PlanStrip *strip = &plan->strips[s];
        const StripSpec *from = &spec->strips[s];
        ok = tell_strip(batch, strip->state, from);
        if (strip->signal < 0)
            continue;
        ok = ok && tell_processors(batch, plan, strip, from);
        for (int i = 0; i < from->send_count && ok; i++)
            ok = tell_send(batch, plan->edges[strip->first_edge + (strip->out >= 0) + i].send_state, &from->sends[i]);
    }
    if (ok)
        return batch;
    batch_drop(batch);
    return NULL;
}

static Status send_batch(Engine *engine, Batch *batch, Error *error)
{
    if (batch->count == 0) {
        batch_free(batch);
        return STATUS_OK;
    }
    if (!batch_commit(batch)) {
        batch_drop(batch);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    ring_push(&engine->messages, &(Message){.kind = MESSAGE_VALUES, .batch = batch});
    engine->under_way++;
    return STATUS_OK;
}

Status engine_apply(Engine *engine, const MixSpec *spec, Error *error)
{
    engine_poll(engine);
    if (engine->setup.offline)
        return error_set(error, STATUS_UNSUPPORTED, "a bounce cannot be changed while it runs");
    Plan *plan = NULL;
    if (!plan_fits(engine->told, spec)) {
        PlanSetup setup = engine_plan_setup(engine, spec);
        Status status = plan_new(&plan, &setup, spec, engine->told, error);
        if (status != STATUS_OK)
            return status;
    }
    /* Only now: whoever hears STATUS_BUSY knows that the spec itself can be played. */
    if (ring_room(&engine->messages) < 2 || ring_room(&engine->returned) < MESSAGE_ROOM) {
        plan_free(plan);
        return error_set(error, STATUS_BUSY, "the audio thread does not take more changes");
    }
    Batch *batch = tell_all(plan ? plan : engine->told, spec);
    if (!batch) {
        plan_free(plan);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    if (plan) {
        ring_push(&engine->messages, &(Message){.kind = MESSAGE_PLAN, .plan = plan});
        engine->told = plan;
        engine->under_way++;
    }
    return send_batch(engine, batch, error);
}

/* What the transport was told while the messages were full goes out, the place before what happens there. */
static void send_waiting(Engine *engine)
{
    static const MessageKind order[] = {MESSAGE_MONITOR, MESSAGE_LOOP, MESSAGE_LOCATE, MESSAGE_PLAY};
    for (size_t i = 0; engine->any_waits && i < ARRAY_LEN(order); i++) {
        Message *message = &engine->waiting[order[i]];
        if (!engine->waits[order[i]])
            continue;
        if (!ring_push(&engine->messages, message))
            return;
        engine->waits[order[i]] = false;
    }
    engine->any_waits = false;
}

void engine_poll(Engine *engine)
{
    Returned back;
    send_waiting(engine);
    while (engine->returned.records && ring_pop(&engine->returned, &back)) {
        plan_free(back.plan);
        batch_free(back.batch);
        engine->under_way--;
    }
}

bool engine_is_settled(const Engine *engine)
{
    return engine->under_way == 0;
}

void apply_discard_messages(Engine *engine)
{
    Message message;
    while (engine->messages.records && ring_pop(&engine->messages, &message)) {
        if (message.kind == MESSAGE_PLAN)
            plan_free(message.plan);
        if (message.kind == MESSAGE_VALUES)
            batch_free(message.batch);
    }
}

/* What finds no room waits outside, the newest of its kind; a stop takes the place of a play. */
static void send(Engine *engine, Message message)
{
    MessageKind place = message.kind == MESSAGE_STOP ? MESSAGE_PLAY : message.kind;
    if (engine->setup.offline)
        return;
    send_waiting(engine);
    if (!engine->any_waits && ring_push(&engine->messages, &message))
        return;
    engine->waiting[place] = message;
    engine->waits[place] = engine->any_waits = true;
}

void engine_play(Engine *engine)
{
    send(engine, (Message){.kind = MESSAGE_PLAY});
}

void engine_stop(Engine *engine)
{
    send(engine, (Message){.kind = MESSAGE_STOP});
}

void engine_locate(Engine *engine, int64_t frame)
{
    send(engine, (Message){.kind = MESSAGE_LOCATE, .frame = frame > 0 ? frame : 0});
}

void engine_set_loop(Engine *engine, bool on, int64_t from, int64_t to)
{
    send(engine, (Message){.kind = MESSAGE_LOOP, .loop = {from, to, on}});
}

void engine_set_monitor(Engine *engine, const MonitorSpec *monitor)
{
    send(engine, (Message){.kind = MESSAGE_MONITOR, .monitor = *monitor});
}
