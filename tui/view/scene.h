/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything a screen draws from, read-only: a screen is a function from a scene to a canvas, so that it is tested
 * without a session. */
#ifndef TTYMIX_TUI_VIEW_SCENE_H
#define TTYMIX_TUI_VIEW_SCENE_H

#include "tui/canvas/canvas.h"
#include "tui/canvas/glyphs.h"
#include "tui/canvas/theme.h"
#include "tui/keys/keymap.h"
#include "tui/keys/screens.h"
#include "tui/link/host.h"
#include "tui/link/image.h"
#include "tui/link/past.h"
#include "tui/link/waves.h"
#include "tui/view/ballistics.h"
#include "tui/view/looked.h"
#include "tui/view/nudge.h"
#include "tui/view/prompt.h"
#include "tui/view/view.h"

enum { DESK_COLUMNS_MIN = 80, DESK_ROWS_MIN = 24 };

typedef struct Scene {
    ScreenId screen, last_screen; /* the one shown, and the one before */
    const Model *model;           /* NULL before the document came */
    uint64_t changes;             /* counts up whenever the model has changed */
    const HostState *state;
    const MeterView *meters;
    const LookedView *looked;
    const View *view;
    const NudgeList *nudges; /* values that are on their way */
    const Keymap *keymap;
    const KeyState *keys; /* what was typed of a key sequence */
    const Prompt *prompt;
    const Glyphs *glyphs;
    const Waves *waves;       /* or NULL: none is known */
    const LinkImage *image;   /* or NULL */
    const Past *past;         /* or NULL */
    const char *message;      /* "" = none: the status line tells of the selected value */
    int message_level;        /* 0 info, 1 warn, 2 error */
    const char *project_name; /* shown where there is no title */
} Scene;

/* The value of an address as the desk shows it: with what is on its way; else as it is recorded; else, while the song
 * plays, as its lane has it at the playhead; else the document's. */
double scene_value(const Scene *scene, const char *address, double document_value);
/* The same of a fact of a strip, of a send's level, and of all values of a processor (`values`, room for
 * processor_value_count). */
double scene_fact(const Scene *scene, const Strip *strip, FactId fact);
double scene_send(const Scene *scene, const Strip *strip, const Send *send);
void scene_processor(const Scene *scene, const Strip *strip, int processor, double *values);
/* Whether anything of a strip is automated. */
bool scene_has_lanes(const Scene *scene, const Strip *strip);

#endif
