/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/model/recording.h"

#include <stddef.h>
#include <string.h>

const char *const recording_words[RECORDING_WORDS + 1] = {"read",    "touch", "latch", "write", "trim",
                                                          "preview", "punch", "off",   NULL};

bool recording_find(const char *word, RecordingState *state)
{
    for (int i = 0; i < RECORDING_WORDS; i++)
        if (strcmp(recording_words[i], word) == 0) {
            *state = (RecordingState)i;
            return true;
        }
    return false;
}
