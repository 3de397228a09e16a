/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clips edited by keys: all of it in commands of the document, which take the tracks of an edit group together. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tui/action/action.h"
#include "tui/action/timeline.h"

enum { WORDS_MAX = 64, WORD_ROOM = 256, CROSSFADE_MS = 20 };

typedef struct Targets { /* what a command is given: tracks, or groups in the place of their tracks */
    char word[WORDS_MAX][WORD_ROOM];
    int count;
} Targets;

/* The edit group of a track; NULL for none. */
static const Strip *group_of(const Model *model, const Strip *strip)
{
    for (int i = 0; i < model->strip_count; i++)
        for (int k = 0; model->strips[i].kind == SECTION_GROUP && k < model->strips[i].member_count; k++)
            if (strcmp(model->strips[i].members[k], strip->name) == 0)
                return &model->strips[i];
    return NULL;
}

static void add_target(Targets *targets, const char *word)
{
    for (int i = 0; i < targets->count; i++)
        if (strcmp(targets->word[i], word) == 0)
            return;
    if (targets->count < WORDS_MAX)
        snprintf(targets->word[targets->count++], WORD_ROOM, "%s", word);
}

/* The chosen tracks; false: it was said that there is none. */
static bool take_targets(Desk *desk, Targets *targets)
{
    const Model *model = desk_model(desk);
    const int *strips;
    int count = desk_chosen_strips(desk, &strips);
    targets->count = 0;
    for (int i = 0; i < count; i++) {
        const Strip *strip = &model->strips[strips[i]], *group = group_of(model, strip);
        if (strip->kind == SECTION_TRACK)
            add_target(targets, group ? group->name : strip->name);
    }
    if (count > 0 && targets->count == 0)
        desk_say(desk, 0, "Only tracks have clips");
    return targets->count > 0;
}

/* The clip at the cursor of the selected strip; -1: it was said that there is none. */
static int clip_here(Desk *desk, ClipSpan *span)
{
    const Strip *strip = desk_selected_strip(desk);
    StemLengths lengths = desk_lengths(desk);
    int64_t cursor = desk->view.edit.cursor;
    int clip = strip ? edit_clip_at(desk_model(desk), strip, cursor, &lengths) : -1;
    if (clip >= 0)
        *span = edit_clip_span(desk_model(desk), strip, clip, &lengths);
    else if (strip)
        desk_say(desk, 0, "%s has no clip at the cursor; { and } go to edges", strip_title(strip));
    return clip;
}

/* As clip_here; at an end, the clip that ends there will do. */
static bool clip_around(Desk *desk, ClipSpan *span)
{
    const Strip *strip = desk_selected_strip(desk);
    StemLengths lengths = desk_lengths(desk);
    int clip = strip && desk->view.edit.cursor > 0
                   ? edit_clip_at(desk_model(desk), strip, desk->view.edit.cursor - 1, &lengths)
                   : -1;
    if (clip < 0)
        return clip_here(desk, span) >= 0;
    *span = edit_clip_span(desk_model(desk), strip, clip, &lengths);
    return true;
}

/* One command for each target, one entry of the history. `format` takes the target and the rest. */
static void for_targets(Desk *desk, const Targets *targets, const char *command, const char *rest, const char *done)
{
    desk_begin_several(desk, targets->count);
    for (int i = 0; i < targets->count; i++)
        desk_submit(desk, "%s %s %s", command, targets->word[i], rest);
    desk_end_several(desk, targets->count, "%d tracks and groups %s", targets->count, done);
}

/* ---- one clip ---- */

void action_split(Desk *desk, const KeyPress *press)
{
    Targets targets;
    ClipSpan span;
    char time[EXACT_TIME_MAX];
    (void)press;
    if (clip_here(desk, &span) < 0 || !take_targets(desk, &targets))
        return;
    desk_exact_time(desk, desk->view.edit.cursor, time);
    for_targets(desk, &targets, "split", time, "split");
}

/* Ends that the text does not tell are written first, where a command needs them. */
static void pin_ends(Desk *desk, int64_t until)
{
    const Model *model = desk_model(desk);
    StemLengths lengths = desk_lengths(desk);
    Targets targets;
    if (!take_targets(desk, &targets))
        return;
    for (int s = 0; s < model->strip_count; s++) {
        const Strip *strip = &model->strips[s], *group = group_of(model, strip);
        bool named = false;
        for (int i = 0; i < targets.count; i++)
            named |= strcmp(targets.word[i], group ? group->name : strip->name) == 0;
        for (int i = 0; named && i < strip->clip_count; i++) {
            char from[EXACT_TIME_MAX], to[EXACT_TIME_MAX];
            ClipSpan span = edit_clip_span(model, strip, i, &lengths);
            if (strip->clips[i].has_length || span.to >= SPAN_OPEN || span.from >= until || span.to > until)
                continue;
            desk_exact_time(desk, span.from, from);
            desk_exact_time(desk, span.to, to);
            desk_submit_step(desk, "trim-clip %s.clip@%s end %s", strip->name, from, to);
        }
    }
}

static void edge_command(Desk *desk, const char *command, bool start, const char *done)
{
    Targets targets;
    ClipSpan span;
    char rest[EXACT_TIME_MAX + 16], time[EXACT_TIME_MAX];
    if (!(start ? clip_here(desk, &span) >= 0 : clip_around(desk, &span)) || !take_targets(desk, &targets))
        return;
    desk_exact_time(desk, desk->view.edit.cursor, time);
    snprintf(rest, sizeof rest, "%s %s", start ? "start" : "end", time);
    desk_gesture(desk, "*");
    if (!start && strcmp(command, "fade-clips") == 0)
        pin_ends(desk, span.to);
    for (int i = 0; i < targets.count; i++)
        desk_submit(desk, "%s %s %s", command, targets.word[i], rest);
    desk_end_gesture(desk);
    (void)done;
}

void action_crop(Desk *desk, const KeyPress *press)
{
    edge_command(desk, "crop", press->binding->argument < 0, "cropped");
}

void action_fade(Desk *desk, const KeyPress *press)
{
    edge_command(desk, "fade-clips", press->binding->argument < 0, "faded");
}

void action_crossfade(Desk *desk, const KeyPress *press)
{
    Targets targets;
    char time[EXACT_TIME_MAX], rest[EXACT_TIME_MAX + 24];
    if (!take_targets(desk, &targets))
        return;
    desk_exact_time(desk, desk->view.edit.cursor, time);
    snprintf(rest, sizeof rest, "%s %d ms", time, press->counted ? press->count : CROSSFADE_MS);
    for_targets(desk, &targets, "crossfade", rest, "crossfaded");
}

/* The session looks for it, since it has the sound. */
void action_strip_silence(Desk *desk, const KeyPress *press)
{
    Targets targets;
    if (!take_targets(desk, &targets))
        return;
    for (int i = 0; i < targets.count; i++)
        desk_submit(desk, "strip-silence %s below -%d dB", targets.word[i], press->counted ? press->count : 50);
}

void action_duplicate(Desk *desk, const KeyPress *press)
{
    Targets targets;
    ClipSpan span;
    char time[EXACT_TIME_MAX], to[EXACT_TIME_MAX], rest[2 * EXACT_TIME_MAX + 8];
    if (clip_here(desk, &span) < 0 || !take_targets(desk, &targets))
        return;
    if (span.to >= SPAN_OPEN) {
        desk_say(desk, 0, "Where the clip ends is not known yet; its waveform is still to come");
        return;
    }
    int64_t length = span.to - span.from;
    desk_exact_time(desk, desk->view.edit.cursor, time);
    desk_gesture(desk, "*");
    for (int k = 1; k <= press->count && k <= 64; k++) {
        desk_exact_time(desk, span.from + k * length, to);
        snprintf(rest, sizeof rest, "%s to %s", time, to);
        for (int i = 0; i < targets.count; i++)
            desk_submit(desk, "copy-clips %s %s", targets.word[i], rest);
    }
    desk_end_gesture(desk);
    desk_move_cursor(desk, desk->view.edit.cursor + length * (press->count < 64 ? press->count : 64));
}

/* Takes the clip; then h and l carry it, and Enter lets it go. */
void action_grab(Desk *desk, const KeyPress *press)
{
    EditView *edit = &desk->view.edit;
    Targets targets;
    ClipSpan span;
    char time[EXACT_TIME_MAX], rest[EXACT_TIME_MAX + 48];
    (void)press;
    if (edit->grabbed) {
        int64_t by = edit->cursor - edit->grab_at;
        edit->grabbed = false;
        desk_exact_time(desk, edit->grab_at, time);
        snprintf(rest, sizeof rest, "%s by %" PRId64 " frames", time, by);
        if (by != 0 && take_targets(desk, &targets))
            for_targets(desk, &targets, "move-clips", rest, "moved");
        desk_move_cursor(desk, edit->cursor);
    } else if (clip_here(desk, &span) >= 0) {
        edit->ranging = false;
        edit->from = edit->to = 0;
        edit->grabbed = true;
        edit->grab_at = edit->cursor;
        desk_say(desk, 0, "Grabbed: h and l move it, Enter lets it go, Esc puts it back");
    }
}

/* ---- stretches ---- */

/* The section, or the clip at the cursor. */
static bool take_stretch(Desk *desk, int64_t *from, int64_t *to)
{
    const EditView *edit = &desk->view.edit;
    ClipSpan span;
    if (edit_has_section(edit)) {
        *from = edit->from;
        *to = edit->to;
        return true;
    }
    if (clip_here(desk, &span) < 0)
        return false;
    *from = span.from;
    *to = span.to;
    if (span.to < SPAN_OPEN)
        return true;
    desk_say(desk, 0, "Where the clip ends is not known yet; its waveform is still to come");
    return false;
}

static void erase(Desk *desk, bool ripple)
{
    Targets targets;
    int64_t from, to;
    char times[2][EXACT_TIME_MAX];
    if (!take_stretch(desk, &from, &to) || !take_targets(desk, &targets))
        return;
    desk_exact_time(desk, from, times[0]);
    desk_exact_time(desk, to, times[1]);
    desk_gesture(desk, "*");
    pin_ends(desk, to);
    for (int i = 0; i < targets.count; i++)
        desk_submit(desk, "erase %s %s %s%s", targets.word[i], times[0], times[1], ripple ? " ripple" : "");
    desk_end_gesture(desk);
    desk->view.edit.ranging = false;
    desk->view.edit.from = desk->view.edit.to = 0;
}

void action_erase(Desk *desk, const KeyPress *press)
{
    Targets targets;
    ClipSpan span;
    char time[EXACT_TIME_MAX];
    bool ripple = press->binding->argument != 0;
    if (ripple || edit_has_section(&desk->view.edit))
        erase(desk, ripple);
    else if (clip_here(desk, &span) >= 0 && take_targets(desk, &targets)) {
        desk_exact_time(desk, desk->view.edit.cursor, time);
        for_targets(desk, &targets, "delete-clips", time, "without the clip");
    }
}

void action_yank_range(Desk *desk, const KeyPress *press)
{
    EditView *edit = &desk->view.edit;
    Targets targets;
    (void)press;
    if (!take_stretch(desk, &edit->yank_from, &edit->yank_to) || !take_targets(desk, &targets))
        return;
    edit->yanked[0] = '\0';
    for (int i = 0; i < targets.count; i++) {
        size_t used = strlen(edit->yanked);
        if (used + strlen(targets.word[i]) + 2 < sizeof edit->yanked)
            snprintf(edit->yanked + used, sizeof edit->yanked - used, "%s%s", used ? " " : "", targets.word[i]);
    }
    char from[EXACT_TIME_MAX], to[EXACT_TIME_MAX];
    desk_exact_time(desk, edit->yank_from, from);
    desk_exact_time(desk, edit->yank_to, to);
    desk_say(desk, 0, "%s to %s of %s is copied: p puts it at the cursor, P makes room for it", from, to, edit->yanked);
}

void action_paste_range(Desk *desk, const KeyPress *press)
{
    EditView *edit = &desk->view.edit;
    char times[3][EXACT_TIME_MAX], words[sizeof edit->yanked];
    int64_t length = edit->yank_to - edit->yank_from;
    bool insert = press->binding->argument != 0;
    if (!edit->yanked[0]) {
        desk_say(desk, 0, "Nothing was copied yet; yy copies the section, or the clip");
        return;
    }
    desk_exact_time(desk, edit->yank_from, times[0]);
    desk_exact_time(desk, edit->yank_to, times[1]);
    desk_exact_time(desk, edit->cursor, times[2]);
    snprintf(words, sizeof words, "%s", edit->yanked);
    desk_gesture(desk, "*");
    pin_ends(desk, edit->cursor + length > edit->yank_to ? edit->cursor + length : edit->yank_to);
    char *rest = NULL;
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        desk_submit(desk, "copy-range %s %s %s to %s%s", word, times[0], times[1], times[2], insert ? " insert" : "");
    desk_end_gesture(desk);
    if (insert && edit->cursor <= edit->yank_from) { /* what was copied from has moved */
        edit->yank_from += length;
        edit->yank_to += length;
    }
    desk_move_cursor(desk, edit->cursor + length);
}
