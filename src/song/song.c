/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/song/song.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/options.h"
#include "src/song/agreed.h"
#include "src/song/impulse.h"

Status project_read_include(void *context, const char *path, char **text, size_t *length, Error *error)
{
    const IncludeReader *reader = context;
    FileIdentity identity;
    char *full = path_join(reader->folder, path);
    if (!full)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    Status status;
    if (!reader->allow_outside && path_is_outside(reader->real_folder, path, full))
        status = error_set(error, STATUS_REFUSED, "lies outside the project's folder (agree with --allow-outside)");
    else
        status = save_read(full, text, length, &identity, error);
    free(full);
    return status;
}

void problems_print(const ProblemList *problems, FILE *talk)
{
    char line[1024];
    for (int i = 0; i < problems->count; i++) {
        problem_format(&problems->items[i], line, sizeof line);
        fprintf(talk, "%s\n", line);
    }
    if (problems->truncated)
        fputs("further problems are not shown\n", talk);
}

static int parse_text(Project *project, const ProjectSetup *setup, FILE *talk)
{
    ProblemList problems = {0};
    char *folder = path_folder(project->path);
    char *real = folder ? realpath(folder, NULL) : NULL;
    IncludeReader reader = {folder, real ? real : folder, setup->allow_outside};
    Status status = document_parse(&project->document, project->path, project->saved_text, project->saved_length,
                                   project_read_include, &reader, &problems);
    problems_print(&problems, talk);
    int errors = problems.errors;
    problems_clear(&problems);
    free(folder);
    free(real);
    return status == STATUS_OK && errors == 0 ? EXIT_DONE : EXIT_PROJECT;
}

static int begin_empty(Project *project, FILE *talk)
{
    char *title = path_stem(project->path);
    Status status = title ? document_new(&project->document, title, 48000) : STATUS_NO_MEMORY;
    free(title);
    project->is_new = true;
    if (status != STATUS_OK)
        fputs("ttymix: out of memory\n", talk);
    return status == STATUS_OK ? EXIT_DONE : EXIT_FAILED;
}

/* A new project needs a folder to lie in. */
static bool folder_exists(const char *path)
{
    struct stat info;
    char *folder = path_folder(path);
    bool exists = folder && stat(folder, &info) == 0 && S_ISDIR(info.st_mode);
    free(folder);
    return exists;
}

static int read_document(Project *project, const ProjectSetup *setup, FILE *talk)
{
    Error error = {0};
    if (setup->fresh)
        return begin_empty(project, talk);
    Status status = save_read(project->path, &project->saved_text, &project->saved_length, &project->identity, &error);
    if (status == STATUS_NOT_FOUND && setup->create && folder_exists(project->path))
        return begin_empty(project, talk);
    if (status == STATUS_OK)
        return parse_text(project, setup, talk);
    fprintf(talk, "ttymix: %s\n", error.text); /* names the file itself */
    return EXIT_PROJECT;
}

static int open_store(Project *project, const ProjectSetup *setup, FILE *talk)
{
    Error error = {0};
    int rate_hz = document_model(project->document)->rate_hz;
    StoreSetup store = {.rate_hz = rate_hz, .offline = setup->offline, .read_ahead_s = 2};
    bool agreed = setup->allow_outside || agreed_includes(project->path);
    Status status = store_new(&project->store, &store, &error);
    if (status == STATUS_OK)
        status = stems_init(&project->stems, project->store, rate_hz, project->path, agreed);
    if (status == STATUS_OK)
        return EXIT_DONE;
    fprintf(talk, "ttymix: %s\n", error.text[0] ? error.text : "out of memory");
    return EXIT_FAILED;
}

int project_open(Project *project, const char *path, const ProjectSetup *setup, FILE *talk)
{
    *project = (Project){.path = strdup(path)};
    int status = project->path ? read_document(project, setup, talk) : EXIT_FAILED;
    if (status == EXIT_DONE)
        status = open_store(project, setup, talk);
    if (status != EXIT_DONE)
        project_close(project);
    return status;
}

void project_include_reader(const Project *project, IncludeReader *reader)
{
    *reader = (IncludeReader){project->stems.folder, project->stems.real_folder, project->stems.allow_outside};
}

void project_close(Project *project)
{
    stems_clear(&project->stems);
    store_free(project->store);
    document_free(project->document);
    free(project->saved_text);
    free(project->path);
    *project = (Project){0};
}

/* Where a sound file is asked for; line 0: in an included file whose name is not known here. */
typedef struct StemUse {
    const char *path, *file;
    int line;
} StemUse;

/* "song.mix:7: stems/vox.wav: no such file" */
static void say_stem(const Project *project, const StemUse *use, const char *text, bool warning, FILE *talk)
{
    char file[600], path[600];
    const char *name = use->file ? use->file : project->path;
    text_escape_for_terminal(file, sizeof file, name, strlen(name));
    text_escape_for_terminal(path, sizeof path, use->path, strlen(use->path));
    fputs(file, talk);
    if (use->line)
        fprintf(talk, ":%d", use->line);
    fprintf(talk, ": %s%s: %s\n", warning ? "warning: " : "", path, text);
}

static void warn_of_stem(const Project *project, const StemUse *use, const Stem *stem, FILE *talk)
{
    char text[200];
    const SoundFileInfo *info = &stem->info;
    if (info->stated_frames != info->frames) {
        snprintf(text, sizeof text, "is cut off: %lld of %lld frames are there", (long long)info->frames,
                 (long long)info->stated_frames);
        say_stem(project, use, text, true, talk);
    }
    if (info->rate_hz != project->stems.rate_hz) {
        snprintf(text, sizeof text, "is at %d Hz and is converted to %d Hz", info->rate_hz, project->stems.rate_hz);
        say_stem(project, use, text, true, talk);
    }
}

/* NULL only without memory. A file that two places name is said once. */
static const Stem *check_stem(Project *project, const StemUse *use, FILE *talk)
{
    int known = project->stems.count;
    const Stem *stem = stems_find(&project->stems, use->path);
    if (!stem || project->stems.count == known)
        return stem;
    if (!stem->stream)
        say_stem(project, use, stem->problem, false, talk);
    else
        warn_of_stem(project, use, stem, talk);
    return stem;
}

static bool check_clips(Project *project, const Strip *strip, FILE *talk, int *missing)
{
    for (int k = 0; k < strip->clip_count; k++) {
        const Clip *clip = &strip->clips[k];
        StemUse use = {clip->path, clip->file, clip->line};
        const Stem *stem = check_stem(project, &use, talk);
        if (!stem)
            return false;
        *missing += stem->stream == NULL;
    }
    return true;
}

static bool check_impulses(Project *project, const Strip *strip, FILE *talk, int *missing)
{
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        StemUse use = {processor->file_path, NULL, strip->included ? 0 : processor->line};
        if (!use.path)
            continue;
        const Stem *stem = check_stem(project, &use, talk);
        if (!stem)
            return false;
        *missing += stem->stream == NULL;
        if (stem->stream && impulse_is_too_long(&project->stems, stem)) {
            char text[80];
            snprintf(text, sizeof text, "is too long for an impulse response (at most %d s)", IMPULSE_SECONDS_MAX);
            say_stem(project, &use, text, false, talk);
            ++*missing;
        }
    }
    return true;
}

bool project_check_stems(Project *project, FILE *talk, int *missing)
{
    const Model *model = document_model(project->document);
    *missing = 0;
    for (int i = 0; i < model->strip_count; i++)
        if (!check_clips(project, &model->strips[i], talk, missing) ||
            !check_impulses(project, &model->strips[i], talk, missing))
            return false;
    return true;
}
