/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the status line says of a strip on request. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "projects/model/facts.h"
#include "tui/action/action.h"
#include "tui/state/desk_state.h"
#include "tui/widget/reading.h"

typedef struct Sentence {
    char text[1000];
    size_t used;
} Sentence;

PRINTF_LIKE(2, 3) static void add(Sentence *sentence, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(sentence->text + sentence->used, sizeof sentence->text - sentence->used, format, arguments);
    va_end(arguments);
    sentence->used += length > 0 ? (size_t)length : 0;
    if (sentence->used >= sizeof sentence->text)
        sentence->used = sizeof sentence->text - 1;
}

void action_say_value(Desk *desk, const KeyPress *press)
{
    (void)press;
    const Strip *strip = desk_selected_strip(desk);
    FocusValue focus;
    char why[256], value[READING_MAX], usual[READING_MAX];
    if (!strip)
        return;
    if (!view_focus_value(&desk->view, desk_model(desk), strip, &focus, why, sizeof why)) {
        desk_say(desk, 0, "%s", why);
        return;
    }
    reading_value(focus.param, desk_value(desk, focus.address, focus.value), value);
    reading_value(focus.param, focus.def, usual);
    desk_say(desk, 0, "%s %s %s   default %s   %s", strip_title(strip), focus.label, value, usual,
             focus.param->help ? focus.param->help : "");
}

/* Fader and pan always with `all`, whatever else is not at its default. */
static void add_facts(Sentence *sentence, const Scene *scene, const Strip *strip, bool all)
{
    for (int i = 0; i < FACT_COUNT; i++) {
        FactId fact = facts_as_told[i];
        char value[READING_MAX];
        double shown = scene_fact(scene, strip, fact);
        bool asked = all && (fact == FACT_FADER || fact == FACT_PAN);
        if (!fact_is_of_kind(fact, strip->kind) || (fact_is_default(fact, shown) && !asked))
            continue;
        reading_value(&strip_facts[fact], shown, value);
        add(sentence, "%s%s %s", sentence->used ? ", " : "", strip_facts[fact].key, value);
    }
}

static void add_chain(Sentence *sentence, const Scene *scene, const Strip *strip)
{
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        add(sentence, "%s%s%s", sentence->used ? ", " : "", processor_address(processor),
            processor->bypass ? " bypassed" : "");
    }
    for (int i = 0; i < strip->send_count; i++) {
        char level[READING_MAX];
        reading_level(scene_send(scene, strip, &strip->sends[i]), level);
        add(sentence, "%ssend %s %s%s", sentence->used ? ", " : "", strip->sends[i].to, level,
            strip->sends[i].mute ? " muted" : "");
    }
}

void action_say_strip(Desk *desk, const KeyPress *press)
{
    (void)press;
    const Strip *strip = desk_selected_strip(desk);
    Sentence sentence = {.used = 0};
    Scene scene;
    if (!strip)
        return;
    desk_fill_scene(desk, &scene);
    add_facts(&sentence, &scene, strip, true);
    add_chain(&sentence, &scene, strip);
    const MeterLevel *level = meter_view_level(&desk->meters, desk->view.strip);
    if (level->highest_db > -100)
        add(&sentence, ", peak %.1f", (double)level->highest_db);
    if (strip->out)
        add(&sentence, ", to %s", strip->out);
    int rate_hz = desk_model(desk)->rate_hz, latency = strip_latency_frames(strip, rate_hz);
    if (latency > 0)
        add(&sentence, ", latency %.1f ms (compensated)", 1000.0 * latency / rate_hz);
    desk_say(desk, 0, "%s: %s", strip_title(strip), sentence.text);
}

void action_say_not_default(Desk *desk, const KeyPress *press)
{
    (void)press;
    const Strip *strip = desk_selected_strip(desk);
    Sentence sentence = {.used = 0};
    Scene scene;
    if (!strip)
        return;
    desk_fill_scene(desk, &scene);
    add_facts(&sentence, &scene, strip, false);
    add_chain(&sentence, &scene, strip);
    if (sentence.used)
        desk_say(desk, 0, "%s: %s", strip_title(strip), sentence.text);
    else
        desk_say(desk, 0, "%s: everything is at its default", strip_title(strip));
}
