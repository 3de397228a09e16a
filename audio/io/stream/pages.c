/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/stream/pages.h"

#include <stdlib.h>

uint64_t page_bytes(int channels)
{
    return sizeof(Page) + sizeof(float) * STORE_PAGE_FRAMES * (uint64_t)channels;
}

Page *page_new(PageTable *table, int64_t index, int channels)
{
    Page *page = malloc(page_bytes(channels));
    if (page) {
        page->table = table;
        page->index = index;
        page->channels = channels;
        page->wanted = page->retired_at = 0;
    }
    return page;
}

static int64_t leaf_count(const PageTable *table)
{
    return (table->count + PAGE_LEAF_PAGES - 1) / PAGE_LEAF_PAGES;
}

Status page_table_init(PageTable *table, int64_t frames)
{
    PageTable made = {.count = (frames + STORE_PAGE_FRAMES - 1) / STORE_PAGE_FRAMES};
    made.leaves = calloc((size_t)leaf_count(&made) + 1, sizeof *made.leaves);
    if (!made.leaves)
        return STATUS_NO_MEMORY;
    *table = made;
    return STATUS_OK;
}

void page_table_clear(PageTable *table)
{
    for (int64_t i = 0; table->leaves && i < leaf_count(table); i++) {
        PageLeaf *leaf = atomic_load(&table->leaves[i]);
        for (int page = 0; leaf && page < PAGE_LEAF_PAGES; page++)
            free(atomic_load(&leaf->pages[page]));
        free(leaf);
    }
    free(table->leaves);
    *table = (PageTable){0};
}

const Page *page_table_get(const PageTable *table, int64_t index)
{
    if (index < 0 || index >= table->count)
        return NULL;
    PageLeaf *leaf = atomic_load(&table->leaves[index / PAGE_LEAF_PAGES]);
    return leaf ? atomic_load(&leaf->pages[index % PAGE_LEAF_PAGES]) : NULL;
}

bool page_table_put(Page *page)
{
    _Atomic(PageLeaf *) *place = &page->table->leaves[page->index / PAGE_LEAF_PAGES];
    PageLeaf *leaf = atomic_load(place);
    if (!leaf) {
        leaf = calloc(1, sizeof *leaf);
        if (!leaf)
            return false;
        atomic_store(place, leaf);
    }
    atomic_store(&leaf->pages[page->index % PAGE_LEAF_PAGES], page);
    return true;
}

void page_table_take(Page *page)
{
    PageLeaf *leaf = atomic_load(&page->table->leaves[page->index / PAGE_LEAF_PAGES]);
    atomic_store(&leaf->pages[page->index % PAGE_LEAF_PAGES], NULL);
}

void page_epoch_begin(PageEpoch *epoch)
{
    uint_least64_t now = atomic_load(epoch);
    if (!(now & 1))
        atomic_compare_exchange_strong(epoch, &now, now + 1);
}

void page_epoch_end(PageEpoch *epoch)
{
    if (atomic_load(epoch) & 1)
        atomic_fetch_add(epoch, 1);
}

void page_retire(Page *page, PageEpoch *epoch)
{
    page->retired_at = atomic_load(epoch);
}

bool page_is_free(const Page *page, PageEpoch *epoch)
{
    return !(page->retired_at & 1) || atomic_load(epoch) != page->retired_at;
}
