/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/chain_text.h"

#include <string.h>

#include "audio/base/buffer.h"
#include "projects/document/inside.h"
#include "projects/edit/edit.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"

/* --- from the lines of one section --- */

typedef enum ChainLine { CHAIN_QUIET, CHAIN_PROCESSOR, CHAIN_BAND, CHAIN_FADER, CHAIN_OTHER } ChainLine;

static ChainLine kind_of_line(const Line *line, TokenLine *tokens)
{
    char word[80];
    if (text_is_blank(line->text, (size_t)line->length) || text_is_comment(line->text, (size_t)line->length))
        return CHAIN_QUIET;
    token_line_cut(tokens, line->text, (size_t)line->length);
    if (tokens->count == 0 || tokens->tokens[0].kind != TOKEN_WORD)
        return CHAIN_OTHER;
    const char *text = token_text(tokens, 0);
    size_t length = (size_t)token_length(tokens, 0);
    if (text[0] >= '0' && text[0] <= '9')
        return CHAIN_BAND;
    if (length >= sizeof word)
        return CHAIN_PROCESSOR;
    memcpy(word, text, length);
    word[length] = '\0';
    word[strcspn(word, ":")] = '\0';
    const StripKey *key = strip_key_find(word);
    return !key ? CHAIN_PROCESSOR : key->rank == RANK_FADER ? CHAIN_FADER : CHAIN_OTHER;
}

static void append_line(Buffer *out, const Line *line)
{
    buffer_append(out, line->text, text_length_without_end(line->text, (size_t)line->length));
    buffer_append_text(out, "\n");
}

/* Comments go with the line below them; those of other facts stay behind. */
static void append_section(Buffer *out, const LineFile *file, const Section *section, bool has_after)
{
    TokenLine tokens = {0};
    int comments = section->first + 1;
    for (int i = section->first + 1; i < section->first + section->count; i++) {
        const Line *line = file->lines[i];
        ChainLine kind = kind_of_line(line, &tokens);
        if (kind == CHAIN_QUIET)
            continue;
        if (kind == CHAIN_PROCESSOR || kind == CHAIN_BAND)
            for (; comments <= i; comments++)
                if (!text_is_blank(file->lines[comments]->text, (size_t)file->lines[comments]->length))
                    append_line(out, file->lines[comments]);
        if (kind == CHAIN_FADER && has_after)
            buffer_append_text(out, "fader\n");
        comments = i + 1;
    }
    token_line_clear(&tokens);
}

/* --- from the facts --- */

static void append_values(Buffer *out, const ParamInfo *rows, int count, const double *values)
{
    char text[VALUE_TEXT_MAX];
    for (int i = 0; i < count; i++)
        if (!(values[i] == rows[i].def)) {
            value_format(&rows[i], values[i], text);
            buffer_append_format(out, "  %s %s", rows[i].key, text);
        }
}

static void append_processor(Buffer *out, const Processor *processor)
{
    static const char *const taps[] = {"input", "pre", "post"};
    const ProcessorKind *kind = processor->kind;
    buffer_append_format(out, "%s%s%s", kind->kind, processor->name ? ":" : "", processor->name ? processor->name : "");
    if (processor->file_path) {
        buffer_append_text(out, "  ");
        text_append_quoted(out, processor->file_path, strlen(processor->file_path));
    }
    append_values(out, kind->params, kind->param_count, processor->values);
    if (processor->key)
        buffer_append_format(out, "  key %s%s%s", processor->key, processor->key_tap == TAP_PRE ? "" : " tap ",
                             processor->key_tap == TAP_PRE ? "" : taps[processor->key_tap]);
    buffer_append_text(out, processor->bypass ? "  bypass\n" : "\n");
    for (int slot = 0; slot < kind->band_max && processor->band_labels[slot]; slot++) {
        const double *band = processor->values + kind->param_count + slot * kind->band_param_count;
        bool typed = kind->band_params[0].law == LAW_CHOICE;
        buffer_append_format(out, "  %d", processor->band_labels[slot]);
        if (typed)
            buffer_append_format(out, "  %s", kind->band_params[0].choices[(int)band[0]]);
        else if (band[0] == 0)
            buffer_append_format(out, "  %s off", kind->band_params[0].key);
        append_values(out, kind->band_params + 1, kind->band_param_count - 1, band + 1);
        buffer_append_text(out, "\n");
    }
}

static Status append_model(Buffer *out, const Strip *strip)
{
    bool after = false;
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        if (!processor->kind)
            return STATUS_UNSUPPORTED;
        if (processor->after_fader && !after)
            buffer_append_text(out, "fader\n");
        after |= processor->after_fader;
        append_processor(out, processor);
    }
    return STATUS_OK;
}

Status document_chain_text(const Document *document, int strip, char **text)
{
    Buffer out = {0};
    const Section *found = NULL;
    const Strip *at = &document->model.strips[strip];
    int count = 0;
    for (int i = 0; i < document->source.section_count; i++)
        if (section_is_strip(document->source.sections[i].kind) && document->source.sections[i].owner == strip) {
            found = &document->source.sections[i];
            count++;
        }
    Status status = STATUS_OK;
    buffer_append_text(&out, "");
    if (count == 1)
        append_section(&out, &document->source.files[found->file], found,
                       at->processor_count > 0 && at->processors[at->processor_count - 1].after_fader);
    else
        status = append_model(&out, at);
    if (status == STATUS_OK && !(*text = buffer_take(&out)))
        status = STATUS_NO_MEMORY;
    buffer_clear(&out);
    return status;
}
