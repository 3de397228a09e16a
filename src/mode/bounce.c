/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/bounce.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/command.h"
#include "projects/text/escape.h"
#include "src/mix/decided.h"
#include "src/mix/range.h"
#include "src/mode/bounceone.h"
#include "src/mode/fail.h"
#include "src/mode/versions.h"
#include "src/song/output.h"
#include "src/song/preset.h"
#include "src/speech/problems.h"

/* `preset load` is a session's command that means one of the document's: that `line`, malloc'd; NULL for others.
 * False with an error. */
static bool expand_preset(const char *command, char **line, Deps *deps, Error *error)
{
    CommandWords words;
    char *path = NULL;
    bool done = true;
    if (command_split(command, &words, NULL) != STATUS_OK)
        return true; /* the document says what is wrong */
    if (words.count > 1 && strcmp(words.word[0], "preset") == 0 && strcmp(words.word[1], "load") == 0)
        done = preset_load_line(&words, 1, line, error) == STATUS_OK;
    if (*line && preset_find(words.word[3], &path, NULL) == STATUS_OK)
        deps_add_input(deps, path);
    free(path);
    command_words_clear(&words);
    return done;
}

static int run_command(Document *document, const char *command, Deps *deps)
{
    Answer answer = {0};
    Error error = {0};
    char *line = NULL;
    int status = EXIT_DONE;
    if (expand_preset(command, &line, deps, &error))
        document_execute(document, line ? line : command, &answer);
    if (answer.status != STATUS_OK || error.status != STATUS_OK)
        status = mode_fail(EXIT_USAGE, command, error.text[0] ? error.text : answer.text);
    free(line);
    answer_clear(&answer);
    return status;
}

/* A setting that is not heard is said: an "instrumental" with the voice in it helps nobody. */
static void say_decided(const Decided *decided)
{
    char shown[300];
    for (int i = 0; i < decided->count; i++) {
        text_escape_for_terminal(shown, sizeof shown, decided->addresses[i], strlen(decided->addresses[i]));
        fprintf(
            stderr,
            "warning: --set: %s is automated, and its automation plays all the same; --set 'mode %s off' switches it "
            "off\n",
            shown, shown);
    }
}

static int run_commands(const Options *options, Document *document, Deps *deps)
{
    int status = EXIT_DONE;
    Decided decided = {0};
    decided_watch(&decided, document);
    for (int i = 0; i < options->command_count && status == EXIT_DONE; i++)
        status = run_command(document, options->commands[i], deps);
    decided_settle(&decided);
    if (status == EXIT_DONE)
        say_decided(&decided);
    decided_clear(&decided);
    return status;
}

static int open_project(const Options *options, Project *project)
{
    ProjectSetup setup = {.offline = true, .allow_outside = options->allow_outside};
    ProblemList problems = {0};
    Error error = {0};
    Status status = project_open(project, options->operands[0], &setup, &problems, &error);
    problems_print_opening(&problems, &error, stderr);
    return exit_status_of_opening(status);
}

static int settle_setup(const Options *options, const Project *project, RenderSetup *setup)
{
    Error error = {0};
    *setup = (RenderSetup){.output = options->output,
                           .stems_folder = options->stems_folder,
                           .format_given = options->format_given,
                           .format = options->format,
                           .bits = options->bits,
                           .dither = options->dither,
                           .rate_hz = options->rate_hz,
                           .has_range = options->range != NULL,
                           .jobs = options->jobs,
                           .measure = options->report,
                           .allow_missing = options->allow_missing,
                           .allow_unknown = options->allow_unknown};
    if (options->range && range_parse(document_model(project->document), options->range, &setup->range_from,
                                      &setup->range_to, &error) != STATUS_OK)
        return mode_fail(EXIT_USAGE, "--range", error.text);
    return EXIT_DONE;
}

/* What is wrong with the stems is said before the long work; rendering tells only what is new. */
static int say_stems(Project *project)
{
    ProblemList problems = {0};
    int missing;
    Status status = project_check_stems(project, &problems, &missing);
    if (status == STATUS_OK)
        status = project_check_clips(project, &problems);
    problems_print(&problems, stderr);
    return status == STATUS_OK ? EXIT_DONE : mode_fail(EXIT_FAILED, project->path, "out of memory");
}

/* Before the long work: what a name of it may not be. */
static int check_depfile(const Options *options, const Project *project)
{
    Error error = {0};
    if (!options->depfile)
        return EXIT_DONE;
    if (options->output && strcmp(options->output, "-") == 0)
        return mode_fail(EXIT_USAGE, "--depfile", "standard output is no file that a rule could make");
    if (output_check(project, options->depfile, OUTPUT_COPY, NULL, &error) == STATUS_OK)
        return EXIT_DONE;
    return mode_fail(EXIT_USAGE, options->depfile, error.text);
}

static int write_depfile(const Options *options, const Deps *deps)
{
    Error error = {0};
    if (!options->depfile || depfile_write(deps, options->depfile, &error) == STATUS_OK)
        return EXIT_DONE;
    return mode_fail(EXIT_FAILED, "--depfile", error.text);
}

static int bounce_all(const Options *options, Project *project, Deps *deps)
{
    RenderSetup setup;
    int status = run_commands(options, project->document, deps);
    if (status == EXIT_DONE)
        status = settle_setup(options, project, &setup);
    if (status == EXIT_DONE)
        status = check_depfile(options, project);
    if (status == EXIT_DONE)
        status = say_stems(project);
    if (status != EXIT_DONE)
        return status;
    return options->versions ? versions_bounce(options, project, &setup, deps)
                             : bounce_one(options, project, &setup, NULL, deps);
}

int bounce_main(const Options *options)
{
    Project project = {0};
    Deps deps = {0};
    int status = open_project(options, &project);
    if (status == EXIT_DONE)
        status = bounce_all(options, &project, &deps);
    if (status == EXIT_DONE)
        status = write_depfile(options, &deps);
    deps_clear(&deps);
    project_close(&project);
    return status;
}
