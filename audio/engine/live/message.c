/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/live/message.h"

Status mail_init(Mail *mail)
{
    *mail = (Mail){0};
    if (ring_init(&mail->messages, sizeof(Message), MESSAGE_ROOM) != STATUS_OK ||
        ring_init(&mail->returned, sizeof(Returned), 2 * MESSAGE_ROOM) != STATUS_OK ||
        ring_init(&mail->tap, 2 * sizeof(float), TAP_FRAMES) != STATUS_OK)
        return STATUS_NO_MEMORY;
    for (int p = 0; p < PROBES; p++)
        if (ring_init(&mail->probe[p], sizeof(ProbeFrame), PROBE_FRAMES) != STATUS_OK)
            return STATUS_NO_MEMORY;
    return STATUS_OK;
}

void mail_clear(Mail *mail)
{
    Message message;
    while (mail->messages.records && ring_pop(&mail->messages, &message)) {
        if (message.kind == MESSAGE_PLAN)
            plan_free(message.plan);
        if (message.kind == MESSAGE_VALUES)
            batch_free(message.batch);
    }
    ring_clear(&mail->messages);
    ring_clear(&mail->returned);
    ring_clear(&mail->tap);
    for (int p = 0; p < PROBES; p++)
        ring_clear(&mail->probe[p]);
}
