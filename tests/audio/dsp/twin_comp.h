/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the slow twins of the dynamics, written from audio/dsp/dynamics/comp_core.h, peak_window.h and key_filter.h.
 */
#ifndef TTYMIX_TESTS_AUDIO_DSP_TWIN_COMP_H
#define TTYMIX_TESTS_AUDIO_DSP_TWIN_COMP_H

#include "tests/audio/dsp/twin.h"

#define OCTAVE_DB 6.02059991327962390427

/* ---- the highest of the last frames ---- */

enum { TWIN_WINDOW = 2048 };

typedef struct TwinWindow {
    double level[TWIN_WINDOW];
    int64_t now;
    int frames; /* 0 or 1: the frame alone */
} TwinWindow;

static inline double twin_window(TwinWindow *window, double level)
{
    window->level[window->now % TWIN_WINDOW] = level;
    for (int64_t back = 1; back < window->frames && back <= window->now; back++)
        level = fmax(level, window->level[(window->now - back) % TWIN_WINDOW]);
    window->now++;
    return level;
}

/* Cells of 64 frames in 5 ms, rounded up. */
static inline int twin_window_cells(double rate_hz)
{
    return (int)ceil(0.005 * rate_hz / CELL_FRAMES - 0.001);
}

/* ---- Simper's state variable filter ---- */

typedef struct TwinSvf {
    double ic1, ic2, low, band, high;
} TwinSvf;

static inline double twin_g(double hz, double rate_hz)
{
    return tan(M_PI * fmin(hz / rate_hz, 0.49));
}

static inline void twin_svf(TwinSvf *svf, double x, double g, double k)
{
    double a1 = 1 / (1 + g * (g + k)), a2 = g * a1, a3 = g * a2, v3 = x - svf->ic2;
    double v1 = a1 * svf->ic1 + a2 * v3, v2 = svf->ic2 + a2 * svf->ic1 + a3 * v3;
    svf->ic1 = 2 * v1 - svf->ic1;
    svf->ic2 = 2 * v2 - svf->ic2;
    svf->band = v1;
    svf->low = v2;
    svf->high = x - k * v1 - v2;
}

/* ---- cuts that come and go by a crossfade over the cell (svf.h) ---- */

typedef struct TwinCut {
    Line g, share;
    TwinSvf svf[2];
} TwinCut;

static inline void twin_cut_settle(TwinCut *cut)
{
    lines_settle(&cut->g, 1);
    lines_settle(&cut->share, 1);
    for (int c = 0; cut->share.to == 0 && c < 2; c++)
        cut->svf[c] = (TwinSvf){0};
}

static inline void twin_cut_set(TwinCut *cut, double hz, double rate_hz, bool first)
{
    if (hz > 0)
        line_set(&cut->g, twin_g(hz, rate_hz), first || cut->share.to == 0);
    line_set(&cut->share, hz > 0, first);
}

static inline double twin_cut(TwinCut *cut, int c, double x, bool low, int position)
{
    if (cut->share.from == 0 && cut->share.to == 0)
        return x;
    twin_svf(&cut->svf[c], x, line_at(&cut->g, position), M_SQRT2);
    return x + ((low ? cut->svf[c].high : cut->svf[c].low) - x) * line_at(&cut->share, position);
}

/* ---- the key's cuts: frequencies take effect at once, a cut that is off has no memory ---- */

typedef struct TwinCuts {
    double low_hz, high_hz;
    TwinSvf low, high;
} TwinCuts;

static inline void twin_cuts_set(TwinCuts *cuts, double low_hz, double high_hz)
{
    cuts->low_hz = low_hz;
    cuts->high_hz = high_hz;
    if (low_hz <= 0)
        cuts->low = (TwinSvf){0};
    if (high_hz <= 0)
        cuts->high = (TwinSvf){0};
}

static inline double twin_cuts(TwinCuts *cuts, double x, double rate_hz)
{
    if (cuts->low_hz > 0) {
        twin_svf(&cuts->low, x, twin_g(cuts->low_hz, rate_hz), M_SQRT2);
        x = cuts->low.high;
    }
    if (cuts->high_hz > 0) {
        twin_svf(&cuts->high, x, twin_g(cuts->high_hz, rate_hz), M_SQRT2);
        x = cuts->high.low;
    }
    return x;
}

/* ---- a compressor ---- */

enum {
    TWIN_THRESHOLD,
    TWIN_HALF_KNEE,
    TWIN_KNEE,
    TWIN_BEND,
    TWIN_SLOPE,
    TWIN_RANGE,
    TWIN_MAKEUP,
    TWIN_ATTACK,
    TWIN_RELEASE,
    TWIN_MEAN,
    TWIN_LINK,
    TWIN_LISTEN,
    TWIN_COMP_LINES
};

typedef struct TwinComp {
    double rate_hz;
    int channels;
    bool rms, feedback, automatic, average;
    Line line[TWIN_COMP_LINES];
    double hold;
    double reduction[2], slow[2], held[2], mean[2];
    TwinWindow window[2];
    TwinCuts cuts[2];
} TwinComp;

/* A row of `comp` or of a band; what a band lacks is its default. */
typedef double TwinGet(const double *values, const char *key);

static inline double twin_step(double frames)
{
    return frames <= 0 ? 1 : 1 - exp(-1 / frames);
}

static inline void twin_comp_times(TwinComp *comp, const double *values, TwinGet *get, bool first)
{
    double per_ms = comp->rate_hz / 1000, release = get(values, "release");
    comp->automatic = release == 0;
    double frames = (comp->automatic ? 60 : release) * per_ms;
    int cells = (int)fmin(floor(frames / 2 / CELL_FRAMES), twin_window_cells(comp->rate_hz));
    for (int c = 0; c < 2; c++)
        comp->window[c].frames = cells * CELL_FRAMES;
    line_set(&comp->line[TWIN_ATTACK], twin_step(get(values, "attack") * per_ms), first);
    line_set(&comp->line[TWIN_RELEASE], twin_step(frames - (comp->rms ? 0 : cells * CELL_FRAMES)), first);
    line_set(&comp->line[TWIN_MEAN], twin_step(get(values, "window") * per_ms), first);
    comp->hold = floor(get(values, "hold") * per_ms + 0.5);
}

static inline void twin_comp_set(TwinComp *comp, const double *values, TwinGet *get, bool first)
{
    double threshold = get(values, "threshold"), ratio = get(values, "ratio"), knee = get(values, "knee"),
           makeup = get(values, "makeup");
    double slope = threshold >= 0 ? 0 : 1 - 1 / ratio, range = get(values, "range");
    if (makeup == INFINITY)
        makeup = -0.5 * threshold * (1 - 1 / ratio);
    if (comp->feedback && slope > 0)
        slope = fmin(ratio, 100) - 1;
    bool was_automatic = comp->automatic;
    twin_comp_times(comp, values, get, first);
    line_set(&comp->line[TWIN_THRESHOLD], threshold / OCTAVE_DB, first);
    line_set(&comp->line[TWIN_HALF_KNEE], knee / 2 / OCTAVE_DB, first);
    line_set(&comp->line[TWIN_KNEE], knee / OCTAVE_DB, first);
    line_set(&comp->line[TWIN_BEND], knee > 0 ? OCTAVE_DB / (2 * knee) : 0, first);
    line_set(&comp->line[TWIN_SLOPE], slope, first);
    line_set(&comp->line[TWIN_RANGE], range == INFINITY ? 60 : range / OCTAVE_DB, first);
    line_set(&comp->line[TWIN_MAKEUP], makeup / OCTAVE_DB, first);
    line_set(&comp->line[TWIN_LINK], get(values, "link") / 100, first);
    comp->average = get(values, "link-by") >= 0.5;
    line_set(&comp->line[TWIN_LISTEN], get(values, "listen"), first);
    for (int c = 0; c < 2; c++) {
        twin_cuts_set(&comp->cuts[c], get(values, "key-lowcut"), get(values, "key-highcut"));
        comp->slow[c] = comp->automatic && !was_automatic ? 0 : comp->slow[c];
        comp->held[c] = comp->hold > 0 ? comp->held[c] : 0;
    }
}

static inline double twin_comp_level(TwinComp *comp, int c, double level, int position)
{
    if (!comp->rms)
        return log2(fmax(twin_window(&comp->window[c], level), 1e-30));
    comp->mean[c] += line_at(&comp->line[TWIN_MEAN], position) * (level * level - comp->mean[c]);
    return 0.5 * log2(fmax(2 * comp->mean[c], 1e-30));
}

/* The output's level over the knee's start, found by halving: where the curve leaves what it acts on. */
static inline double twin_comp_back(const TwinComp *comp, double over, int position)
{
    double low = 0, high = over, knee = line_at(&comp->line[TWIN_KNEE], position),
           slope = line_at(&comp->line[TWIN_SLOPE], position);
    for (int i = 0; i < 100; i++) {
        double out = 0.5 * (low + high), bend = fmin(out, knee);
        double asked = slope * (bend * bend * line_at(&comp->line[TWIN_BEND], position) + out - bend);
        if (out + asked < over)
            low = out;
        else
            high = out;
    }
    return fmin(over - high, line_at(&comp->line[TWIN_RANGE], position));
}

static inline double twin_comp_curve(const TwinComp *comp, double level, int position)
{
    double over = fmax(0, level - line_at(&comp->line[TWIN_THRESHOLD], position) +
                              line_at(&comp->line[TWIN_HALF_KNEE], position));
    if (comp->feedback)
        return twin_comp_back(comp, over, position);
    double bend = fmin(over, line_at(&comp->line[TWIN_KNEE], position));
    double asked = bend * bend * line_at(&comp->line[TWIN_BEND], position) + over - bend;
    return fmin(asked * line_at(&comp->line[TWIN_SLOPE], position), line_at(&comp->line[TWIN_RANGE], position));
}

static inline void twin_comp_smooth(TwinComp *comp, int c, double target, int position)
{
    double per_ms = comp->rate_hz / 1000, release = line_at(&comp->line[TWIN_RELEASE], position),
           reduction = comp->reduction[c];
    if (comp->automatic) {
        double way = reduction - comp->slow[c];
        comp->slow[c] += (1 - exp(-1 / ((way > 0 ? 500 : 1200) * per_ms))) * way;
        target = fmax(target, comp->slow[c]);
    }
    if (comp->hold > 0) {
        comp->held[c] = target >= reduction ? comp->hold : fmax(comp->held[c] - 1, 0);
        release = comp->held[c] > 0 ? 0 : release;
    }
    comp->reduction[c] +=
        (target > reduction ? line_at(&comp->line[TWIN_ATTACK], position) : release) * (target - reduction);
}

/* `io` is already delayed by the look-ahead; heard[c] becomes what the detector heard. */
static inline void twin_comp_frame(TwinComp *comp, double io[2], double heard[2], int position)
{
    double level[2] = {0}, link = line_at(&comp->line[TWIN_LINK], position);
    for (int c = 0; c < comp->channels; c++) {
        heard[c] = twin_cuts(&comp->cuts[c], comp->feedback ? io[c] : heard[c], comp->rate_hz);
        level[c] = fabs(heard[c]);
    }
    double both = comp->average ? 0.5 * (level[0] + level[1]) : fmax(level[0], level[1]);
    for (int c = 0; c < comp->channels; c++) {
        double linked = comp->channels == 2 ? (1 - link) * level[c] + link * both : level[c];
        double target = twin_comp_curve(comp, twin_comp_level(comp, c, linked, position), position);
        twin_comp_smooth(comp, c, target, position);
        io[c] *= exp2(line_at(&comp->line[TWIN_MAKEUP], position) - comp->reduction[c]);
        io[c] += (heard[c] - io[c]) * line_at(&comp->line[TWIN_LISTEN], position);
    }
}

#endif
