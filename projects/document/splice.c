/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of lines: done, noted, taken back, told to others. */
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/document/inside.h"
#include "projects/text/token.h"

static void shift_waivers(Waiver *waivers, int count, int after, int by)
{
    for (int i = 0; i < count; i++)
        waivers[i].place.line += waivers[i].place.line > after ? by : 0;
}

static void shift_strip(Strip *strip, int after, int by)
{
    strip->line += strip->line > after ? by : 0;
    for (int i = 0; i < strip->clip_count; i++)
        strip->clips[i].line += strip->clips[i].line > after ? by : 0;
    for (int i = 0; i < strip->processor_count; i++)
        strip->processors[i].line += strip->processors[i].line > after ? by : 0;
    for (int i = 0; i < strip->send_count; i++)
        strip->sends[i].line += strip->sends[i].line > after ? by : 0;
    for (int i = 0; i < FACT_COUNT; i++)
        strip->fact_place[i].line += strip->fact_place[i].line > after ? by : 0;
    shift_waivers(strip->waivers, strip->waiver_count, after, by);
}

/* Keeps line numbers right behind a change; `after` counts from 1. */
static void shift_model(Model *model, int after, int by)
{
    for (int i = 0; i < model->strip_count; i++)
        shift_strip(&model->strips[i], after, by);
    shift_waivers(model->waivers, model->waiver_count, after, by);
    for (int i = 0; i < model->version_count; i++) {
        Version *version = &model->versions[i];
        version->place.line += version->place.line > after ? by : 0;
        for (int k = 0; k < version->line_count; k++)
            version->lines[k].place.line += version->lines[k].place.line > after ? by : 0;
    }
    for (int i = 0; i < model->lane_count; i++) {
        Lane *lane = &model->lanes[i];
        lane->line += lane->line > after ? by : 0;
        for (int k = 0; k < lane->point_count; k++)
            lane->points[k].line += lane->points[k].line > after ? by : 0;
    }
    for (int i = 0; i < model->marker_count; i++)
        model->markers[i].line += model->markers[i].line > after ? by : 0;
    for (int i = 0; i < model->tempo_count; i++)
        model->tempo[i].line += model->tempo[i].line > after ? by : 0;
}

Status document_splice(Document *document, EditLog *log, int at, int removed, Line *const *added, int added_count)
{
    int shifted_from;
    if (at < 0 || removed < 0 || at + removed > document->source.files[0].count)
        return STATUS_BAD_VALUE;
    if (log && edit_log_add_splice(log, &document->source.files[0], at, removed, added, added_count) != STATUS_OK)
        return STATUS_NO_MEMORY;
    Status status = source_splice(&document->source, at, removed, added, added_count, &shifted_from);
    if (shifted_from > 0)
        shift_model(&document->model, shifted_from, added_count - removed);
    if (status != STATUS_OK && log)
        edit_log_drop_splice(log);
    return status;
}

/* Lines that were there before need no memory but the array's, which never shrinks below what it held: cannot fail
 * where the log is undone at once.  Where it can, the document is marked stale and the caller tells. */
void document_unwind(Document *document, const EditLog *log)
{
    for (int i = log->rename_count - 1; i >= 0; i--)
        document_rename_uid(document, log->renames[i].to, log->renames[i].from);
    for (int i = log->count - 1; i >= 0; i--) {
        const LineSplice *splice = &log->splices[i];
        if (document_splice(document, NULL, splice->at, splice->added_count, splice->lines, splice->removed_count) !=
            STATUS_OK)
            document->source.stale = true;
    }
}

void document_rewind(Document *document, const EditLog *log)
{
    for (int i = 0; i < log->rename_count; i++)
        document_rename_uid(document, log->renames[i].from, log->renames[i].to);
    for (int i = 0; i < log->count; i++) {
        const LineSplice *splice = &log->splices[i];
        if (document_splice(document, NULL, splice->at, splice->removed_count, splice->lines + splice->removed_count,
                            splice->added_count) != STATUS_OK)
            document->source.stale = true;
    }
}
