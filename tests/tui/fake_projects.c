/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document just large enough to draw: sections, faders, pans, sends, outs. Stands in for libprojects in the desk's tests. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command.h"
#include "projects/document.h"

const ParamInfo strip_facts[FACT_COUNT] = {
    [FACT_POLARITY] = {"polarity", "Polarity", "", UNIT_NONE, 0, 3, 0, LAW_CHOICE, 1, 1, 1, NULL, NULL, 0, 0},
    [FACT_TRIM] = {"trim", "Trim", "Gain before the processors.", UNIT_DB, -36, 36, 0, LAW_LINEAR, 0.5, 0.1, 3, NULL, NULL, 0, 0},
    [FACT_OFFSET] = {"offset", "Offset", "", UNIT_MS, -100, 100, 0, LAW_LINEAR, 1, 0.1, 10, NULL, NULL, 0, 0},
    [FACT_PAN] = {"pan", "Pan", "", UNIT_PERCENT, -100, 100, 0, LAW_LINEAR, 5, 1, 10, NULL, NULL, 0, 0},
    [FACT_PAN_MODE] = {"pan-mode", "", "", UNIT_NONE, 0, 2, 0, LAW_CHOICE, 1, 1, 1, NULL, NULL, 0, 0},
    [FACT_PAN_LEFT] = {"pan-left", "", "", UNIT_PERCENT, -100, 100, -100, LAW_LINEAR, 5, 1, 10, NULL, NULL, 0, 0},
    [FACT_PAN_RIGHT] = {"pan-right", "", "", UNIT_PERCENT, -100, 100, 100, LAW_LINEAR, 5, 1, 10, NULL, NULL, 0, 0},
    [FACT_WIDTH] = {"width", "Width", "", UNIT_PERCENT, -100, 200, 100, LAW_LINEAR, 5, 1, 20, NULL, NULL, 0, 0},
    [FACT_PAN_LAW] = {"pan-law", "", "", UNIT_DB, -6, 0, -3, LAW_LINEAR, 1.5, 1.5, 3, NULL, NULL, 0, 0},
    [FACT_FADER] = {"fader", "Fader", "Level of the strip.", UNIT_DB, -100, 12, 0, LAW_GAIN, 0.5, 0.1, 3, NULL, "-inf", -INFINITY, 0},
    [FACT_MUTE] = {"mute", "Mute", "", UNIT_NONE, 0, 1, 0, LAW_SWITCH, 1, 1, 1, NULL, NULL, 0, 0},
    [FACT_SOLO_SAFE] = {"solo-safe", "", "", UNIT_NONE, 0, 1, 0, LAW_SWITCH, 1, 1, 1, NULL, NULL, 0, 0},
};

enum { LINES_MAX = 512, STRIPS_MAX = 64 };
struct Document {
    char *lines[LINES_MAX];
    int count;
    Model model;
    Strip strips[STRIPS_MAX];
    uint64_t revision;
};

static void forget_model(Document *document)
{
    for (int i = 0; i < document->model.strip_count; i++) {
        Strip *strip = &document->strips[i];
        for (int k = 0; k < strip->send_count; k++)
            free(strip->sends[k].to);
        for (int k = 0; k < strip->processor_count; k++)
            free(strip->processors[k].kind_word);
        free(strip->sends);
        free(strip->processors);
        free(strip->name);
        free(strip->label);
        free(strip->out);
    }
    free(document->model.title);
    document->model = (Model){.version = 1, .rate_hz = 48000, .strips = document->strips};
}

static Strip *begin_strip(Document *document, const char *kind, const char *name)
{
    static const struct { const char *word; SectionKind kind; } kinds[] = {
        {"track", SECTION_TRACK}, {"bus", SECTION_BUS}, {"return", SECTION_RETURN}, {"vca", SECTION_VCA}, {"master", SECTION_MASTER}};
    Strip *strip = &document->strips[document->model.strip_count++];
    *strip = (Strip){.uid = (uint32_t)document->model.strip_count, .name = strdup(name)};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (strcmp(kinds[i].word, kind) == 0)
            strip->kind = kinds[i].kind;
    for (int i = 0; i < FACT_COUNT; i++)
        strip->fact[i] = strip_facts[i].def;
    strip->out = strip->kind == SECTION_MASTER || strip->kind == SECTION_VCA ? NULL : strdup("master");
    return strip;
}

static void read_fact(Strip *strip, const char *key, const char *rest)
{
    char word[64] = "";
    double number = 0;
    if (strcmp(key, "label") == 0) {
        strip->label = strdup(rest + 1);
        strip->label[strcspn(strip->label, "\"")] = '\0';
    } else if (strcmp(key, "out") == 0) {
        free(strip->out);
        strip->out = strdup(rest);
    } else if (strcmp(key, "send") == 0 && sscanf(rest, "%63s %lf", word, &number) == 2) {
        strip->sends = realloc(strip->sends, (size_t)(strip->send_count + 1) * sizeof *strip->sends);
        strip->sends[strip->send_count++] = (Send){.to = strdup(word), .level_db = number};
    } else if (strcmp(key, "comp") == 0 || strcmp(key, "eq") == 0) {
        strip->processors = realloc(strip->processors, (size_t)(strip->processor_count + 1) * sizeof *strip->processors);
        strip->processors[strip->processor_count++] = (Processor){.kind_word = strdup(key), .bypass = strcmp(rest, "bypass") == 0};
    } else
        for (int i = 0; i < FACT_COUNT; i++)
            if (strcmp(strip_facts[i].key, key) == 0)
                strip->fact[i] = strip_facts[i].law == LAW_SWITCH ? strcmp(rest, "off") != 0 :
                                 rest[0] == 'L' ? -atof(rest + 1) : rest[0] == 'R' ? atof(rest + 1) : strcmp(rest, "-inf dB") == 0 ? -INFINITY : atof(rest);
}

static void make_model(Document *document)
{
    Strip *strip = NULL;
    forget_model(document);
    for (int i = 0; i < document->count; i++) {
        char line[1024], key[64] = "", kind[64], name[64] = "master";
        snprintf(line, sizeof line, "%s", document->lines[i]);
        line[strcspn(line, "\n")] = '\0';
        if (sscanf(line, "[%63s %63[^]]", kind, name) >= 1 && document->model.strip_count < STRIPS_MAX) {
            kind[strcspn(kind, "]")] = '\0';
            strip = begin_strip(document, kind, name);
        } else if (sscanf(line, "%63s", key) == 1 && strip)
            read_fact(strip, key, line + strlen(key) + strspn(line + strlen(key), " "));
        else if (strcmp(key, "title") == 0)
            document->model.title = strdup(line + 6);
    }
}

Status document_parse(Document **document, const char *name, const char *text, size_t length, DocumentReader reader, void *context,
                      ProblemList *problems)
{
    (void)name, (void)reader, (void)context, (void)problems;
    Document *made = calloc(1, sizeof *made);
    while (length > 0 && made->count < LINES_MAX) {
        const char *end = memchr(text, '\n', length);
        size_t size = end ? (size_t)(end - text) + 1 : length;
        made->lines[made->count++] = strndup(text, size);
        text += size;
        length -= size;
    }
    make_model(made);
    *document = made;
    return STATUS_OK;
}

void document_free(Document *document)
{
    forget_model(document);
    for (int i = 0; i < document->count; i++)
        free(document->lines[i]);
    free(document);
}

static Status apply_splice(Document *document, const Splice *splice)
{
    if (splice->at < 0 || splice->at + splice->removed_count > document->count ||
        document->count - splice->removed_count + splice->added_count > LINES_MAX)
        return STATUS_CHANGED;
    for (int i = 0; i < splice->removed_count; i++)
        if (strcmp(document->lines[splice->at + i], splice->removed[i]) != 0)
            return STATUS_CHANGED;
    for (int i = 0; i < splice->removed_count; i++)
        free(document->lines[splice->at + i]);
    char **at = document->lines + splice->at;
    memmove(at + splice->added_count, at + splice->removed_count,
            (size_t)(document->count - splice->at - splice->removed_count) * sizeof *at);
    for (int i = 0; i < splice->added_count; i++)
        at[i] = strdup(splice->added[i]);
    document->count += splice->added_count - splice->removed_count;
    return STATUS_OK;
}

Status document_apply_change(Document *replica, const Change *change)
{
    Status status = STATUS_OK;
    for (int i = 0; i < change->splice_count && status == STATUS_OK; i++)
        status = apply_splice(replica, &change->splices[i]);
    make_model(replica);
    return status;
}

void change_clear(Change *change)
{
    for (int i = 0; i < change->splice_count; i++) {
        Splice *splice = &change->splices[i];
        for (int k = 0; k < splice->removed_count; k++)
            free(splice->removed[k]);
        for (int k = 0; k < splice->added_count; k++)
            free(splice->added[k]);
        free(splice->removed);
        free(splice->added);
    }
    free(change->splices);
    free(change->renamed_from);
    free(change->renamed_to);
    *change = (Change){0};
}

void problems_clear(ProblemList *list)
{
    (void)list;
}

const Model *document_model(const Document *document)
{
    return &document->model;
}

int model_strip_index(const Model *model, const char *name)
{
    for (int i = 0; i < model->strip_count; i++)
        if (strcmp(model->strips[i].name, name) == 0)
            return i;
    return -1;
}

const Strip *model_strip(const Model *model, const char *name)
{
    int index = model_strip_index(model, name);
    return index < 0 ? NULL : &model->strips[index];
}

const Lane *model_lane(const Model *model, const char *address)
{
    (void)model, (void)address;
    return NULL;
}

int64_t model_frame_of_time(const Model *model, const TimeValue *time)
{
    return (int64_t)(time->seconds * model->rate_hz);
}

void model_bars_of_frame(const Model *model, int64_t frame, int *bar, int *beat, double *tick)
{
    double beats = (double)frame / model->rate_hz * 1.5;
    *bar = (int)(beats / 4) + 1;
    *beat = (int)fmod(beats, 4) + 1;
    *tick = fmod(beats, 1) * 960;
}

double model_tempo_at(const Model *model, int64_t frame)
{
    (void)model, (void)frame;
    return 90;
}

const CommandInfo *command_find(const char *word)
{
    static const CommandInfo set = {"set", NULL, COMMAND_DOCUMENT, "ADDRESS VALUE", "Sets a value.", "set vox.fader -4.5 dB"};
    return strcmp(word, "set") == 0 ? &set : NULL;
}

int command_complete(const Document *document, const char *line, size_t cursor, char **words, int limit)
{
    static const char *const offers[] = {"set", "solo", "stop"};
    int count = 0;
    (void)document;
    for (size_t i = 0; i < ARRAY_LEN(offers) && count < limit; i++)
        if (strncmp(offers[i], line, cursor) == 0)
            words[count++] = strdup(offers[i]);
    return count;
}
