/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON words of the line protocol (ttymix-protocol(7)). Session thread. All results are new references; NULL without
 * memory. */
#ifndef TTYMIX_SRC_SERVE_WORDING_H
#define TTYMIX_SRC_SERVE_WORDING_H

#include "src/session/session.h"

/* What is no UTF-8 is U+FFFD. */
struct json_t *wording_text(const char *bytes, size_t length);
/* The value of a fact (tui/link/facts.h): a number, an array of several, or a text. */
struct json_t *wording_fact(const char *value);
/* {"at", "removed", "added": [lines]} of each splice. */
struct json_t *wording_splices(const Change *change);
/* {"name", "kind", "label", "out"} of each strip, in the order of the file. */
struct json_t *wording_strips(const Model *model);
/* The members of an event of meters; `frame` not NULL. */
struct json_t *wording_meters(const Session *session, const MeterFrame *frame);

#endif
