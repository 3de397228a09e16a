/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/live/sender.h"

#include <stdlib.h>

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

static Status send_batch(Sender *sender, Batch *batch, Error *error)
{
    if (batch->count == 0) {
        batch_free(batch);
        return STATUS_OK;
    }
    if (!batch_commit(batch)) {
        batch_drop(batch);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    ring_push(&sender->mail->messages, &(Message){.kind = MESSAGE_VALUES, .batch = batch});
    sender->under_way++;
    return STATUS_OK;
}

Status sender_apply(Sender *sender, const MixSpec *spec, Error *error)
{
    sender_poll(sender);
    Plan *plan = NULL;
    if (!plan_fits(sender->told, spec)) {
        PlanSetup setup = plan_setup_for(&sender->setup, spec);
        Status status = plan_new(&plan, &setup, spec, sender->told, error);
        if (status != STATUS_OK)
            return status;
    }
    /* Only now: whoever hears STATUS_BUSY knows that the spec itself can be played. */
    if (ring_room(&sender->mail->messages) < 2 || ring_room(&sender->mail->returned) < MESSAGE_ROOM) {
        plan_free(plan);
        return error_set(error, STATUS_BUSY, "the audio thread does not take more changes");
    }
    Batch *batch = tell_all(plan ? plan : sender->told, spec);
    if (!batch) {
        plan_free(plan);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    if (plan) {
        ring_push(&sender->mail->messages, &(Message){.kind = MESSAGE_PLAN, .plan = plan});
        sender->told = plan;
        sender->under_way++;
    }
    return send_batch(sender, batch, error);
}

/* What the transport was told while the messages were full goes out, the place before what happens there. */
static void send_waiting(Sender *sender)
{
    static const MessageKind order[] = {MESSAGE_PROBES, MESSAGE_MONITOR, MESSAGE_LOOP, MESSAGE_LOCATE, MESSAGE_PLAY};
    for (size_t i = 0; sender->any_waits && i < ARRAY_LEN(order); i++) {
        Message *message = &sender->waiting[order[i]];
        if (!sender->waits[order[i]])
            continue;
        if (!ring_push(&sender->mail->messages, message))
            return;
        sender->waits[order[i]] = false;
    }
    sender->any_waits = false;
}

void sender_poll(Sender *sender)
{
    Returned back;
    send_waiting(sender);
    while (ring_pop(&sender->mail->returned, &back)) {
        plan_free(back.plan);
        batch_free(back.batch);
        sender->under_way--;
    }
}

void sender_send(Sender *sender, Message message)
{
    MessageKind place = message.kind == MESSAGE_STOP ? MESSAGE_PLAY : message.kind;
    send_waiting(sender);
    if (!sender->any_waits && ring_push(&sender->mail->messages, &message))
        return;
    sender->waiting[place] = message;
    sender->waits[place] = sender->any_waits = true;
}
