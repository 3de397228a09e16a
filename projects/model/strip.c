/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making, freeing and looking into strips, their clips and sends. */
#include <stdlib.h>
#include <string.h>

#include "projects/model/memory.h"

void waivers_clear(Waiver **waivers, int *count)
{
    for (int i = 0; i < *count; i++) {
        free((*waivers)[i].rule);
        free((*waivers)[i].reason);
    }
    free(*waivers);
    *waivers = NULL;
    *count = 0;
}

void clip_clear(Clip *clip)
{
    free(clip->name);
    free(clip->path);
    *clip = (Clip){0};
}

void send_clear(Send *send)
{
    free(send->to);
    *send = (Send){0};
}

void strip_init(Strip *strip, SectionKind kind)
{
    *strip = (Strip){.kind = kind};
    for (int fact = 0; fact < FACT_COUNT; fact++)
        strip->fact[fact] = strip_facts[fact].def;
}

void strip_clear(Strip *strip)
{
    for (int i = 0; i < strip->clip_count; i++)
        clip_clear(&strip->clips[i]);
    for (int i = 0; i < strip->processor_count; i++)
        processor_clear(&strip->processors[i]);
    for (int i = 0; i < strip->send_count; i++)
        send_clear(&strip->sends[i]);
    for (int i = 0; i < strip->member_count; i++)
        free(strip->members[i]);
    waivers_clear(&strip->waivers, &strip->waiver_count);
    free(strip->clips);
    free(strip->processors);
    free(strip->sends);
    free(strip->members);
    free(strip->name);
    free(strip->label);
    free(strip->note);
    free(strip->out);
    free(strip->vca);
    *strip = (Strip){0};
}

int strip_processor_index(const Strip *strip, const char *word)
{
    for (int i = 0; i < strip->processor_count; i++)
        if (strcmp(processor_address(&strip->processors[i]), word) == 0)
            return i;
    return -1;
}

int strip_send_index(const Strip *strip, const char *to)
{
    for (int i = 0; i < strip->send_count; i++)
        if (strcmp(strip->sends[i].to, to) == 0)
            return i;
    return -1;
}

int strip_latency_frames(const Strip *strip, int rate_hz)
{
    int frames = 0;
    for (int i = 0; i < strip->processor_count; i++)
        frames += processor_latency_frames(&strip->processors[i], rate_hz);
    return frames;
}
