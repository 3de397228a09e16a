/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Projects with a sound, sessions on them without a device, and what they tell. Inside a scratch folder
 * (tests/projects/scratch.h). */
#ifndef TTYMIX_TESTS_SRC_SESSION_STAGE_H
#define TTYMIX_TESTS_SRC_SESSION_STAGE_H

#include "src/session/session.h"

/* song.mix and other.mix: the same names of strips with other settings; same.mix: as other.mix; vox.wav: a tone that
 * changes its level. */
void stage_write_projects(void);
/* A session that has no device before something plays; fails the test where it does not open. */
Session *stage_open(const char *path);

/* Runs a line that must be done; what was answered, until the next call. */
const char *stage_run(Session *session, const char *line);
/* Runs a line that must be refused. */
const char *stage_refuse(Session *session, const char *line);

/* Every fact as a newcomer is told it, sorted, a line each, without those of the listening room (device, monitor,
 * room); malloc'd. */
char *stage_facts(Session *session);
/* What the engine is told of each strip, a line each; malloc'd. */
char *stage_mix(const Session *session);

/* A listener that keeps everything it is told, in order: "fact KEY VALUE", "change", "replaced", "notice TEXT". */
typedef struct Ear {
    char text[1 << 16];
    size_t length;
} Ear;
void stage_listen(Session *session, Ear *ear);

#endif
