/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_BOUNCEONE_H
#define TTYMIX_SRC_MODE_BOUNCEONE_H

#include "projects/model/model.h"
#include "src/options.h"
#include "src/render/depfile.h"
#include "src/render/job.h"

/* Renders one file, prints its report and what went wrong; the exit status.  `version`: what of the project it is, for
 * the report; NULL: the project itself.  What was written and read is added to `deps`. */
int bounce_one(const Options *options, Project *project, const RenderSetup *asked, const Version *version, Deps *deps);

#endif
