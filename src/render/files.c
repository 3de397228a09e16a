/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/render/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audio/io/file/convert.h"
#include "src/base/paths.h"

/* Strips that feed the master themselves: their files add up to its input. */
static bool feeds_master(const MixSpec *spec, int strip)
{
    const StripSpec *row = &spec->strips[strip];
    if (row->kind == STRIP_VCA || row->kind == STRIP_GROUP || row->kind == STRIP_MASTER)
        return false;
    return row->out == spec->master;
}

static char *strip_path(const RenderSetup *setup, const MixSpec *spec, int strip)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s.wav", setup->stems_folder, spec->strips[strip].name) < 0 ? NULL : path;
}

static RenderFault choose_format(RenderFiles *files, const RenderSetup *setup, RenderOutcome *outcome)
{
    files->format = FORMAT_WAV;
    if (setup->format_given)
        files->format = setup->format;
    else if (setup->output)
        format_of_name(setup->output, &files->format);
    const FormatInfo *info = &format_table[files->format];
    if (setup->bits > info->max_bits || (setup->bits == 0 && !info->can_float))
        return outcome_fail(outcome, RENDER_NO_BITS, info->word, NULL);
    if (setup->output && strcmp(setup->output, "-") == 0 && !info->can_pipe)
        return outcome_fail(outcome, RENDER_NO_PIPE, info->word, NULL);
    return RENDER_FINE;
}

static RenderFault check_output(const Project *project, const char *path, OutputUse use, RenderOutcome *outcome)
{
    Error error = {0};
    if (output_check(project, path, use, &outcome->place, &error) == STATUS_OK)
        return RENDER_FINE;
    return outcome_fail(outcome, RENDER_NO_OUTPUT, path, &error);
}

/* Whether two paths that need not exist yet name one file. */
static bool is_same_place(const char *a, const char *b)
{
    char *folder_a = path_folder(a), *folder_b = path_folder(b);
    char *real_a = folder_a ? realpath(folder_a, NULL) : NULL, *real_b = folder_b ? realpath(folder_b, NULL) : NULL;
    bool same = real_a && real_b && strcmp(real_a, real_b) == 0 && strcmp(path_base(a), path_base(b)) == 0;
    free(folder_a);
    free(folder_b);
    free(real_a);
    free(real_b);
    return same;
}

static RenderFault check_strips(const RenderFiles *files, const Project *project, const RenderSetup *setup,
                                const MixSpec *spec, RenderOutcome *outcome)
{
    RenderFault fault = setup->stems_folder[0] ? RENDER_FINE : check_output(project, "", OUTPUT_IMPLIED, outcome);
    for (int i = 0; i < spec->strip_count && fault == RENDER_FINE; i++) {
        if (!feeds_master(spec, i))
            continue;
        char *path = strip_path(setup, spec, i);
        if (!path)
            return outcome_fail_memory(outcome, setup->stems_folder);
        if (is_same_place(path, files->output))
            fault = outcome_fail(outcome, RENDER_CLASH, path, NULL);
        else
            fault = check_output(project, path, OUTPUT_IMPLIED, outcome);
        free(path);
    }
    return fault;
}

RenderFault files_choose(RenderFiles *files, const Project *project, const RenderSetup *setup, const MixSpec *spec,
                         RenderOutcome *outcome)
{
    RenderFault fault = choose_format(files, setup, outcome);
    if (fault != RENDER_FINE)
        return fault;
    files->output = setup->output ? strdup(setup->output) : output_default(project, files->format);
    if (!files->output)
        return outcome_fail_memory(outcome, project->path);
    bool is_wav = files->format == FORMAT_WAV || files->format == FORMAT_RF64;
    bool implied = is_wav && (!setup->output || setup->implied);
    fault = check_output(project, files->output, implied ? OUTPUT_IMPLIED : OUTPUT_SOUND, outcome);
    return fault == RENDER_FINE && setup->stems_folder ? check_strips(files, project, setup, spec, outcome) : fault;
}

static RenderFault open_strips(RenderFiles *files, const RenderSetup *setup, const MixSpec *spec,
                               RenderOutcome *outcome)
{
    WriterSetup writer = {.format = FORMAT_WAV, .bits = 0, .channels = 2, .rate_hz = spec->rate_hz};
    Error error = {0};
    if (mkdir(setup->stems_folder, 0777) != 0 && errno != EEXIST) {
        (void)error_set(&error, STATUS_IO, "%s", strerror(errno));
        return outcome_fail(outcome, RENDER_NOT_WRITTEN, setup->stems_folder, &error);
    }
    files->strips = calloc((size_t)spec->strip_count, sizeof(Writer *));
    if (!files->strips)
        return outcome_fail_memory(outcome, setup->stems_folder);
    files->strip_count = spec->strip_count;
    for (int i = 0; i < spec->strip_count; i++) {
        if (!feeds_master(spec, i))
            continue;
        char *path = strip_path(setup, spec, i);
        Status status = path ? writer_open(&files->strips[i], path, &writer, &error)
                             : error_set(&error, STATUS_NO_MEMORY, "out of memory");
        if (status != STATUS_OK)
            outcome_fail(outcome, RENDER_NOT_WRITTEN, path ? path : setup->stems_folder, &error);
        free(path);
        if (status != STATUS_OK)
            return RENDER_NOT_WRITTEN;
        files->stem_count++;
    }
    return RENDER_FINE;
}

RenderFault files_settle_dither(RenderFiles *files, const RenderSetup *setup, bool unchanged, int rate_hz,
                                RenderOutcome *outcome)
{
    char subject[40];
    bool is_made_for = setup->bits == 16 && (rate_hz == 44100 || rate_hz == 48000);
    if (dither_table[setup->dither].order && !is_made_for) {
        snprintf(subject, sizeof subject, "--dither %s", dither_table[setup->dither].word);
        return outcome_fail(outcome, RENDER_NO_DITHER, subject, NULL);
    }
    files->dither = (setup->bits == 16 || setup->bits == 24) && !unchanged ? setup->dither : DITHER_NONE;
    return RENDER_FINE;
}

RenderFault files_open(RenderFiles *files, const RenderSetup *setup, const MixSpec *spec, int rate_hz,
                       RenderOutcome *outcome)
{
    Error error = {0};
    WriterSetup writer = {.format = files->format,
                          .bits = setup->bits,
                          .channels = 2,
                          .rate_hz = rate_hz,
                          .dither = files->dither,
                          .dither_seed = 0x7474796d6978u,
                          .first_frame =
                              setup->has_range ? convert_length(setup->range_from, spec->rate_hz, rate_hz) : 0,
                          .digest = setup->measure};
    if (writer_open(&files->mix, files->output, &writer, &error) != STATUS_OK)
        return outcome_fail(outcome, RENDER_NOT_WRITTEN, files->output, &error);
    return setup->stems_folder ? open_strips(files, setup, spec, outcome) : RENDER_FINE;
}

RenderFault files_close(RenderFiles *files, const MixSpec *spec, WriterResult *result, RenderOutcome *outcome)
{
    Error error = {0};
    for (int i = 0; i < files->strip_count; i++) {
        Writer *writer = files->strips[i];
        files->strips[i] = NULL;
        if (writer && writer_close(writer, NULL, &error) != STATUS_OK)
            return outcome_fail(outcome, RENDER_NOT_WRITTEN, spec->strips[i].name, &error);
    }
    Writer *mix = files->mix;
    files->mix = NULL;
    if (writer_close(mix, result, &error) != STATUS_OK)
        return outcome_fail(outcome, RENDER_NOT_WRITTEN, files->output, &error);
    outcome->written = true;
    return RENDER_FINE;
}

void files_clear(RenderFiles *files)
{
    for (int i = 0; i < files->strip_count; i++)
        writer_abort(files->strips[i]);
    free(files->strips);
    writer_abort(files->mix);
    free(files->output);
    *files = (RenderFiles){0};
}
