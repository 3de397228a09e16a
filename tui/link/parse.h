/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a desk knows of its session, and how one line of the session changes it. Private to host.c and host_parse.c. */
#ifndef TTYMIX_TUI_LINK_PARSE_H
#define TTYMIX_TUI_LINK_PARSE_H

#include "audio/base/buffer.h"
#include "tui/link/host.h"
#include "tui/link/image.h"
#include "tui/link/included.h"
#include "tui/link/past.h"
#include "tui/link/waves.h"

enum { HOST_STRIPS_MAX = 4097, HOST_TEXT_MAX = 256 << 20, HOST_SPLICE_LINES_MAX = 1 << 22 };

typedef struct HostBlock { /* lines that are still to come of a `text` or a `change` */
    enum { BLOCK_NONE, BLOCK_TEXT, BLOCK_INCLUDE, BLOCK_CHANGE } kind;
    uint64_t revision;
    int64_t lines_left; /* BLOCK_TEXT, BLOCK_INCLUDE */
    char *path;         /* BLOCK_INCLUDE */
    Buffer text;
    Change change;
    int splices_left, removed_left, added_left;
    bool broken; /* the block is read to its end and thrown away */
} HostBlock;

typedef struct HostMirror {
    Document *document; /* the replica, or NULL */
    Included included;  /* what the next `text` includes */
    HostState state;
    HostStrip *strips; /* HOST_STRIPS_MAX */
    bool *strip_known;
    uint64_t meters_serial;
    HostLook look;
    HostBlock block;
    Waves *waves;
    Past past;
    LinkImage image;
    char *renamed_from, *renamed_to;
    char name[512];
    bool wants_text; /* the replica lost step */
    bool wrong_protocol;
    char refusal[256]; /* the session does not take this desk */
    unsigned bad_lines;
} HostMirror;

NODISCARD Status mirror_init(HostMirror *mirror);
void mirror_clear(HostMirror *mirror);
/* Takes one line (changed in place, without its line end). True when it completed something that `event` now tells. */
bool mirror_take_line(HostMirror *mirror, char *line, HostEvent *event);

/* The lines of a strip that is looked at; false, and nothing changed, if they are none. */
bool look_take_parts(HostLook *look, char *rest);
bool look_take_sides(HostLook *look, char *rest);
bool look_take_bands(HostLook *look, char *rest);

/* Takes one fact of the session; false, and nothing changed, if it is none. */
bool host_fact_take(HostState *state, const char *key, char *rest);

#endif
