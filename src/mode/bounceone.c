/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/bounceone.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "projects/text/escape.h"
#include "src/base/signals.h"
#include "src/mode/progress.h"
#include "src/render/report.h"
#include "src/speech/problems.h"

static int exit_status_of(const RenderOutcome *outcome)
{
    switch (outcome->fault) {
    case RENDER_FINE: return EXIT_DONE;
    case RENDER_STEMS_MISSING:
    case RENDER_STEMS_LOST: return EXIT_STEM;
    case RENDER_STRANGE:
    case RENDER_NO_ENGINE: return EXIT_PROJECT;
    case RENDER_NO_BITS:
    case RENDER_NO_DITHER:
    case RENDER_NO_PIPE:
    case RENDER_CLASH:
    case RENDER_BEYOND: return EXIT_USAGE;
    case RENDER_NO_OUTPUT: return outcome->place == OUTPUT_UNKNOWN ? EXIT_FAILED : EXIT_USAGE;
    case RENDER_INTERRUPTED: return EXIT_SIGNAL + signals_ending();
    case RENDER_STEMS_DO_NOT_ADD: return EXIT_CHECK;
    case RENDER_NOT_WRITTEN: break;
    }
    return EXIT_FAILED;
}

static void say_outcome(const Options *options, RenderOutcome *outcome, const Project *project)
{
    char text[1200];
    FILE *result = options->output && strcmp(options->output, "-") == 0 ? stderr : stdout;
    const RenderReport *report = &outcome->report;
    problems_print(&outcome->problems, stderr);
    if (outcome->written && report->bits == 16 && report->dither == DITHER_NONE && !report->unchanged)
        fputs("warning: --dither none: 16 bits are rounded without dither, which distorts what is quiet\n", stderr);
    if (outcome->written && options->json)
        report_print_json(&outcome->report, result);
    else if (outcome->written && options->report)
        report_print(&outcome->report, result);
    if (outcome->fault == RENDER_FINE)
        return;
    report_fault_words(outcome, text, sizeof text);
    if (outcome->fault == RENDER_STEMS_MISSING || outcome->fault == RENDER_STRANGE) {
        char shown[600];
        text_escape_for_terminal(shown, sizeof shown, project->path, strlen(project->path));
        fprintf(stderr, "%s: not bounced: %s\n", shown, text);
    } else
        fprintf(stderr, "%s\n", text);
}

int bounce_one(const Options *options, Project *project, const RenderSetup *asked, const Version *version, Deps *deps)
{
    RenderSetup setup = *asked;
    RenderOutcome outcome;
    Progress progress;
    progress_init(&progress, !options->quiet && isatty(STDERR_FILENO));
    setup.progress = progress_show;
    setup.context = &progress;
    signals_catch_for_bounce();
    render_project(project, &setup, &outcome);
    progress_clear(&progress);
    outcome.report.version = version ? version->name : NULL;
    outcome.report.isrc = version ? version->isrc : NULL;
    say_outcome(options, &outcome, project);
    int status = exit_status_of(&outcome);
    if (outcome.written) {
        deps_add_target(deps, outcome.report.output);
        deps_add_project(deps, project);
    }
    render_outcome_clear(&outcome);
    if (status == EXIT_DONE && (fflush(stdout) != 0 || ferror(stdout))) {
        fputs("ttymix: the report could not be written to standard output\n", stderr);
        status = EXIT_FAILED;
    }
    return status;
}
