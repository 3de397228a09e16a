/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/mix/first_mix.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audio/base/printable.h"
#include "audio/engine/engine.h"
#include "audio/measure/mastermeter.h"
#include "projects/lines/problems.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/mix/compile.h"

enum { BLOCK_FRAMES = 4096 };

/* `path` as the project in `folder` names it: relative when it lies below. malloc'd. */
static char *path_for_project(const char *folder, const char *path, bool *outside)
{
    char *real_folder = realpath(folder, NULL), *real = realpath(path, NULL), *result = NULL;
    size_t length = real_folder ? strlen(real_folder) : 0;
    *outside = false;
    if (real_folder && strcmp(real_folder, "/") == 0)
        length = 0;
    if (real && real_folder && strncmp(real, real_folder, length) == 0 && real[length] == '/')
        result = strdup(real + length + 1);
    else if (real) {
        *outside = true;
        result = strdup(real);
    }
    free(real_folder);
    free(real);
    return result;
}

static char *quoted(const char *text)
{
    Buffer buffer = {0};
    text_append_quoted(&buffer, text, strlen(text));
    return buffer_take(&buffer);
}

/* Runs one command of the document; its refusal, behind the command, is the error. */
static Status run(Document *document, Error *error, const char *format, ...) PRINTF_LIKE(3, 4);
static Status run(Document *document, Error *error, const char *format, ...)
{
    char *line = NULL, shown[300];
    va_list arguments;
    Answer answer = {0};
    va_start(arguments, format);
    int made = vasprintf(&line, format, arguments);
    va_end(arguments);
    if (made < 0)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    document_execute(document, line, &answer);
    Status status = answer.status;
    if (status != STATUS_OK) {
        text_escape_for_terminal(shown, sizeof shown, line, strlen(line));
        (void)error_set(error, status, "%s: %s", shown, answer.text);
    }
    answer_clear(&answer);
    free(line);
    return status;
}

/* A free, allowed name near the wanted one: "eq" becomes "eq-2" because eq is a kind of processor. */
static Status add_track(Document *document, FoundStem *stem, const char *quoted_path, Error *error)
{
    char base[sizeof stem->name];
    memcpy(base, stem->name, sizeof base);
    for (int i = 2; i < 1000; i++) {
        if (run(document, error, "add track %s %s", stem->name, quoted_path) == STATUS_OK)
            return STATUS_OK;
        snprintf(stem->name, sizeof stem->name, "%.34s-%d", base, i);
    }
    return STATUS_EXISTS;
}

/* Where a stem with a time reference begins, counted from the earliest one. */
static Status place_stem(Project *project, const FoundStem *stem, const FoundStem *earliest, Error *error)
{
    int64_t frame = found_stem_place(stem, earliest, project->stems.rate_hz);
    if (frame == 0)
        return STATUS_OK;
    return run(project->document, error, "set %s.clip.at %lld frames", stem->name, (long long)frame);
}

/* What the name of the strip could not keep. */
static Status label_stem(Project *project, const FoundStem *stem, Error *error)
{
    char *label = stem->label ? quoted(stem->label) : NULL;
    if (!stem->label)
        return STATUS_OK;
    if (!label)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    Status status = run(project->document, error, "label %s %s", stem->name, label);
    free(label);
    return status;
}

static Status add_stem(Project *project, FoundStem *stem, const FoundStem *earliest, bool *outside, Error *error)
{
    char *path = path_for_project(project->stems.folder, stem->path, outside);
    char *words = path ? quoted(path) : NULL;
    Status status =
        words ? add_track(project->document, stem, words, error) : error_set(error, STATUS_NO_MEMORY, "out of memory");
    free(path);
    free(words);
    if (status == STATUS_OK && stem->side)
        status = run(project->document, error, "set %s.pan %c 100 %%", stem->name, stem->side);
    if (status == STATUS_OK)
        status = label_stem(project, stem, error);
    return status == STATUS_OK ? place_stem(project, stem, earliest, error) : status;
}

static Status add_all(Project *project, FoundStems *found, int *outside_count, Error *error)
{
    const FoundStem *earliest = found_stems_earliest(found);
    for (int i = 0; i < found->count; i++) {
        bool outside = false;
        Status status = add_stem(project, &found->items[i], earliest, &outside, error);
        *outside_count += outside;
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* The rate of the stems in the place of the one that an empty project has. */
static Status take_rate(Project *project, int rate_hz, bool offline, Error *error)
{
    StoreSetup store = {.rate_hz = rate_hz, .offline = offline, .read_ahead_s = 2};
    Status status = run(project->document, error, "set rate %d Hz", rate_hz);
    if (status != STATUS_OK)
        return status;
    stems_clear(&project->stems);
    store_free(project->store);
    project->store = NULL;
    status = store_new(&project->store, &store, error);
    if (status == STATUS_OK && stems_init(&project->stems, project->store, rate_hz, project->path, true) != STATUS_OK)
        status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    return status;
}

Status first_mix_make(Project *project, const char *path, FoundStems *found, const ProjectSetup *setup, int *outside,
                      Error *error)
{
    ProjectSetup empty = {.offline = setup->offline, .allow_outside = true, .create = true, .fresh = true};
    ProblemList none = {0}; /* an empty project has none */
    *outside = 0;
    Status status = project_open(project, path, &empty, &none, error);
    problems_clear(&none);
    if (status != STATUS_OK)
        return status;
    found_stems_settle_pairs(found);
    status = take_rate(project, found_stems_common_rate(found), setup->offline, error);
    if (status == STATUS_OK)
        status = add_all(project, found, outside, error);
    if (status != STATUS_OK)
        project_close(project);
    return status;
}

static void tell(ProblemList *problems, const char *path, const char *text)
{
    (void)problems_add(problems, false, path, 0, 0, text); /* without memory, the status is enough */
}

/* The folder has no project yet. */
static Status make_of_folder(Project *project, const char *path, const char *folder, const ProjectSetup *setup,
                             ProblemList *problems, int *outside, Error *error)
{
    FoundStems found = {0};
    Status status = found_stems_add_folder(&found, folder) ? STATUS_OK : STATUS_IO;
    for (int i = 0; i < found.problems.count; i++)
        tell(problems, found.problems.items[i].file, found.problems.items[i].text);
    if (status == STATUS_OK && found.count == 0) {
        tell(problems, folder, "there are no sound files in this folder");
        status = STATUS_UNSUPPORTED;
    }
    if (status == STATUS_OK)
        status = first_mix_make(project, path, &found, setup, outside, error);
    found_stems_clear(&found);
    return status;
}

Status first_mix_of_folder(Project *project, const char *folder, const ProjectSetup *setup, ProblemList *problems,
                           int *outside, Error *error)
{
    struct stat info;
    char *path = NULL, *real = realpath(folder, NULL);
    *outside = 0;
    if (!real) {
        int os_error = errno;
        char shown[300];
        return error_set_os(error, os_error, "%s cannot be read", printable_string(shown, sizeof shown, folder));
    }
    int made = asprintf(&path, "%s/%s.mix", folder, path_base(real));
    free(real);
    if (made < 0)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    Status status = stat(path, &info) == 0 ? project_open(project, path, setup, problems, error)
                                           : make_of_folder(project, path, folder, setup, problems, outside, error);
    free(path);
    return status;
}

static void measure(const Mix *mix, Engine *engine, MasterMeter *meter, FlatSum *sum)
{
    float left[BLOCK_FRAMES], right[BLOCK_FRAMES];
    float *out[2] = {left, right};
    const float *const in[2] = {left, right};
    MasterReading reading;
    for (int64_t at = 0; at < mix->spec.end_frame; at += BLOCK_FRAMES) {
        int frames = mix->spec.end_frame - at < BLOCK_FRAMES ? (int)(mix->spec.end_frame - at) : BLOCK_FRAMES;
        engine_process(engine, out, frames);
        mastermeter_add(meter, in, frames);
    }
    mastermeter_finish(meter);
    mastermeter_read(meter, &reading);
    *sum = (FlatSum){(double)mix->spec.end_frame / mix->spec.rate_hz, reading.true_peak_max_db};
}

Status first_mix_measure(Project *project, FlatSum *sum, Error *error)
{
    Mix mix;
    Engine *engine = NULL;
    MasterMeter *meter = NULL;
    if (mix_compile(&mix, project->document, &project->stems, NULL) != STATUS_OK)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    EngineSetup setup = {.rate_hz = mix.spec.rate_hz, .offline = true, .jobs = 1};
    MasterMeterSetup meter_setup = {
        .rate_hz = mix.spec.rate_hz,
    };
    Status status = engine_new(&engine, &setup, &mix.spec, error);
    if (status == STATUS_OK && mastermeter_new(&meter, &meter_setup) != STATUS_OK)
        status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK)
        measure(&mix, engine, meter, sum);
    mastermeter_free(meter);
    engine_free(engine);
    mix_clear(&mix);
    return status;
}
