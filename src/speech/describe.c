/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/speech/describe.h"

#include <math.h>
#include <string.h>

#include "audio/base/maths.h"
#include "projects/text/escape.h"
#include "projects/text/title.h"
#include "src/speech/describe_chain.h"
#include "src/speech/describe_words.h"
#include "src/speech/speak.h"

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

static void say_identity(const Describer *describer, const Strip *strip)
{
    char name[WORD], label[WORD], out[WORD];
    fprintf(describer->out, "%s", title_of_name(name, sizeof name, strip->name));
    if (strip->label) {
        text_escape_for_terminal(label, sizeof label, strip->label, strlen(strip->label));
        words_lower_first(label);
        fprintf(describer->out, ", %s", label);
    }
    const char *sides = "";
    if (strip->kind == SECTION_TRACK)
        sides = session_strip_channels(describer->session, strip) == 1 ? "Mono " : "Stereo ";
    char kind[40];
    snprintf(kind, sizeof kind, "%s%s", sides, kind_word(strip->kind));
    if (strip->kind != SECTION_MASTER) /* whose name says it */
        fprintf(describer->out, ". %c%s", kind[0] >= 'a' ? kind[0] - 32 : kind[0], kind + 1);
    if (strip->out)
        fprintf(describer->out, ", output to %s", title_of_name(out, sizeof out, strip->out));
    fputs(".\n", describer->out);
}

static void say_lane(const Describer *describer, const Strip *strip, const char *fact)
{
    static const char *const modes[] = {"read", "trim", "off"};
    char address[300];
    snprintf(address, sizeof address, "%s.%s", strip->name, fact);
    const Lane *lane = model_lane(describe_model(describer), address);
    const char *recorded = describer->session ? session_recording_word(describer->session, address) : NULL;
    if (lane)
        fprintf(describer->out, " Automation %s, %d point%s.", recorded ? recorded : modes[lane->mode],
                lane->point_count, words_plural(lane->point_count));
    else if (recorded)
        fprintf(describer->out, " Automation %s, no points yet.", recorded);
}

bool describe_fact(const Describer *describer, const Strip *strip, FactId fact, double *value)
{
    char address[300];
    *value = strip->fact[fact];
    snprintf(address, sizeof address, "%.200s.%s", strip->name, strip_facts[fact].key);
    if (!describer->session || !session_heard_value(describer->session, address, strip->fact[fact], value))
        return false;
    double fine = strip_facts[fact].fine;
    if (fine > 0 && isfinite(*value)) /* to the finest step of the keys */
        *value = floor(*value / fine + 0.5) * fine;
    return true;
}

static void say_levels(const Describer *describer, const Strip *strip)
{
    char fader[WORD], pan[WORD];
    double level, place;
    describe_fact(describer, strip, FACT_FADER, &level); /* its automation is told in a sentence of its own */
    speak_param(fader, sizeof fader, describer->speech, &strip_facts[FACT_FADER], level);
    fprintf(describer->out, "Fader %s.", fader);
    say_lane(describer, strip, "fader");
    if (strip->kind != SECTION_VCA && strip->kind != SECTION_GROUP) {
        bool moves = describe_fact(describer, strip, FACT_PAN, &place);
        fprintf(describer->out, " Pan %s%s.", speak_pan(pan, sizeof pan, describer->speech, place),
                moves ? ", automated" : "");
    }
    fputs("\n", describer->out);
}

static void say_states(const Describer *describer, const Strip *strip)
{
    const char *solos = describer->session ? session_solos(describer->session) : "";
    double mute;
    bool moves = describe_fact(describer, strip, FACT_MUTE, &mute);
    fprintf(describer->out, "%s%s.", mute != 0 ? "Muted" : "Not muted", moves ? ", automated" : "");
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
                speak_param(trim, sizeof trim, describer->speech, &strip_facts[FACT_TRIM], strip->fact[FACT_TRIM]));
    if (gained) {
        words_level(gain, sizeof gain, describer->speech, strip->clips[0].gain_db, 2, "dB");
        fprintf(describer->out, "%sClip gain %s%s.", trimmed ? " " : "", gain,
                strip->clip_count == 1   ? ""
                : strip->clip_count == 2 ? " on both clips"
                                         : " on all clips");
    }
    if (!clip_gains_agree(strip) && strip->clip_count > 1)
        fprintf(describer->out, "%sClip gains differ.", trimmed ? " " : "");
    if (trimmed || gained || (strip->clip_count > 1 && !clip_gains_agree(strip)))
        fputs("\n", describer->out);
}

static void say_peak(const Describer *describer, const Strip *strip)
{
    char level[WORD], time[WORD];
    const StripTotals *totals = describer->session ? session_totals(describer->session, strip->uid) : NULL;
    if (!totals || totals->peak <= 1e-6f)
        return;
    words_level(level, sizeof level, describer->speech, maths_db_from_lin((double)totals->peak), 1, "dB");
    words_time(time, sizeof time, describer->speech, (double)totals->peak_frame / describe_model(describer)->rate_hz);
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
    double level, place, mute;
    bool moves = describe_fact(describer, strip, FACT_FADER, &level);
    describe_fact(describer, strip, FACT_PAN, &place);
    describe_fact(describer, strip, FACT_MUTE, &mute);
    speak_param(fader, sizeof fader, describer->speech, &strip_facts[FACT_FADER], level);
    fprintf(describer->out, "%s %s%s, %s%s", title_of_name(name, sizeof name, strip->name), fader,
            moves ? " automated" : "", speak_pan(pan, sizeof pan, describer->speech, place),
            mute != 0 ? ", muted" : "");
    if (totals && totals->peak > 1e-6f)
        fprintf(describer->out, ", peak %s",
                words_level(peak, sizeof peak, describer->speech, maths_db_from_lin((double)totals->peak), 1, ""));
    for (int i = 0; describer->session && i < strip->processor_count; i++) {
        double reduction = session_gain_reduction(describer->session, strip->uid, i);
        if (reduction >= 0.05)
            fprintf(describer->out, ", %s %.0f dB", describe_processor_word(&strip->processors[i]), (double)reduction);
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
    describe_chain(describer, strip);
    for (int i = 0; i < strip->processor_count; i++)
        describe_processor(describer, strip, i);
    describe_latency(describer, strip);
    describe_sends(describer, strip);
    say_peak(describer, strip);
    if (verbosity == VERBOSITY_FULL && strip->note) {
        char note[1000];
        text_escape_for_terminal(note, sizeof note, strip->note, strlen(strip->note));
        fprintf(describer->out, "Note: %s\n", note);
    }
}

void describe_monitor(const Describer *describer, bool always)
{
    char text[400], spoken[500];
    if (!describer->session || (!session_say_monitor(describer->session, text, sizeof text) && !always))
        return;
    fprintf(describer->out, "%s\n",
            describer->speech == SPEECH_WORDS ? speak_values(spoken, sizeof spoken, text) : text);
}

void describe_project(const Describer *describer)
{
    static const SectionKind kinds[] = {SECTION_TRACK, SECTION_BUS, SECTION_RETURN, SECTION_VCA, SECTION_GROUP};
    static const char *const plurals[] = {"tracks", "buses", "returns", "VCAs", "groups"};
    const Model *model = describe_model(describer);
    char title[WORD], time[WORD];
    const char *text = model->title ? model->title : "Untitled";
    text_escape_for_terminal(title, sizeof title, text, strlen(text));
    fprintf(describer->out, "%s. %s project at %d hertz.\n", title, model->stage == STAGE_MASTER ? "Mastering" : "Mix",
            model->rate_hz);
    int said = 0;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        int count = 0;
        for (int k = 0; k < model->strip_count; k++)
            count += model->strips[k].kind == kinds[i];
        if (count)
            fprintf(describer->out, "%s%d %s", said++ ? ", " : "", count,
                    count == 1 ? kind_word(kinds[i]) : plurals[i]);
    }
    fputs(said ? ".\n" : "No strips yet.\n", describer->out);
    if (describer->session) {
        int64_t end = session_end_frame(describer->session);
        fprintf(describer->out, "Length %s.\n",
                words_time(time, sizeof time, describer->speech, (double)end / model->rate_hz));
        describe_monitor(describer, false);
    }
}
