/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loudness and image in words: what the screen of them shows. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "src/speech/describe.h"
#include "src/speech/speak.h"

enum { MINUTE_POINTS = 120 };

/* A line in symbols, said as the speech has it. */
static void say(const Describer *describer, const char *line)
{
    char spoken[1200];
    fprintf(describer->out, "%s\n", speak_answer(spoken, sizeof spoken, describer->speech, line));
}

static void put_level(char *out, size_t size, double level, const char *unit)
{
    if (level > -119)
        snprintf(out, size, "%.1f%s%s", fabs(level) < 0.05 ? 0 : level, *unit ? " " : "", unit);
    else
        snprintf(out, size, "silent");
}

typedef struct Span { /* of the last minute */
    double short_low, short_high, peak, correlation;
    bool known;
} Span;

static Span span_of(const ImageMeter *image)
{
    Span span = {INFINITY, -INFINITY, -INFINITY, 1, false};
    for (int64_t i = imagemeter_count(image) - MINUTE_POINTS; i < imagemeter_count(image); i++) {
        const ImagePoint *point = imagemeter_point(image, i);
        if (!point)
            continue;
        bool full = i >= 6; /* short-term loudness has three seconds by then */
        if (full && isfinite(point->short_term_lufs)) {
            span.short_low = fmin(span.short_low, (double)point->short_term_lufs);
            span.short_high = fmax(span.short_high, (double)point->short_term_lufs);
        }
        span.peak = fmax(span.peak, (double)point->true_peak_db);
        span.correlation = fmin(span.correlation, (double)point->correlation);
        span.known = true;
    }
    return span;
}

static bool say_nothing_yet(const Describer *describer)
{
    bool nothing = !describer->session || session_loudness(describer->session)->frames == 0;
    if (nothing)
        fprintf(describer->out, "Nothing was measured yet: play the song.\n");
    return nothing;
}

void describe_loudness(const Describer *describer)
{
    char line[300], a[40], b[40], c[40];
    if (say_nothing_yet(describer))
        return;
    const MasterReading *reading = session_loudness(describer->session);
    put_level(a, sizeof a, reading->integrated_lufs, "LUFS");
    put_level(b, sizeof b, reading->short_term_lufs, "");
    put_level(c, sizeof c, reading->momentary_lufs, "");
    snprintf(line, sizeof line, "Loudness: integrated %s, short-term %s, momentary %s", a, b, c);
    say(describer, line);
    put_level(a, sizeof a, reading->true_peak_max_db, "dBTP");
    snprintf(line, sizeof line, "Range %.1f LU, peak %s, PLR %.1f, PSR %.1f", reading->range_lu, a, reading->plr_db,
             reading->moving.psr_db);
    say(describer, line);
    Span span = span_of(player_image(session_player(describer->session)));
    if (!span.known || span.short_low > span.short_high)
        return;
    put_level(a, sizeof a, span.peak, "dBTP");
    snprintf(line, sizeof line, "Last minute: short-term %.1f LUFS to %.1f LUFS, peak %s", span.short_low,
             span.short_high, a);
    say(describer, line);
}

static void say_hz(char *out, size_t size, double hz)
{
    if (hz < 1000)
        snprintf(out, size, "%.0f Hz", hz);
    else
        snprintf(out, size, "%.3g kHz", hz / 1000);
}

/* What bands together lose in mono, and their level. */
static void say_part(const Describer *describer, const SpectrumBands *bands, double from_hz, double to_hz)
{
    double all = 0, mono = 0;
    char line[200], level[40];
    for (int i = 0; i < bands->count; i++)
        if (bands->centre_hz[i] >= from_hz && bands->centre_hz[i] < to_hz && isfinite(bands->level_db[i])) {
            double power = pow(10, bands->level_db[i] / 10);
            all += power;
            mono += power * pow(10, bands->mono_loss_db[i] / 10);
        }
    double loss = all > 0 ? -10 * log10(mono / all + 1e-12) : 0;
    put_level(level, sizeof level, all > 0 ? 10 * log10(all) : -INFINITY, "dBFS");
    snprintf(line, sizeof line, "%.0f Hz to %.0f Hz: %s, in mono it loses %.1f dB", from_hz < 20 ? 20 : from_hz, to_hz,
             level, loss < 0.05 ? 0 : loss);
    say(describer, line);
}

static void say_worst(const Describer *describer, const ImageReading *image)
{
    char line[200], hz[40];
    int worst = 0;
    const SpectrumBands *bands = &image->thirds;
    for (int i = 1; i < bands->count; i++)
        if (bands->mono_loss_db[i] < bands->mono_loss_db[worst])
            worst = i;
    double loss = -image->mono_loss_db, most = -bands->mono_loss_db[worst];
    say_hz(hz, sizeof hz, bands->centre_hz[worst]);
    if (most < 0.05)
        snprintf(line, sizeof line, "In mono nothing is lost");
    else
        snprintf(line, sizeof line, "In mono %.1f dB is lost, most at %s: %.1f dB", loss < 0.05 ? 0 : loss, hz,
                 most > 99 ? 99 : most);
    say(describer, line);
}

void describe_image(const Describer *describer)
{
    ImageReading image;
    char line[200];
    if (say_nothing_yet(describer))
        return;
    ImageMeter *meter = player_image(session_player(describer->session));
    imagemeter_read(meter, &image);
    if (image.serial == 0) {
        fprintf(describer->out, "Nothing was measured of the image: it is while a desk shows it, and in --plain.\n");
        return;
    }
    Span span = span_of(meter);
    snprintf(line, sizeof line, "Correlation %+.2f, in the last minute at least %+.2f", image.correlation,
             span.known ? span.correlation : image.correlation);
    say(describer, line);
    if (image.thirds.count == 0)
        return;
    say_worst(describer, &image);
    say_part(describer, &image.thirds, 19, 70);
    say_part(describer, &image.thirds, 70, 140);
    say_part(describer, &image.thirds, 140, 280);
    snprintf(line, sizeof line, "Spectrum: %+.1f dB an octave from 50 Hz to 16 kHz", image.slope_db);
    say(describer, line);
}
