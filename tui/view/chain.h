/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which processor of the selected strip, which band and which of its parameters the keys are about, while a screen
 * shows the chain (View.chain.shown).
 *
 * A kind's *rows* are a band's parameters, then its own; each has a letter for `f` + letter, made of its key, so that a
 * new processor needs none given.  A row of -1 is the *usual* one: of a band its gain or what there is in its place, of
 * others the first. */
#ifndef TTYMIX_TUI_VIEW_CHAIN_H
#define TTYMIX_TUI_VIEW_CHAIN_H

#include "tui/view/view.h"

enum { CHAIN_ROWS_MAX = 64 };

typedef struct ChainRow {
    const ParamInfo *param;
    bool of_band;
    int index; /* in the band's table, or in the kind's own */
} ChainRow;

int chain_row_count(const ProcessorKind *kind);
ChainRow chain_row(const ProcessorKind *kind, int row);
/* The row of a key, a band's first; -1: there is none. */
int chain_row_of_key(const ProcessorKind *kind, const char *key);
/* Fills letters[chain_row_count]; 0 where all letters are taken. */
void chain_letters_fill(const ProcessorKind *kind, char letters[CHAIN_ROWS_MAX]);

/* Kinds that begin so, as a PromptCompleter gives them. */
int chain_offer_kinds(const char *begin, char **words, int limit);

/* Keeps processor and band selected through edits, undo and other strips: of another strip the same kind, else its
 * first. */
void chain_follow(View *view, const Model *model);
/* Index of the selected processor, or -1. */
int chain_index(const View *view, const Strip *strip);
const Processor *chain_processor(const View *view, const Strip *strip);
/* Selects a processor by index; its band and row are the usual ones. */
void chain_select(View *view, const Strip *strip, int index);
/* Selects the one that a command will add when it is there. */
void chain_await(View *view, const Strip *strip);
/* Selects a band by its label; one that is not there yet is waited for. The row becomes the usual one. */
void chain_select_band(View *view, int label);
/* Slot of the selected band, or -1. */
int chain_band_slot(const View *view, const Processor *processor);
/* The label of the band a number of steps on (clamped), or 0. */
int chain_band_after(const View *view, const Processor *processor, int step);
/* The row that the keys change. */
int chain_focused_row(const View *view, const Processor *processor);
/* Whether there is a selected band, or one that is waited for. */
bool chain_has_band(const View *view, const Processor *processor);
/* Where a row's value stands among the processor's values; -1: a band's row, and no band. */
int chain_value_index(const View *view, const Processor *processor, int row);

/* The value of a row of the processor that is selected, or on another strip of the one with the same name; as
 * view_focus_value. */
bool chain_row_value(const View *view, const Strip *strip, int row, FocusValue *focus, char *why, size_t size);

#endif
