/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fewer points where fewer say the same.  For ride.c. */
#ifndef TTYMIX_PROJECTS_COMMAND_RIDE_THIN_H
#define TTYMIX_PROJECTS_COMMAND_RIDE_THIN_H

#include "projects/command/ride.h"

/* Keeps of every ramp what stays within `step` (of the logarithm, for LAW_LOG) as it is drawn. False without memory,
 * and nothing is changed. */
NODISCARD bool ride_thin(const ParamInfo *param, RidePoints *points, double step);
/* A jump off a level that was held needs no point that ends the level. */
void ride_drop_ends_of_levels(RidePoints *points);

#endif
