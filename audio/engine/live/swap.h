/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How changes reach the sound: values by gliding, structures by another plan. Audio thread. */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_SWAP_H
#define TTYMIX_AUDIO_ENGINE_LIVE_SWAP_H

#include "audio/engine/live/player.h"

/* Every processor, delay line and glide as fresh. */
RT_SAFE void plan_reset(const Plan *plan);
/* Applies a batch and gives it back; gains glide where `audible`. */
RT_SAFE void swap_values(Player *player, Batch *batch, bool audible);
/* Fades out what is not the same in `plan`; swap_finish is due at player.swap_at. */
RT_SAFE void swap_begin(Player *player, Plan *plan);
/* Moves the state over, takes the plan and gives the old one back. */
RT_SAFE void swap_finish(Player *player);

#endif
