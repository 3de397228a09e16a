/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project from a folder of stems: strips named after files, nothing inserted, nothing decided for the engineer.
 *
 * `kick in.wav` becomes the track `kick-in`; a pair `gtr.L.wav`, `gtr.R.wav` becomes two tracks panned apart; a BWF
 * time reference becomes the clip's position (the earliest one is 0:00).  What was found is said: count, length, rates,
 * the flat sum's true peak, and the next sensible command.
 */
#ifndef TTYMIX_SRC_MIX_FIRST_MIX_H
#define TTYMIX_SRC_MIX_FIRST_MIX_H

#include <stdio.h>

#include "src/options.h"
#include "src/song/song.h"

/* `--new PROJECT STEM...`; operands may be files and folders. The process's exit status. */
int new_main(const Options *options);

/* An unsaved project FOLDER/NAME.mix on all sound files of a folder (`ttymix FOLDER`). EXIT_DONE or what to exit with.
 */
int new_project_of_folder(Project *project, const char *folder, FILE *talk);

#endif
