/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a bounce: the mix, and one for each strip that feeds the master. All are checked before one is made, and
 * the mix takes its name last. One thread. */
#ifndef TTYMIX_SRC_RENDER_FILES_H
#define TTYMIX_SRC_RENDER_FILES_H

#include "audio/engine/spec.h"
#include "src/render/job.h"

typedef struct RenderFiles {
    char *output; /* where the mix goes; owned */
    FileFormat format;
    Writer *mix;
    Writer **strips;   /* per strip of the mix, NULL = none; or NULL */
    int strip_count;   /* of the mix */
    int stem_count;    /* of the files */
    DitherKind dither; /* of the mix: set by files_settle_dither */
} RenderFiles;

/* Settles names and format; fails where one of the files may not be written, with everything as it was. */
RenderFault files_choose(RenderFiles *files, const Project *project, const RenderSetup *setup, const MixSpec *spec,
                         RenderOutcome *outcome);
/* What the mix at `rate_hz` is dithered with: nothing where it need not be (`unchanged`). Fails where a shaped kind is
 * not made for such a file. */
RenderFault files_settle_dither(RenderFiles *files, const RenderSetup *setup, bool unchanged, int rate_hz,
                                RenderOutcome *outcome);
/* Begins to write all of them. The mix has `rate_hz`. */
RenderFault files_open(RenderFiles *files, const RenderSetup *setup, const MixSpec *spec, int rate_hz,
                       RenderOutcome *outcome);
/* Puts them in their places. */
RenderFault files_close(RenderFiles *files, const MixSpec *spec, WriterResult *result, RenderOutcome *outcome);
/* Removes what has not taken its name, and forgets everything. Safe for a zeroed one. */
void files_clear(RenderFiles *files);

#endif
