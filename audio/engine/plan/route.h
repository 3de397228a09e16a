/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who feeds whom, in which order they are computed, and how long each path must wait for the longest. */
#ifndef TTYMIX_AUDIO_ENGINE_PLAN_ROUTE_H
#define TTYMIX_AUDIO_ENGINE_PLAN_ROUTE_H

#include "audio/engine/step/plan.h"

/* Sets order, latencies, places in time and delays.  REFUSED: the routing runs in a circle; error.text has the names
 * along it. */
NODISCARD Status plan_route(Plan *plan, const MixSpec *spec, Error *error);

#endif
