/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a check was asked to look at: profile and waivers of the command line. */
#ifndef TTYMIX_SRC_MODE_CHECKSETUP_H
#define TTYMIX_SRC_MODE_CHECKSETUP_H

#include "audio/base/sha256.h"
#include "projects/lint/profile.h"
#include "projects/model/model.h"
#include "src/options.h"

typedef struct CheckSetup { /* all zero = empty */
    LintProfile profile;
    const char *file;             /* that the limits are from, or NULL */
    char sha256[SHA256_HEX_SIZE]; /* of its bytes */
    char **rules;                 /* of Options.waivers, in order */
    const char **reasons;
    int count;
} CheckSetup;

/* The profile asked for, else that of the model's stage; without a model that of a finished sound.  Says what is wrong
 * on standard error, and returns the exit status. */
int checksetup_choose(CheckSetup *setup, const Options *options, const Model *model);
void checksetup_clear(CheckSetup *setup);

#endif
