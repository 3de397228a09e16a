/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/stream/readahead.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "audio/base/clock.h"
#include "audio/base/denormals.h"
#include "audio/io/stream/pageplan.h"

enum { TICK_MS = 40, IDLE_TICK_MS = 50, ASKED_FOR_MS = 2000, IDENTITY_MS = 1000, PAGES_PER_STEM_MIN = 3 };

/* Pages in no order. */
typedef struct PageList {
    Page **pages;
    int count, room;
} PageList;

struct ReadAhead {
    PageEpoch epoch;
    atomic_llong position, loop_from, loop_to;
    atomic_bool loop_on;
    atomic_ullong bytes; /* of pages loaded and retired */
    uint64_t budget;
    int64_t ahead_frames;

    pthread_t thread;
    pthread_mutex_t lock; /* what follows, up to the next comment */
    pthread_cond_t wake;
    bool stop;
    StoreCue *cues;
    int cue_count;
    uint64_t least; /* bytes for the cued stems, whatever the budget */
    Stem **stems;
    int stem_count, stem_room;
    int64_t asked_from, asked_frames;
    int64_t asked_at_ms;
    atomic_uint_fast64_t changes; /* of cues and of what is asked for; also read without the lock */

    /* The disk thread's own. */
    PagePlan pages;
    uint64_t plan;
    PageList loaded, retired;
    int next_stem;
    int64_t identity_at_ms;
};

static int64_t now_ms(void)
{
    return clock_now_ns() / 1000000;
}

static bool list_add(PageList *list, Page *page)
{
    if (list->count == list->room) {
        int room = list->room ? list->room * 2 : 256;
        Page **pages = realloc(list->pages, sizeof *pages * (size_t)room);
        if (!pages)
            return false;
        list->pages = pages;
        list->room = room;
    }
    list->pages[list->count++] = page;
    return true;
}

static void reap(ReadAhead *ahead)
{
    PageList *retired = &ahead->retired;
    for (int i = retired->count - 1; i >= 0; i--) {
        Page *page = retired->pages[i];
        if (!page_is_free(page, &ahead->epoch))
            continue;
        atomic_fetch_sub(&ahead->bytes, page_bytes(page->channels));
        free(page);
        retired->pages[i] = retired->pages[--retired->count];
    }
}

/* Lets go of the page that was wanted longest ago, if it is not of the present plan; false if there is none. */
static bool retire_oldest(ReadAhead *ahead)
{
    PageList *loaded = &ahead->loaded;
    int oldest = -1;
    for (int i = 0; i < loaded->count; i++)
        if (loaded->pages[i]->wanted < ahead->plan &&
            (oldest < 0 || loaded->pages[i]->wanted < loaded->pages[oldest]->wanted))
            oldest = i;
    if (oldest < 0)
        return false;
    Page *page = loaded->pages[oldest];
    if (!list_add(&ahead->retired, page))
        return false;
    loaded->pages[oldest] = loaded->pages[--loaded->count];
    page_table_take(page);
    page_retire(page, &ahead->epoch);
    return true;
}

/* Room for one more page within the bound; what is heard now may pass it while old pages wait for the audio thread. */
static bool make_room(ReadAhead *ahead, uint64_t bytes, uint64_t bound, bool urgent)
{
    reap(ahead);
    while (atomic_load(&ahead->bytes) + bytes > bound && retire_oldest(ahead))
        reap(ahead);
    return atomic_load(&ahead->bytes) + bytes <= (urgent ? bound * 2 : bound);
}

/* Reads a page and publishes it. */
static bool load(ReadAhead *ahead, Stem *stem, int64_t index)
{
    int channels = stem->stream.channels;
    Page *page = page_new(&stem->pages, index, channels);
    if (!page)
        return false;
    float *out[SOUNDFILE_CHANNELS_MAX] = {page->samples, page->samples + (channels > 1 ? STORE_PAGE_FRAMES : 0)};
    page->wanted = ahead->plan;
    stem_render_page(stem, index, out);
    if (!list_add(&ahead->loaded, page)) {
        free(page);
        return false;
    }
    if (!page_table_put(page)) {
        ahead->loaded.count--;
        free(page);
        return false;
    }
    atomic_fetch_add(&ahead->bytes, page_bytes(channels));
    return true;
}

/* Marks the pages that the plan keeps, in its order, as far as the bound reaches; returns how many of them that were.
 */
static int mark(ReadAhead *ahead, uint64_t bound)
{
    uint64_t bytes = 0;
    for (int i = 0; i < ahead->pages.count; i++) {
        const PlannedPage *planned = &ahead->pages.list[i];
        Page *page = (Page *)(uintptr_t)page_table_get(&planned->stem->pages, planned->index);
        if (page && page->wanted == ahead->plan)
            continue;
        bytes += page_bytes(planned->stem->stream.channels);
        if (bytes > bound && planned->due > 0)
            return i;
        if (page)
            page->wanted = ahead->plan;
    }
    return ahead->pages.count;
}

static bool is_outdated(ReadAhead *ahead, uint64_t changes, int64_t position)
{
    int64_t moved = atomic_load(&ahead->position) - position;
    return atomic_load(&ahead->changes) != changes || moved < 0 || moved > STORE_PAGE_FRAMES;
}

/* Carries the plan out, until the transport has moved on; true if it read anything. `done`: nothing is left of it. */
static bool carry_out(ReadAhead *ahead, uint64_t bound, uint64_t changes, int64_t position, bool *done)
{
    bool did = false;
    int kept = mark(ahead, bound), missing = kept;
    *done = false;
    for (int i = 0; i < kept && !is_outdated(ahead, changes, position); i++) {
        const PlannedPage *planned = &ahead->pages.list[i];
        if (page_table_get(&planned->stem->pages, planned->index)) {
            missing--;
            continue;
        }
        if (!make_room(ahead, page_bytes(planned->stem->stream.channels), bound, planned->due < STORE_PAGE_FRAMES))
            break;
        if (!load(ahead, planned->stem, planned->index))
            break;
        did = true;
        missing--;
    }
    reap(ahead);
    *done = missing == 0 && ahead->retired.count == 0;
    return did;
}

/* One stem at a time, so that a slow disk is not kept busy with it. */
static void watch_identity(ReadAhead *ahead)
{
    Stem *stem = NULL;
    int64_t now = now_ms();
    pthread_mutex_lock(&ahead->lock);
    if (ahead->stem_count && now - ahead->identity_at_ms >= IDENTITY_MS / ahead->stem_count) {
        ahead->next_stem = (ahead->next_stem + 1) % ahead->stem_count;
        stem = ahead->stems[ahead->next_stem];
        ahead->identity_at_ms = now;
    }
    pthread_mutex_unlock(&ahead->lock);
    if (stem)
        stem_check_identity(stem);
}

/* Under the lock: the plan for this moment. Returns its bound of memory. */
static uint64_t make_plan(ReadAhead *ahead, int64_t position)
{
    bool asked = ahead->asked_frames > 0 && now_ms() - ahead->asked_at_ms < ASKED_FOR_MS;
    PlanPlace place = {
        .position = position,
        .loop_on = atomic_load(&ahead->loop_on),
        .loop_from = atomic_load(&ahead->loop_from),
        .loop_to = atomic_load(&ahead->loop_to),
        .ahead_frames = ahead->ahead_frames,
        .asked_from = ahead->asked_from,
        .asked_frames = asked ? ahead->asked_frames : 0,
    };
    ahead->plan++;
    if (pageplan_make(&ahead->pages, ahead->cues, ahead->cue_count, &place) != STATUS_OK)
        ahead->pages.count =
            0; /* nothing new is read until there is memory; what is heard turns silent, and is counted */
    return ahead->budget > ahead->least ? ahead->budget : ahead->least;
}

static void sleep_a_while(ReadAhead *ahead, uint64_t changes, int ms)
{
    const struct timespec until = clock_in_ms(ms);
    while (!ahead->stop && atomic_load(&ahead->changes) == changes)
        if (pthread_cond_timedwait(&ahead->wake, &ahead->lock, &until) == ETIMEDOUT)
            break;
}

/* What a plan is made of, as far as it changes without a word: it is done while this is the same. */
typedef struct Moment {
    uint64_t changes;
    int64_t position, loop_from, loop_to, asked; /* asked: 1 while that is wanted */
    int64_t loop_on;
} Moment;

/* Under the lock. */
static Moment moment_now(const ReadAhead *ahead)
{
    return (Moment){.changes = atomic_load(&ahead->changes),
                    .position = atomic_load(&ahead->position),
                    .loop_from = atomic_load(&ahead->loop_from),
                    .loop_to = atomic_load(&ahead->loop_to),
                    .loop_on = atomic_load(&ahead->loop_on),
                    .asked = ahead->asked_frames > 0 && now_ms() - ahead->asked_at_ms < ASKED_FOR_MS};
}

static void *run(void *context)
{
    ReadAhead *ahead = context;
    int64_t last_position = -1;
    Moment last = {.position = -1};
    bool done = false;
    unsigned before = denormals_off();
    pthread_mutex_lock(&ahead->lock);
    while (!ahead->stop) {
        Moment now = moment_now(ahead);
        uint64_t changes = now.changes, bound;
        int64_t position = now.position;
        bool again = !done || memcmp(&now, &last, sizeof now) != 0, busy = false;
        if (again)
            bound = make_plan(ahead, position);
        pthread_mutex_unlock(&ahead->lock);
        if (again)
            busy = carry_out(ahead, bound, changes, position, &done);
        last = now;
        watch_identity(ahead);
        pthread_mutex_lock(&ahead->lock);
        if (!busy)
            sleep_a_while(ahead, changes, position == last_position ? IDLE_TICK_MS : TICK_MS);
        last_position = position;
    }
    pthread_mutex_unlock(&ahead->lock);
    denormals_restore(before);
    return NULL;
}

/* The thread takes no signals: they belong to the program's main thread. */
static int start_thread(ReadAhead *ahead)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&ahead->thread, NULL, run, ahead);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

Status readahead_new(ReadAhead **ahead, const StoreSetup *setup, Error *error)
{
    ReadAhead *made = calloc(1, sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    double seconds = setup->read_ahead_s > 0 ? setup->read_ahead_s : 2;
    made->budget = setup->memory_bytes ? setup->memory_bytes : (uint64_t)64 << 20;
    made->ahead_frames = (int64_t)((seconds < 30 ? seconds : 30) * setup->rate_hz) + STORE_PAGE_FRAMES;
    pthread_mutex_init(&made->lock, NULL);
    clock_condition_init(&made->wake);
    int failed = start_thread(made);
    if (failed) {
        free(made);
        return error_set_os(error, failed, "the disk thread cannot be started");
    }
    *ahead = made;
    return STATUS_OK;
}

void readahead_free(ReadAhead *ahead)
{
    if (!ahead)
        return;
    pthread_mutex_lock(&ahead->lock);
    ahead->stop = true;
    pthread_cond_signal(&ahead->wake);
    pthread_mutex_unlock(&ahead->lock);
    pthread_join(ahead->thread, NULL);
    for (int i = 0; i < ahead->retired.count; i++)
        free(ahead->retired.pages[i]);
    free(ahead->retired.pages);
    free(ahead->loaded.pages);
    pageplan_clear(&ahead->pages);
    free(ahead->cues);
    free(ahead->stems);
    pthread_mutex_destroy(&ahead->lock);
    pthread_cond_destroy(&ahead->wake);
    free(ahead);
}

Status readahead_add(ReadAhead *ahead, Stem *stem)
{
    Status status = STATUS_OK;
    pthread_mutex_lock(&ahead->lock);
    if (ahead->stem_count == ahead->stem_room) {
        int room = ahead->stem_room ? ahead->stem_room * 2 : 64;
        Stem **stems = realloc(ahead->stems, sizeof *stems * (size_t)room);
        if (stems) {
            ahead->stems = stems;
            ahead->stem_room = room;
        } else {
            status = STATUS_NO_MEMORY;
        }
    }
    if (status == STATUS_OK)
        ahead->stems[ahead->stem_count++] = stem;
    pthread_mutex_unlock(&ahead->lock);
    return status;
}

/* Bytes for PAGES_PER_STEM_MIN pages of every stem; a stem in several cues counts as often, up to twice. */
static uint64_t least_bytes(const ReadAhead *ahead, const StoreCue *cues, int count)
{
    uint64_t all = 0, cued = 0;
    for (int i = 0; i < ahead->stem_count; i++)
        all += page_bytes(ahead->stems[i]->stream.channels);
    for (int i = 0; i < count; i++)
        cued += page_bytes(cues[i].stream->channels);
    return PAGES_PER_STEM_MIN * (cued < all * 2 ? cued : all * 2);
}

Status readahead_set_cues(ReadAhead *ahead, const StoreCue *cues, int count)
{
    StoreCue *copy = malloc(sizeof *copy * (size_t)(count + 1));
    if (!copy)
        return STATUS_NO_MEMORY;
    if (count)
        memcpy(copy, cues, sizeof *copy * (size_t)count);
    pthread_mutex_lock(&ahead->lock);
    free(ahead->cues);
    ahead->cues = copy;
    ahead->cue_count = count;
    ahead->least = least_bytes(ahead, cues, count);
    atomic_fetch_add(&ahead->changes, 1);
    pthread_cond_signal(&ahead->wake);
    pthread_mutex_unlock(&ahead->lock);
    return STATUS_OK;
}

bool readahead_is_ready(ReadAhead *ahead, int64_t position, int frames)
{
    if (frames > STORE_PAGE_FRAMES)
        frames = STORE_PAGE_FRAMES; /* more than that is the read-ahead's part, once the transport is there */
    pthread_mutex_lock(&ahead->lock);
    bool ready = pageplan_is_met(ahead->cues, ahead->cue_count, position, frames);
    if (ahead->asked_from != position || ahead->asked_frames != frames) {
        ahead->asked_from = position;
        ahead->asked_frames = frames;
        atomic_fetch_add(&ahead->changes, 1);
        pthread_cond_signal(&ahead->wake);
    }
    ahead->asked_at_ms = now_ms();
    pthread_mutex_unlock(&ahead->lock);
    return ready;
}

void readahead_follow(ReadAhead *ahead, int64_t position, bool loop_on, int64_t loop_from, int64_t loop_to)
{
    atomic_store(&ahead->loop_from, loop_from);
    atomic_store(&ahead->loop_to, loop_to);
    atomic_store(&ahead->loop_on, loop_on);
    atomic_store(&ahead->position, position);
}

PageEpoch *readahead_epoch(ReadAhead *ahead)
{
    return &ahead->epoch;
}

uint64_t readahead_bytes(const ReadAhead *ahead)
{
    return atomic_load(&ahead->bytes);
}
