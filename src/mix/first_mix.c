/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/mix/first_mix.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audio/engine/engine.h"
#include "audio/measure/mastermeter.h"
#include "projects/command/template.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/mix/compile.h"
#include "src/song/agreed.h"
#include "src/song/found.h"

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

/* Runs one command; on a refused name the caller tries another. */
static Status run(Document *document, FILE *talk, const char *format, ...) PRINTF_LIKE(3, 4);
static Status run(Document *document, FILE *talk, const char *format, ...)
{
    char *line = NULL;
    va_list arguments;
    Answer answer = {0};
    va_start(arguments, format);
    int made = vasprintf(&line, format, arguments);
    va_end(arguments);
    if (made < 0)
        return STATUS_NO_MEMORY;
    document_execute(document, line, &answer);
    Status status = answer.status;
    if (status != STATUS_OK && talk)
        found_stems_say(talk, line, answer.text);
    answer_clear(&answer);
    free(line);
    return status;
}

/* A free, allowed name near the wanted one: "eq" becomes "eq-2" because eq is a kind of processor. */
static Status add_track(Document *document, FoundStem *stem, const char *quoted_path, FILE *talk)
{
    char base[sizeof stem->name];
    memcpy(base, stem->name, sizeof base);
    for (int i = 2; i < 1000; i++) {
        bool last = i == 999;
        if (run(document, last ? talk : NULL, "add track %s %s", stem->name, quoted_path) == STATUS_OK)
            return STATUS_OK;
        snprintf(stem->name, sizeof stem->name, "%.34s-%d", base, i);
    }
    return STATUS_EXISTS;
}

static Status add_all(Project *project, FoundStems *list, FILE *talk, int *outside_count)
{
    int64_t earliest = found_stems_earliest(list);
    for (int i = 0; i < list->count; i++) {
        FoundStem *stem = &list->items[i];
        bool outside;
        char *path = path_for_project(project->stems.folder, stem->path, &outside);
        char *words = path ? quoted(path) : NULL;
        Status status = words ? add_track(project->document, stem, words, talk) : STATUS_NO_MEMORY;
        *outside_count += outside;
        free(path);
        free(words);
        if (status == STATUS_OK && stem->side)
            status = run(project->document, talk, "set %s.pan %c 100 %%", stem->name, stem->side);
        if (status == STATUS_OK && stem->info.has_time_reference && stem->info.time_reference_frames > earliest) {
            double seconds = (double)(stem->info.time_reference_frames - earliest) / stem->info.rate_hz;
            int64_t frame = (int64_t)floor(seconds * project->stems.rate_hz + 0.5);
            status = run(project->document, talk, "set %s.clip.at %lld frames", stem->name, (long long)frame);
        }
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* True peak of all stems summed as they are, at faders 0: what the engineer starts from. */
static double flat_true_peak(Project *project)
{
    Mix mix;
    Engine *engine = NULL;
    MasterMeter *meter = NULL;
    MasterReading reading = {.true_peak_max_db = NAN};
    float left[4096], right[4096];
    float *out[2] = {left, right};
    const float *const in[2] = {left, right};
    if (mix_compile(&mix, project->document, &project->stems, NULL) != STATUS_OK)
        return NAN;
    EngineSetup setup = {.rate_hz = mix.spec.rate_hz, .offline = true, .jobs = 1};
    MasterMeterSetup meter_setup = {.rate_hz = mix.spec.rate_hz, .mode = LOUDNESS_BOUNDED};
    if (engine_new(&engine, &setup, &mix.spec, NULL) == STATUS_OK &&
        mastermeter_new(&meter, &meter_setup) == STATUS_OK) {
        for (int64_t at = 0; at < mix.spec.end_frame; at += 4096) {
            int frames = mix.spec.end_frame - at < 4096 ? (int)(mix.spec.end_frame - at) : 4096;
            engine_process(engine, out, frames);
            mastermeter_add(meter, in, frames);
        }
        mastermeter_finish(meter);
        mastermeter_read(meter, &reading);
    }
    mastermeter_free(meter);
    engine_free(engine);
    mix_clear(&mix);
    return reading.true_peak_max_db;
}

static void say_rates(const FoundStems *list, int rate_hz, FILE *out)
{
    int other = 0;
    for (int i = 0; i < list->count; i++)
        other += list->items[i].info.rate_hz != rate_hz;
    fprintf(out, "%d Hz", rate_hz);
    if (other)
        fprintf(out, " (%d stem%s at another rate, converted)", other, other == 1 ? "" : "s");
}

static void say_found(Project *project, const FoundStems *list, FILE *out)
{
    Mix mix;
    char shown[600];
    double seconds = 0, peak = flat_true_peak(project);
    if (mix_compile(&mix, project->document, &project->stems, NULL) == STATUS_OK) {
        seconds = (double)mix.spec.end_frame / mix.spec.rate_hz;
        mix_clear(&mix);
    }
    text_escape_for_terminal(shown, sizeof shown, project->path, strlen(project->path));
    fprintf(out, "%s: %d track%s, %d:%06.3f, ", shown, list->count, list->count == 1 ? "" : "s", (int)(seconds / 60),
            seconds - 60 * (int)(seconds / 60));
    say_rates(list, project->stems.rate_hz, out);
    fputs("\n", out);
    if (isfinite(peak))
        fprintf(out, "the flat sum peaks at %+.1f dBTP%s\n", peak,
                peak > 0 ? ": it would clip; pull the faders down first" : "");
    else
        fputs("the flat sum is silent\n", out);
    fprintf(out, "next: ttymix %s\n", shown);
}

/* `*outside` counts stems outside the project's folder, to which the user must be noted to have agreed once it is
 * saved. */
static int make_project(Project *project, const char *path, FoundStems *list, bool offline, FILE *talk, int *outside)
{
    ProjectSetup setup = {.offline = offline, .allow_outside = true, .create = true, .fresh = true};
    int rate_hz = found_stems_common_rate(list);
    int status = project_open(project, path, &setup, talk);
    if (status != EXIT_DONE)
        return status;
    found_stems_settle_pairs(list);
    if (run(project->document, talk, "set rate %d Hz", rate_hz) != STATUS_OK)
        return EXIT_FAILED;
    stems_clear(&project->stems);
    store_free(project->store);
    project->store = NULL;
    StoreSetup store = {.rate_hz = rate_hz, .offline = offline, .read_ahead_s = 2};
    Error error = {0};
    if (store_new(&project->store, &store, &error) != STATUS_OK ||
        stems_init(&project->stems, project->store, rate_hz, path, true) != STATUS_OK)
        return EXIT_FAILED;
    if (add_all(project, list, talk, outside) != STATUS_OK)
        return EXIT_FAILED;
    if (*outside)
        fprintf(talk,
                "note: %d stem%s outside the project's folder, named by absolute path; this user has agreed to that\n",
                *outside, *outside == 1 ? " lies" : "s lie");
    return EXIT_DONE;
}

/* Shown, and done: on a command line nobody can be asked. */
static int apply_template(Project *project, const char *name, FILE *talk)
{
    Buffer plan = {0};
    Error error = {0};
    Status status = template_plan(project->document, name, &plan, &error);
    if (status == STATUS_OK)
        fputs(plan.bytes, stdout);
    else
        found_stems_say(talk, name, error.text);
    buffer_clear(&plan);
    return status == STATUS_OK && run(project->document, talk, "template %s apply", name) == STATUS_OK ? EXIT_DONE
                                                                                                       : EXIT_FAILED;
}

int new_main(const Options *options)
{
    FoundStems list = {.talk = stderr};
    Project project = {0};
    const char *path = options->operands[0];
    char *text = NULL;
    size_t length;
    Error error = {0};
    FileIdentity none = {0}, now;
    struct stat info;
    if (stat(path, &info) == 0 && !options->force) {
        found_stems_say(stderr, path, "not made: it exists (--force replaces it)");
        return EXIT_USAGE;
    }
    bool good = true;
    for (int i = 1; good && i < options->operand_count; i++)
        good = found_stems_add(&list, options->operands[i]);
    int status = !good || list.refused ? EXIT_STEM : list.count == 0 ? EXIT_USAGE : EXIT_DONE;
    if (status == EXIT_USAGE)
        fputs("ttymix: no sound files were found\n", stderr);
    if (status == EXIT_STEM)
        found_stems_say(stderr, path, "not made");
    int outside = 0;
    if (status == EXIT_DONE)
        status = make_project(&project, path, &list, true, stderr, &outside);
    if (status == EXIT_DONE && options->template_name)
        status = apply_template(&project, options->template_name, stderr);
    if (status == EXIT_DONE &&
        (document_text(project.document, &text, &length) != STATUS_OK ||
         save_write(path, text, length, options->force ? NULL : &none, &now, &error) != STATUS_OK)) {
        found_stems_say(stderr, path, error.text);
        status = EXIT_FAILED;
    }
    if (status == EXIT_DONE && outside && agreed_add(path, &error) != STATUS_OK)
        found_stems_say(stderr, path, error.text);
    if (status == EXIT_DONE)
        say_found(&project, &list, stdout);
    free(text);
    project_close(&project);
    found_stems_clear(&list);
    return status;
}

int new_project_of_folder(Project *project, const char *folder, FILE *talk)
{
    FoundStems list = {.talk = talk};
    int outside = 0;
    char *path = NULL, *real = realpath(folder, NULL);
    int status =
        real && asprintf(&path, "%s/%s.mix", folder, path_base(real)) >= 0 && found_stems_add_folder(&list, folder)
            ? EXIT_DONE
            : EXIT_FAILED;
    struct stat info;
    if (status == EXIT_DONE && stat(path, &info) == 0) {
        ProjectSetup setup = {0};
        status = project_open(project, path, &setup, talk);
    } else if (status == EXIT_DONE && list.count == 0) {
        found_stems_say(talk, folder, "there are no sound files in this folder");
        status = EXIT_USAGE;
    } else if (status == EXIT_DONE)
        status = make_project(project, path, &list, false, talk, &outside);
    free(path);
    free(real);
    found_stems_clear(&list);
    return status;
}
