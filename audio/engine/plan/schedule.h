/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files share that turn a routed plan into steps (schedule.c, signals.c, banks.c). Control thread. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_SCHEDULE_H
#define TTYMIX_AUDIO_ENGINE_PLAN_SCHEDULE_H

#include "audio/engine/plan/plan.h"

typedef struct Bucket { /* voices of one kind and shape */
    int first, left;    /* left: without a step */
    int ready, first_ready;
} Bucket;

typedef struct Scheduling {
    Plan *plan;
    int *next_voice;              /* per strip: the next of its chain, absolute */
    bool *begun, *fadered, *done; /* per strip: input, fader and finish have their steps */
    Bucket *bucket;
    int *bucket_of, bucket_count;
    bool no_memory;
} Scheduling;

/* Appends a step; the next uses are its. */
void schedule_step(Scheduling *work, StepFunction run, int index, bool heavy);
/* The last step reads or writes a signal (-1: nothing), or a part. */
void schedule_reads(Scheduling *work, int signal);
void schedule_writes(Scheduling *work, int signal);
void schedule_uses_part(Scheduling *work, int part, bool writes_it);
int schedule_signal(Scheduling *work, int channels);

/* signals.c: a buffer for every strip, tap, key and delay. */
void schedule_make_signals(Scheduling *work, const MixSpec *spec, const Plan *old);
NODISCARD Status schedule_prepare_delays(Plan *plan, const Plan *old, Error *error);

/* banks.c: which processors go side by side. */
void schedule_sort_voices(Scheduling *work);
/* Gives the bank that is to come next its step; false when no processor is ready. */
bool schedule_next_bank(Scheduling *work, const MixSpec *spec, const Plan *old);

#endif
