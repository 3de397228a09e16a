/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Over frequency: the spectrum of now before that of the whole, what each third octave loses in mono, the low end. */
#include <math.h>
#include <stdio.h>

#include "tui/canvas/theme.h"
#include "tui/screen/loudness.h"
#include "tui/widget/plot.h"

#define FROM_HZ 20.0
#define TO_HZ 20000.0
enum { SAMPLES_MAX = 2 * CANVAS_COLUMNS_MAX };

void loudness_number(double level, char out[16])
{
    if (isfinite(level) && level > -119)
        snprintf(out, 16, "%.1f", fabs(level) < 0.05 ? 0 : level);
    else
        snprintf(out, 16, "-");
}

static int band_at(const LinkBands *bands, double hz)
{
    int at = (int)floor(log10(hz / bands->first_hz) * bands->per_octave / 0.3 + 0.5);
    return at < 0 ? 0 : at >= bands->count ? bands->count - 1 : at;
}

static void fill_levels(const Plot *plot, const LinkBands *bands, double tilt_db, float *values)
{
    for (int i = 0; i < plot_count(plot); i++) {
        double hz = plot_hz_of_place(plot_place(plot, i), FROM_HZ, TO_HZ);
        values[i] = bands->count > 0 ? bands->level_db[band_at(bands, hz)] + (float)(tilt_db * log2(hz / 1000)) : NAN;
    }
}

static void fill_losses(const Plot *plot, const LinkBands *bands, float *values)
{
    for (int i = 0; i < plot_count(plot); i++) {
        double hz = plot_hz_of_place(plot_place(plot, i), FROM_HZ, TO_HZ);
        values[i] = bands->count > 0 ? bands->loss_db[band_at(bands, hz)] : NAN;
    }
}

static void draw_spectrum_caption(const Scene *scene, Rect rect, double tilt_db, Canvas *canvas)
{
    const LinkImage *image = scene->image;
    bool ascii = scene->glyphs->ascii;
    int column = rect.column, end = rect.column + rect.columns, row = rect.row - 1;
    column += canvas_text(canvas, row, column, end - column, STYLE_TITLE, "Spectrum") + 2;
    canvas_put(canvas, row, column, ascii ? '*' : scene->glyphs->across, STYLE_CURVE);
    column += canvas_text(canvas, row, column + 2, end - column - 2, STYLE_TEXT, "now") + 4;
    canvas_put(canvas, row, column, ascii ? ':' : scene->glyphs->quiet, STYLE_SPECTRUM);
    column += canvas_text(canvas, row, column + 2, end - column - 2, STYLE_TEXT, "mean") + 4;
    column += canvas_textf(canvas, row, column, end - column, STYLE_DIM, "tilt %+g dB/oct", tilt_db) + 2;
    if (isfinite(image->slope_db) && end - column >= 12)
        canvas_textf(canvas, row, column, end - column, STYLE_DIM, "slope %+.1f", (double)image->slope_db);
}

static void draw_losses(const Scene *scene, const LoudnessLayout *layout, Canvas *canvas)
{
    static const PlotTick ticks[] = {{-0.01, "mono"}, {-6, "-6"}};
    PlotTick below[12];
    float values[SAMPLES_MAX];
    Plot plot = {canvas, scene->glyphs, layout->loss, 0, -9};
    fill_losses(&plot, &scene->image->thirds, values);
    plot_hanging(&plot, values, STYLE_REDUCTION);
    plot_scale_left(&plot, LOUDNESS_SCALE - 1, ticks, ARRAY_LEN(ticks));
    plot_scale_below(&plot, below, plot_hz_ticks(FROM_HZ, TO_HZ, below, ARRAY_LEN(below)));
}

void loudness_draw_spectrum(const Scene *scene, const LoudnessLayout *layout, double tilt_db, Canvas *canvas)
{
    static const PlotTick ticks[] = {{-20, "-20"}, {-40, "-40"}, {-60, "-60"},
                                     {-10, "-10"}, {-30, "-30"}, {-50, "-50"}};
    float values[SAMPLES_MAX];
    Plot plot = {canvas, scene->glyphs, layout->spectrum, -5, -68};
    draw_spectrum_caption(scene, layout->spectrum, tilt_db, canvas);
    fill_levels(&plot, &scene->image->thirds, tilt_db, values);
    plot_area(&plot, values, ':', STYLE_SPECTRUM);
    fill_levels(&plot, &scene->image->live, tilt_db, values);
    plot_curve(&plot, values, '*', STYLE_CURVE);
    plot_scale_left(&plot, LOUDNESS_SCALE - 1, ticks, layout->spectrum.rows > 12 ? 6 : 3);
    draw_losses(scene, layout, canvas);
}

/* ---- the low end, and the thirds as numbers ---- */

/* The level of several bands together, and what they lose in mono. */
static void sum_bands(const LinkBands *bands, double from_hz, double to_hz, double *level_db, double *loss_db)
{
    double all = 0, mono = 0;
    for (int i = 0; i < bands->count; i++) {
        double hz = link_band_hz(bands, i);
        if (hz < from_hz || hz >= to_hz || isnan(bands->level_db[i]))
            continue;
        double power = pow(10, (double)bands->level_db[i] / 10);
        all += power;
        mono += isnan(bands->loss_db[i]) ? 0 : power * pow(10, (double)bands->loss_db[i] / 10);
    }
    *level_db = all > 0 ? 10 * log10(all) : NAN;
    *loss_db = all > 0 ? 10 * log10(mono / all + 1e-12) : NAN;
}

/* Nothing is told by a colour alone. */
static const char *judge(double loss_db)
{
    return isnan(loss_db) ? "" : loss_db > -1 ? "mono" : loss_db > -3 ? "wide" : "cancels";
}

static void draw_low_row(Canvas *canvas, Rect rect, int row, const char *name, double level_db, double loss_db)
{
    char number[16];
    const char *word = judge(loss_db);
    canvas_text(canvas, row, rect.column, 10, STYLE_TEXT, name);
    loudness_number(level_db, number);
    canvas_text_right(canvas, row, rect.column + 9, 6, STYLE_TEXT, number);
    loudness_number(loss_db < -99 ? -99 : loss_db, number);
    canvas_text_right(canvas, row, rect.column + 15, 6, STYLE_TEXT, number);
    canvas_text(canvas, row, rect.column + 22, rect.columns - 22, *word == 'c' ? STYLE_WARN : STYLE_DIM, word);
}

/* The nominal name of a third octave (IEC 61260-1, annex E). */
static void name_third(double hz, char out[16])
{
    static const double names[] = {1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8};
    int third = (int)floor(10 * log10(hz) + 0.5), decade = third / 10;
    double nominal = names[third % 10] * pow(10, decade);
    snprintf(out, 16, nominal < 1000 ? "%g" : "%gk", nominal < 1000 ? nominal : nominal / 1000);
}

static void draw_thirds(const Scene *scene, Rect rect, Canvas *canvas)
{
    const LinkBands *bands = &scene->image->thirds;
    int block = rect.columns / 2, rows = rect.rows - 1;
    char name[16], number[16];
    canvas_text(canvas, rect.row - 1, rect.column, rect.columns, STYLE_TITLE, "Third octaves");
    for (int k = 0; k < 2; k++)
        canvas_text(canvas, rect.row, rect.column + k * block, block, STYLE_DIM, "   Hz   dBFS   in mono");
    for (int i = 0; i < bands->count && i < 2 * rows; i++) {
        int row = rect.row + 1 + i % rows, column = rect.column + i / rows * block;
        name_third(link_band_hz(bands, i), name);
        canvas_text_right(canvas, row, column, 5, STYLE_TEXT, name);
        loudness_number((double)bands->level_db[i], number);
        canvas_text_right(canvas, row, column + 6, 6, STYLE_TEXT, number);
        loudness_number((double)bands->loss_db[i], number);
        canvas_text_right(canvas, row, column + 14, 6, STYLE_TEXT, number);
    }
}

void loudness_draw_low(const Scene *scene, const LoudnessLayout *layout, Canvas *canvas)
{
    static const struct {
        const char *name;
        double from_hz, to_hz;
    } parts[] = {{"20-70", 17, 71}, {"70-140", 71, 141}, {"140-280", 141, 283}};
    Rect rect = layout->low;
    double level_db, loss_db;
    canvas_text(canvas, rect.row - 1, rect.column, 9, STYLE_TITLE, "Low end");
    canvas_text_right(canvas, rect.row - 1, rect.column + 9, 6, STYLE_DIM, "dBFS");
    canvas_text_right(canvas, rect.row - 1, rect.column + 15, 6, STYLE_DIM, "loss");
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        sum_bands(&scene->image->thirds, parts[i].from_hz, parts[i].to_hz, &level_db, &loss_db);
        draw_low_row(canvas, rect, rect.row + (int)i, parts[i].name, level_db, loss_db);
    }
    sum_bands(&scene->image->thirds, 1, 1e6, &level_db, &loss_db);
    draw_low_row(canvas, rect, rect.row + (int)ARRAY_LEN(parts), "all", level_db, (double)scene->image->mono_loss_db);
    if (layout->thirds.rows > 0)
        draw_thirds(scene, layout->thirds, canvas);
}
