/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `add band`: a line below an equalizer or a multiband. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"
#include "projects/text/suggest.h"

/* A value without its key goes to the next parameter that takes it: `bell 2 kHz -3 dB 1.4`. */
static Status take_band_value(Run *run, const ProcessorKind *kind, int *row, Buffer *out)
{
    Trouble trouble, first;
    double value;
    char text[VALUE_TEXT_MAX];
    for (int i = 0; i < kind->band_param_count; i++)
        if (token_is(&run->line, run->next, kind->band_params[i].key)) {
            run->next++;
            if (value_read(&kind->band_params[i], &run->line, &run->next, &value, &trouble) != STATUS_OK)
                return run_fail_trouble(run, &trouble);
            value_format(&kind->band_params[i], value, text);
            buffer_append_format(out, "  %s%s%s", kind->band_params[i].key,
                                 kind->band_params[i].law == LAW_SWITCH && value != 0 ? "" : " ",
                                 kind->band_params[i].law == LAW_SWITCH && value != 0 ? "" : text);
            *row = i + 1;
            return STATUS_OK;
        }
    for (int i = *row; i < kind->band_param_count; i++) {
        const ParamInfo *param = &kind->band_params[i];
        bool fine =
            param->law != LAW_SWITCH && value_read(param, &run->line, &run->next, &value, &trouble) == STATUS_OK;
        if (fine) {
            value_format(param, value, text);
            buffer_append_format(out, "  %s %s", param->key, text);
            *row = i + 1;
            return STATUS_OK;
        }
        if (i == *row)
            first = trouble;
    }
    if (*row >= kind->band_param_count || kind->band_params[*row].law == LAW_SWITCH)
        return run_fail(run, STATUS_BAD_VALUE, run->next, "a band takes no more values");
    return run_fail_trouble(run, &first);
}

/* `3 kHz`, where bands have an upper edge: a value, not a label.  Moves on behind it if `take`. */
static bool take_edge(Run *run, const ProcessorKind *kind, bool take, double *value_hz)
{
    const ParamInfo *edge =
        kind->band_edge ? param_find(kind->band_params, kind->band_param_count, kind->band_edge) : NULL;
    int next = run->next;
    Trouble trouble;
    if (!edge || next + 1 >= run->line.count || value_read(edge, &run->line, &next, value_hz, &trouble) != STATUS_OK ||
        next < run->next + 2)
        return false;
    if (take)
        run->next = next;
    return true;
}

/* The last of a processor's bands, or -1, and the highest edge below it. */
static int last_band(const Processor *processor, double *below_hz)
{
    const ProcessorKind *kind = processor->kind;
    const ParamInfo *edge = param_find(kind->band_params, kind->band_param_count, kind->band_edge);
    int last = -1;
    *below_hz = 0;
    for (int slot = 0; slot < kind->band_max; slot++) {
        if (!processor->band_labels[slot])
            continue;
        double edge_hz =
            last >= 0
                ? processor->values[kind->param_count + last * kind->band_param_count + (edge - kind->band_params)]
                : 0;
        *below_hz = edge_hz > *below_hz ? edge_hz : *below_hz;
        last = slot;
    }
    return last;
}

typedef struct NewBand {
    Address address; /* of its processor */
    char exact[256];
    const ProcessorKind *kind;
    int label;
} NewBand;

/* The label of the last band and the edge below it; 0 without bands. */
static int label_of_last_band(const Model *model, const Address *address, double *below_hz)
{
    const Processor *processor = &model->strips[address->strip].processors[address->processor];
    int last = last_band(processor, below_hz);
    return last < 0 ? 0 : processor->band_labels[last];
}

/* Bands that follow one another upwards: the one that reached to the top ends where the new one begins. */
static Status end_last_band(Run *run, const NewBand *band)
{
    static const double usual_hz[] = {120, 1000, 6000, 10000, 13000, 16000};
    const ProcessorKind *kind = band->kind;
    double below_hz, edge_hz = 0;
    int token = run->next, last = label_of_last_band(run->model, &band->address, &below_hz);
    bool given = take_edge(run, kind, true, &edge_hz);
    char text[VALUE_TEXT_MAX], address_text[300];
    const ParamInfo *edge = param_find(kind->band_params, kind->band_param_count, kind->band_edge);
    for (unsigned i = 0; !given && edge_hz <= below_hz && i < ARRAY_LEN(usual_hz); i++)
        edge_hz = usual_hz[i];
    if (last == 0)
        return STATUS_OK;
    value_format(edge, below_hz, text);
    if (edge_hz <= below_hz)
        return run_fail(run, STATUS_BAD_VALUE, token, "a new band is the highest: it begins above %s", text);
    Address address;
    snprintf(address_text, sizeof address_text, "%s.%d.%s", band->exact, last, kind->band_edge);
    value_format(edge, edge_hz, text);
    Status status = run_resolve_address(run, address_text, token, &address);
    if (status == STATUS_OK)
        status = run_write(run, &address, text);
    if (status == STATUS_OK)
        run_resolve(run, "set %s %s", address_text, text);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static int free_band_label(const Processor *processor)
{
    int highest = 0;
    for (int slot = 0; slot < processor->kind->band_max; slot++)
        highest = processor->band_labels[slot] > highest ? processor->band_labels[slot] : highest;
    return highest + 1;
}

/* The number typed, or the first free one behind the others. */
static int take_band_label(Run *run, const Processor *processor)
{
    int label = 0;
    double value;
    if (take_edge(run, processor->kind, false, &value))
        return free_band_label(processor);
    const char *text = token_text(&run->line, run->next);
    for (int i = 0; i < token_length(&run->line, run->next); i++) {
        if (text[i] < '0' || text[i] > '9' || label > 9999)
            return free_band_label(processor);
        label = label * 10 + (text[i] - '0');
    }
    if (label == 0)
        return free_band_label(processor);
    run->next++;
    return label;
}

/* Line where a band of a label goes: behind the last one with a smaller label. */
static int place_of_band(const Document *document, int strip, int processor, int label)
{
    int line = edit_find_processor(document, strip, processor), place = line + 1;
    const Processor *at = &document->model.strips[strip].processors[processor];
    for (int slot = 0; slot < at->kind->band_max; slot++) {
        int band = at->band_labels[slot] && at->band_labels[slot] < label
                       ? edit_find_band(document, strip, processor, at->band_labels[slot])
                       : -1;
        place = band + 1 > place ? band + 1 : place;
    }
    return place;
}

/* Whether the processor at `token` takes a band of the label that is typed; `*typed` if one is. */
static Status check_new_band(Run *run, NewBand *band, int token, bool *typed)
{
    const Address *address = &band->address;
    const Processor *processor =
        address->processor >= 0 ? &run->model->strips[address->strip].processors[address->processor] : NULL;
    if (address->kind != ADDRESS_PROCESSOR || !processor->kind || !processor->kind->band_params)
        return run_fail(run, STATUS_BAD_VALUE, token, "only a processor with bands takes one");
    band->kind = processor->kind;
    band->label = take_band_label(run, processor);
    *typed = run->next > token + 1;
    address_format(run->model, address, band->exact, sizeof band->exact);
    if (processor_band_slot(processor, band->label) >= 0)
        return run_fail(run, STATUS_EXISTS, token + 1, "%s has a band %d already", band->exact, band->label);
    if (edit_find_processor(run->document, address->strip, address->processor) < 0)
        return run_refuse_included(run, band->exact, "given a band");
    return STATUS_OK;
}

/* The processor, the label, and what must give way. */
static Status take_new_band(Run *run, NewBand *band)
{
    int token = run->next;
    bool typed = false;
    char *word = run_take_word(run, "the processor");
    Status status = word ? run_resolve_address(run, word, token, &band->address) : run->error.status;
    free(word);
    if (status == STATUS_OK)
        status = check_new_band(run, band, token, &typed);
    return status == STATUS_OK && band->kind->band_edge && !typed ? end_last_band(run, band) : status;
}

static bool has_types(const ProcessorKind *kind)
{
    return kind->band_params[0].law == LAW_CHOICE;
}

/* `  2        bell       `: the type, if bands have one, stands without its key. */
static Status append_label_and_type(Run *run, const NewBand *band, Buffer *line)
{
    double type = 0;
    Trouble trouble;
    buffer_append_format(line, "  %d", band->label);
    buffer_pad(line, KEYWORD_WIDTH);
    if (!has_types(band->kind))
        return STATUS_OK;
    if (value_read(&band->kind->band_params[0], &run->line, &run->next, &type, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    buffer_append_text(line, band->kind->band_params[0].choices[(int)type]);
    buffer_pad(line, KEYWORD_WIDTH + BAND_TYPE_WIDTH - 2);
    return STATUS_OK;
}

static Status append_values(Run *run, const NewBand *band, Buffer *line)
{
    Buffer values = {0};
    Status status = STATUS_OK;
    int row = has_types(band->kind);
    while (run->next < run->line.count && status == STATUS_OK)
        status = take_band_value(run, band->kind, &row, &values);
    if (values.length) /* two blanks stand before the first; the padding has them already for a kind without types */
        buffer_append_text(line, values.bytes + (has_types(band->kind) ? 0 : 2));
    while (line->length && line->bytes[line->length - 1] == ' ')
        line->bytes[--line->length] = '\0';
    buffer_append_text(line, "\n");
    line->failed |= values.failed;
    buffer_clear(&values);
    return status == STATUS_OK && line->failed ? STATUS_NO_MEMORY : status;
}

static Status insert_band(Run *run, const NewBand *band, const char *line)
{
    const Address *address = &band->address;
    int place = place_of_band(run->document, address->strip, address->processor, band->label);
    Status status = edit_insert_text(run->document, place, line);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static Status run_add_band(Run *run)
{
    NewBand band;
    Buffer line = {0};
    char words[280];
    run->next = 2;
    Status status = take_new_band(run, &band);
    if (status == STATUS_OK)
        status = append_label_and_type(run, &band, &line);
    if (status == STATUS_OK)
        status = append_values(run, &band, &line);
    if (status == STATUS_OK)
        status = insert_band(run, &band, line.bytes);
    if (status == STATUS_OK) {
        const char *said = line.length > KEYWORD_WIDTH ? line.bytes + KEYWORD_WIDTH : "";
        run_resolve(run, "add band %s %d %.*s", band.exact, band.label, (int)strcspn(said, "\n"), said);
        run_say(run, "%s band %d added", address_describe(run->model, &band.address, words, sizeof words), band.label);
    }
    buffer_clear(&line);
    return status;
}

const Command command_add_band = {
    .name = "add",
    .by = BY_DOCUMENT,
    .takes = {WORDS("band"), TAKE(PROCESSOR), OPTION(CALLED(NUMBER, "LABEL")), OPTION(TAKE(BAND_TYPE)),
              OPTION(TAKE(BAND_PARAMETER), TAKE(VALUE)), AGAIN},
    .help = "Adds a band to an equalizer or a multiband.",
    .example = "add band vox.eq bell freq 2 kHz gain -3 dB",
    .not_done = "added",
    .run = run_add_band,
};
