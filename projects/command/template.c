/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/template.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/execute.h"
#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"

typedef struct TemplateBus {
    const char *name, *label;
} TemplateBus;
enum { BUS_DRUMS, BUS_BASS, BUS_MUSIC, BUS_VOCALS, BUS_COUNT };
static const TemplateBus buses[BUS_COUNT] = {
    {"drums", "Drums"}, {"bass", "Bass"}, {"music", "Music"}, {"vocals", "Vocals"}};

typedef struct NameRule { /* a word of a strip's name; * stands for anything before or behind */
    const char *word;
    int bus;
} NameRule;
static const NameRule rules[] = {
    /* the first that fits: a bass drum is a drum */
    {"kick*", BUS_DRUMS},   {"kik", BUS_DRUMS},      {"bd", BUS_DRUMS},         {"snare*", BUS_DRUMS},
    {"snr", BUS_DRUMS},     {"sd", BUS_DRUMS},       {"hat*", BUS_DRUMS},       {"hihat*", BUS_DRUMS},
    {"hh", BUS_DRUMS},      {"oh", BUS_DRUMS},       {"ohs", BUS_DRUMS},        {"overhead*", BUS_DRUMS},
    {"tom", BUS_DRUMS},     {"toms", BUS_DRUMS},     {"drum*", BUS_DRUMS},      {"ride", BUS_DRUMS},
    {"crash*", BUS_DRUMS},  {"cym*", BUS_DRUMS},     {"rim*", BUS_DRUMS},       {"clap*", BUS_DRUMS},
    {"perc*", BUS_DRUMS},   {"shaker*", BUS_DRUMS},  {"tamb*", BUS_DRUMS},      {"conga*", BUS_DRUMS},
    {"bongo*", BUS_DRUMS},  {"cowbell", BUS_DRUMS},  {"*kick", BUS_DRUMS},      {"*snare", BUS_DRUMS},
    {"*drum", BUS_DRUMS},   {"*drums", BUS_DRUMS},   {"*hat", BUS_DRUMS},       {"*vox", BUS_VOCALS},
    {"*vocal", BUS_VOCALS}, {"*vocals", BUS_VOCALS}, {"vox*", BUS_VOCALS},      {"vocal*", BUS_VOCALS},
    {"voc", BUS_VOCALS},    {"vocs", BUS_VOCALS},    {"voice*", BUS_VOCALS},    {"bgv*", BUS_VOCALS},
    {"bv", BUS_VOCALS},     {"bvs", BUS_VOCALS},     {"choir*", BUS_VOCALS},    {"sing*", BUS_VOCALS},
    {"adlib*", BUS_VOCALS}, {"harmony", BUS_VOCALS}, {"harmonies", BUS_VOCALS}, {"rap", BUS_VOCALS},
    {"*bass", BUS_BASS},    {"basses", BUS_BASS},    {"sub", BUS_BASS},         {"subs", BUS_BASS},
    {"subbass", BUS_BASS},  {"bassoon*", BUS_MUSIC}, {"bass*", BUS_BASS},       {"upright", BUS_BASS},
};

typedef struct TemplateReturn {
    const char *name, *label, *chain;
} TemplateReturn;
static const TemplateReturn returns[] = {
    {"room", "Room", "reverb predelay 5 ms decay 0.5 s size 25 % early -3 dB lowcut 150 Hz mix 100 %"},
    {"plate", "Plate",
     "reverb predelay 20 ms decay 1.6 s size 40 % diffusion 100 % early -inf dB lowcut 220 Hz mix 100 %"},
    {"echo", "Delay",
     "delay note 1/4 feedback 30 % lowcut 200 Hz highcut 5 kHz mix 100 %"}, /* `delay` is a kind of processor */
};

/* --- rules --- */

static bool word_fits(const char *word, size_t length, const char *rule)
{
    size_t wanted = strlen(rule);
    if (rule[0] == '*')
        return length >= wanted - 1 && memcmp(word + length - (wanted - 1), rule + 1, wanted - 1) == 0;
    if (rule[wanted - 1] == '*')
        return length >= wanted - 1 && strncmp(word, rule, wanted - 1) == 0;
    return length == wanted && memcmp(word, rule, length) == 0;
}

/* Words are runs of letters, whatever their case. */
static bool text_fits(const char *text, const char *rule)
{
    char word[80];
    for (const char *at = text; *at;) {
        size_t length = 0;
        while (*at && !isalpha((unsigned char)*at))
            at++;
        for (; isalpha((unsigned char)*at); at++)
            if (length < sizeof word)
                word[length++] = (char)tolower((unsigned char)*at);
        if (length && word_fits(word, length, rule))
            return true;
    }
    return false;
}

static int bus_of_strip(const Strip *strip)
{
    for (size_t i = 0; i < ARRAY_LEN(rules); i++)
        if (text_fits(strip->name, rules[i].word) || (strip->label && text_fits(strip->label, rules[i].word)))
            return rules[i].bus;
    return BUS_MUSIC;
}

/* Only what goes straight to the master is moved: routing that somebody made stays. */
static bool is_free(const Strip *strip)
{
    return strip->kind == SECTION_TRACK && strip->out && strcmp(strip->out, "master") == 0;
}

/* A name for a new strip, or that of a strip of this kind that is there already. */
static const char *name_of(const Model *model, SectionKind kind, const char *wanted, char out[80], bool *exists)
{
    const Strip *strip = model_strip(model, wanted);
    *exists = strip && strip->kind == kind;
    snprintf(out, 80, "%s", wanted);
    for (int i = 1; strip && !*exists && i < 1000; i++) {
        snprintf(out, 80, i == 1 ? "%s-%s" : "%s-%s-%d", wanted, section_word(kind), i);
        strip = model_strip(model, out);
        *exists = strip && strip->kind == kind;
    }
    return out;
}

/* --- plan --- */

static Status check_name(const char *name, Error *error)
{
    if (strcmp(name, "band") == 0)
        return STATUS_OK;
    return error_set(error, STATUS_NOT_FOUND, "there is no template `%.40s`; there is band",
                     name_is_valid(name, strlen(name)) ? name : "?");
}

Status template_plan(const Document *document, const char *name, Buffer *out, Error *error)
{
    const Model *model = document_model(document);
    char strip_name[80];
    bool exists;
    Status status = check_name(name, error);
    if (status != STATUS_OK)
        return status;
    for (int bus = 0; bus < BUS_COUNT; bus++) {
        int count = 0;
        name_of(model, SECTION_BUS, buses[bus].name, strip_name, &exists);
        buffer_append_format(out, "bus %s (%s%s):", strip_name, buses[bus].label, exists ? ", there already" : "");
        for (int i = 0; i < model->strip_count; i++)
            if (is_free(&model->strips[i]) && bus_of_strip(&model->strips[i]) == bus) {
                buffer_append_format(out, " %s", model->strips[i].name);
                count++;
            }
        buffer_append_text(out, count ? "\n" : exists ? " nothing more\n" : " nothing\n");
    }
    for (size_t i = 0; i < ARRAY_LEN(returns); i++) {
        name_of(model, SECTION_RETURN, returns[i].name, strip_name, &exists);
        buffer_append_format(out, "return %s (%s): %s\n", strip_name, returns[i].label,
                             exists ? "there already" : "all wet, fed by nothing");
    }
    return out->failed ? error_set(error, STATUS_NO_MEMORY, "out of memory") : STATUS_OK;
}

/* --- apply --- */

static Status run_line(Run *run, const char *format, ...) PRINTF_LIKE(2, 3);
static Status run_line(Run *run, const char *format, ...)
{
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return execute_part(run, text);
}

static Status add_buses(Run *run, int *moved)
{
    char name[80], track[80];
    bool exists;
    Status status = STATUS_OK;
    for (int bus = 0; bus < BUS_COUNT && status == STATUS_OK; bus++) {
        name_of(run->model, SECTION_BUS, buses[bus].name, name, &exists);
        if (!exists)
            status = run_line(run, "add bus %s", name);
        if (status == STATUS_OK && !exists)
            status = run_line(run, "label %s \"%s\"", name, buses[bus].label);
        for (int i = 0; i < run->model->strip_count && status == STATUS_OK; i++)
            if (is_free(&run->model->strips[i]) && bus_of_strip(&run->model->strips[i]) == bus) {
                snprintf(track, sizeof track, "%s", run->model->strips[i].name);
                status = run_line(run, "out %s %s", track, name);
                ++*moved;
            }
    }
    return status;
}

static Status add_returns(Run *run)
{
    char name[80];
    bool exists;
    Status status = STATUS_OK;
    for (size_t i = 0; i < ARRAY_LEN(returns) && status == STATUS_OK; i++) {
        name_of(run->model, SECTION_RETURN, returns[i].name, name, &exists);
        if (exists)
            continue;
        const char *values = strchr(returns[i].chain, ' ');
        status = run_line(run, "add return %s", name);
        if (status == STATUS_OK)
            status = run_line(run, "label %s \"%s\"", name, returns[i].label);
        if (status == STATUS_OK)
            status = run_line(run, "add %.*s %s%s", (int)(values - returns[i].chain), returns[i].chain, name, values);
    }
    return status;
}

static Status run_template(Run *run)
{
    Error error;
    int moved = 0, token = run->next;
    char *name = run_take_word(run, "the template's name");
    if (!name)
        return run->error.status;
    Status status = check_name(name, &error);
    if (status != STATUS_OK)
        run_fail(run, status, token, "%s", error.text);
    free(name);
    if (status == STATUS_OK && !run_take_if(run, "apply"))
        status = run_fail(run, STATUS_BAD_VALUE, run->next,
                          "`template band` shows what would be done, `template band apply` does it");
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status == STATUS_OK)
        status = add_buses(run, &moved);
    if (status == STATUS_OK)
        status = add_returns(run);
    if (status == STATUS_OK) {
        buffer_clear(&run->text);
        run_say(run, "Template band applied, %d track%s routed", moved, moved == 1 ? "" : "s");
    }
    return status;
}

const Command command_template = {
    .name = "template",
    .by = BY_DOCUMENT,
    .takes = {WORDS("band"), WORDS("apply")},
    .help = "Makes the buses and returns that a band's mix begins with, and routes tracks into them.",
    .example = "template band apply",
    .run = run_template,
};
