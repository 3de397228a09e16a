/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/check.h"

#include <stdio.h>

#include "src/mix/compile.h"
#include "src/song/song.h"
#include "src/speech/problems.h"

int check_main(const Options *options)
{
    Project project;
    ProjectSetup setup = {.offline = true, .allow_outside = options->allow_outside};
    ProblemList problems = {0};
    Error error = {0};
    Mix mix = {0};
    int missing = 0, bad = 0;
    int status = exit_status_of_opening(project_open(&project, options->operands[0], &setup, &problems, &error));
    problems_print_opening(&problems, &error, stderr);
    if (status != EXIT_DONE)
        return status;
    Status checked = project_check_stems(&project, &problems, &missing);
    if (checked == STATUS_OK)
        checked = project_check_clips(&project, &problems);
    if (checked == STATUS_OK)
        checked = project_check_samples(&project, &problems, &bad);
    problems_print(&problems, stderr);
    if (checked != STATUS_OK || mix_compile(&mix, project.document, &project.stems, NULL) != STATUS_OK)
        status = EXIT_FAILED;
    else if ((missing || bad) && !options->allow_missing)
        status = EXIT_STEM;
    else if (mix.unknown_processors && !options->allow_unknown)
        status = EXIT_PROJECT;
    if (status == EXIT_DONE)
        printf("%s: %d strips, %d stems, no errors\n", options->operands[0], mix.spec.strip_count, project.stems.count);
    mix_clear(&mix);
    project_close(&project);
    return status;
}
