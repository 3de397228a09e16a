/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What belongs to this desk and to no session: which strip is selected, which value the keys change,
 * which tracks are folded away. */
#ifndef TTYMIX_TUI_VIEW_VIEW_H
#define TTYMIX_TUI_VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "projects/model/model.h"
#include "tui/view/edit.h"

typedef enum FocusKind {
    FOCUS_FADER,
    FOCUS_PAN,
    FOCUS_WIDTH,
    FOCUS_TRIM,
    FOCUS_OFFSET,
    FOCUS_SEND,
    FOCUS_CLIP
} FocusKind;

enum { VIEW_STRIPS_MAX = 4097, VIEW_FOLDS_MAX = 64, VIEW_CHAIN_MAX = 64, ADDRESS_MAX = 256 };

enum { CHAIN_USUAL = -1 }; /* a row: the one that is meant where none was chosen */
typedef struct ChainView { /* tui/view/chain.h: what the keys are about while a screen shows the chain */
    bool shown;
    uint32_t uid, strip_uid;   /* of the processor, 0 = none; of its strip */
    int index;                 /* where it stood last */
    const ProcessorKind *kind; /* and what it is */
    int label;                 /* of the selected band; 0 = none */
    int row;                   /* the focused row; CHAIN_USUAL */
    bool awaits;               /* a processor that is not there yet: none of those there were before */
    uint32_t before[VIEW_CHAIN_MAX];
    int before_count;
    int awaited_label; /* likewise a band */
} ChainView;

typedef struct View {
    int strip; /* index in the model, master included; -1 without a model */
    uint32_t strip_uid;
    bool marking; /* v: strips from the anchor to the selected one */
    uint32_t anchor_uid;
    FocusKind focus;
    int send;                       /* FOCUS_SEND: 0 = the strip's first */
    uint32_t folds[VIEW_FOLDS_MAX]; /* buses whose tracks are folded away */
    int fold_count;
    int list[VIEW_STRIPS_MAX]; /* indices of the strips that can be selected, in order; the master last */
    int list_count;
    ChainView chain;
    EditView edit; /* where and what it edits in time */
} View;

void view_init(View *view);
/* Brings the list and the selection in line with a model that may have changed. NULL: nothing is selected. */
void view_follow(View *view, const Model *model);
/* The same of the strips alone. */
void view_follow_strip(View *view, const Model *model);
/* The selected strip or NULL. */
const Strip *view_strip(const View *view, const Model *model);
/* Position of the selection in the list. */
int view_position(const View *view);
/* Selects the strip at a position of the list (clamped). */
void view_select_position(View *view, const Model *model, int position);
/* True if the strip (by index) is the selected one or among those chosen with v. */
bool view_is_chosen(const View *view, const Model *model, int strip);
/* Positions in the list of the first and the last strip chosen with v: of the selected one alone when none is. */
void view_chosen_range(const View *view, const Model *model, int *first, int *last);
/* Folds or unfolds the tracks of a bus; false if that bus feeds on nothing or too many are folded. */
bool view_toggle_fold(View *view, const Model *model, int strip);
bool view_is_folded(const View *view, uint32_t uid);

/* The name for a person: the label or the name. */
const char *strip_title(const Strip *strip);
/* The focused value of a strip, or while the chain is shown of its processor: its address, its row and the value in the
 * document. False (and nothing written) when the strip has no such value: it then says why in `why`. */
typedef struct FocusValue {
    char address[ADDRESS_MAX];
    const char *label;
    const ParamInfo *param;
    double value, def;
} FocusValue;
bool view_focus_value(const View *view, const Model *model, const Strip *strip, FocusValue *focus, char *why,
                      size_t size);

/* Marks which strips sound while `names` (blank-separated) are soloed: heard[strip_count]. Returns how many names are
 * strips. */
int solo_heard(const Model *model, const char *names, bool *heard);
bool solo_names_strip(const char *names, const char *name);

#endif
