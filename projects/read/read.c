/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From lines to the model: everything at first, later only the sections whose lines changed. */
#include "projects/read/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/address.h"
#include "projects/model/facts.h"

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

static void version_line(Reader *reader, void *into)
{
    read_version_line(reader, into);
}

static void lane_line(Reader *reader, void *into)
{
    read_lane_line(reader, into);
}

static void read_section(Reader *reader, int index, ReadLine read_line, void *into)
{
    const Section *section = &reader->source->sections[index];
    const LineFile *file = &reader->source->files[section->file];
    int errors = reader->errors, header = section->kind != SECTION_HEAD;
    reader->file = file->name;
    reader_begin_section(reader, section->kind);
    for (int i = section->first + header; i < section->first + section->count && !reader->failed; i++)
        if (reader_take_line(reader, file->lines[i], i))
            read_line(reader, into);
    reader->reading->section_errors[index] = reader->errors - errors;
}

static void read_sections_of_kind(Reader *reader, SectionKind kind, ReadLine read_line)
{
    for (int i = 0; i < reader->source->section_count; i++)
        if (reader->source->sections[i].kind == kind)
            read_section(reader, i, read_line, reader->model);
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

static void read_globals(Reader *reader)
{
    Model *model = reader->model;
    read_sections_of_kind(reader, SECTION_HEAD, head_line);
    read_sections_of_kind(reader, SECTION_TEMPO, tempo_line);
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
    if (model->tempo_count > 0)
        model_place_tempo(model);
    read_sections_of_kind(reader, SECTION_MARKERS, marker_line);
}

/* --- strips --- */

/* The strips as the source numbers them, all empty: a line of one may name another. */
static void place_strips(Reader *reader)
{
    const Source *source = reader->source;
    Model *model = reader->model;
    for (int i = 0; i < source->strip_count && !reader->failed; i++) {
        int first = source->strip_first[i];
        const Section *section = first >= 0 ? &source->sections[first] : NULL;
        Strip *strip = array_append(&model->strips, i, sizeof *strip);
        if (!strip) {
            reader->failed = true;
            return;
        }
        model->strip_count++;
        strip_init(strip, section ? section->kind : SECTION_MASTER);
        strip->name = text_copy(section ? section->name : "master");
        strip->included = section && section->file != 0;
        strip->file = section ? source->files[section->file].name : model->file;
        strip->line = section ? section->first + 1 : 0;
        reader->failed = !strip->name || !name_table_set(model->strip_names, strip->name, i);
    }
}

static void read_strip(Reader *reader, int index)
{
    Model *model = reader->model;
    Strip *strip = &model->strips[index];
    for (int i = reader->source->strip_first[index]; i >= 0; i = reader->source->sections[i].next) {
        reader->section_processors = strip->processor_count;
        reader->section_sends = strip->send_count;
        read_section(reader, i, strip_line, strip);
    }
    bool sounds = strip->kind != SECTION_VCA && strip->kind != SECTION_GROUP && strip->kind != SECTION_MASTER;
    if (!strip->out && sounds) {
        strip->out = text_copy("master");
        reader->failed |= !strip->out;
    }
    reader->failed |= !uids_assign(reader->uids, strip);
}

/* --- lanes --- */

static void resolve_lane(Reader *reader, Lane *lane, const Section *section)
{
    Address address;
    Error error;
    lane->param = NULL;
    const LineFile *file = &reader->source->files[section->file];
    const Line *line = file->lines[section->first];
    reader->file = file->name;
    reader->line = section->first;
    token_line_cut(&reader->tokens, line->text, (size_t)line->length);
    if (address_resolve(reader->model, lane->address, &address, &error) != STATUS_OK)
        reader_report(reader, true, 1, "automation of nothing, kept as it is: %s", error.text);
    else if (!address.param || address.strip < 0 || (address.param->flags & (PARAM_STRUCTURAL | PARAM_FIXED)))
        reader_report(reader, true, 1, "`%s` cannot be automated; kept as it is", lane->address);
    else
        lane->param = address.param;
}

static void read_lane(Reader *reader, int index)
{
    Lane *lane = &reader->model->lanes[index];
    free(lane->points);
    lane->points = NULL;
    lane->point_count = 0;
    lane->mode = LANE_READ;
    for (int i = reader->source->lane_first[index]; i >= 0; i = reader->source->sections[i].next) {
        resolve_lane(reader, lane, &reader->source->sections[i]);
        read_section(reader, i, lane_line, lane);
    }
    lane_sort(reader->model, lane);
}

static void read_lanes(Reader *reader)
{
    const Source *source = reader->source;
    Model *model = reader->model;
    for (int i = 0; i < source->lane_count && !reader->failed; i++) {
        const Section *section = &source->sections[source->lane_first[i]];
        Lane *lane = array_append(&model->lanes, i, sizeof *lane);
        if (!lane) {
            reader->failed = true;
            return;
        }
        model->lane_count++;
        lane->file = source->files[section->file].name;
        lane->line = section->first + 1;
        lane->address = text_copy(section->name);
        reader->failed = !lane->address || !name_table_set(model->lane_names, section->name, i);
    }
    for (int i = 0; i < model->lane_count && !reader->failed; i++)
        read_lane(reader, i);
}

/* --- versions --- */

/* The version of a section: an included file may have begun it. */
static Version *place_version(Reader *reader, const Section *section)
{
    Model *model = reader->model;
    for (int i = 0; i < model->version_count; i++)
        if (strcmp(model->versions[i].name, section->name) == 0)
            return &model->versions[i];
    Version *version = array_append(&model->versions, model->version_count, sizeof *version);
    char *name = version ? text_copy(section->name) : NULL;
    if (!name) {
        reader->failed = true;
        return NULL;
    }
    *version = (Version){.name = name, .place = {reader->source->files[section->file].name, section->first + 1}};
    model->version_count++;
    return version;
}

static void read_versions(Reader *reader)
{
    versions_clear(reader->model);
    for (int i = 0; i < reader->source->section_count && !reader->failed; i++) {
        const Section *section = &reader->source->sections[i];
        Version *version = section->kind == SECTION_VERSION && section->name ? place_version(reader, section) : NULL;
        if (version)
            read_section(reader, i, version_line, version);
    }
}

/* --- all, and parts --- */

static void head_reset(Model *model)
{
    free(model->title);
    free(model->artist);
    waivers_clear(&model->waivers, &model->waiver_count);
    model->title = model->artist = NULL;
    model->stage = STAGE_MIX;
    model->rate_hz = 48000;
    model->pan_law_db = -3;
    model->lineup_dbfs = -18;
}

void reading_clear(Reading *reading)
{
    free(reading->section_errors);
    *reading = (Reading){0};
}

static bool start_reading(Reading *reading, int section_count)
{
    reading_clear(reading);
    reading->section_errors = calloc((size_t)section_count + 1, sizeof *reading->section_errors);
    reading->section_count = reading->section_errors ? section_count : 0;
    return reading->section_errors != NULL;
}

static void read_everything(Reader *reader)
{
    Model *model = reader->model;
    read_globals(reader);
    place_strips(reader);
    for (int i = 0; i < model->strip_count && !reader->failed; i++)
        read_strip(reader, i);
    read_lanes(reader);
    if (!reader->failed)
        read_versions(reader);
    for (int i = 0; i < model->strip_count && !reader->failed; i++)
        reader_check_references(reader, i);
    if (!reader->failed)
        reader_check_loops(reader);
}

Status read_all(const Source *source, Model *model, UidTable *uids, Reading *reading, ProblemList *problems)
{
    Reader reader = {.source = source, .uids = uids, .reading = reading, .model = model, .problems = problems};
    model_clear(model);
    head_reset(model);
    model->version = source->version;
    model->file = source->files[0].name;
    model->read_only = source->is_newer;
    model->strip_names = name_table_new();
    model->lane_names = name_table_new();
    if (!model->strip_names || !model->lane_names || !start_reading(reading, source->section_count))
        return STATUS_NO_MEMORY;
    read_everything(&reader);
    token_line_clear(&reader.tokens);
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

static void reread_strip(Reader *reader, int index)
{
    Model *model = reader->model;
    Strip *strip = &model->strips[index];
    Strip fresh;
    uint32_t routing = routing_hash(strip);
    strip_init(&fresh, strip->kind);
    fresh.name = strip->name;
    fresh.included = strip->included;
    fresh.file = strip->file;
    fresh.line = strip->line;
    fresh.uid = strip->uid;
    strip->name = NULL;
    strip_clear(strip);
    *strip = fresh;
    read_strip(reader, index);
    reader_check_references(reader, index);
    if (routing_hash(strip) != routing)
        reader_check_loops(reader);
    size_t length = strlen(strip->name);
    for (int i = 0; i < model->lane_count; i++) { /* a lane may have found or lost what it automates */
        Address address;
        Lane *lane = &model->lanes[i];
        if (strncmp(lane->address, strip->name, length) != 0 || lane->address[length] != '.')
            continue;
        const ParamInfo *param =
            address_resolve(model, lane->address, &address, NULL) == STATUS_OK ? address.param : NULL;
        if (param != lane->param)
            read_lane(reader, i);
    }
}

/* False if the rate is another one. */
static bool reread_head(Reader *reader)
{
    int rate_hz = reader->model->rate_hz;
    head_reset(reader->model);
    read_sections_of_kind(reader, SECTION_HEAD, head_line);
    return reader->model->rate_hz == rate_hz;
}

static void reread_markers(Reader *reader)
{
    Model *model = reader->model;
    for (int i = 0; i < model->marker_count; i++)
        free(model->markers[i].label);
    free(model->markers);
    model->markers = NULL;
    model->marker_count = 0;
    model->has_loop = model->has_end = false;
    read_sections_of_kind(reader, SECTION_MARKERS, marker_line);
}

/* False if everything hangs on what changed: the rate, and the places in bars, which hang on the tempo.  What sections
 * of unknown kinds and snapshots hold is kept unread. */
static bool reread_section(Reader *reader, const Section *section)
{
    if (section->kind == SECTION_HEAD)
        return reread_head(reader);
    if (section_is_strip(section->kind))
        reread_strip(reader, section->owner);
    else if (section->kind == SECTION_AUTOMATION)
        read_lane(reader, section->owner);
    else if (section->kind == SECTION_MARKERS)
        reread_markers(reader);
    else if (section->kind == SECTION_VERSION)
        read_versions(reader);
    return true;
}

static bool tempo_changed(const Source *source)
{
    for (int i = source->main_section; i < source->section_count; i++)
        if (source->sections[i].changed && source->sections[i].kind == SECTION_TEMPO)
            return true;
    return false;
}

Status read_changed(const Source *source, Model *model, UidTable *uids, Reading *reading, ProblemList *problems,
                    bool *all)
{
    Reader reader = {.source = source, .uids = uids, .reading = reading, .model = model, .problems = problems};
    *all = tempo_changed(source);
    for (int i = source->main_section; i < source->section_count && !reader.failed && !*all; i++)
        if (source->sections[i].changed)
            *all = !reread_section(&reader, &source->sections[i]);
    token_line_clear(&reader.tokens);
    return reader.failed ? STATUS_NO_MEMORY : STATUS_OK;
}
