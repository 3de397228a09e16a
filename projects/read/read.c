/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From lines to the model: everything at first, later only the sections whose lines changed. */
#include "projects/read/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/model/address.h"
#include "projects/model/facts.h"
#include "projects/text/buffer.h"

static void reader_init(Reader *reader, Document *document, ProblemList *problems)
{
    *reader = (Reader){.model = &document->model, .problems = problems};
}

typedef void (*ReadLine)(Reader *reader, void *into);

static void head_line(Reader *reader, void *into)
{
    read_head_line(reader, into);
}

static void tempo_line(Reader *reader, void *into)
{
    read_tempo_line(reader, into);
}

static void marker_line(Reader *reader, void *into)
{
    read_marker_line(reader, into);
}

static void strip_line(Reader *reader, void *into)
{
    read_strip_line(reader, into);
}

static void lane_line(Reader *reader, void *into)
{
    read_lane_line(reader, into);
}

static void read_section(Reader *reader, Document *document, Section *section, ReadLine read_line, void *into)
{
    const LineFile *file = &document->files[section->file];
    int errors = reader->errors, header = section->kind != SECTION_HEAD;
    reader->file = file->name;
    reader_begin_section(reader, section->kind);
    for (int i = section->first + header; i < section->first + section->count && !reader->failed; i++)
        if (reader_take_line(reader, file->lines[i], i))
            read_line(reader, into);
    section->errors = reader->errors - errors;
    section->dirty = false;
}

static void read_sections_of_kind(Reader *reader, Document *document, SectionKind kind, ReadLine read_line)
{
    for (int i = 0; i < document->section_count; i++)
        if (document->sections[i].kind == kind)
            read_section(reader, document, &document->sections[i], read_line, &document->model);
}

static int compare_markers(const void *a, const void *b)
{
    const TempoMark *one = a, *two = b;
    return (one->at.seconds > two->at.seconds) - (one->at.seconds < two->at.seconds);
}

/* Tempo marks that are all in seconds may stand in any order. */
static void sort_tempo(Model *model)
{
    for (int i = 0; i < model->tempo_count; i++)
        if (model->tempo[i].at.unit != TIME_SECONDS)
            return;
    if (model->tempo_count > 1)
        qsort(model->tempo, (size_t)model->tempo_count, sizeof *model->tempo, compare_markers);
}

static void read_globals(Reader *reader, Document *document)
{
    Model *model = &document->model;
    read_sections_of_kind(reader, document, SECTION_HEAD, head_line);
    read_sections_of_kind(reader, document, SECTION_TEMPO, tempo_line);
    if (model->tempo_count == 0 && !reader->failed) {
        TempoMark *mark = array_append(&model->tempo, 0, sizeof *mark);
        if (mark) {
            *mark = (TempoMark){.bpm = 120, .beats = 4, .beat_unit = 4};
            model->tempo_count = 1;
        } else {
            reader->failed = true;
        }
    }
    sort_tempo(model);
    read_sections_of_kind(reader, document, SECTION_MARKERS, marker_line);
}

/* Puts a section behind the others of its owner. `firsts` has room for one more owner than there are. */
static bool chain_section(Document *document, int **firsts, int count, int index)
{
    Section *section = &document->sections[index];
    if (section->owner == count) {
        int *room = array_append(firsts, count, sizeof(int));
        if (room)
            *room = index;
        return room != NULL;
    }
    int last = (*firsts)[section->owner];
    while (document->sections[last].next >= 0)
        last = document->sections[last].next;
    document->sections[last].next = index;
    return true;
}

/* --- strips --- */

static Strip *strip_append(Reader *reader, Model *model, SectionKind kind, const char *name)
{
    Strip *strip = array_append(&model->strips, model->strip_count, sizeof *strip);
    if (!strip) {
        reader->failed = true;
        return NULL;
    }
    strip_init(strip, kind);
    strip->name = text_copy(name);
    reader->failed |= !strip->name;
    model->strip_count++;
    return strip;
}

/* Makes an entry a strip in the order of the file, the master last. */
static void place_strips(Reader *reader, Document *document)
{
    Model *model = &document->model;
    for (int pass = 0; pass < 2; pass++) /* strips, then the master */
        for (int i = 0; i < document->section_count && !reader->failed; i++) {
            Section *section = &document->sections[i];
            if (!section_is_strip(section->kind) || (section->kind == SECTION_MASTER) != (pass == 1))
                continue;
            int known = model_strip_index(model, section->name);
            section->owner = known >= 0 ? known : model->strip_count;
            if (!chain_section(document, &document->strip_first, model->strip_count, i)) {
                reader->failed = true;
                return;
            }
            if (known >= 0)
                continue;
            Strip *strip = strip_append(reader, model, section->kind, section->name);
            if (!strip || !strip->name || !name_table_set(model->strip_names, section->name, section->owner)) {
                reader->failed = true;
                return;
            }
            strip->included = section->file != 0;
            strip->line = section->first + 1;
        }
    if (model_strip_index(model, "master") < 0 && !reader->failed) {
        int index = model->strip_count, *first = array_append(&document->strip_first, index, sizeof(int));
        if (first)
            *first = -1;
        if (!first || !strip_append(reader, model, SECTION_MASTER, "master") ||
            !name_table_set(model->strip_names, "master", index))
            reader->failed = true;
    }
}

static void read_strip(Reader *reader, Document *document, int index)
{
    Model *model = &document->model;
    Strip *strip = &model->strips[index];
    for (int i = document->strip_first[index]; i >= 0; i = document->sections[i].next) {
        Section *section = &document->sections[i];
        reader->section_processors = strip->processor_count;
        reader->section_sends = strip->send_count;
        read_section(reader, document, section, strip_line, strip);
    }
    bool sounds = strip->kind != SECTION_VCA && strip->kind != SECTION_GROUP && strip->kind != SECTION_MASTER;
    if (!strip->out && sounds) {
        strip->out = text_copy("master");
        reader->failed |= !strip->out;
    }
    document_assign_uids(document, strip);
}

/* --- lanes --- */

static void resolve_lane(Reader *reader, Document *document, Lane *lane, const Section *section)
{
    Address address;
    Error error;
    lane->param = NULL;
    reader->file = document->files[section->file].name;
    reader->line = section->first;
    const Line *line = document->files[section->file].lines[section->first];
    token_line_cut(&reader->tokens, line->text, (size_t)line->length);
    if (address_resolve(&document->model, lane->address, &address, &error) != STATUS_OK)
        reader_report(reader, true, 1, "automation of nothing, kept as it is: %s", error.text);
    else if (!address.param || address.strip < 0 || (address.param->flags & (PARAM_STRUCTURAL | PARAM_FIXED)))
        reader_report(reader, true, 1, "`%s` cannot be automated; kept as it is", lane->address);
    else
        lane->param = address.param;
}

static void read_lane(Reader *reader, Document *document, int index)
{
    Lane *lane = &document->model.lanes[index];
    free(lane->points);
    lane->points = NULL;
    lane->point_count = lane->mode = 0;
    for (int i = document->lane_first[index]; i >= 0; i = document->sections[i].next) {
        Section *section = &document->sections[i];
        resolve_lane(reader, document, lane, section);
        read_section(reader, document, section, lane_line, lane);
    }
    lane_sort(&document->model, lane);
}

static void read_lanes(Reader *reader, Document *document)
{
    Model *model = &document->model;
    for (int i = 0; i < document->section_count && !reader->failed; i++) {
        Section *section = &document->sections[i];
        if (section->kind != SECTION_AUTOMATION)
            continue;
        int known = name_table_find(model->lane_names, section->name);
        section->owner = known >= 0 ? known : model->lane_count;
        reader->failed |= !chain_section(document, &document->lane_first, model->lane_count, i);
        if (known >= 0 || reader->failed)
            continue;
        Lane *lane = array_append(&model->lanes, model->lane_count, sizeof *lane);
        if (!lane || !(lane->address = text_copy(section->name)) ||
            !name_table_set(model->lane_names, section->name, model->lane_count)) {
            reader->failed = true;
            return;
        }
        lane->line = section->first + 1;
        model->lane_count++;
    }
    for (int i = 0; i < model->lane_count && !reader->failed; i++)
        read_lane(reader, document, i);
}

/* --- all, and parts --- */

static void head_reset(Model *model)
{
    free(model->title);
    free(model->artist);
    model->title = model->artist = NULL;
    model->stage = STAGE_MIX;
    model->rate_hz = 48000;
    model->pan_law_db = -3;
    model->lineup_dbfs = -18;
}

/* What sections of unknown kinds, snapshots and versions hold is kept unread. */
static void pass_over_opaque(Document *document)
{
    for (int i = 0; i < document->section_count; i++)
        document->sections[i].dirty = false;
}

Status document_read_all(Document *document, ProblemList *problems)
{
    Reader reader;
    model_clear(&document->model);
    head_reset(&document->model);
    document_read_version(document, problems);
    document->model.strip_names = name_table_new();
    document->model.lane_names = name_table_new();
    if (!document->model.strip_names || !document->model.lane_names ||
        document_find_sections(document, problems) != STATUS_OK)
        return STATUS_NO_MEMORY;
    reader_init(&reader, document, problems);
    read_globals(&reader, document);
    free(document->strip_first);
    free(document->lane_first);
    document->strip_first = document->lane_first = NULL;
    place_strips(&reader, document);
    for (int i = 0; i < document->model.strip_count && !reader.failed; i++)
        read_strip(&reader, document, i);
    read_lanes(&reader, document);
    for (int i = 0; i < document->model.strip_count && !reader.failed; i++)
        reader_check_references(&reader, document, i);
    if (!reader.failed)
        reader_check_loops(&reader, document);
    pass_over_opaque(document);
    token_line_clear(&reader.tokens);
    document->stale = document->edited = reader.failed;
    return reader.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static uint32_t add_to_hash(uint32_t hash, const char *text)
{
    for (; text && *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return (hash ^ 0xff) * 16777619u;
}

/* Equal while no reference to another strip changed. */
static uint32_t routing_hash(const Strip *strip)
{
    uint32_t hash = add_to_hash(add_to_hash(2166136261u, strip->out), strip->vca);
    for (int i = 0; i < strip->send_count; i++)
        hash = add_to_hash(hash, strip->sends[i].to);
    for (int i = 0; i < strip->processor_count; i++)
        hash = add_to_hash(hash, strip->processors[i].key);
    return hash;
}

static void reread_strip(Reader *reader, Document *document, int index)
{
    Model *model = &document->model;
    Strip *strip = &model->strips[index];
    Strip fresh;
    uint32_t routing = routing_hash(strip);
    strip_init(&fresh, strip->kind);
    fresh.name = strip->name;
    fresh.included = strip->included;
    fresh.line = strip->line;
    fresh.uid = strip->uid;
    strip->name = NULL;
    strip_clear(strip);
    *strip = fresh;
    read_strip(reader, document, index);
    reader_check_references(reader, document, index);
    if (routing_hash(strip) != routing)
        reader_check_loops(reader, document);
    size_t length = strlen(strip->name);
    for (int i = 0; i < model->lane_count; i++) { /* a lane may have found or lost what it automates */
        Address address;
        Lane *lane = &model->lanes[i];
        if (strncmp(lane->address, strip->name, length) != 0 || lane->address[length] != '.')
            continue;
        const ParamInfo *param =
            address_resolve(model, lane->address, &address, NULL) == STATUS_OK ? address.param : NULL;
        if (param != lane->param)
            read_lane(reader, document, i);
    }
}

/* Everything hangs on the rate: a new one reads all. */
static void reread_head(Reader *reader, Document *document)
{
    int rate_hz = document->model.rate_hz;
    head_reset(&document->model);
    read_sections_of_kind(reader, document, SECTION_HEAD, head_line);
    document->stale |= document->model.rate_hz != rate_hz;
}

static void reread_section(Reader *reader, Document *document, Section *section)
{
    Model *model = &document->model;
    if (section->kind == SECTION_HEAD)
        reread_head(reader, document);
    if (section_is_strip(section->kind)) {
        reread_strip(reader, document, section->owner);
    } else if (section->kind == SECTION_AUTOMATION) {
        read_lane(reader, document, section->owner);
    } else if (section->kind == SECTION_MARKERS) {
        for (int i = 0; i < model->marker_count; i++)
            free(model->markers[i].label);
        free(model->markers);
        model->markers = NULL;
        model->marker_count = 0;
        model->has_loop = model->has_end = false;
        read_sections_of_kind(reader, document, SECTION_MARKERS, marker_line);
    }
    section->dirty = false;
}

Status document_refresh(Document *document, ProblemList *problems)
{
    Reader reader;
    if (!document->edited)
        return STATUS_OK;
    for (int i = document->main_section; i < document->section_count && !document->stale; i++) {
        SectionKind kind = document->sections[i].kind;
        document->stale = document->sections[i].dirty && kind == SECTION_TEMPO; /* places in bars hang on it */
    }
    if (document->stale)
        return document_read_all(document, problems);
    reader_init(&reader, document, problems);
    for (int i = document->main_section; i < document->section_count && !reader.failed && !document->stale; i++)
        if (document->sections[i].dirty)
            reread_section(&reader, document, &document->sections[i]);
    token_line_clear(&reader.tokens);
    if (document->stale && !reader.failed)
        return document_read_all(document, problems);
    document->edited = reader.failed;
    document->stale |= reader.failed;
    return reader.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

int document_error_count(const Document *document)
{
    int errors = document->structure_errors + document->loop_errors + document->version_errors;
    for (int i = 0; i < document->section_count; i++)
        errors += document->sections[i].errors;
    return errors;
}
