/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/merge/sections.h"

#include <stdlib.h>
#include <string.h>

#include "projects/merge/facts.h"
#include "projects/merge/name.h"
#include "projects/merge/order.h"

static void write_section(Draft *draft, Side side, const MergeSection *section)
{
    draft_write_range(draft, side, section->first, section->end);
}

/* A section that one side deleted: gone, unless the other side changed it. */
static void merge_deleted_section(Draft *draft, Side kept, const MergeSection *base, const MergeSection *section)
{
    static const Span changed = {"changed", 7};
    if (base->content == section->content)
        return;
    write_section(draft, kept, section);
    draft_add_conflict(draft, merge_name_section(section), kept == OURS ? &changed : NULL,
                       kept == THEIRS ? &changed : NULL);
}

static void merge_section(Draft *draft, const MergeSection *const sections[SIDES])
{
    const MergeSection *base = sections[BASE], *ours = sections[OURS], *theirs = sections[THEIRS];
    if (ours && theirs && (ours->content == theirs->content || (base && theirs->content == base->content))) {
        write_section(draft, OURS, ours);
    } else if (ours && theirs && base && ours->content == base->content) {
        write_section(draft, THEIRS, theirs);
    } else if (ours && theirs) {
        merge_header(draft, sections);
        merge_facts(draft, sections);
        merge_below_facts(draft, sections);
    } else if (ours && base) {
        merge_deleted_section(draft, OURS, base, ours);
    } else if (theirs && base) {
        merge_deleted_section(draft, THEIRS, base, theirs);
    } else if (ours || theirs) {
        write_section(draft, ours ? OURS : THEIRS, ours ? ours : theirs);
    }
}

/* A section beside one that comes from elsewhere is set off by a blank line, as sections are. */
static void set_off(Draft *draft)
{
    const Buffer *out = &draft->out;
    size_t end = strlen(draft->line_end);
    if (out->length > end && memcmp(out->bytes + out->length - end, draft->line_end, end) == 0 &&
        out->bytes[out->length - end - 1] != '\n')
        draft_write_line(draft, "", 0);
}

static MergeItem *list_sections(const MergeText *text)
{
    MergeItem *items = malloc((size_t)text->section_count * sizeof *items);
    for (int i = 0; items && i < text->section_count; i++)
        items[i] = (MergeItem){text->sections[i].id, text->sections[i].content};
    return items;
}

void merge_sections(Draft *draft)
{
    MergeItem *items[SIDES];
    MergeTriple *triples = NULL;
    int count = 0;
    bool both_moved = false, foreign = false;
    for (int side = BASE; side < SIDES; side++) {
        items[side] = list_sections(&draft->text[side]);
        draft->failed |= !items[side];
    }
    if (!draft->failed &&
        merge_order(items[BASE], draft->text[BASE].section_count, items[OURS], draft->text[OURS].section_count,
                    items[THEIRS], draft->text[THEIRS].section_count, &triples, &count, &both_moved) != STATUS_OK)
        draft->failed = true;
    for (int i = 0; i < count && !draft->failed; i++) {
        const int index[SIDES] = {triples[i].base, triples[i].ours, triples[i].theirs};
        const MergeSection *sections[SIDES];
        for (int side = BASE; side < SIDES; side++)
            sections[side] = index[side] < 0 ? NULL : &draft->text[side].sections[index[side]];
        if (foreign || !sections[OURS])
            set_off(draft);
        foreign = !sections[OURS];
        merge_section(draft, sections);
    }
    for (int side = BASE; side < SIDES; side++)
        free(items[side]);
    free(triples);
}
