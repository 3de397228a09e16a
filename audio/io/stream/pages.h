/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of a stem in memory: written once by the disk thread, then published to the audio thread by an atomic pointer,
 * and never changed again.
 *
 * How a page is let go: the disk thread takes it out of its table, then looks at the PageEpoch.  Even: no audio thread
 * is between its first read of a block and the end of that block, and whoever begins later finds the page gone; it can
 * be freed.  Odd: it can be freed once the epoch differs.
 */
#ifndef TTYMIX_AUDIO_IO_STREAM_PAGES_H
#define TTYMIX_AUDIO_IO_STREAM_PAGES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "audio/base/attributes.h"
#include "audio/base/status.h"
#include "audio/io/stream/store.h"

typedef struct PageTable PageTable;

typedef struct Page {
    PageTable *table;
    int64_t index;       /* of its first frame / STORE_PAGE_FRAMES */
    uint64_t wanted;     /* the last plan that wanted it */
    uint64_t retired_at; /* epoch */
    int channels;
    float samples[]; /* planar, STORE_PAGE_FRAMES each */
} Page;

/* Bytes that a page of so many channels takes. */
uint64_t page_bytes(int channels);
/* Disk thread. NULL without memory. Free with free(). */
Page *page_new(PageTable *table, int64_t index, int channels);

enum { PAGE_LEAF_PAGES = 512 };
typedef struct PageLeaf {
    _Atomic(Page *) pages[PAGE_LEAF_PAGES];
} PageLeaf;

/* Where the pages of one stem stand: a leaf is made when its first page comes and stays as long as the table. */
struct PageTable {
    int64_t count; /* of pages in the stem */
    _Atomic(PageLeaf *) *leaves;
};

NODISCARD Status page_table_init(PageTable *table, int64_t frames);
/* Frees the pages that are still in it. While no thread uses it. A zeroed table is fine. */
void page_table_clear(PageTable *table);
/* The page if it is in memory, else NULL. */
RT_SAFE const Page *page_table_get(const PageTable *table, int64_t index);
/* Disk thread. Publishes a page; false without memory. */
bool page_table_put(Page *page);
/* Disk thread. Takes a page out. */
void page_table_take(Page *page);

typedef atomic_uint_least64_t PageEpoch;
/* Audio thread: before its first look at a page in a block (cheap to repeat), and when it has done with all pages of
 * the block. */
RT_SAFE void page_epoch_begin(PageEpoch *epoch);
RT_SAFE void page_epoch_end(PageEpoch *epoch);
/* Disk thread: notes when a page was taken out, and says whether it may be freed by now. */
void page_retire(Page *page, PageEpoch *epoch);
bool page_is_free(const Page *page, PageEpoch *epoch);

#endif
