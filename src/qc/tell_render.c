/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of a mix, over its render. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audio/base/maths.h"
#include "src/qc/tell.h"

static const Model *model_of(const Audit *audit)
{
    return document_model(audit->project->document);
}

static void tell_strip(Audit *audit, int strip, double value, double at_s)
{
    const Strip *from = &model_of(audit)->strips[strip];
    lint_tell(audit->lint, audit->rule, &(Measurement){{from->file, from->line}, strip, from->name, value, at_s});
}

/* ---- levels of strips ---- */

static void tell_peak(Audit *audit, int strip, const StripPeak *peak)
{
    if (peak->lin > 0)
        tell_strip(audit, strip, maths_db_from_lin((double)peak->lin), (double)peak->frame / audit->mix->spec.rate_hz);
}

/* What no processor sees may be as it is. */
static bool has_processor(const Audit *audit, int strip)
{
    const StripSpec *spec = &audit->mix->spec.strips[strip];
    for (int i = 0; i < spec->processor_count; i++)
        if (!spec->processors[i].after_fader)
            return true;
    return false;
}

static void tell_inputs(Audit *audit)
{
    for (int i = 0; i < audit->mix->spec.strip_count; i++)
        if (audit->mix->spec.strips[i].kind == STRIP_TRACK && has_processor(audit, i))
            tell_peak(audit, i, &audit->strips[i].input);
}

static void tell_buses(Audit *audit)
{
    for (int i = 0; i < audit->mix->spec.strip_count; i++) {
        StripKind kind = audit->mix->spec.strips[i].kind;
        if (kind == STRIP_BUS || kind == STRIP_RETURN)
            tell_peak(audit, i, &audit->strips[i].output);
    }
}

/* ---- the output ---- */

static double at_of(const Audit *audit, int64_t frame)
{
    return (double)frame / audit->mix->spec.rate_hz;
}

static void tell_overs(Audit *audit)
{
    const MasterReading *master = &audit->sound.master;
    int c = master->sample_peak_db[1] > master->sample_peak_db[0];
    tell_sound(audit, (double)(master->overs[0] + master->overs[1]), at_of(audit, master->sample_peak_frame[c]));
}

static void tell_true_peak(Audit *audit)
{
    const MasterReading *master = &audit->sound.master;
    int c = master->true_peak_db[1] > master->true_peak_db[0];
    tell_sound(audit, master->true_peak_max_db, at_of(audit, master->true_peak_frame[c]));
}

static void tell_output_peak(Audit *audit)
{
    const MasterReading *master = &audit->sound.master;
    int c = master->sample_peak_db[1] > master->sample_peak_db[0];
    if (isfinite(master->sample_peak_db[c]))
        tell_sound(audit, master->sample_peak_db[c], at_of(audit, master->sample_peak_frame[c]));
}

static void tell_head(Audit *audit)
{
    if (isfinite(audit->sound.master.true_peak_max_db))
        tell_sound(audit, audit->sound.head_s, 0);
}

static void tell_tail_silence(Audit *audit)
{
    double end_s = audit->sound.length_s - (double)audit->tail_frames / audit->mix->spec.rate_hz;
    if (isfinite(audit->sound.master.true_peak_max_db))
        tell_sound(audit, end_s - audit->sound.sound_end_s, audit->sound.sound_end_s);
}

static void tell_tail(Audit *audit)
{
    tell_sound(audit, audit->sound.end_peak_db, audit->sound.length_s);
}

/* ---- processors ---- */

/* Those that answer to a level, and are not bypassed. */
static bool is_watched(const Processor *processor)
{
    static const char *const kinds[] = {"comp", "gate", "deesser", "multiband"};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (processor->kind && !processor->bypass && strcmp(processor->kind_word, kinds[i]) == 0)
            return true;
    return false;
}

/* The place of a processor among the engine's: those before the fader come first. */
static int place_of(const Audit *audit, int strip, const Processor *processor)
{
    const StripSpec *spec = &audit->mix->spec.strips[strip];
    for (int i = 0; i < spec->processor_count; i++)
        if (spec->processors[i].uid == processor->uid)
            return i;
    return METER_GR_MAX;
}

static void tell_processor(Audit *audit, int strip, const Processor *processor, double value)
{
    char subject[200];
    snprintf(subject, sizeof subject, "%.90s.%.90s", model_of(audit)->strips[strip].name, processor_address(processor));
    lint_tell(audit->lint, audit->rule, &(Measurement){{processor->file, processor->line}, strip, subject, value, NAN});
}

typedef void (*OnProcessor)(Audit *audit, int strip, const Processor *processor, int place);

static void for_processors(Audit *audit, OnProcessor act)
{
    const Model *model = model_of(audit);
    for (int i = 0; i < model->strip_count; i++)
        for (int k = 0; k < model->strips[i].processor_count; k++) {
            const Processor *processor = &model->strips[i].processors[k];
            int place = is_watched(processor) ? place_of(audit, i, processor) : METER_GR_MAX;
            if (place < METER_GR_MAX && strips_busy_percent(&audit->strips[i], place) >= 0)
                act(audit, i, processor, place);
        }
}

static void tell_if_always(Audit *audit, int strip, const Processor *processor, int place)
{
    if (strcmp(processor->kind_word, "gate") != 0)
        tell_processor(audit, strip, processor, strips_busy_percent(&audit->strips[strip], place));
}

static void tell_always(Audit *audit)
{
    for_processors(audit, tell_if_always);
}

static void tell_if_never(Audit *audit, int strip, const Processor *processor, int place)
{
    static const float least_db = 0.1f;
    if (audit->strips[strip].reduction_db[place] < least_db)
        tell_processor(audit, strip, processor, 1);
}

static void tell_never(Audit *audit)
{
    for_processors(audit, tell_if_never);
}

const Teller render_tellers[] = {
    {"mix/input", tell_inputs, false},
    {"mix/input-low", tell_inputs, false},
    {"mix/bus", tell_buses, false},
    {"mix/overs", tell_overs, false},
    {"mix/true-peak", tell_true_peak, false},
    {"mix/headroom", tell_output_peak, false},
    {"mix/low-level", tell_output_peak, false},
    {"mix/dc", tell_sound_dc, false},
    {"mix/mono", tell_sound_mono, false},
    {"mix/mono-band", tell_sound_mono_band, false},
    {"mix/correlation", tell_sound_correlation, false},
    {"mix/head", tell_head, false},
    {"mix/tail-silence", tell_tail_silence, false},
    {"mix/tail", tell_tail, false},
    {"mix/always", tell_always, false},
    {"mix/never", tell_never, false},
    {NULL, NULL, false},
};
