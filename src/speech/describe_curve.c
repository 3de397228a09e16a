/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A response in words: what it does at its ends, and its hills and dips between them. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audio/dsp/response.h"
#include "projects/model/address.h"
#include "projects/text/title.h"
#include "src/speech/describe_words.h"

#define LOWEST_HZ 20.0
#define HIGHEST_HZ 20000.0
#define FLAT_DB 0.25 /* less is not worth a word */
#define STEEP_DB 9.0 /* an end that falls below this is cut off */
enum { POINTS = 961 };

typedef struct Curve {
    double hz[POINTS], db[POINTS];
    const Describer *describer;
    int said;       /* sentences */
    bool unit_said; /* "hertz" and "dB" are said once */
} Curve;

/* Two digits, of which the second is 0 or 5 above 50: nobody hears more. */
static double two_digits(double value)
{
    double step = pow(10, floor(log10(value)) - 1);
    step *= value / step >= 50 ? 5 : 1;
    return floor(value / step + 0.5) * step;
}

static void say_place(Curve *curve, double hz)
{
    char number[WORD];
    bool words = curve->describer->speech == SPEECH_WORDS;
    hz = two_digits(hz);
    words_number(number, sizeof number, hz >= 1000 ? hz / 1000 : hz, 2);
    if (hz >= 1000)
        fprintf(curve->describer->out, "%s %s", number, words ? "kilohertz" : "kHz");
    else
        fprintf(curve->describer->out, "%s%s", number, curve->unit_said ? "" : words ? " hertz" : " Hz");
}

/* "Dip minus 3 at 350": `kind` is "" for the ends; `where` "at", "below", "above". */
static void say_feature(Curve *curve, const char *kind, double db, const char *where, double hz, const char *tail)
{
    char text[WORD], level[60];
    words_level(level, sizeof level, curve->describer->speech, db, 1, curve->unit_said ? "" : "dB");
    snprintf(text, sizeof text, "%s%s%s", kind, kind[0] ? " " : "", level);
    if (curve->said)
        text[0] = (char)toupper((unsigned char)text[0]);
    else
        words_lower_first(text);
    fprintf(curve->describer->out, "%s%s %s ", curve->said == 0 ? " " : curve->said % 2 ? " " : "\n", text, where);
    say_place(curve, hz);
    fprintf(curve->describer->out, "%s.", tail);
    curve->unit_said = true;
    curve->said++;
}

/* What lies between the ends: from the first to the last point where the curve turns. */
static void find_turns(const Curve *curve, int *first, int *last)
{
    *first = POINTS - 1;
    *last = 0;
    for (int i = 1; i + 1 < POINTS; i++) {
        double before = curve->db[i] - curve->db[i - 1], after = curve->db[i + 1] - curve->db[i];
        if (before * after >= 0 || fabs(curve->db[i]) < FLAT_DB)
            continue;
        *first = i < *first ? i : *first;
        *last = i > *last ? i : *last;
    }
}

/* An end that is cut off (where it crosses -3 dB), or on a shelf (where it has come half of the way). */
static void say_end(Curve *curve, int end, int step, int limit)
{
    double db = curve->db[end];
    bool steep = db < -STEEP_DB;
    double border = steep ? -3.0 : db / 2;
    int at = end;
    if (fabs(db) < FLAT_DB)
        return;
    while (at != limit && (steep ? curve->db[at] < border : fabs(curve->db[at] - db) < fabs(db) / 2))
        at += step;
    if (steep)
        say_feature(curve, "", -3, "at", curve->hz[at], step > 0 ? ", steep below" : ", steep above");
    else
        say_feature(curve, "", db, step > 0 ? "below" : "above", curve->hz[at], "");
}

/* True for a turn that stands out of its surroundings; a plateau between two hills does not. */
static bool stands_out(const Curve *curve, int at)
{
    double peak = curve->db[at], low[2] = {0, 0};
    double sign = peak < 0 ? -1 : 1;
    for (int side = 0; side < 2; side++)
        for (int i = at; i >= 0 && i < POINTS && sign * curve->db[i] <= sign * peak + 1e-9; i += side ? 1 : -1)
            low[side] = fmax(low[side], sign * (peak - curve->db[i]));
    return fmin(low[0], low[1]) >= FLAT_DB;
}

static void say_turns(Curve *curve)
{
    for (int i = 1; i + 1 < POINTS; i++) {
        double before = curve->db[i] - curve->db[i - 1], after = curve->db[i + 1] - curve->db[i];
        bool dip =
            before < 0 && after >= 0 && curve->db[i]<-FLAT_DB, rise = before> 0 && after <= 0 && curve->db[i] > FLAT_DB;
        if ((dip || rise) && stands_out(curve, i))
            say_feature(curve, dip ? "Dip" : "Rise", curve->db[i], "at", curve->hz[i], "");
    }
}

static const Processor *find_processor(const Describer *describer, const char *address, const Strip **strip)
{
    const Model *model = describe_model(describer);
    Address at;
    if (address_resolve(model, address, &at, NULL) != STATUS_OK || at.kind != ADDRESS_PROCESSOR)
        return NULL;
    *strip = &model->strips[at.strip];
    return &(*strip)->processors[at.processor];
}

/* Levels out for levels in: "Minus 36 dB in, minus 33 out." */
static bool say_transfer(const Describer *describer, const Strip *strip, const Processor *processor)
{
    static const double levels_db[] = {-48, -36, -24, -12, 0};
    char name[WORD], what[WORD], in[60], out[60];
    const ProcessorKind *kind = processor->kind;
    double out_db[ARRAY_LEN(levels_db)];
    if (!response_transfer(kind, processor->values, levels_db[0], levels_db[ARRAY_LEN(levels_db) - 1],
                           (int)ARRAY_LEN(levels_db), out_db))
        return false;
    fprintf(describer->out, "%s %s:", title_of_name(name, sizeof name, strip->name),
            title_of_name(what, sizeof what, describe_processor_word(processor)));
    for (size_t i = 0; i < ARRAY_LEN(levels_db); i++) {
        words_level(in, sizeof in, describer->speech, levels_db[i], 1, i == 0 ? "dB" : "");
        words_level(out, sizeof out, describer->speech, out_db[i], 1, "");
        if (i == 0)
            words_lower_first(in);
        fprintf(describer->out, "%s%s in, %s out%s", i == 0 ? " " : "; ", in, out,
                i + 1 == ARRAY_LEN(levels_db) ? "." : "");
    }
    fputs(processor->bypass ? " Bypassed.\n" : "\n", describer->out);
    return true;
}

/* What the pictures over frequency say, at the middle of five octaves. */
static bool say_bands(const Describer *describer, const Strip *strip, const Processor *processor)
{
    static const double tones_hz[] = {63, 250, 1000, 4000, 12000};
    char name[WORD], what[WORD], number[60];
    const ProcessorKind *kind = processor->kind;
    bool words = describer->speech == SPEECH_WORDS;
    double rate_hz = describe_model(describer)->rate_hz;
    if (!kind->decay_s && !kind->width && !kind->reach_db)
        return false;
    fprintf(describer->out, "%s %s:", title_of_name(name, sizeof name, strip->name),
            title_of_name(what, sizeof what, describe_processor_word(processor)));
    for (size_t i = 0; i < ARRAY_LEN(tones_hz); i++) {
        double hz = tones_hz[i];
        const char *unit = kind->decay_s ? words ? "seconds" : "s" : kind->width ? words ? "percent" : "%" : "dB";
        double value = kind->decay_s ? kind->decay_s(processor->values, hz, rate_hz)
                       : kind->width ? 100 * kind->width(processor->values, hz, rate_hz)
                                     : kind->reach_db(processor->values, hz, rate_hz);
        if (kind->reach_db && !kind->decay_s && !kind->width)
            words_level(number, sizeof number, describer->speech, value, 1, "");
        else
            words_number(number, sizeof number, value, kind->decay_s ? 2 : 0);
        fprintf(describer->out, "%s %s %s at %g%s%s", i ? "," : "", number, unit, hz >= 1000 ? hz / 1000 : hz,
                hz >= 1000 ? words ? " kilohertz" : " kHz"
                : words    ? " hertz"
                           : " Hz",
                i + 1 == ARRAY_LEN(tones_hz) ? "." : "");
    }
    fputs(processor->bypass ? " Bypassed.\n" : "\n", describer->out);
    return true;
}

bool describe_curve(const Describer *describer, const char *address)
{
    Curve curve = {.describer = describer};
    const Strip *strip;
    const Processor *processor = find_processor(describer, address, &strip);
    char name[WORD], what[WORD];
    int first, last;
    double rate_hz = describe_model(describer)->rate_hz, top_hz = fmin(HIGHEST_HZ, 0.45 * rate_hz);
    if (processor && processor->kind &&
        (say_transfer(describer, strip, processor) || say_bands(describer, strip, processor)))
        return true;
    if (!processor || !processor->kind ||
        !response_curve(processor->kind, processor->values, rate_hz, LOWEST_HZ, top_hz, POINTS, curve.db))
        return false;
    for (int i = 0; i < POINTS; i++)
        curve.hz[i] = LOWEST_HZ * pow(top_hz / LOWEST_HZ, (double)i / (POINTS - 1));
    fprintf(describer->out, "%s %s:", title_of_name(name, sizeof name, strip->name),
            title_of_name(what, sizeof what, describe_processor_word(processor)));
    find_turns(&curve, &first, &last);
    say_end(&curve, 0, 1, first);
    say_turns(&curve);
    say_end(&curve, POINTS - 1, -1, last);
    fputs(curve.said ? processor->bypass ? " Bypassed.\n" : "\n" : " flat.\n", describer->out);
    return true;
}
