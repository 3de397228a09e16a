/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of its own for each test, removed with everything in it, and short ways to put files there and look at them.
 */
#ifndef TTYMIX_TESTS_PROJECTS_SCRATCH_H
#define TTYMIX_TESTS_PROJECTS_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

/* cmocka setup and teardown; the folder is the working directory meanwhile, XDG_STATE_HOME is
 * FOLDER/state and XDG_CACHE_HOME FOLDER/cache. */
int scratch_setup(void **state);
int scratch_teardown(void **state);

void scratch_write(const char *path, const char *text);
/* The content, in one buffer that the next call overwrites; NULL if there is no such file. */
const char *scratch_read(const char *path);
/* The names in a folder, sorted, separated by blanks, without . and ..; in one buffer. */
const char *scratch_list(const char *folder);
bool scratch_exists(const char *path);

#endif
