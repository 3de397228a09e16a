/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "projects/merge/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/attributes.h"
#include "audio/base/printable.h"
#include "projects/merge/diff.h"
#include "projects/merge/line.h"
#include "projects/merge/name.h"
#include "projects/merge/order.h"
#include "projects/merge/text.h"

typedef enum Side { BASE, OURS, THEIRS, SIDES } Side;

typedef struct Merge {
    MergeText text[SIDES];
    bool *told[SIDES]; /* lines that are in the result, or in a conflict, or joined into a line */
    char *out;
    size_t length, room;
    const char *line_end;
    MergeConflict *conflicts;
    int conflict_count, conflict_room;
    bool failed; /* out of memory: everything goes on without effect */
} Merge;

static const Span nothing = {"", 0};

/* ---- the result ---- */

static void write_bytes(Merge *merge, const char *bytes, size_t length)
{
    if (merge->length + length + 1 > merge->room) {
        size_t room = 2 * merge->room + length + 256;
        char *larger = realloc(merge->out, room);
        if (!larger) {
            merge->failed = true;
            return;
        }
        merge->out = larger;
        merge->room = room;
    }
    memcpy(merge->out + merge->length, bytes, length);
    merge->length += length;
}

static void write_line(Merge *merge, const char *bytes, size_t length)
{
    write_bytes(merge, bytes, length);
    write_bytes(merge, merge->line_end, strlen(merge->line_end));
}

static void write_from(Merge *merge, Side side, int line)
{
    Span span = merge->text[side].lines[line];
    merge->told[side][line] = true;
    write_line(merge, span.at, (size_t)span.length);
}

static void write_range(Merge *merge, Side side, int first, int end)
{
    for (int i = first; i < end; i++)
        write_from(merge, side, i);
}

static char *copy_span(Merge *merge, const Span *span)
{
    char *copy = span ? strndup(span->at, (size_t)span->length) : NULL;
    merge->failed |= span && !copy;
    return copy;
}

/* Lists a conflict; takes `address`; NULL values are deletions. */
static void add_conflict(Merge *merge, char *address, const Span *ours, const Span *theirs)
{
    if (merge->conflict_count == merge->conflict_room) {
        int room = 2 * merge->conflict_room + 16;
        MergeConflict *larger = realloc(merge->conflicts, (size_t)room * sizeof *larger);
        if (!larger)
            merge->failed = true;
        else
            merge->conflicts = larger, merge->conflict_room = room;
    }
    if (!address || merge->conflict_count == merge->conflict_room) {
        merge->failed = true;
        free(address);
        return;
    }
    merge->conflicts[merge->conflict_count++] =
        (MergeConflict){address, copy_span(merge, ours), copy_span(merge, theirs)};
}

/* ---- lines above a line ---- */

typedef struct Range {
    Side side;
    int first, end;
} Range; /* lines of a side; first = end: none */

static bool same_range(const Merge *merge, Range a, Range b)
{
    if (a.end - a.first != b.end - b.first)
        return false;
    for (int i = 0; i < a.end - a.first; i++)
        if (!span_equal(merge->text[a.side].lines[a.first + i], merge->text[b.side].lines[b.first + i]))
            return false;
    return true;
}

static bool range_has(const Merge *merge, Range range, Span line)
{
    for (int i = range.first; i < range.end; i++)
        if (span_equal(merge->text[range.side].lines[i], line))
            return true;
    return false;
}

/* Comments and blank lines: taken from the side that changed them; if both did, ours and then what is new in theirs. */
static void merge_above(Merge *merge, Range base, Range ours, Range theirs)
{
    if (!same_range(merge, ours, theirs) && same_range(merge, ours, base)) {
        write_range(merge, THEIRS, theirs.first, theirs.end);
        return;
    }
    write_range(merge, OURS, ours.first, ours.end);
    if (same_range(merge, ours, theirs) || same_range(merge, theirs, base))
        return;
    for (int i = theirs.first; i < theirs.end; i++) {
        Span line = merge->text[THEIRS].lines[i];
        if (line.length > 0 && !range_has(merge, base, line) && !range_has(merge, ours, line))
            write_from(merge, THEIRS, i);
    }
}

/* ---- facts
 * -------------------------------------------------------------------------------------------------------------------
 */

/* One line that both sides have; `base` is -1 if both added it. `address` is taken. */
static void merge_line(Merge *merge, int base, int ours, int theirs, char *address, Span ours_value, Span theirs_value)
{
    Span o = merge->text[OURS].lines[ours], t = merge->text[THEIRS].lines[theirs],
         b = base >= 0 ? merge->text[BASE].lines[base] : nothing;
    char *joined = NULL;
    bool no_memory = false;
    merge->told[OURS][ours] = merge->told[THEIRS][theirs] = true;
    if (base >= 0 && (span_equal(o, b) || (merge_line_same(o, b) && !span_equal(t, b)))) {
        write_from(merge, THEIRS, theirs);
    } else if (merge_line_same(o, t) || (base >= 0 && merge_line_same(t, b))) {
        write_from(merge, OURS, ours);
    } else if (base >= 0 && merge_line_join(b, o, t, &joined, &no_memory)) {
        write_line(merge, joined, strlen(joined));
    } else {
        write_from(merge, OURS, ours);
        add_conflict(merge, address, &ours_value, &theirs_value);
        address = NULL;
    }
    merge->failed |= no_memory;
    free(joined);
    free(address);
}

/* A fact that one side deleted: gone, unless the other side changed it. */
static void merge_deleted(Merge *merge, Side kept, const MergeSection *section, const MergeFact *base,
                          const MergeFact *fact)
{
    if (base->content == fact->content)
        return;
    Span value = merge_value_of(&merge->text[kept], fact);
    write_range(merge, kept, fact->first, fact->end);
    add_conflict(merge, merge_name_fact(section, fact), kept == OURS ? &value : NULL, kept == THEIRS ? &value : NULL);
}

static void merge_fact(Merge *merge, const MergeSection *const sections[SIDES], const MergeFact *base,
                       const MergeFact *ours, const MergeFact *theirs)
{
    if (ours && theirs) {
        Range b = base ? (Range){BASE, base->first, base->line} : (Range){BASE, 0, 0};
        merge_above(merge, b, (Range){OURS, ours->first, ours->line}, (Range){THEIRS, theirs->first, theirs->line});
        merge_line(merge, base ? base->line : -1, ours->line, theirs->line, merge_name_fact(sections[OURS], ours),
                   merge_value_of(&merge->text[OURS], ours), merge_value_of(&merge->text[THEIRS], theirs));
    } else if (ours && base) {
        merge_deleted(merge, OURS, sections[OURS], base, ours);
    } else if (theirs && base) {
        merge_deleted(merge, THEIRS, sections[THEIRS], base, theirs);
    } else if (ours) {
        write_range(merge, OURS, ours->first, ours->end);
    } else if (theirs) {
        write_range(merge, THEIRS, theirs->first, theirs->end);
    }
}

/* The facts that have a line; the last one of a section may have none. */
static int full_facts(const MergeText *text, const MergeSection *section)
{
    if (!section || section->fact_count == 0)
        return 0;
    const MergeFact *last = &text->facts[section->first_fact + section->fact_count - 1];
    return last->line < last->end ? section->fact_count : section->fact_count - 1;
}

/* The comments and blank lines after the last fact. */
static Range after_facts(const Merge *merge, Side side, const MergeSection *section)
{
    int count = full_facts(&merge->text[side], section);
    if (!section || count == section->fact_count)
        return (Range){side, 0, 0};
    const MergeFact *last = &merge->text[side].facts[section->first_fact + count];
    return (Range){side, last->first, last->line};
}

static MergeItem *list_facts(const MergeText *text, const MergeSection *section, int count)
{
    MergeItem *items = malloc(((size_t)count + 1) * sizeof *items);
    for (int i = 0; items && i < count; i++) {
        const MergeFact *fact = &text->facts[section->first_fact + i];
        items[i] = (MergeItem){fact->name, fact->content};
    }
    return items;
}

static void merge_header(Merge *merge, const MergeSection *const sections[SIDES])
{
    const MergeSection *base = sections[BASE], *ours = sections[OURS], *theirs = sections[THEIRS];
    if (ours->header < 0)
        return;
    Range b = base ? (Range){BASE, base->first, base->header} : (Range){BASE, 0, 0};
    merge_above(merge, b, (Range){OURS, ours->first, ours->header}, (Range){THEIRS, theirs->first, theirs->header});
    merge_line(merge, base ? base->header : -1, ours->header, theirs->header, merge_name_section(ours),
               merge->text[OURS].lines[ours->header], merge->text[THEIRS].lines[theirs->header]);
}

static void merge_facts(Merge *merge, const MergeSection *const sections[SIDES])
{
    MergeItem *items[SIDES];
    MergeTriple *triples = NULL;
    int counts[SIDES], count = 0;
    bool both_moved = false;
    for (int side = BASE; side < SIDES; side++) {
        counts[side] = full_facts(&merge->text[side], sections[side]);
        items[side] = list_facts(&merge->text[side], sections[side], counts[side]);
        merge->failed |= !items[side];
    }
    if (!merge->failed && merge_order(items[BASE], counts[BASE], items[OURS], counts[OURS], items[THEIRS],
                                      counts[THEIRS], &triples, &count, &both_moved) != STATUS_OK)
        merge->failed = true;
    for (int i = 0; i < count && !merge->failed; i++) {
        const int index[SIDES] = {triples[i].base, triples[i].ours, triples[i].theirs};
        const MergeFact *facts[SIDES];
        for (int side = BASE; side < SIDES; side++)
            facts[side] = index[side] < 0 ? NULL : &merge->text[side].facts[sections[side]->first_fact + index[side]];
        merge_fact(merge, sections, facts[BASE], facts[OURS], facts[THEIRS]);
    }
    if (both_moved) {
        Span order = {"another order", 13};
        add_conflict(merge, merge_name_section(sections[OURS]), &order, &order);
    }
    for (int side = BASE; side < SIDES; side++)
        free(items[side]);
    free(triples);
}

/* ---- sections ---- */

static void write_section(Merge *merge, Side side, const MergeSection *section)
{
    write_range(merge, side, section->first, section->end);
}

/* A section that one side deleted: gone, unless the other side changed it. */
static void merge_deleted_section(Merge *merge, Side kept, const MergeSection *base, const MergeSection *section)
{
    static const Span changed = {"changed", 7};
    if (base->content == section->content)
        return;
    write_section(merge, kept, section);
    add_conflict(merge, merge_name_section(section), kept == OURS ? &changed : NULL, kept == THEIRS ? &changed : NULL);
}

static void merge_section(Merge *merge, const MergeSection *const sections[SIDES])
{
    const MergeSection *base = sections[BASE], *ours = sections[OURS], *theirs = sections[THEIRS];
    if (ours && theirs && (ours->content == theirs->content || (base && theirs->content == base->content))) {
        write_section(merge, OURS, ours);
    } else if (ours && theirs && base && ours->content == base->content) {
        write_section(merge, THEIRS, theirs);
    } else if (ours && theirs) {
        merge_header(merge, sections);
        merge_facts(merge, sections);
        merge_above(merge, after_facts(merge, BASE, base), after_facts(merge, OURS, ours),
                    after_facts(merge, THEIRS, theirs));
    } else if (ours && base) {
        merge_deleted_section(merge, OURS, base, ours);
    } else if (theirs && base) {
        merge_deleted_section(merge, THEIRS, base, theirs);
    } else if (ours || theirs) {
        write_section(merge, ours ? OURS : THEIRS, ours ? ours : theirs);
    }
}

/* A section beside one that comes from elsewhere is set off by a blank line, as sections are. */
static void set_off(Merge *merge)
{
    size_t end = strlen(merge->line_end);
    if (merge->length > end && memcmp(merge->out + merge->length - end, merge->line_end, end) == 0 &&
        merge->out[merge->length - end - 1] != '\n')
        write_bytes(merge, merge->line_end, end);
}

static MergeItem *list_sections(const MergeText *text)
{
    MergeItem *items = malloc((size_t)text->section_count * sizeof *items);
    for (int i = 0; items && i < text->section_count; i++)
        items[i] = (MergeItem){text->sections[i].id, text->sections[i].content};
    return items;
}

static void merge_sections(Merge *merge)
{
    MergeItem *items[SIDES];
    MergeTriple *triples = NULL;
    int count = 0;
    bool both_moved = false, foreign = false;
    for (int side = BASE; side < SIDES; side++) {
        items[side] = list_sections(&merge->text[side]);
        merge->failed |= !items[side];
    }
    if (!merge->failed &&
        merge_order(items[BASE], merge->text[BASE].section_count, items[OURS], merge->text[OURS].section_count,
                    items[THEIRS], merge->text[THEIRS].section_count, &triples, &count, &both_moved) != STATUS_OK)
        merge->failed = true;
    for (int i = 0; i < count && !merge->failed; i++) {
        const int index[SIDES] = {triples[i].base, triples[i].ours, triples[i].theirs};
        const MergeSection *sections[SIDES];
        for (int side = BASE; side < SIDES; side++)
            sections[side] = index[side] < 0 ? NULL : &merge->text[side].sections[index[side]];
        if (foreign || !sections[OURS])
            set_off(merge);
        foreign = !sections[OURS];
        merge_section(merge, sections);
    }
    for (int side = BASE; side < SIDES; side++)
        free(items[side]);
    free(triples);
}

/* ---- nothing disappears ---- */

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
static void list_what_is_missing(Merge *merge)
{
    MergeText result;
    size_t count = 0;
    if (merge->failed || merge_text_parse(&result, merge->out, merge->length) != STATUS_OK) {
        merge->failed = true;
        return;
    }
    uint64_t *known = collect_hashes(&merge->text[BASE], &result, &count);
    merge->failed |= !known;
    for (int side = OURS; known && side < SIDES; side++)
        for (int i = 0; i < merge->text[side].line_count; i++) {
            Span line = merge->text[side].lines[i];
            uint64_t hash = hash_line(line);
            if (!merge->told[side][i] && line.length > 0 && !bsearch(&hash, known, count, sizeof hash, compare_hashes))
                add_conflict(merge, merge_format_text("line %d", i + 1), side == OURS ? &line : NULL,
                             side == THEIRS ? &line : NULL);
        }
    free(known);
    merge_text_clear(&result);
}

/* ---- the whole ---- */

static void merge_all(Merge *merge)
{
    const MergeText *ours = &merge->text[OURS], *theirs = &merge->text[THEIRS];
    for (int side = BASE; side < SIDES; side++) {
        merge->told[side] = calloc((size_t)merge->text[side].line_count + 1, sizeof *merge->told[side]);
        merge->failed |= !merge->told[side];
    }
    merge->line_end = (ours->line_count > 0 ? ours : theirs)->crlf ? "\r\n" : "\n";
    if (!merge->failed)
        merge_sections(merge);
    write_bytes(merge, "", 0);
    bool open = ours->ends_open == merge->text[BASE].ends_open ? theirs->ends_open : ours->ends_open;
    if (open && merge->length >= strlen(merge->line_end))
        merge->length -= strlen(merge->line_end);
    list_what_is_missing(merge);
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
    Merge merge = {0};
    merge.failed = merge_text_parse(&merge.text[BASE], base, base_length) != STATUS_OK ||
                   merge_text_parse(&merge.text[OURS], ours, ours_length) != STATUS_OK ||
                   merge_text_parse(&merge.text[THEIRS], theirs, theirs_length) != STATUS_OK;
    if (!merge.failed)
        merge_all(&merge);
    MergeResult made = {
        .text = merge.out, .length = merge.length, .conflicts = merge.conflicts, .count = merge.conflict_count};
    for (int side = BASE; side < SIDES; side++) {
        merge_text_clear(&merge.text[side]);
        free(merge.told[side]);
    }
    if (merge.failed) {
        merge_result_clear(&made);
        return STATUS_NO_MEMORY;
    }
    made.text[made.length] = '\0';
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
