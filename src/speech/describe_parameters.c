/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A processor as the desk's strip screen tells it: where it stands, what it takes away, and every parameter. */
#include <string.h>

#include "projects/model/address.h"
#include "projects/text/title.h"
#include "projects/text/value.h"
#include "src/speech/describe_chain.h"
#include "src/speech/describe_words.h"
#include "src/speech/speak.h"

typedef struct Told {
    const Describer *describer;
    Verbosity verbosity;
    const Processor *processor;
} Told;

/* "Threshold minus 24 dB.", "Attack 10 ms, the default."; in full with what it takes. */
static void say_row(const Told *told, const ParamInfo *param, double value)
{
    char text[WORD], range[WORD], spoken[WORD];
    bool usual = value == param->def;
    FILE *out = told->describer->out;
    if (param->flags & PARAM_LISTENING)
        return; /* the ears' own: what is heard tells it */
    if (told->verbosity == VERBOSITY_BRIEF && usual)
        return;
    speak_param(text, sizeof text, told->describer->speech, param, value);
    fprintf(out, "%s %s%s.", param->label, text, usual ? ", the default" : "");
    if (told->verbosity == VERBOSITY_FULL) {
        value_format_range(param, range, sizeof range);
        if (told->describer->speech == SPEECH_WORDS)
            speak_values(spoken, sizeof spoken, range);
        fprintf(out, " It takes %s. %s", told->describer->speech == SPEECH_WORDS ? spoken : range, param->help);
    }
    fputs("\n", out);
}

static void say_band(const Told *told, int slot)
{
    const ProcessorKind *kind = told->processor->kind;
    const double *band = told->processor->values + kind->param_count + slot * kind->band_param_count;
    fprintf(told->describer->out, "Band %d.\n", told->processor->band_labels[slot]);
    for (int row = 0; row < kind->band_param_count; row++)
        if (!kind->band_row_counts || kind->band_row_counts(band, row))
            say_row(told, &kind->band_params[row], band[row]);
}

static void say_head(const Told *told, const Strip *strip, int index)
{
    char name[WORD], what[WORD], number[WORD];
    const Describer *describer = told->describer;
    double reduction = describer->session ? session_gain_reduction(describer->session, strip->uid, index) : 0;
    fprintf(describer->out, "%s %s, %s, %d of %d in the chain. %s.", title_of_name(name, sizeof name, strip->name),
            title_of_name(what, sizeof what, describe_processor_word(told->processor)), told->processor->kind->label,
            index + 1, strip->processor_count, told->processor->bypass ? "Bypassed" : "On");
    if (reduction >= 0.05)
        fprintf(describer->out, " Reducing %s dB now.", words_number(number, sizeof number, reduction, 1));
    fputs("\n", describer->out);
}

bool describe_parameters(const Describer *describer, const char *address, Verbosity verbosity)
{
    const Model *model = describe_model(describer);
    Address at;
    if (address_resolve(model, address, &at, NULL) != STATUS_OK ||
        (at.kind != ADDRESS_PROCESSOR && (at.kind != ADDRESS_BAND || at.slot < 0)))
        return false;
    const Strip *strip = &model->strips[at.strip];
    Told told = {describer, verbosity, &strip->processors[at.processor]};
    const ProcessorKind *kind = told.processor->kind;
    if (!kind)
        return false;
    say_head(&told, strip, at.processor);
    if (at.kind == ADDRESS_BAND) {
        say_band(&told, at.slot);
        return true;
    }
    for (int i = 0; i < kind->param_count; i++)
        say_row(&told, &kind->params[i], told.processor->values[i]);
    for (int slot = 0; slot < kind->band_max; slot++)
        if (told.processor->band_labels[slot])
            say_band(&told, slot);
    return true;
}
