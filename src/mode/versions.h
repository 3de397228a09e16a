/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_VERSIONS_H
#define TTYMIX_SRC_MODE_VERSIONS_H

#include "src/options.h"
#include "src/render/depfile.h"
#include "src/render/job.h"

/* `--bounce --versions LIST`: the project and its versions, a file each, beside the project or in the folder that is
 * `asked->output`.  All of them are tried before the first is rendered; the exit status is that of the first that
 * failed.  What was written and read is added to `deps`. */
int versions_bounce(const Options *options, const Project *project, const RenderSetup *asked, Deps *deps);

#endif
