/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/describe.h"

#include <math.h>
#include <string.h>

#include "audio/base/maths.h"
#include "projects/escape.h"

enum { WORD = 200 };

static const char *kind_word(SectionKind kind)
{
    switch (kind) {
    case SECTION_TRACK: return "track";
    case SECTION_BUS: return "bus";
    case SECTION_RETURN: return "return";
    case SECTION_VCA: return "VCA";
    case SECTION_GROUP: return "group";
    default: return "master";
    }
}

static void lower_first(char *text)
{
    if (text[0] >= 'A' && text[0] <= 'Z' && !(text[1] >= 'A' && text[1] <= 'Z'))
        text[0] = (char)(text[0] + 32);
}

static const Model *model_of(const Describer *describer)
{
    return document_model(describer->document);
}

static void say_identity(const Describer *describer, const Strip *strip)
{
    char name[WORD], label[WORD], out[WORD];
    fprintf(describer->out, "%s", words_name(name, sizeof name, strip->name));
    if (strip->label) {
        text_escape_for_terminal(label, sizeof label, strip->label, strlen(strip->label));
        lower_first(label);
        fprintf(describer->out, ", %s", label);
    }
    const char *sides = "";
    if (strip->kind == SECTION_TRACK)
        sides = session_strip_channels(describer->session, strip) == 1 ? "Mono " : "Stereo ";
    char kind[40];
    snprintf(kind, sizeof kind, "%s%s", sides, kind_word(strip->kind));
    fprintf(describer->out, ". %c%s", kind[0] >= 'a' ? kind[0] - 32 : kind[0], kind + 1);
    if (strip->out)
        fprintf(describer->out, ", output to %s", words_name(out, sizeof out, strip->out));
    fputs(".\n", describer->out);
}

static void say_lane(const Describer *describer, const Strip *strip, const char *fact)
{
    static const char *const modes[] = {"read", "trim", "off"};
    char address[300];
    snprintf(address, sizeof address, "%s.%s", strip->name, fact);
    const Lane *lane = model_lane(model_of(describer), address);
    if (lane)
        fprintf(describer->out, " Automation %s, %d point%s.", modes[lane->mode], lane->point_count, words_plural(lane->point_count));
}

static void say_levels(const Describer *describer, const Strip *strip)
{
    char fader[WORD], pan[WORD];
    words_param(fader, sizeof fader, describer->speech, &strip_facts[FACT_FADER], strip->fact[FACT_FADER]);
    fprintf(describer->out, "Fader %s.", fader);
    say_lane(describer, strip, "fader");
    if (strip->kind != SECTION_VCA && strip->kind != SECTION_GROUP)
        fprintf(describer->out, " Pan %s.", words_pan(pan, sizeof pan, describer->speech, strip->fact[FACT_PAN]));
    fputs("\n", describer->out);
}

static void say_states(const Describer *describer, const Strip *strip)
{
    const char *solos = describer->session ? session_solos(describer->session) : "";
    fprintf(describer->out, "%s.", strip->fact[FACT_MUTE] != 0 ? "Muted" : "Not muted");
    if (describer->session && session_is_soloed(describer->session, strip->uid))
        fputs(" Soloed.", describer->out);
    else if (solos[0])
        fprintf(describer->out, " Soloed: %s.", solos);
    else
        fputs(" No solo active.", describer->out);
    if (strip->fact[FACT_SOLO_SAFE] != 0)
        fputs(" Solo safe.", describer->out);
    fputs("\n", describer->out);
}

static bool clip_gains_agree(const Strip *strip)
{
    for (int i = 1; i < strip->clip_count; i++)
        if (strip->clips[i].gain_db != strip->clips[0].gain_db)
            return false;
    return strip->clip_count > 0;
}

static void say_gains(const Describer *describer, const Strip *strip)
{
    char trim[WORD], gain[WORD];
    bool trimmed = strip->fact[FACT_TRIM] != 0, gained = clip_gains_agree(strip) && strip->clips[0].gain_db != 0;
    if (trimmed)
        fprintf(describer->out, "Trim %s.",
                words_param(trim, sizeof trim, describer->speech, &strip_facts[FACT_TRIM], strip->fact[FACT_TRIM]));
    if (gained) {
        words_level(gain, sizeof gain, describer->speech, strip->clips[0].gain_db, 2, "dB");
        fprintf(describer->out, "%sClip gain %s%s.", trimmed ? " " : "", gain,
                strip->clip_count == 1 ? "" : strip->clip_count == 2 ? " on both clips" : " on all clips");
    }
    if (!clip_gains_agree(strip) && strip->clip_count > 1)
        fprintf(describer->out, "%sClip gains differ.", trimmed ? " " : "");
    if (trimmed || gained || (strip->clip_count > 1 && !clip_gains_agree(strip)))
        fputs("\n", describer->out);
}

static const char *processor_word(const Processor *processor)
{
    return processor->name ? processor->name : processor->kind ? processor->kind->label : processor->kind_word;
}

static void say_chain(const Describer *describer, const Strip *strip)
{
    int count = strip->processor_count, bypassed = 0, said = 0;
    char name[WORD];
    if (count == 0)
        return;
    for (int i = 0; i < count; i++)
        bypassed += strip->processors[i].bypass || !strip->processors[i].kind;
    fprintf(describer->out, "Chain of %d", count);
    for (int i = 0; i < count; i++)
        if (!strip->processors[i].bypass && strip->processors[i].kind) {
            text_escape_for_terminal(name, sizeof name, processor_word(&strip->processors[i]),
                                     strlen(processor_word(&strip->processors[i])));
            lower_first(name);
            fprintf(describer->out, "%s%s", said++ ? ", " : ": ", name);
        }
    fputs(".", describer->out);
    for (int i = 0; i < count; i++)
        if (strip->processors[i].bypass || !strip->processors[i].kind)
            fprintf(describer->out, " %s %s.", words_name(name, sizeof name, processor_word(&strip->processors[i])),
                    strip->processors[i].kind ? "bypassed" : "unknown, bypassed");
    fputs("\n", describer->out);
    (void)bypassed;
}

static void say_param(const Describer *describer, const ParamInfo *param, double value, bool with_key)
{
    char text[WORD], label[WORD];
    words_param(text, sizeof text, describer->speech, param, value);
    snprintf(label, sizeof label, "%s", param->label);
    lower_first(label);
    if (with_key)
        fprintf(describer->out, ", %s %s", label, text);
    else
        fprintf(describer->out, ", %s", text);
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
                say_param(describer, &kind->band_params[i], values[i],
                          kind->band_params[i].law != LAW_CHOICE && kind->band_params[i].unit != UNIT_HZ &&
                              kind->band_params[i].unit != UNIT_DB && kind->band_params[i].unit != UNIT_DB_PER_OCT);
        fputs(".\n", describer->out);
    }
}

static void say_processor(const Describer *describer, const Strip *strip, int index)
{
    const Processor *processor = &strip->processors[index];
    const ProcessorKind *kind = processor->kind;
    int bands = 0;
    char name[WORD];
    if (!kind || processor->bypass)
        return;
    for (int slot = 0; processor->band_labels && slot < kind->band_max; slot++)
        bands += processor->band_labels[slot] != 0;
    fprintf(describer->out, "%s", words_name(name, sizeof name, processor_word(processor)));
    if (kind->band_max)
        fprintf(describer->out, ", %d band%s", bands, words_plural(bands));
    for (int i = 0; i < kind->param_count; i++)
        if (processor->values[i] != kind->params[i].def)
            say_param(describer, &kind->params[i], processor->values[i], true);
    double reduction = describer->session ? session_gain_reduction(describer->session, strip->uid, index) : 0;
    if (reduction >= 0.05)
        fprintf(describer->out, ", reducing %.1f dB now", reduction);
    fputs(".\n", describer->out);
    if (kind->band_max)
        say_bands(describer, processor);
}

static void say_sends(const Describer *describer, const Strip *strip)
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
        fprintf(describer->out, "%s%s %s%s", i ? ", " : "", words_name(name, sizeof name, send->to), level, send->mute ? " muted" : "");
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

static void say_peak(const Describer *describer, const Strip *strip)
{
    char level[WORD], time[WORD];
    const StripTotals *totals = describer->session ? session_totals(describer->session, strip->uid) : NULL;
    if (!totals || totals->peak <= 1e-6f)
        return;
    words_level(level, sizeof level, describer->speech, maths_db_from_lin((double)totals->peak), 1, "dB");
    words_time(time, sizeof time, describer->speech, (double)totals->peak_frame / model_of(describer)->rate_hz);
    fprintf(describer->out, "Highest peak %s at %s.", level, time);
    if (totals->overs)
        fprintf(describer->out, " %u over%s.\n", totals->overs, words_plural((int)totals->overs));
    else
        fputs(" No overs.\n", describer->out);
}

static void describe_brief(const Describer *describer, const Strip *strip)
{
    char name[WORD], fader[WORD], pan[WORD], peak[WORD];
    const StripTotals *totals = describer->session ? session_totals(describer->session, strip->uid) : NULL;
    words_param(fader, sizeof fader, describer->speech, &strip_facts[FACT_FADER], strip->fact[FACT_FADER]);
    fprintf(describer->out, "%s %s, %s%s", words_name(name, sizeof name, strip->name), fader,
            words_pan(pan, sizeof pan, describer->speech, strip->fact[FACT_PAN]), strip->fact[FACT_MUTE] != 0 ? ", muted" : "");
    if (totals && totals->peak > 1e-6f)
        fprintf(describer->out, ", peak %s",
                words_level(peak, sizeof peak, describer->speech, maths_db_from_lin((double)totals->peak), 1, ""));
    for (int i = 0; describer->session && i < strip->processor_count; i++) {
        double reduction = session_gain_reduction(describer->session, strip->uid, i);
        if (reduction >= 0.05)
            fprintf(describer->out, ", %s %.0f dB", processor_word(&strip->processors[i]), reduction);
    }
    fputs(".\n", describer->out);
}

void describe_strip(const Describer *describer, const Strip *strip, Verbosity verbosity)
{
    if (verbosity == VERBOSITY_BRIEF) {
        describe_brief(describer, strip);
        return;
    }
    say_identity(describer, strip);
    say_levels(describer, strip);
    say_states(describer, strip);
    say_gains(describer, strip);
    say_chain(describer, strip);
    for (int i = 0; i < strip->processor_count; i++)
        say_processor(describer, strip, i);
    say_sends(describer, strip);
    say_peak(describer, strip);
    if (verbosity == VERBOSITY_FULL && strip->note) {
        char note[1000];
        text_escape_for_terminal(note, sizeof note, strip->note, strlen(strip->note));
        fprintf(describer->out, "Note: %s\n", note);
    }
}

void describe_project(const Describer *describer)
{
    static const SectionKind kinds[] = {SECTION_TRACK, SECTION_BUS, SECTION_RETURN, SECTION_VCA, SECTION_GROUP};
    static const char *const plurals[] = {"tracks", "buses", "returns", "VCAs", "groups"};
    const Model *model = model_of(describer);
    char title[WORD], time[WORD];
    const char *text = model->title ? model->title : "Untitled";
    text_escape_for_terminal(title, sizeof title, text, strlen(text));
    fprintf(describer->out, "%s. %s project at %d hertz.\n", title, model->stage == STAGE_MASTER ? "Mastering" : "Mix", model->rate_hz);
    int said = 0;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        int count = 0;
        for (int k = 0; k < model->strip_count; k++)
            count += model->strips[k].kind == kinds[i];
        if (count)
            fprintf(describer->out, "%s%d %s", said++ ? ", " : "", count, count == 1 ? kind_word(kinds[i]) : plurals[i]);
    }
    fputs(said ? ".\n" : "No strips yet.\n", describer->out);
    if (describer->session) {
        int64_t end = session_end_frame(describer->session);
        fprintf(describer->out, "Length %s.\n", words_time(time, sizeof time, describer->speech, (double)end / model->rate_hz));
    }
}

/* ---- questions ---- */

static void say_soloed(const Describer *describer)
{
    const Model *model = model_of(describer);
    char name[WORD];
    int safe = 0, count = 0;
    for (int i = 0; i < model->strip_count; i++)
        if (describer->session && session_is_soloed(describer->session, model->strips[i].uid))
            fprintf(describer->out, "%s%s", count++ ? ", " : "", words_name(name, sizeof name, model->strips[i].name));
    fputs(count ? count == 1 ? " is soloed." : " are soloed." : "Nothing is soloed.", describer->out);
    int total = 0;
    for (int i = 0; i < model->strip_count; i++)
        total += model->strips[i].fact[FACT_SOLO_SAFE] != 0;
    for (int i = 0; i < model->strip_count; i++)
        if (model->strips[i].fact[FACT_SOLO_SAFE] != 0) {
            fprintf(describer->out, "%s%s",
                    safe == 0           ? " "
                    : safe == total - 1 ? " and "
                                        : ", ",
                    words_name(name, sizeof name, model->strips[i].name));
            safe++;
        }
    fputs(safe ? safe == 1 ? " is solo safe.\n" : " are solo safe.\n" : "\n", describer->out);
}

static void say_muted(const Describer *describer)
{
    const Model *model = model_of(describer);
    char name[WORD];
    int count = 0;
    for (int i = 0; i < model->strip_count; i++)
        if (model->strips[i].fact[FACT_MUTE] != 0)
            fprintf(describer->out, "%s%s", count++ ? ", " : "", words_name(name, sizeof name, model->strips[i].name));
    fputs(count ? count == 1 ? " is muted.\n" : " are muted.\n" : "Nothing is muted.\n", describer->out);
}

static void say_over(const Describer *describer)
{
    const Model *model = model_of(describer);
    char name[WORD], level[WORD];
    bool clipped = false, any = false;
    for (int i = 0; i < model->strip_count; i++) {
        const StripTotals *totals = describer->session ? session_totals(describer->session, model->strips[i].uid) : NULL;
        if (!totals || totals->overs == 0)
            continue;
        any = true;
        words_level(level, sizeof level, describer->speech, maths_db_from_lin((double)totals->peak), 1, "dB");
        bool master = model->strips[i].kind == SECTION_MASTER;
        clipped = clipped || master;
        fprintf(describer->out, "%s, %u over%s%s, highest %s.", words_name(name, sizeof name, model->strips[i].name), totals->overs,
                words_plural((int)totals->overs), master ? " at the output" : " inside the mix", level);
        fputs("\n", describer->out);
    }
    if (!any)
        fputs("Nothing is over.\n", describer->out);
    else if (!clipped)
        fputs("Output is not clipped.\n", describer->out);
}

static void say_not_default(const Describer *describer, const Strip *strip)
{
    char name[WORD], text[WORD];
    int said = 0;
    fprintf(describer->out, "%s:", words_name(name, sizeof name, strip->name));
    for (int i = 0; i < FACT_COUNT; i++) {
        const ParamInfo *fact = &strip_facts[i];
        if (strip->fact[i] == fact->def)
            continue;
        char label[WORD];
        snprintf(label, sizeof label, "%s", fact->label);
        if (said)
            label[0] = (char)(label[0] >= 'a' && label[0] <= 'z' ? label[0] - 32 : label[0]);
        else
            lower_first(label);
        if (i == FACT_PAN)
            words_pan(text, sizeof text, describer->speech, strip->fact[i]);
        else
            words_param(text, sizeof text, describer->speech, fact, strip->fact[i]);
        fprintf(describer->out, " %s %s.", label, text);
        said++;
    }
    for (int i = 0; i < strip->processor_count; i++, said++) {
        const Processor *processor = &strip->processors[i];
        int bands = 0;
        for (int slot = 0; processor->band_labels && processor->kind && slot < processor->kind->band_max; slot++)
            bands += processor->band_labels[slot] != 0;
        fprintf(describer->out, " %s", words_name(text, sizeof text, processor_word(processor)));
        if (bands)
            fprintf(describer->out, " %d band%s", bands, words_plural(bands));
        fputs(".", describer->out);
    }
    for (int i = 0; i < strip->send_count; i++, said++) {
        fprintf(describer->out, " Send %s", words_name(text, sizeof text, strip->sends[i].to));
        fprintf(describer->out, " %s.", words_level(text, sizeof text, describer->speech, strip->sends[i].level_db, 2, "dB"));
    }
    fputs(said ? "\n" : " nothing.\n", describer->out);
}

bool describe_what(const Describer *describer, int count, char *const *words)
{
    const Model *model = model_of(describer);
    if (count < 3 || strcmp(words[1], "is") != 0)
        return false;
    if (strcmp(words[2], "soloed") == 0)
        say_soloed(describer);
    else if (strcmp(words[2], "muted") == 0)
        say_muted(describer);
    else if (strcmp(words[2], "over") == 0)
        say_over(describer);
    else if (strcmp(words[2], "not") == 0 && count >= 4 && strcmp(words[3], "default") == 0) {
        const Strip *strip = count > 4 ? model_strip(model, words[4]) : NULL;
        if (count > 4 && !strip)
            return false;
        for (int i = 0; i < model->strip_count; i++)
            if (!strip || strip == &model->strips[i])
                say_not_default(describer, &model->strips[i]);
    } else
        return false;
    return true;
}

int describe_main(const Options *options)
{
    Project project;
    ProjectSetup setup = {.offline = true, .allow_outside = options->allow_outside};
    int status = project_open(&project, options->operands[0], &setup, stderr);
    if (status != EXIT_DONE)
        return status;
    Describer describer = {.document = project.document, .speech = SPEECH_SYMBOLS, .out = stdout};
    const Model *model = document_model(project.document);
    if (options->operand_count == 1) {
        describe_project(&describer);
        for (int i = 0; i < model->strip_count; i++)
            describe_strip(&describer, &model->strips[i], VERBOSITY_BRIEF);
    }
    for (int i = 1; i < options->operand_count; i++) {
        const Strip *strip = model_strip(model, options->operands[i]);
        char shown[WORD];
        if (strip) {
            describe_strip(&describer, strip, VERBOSITY_FULL);
            continue;
        }
        text_escape_for_terminal(shown, sizeof shown, options->operands[i], strlen(options->operands[i]));
        fprintf(stderr, "ttymix: there is no strip \"%s\"\n", shown);
        status = EXIT_USAGE;
    }
    project_close(&project);
    return status;
}
