/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/levels.h"

#include <math.h>
#include <string.h>

#include "audio/base/maths.h"

enum { STEPS_PER_S = 100, CLIP_RUN_FRAMES = 3 };

#define FULL_SCALE (32767.0f / 32768.0f)

double level_rms_db(double mean_square)
{
    return mean_square > 0 ? 10 / MATHS_LN10 * maths_log(2 * mean_square) : -INFINITY;
}

static double fold(const double sums[LEVEL_LANES])
{
    return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

void channel_level_init(ChannelLevel *level)
{
    memset(level, 0, sizeof *level);
    level->clip_first = -1;
}

static void run_note(ChannelLevel *level, float magnitude, int64_t frame)
{
    if (magnitude < FULL_SCALE) {
        level->run = 0;
        return;
    }
    level->run++;
    if (level->run == CLIP_RUN_FRAMES) {
        level->clip_runs++;
        if (level->clip_first < 0)
            level->clip_first = frame - (CLIP_RUN_FRAMES - 1);
    }
    if (level->run >= CLIP_RUN_FRAMES && level->run > level->clip_run_longest)
        level->clip_run_longest = level->run;
    if (magnitude > 1.0f)
        level->overs++;
}

static void add_scalar(ChannelLevel *level, const float *samples, int frames)
{
    for (int i = 0; i < frames; i++) {
        float magnitude = fabsf(samples[i]);
        int lane = (int)(level->frames & (LEVEL_LANES - 1));
        level->square_sum[lane] += (double)samples[i] * samples[i];
        level->sum[lane] += samples[i];
        level->peak = magnitude > level->peak ? magnitude : level->peak;
        run_note(level, magnitude, level->frames++);
    }
}

/* Eight frames from a multiple of eight: the same sums as add_scalar's, without its tests while nothing is at full
 * scale. */
static void add_eight(ChannelLevel *level, const float *samples)
{
    float top = 0;
    for (int i = 0; i < LEVEL_LANES; i++)
        top = fabsf(samples[i]) > top ? fabsf(samples[i]) : top;
    if (top >= FULL_SCALE) {
        add_scalar(level, samples, LEVEL_LANES);
        return;
    }
    for (int i = 0; i < LEVEL_LANES; i++) {
        level->square_sum[i] += (double)samples[i] * samples[i];
        level->sum[i] += samples[i];
    }
    level->peak = top > level->peak ? top : level->peak;
    level->run = 0;
    level->frames += LEVEL_LANES;
}

void channel_level_add(ChannelLevel *level, const float *samples, int frames)
{
    int head = (int)(-level->frames & (LEVEL_LANES - 1));
    head = head < frames ? head : frames;
    add_scalar(level, samples, head);
    int i = head;
    for (; i + LEVEL_LANES <= frames; i += LEVEL_LANES)
        add_eight(level, samples + i);
    add_scalar(level, samples + i, frames - i);
}

double channel_level_rms_db(const ChannelLevel *level)
{
    return level->frames > 0 ? level_rms_db(fold(level->square_sum) / (double)level->frames) : -INFINITY;
}

double channel_level_dc(const ChannelLevel *level)
{
    return level->frames > 0 ? fold(level->sum) / (double)level->frames : 0;
}

static double correlate(double left_left, double right_right, double left_right)
{
    double norm = sqrt(left_left) * sqrt(right_right);
    if (!(norm > 0))
        return 0;
    double value = left_right / norm;
    return value > 1 ? 1 : value < -1 ? -1 : value;
}

void correlation_add(Correlation *correlation, const float *left, const float *right, int frames)
{
    for (int i = 0; i < frames; i++) {
        int lane = (int)(correlation->frames++ & (LEVEL_LANES - 1));
        correlation->left_left[lane] += (double)left[i] * left[i];
        correlation->right_right[lane] += (double)right[i] * right[i];
        correlation->left_right[lane] += (double)left[i] * right[i];
    }
}

double correlation_value(const Correlation *correlation)
{
    return correlate(fold(correlation->left_left), fold(correlation->right_right), fold(correlation->left_right));
}

void level_window_init(LevelWindow *window, double rate_hz)
{
    memset(window, 0, sizeof *window);
    window->rate_hz = rate_hz;
}

static int64_t step_begin(const LevelWindow *window, int64_t step)
{
    return (int64_t)floor((double)step * window->rate_hz / STEPS_PER_S);
}

static void step_finish(LevelWindow *window)
{
    int place = (int)(window->step % LEVEL_WINDOW_STEPS);
    window->squares[0][place] = window->square[0];
    window->squares[1][place] = window->square[1];
    window->products[place] = window->product;
    window->square[0] = window->square[1] = window->product = 0;
    window->step++;
}

void level_window_add(LevelWindow *window, const float *left, const float *right, int frames)
{
    int done = 0;
    while (done < frames) {
        int64_t room = step_begin(window, window->step + 1) - window->frames;
        int part = frames - done < room ? frames - done : (int)room;
        for (int i = done; i < done + part; i++) {
            window->square[0] += (double)left[i] * left[i];
            window->square[1] += (double)right[i] * right[i];
            window->product += (double)left[i] * right[i];
        }
        window->frames += part;
        done += part;
        if (part == room)
            step_finish(window);
    }
}

static double window_sum(const LevelWindow *window, const double *steps, int count)
{
    double sum = 0;
    for (int i = 1; i <= count; i++)
        sum += steps[(window->step + LEVEL_WINDOW_STEPS - i) % LEVEL_WINDOW_STEPS];
    return sum;
}

double level_window_rms_db(const LevelWindow *window, int channel, int ms)
{
    int count = ms / 10 < 1 ? 1 : ms / 10 > LEVEL_WINDOW_STEPS ? LEVEL_WINDOW_STEPS : ms / 10;
    double length = (double)(step_begin(window, window->step) - step_begin(window, window->step - count));
    return level_rms_db(window_sum(window, window->squares[channel], count) / length);
}

double level_window_correlation(const LevelWindow *window)
{
    return correlate(window_sum(window, window->squares[0], LEVEL_WINDOW_STEPS),
                     window_sum(window, window->squares[1], LEVEL_WINDOW_STEPS),
                     window_sum(window, window->products, LEVEL_WINDOW_STEPS));
}
