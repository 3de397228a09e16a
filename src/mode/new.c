/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/new.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "projects/command/template.h"
#include "projects/text/escape.h"
#include "src/mix/first_mix.h"
#include "src/song/agreed.h"
#include "src/song/output.h"
#include "src/speech/problems.h"

/* "SUBJECT: TEXT" */
static void say(const char *subject, const char *text)
{
    char shown[600];
    text_escape_for_terminal(shown, sizeof shown, subject, strlen(subject));
    fprintf(stderr, "%s: %s\n", shown, text);
}

static void say_rates(const FoundStems *found, int rate_hz)
{
    int other = 0;
    for (int i = 0; i < found->count; i++)
        other += found->items[i].info.rate_hz != rate_hz;
    printf("%d Hz", rate_hz);
    if (other)
        printf(" (%d stem%s at another rate, converted)", other, other == 1 ? "" : "s");
}

static void say_found(Project *project, const FoundStems *found)
{
    char shown[600];
    FlatSum sum = {.true_peak_dbtp = NAN};
    Error error = {0};
    if (first_mix_measure(project, &sum, &error) != STATUS_OK)
        say(project->path, error.text);
    text_escape_for_terminal(shown, sizeof shown, project->path, strlen(project->path));
    printf("%s: %d track%s, %d:%06.3f, ", shown, found->count, found->count == 1 ? "" : "s", (int)(sum.seconds / 60),
           sum.seconds - 60 * (int)(sum.seconds / 60));
    say_rates(found, project->stems.rate_hz);
    fputs("\n", stdout);
    if (isfinite(sum.true_peak_dbtp))
        printf("the flat sum peaks at %+.1f dBTP%s\n", sum.true_peak_dbtp,
               sum.true_peak_dbtp > 0 ? ": it would clip; pull the faders down first" : "");
    else
        fputs("the flat sum is silent\n", stdout);
    printf("next: ttymix %s\n", shown);
}

static int find_stems(const Options *options, FoundStems *found)
{
    bool good = true;
    for (int i = 1; good && i < options->operand_count; i++) {
        good = found_stems_add(found, options->operands[i]);
        problems_print(&found->problems, stderr);
    }
    if (!good || found->refused) {
        say(options->operands[0], "not made");
        return EXIT_STEM;
    }
    if (found->count)
        return EXIT_DONE;
    fputs("ttymix: no sound files were found\n", stderr);
    return EXIT_USAGE;
}

static int make(Project *project, const char *path, FoundStems *found, int *outside)
{
    ProjectSetup setup = {.offline = true};
    Error error = {0};
    if (first_mix_make(project, path, found, &setup, outside, &error) != STATUS_OK) {
        fprintf(stderr, "ttymix: %s\n", error.text);
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

/* Shown, and done: on a command line nobody can be asked. */
static int apply_template(Project *project, const char *name)
{
    char line[64];
    Buffer plan = {0};
    Error error = {0};
    Answer answer = {0};
    if (template_plan(project->document, name, &plan, &error) == STATUS_OK) {
        fputs(plan.bytes, stdout);
        snprintf(line, sizeof line, "template %.40s apply", name);
        document_execute(project->document, line, &answer);
    }
    buffer_clear(&plan);
    bool done = error.status == STATUS_OK && answer.status == STATUS_OK;
    if (!done)
        say(name, error.status == STATUS_OK ? answer.text : error.text);
    answer_clear(&answer);
    return done ? EXIT_DONE : EXIT_FAILED;
}

static void agree(const char *path, int outside)
{
    Error error = {0};
    fprintf(stderr,
            "note: %d stem%s outside the project's folder, named by absolute path; this user has agreed to that\n",
            outside, outside == 1 ? " lies" : "s lie");
    if (agreed_add(path, &error) != STATUS_OK)
        say(path, error.text);
}

static int save(const Project *project, bool force, int outside)
{
    char *text = NULL, why[200];
    size_t length;
    Error error = {0};
    FileIdentity none = {0}, now;
    if (output_check(project, project->path, OUTPUT_PROJECT, NULL, &error) != STATUS_OK) {
        snprintf(why, sizeof why, "not made: %s%.150s", error.status == STATUS_REFUSED ? "it " : "", error.text);
        say(project->path, why);
        return error.status == STATUS_REFUSED ? EXIT_USAGE : EXIT_FAILED;
    }
    Status status = document_text(project->document, &text, &length);
    if (status == STATUS_OK)
        status = save_write(project->path, text, length, force ? NULL : &none, &now, &error);
    free(text);
    if (status != STATUS_OK) {
        say(project->path, error.text[0] ? error.text : "out of memory");
        return EXIT_FAILED;
    }
    if (outside)
        agree(project->path, outside);
    return EXIT_DONE;
}

int new_main(const Options *options)
{
    const char *path = options->operands[0];
    FoundStems found = {0};
    Project project = {0};
    struct stat info;
    int outside = 0;
    if (stat(path, &info) == 0 && !options->force) {
        say(path, "not made: it exists (--force replaces it)");
        return EXIT_USAGE;
    }
    int status = find_stems(options, &found);
    if (status == EXIT_DONE)
        status = make(&project, path, &found, &outside);
    if (status == EXIT_DONE && options->template_name)
        status = apply_template(&project, options->template_name);
    if (status == EXIT_DONE)
        status = save(&project, options->force, outside);
    if (status == EXIT_DONE)
        say_found(&project, &found);
    project_close(&project);
    found_stems_clear(&found);
    return status;
}
