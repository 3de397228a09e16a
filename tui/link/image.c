/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/link/image.h"

#include <math.h>
#include <string.h>

#include "tui/link/wire.h"

enum { NO_LEVEL = -1200, FIELDS = 8, STEPS = 63 };

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";

void link_image_init(LinkImage *image)
{
    memset(image, 0, sizeof *image);
    image->correlation = image->slope_db = image->mono_loss_db = NAN;
}

const LoudPoint *link_image_point(const LinkImage *image, int64_t index)
{
    return index >= image->first && index < image->count ? &image->point[index % LINK_POINTS] : NULL;
}

double link_band_hz(const LinkBands *bands, int index)
{
    return bands->first_hz * pow(10, 0.3 * index / bands->per_octave);
}

/* ---- reading ---- */

static bool take_level(char **rest, double divisor, float *level)
{
    int64_t number;
    if (!wire_take_int(rest, -30000, 30000, &number))
        return false;
    *level = number <= NO_LEVEL ? NAN : (float)((double)number / divisor);
    return true;
}

static bool take_loudpoint(LinkImage *image, char *rest)
{
    int64_t index;
    float value[FIELDS];
    if (!wire_take_int(&rest, 0, INT64_MAX / 4, &index))
        return false;
    for (int i = 0; i < FIELDS; i++)
        if (!take_level(&rest, i == FIELDS - 1 ? 100 : 10, &value[i]))
            return false;
    if (index != image->count) /* others are missing between, or it is another song */
        image->first = index;
    image->count = index + 1;
    if (image->count - image->first > LINK_POINTS)
        image->first = image->count - LINK_POINTS;
    image->point[index % LINK_POINTS] =
        (LoudPoint){value[0], value[1], value[2], value[3], value[4], value[5], value[6], value[7]};
    return true;
}

static bool read_letter(char letter, float *value)
{
    const char *at = letter ? strchr(letters, letter) : NULL;
    if (at)
        *value = (float)(2.0 * (double)(at - letters) / STEPS - 1);
    return at != NULL;
}

static bool take_dots(LinkImage *image, char *rest)
{
    float correlation, dot[LINK_DOTS][2];
    if (!take_level(&rest, 100, &correlation))
        return false;
    size_t length = strlen(rest), count = length / 2;
    if (length % 2 || count > LINK_DOTS)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!read_letter(rest[2 * i], &dot[i][0]) || !read_letter(rest[2 * i + 1], &dot[i][1]))
            return false;
    image->correlation = correlation;
    for (size_t i = 0; i < count; i++) {
        memcpy(image->dot[image->dot_at], dot[i], sizeof dot[i]);
        image->dot_at = (image->dot_at + 1) % LINK_DOTS;
        image->dot_count += image->dot_count < LINK_DOTS;
    }
    return true;
}

/* PER_OCTAVE FIRST_HZ (tenths), then a level, or a level and a loss, of each band. */
static bool take_bands(char *rest, bool losses, LinkBands *bands)
{
    int64_t per_octave, first;
    LinkBands made = {0};
    if (!wire_take_int(&rest, 1, 24, &per_octave) || !wire_take_int(&rest, 1, 10000000, &first))
        return false;
    made.per_octave = (int)per_octave;
    made.first_hz = (double)first / 100;
    for (; *rest; made.count++)
        if (made.count == LINK_BANDS || !take_level(&rest, 10, &made.level_db[made.count]) ||
            (losses && !take_level(&rest, 10, &made.loss_db[made.count])))
            return false;
    *bands = made;
    return true;
}

static bool take_spectrum(LinkImage *image, char *rest)
{
    return take_bands(rest, false, &image->live);
}

static bool take_thirds(LinkImage *image, char *rest)
{
    float slope, loss;
    if (!take_level(&rest, 10, &slope) || !take_level(&rest, 10, &loss) || !take_bands(rest, true, &image->thirds))
        return false;
    image->slope_db = slope;
    image->mono_loss_db = loss;
    return true;
}

bool link_image_take(LinkImage *image, const char *word, char *rest)
{
    static const struct {
        const char *word;
        bool (*take)(LinkImage *image, char *rest);
    } rows[] = {
        {"loudpoint", take_loudpoint}, {"dots", take_dots}, {"spectrum", take_spectrum}, {"thirds", take_thirds}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (strcmp(word, rows[i].word) == 0)
            return rows[i].take(image, rest);
    return false;
}

/* ---- writing ---- */

static int scaled(double level, double factor)
{
    double value = floor(level * factor + 0.5);
    return !(value > NO_LEVEL) ? NO_LEVEL : value > 9999 ? 9999 : (int)value;
}

void link_add_loudpoint(Buffer *out, int64_t index, const float values[8])
{
    buffer_append_format(out, "loudpoint %lld", (long long)index);
    for (int i = 0; i < FIELDS; i++)
        buffer_append_format(out, " %d", scaled((double)values[i], i == FIELDS - 1 ? 100 : 10));
    buffer_append_text(out, "\n");
}

void link_add_dots(Buffer *out, double correlation, const float (*dots)[2], int count)
{
    buffer_append_format(out, "dots %d ", scaled(correlation, 100));
    for (int i = 0; i < count; i++)
        for (int k = 0; k < 2; k++) {
            double place = floor(((double)dots[i][k] + 1) / 2 * STEPS + 0.5);
            buffer_append(out, &letters[place < 0 ? 0 : place > STEPS ? STEPS : (int)place], 1);
        }
    buffer_append_text(out, "\n");
}

void link_add_bands(Buffer *out, int per_octave, double first_hz, const double *levels, const double *losses, int count,
                    double slope_db, double mono_loss_db)
{
    if (losses)
        buffer_append_format(out, "thirds %d %d", scaled(slope_db, 10), scaled(mono_loss_db, 10));
    else
        buffer_append_text(out, "spectrum");
    buffer_append_format(out, " %d %.0f", per_octave, first_hz * 100);
    for (int i = 0; i < count && i < LINK_BANDS; i++) {
        buffer_append_format(out, " %d", scaled(levels[i], 10));
        if (losses)
            buffer_append_format(out, " %d", scaled(losses[i], 10));
    }
    buffer_append_text(out, "\n");
}
