/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/describe.h"

#include <stdio.h>
#include <string.h>

#include "projects/text/escape.h"
#include "src/speech/describe.h"
#include "src/speech/problems.h"

static void describe_all(const Describer *describer, const Model *model)
{
    describe_project(describer);
    for (int i = 0; i < model->strip_count; i++)
        describe_strip(describer, &model->strips[i], VERBOSITY_BRIEF);
}

static int describe_named(const Describer *describer, const Model *model, const char *name)
{
    const Strip *strip = model_strip(model, name);
    char shown[200];
    if (strip) {
        describe_strip(describer, strip, VERBOSITY_FULL);
        return EXIT_DONE;
    }
    text_escape_for_terminal(shown, sizeof shown, name, strlen(name));
    fprintf(stderr, "ttymix: there is no strip \"%s\"\n", shown);
    return EXIT_USAGE;
}

int describe_main(const Options *options)
{
    Project project;
    ProjectSetup setup = {.offline = true, .allow_outside = options->allow_outside};
    ProblemList problems = {0};
    Error error = {0};
    int status = exit_status_of_opening(project_open(&project, options->operands[0], &setup, &problems, &error));
    problems_print_opening(&problems, &error, stderr);
    if (status != EXIT_DONE)
        return status;
    Describer describer = {.document = project.document, .speech = SPEECH_SYMBOLS, .out = stdout};
    const Model *model = document_model(project.document);
    if (options->operand_count == 1)
        describe_all(&describer, model);
    for (int i = 1; i < options->operand_count; i++)
        if (describe_named(&describer, model, options->operands[i]) != EXIT_DONE)
            status = EXIT_USAGE;
    project_close(&project);
    return status;
}
