/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project from stems: strips named after files, nothing inserted, nothing decided for the engineer.
 *
 * `kick in.wav` becomes the track `kick-in`; a pair `gtr.L.wav`, `gtr.R.wav` becomes two tracks panned apart; a BWF
 * time reference becomes the clip's position (the earliest one is 0:00).  Nothing is written: the project is new and
 * unsaved.  Main or session thread.
 */
#ifndef TTYMIX_SRC_MIX_FIRST_MIX_H
#define TTYMIX_SRC_MIX_FIRST_MIX_H

#include "src/song/found.h"
#include "src/song/song.h"

/* A new project that will lie at `path`, on the stems that were found (at least one), at the rate that most of them
 * have; of `setup` only `offline` counts.  Pairs are settled in `found`.  `*outside` counts stems that lie outside the
 * project's folder and are named by absolute path: to those the user has agreed by naming them, which is to be noted
 * (agreed_add) once the project is saved.  Fails with error->text: NO_MEMORY, or BAD_VALUE or EXISTS where a command of
 * the document was refused.  Nothing is to be closed then. */
NODISCARD Status first_mix_make(Project *project, const char *path, FoundStems *found, const ProjectSetup *setup,
                                int *outside, Error *error);

/* FOLDER/NAME.mix, as project_open does, where the folder has it; else first_mix_make on all sound files of the folder.
 * What is wrong with them is added to `problems`, and does not fail.  Fails as these do; also UNSUPPORTED: the folder
 * has no sound files (told in `problems`), IO: it cannot be read (there, too). */
NODISCARD Status first_mix_of_folder(Project *project, const char *folder, const ProjectSetup *setup,
                                     ProblemList *problems, int *outside, Error *error);

/* What the engineer starts from: all stems as they are, summed at faders 0. */
typedef struct FlatSum {
    double seconds;        /* of the song, to the end of the last clip */
    double true_peak_dbtp; /* -INFINITY in silence */
} FlatSum;
/* Plays the whole project, as fast as it can. NO_MEMORY, or what the engine refuses. */
NODISCARD Status first_mix_measure(Project *project, FlatSum *sum, Error *error);

#endif
