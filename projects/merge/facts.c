/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/merge/facts.h"

#include <stdlib.h>
#include <string.h>

#include "projects/merge/line.h"
#include "projects/merge/name.h"
#include "projects/merge/order.h"

typedef struct Range {
    Side side;
    int first, end;
} Range; /* lines of a side; first = end: none */

static bool same_range(const Draft *draft, Range a, Range b)
{
    if (a.end - a.first != b.end - b.first)
        return false;
    for (int i = 0; i < a.end - a.first; i++)
        if (!span_equal(draft->text[a.side].lines[a.first + i], draft->text[b.side].lines[b.first + i]))
            return false;
    return true;
}

static bool range_has(const Draft *draft, Range range, Span line)
{
    for (int i = range.first; i < range.end; i++)
        if (span_equal(draft->text[range.side].lines[i], line))
            return true;
    return false;
}

/* Comments and blank lines: taken from the side that changed them; if both did, ours and then what is new in theirs. */
static void merge_above(Draft *draft, Range base, Range ours, Range theirs)
{
    if (!same_range(draft, ours, theirs) && same_range(draft, ours, base)) {
        draft_write_range(draft, THEIRS, theirs.first, theirs.end);
        return;
    }
    draft_write_range(draft, OURS, ours.first, ours.end);
    if (same_range(draft, ours, theirs) || same_range(draft, theirs, base))
        return;
    for (int i = theirs.first; i < theirs.end; i++) {
        Span line = draft->text[THEIRS].lines[i];
        if (line.length > 0 && !range_has(draft, base, line) && !range_has(draft, ours, line))
            draft_write_from(draft, THEIRS, i);
    }
}

/* One line that both sides have; `base` is -1 if both added it. `address` is taken. */
static void merge_line(Draft *draft, int base, int ours, int theirs, char *address, Span ours_value, Span theirs_value)
{
    Span o = draft->text[OURS].lines[ours], t = draft->text[THEIRS].lines[theirs],
         b = base >= 0 ? draft->text[BASE].lines[base] : (Span){"", 0};
    char *joined = NULL;
    bool no_memory = false;
    draft->told[OURS][ours] = draft->told[THEIRS][theirs] = true;
    if (base >= 0 && (span_equal(o, b) || (merge_line_same(o, b) && !span_equal(t, b)))) {
        draft_write_from(draft, THEIRS, theirs);
    } else if (merge_line_same(o, t) || (base >= 0 && merge_line_same(t, b))) {
        draft_write_from(draft, OURS, ours);
    } else if (base >= 0 && merge_line_join(b, o, t, &joined, &no_memory)) {
        draft_write_line(draft, joined, strlen(joined));
    } else {
        draft_write_from(draft, OURS, ours);
        draft_add_conflict(draft, address, &ours_value, &theirs_value);
        address = NULL;
    }
    draft->failed |= no_memory;
    free(joined);
    free(address);
}

/* A fact that one side deleted: gone, unless the other side changed it. */
static void merge_deleted(Draft *draft, Side kept, const MergeSection *section, const MergeFact *base,
                          const MergeFact *fact)
{
    if (base->content == fact->content)
        return;
    Span value = merge_value_of(&draft->text[kept], fact);
    draft_write_range(draft, kept, fact->first, fact->end);
    draft_add_conflict(draft, merge_name_fact(section, fact), kept == OURS ? &value : NULL,
                       kept == THEIRS ? &value : NULL);
}

static void merge_fact(Draft *draft, const MergeSection *const sections[SIDES], const MergeFact *base,
                       const MergeFact *ours, const MergeFact *theirs)
{
    if (ours && theirs) {
        Range b = base ? (Range){BASE, base->first, base->line} : (Range){BASE, 0, 0};
        merge_above(draft, b, (Range){OURS, ours->first, ours->line}, (Range){THEIRS, theirs->first, theirs->line});
        merge_line(draft, base ? base->line : -1, ours->line, theirs->line, merge_name_fact(sections[OURS], ours),
                   merge_value_of(&draft->text[OURS], ours), merge_value_of(&draft->text[THEIRS], theirs));
    } else if (ours && base) {
        merge_deleted(draft, OURS, sections[OURS], base, ours);
    } else if (theirs && base) {
        merge_deleted(draft, THEIRS, sections[THEIRS], base, theirs);
    } else if (ours) {
        draft_write_range(draft, OURS, ours->first, ours->end);
    } else if (theirs) {
        draft_write_range(draft, THEIRS, theirs->first, theirs->end);
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

static MergeItem *list_facts(const MergeText *text, const MergeSection *section, int count)
{
    MergeItem *items = malloc(((size_t)count + 1) * sizeof *items);
    for (int i = 0; items && i < count; i++) {
        const MergeFact *fact = &text->facts[section->first_fact + i];
        items[i] = (MergeItem){fact->name, fact->content};
    }
    return items;
}

void merge_header(Draft *draft, const MergeSection *const sections[SIDES])
{
    const MergeSection *base = sections[BASE], *ours = sections[OURS], *theirs = sections[THEIRS];
    if (ours->header < 0)
        return;
    Range b = base ? (Range){BASE, base->first, base->header} : (Range){BASE, 0, 0};
    merge_above(draft, b, (Range){OURS, ours->first, ours->header}, (Range){THEIRS, theirs->first, theirs->header});
    merge_line(draft, base ? base->header : -1, ours->header, theirs->header, merge_name_section(ours),
               draft->text[OURS].lines[ours->header], draft->text[THEIRS].lines[theirs->header]);
}

void merge_facts(Draft *draft, const MergeSection *const sections[SIDES])
{
    MergeItem *items[SIDES];
    MergeTriple *triples = NULL;
    int counts[SIDES], count = 0;
    bool both_moved = false;
    for (int side = BASE; side < SIDES; side++) {
        counts[side] = full_facts(&draft->text[side], sections[side]);
        items[side] = list_facts(&draft->text[side], sections[side], counts[side]);
        draft->failed |= !items[side];
    }
    if (!draft->failed && merge_order(items[BASE], counts[BASE], items[OURS], counts[OURS], items[THEIRS],
                                      counts[THEIRS], &triples, &count, &both_moved) != STATUS_OK)
        draft->failed = true;
    for (int i = 0; i < count && !draft->failed; i++) {
        const int index[SIDES] = {triples[i].base, triples[i].ours, triples[i].theirs};
        const MergeFact *facts[SIDES];
        for (int side = BASE; side < SIDES; side++)
            facts[side] = index[side] < 0 ? NULL : &draft->text[side].facts[sections[side]->first_fact + index[side]];
        merge_fact(draft, sections, facts[BASE], facts[OURS], facts[THEIRS]);
    }
    if (both_moved) {
        Span order = {"another order", 13};
        draft_add_conflict(draft, merge_name_section(sections[OURS]), &order, &order);
    }
    for (int side = BASE; side < SIDES; side++)
        free(items[side]);
    free(triples);
}

/* The comments and blank lines after the last fact. */
static Range after_facts(const Draft *draft, Side side, const MergeSection *section)
{
    int count = full_facts(&draft->text[side], section);
    if (!section || count == section->fact_count)
        return (Range){side, 0, 0};
    const MergeFact *last = &draft->text[side].facts[section->first_fact + count];
    return (Range){side, last->first, last->line};
}

void merge_below_facts(Draft *draft, const MergeSection *const sections[SIDES])
{
    merge_above(draft, after_facts(draft, BASE, sections[BASE]), after_facts(draft, OURS, sections[OURS]),
                after_facts(draft, THEIRS, sections[THEIRS]));
}
