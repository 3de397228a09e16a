/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audio/io/file/soundfile.h"
#include "projects/text/escape.h"
#include "src/base/signals.h"
#include "src/mode/checkprint.h"
#include "src/mode/checksetup.h"
#include "src/mode/fail.h"
#include "src/mode/progress.h"
#include "src/qc/audit.h"
#include "src/speech/problems.h"

typedef struct Check {
    const Options *options;
    CheckSetup setup;
    Lint lint;
    Project project; /* of a project, as the next */
    Mix mix;
    int missing;
} Check;

static int fail_memory(const Check *check)
{
    return mode_fail(EXIT_FAILED, check->options->operands[0], "out of memory");
}

/* ---- what was found ---- */

static void print(const Check *check, int status)
{
    const Options *options = check->options;
    CheckSummary summary = {options->operands[0], check->setup.file, check->setup.sha256, status};
    if (options->sarif)
        check_print_sarif(&check->lint, &summary, stdout);
    else if (options->json)
        check_print_json(&check->lint, &summary, stdout);
    else
        check_print(&check->lint, &summary, stdout);
    if (status != EXIT_DONE || options->sarif || options->json || !check->lint.model)
        return;
    if (options->document)
        printf("%s: %d strips, no errors\n", options->operands[0], check->lint.model->strip_count);
    else
        printf("%s: %d strips, %d stems, no errors\n", options->operands[0], check->mix.spec.strip_count,
               check->project.stems.count);
}

/* After all rules: `status` is what the check itself came to. */
static int finish(Check *check, int status)
{
    lint_finish(&check->lint);
    if (check->lint.failed)
        return fail_memory(check);
    if (status == EXIT_DONE && check->lint.counts[LINT_FAIL] > 0)
        status = EXIT_CHECK;
    print(check, status);
    return status;
}

static int begin(Check *check, const Model *model)
{
    int status = checksetup_choose(&check->setup, check->options, model);
    if (status != EXIT_DONE)
        return status;
    if (lint_init(&check->lint, model, check->options->operands[0], &check->setup.profile) != STATUS_OK)
        return fail_memory(check);
    for (int i = 0; i < check->options->waiver_count; i++)
        if (lint_waive(&check->lint, check->setup.rules[i], check->setup.reasons[i]) != STATUS_OK)
            return fail_memory(check);
    return EXIT_DONE;
}

/* ---- a project ---- */

/* What is wrong with the stems themselves, as every mode tells it. */
static int check_stems(Check *check)
{
    const Options *options = check->options;
    ProblemList problems = {0};
    int bad = 0;
    Status status = project_check_stems(&check->project, &problems, &check->missing);
    if (status == STATUS_OK)
        status = project_check_clips(&check->project, &problems);
    if (status == STATUS_OK)
        status = project_check_samples(&check->project, &problems, &bad);
    problems_print(&problems, stderr);
    if (status != STATUS_OK ||
        mix_compile(&check->mix, check->project.document, &check->project.stems, NULL) != STATUS_OK)
        return fail_memory(check);
    if ((check->missing || bad) && !options->allow_missing)
        return EXIT_STEM;
    return check->mix.unknown_processors && !options->allow_unknown ? EXIT_PROJECT : EXIT_DONE;
}

/* Where the song ends, as far as it is known. */
static int64_t end_of(const Check *check)
{
    const Model *model = check->lint.model;
    if (model->has_end)
        return model_frame_of_time(model, &model->end);
    return check->options->document || check->missing ? -1 : check->mix.spec.end_frame;
}

static int audit_sound(Check *check)
{
    Progress progress;
    ProblemList problems = {0};
    Error error = {0};
    AuditSetup setup = {.jobs = check->options->jobs,
                        .allow_missing = check->options->allow_missing,
                        .progress = progress_show,
                        .context = &progress};
    progress_init(&progress, !check->options->quiet && isatty(STDERR_FILENO));
    signals_catch_for_bounce();
    Status status = audit_project(&check->lint, &check->project, &check->mix, &setup, &problems, &error);
    progress_clear(&progress);
    problems_print(&problems, stderr);
    switch (status) {
    case STATUS_OK: return EXIT_DONE;
    case STATUS_INTERRUPTED: return EXIT_SIGNAL + signals_ending();
    case STATUS_REFUSED: return mode_fail(EXIT_PROJECT, check->project.path, error.text);
    case STATUS_IO: return mode_fail(EXIT_STEM, check->project.path, error.text);
    default: return mode_fail(EXIT_FAILED, check->project.path, error.text);
    }
}

/* Stems that are missing end a check; those that changed do not, and are a finding. */
static int audit_project_stems(Check *check)
{
    Error error = {0};
    if (audit_stems(&check->lint, &check->project, !check->options->allow_missing, &error) == STATUS_OK)
        return EXIT_DONE;
    char name[700];
    text_escape_for_terminal(name, sizeof name, check->project.path, strlen(check->project.path));
    if (error.status == STATUS_NO_MEMORY)
        return fail_memory(check);
    fprintf(stderr, "%s.sums:%s%s\n", name, error.status == STATUS_BAD_VALUE ? "" : " ", error.text);
    return EXIT_PROJECT;
}

static int check_open_project(Check *check)
{
    int status = begin(check, document_model(check->project.document));
    if (status != EXIT_DONE)
        return status;
    int stems = check->options->document ? EXIT_DONE : check_stems(check);
    if (stems == EXIT_FAILED)
        return stems;
    lint_run_document(&check->lint, end_of(check));
    if (!check->options->document)
        status = audit_project_stems(check);
    if (status == EXIT_DONE && stems == EXIT_DONE && !check->options->document)
        status = audit_sound(check);
    return status == EXIT_DONE ? finish(check, stems) : status;
}

static int check_project(Check *check)
{
    ProjectSetup setup = {.offline = true, .allow_outside = check->options->allow_outside};
    ProblemList problems = {0};
    Error error = {0};
    int status =
        exit_status_of_opening(project_open(&check->project, check->options->operands[0], &setup, &problems, &error));
    problems_print_opening(&problems, &error, stderr);
    if (status == EXIT_DONE)
        status = check_open_project(check);
    mix_clear(&check->mix);
    project_close(&check->project);
    return status;
}

/* ---- a finished file ---- */

static int check_sound_file(Check *check)
{
    Error error = {0};
    int status = begin(check, NULL);
    if (status != EXIT_DONE)
        return status;
    if (audit_file(&check->lint, check->options->operands[0], &error) != STATUS_OK)
        return mode_fail(error.status == STATUS_NO_MEMORY ? EXIT_FAILED : EXIT_STEM, check->options->operands[0],
                         error.text);
    return finish(check, EXIT_DONE);
}

static bool is_sound_file(const char *path)
{
    SoundFileInfo info;
    return soundfile_inspect(path, &info, NULL) == STATUS_OK;
}

int check_main(const Options *options)
{
    Error error = {0};
    Check *check = calloc(1, sizeof *check);
    if (!check)
        return mode_fail(EXIT_FAILED, options->operands[0], "out of memory");
    check->options = options;
    int status;
    if (lint_check_document(&error) != STATUS_OK || audit_check_bound(&error) != STATUS_OK)
        status = mode_fail(EXIT_FAILED, "ttymix", error.text);
    else
        status = is_sound_file(options->operands[0]) ? check_sound_file(check) : check_project(check);
    lint_clear(&check->lint);
    checksetup_clear(&check->setup);
    free(check);
    return status;
}
