/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/link/waves.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tui/link/wire.h"

enum { STEMS_MAX = 1024, DATA_LENGTH = 3 * WAVE_COLUMNS, BUCKETS = 1024 };
static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";

typedef enum TileState { TILE_FREE, TILE_ASKED, TILE_NOT_READY, TILE_HERE } TileState;
typedef struct Tile {
    TileState state;
    int stem, next; /* next: of the same bucket, plus one */
    int64_t step, tile;
    uint64_t used;
    WaveColumn columns[WAVE_COLUMNS];
} Tile;
typedef struct WaveStem {
    char *path;
    int64_t length;
} WaveStem;

struct Waves {
    WaveStem stems[STEMS_MAX];
    int stem_count;
    Tile *tiles; /* WAVES_MAX */
    int buckets[BUCKETS];
    uint64_t clock;
};

Waves *waves_new(void)
{
    Waves *waves = calloc(1, sizeof *waves);
    if (waves && !(waves->tiles = calloc(WAVES_MAX, sizeof *waves->tiles))) {
        free(waves);
        return NULL;
    }
    return waves;
}

void waves_forget(Waves *waves)
{
    for (int i = 0; i < waves->stem_count; i++)
        free(waves->stems[i].path);
    waves->stem_count = 0;
    memset(waves->tiles, 0, WAVES_MAX * sizeof *waves->tiles);
    memset(waves->buckets, 0, sizeof waves->buckets);
}

void waves_free(Waves *waves)
{
    if (!waves)
        return;
    waves_forget(waves);
    free(waves->tiles);
    free(waves);
}

static int find_stem(const Waves *waves, const char *path)
{
    for (int i = 0; i < waves->stem_count; i++)
        if (strcmp(waves->stems[i].path, path) == 0)
            return i;
    return -1;
}

static int add_stem(Waves *waves, const char *path)
{
    int at = find_stem(waves, path);
    char *copy = at < 0 && waves->stem_count < STEMS_MAX ? strdup(path) : NULL;
    if (!copy)
        return at;
    waves->stems[waves->stem_count] = (WaveStem){.path = copy, .length = -1};
    return waves->stem_count++;
}

static unsigned bucket_of(int stem, int64_t step, int64_t tile)
{
    uint64_t hash = (uint64_t)stem * 0x9e3779b97f4a7c15u ^ (uint64_t)step * 0xc2b2ae3d27d4eb4fu ^
                    (uint64_t)tile * 0x165667b19e3779f9u;
    return (unsigned)(hash >> 40) % BUCKETS;
}

static int find_tile(const Waves *waves, int stem, int64_t step, int64_t tile)
{
    int at = waves->buckets[bucket_of(stem, step, tile)];
    for (; at; at = waves->tiles[at - 1].next) {
        const Tile *here = &waves->tiles[at - 1];
        if (here->stem == stem && here->step == step && here->tile == tile)
            return at - 1;
    }
    return -1;
}

static void unlink_tile(Waves *waves, int index)
{
    Tile *tile = &waves->tiles[index];
    int *link = &waves->buckets[bucket_of(tile->stem, tile->step, tile->tile)];
    while (*link != index + 1)
        link = &waves->tiles[*link - 1].next;
    *link = tile->next;
    tile->state = TILE_FREE;
}

/* A free one, or the one used longest ago. */
static int make_tile(Waves *waves, int stem, int64_t step, int64_t tile)
{
    int oldest = 0;
    for (int i = 0; i < WAVES_MAX && waves->tiles[oldest].state != TILE_FREE; i++)
        if (waves->tiles[i].state == TILE_FREE || waves->tiles[i].used < waves->tiles[oldest].used)
            oldest = i;
    if (waves->tiles[oldest].state != TILE_FREE)
        unlink_tile(waves, oldest);
    int *bucket = &waves->buckets[bucket_of(stem, step, tile)];
    waves->tiles[oldest] = (Tile){.stem = stem, .step = step, .tile = tile, .used = ++waves->clock, .next = *bucket};
    *bucket = oldest + 1;
    return oldest;
}

const WaveColumn *waves_find(const Waves *waves, const char *path, int64_t step, int64_t tile)
{
    int stem = waves ? find_stem(waves, path) : -1, at = stem >= 0 ? find_tile(waves, stem, step, tile) : -1;
    return at >= 0 && waves->tiles[at].state == TILE_HERE ? waves->tiles[at].columns : NULL;
}

int64_t waves_length(const void *context, const char *path)
{
    const Waves *waves = context;
    int stem = waves ? find_stem(waves, path) : -1;
    return stem >= 0 ? waves->stems[stem].length : -1;
}

void waves_want(Waves *waves, const char *path, int64_t step, int64_t tile, Buffer *out)
{
    int stem = add_stem(waves, path), at = stem >= 0 ? find_tile(waves, stem, step, tile) : -1;
    if (stem < 0)
        return;
    if (at >= 0) {
        waves->tiles[at].used = ++waves->clock;
        if (waves->tiles[at].state != TILE_FREE)
            return;
    }
    at = at < 0 ? make_tile(waves, stem, step, tile) : at;
    waves->tiles[at].state = TILE_ASKED;
    buffer_append_format(out, "wave %" PRId64 " %" PRId64 " ", step, tile);
    wire_add_text(out, path, strlen(path));
    buffer_append_text(out, "\n");
}

void waves_retry(Waves *waves)
{
    for (int i = 0; i < WAVES_MAX; i++)
        if (waves->tiles[i].state == TILE_NOT_READY)
            unlink_tile(waves, i);
}

static int value_of_digit(char digit)
{
    const char *at = digit ? strchr(digits, digit) : NULL;
    return at ? (int)(at - digits) : -1;
}

static bool read_columns(const char *data, WaveColumn *columns)
{
    if (strlen(data) != DATA_LENGTH)
        return false;
    for (int i = 0; i < WAVE_COLUMNS; i++) {
        int up = value_of_digit(data[3 * i]), down = value_of_digit(data[3 * i + 1]),
            rms = value_of_digit(data[3 * i + 2]);
        if (up < 0 || down < 0 || rms < 0)
            return false;
        columns[i] = (WaveColumn){(uint8_t)up, (uint8_t)down, (uint8_t)rms};
    }
    return true;
}

bool waves_take(Waves *waves, char *rest)
{
    int64_t step, tile, length;
    WaveColumn columns[WAVE_COLUMNS];
    if (!wire_take_int(&rest, 1, WAVE_STEP_MAX, &step) || !wire_take_int(&rest, 0, INT64_MAX / 4, &tile) ||
        !wire_take_int(&rest, -1, INT64_MAX / 4, &length))
        return false;
    char *data = wire_take_word(&rest);
    bool ready = data && strcmp(data, "-") != 0;
    if (!data || !*rest || (ready && !read_columns(data, columns)))
        return false;
    wire_unescape(rest);
    int stem = find_stem(waves, rest), at = stem >= 0 ? find_tile(waves, stem, step, tile) : -1;
    if (stem >= 0)
        waves->stems[stem].length = length;
    if (at < 0)
        return true; /* nobody looks at it any more */
    waves->tiles[at].state = ready ? TILE_HERE : TILE_NOT_READY;
    if (ready)
        memcpy(waves->tiles[at].columns, columns, sizeof columns);
    return true;
}

void waves_add_answer(Buffer *out, int64_t step, int64_t tile, int64_t length, const WaveColumn *columns,
                      const char *path)
{
    char data[DATA_LENGTH + 1] = "-";
    for (int i = 0; columns && i < WAVE_COLUMNS; i++) {
        data[3 * i] = digits[columns[i].up & WAVE_LEVEL_MAX];
        data[3 * i + 1] = digits[columns[i].down & WAVE_LEVEL_MAX];
        data[3 * i + 2] = digits[columns[i].rms & WAVE_LEVEL_MAX];
    }
    data[columns ? DATA_LENGTH : 1] = '\0';
    buffer_append_format(out, "wave %" PRId64 " %" PRId64 " %" PRId64 " %s ", step, tile, length, data);
    wire_add_text(out, path, strlen(path));
    buffer_append_text(out, "\n");
}
