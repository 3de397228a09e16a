/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What refers to other strips: outs, sends, keys, VCAs, members; and the circles that they make. */
#include "projects/read/read.h"

#include <stdio.h>

#include "projects/model/address.h"
#include "projects/model/facts.h"

typedef struct Place { /* of a problem that is found after its line was read */
    int section;       /* -1 = nowhere */
    int line;
} Place;

/* The line in the strip's own sections that begins with two words; for messages. */
static Place find_line(Reader *reader, int strip, const char *key, const char *name, int *token)
{
    const Source *source = reader->source;
    for (int i = source->strip_first[strip]; i >= 0; i = source->sections[i].next) {
        const Section *section = &source->sections[i];
        for (int line = section->first + 1; line < section->first + section->count; line++) {
            const Line *text = source->files[section->file].lines[line];
            token_line_cut(&reader->tokens, text->text, (size_t)text->length);
            for (int at = 0; at + 1 < reader->tokens.count; at++)
                if (token_is(&reader->tokens, at, key) && token_is(&reader->tokens, at + 1, name)) {
                    *token = at + 1;
                    return (Place){i, line};
                }
        }
    }
    return (Place){-1, 0};
}

static void report_reference(Reader *reader, int strip, const char *key, const char *name, const char *sentence)
{
    int token = 0;
    Place place = find_line(reader, strip, key, name, &token);
    const Source *source = reader->source;
    reader->file = source->files[place.section >= 0 ? source->sections[place.section].file : 0].name;
    reader->line = place.line;
    reader_report(reader, source->includes_missing, token, "%s: %s", key, sentence);
    if (place.section >= 0 && !source->includes_missing)
        reader->reading->section_errors[place.section]++;
}

/* A sentence why `name` cannot be referred to; NULL if it can. */
static const char *refuse_reference(const Model *model, const Strip *from, const char *name, unsigned kinds,
                                    const char *what, char *out, size_t size)
{
    Error error;
    Address address;
    int index = model_strip_index(model, name);
    if (index < 0) {
        if (address_resolve(model, name, &address, &error) == STATUS_OK)
            snprintf(error.text, sizeof error.text, "there is no strip `%.64s`", name);
        snprintf(out, size, "%.390s", error.text);
        return out;
    }
    if (!(kinds & 1u << model->strips[index].kind)) {
        snprintf(out, size, "`%s` is a %s; %s", name, section_word(model->strips[index].kind), what);
        return out;
    }
    (void)from;
    return NULL;
}

#define BIT(kind) (1u << SECTION_##kind)
void reader_check_references(Reader *reader, int index)
{
    const Model *model = reader->model;
    const Strip *strip = &model->strips[index];
    char text[400];
    const unsigned buses = BIT(BUS) | BIT(RETURN) | BIT(MASTER), sound = buses | BIT(TRACK);
    if (strip->out && refuse_reference(model, strip, strip->out, buses,
                                       "a strip goes out to a bus, a return or the master", text, sizeof text))
        report_reference(reader, index, "out", strip->out, text);
    for (int i = 0; i < strip->send_count; i++)
        if (refuse_reference(model, strip, strip->sends[i].to, buses, "a send goes to a bus, a return or the master",
                             text, sizeof text))
            report_reference(reader, index, "send", strip->sends[i].to, text);
    for (int i = 0; i < strip->processor_count; i++)
        if (strip->processors[i].key && refuse_reference(model, strip, strip->processors[i].key, sound,
                                                         "it has no sound to listen to", text, sizeof text))
            report_reference(reader, index, "key", strip->processors[i].key, text);
    if (strip->vca &&
        refuse_reference(model, strip, strip->vca, BIT(VCA), "write the name of a vca", text, sizeof text))
        report_reference(reader, index, "vca", strip->vca, text);
    for (int i = 0; i < strip->member_count; i++)
        if (refuse_reference(model, strip, strip->members[i], sound | BIT(VCA), "it cannot be a member", text,
                             sizeof text))
            report_reference(reader, index, "members", strip->members[i], text);
}

/* Where the step of a circle from one strip to the next is written; the whole file if it is written nowhere (`out
 * master` by default). */
static void point_at_step(Reader *reader, int from, int to, int *token)
{
    static const char *const forward[] = {"out", "send", "vca"};
    const Strip *strips = reader->model->strips;
    Place place = {-1, 0};
    for (size_t i = 0; i < ARRAY_LEN(forward) && place.section < 0; i++)
        place = find_line(reader, from, forward[i], strips[to].name, token);
    if (place.section < 0)
        place = find_line(reader, to, "key", strips[from].name, token);
    if (place.section < 0)
        return;
    reader->file = reader->source->files[reader->source->sections[place.section].file].name;
    reader->line = place.line;
}

/* `path` is "a -> b -> a": the problem stands where a leads to b. */
static void report_circle(Reader *reader, const char *sentence, const char *path)
{
    char first[128], second[128];
    int token = 0, from = -1, to = -1;
    reader->file = reader->source->files[0].name;
    reader->line = -1;
    token_line_cut(&reader->tokens, "", 0);
    if (sscanf(path, "%127s -> %127s", first, second) == 2) {
        from = model_strip_index(reader->model, first);
        to = model_strip_index(reader->model, second);
    }
    if (from >= 0 && to >= 0)
        point_at_step(reader, from, to, &token);
    reader_report(reader, false, reader->line < 0 ? 0 : token, "%s: %s", sentence, path);
}

void reader_check_loops(Reader *reader)
{
    char path[400];
    int errors = reader->errors;
    if (model_find_loop(reader->model, path, sizeof path))
        report_circle(reader, "the signal goes in a circle", path);
    if (model_find_vca_loop(reader->model, path, sizeof path))
        report_circle(reader, "a vca controls itself", path);
    reader->reading->loop_errors = reader->errors - errors;
}
