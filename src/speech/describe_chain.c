/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/speech/describe_chain.h"

#include <string.h>

#include "projects/text/escape.h"
#include "projects/text/title.h"
#include "src/speech/describe_words.h"
#include "src/speech/speak.h"

void describe_chain(const Describer *describer, const Strip *strip)
{
    int count = strip->processor_count, said = 0;
    char name[WORD];
    if (count == 0)
        return;
    fprintf(describer->out, "Chain of %d", count);
    for (int i = 0; i < count; i++)
        if (!strip->processors[i].bypass && strip->processors[i].kind) {
            text_escape_for_terminal(name, sizeof name, describe_processor_word(&strip->processors[i]),
                                     strlen(describe_processor_word(&strip->processors[i])));
            words_lower_first(name);
            fprintf(describer->out, "%s%s", said++ ? ", " : ": ", name);
        }
    fputs(".", describer->out);
    for (int i = 0; i < count; i++)
        if (strip->processors[i].bypass || !strip->processors[i].kind)
            fprintf(describer->out, " %s %s.",
                    title_of_name(name, sizeof name, describe_processor_word(&strip->processors[i])),
                    strip->processors[i].kind ? "bypassed" : "unknown, bypassed");
    fputs("\n", describer->out);
}

static void say_param(const Describer *describer, const ParamInfo *param, double value, bool with_key)
{
    char text[WORD], spoken[WORD], label[WORD];
    speak_param(text, sizeof text, describer->speech, param, value);
    if (param->law == LAW_CHOICE) { /* "lowcut" is read as two words */
        snprintf(spoken, sizeof spoken, "%s", text);
        speak_values(text, sizeof text, spoken);
    }
    snprintf(label, sizeof label, "%s", param->label);
    words_lower_first(label);
    fprintf(describer->out, ", %s%s%s", with_key ? label : "", with_key ? " " : "", text);
}

/* Shape, frequency, gain and slope are known by their values. */
static bool says_itself(const ParamInfo *param)
{
    return param->law == LAW_CHOICE || strcmp(param->key, "freq") == 0 || strcmp(param->key, "gain") == 0 ||
           strcmp(param->key, "slope") == 0;
}

static void say_bands(const Describer *describer, const Processor *processor)
{
    const ProcessorKind *kind = processor->kind;
    for (int slot = 0; slot < kind->band_max; slot++) {
        const double *values = processor->values + kind->param_count + slot * kind->band_param_count;
        if (!processor->band_labels || processor->band_labels[slot] == 0)
            continue;
        fprintf(describer->out, "Band %d", processor->band_labels[slot]);
        for (int i = 0; i < kind->band_param_count; i++)
            if (values[i] != kind->band_params[i].def || i < 2)
                say_param(describer, &kind->band_params[i], values[i], !says_itself(&kind->band_params[i]));
        fputs(".\n", describer->out);
    }
}

static bool is_at_its_defaults(const Processor *processor)
{
    for (int i = 0; i < processor->kind->param_count; i++)
        if (processor->values[i] != processor->kind->params[i].def)
            return false;
    return describe_band_count(processor) == 0;
}

void describe_processor(const Describer *describer, const Strip *strip, int index)
{
    const Processor *processor = &strip->processors[index];
    const ProcessorKind *kind = processor->kind;
    char name[WORD];
    double reduction = describer->session ? session_gain_reduction(describer->session, strip->uid, index) : 0;
    if (!kind || processor->bypass || (is_at_its_defaults(processor) && reduction < 0.05))
        return;
    int bands = describe_band_count(processor);
    fprintf(describer->out, "%s", title_of_name(name, sizeof name, describe_processor_word(processor)));
    if (kind->band_max)
        fprintf(describer->out, ", %d band%s", bands, words_plural(bands));
    for (int i = 0; i < kind->param_count; i++)
        if (processor->values[i] != kind->params[i].def)
            say_param(describer, &kind->params[i], processor->values[i], true);
    if (reduction >= 0.05)
        fprintf(describer->out, ", reducing %s dB now", words_number(name, sizeof name, reduction, 1));
    fputs(".\n", describer->out);
    if (kind->band_max)
        say_bands(describer, processor);
}

static const char *as_ms(const Describer *describer, int frames, char out[WORD])
{
    char number[32];
    words_number(number, sizeof number, 1000.0 * frames / describe_model(describer)->rate_hz, 1);
    snprintf(out, WORD, "%s %s", number, describer->speech == SPEECH_WORDS ? "milliseconds" : "ms");
    return out;
}

void describe_latency(const Describer *describer, const Strip *strip)
{
    int rate_hz = describe_model(describer)->rate_hz, whole = strip_latency_frames(strip, rate_hz);
    char ms[WORD], name[WORD];
    const char *before = ": ";
    if (whole == 0)
        return;
    fprintf(describer->out, "Latency %s (%d frames), compensated", as_ms(describer, whole, ms), whole);
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        int frames = processor_latency_frames(processor, rate_hz);
        if (frames == 0)
            continue;
        const char *word = describe_processor_word(processor);
        text_escape_for_terminal(name, sizeof name, word, strlen(word));
        words_lower_first(name);
        fprintf(describer->out, "%s%s %s", before, name, as_ms(describer, frames, ms));
        int ahead =
            processor->kind->pre_ringing_frames ? processor->kind->pre_ringing_frames(processor->values, rate_hz) : 0;
        if (ahead > 0)
            fprintf(describer->out, " and %s of pre-ringing", as_ms(describer, ahead, ms));
        before = ", ";
    }
    fputs(".\n", describer->out);
}

void describe_sends(const Describer *describer, const Strip *strip)
{
    static const char *const taps[] = {"at the input", "pre-fader", "post-fader"};
    char name[WORD], level[WORD];
    bool same = true;
    if (strip->send_count == 0)
        return;
    for (int i = 1; i < strip->send_count; i++)
        same = same && strip->sends[i].tap == strip->sends[0].tap;
    fputs(strip->send_count == 1 ? "Send: " : "Sends: ", describer->out);
    for (int i = 0; i < strip->send_count; i++) {
        const Send *send = &strip->sends[i];
        words_level(level, sizeof level, describer->speech, send->level_db, 2, "dB");
        fprintf(describer->out, "%s%s %s%s", i ? ", " : "", title_of_name(name, sizeof name, send->to), level,
                send->mute ? " muted" : "");
        if (!same)
            fprintf(describer->out, " %s", taps[send->tap]);
    }
    if (same)
        fprintf(describer->out, ", %s%s",
                strip->send_count == 1   ? ""
                : strip->send_count == 2 ? "both "
                                         : "all ",
                taps[strip->sends[0].tap]);
    fputs(".\n", describer->out);
}
