/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/plan.h"

int plan_find_strip(const Plan *plan, uint32_t uid, int hint)
{
    if (hint >= 0 && hint < plan->strip_count && plan->strips[hint].uid == uid)
        return hint;
    for (int s = 0; s < plan->strip_count; s++)
        if (plan->strips[s].uid == uid)
            return s;
    return -1;
}

double plan_tempo_at(const Plan *plan, int64_t position)
{
    int at = 0;
    if (plan->tempo_count == 0)
        return 120.0;
    while (at + 1 < plan->tempo_count && plan->tempo[at + 1].frame <= position)
        at++;
    return plan->tempo[at].bpm;
}
