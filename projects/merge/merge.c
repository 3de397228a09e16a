/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/merge/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/printable.h"
#include "projects/merge/diff.h"
#include "projects/merge/name.h"
#include "projects/merge/sections.h"

static int compare_hashes(const void *a, const void *b)
{
    uint64_t p = *(const uint64_t *)a, q = *(const uint64_t *)b;
    return (p > q) - (p < q);
}

static uint64_t hash_line(Span line)
{
    return diff_hash(DIFF_HASH, line.at, (size_t)line.length);
}

/* Sorted hashes of all lines of two texts. */
static uint64_t *collect_hashes(const MergeText *a, const MergeText *b, size_t *count)
{
    *count = (size_t)a->line_count + (size_t)b->line_count;
    uint64_t *hashes = malloc((*count + 1) * sizeof *hashes);
    for (int i = 0; hashes && i < a->line_count; i++)
        hashes[i] = hash_line(a->lines[i]);
    for (int i = 0; hashes && i < b->line_count; i++)
        hashes[a->line_count + i] = hash_line(b->lines[i]);
    if (hashes)
        qsort(hashes, *count, sizeof *hashes, compare_hashes);
    return hashes;
}

/* The promise, checked: a line that is new on a side is in the result, or in a conflict, or was joined; or it is listed
 * now. */
static void list_what_is_missing(Draft *draft)
{
    MergeText result;
    size_t count = 0;
    if (draft->failed || merge_text_parse(&result, draft->out.bytes, draft->out.length) != STATUS_OK) {
        draft->failed = true;
        return;
    }
    uint64_t *known = collect_hashes(&draft->text[BASE], &result, &count);
    draft->failed |= !known;
    for (int side = OURS; known && side < SIDES; side++)
        for (int i = 0; i < draft->text[side].line_count; i++) {
            Span line = draft->text[side].lines[i];
            uint64_t hash = hash_line(line);
            if (!draft->told[side][i] && line.length > 0 && !bsearch(&hash, known, count, sizeof hash, compare_hashes))
                draft_add_conflict(draft, merge_format_text("line %d", i + 1), side == OURS ? &line : NULL,
                                   side == THEIRS ? &line : NULL);
        }
    free(known);
    merge_text_clear(&result);
}

static void merge_all(Draft *draft)
{
    const MergeText *ours = &draft->text[OURS], *theirs = &draft->text[THEIRS];
    for (int side = BASE; side < SIDES; side++) {
        draft->told[side] = calloc((size_t)draft->text[side].line_count + 1, sizeof *draft->told[side]);
        draft->failed |= !draft->told[side];
    }
    draft->line_end = (ours->line_count > 0 ? ours : theirs)->crlf ? "\r\n" : "\n";
    if (!draft->failed)
        merge_sections(draft);
    buffer_append(&draft->out, "", 0);
    bool open = ours->ends_open == draft->text[BASE].ends_open ? theirs->ends_open : ours->ends_open;
    size_t end = strlen(draft->line_end);
    if (open && draft->out.length >= end)
        draft->out.bytes[draft->out.length -= end] = '\0';
    draft->failed |= draft->out.failed;
    list_what_is_missing(draft);
}

static Status give_side(MergeResult *result, const char *text, size_t length)
{
    char *copy = malloc(length + 1);
    if (!copy)
        return STATUS_NO_MEMORY;
    memcpy(copy, text, length);
    copy[length] = '\0';
    *result = (MergeResult){.text = copy, .length = length};
    return STATUS_OK;
}

static bool same_bytes(const char *a, size_t a_length, const char *b, size_t b_length)
{
    return a_length == b_length && memcmp(a, b, a_length) == 0;
}

Status merge3(const char *base, size_t base_length, const char *ours, size_t ours_length, const char *theirs,
              size_t theirs_length, MergeResult *result)
{
    if (same_bytes(base, base_length, theirs, theirs_length) || same_bytes(ours, ours_length, theirs, theirs_length))
        return give_side(result, ours, ours_length);
    if (same_bytes(base, base_length, ours, ours_length))
        return give_side(result, theirs, theirs_length);
    Draft draft = {0};
    draft.failed = merge_text_parse(&draft.text[BASE], base, base_length) != STATUS_OK ||
                   merge_text_parse(&draft.text[OURS], ours, ours_length) != STATUS_OK ||
                   merge_text_parse(&draft.text[THEIRS], theirs, theirs_length) != STATUS_OK;
    if (!draft.failed)
        merge_all(&draft);
    MergeResult made = {.text = draft.out.bytes,
                        .length = draft.out.length,
                        .conflicts = draft.conflicts,
                        .count = draft.conflict_count};
    for (int side = BASE; side < SIDES; side++) {
        merge_text_clear(&draft.text[side]);
        free(draft.told[side]);
    }
    if (draft.failed) {
        merge_result_clear(&made);
        return STATUS_NO_MEMORY;
    }
    *result = made;
    return STATUS_OK;
}

void merge_result_clear(MergeResult *result)
{
    for (int i = 0; i < result->count; i++) {
        free(result->conflicts[i].address);
        free(result->conflicts[i].ours);
        free(result->conflicts[i].theirs);
    }
    free(result->conflicts);
    free(result->text);
    *result = (MergeResult){0};
}

void merge_conflict_format(const MergeConflict *conflict, const char *name, char *out, size_t size)
{
    char shown[4][512];
    printable_string(shown[0], sizeof shown[0], name);
    printable_string(shown[1], sizeof shown[1], conflict->address);
    printable_string(shown[2], sizeof shown[2], conflict->ours ? conflict->ours : "deleted");
    printable_string(shown[3], sizeof shown[3], conflict->theirs ? conflict->theirs : "deleted");
    snprintf(out, size, "%s: %s: %s here, %s on disk", shown[0], shown[1], shown[2], shown[3]);
}
