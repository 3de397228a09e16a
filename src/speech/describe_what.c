/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers to `what is`, and what solos do. */
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "projects/model/facts.h"
#include "projects/model/solo.h"
#include "projects/text/title.h"
#include "src/speech/describe_words.h"
#include "src/speech/speak.h"

static bool is_soloed(const Describer *describer, const Strip *strip)
{
    return describer->session && session_is_soloed(describer->session, strip->uid);
}

static bool is_solo_safe(const Describer *describer, const Strip *strip)
{
    (void)describer;
    return strip->fact[FACT_SOLO_SAFE] != 0;
}

static bool is_safe_and_not_soloed(const Describer *describer, const Strip *strip)
{
    return is_solo_safe(describer, strip) && !is_soloed(describer, strip);
}

static bool is_muted(const Describer *describer, const Strip *strip)
{
    double mute;
    describe_fact(describer, strip, FACT_MUTE, &mute);
    return mute != 0;
}

static void say_soloed(const Describer *describer)
{
    int count = describe_list(describer, is_soloed);
    fputs(count == 0 ? "Nothing is soloed." : count == 1 ? " is soloed." : " are soloed.", describer->out);
    const Model *model = describe_model(describer);
    bool any = false;
    for (int i = 0; i < model->strip_count; i++)
        any = any || is_solo_safe(describer, &model->strips[i]);
    if (any) {
        fputs(" ", describer->out);
        fputs(describe_list(describer, is_solo_safe) == 1 ? " is solo safe." : " are solo safe.", describer->out);
    }
    fputs("\n", describer->out);
}

static int count_silent_tracks(const Describer *describer)
{
    const Model *model = describe_model(describer);
    size_t count = (size_t)model->strip_count;
    bool *soloed = calloc(count + 1, sizeof *soloed);
    SoloState *states = calloc(count + 1, sizeof *states);
    int silent = 0;
    for (size_t i = 0; soloed && i < count; i++)
        soloed[i] = is_soloed(describer, &model->strips[i]);
    if (soloed && states)
        solo_find_states(model, soloed, states);
    for (size_t i = 0; states && i < count; i++)
        silent += model->strips[i].kind == SECTION_TRACK && states[i] != SOLO_HEARD;
    free(soloed);
    free(states);
    return silent;
}

void describe_solo(const Describer *describer, Verbosity verbosity)
{
    int count = describe_list(describer, is_soloed), silent = count_silent_tracks(describer);
    const Model *model = describe_model(describer);
    bool safe = false;
    for (int i = 0; i < model->strip_count; i++)
        safe = safe || is_safe_and_not_soloed(describer, &model->strips[i]);
    fputs(count ? " soloed." : "Nothing is soloed.", describer->out);
    if (count && verbosity != VERBOSITY_BRIEF) {
        fprintf(describer->out, " %d track%s silent.", silent, words_plural(silent));
        if (safe)
            fputs(" ", describer->out);
        if (safe && describe_list(describer, is_safe_and_not_soloed))
            fputs(" still heard.", describer->out);
    }
    fputs("\n", describer->out);
}

static void say_muted(const Describer *describer)
{
    int count = describe_list(describer, is_muted);
    fputs(count == 0 ? "Nothing is muted.\n" : count == 1 ? " is muted.\n" : " are muted.\n", describer->out);
}

/* ---- overs ---- */

static void say_clipped_master(const Describer *describer, const Strip *master, const StripTotals *totals)
{
    char name[WORD], time[WORD], level[WORD], times[40];
    snprintf(times, sizeof times, "%u times", totals->overs);
    words_time(time, sizeof time, describer->speech,
               (double)totals->first_over_frame / describe_model(describer)->rate_hz);
    words_level(level, sizeof level, describer->speech, session_loudness(describer->session)->true_peak_max_db, 1,
                "dB");
    fprintf(describer->out, "%s, clipped %s, first at %s, %s true peak.\n",
            title_of_name(name, sizeof name, master->name),
            totals->overs == 1   ? "once"
            : totals->overs == 2 ? "twice"
                                 : times,
            time, level);
}

static const StripTotals *overs_of(const Describer *describer, const Strip *strip)
{
    const StripTotals *totals = describer->session ? session_totals(describer->session, strip->uid) : NULL;
    return totals && totals->overs ? totals : NULL;
}

static void say_over(const Describer *describer)
{
    const Model *model = describe_model(describer);
    char name[WORD], level[WORD];
    const StripTotals *totals, *output = NULL;
    const Strip *master = NULL;
    int said = 0;
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        if (!(totals = overs_of(describer, strip)))
            continue;
        if (strip->kind == SECTION_MASTER) {
            master = strip;
            output = totals;
            continue;
        }
        words_level(level, sizeof level, describer->speech, maths_db_from_lin((double)totals->peak), 1, "dB");
        fprintf(describer->out, "%s%s, %u over%s inside the mix, highest %s.", said++ ? "\n" : "",
                title_of_name(name, sizeof name, strip->name), totals->overs, words_plural((int)totals->overs), level);
    }
    if (said)
        fputs(output ? "\n" : " Output is not clipped.\n", describer->out);
    else if (!output)
        fputs("Nothing is over. Output is not clipped.\n", describer->out);
    if (output)
        say_clipped_master(describer, master, output);
}

/* ---- defaults ---- */

static const char *add_automated(char text[WORD], bool automated)
{
    size_t used = strlen(text);
    if (automated)
        snprintf(text + used, WORD - used, "%sautomated", used ? ", " : "");
    return text;
}

static void say_item(const Describer *describer, int *said, const char *label, const char *value)
{
    char text[WORD];
    snprintf(text, sizeof text, "%s", label);
    if ((*said)++ == 0)
        words_lower_first(text);
    fprintf(describer->out, " %s%s%s.", text, value[0] ? " " : "", value);
}

static void say_fact(const Describer *describer, int *said, const Strip *strip, FactId id)
{
    char text[WORD];
    const ParamInfo *fact = &strip_facts[id];
    double value;
    if (!fact_is_of_kind(id, strip->kind))
        return;
    bool moves = describe_fact(describer, strip, id, &value);
    if (fact_is_default(id, value) && !moves)
        return;
    text[0] = '\0';
    if (fact->unit == UNIT_PAN)
        speak_pan(text, sizeof text, describer->speech, value);
    else if (fact->law != LAW_SWITCH)
        speak_param(text, sizeof text, describer->speech, fact, value);
    else if (value == 0)
        snprintf(text, sizeof text, "off");
    say_item(describer, said, id == FACT_MUTE && value != 0 ? "Muted" : fact->label, add_automated(text, moves));
}

static int say_facts(const Describer *describer, const Strip *strip)
{
    int said = 0;
    for (int i = 0; i < FACT_COUNT; i++)
        say_fact(describer, &said, strip, facts_as_told[i]);
    return said;
}

static void say_not_default(const Describer *describer, const Strip *strip)
{
    char name[WORD], text[WORD];
    fprintf(describer->out, "%s:", title_of_name(name, sizeof name, strip->name));
    int said = say_facts(describer, strip);
    for (int i = 0; i < strip->processor_count; i++) {
        int bands = describe_band_count(&strip->processors[i]);
        title_of_name(name, sizeof name, describe_processor_word(&strip->processors[i]));
        snprintf(text, sizeof text, "%d band%s", bands, words_plural(bands));
        say_item(describer, &said, name, bands ? text : "");
    }
    for (int i = 0; i < strip->send_count; i++) {
        char label[WORD + 8];
        snprintf(label, sizeof label, "Send %s", title_of_name(name, sizeof name, strip->sends[i].to));
        say_item(describer, &said, label,
                 words_level(text, sizeof text, describer->speech, strip->sends[i].level_db, 2, "dB"));
    }
    fputs(said ? "\n" : " nothing.\n", describer->out);
}

static void say_playing(const Describer *describer)
{
    EngineState state;
    char place[WORD], end[WORD];
    if (!describer->session)
        return;
    session_engine_state(describer->session, &state);
    int rate_hz = describe_model(describer)->rate_hz;
    words_time(place, sizeof place, describer->speech, (double)state.position / rate_hz);
    words_time(end, sizeof end, describer->speech, (double)session_end_frame(describer->session) / rate_hz);
    fprintf(describer->out, "%s at %s of %s.\n", session_is_playing(describer->session) ? "Playing" : "Stopped", place,
            end);
}

static void say_compared(const Describer *describer)
{
    char text[300], spoken[400];
    if (!describer->session)
        return;
    session_say_compared(describer->session, text, sizeof text);
    fprintf(describer->out, "%s\n", speak_answer(spoken, sizeof spoken, describer->speech, text));
}

static void say_monitor(const Describer *describer)
{
    describe_monitor(describer, true);
}

static bool what_is_not_default(const Describer *describer, const char *name)
{
    const Model *model = describe_model(describer);
    const Strip *strip = name ? model_strip(model, name) : NULL;
    if (name && !strip)
        return false;
    for (int i = 0; i < model->strip_count; i++)
        if (!strip || strip == &model->strips[i])
            say_not_default(describer, &model->strips[i]);
    return true;
}

bool describe_what(const Describer *describer, int count, char *const *words)
{
    static const struct {
        const char *word;
        void (*say)(const Describer *describer);
    } questions[] = {{"soloed", say_soloed},   {"muted", say_muted},       {"over", say_over},
                     {"playing", say_playing}, {"compared", say_compared}, {"heard", say_monitor}};
    if (count < 3 || strcmp(words[1], "is") != 0)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(questions) && count == 3; i++)
        if (strcmp(words[2], questions[i].word) == 0) {
            questions[i].say(describer);
            return true;
        }
    if (strcmp(words[2], "not") == 0 && count >= 4 && count <= 5 && strcmp(words[3], "default") == 0)
        return what_is_not_default(describer, count > 4 ? words[4] : NULL);
    return false;
}
