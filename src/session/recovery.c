/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `recover` and `discard`: what becomes of edits that a crash has left. */
#include "src/session/recover.h"

#include "src/session/kinds.h"

static void run_recover(void *part, const CommandWords *words, SessionAnswer *answer)
{
    (void)words;
    recover_run(((const PartPlace *)part)->edits, answer);
}

static void run_discard(void *part, const CommandWords *words, SessionAnswer *answer)
{
    (void)words;
    recover_discard(((const PartPlace *)part)->edits, answer);
}

static const CommandHandler commands[] = {{"recover", run_recover}, {"discard", run_discard}, {NULL, NULL}};
const PartKind recovery_part = {.name = "recovery", .commands = commands};
