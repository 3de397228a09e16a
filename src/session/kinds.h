/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of all parts: parts.c lists them. */
#ifndef TTYMIX_SRC_SESSION_KINDS_H
#define TTYMIX_SRC_SESSION_KINDS_H

#include "src/session/part.h"

extern const PartKind bounce_part, compare_part, files_part, gainstage_part, glide_part, heard_part, history_part,
    match_part, merge_part, monitor_part, overviews_part, presets_part, record_part, recovery_part, silence_part,
    solos_part, transport_part;

#endif
