/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The notebook of who turns a routed plan into steps: what has been given a step so far, and what each step uses.
 * `no_memory` is noted once and looked at in the end. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_WORK_H
#define TTYMIX_AUDIO_ENGINE_PLAN_WORK_H

#include "audio/engine/step/plan.h"

typedef struct Bucket { /* voices of one kind and shape */
    int first, left;    /* left: without a step */
    int ready, first_ready;
} Bucket;

typedef struct Work {
    Plan *plan;
    int *next_voice;              /* per strip: the next of its chain, absolute */
    bool *begun, *fadered, *done; /* per strip: input, fader and finish have their steps */
    Bucket *bucket;
    int *bucket_of, bucket_count;
    bool no_memory;
} Work;

void work_init(Work *work, Plan *plan);
void work_clear(Work *work);

/* Appends a step; the next uses are its. */
void work_step(Work *work, StepFunction run, int index, bool heavy);
/* The last step reads or writes a signal (-1: nothing), or a part. */
void work_reads(Work *work, int signal);
void work_writes(Work *work, int signal);
void work_uses_part(Work *work, int part, bool writes_it);
/* A new signal, or -1 without memory. */
int work_signal(Work *work, int channels);
/* A signal (-1: nothing) has its step. */
void work_is_ready(Work *work, int signal);

#endif
