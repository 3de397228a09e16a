/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/versions.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "src/base/paths.h"
#include "src/mode/bounceone.h"
#include "src/mode/fail.h"
#include "src/song/version.h"

enum { PRINTS_MAX = 256 };

typedef struct Prints { /* what is to be rendered */
    const Options *options;
    const Project *project;
    RenderSetup setup;
    Deps *deps;
    int index[PRINTS_MAX]; /* of the model's versions; -1: the project itself */
    char *path[PRINTS_MAX];
    int count;
} Prints;

static const Model *model_of(const Prints *prints)
{
    return document_model(prints->project->document);
}

/* ---- which ---- */

static bool add(Prints *prints, int index)
{
    for (int i = 0; i < prints->count; i++)
        if (prints->index[i] == index)
            return true;
    if (prints->count == PRINTS_MAX)
        return false;
    prints->index[prints->count++] = index;
    return true;
}

static int find_version(const Model *model, const char *name, size_t length)
{
    for (int i = 0; i < model->version_count; i++)
        if (strlen(model->versions[i].name) == length && memcmp(model->versions[i].name, name, length) == 0)
            return i;
    return -2;
}

static int refuse_name(const Prints *prints, const char *name, size_t length)
{
    char text[900];
    int used =
        snprintf(text, sizeof text, "there is no version `%.*s`; there are main", length > 80 ? 80 : (int)length, name);
    for (int i = 0; i < model_of(prints)->version_count && used < 700; i++)
        used += snprintf(text + used, sizeof text - (size_t)used, ", %.64s", model_of(prints)->versions[i].name);
    return mode_fail(EXIT_USAGE, "--versions", text);
}

static int choose(Prints *prints, const char *list)
{
    bool fine = true;
    if (strcmp(list, "all") == 0) {
        for (int i = -1; i < model_of(prints)->version_count; i++)
            fine = fine && add(prints, i);
        return fine ? EXIT_DONE : mode_fail(EXIT_USAGE, "--versions", "more than 256 at once");
    }
    for (const char *word = list; *word; word += *word == ',') {
        size_t length = strcspn(word, ",");
        bool is_song = length == 4 && memcmp(word, "main", 4) == 0;
        int index = is_song ? -1 : find_version(model_of(prints), word, length);
        if (index < -1)
            return refuse_name(prints, word, length);
        fine = fine && add(prints, index);
        word += length;
    }
    if (prints->count == 0)
        return mode_fail(EXIT_USAGE, "--versions", "takes all, or names with commas between them");
    return fine ? EXIT_DONE : mode_fail(EXIT_USAGE, "--versions", "more than 256 at once");
}

/* ---- each ---- */

static const Version *version_at(const Prints *prints, int i)
{
    return prints->index[i] < 0 ? NULL : &model_of(prints)->versions[prints->index[i]];
}

/* The project as that version has it. Close it whatever comes back. */
static int open_version(const Prints *prints, int i, Project *copy)
{
    Error error = {0};
    const Version *version = version_at(prints, i);
    if (project_copy(copy, prints->project, &error) != STATUS_OK)
        return mode_fail(EXIT_FAILED, prints->project->path, error.text);
    if (!version || version_apply(copy->document, version->name, &error) == STATUS_OK)
        return EXIT_DONE;
    fprintf(stderr, "%s\n", error.text);
    return error.status == STATUS_NO_MEMORY ? EXIT_FAILED : EXIT_PROJECT;
}

static char *path_of(const Prints *prints, const Project *copy)
{
    FileFormat format = prints->setup.format_given ? prints->setup.format : FORMAT_WAV;
    char *beside = output_default(copy, format);
    if (!beside || !prints->setup.output)
        return beside;
    char *inside = path_join(prints->setup.output, path_base(beside));
    free(beside);
    return inside;
}

static int check_path(const Prints *prints, int i)
{
    for (int k = 0; k < i; k++)
        if (strcmp(prints->path[k], prints->path[i]) == 0)
            return mode_fail(EXIT_USAGE, prints->path[i],
                             "two versions would be this file; give one a title of its own");
    return EXIT_DONE;
}

static int try_all(Prints *prints)
{
    int status = EXIT_DONE;
    for (int i = 0; i < prints->count && status == EXIT_DONE; i++) {
        Project copy;
        status = open_version(prints, i, &copy);
        prints->path[i] = status == EXIT_DONE ? path_of(prints, &copy) : NULL;
        if (status == EXIT_DONE && !prints->path[i])
            status = mode_fail(EXIT_FAILED, prints->project->path, "out of memory");
        if (status == EXIT_DONE)
            status = check_path(prints, i);
        project_close(&copy);
    }
    return status;
}

static int render_all(Prints *prints)
{
    int status = EXIT_DONE;
    for (int i = 0; i < prints->count && status == EXIT_DONE; i++) {
        Project copy;
        RenderSetup setup = prints->setup;
        setup.output = prints->path[i];
        setup.implied = true;
        status = open_version(prints, i, &copy);
        if (status == EXIT_DONE)
            status = bounce_one(prints->options, &copy, &setup, version_at(prints, i), prints->deps);
        project_close(&copy);
    }
    return status;
}

static int make_folder(const char *folder)
{
    struct stat there;
    if (!folder || mkdir(folder, 0777) == 0)
        return EXIT_DONE;
    if (errno != EEXIST)
        return mode_fail(EXIT_FAILED, folder, strerror(errno));
    bool is_folder = stat(folder, &there) == 0 && S_ISDIR(there.st_mode);
    return is_folder ? EXIT_DONE : mode_fail(EXIT_USAGE, folder, "is no folder; with --versions, -o names one");
}

int versions_bounce(const Options *options, const Project *project, const RenderSetup *asked, Deps *deps)
{
    Prints prints = {.options = options, .project = project, .setup = *asked, .deps = deps};
    if (asked->stems_folder)
        return mode_fail(EXIT_USAGE, "--stems", "writes the strips of one version; bounce each by itself");
    int status = choose(&prints, options->versions);
    if (status == EXIT_DONE)
        status = try_all(&prints);
    if (status == EXIT_DONE)
        status = make_folder(asked->output);
    if (status == EXIT_DONE)
        status = render_all(&prints);
    for (int i = 0; i < prints.count; i++)
        free(prints.path[i]);
    return status;
}
