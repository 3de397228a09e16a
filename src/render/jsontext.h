/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text of any bytes (a path, a name from a file) as JSON, which takes UTF-8 alone. */
#ifndef TTYMIX_SRC_RENDER_JSONTEXT_H
#define TTYMIX_SRC_RENDER_JSONTEXT_H

struct json_t; /* jansson.h */

/* A new reference, the caller's; NULL: no memory. What is not UTF-8 is escaped as on the terminal. */
struct json_t *json_text(const char *bytes);

#endif
