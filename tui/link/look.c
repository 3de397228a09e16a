/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a strip that is looked at closely. */
#include <stdlib.h>
#include <string.h>

#include "tui/link/parse.h"
#include "tui/link/wire.h"

enum { INDEX_MAX = 100000, LEVEL_MAX = 30000 };

/* `a:b:c`: `count` levels in tenths of dB. */
static bool take_levels(char **at, float *levels, int count)
{
    char *word = wire_take_word(at), *end;
    for (int i = 0; word && i < count; i++, word = end + 1) {
        long tenths = strtol(word, &end, 10);
        if (end == word || *end != (i + 1 < count ? ':' : '\0') || tenths < -LEVEL_MAX || tenths > LEVEL_MAX)
            return false;
        levels[i] = (float)tenths / 10;
    }
    return word != NULL;
}

static bool take_index(char **at, int least, int most, int *index)
{
    int64_t number;
    if (!wire_take_int(at, least, most, &number))
        return false;
    *index = (int)number;
    return true;
}

bool look_take_parts(HostLook *look, char *rest)
{
    HostLook made = {.parts = 0};
    if (!take_index(&rest, 0, INDEX_MAX, &made.parts_strip))
        return false;
    for (; *rest && made.parts < HOST_PARTS_MAX; made.parts++)
        if (!take_levels(&rest, &made.part_db[made.parts], 1))
            return false;
    look->parts_strip = made.parts_strip;
    look->parts = made.parts;
    memcpy(look->part_db, made.part_db, sizeof look->part_db);
    return true;
}

bool look_take_sides(HostLook *look, char *rest)
{
    float levels[2][4];
    int strip, processor;
    if (!take_index(&rest, 0, INDEX_MAX, &strip) || !take_index(&rest, 0, INDEX_MAX, &processor) ||
        !take_levels(&rest, levels[0], 4) || !take_levels(&rest, levels[1], 4))
        return false;
    if (strip != look->strip || processor != look->processor)
        look->bands = 0; /* they were another's */
    look->strip = strip;
    look->processor = processor;
    for (int side = 0; side < 2; side++) {
        memcpy(look->peak_db[side], levels[side], sizeof look->peak_db[side]);
        memcpy(look->rms_db[side], levels[side] + 2, sizeof look->rms_db[side]);
    }
    return true;
}

bool look_take_bands(HostLook *look, char *rest)
{
    HostLook made = {.bands = 0};
    char *end, *word;
    if (!take_index(&rest, 0, INDEX_MAX, &made.strip) || !take_index(&rest, 0, INDEX_MAX, &made.processor) ||
        !take_index(&rest, 1, 24, &made.per_octave) || !(word = wire_take_word(&rest)))
        return false;
    made.first_hz = strtod(word, &end);
    if (*end || !(made.first_hz >= 1 && made.first_hz <= 100000))
        return false;
    for (; *rest && made.bands < HOST_BANDS_MAX; made.bands++) {
        float pair[2];
        if (!take_levels(&rest, pair, 2))
            return false;
        made.band_db[0][made.bands] = pair[0];
        made.band_db[1][made.bands] = pair[1];
    }
    look->strip = made.strip;
    look->processor = made.processor;
    look->bands = made.bands;
    look->per_octave = made.per_octave;
    look->first_hz = made.first_hz;
    memcpy(look->band_db, made.band_db, sizeof look->band_db);
    return true;
}
