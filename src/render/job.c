/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/render/job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "audio/base/maths.h"
#include "audio/io/file/resampler.h"
#include "projects/command/command.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/base/signals.h"
#include "src/mix/ceiling.h"
#include "src/mix/compile.h"
#include "src/mix/range.h"
#include "src/mode/progress.h"
#include "src/render/output.h"
#include "src/render/render.h"
#include "src/render/report.h"
#include "src/song/preset.h"

typedef struct Bounce {
    const Options *options;
    Project *project;
    const BounceWatch *watch;
    FILE *talk, *result;
    Mix mix;
    Engine *engine;
    Writer *writer, **stem_writers;
    MasterMeter *meter;
    Guard *guard;
    char *output;
    RenderJob job;
    BounceReport report;
} Bounce;

static int fail(const Bounce *bounce, int exit_status, const char *subject, const char *text)
{
    char shown[600];
    text_escape_for_terminal(shown, sizeof shown, subject, strlen(subject));
    fprintf(bounce->talk, "%s: %s\n", shown, text);
    return exit_status;
}

/* `preset load` is a session's command that means one of the document's: that `line`, malloc'd; NULL for others.
 * False with an error. */
static bool expand_preset(const char *command, char **line, Error *error)
{
    CommandWords words;
    bool done = true;
    if (command_split(command, &words, NULL) != STATUS_OK)
        return true; /* the document says what is wrong */
    if (words.count > 1 && strcmp(words.word[0], "preset") == 0 && strcmp(words.word[1], "load") == 0)
        done = preset_load_line(&words, 1, line, error) == STATUS_OK;
    command_words_clear(&words);
    return done;
}

static int run_commands(const Bounce *bounce)
{
    for (int i = 0; i < bounce->options->command_count; i++) {
        Answer answer = {0};
        const char *command = bounce->options->commands[i];
        Error error = {0};
        char *line = NULL;
        if (expand_preset(command, &line, &error))
            document_execute(bounce->project->document, line ? line : command, &answer);
        bool failed = answer.status != STATUS_OK || error.status != STATUS_OK;
        int status = failed ? fail(bounce, EXIT_USAGE, command, error.text[0] ? error.text : answer.text) : EXIT_DONE;
        free(line);
        answer_clear(&answer);
        if (failed)
            return status;
    }
    return EXIT_DONE;
}

static void say_problems(const Bounce *bounce, ProblemList *problems)
{
    char line[2400];
    for (int i = 0; i < problems->count; i++) {
        problem_format(&problems->items[i], line, sizeof line);
        fprintf(bounce->talk, "%s\n", line);
    }
    problems_clear(problems);
}

static int check_project(Bounce *bounce)
{
    int missing;
    ProblemList problems = {0};
    Status checked = project_check_stems(bounce->project, &problems, &missing);
    say_problems(bounce, &problems);
    if (checked != STATUS_OK)
        return fail(bounce, EXIT_FAILED, bounce->project->path, "out of memory");
    if (missing && !bounce->options->allow_missing)
        return fail(bounce, EXIT_STEM, bounce->project->path,
                    "not bounced: stems are missing (--allow-missing plays silence for them)");
    if (mix_compile(&bounce->mix, bounce->project->document, &bounce->project->stems, NULL) != STATUS_OK)
        return fail(bounce, EXIT_FAILED, bounce->project->path, "out of memory");
    if (bounce->mix.unknown_processors && !bounce->options->allow_unknown)
        return fail(bounce, EXIT_PROJECT, bounce->project->path,
                    "not bounced: it has processors that this version does not know (--allow-unknown bypasses them)");
    return EXIT_DONE;
}

static int choose_output(Bounce *bounce)
{
    const Options *options = bounce->options;
    Error error = {0};
    FileFormat format = FORMAT_WAV;
    if (options->format_given)
        format = options->format;
    else if (options->output)
        format_of_name(options->output, &format);
    bounce->report.format = format;
    if (options->bits > format_table[format].max_bits || (options->bits == 0 && !format_table[format].can_float))
        return fail(bounce, EXIT_USAGE, format_table[format].word, "takes 16 or 24 bit");
    if (options->output && strcmp(options->output, "-") == 0 && !format_table[format].can_pipe)
        return fail(bounce, EXIT_USAGE, format_table[format].word,
                    "cannot be written to standard output; wav and raw can");
    bounce->output = options->output ? strdup(options->output) : output_default(bounce->project, format);
    if (!bounce->output)
        return fail(bounce, EXIT_FAILED, bounce->project->path, "out of memory");
    if (output_check(bounce->project, bounce->output, &error) != STATUS_OK)
        return fail(bounce, error.status == STATUS_REFUSED ? EXIT_USAGE : EXIT_FAILED, bounce->output, error.text);
    return EXIT_DONE;
}

static WriterSetup writer_setup(const Bounce *bounce)
{
    int bits = bounce->options->bits;
    return (WriterSetup){.format = bounce->report.format,
                         .bits = bits,
                         .channels = 2,
                         .rate_hz = bounce->job.output_rate_hz,
                         .dither = bits == 16 || bits == 24,
                         .dither_seed = 0x7474796d6978u,
                         .first_frame = bounce->job.has_range ? bounce->job.range_from : 0,
                         .digest = bounce->options->report};
}

/* Strips that feed the master themselves: their files add up to its input. */
static bool feeds_master(const MixSpec *spec, int strip)
{
    const StripSpec *row = &spec->strips[strip];
    if (row->kind == STRIP_VCA || row->kind == STRIP_GROUP || row->kind == STRIP_MASTER)
        return false;
    return row->out == spec->master;
}

static int open_stem_writers(Bounce *bounce)
{
    const char *folder = bounce->options->stems_folder;
    const MixSpec *spec = &bounce->mix.spec;
    Error error = {0};
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return fail(bounce, EXIT_FAILED, folder, strerror(errno));
    bounce->stem_writers = calloc((size_t)spec->strip_count, sizeof *bounce->stem_writers);
    if (!bounce->stem_writers)
        return fail(bounce, EXIT_FAILED, folder, "out of memory");
    WriterSetup setup = {.format = FORMAT_WAV, .bits = 0, .channels = 2, .rate_hz = bounce->job.rate_hz};
    for (int i = 0; i < spec->strip_count; i++) {
        char *path = NULL;
        if (!feeds_master(spec, i))
            continue;
        Status status = asprintf(&path, "%s/%s.wav", folder, spec->strips[i].name) < 0
                            ? STATUS_NO_MEMORY
                            : output_check(bounce->project, path, &error);
        if (status == STATUS_OK)
            status = writer_open(&bounce->stem_writers[i], path, &setup, &error);
        int exit_status = status == STATUS_OK ? EXIT_DONE : fail(bounce, EXIT_FAILED, path ? path : folder, error.text);
        free(path);
        if (status != STATUS_OK)
            return exit_status;
        bounce->report.stem_count++;
    }
    bounce->report.stems_written = true;
    bounce->report.stems_folder = folder;
    return EXIT_DONE;
}

static int open_writers(Bounce *bounce)
{
    Error error = {0};
    WriterSetup setup = writer_setup(bounce);
    if (writer_open(&bounce->writer, bounce->output, &setup, &error) != STATUS_OK)
        return fail(bounce, EXIT_FAILED, bounce->output, error.text);
    return bounce->options->stems_folder ? open_stem_writers(bounce) : EXIT_DONE;
}

static int open_engine(Bounce *bounce)
{
    Error error = {0};
    const Options *options = bounce->options;
    int jobs = options->jobs ? options->jobs : (int)sysconf(_SC_NPROCESSORS_ONLN);
    bounce->report.jobs = jobs < 1 ? 1 : jobs > 64 ? 64 : jobs;
    EngineSetup setup = {
        .rate_hz = bounce->mix.spec.rate_hz, .offline = true, .jobs = bounce->report.jobs, .meters = options->report};
    Status status = engine_new(&bounce->engine, &setup, &bounce->mix.spec, &error);
    if (status != STATUS_OK)
        return fail(bounce, status == STATUS_REFUSED ? EXIT_PROJECT : EXIT_FAILED, bounce->project->path, error.text);
    MasterMeterSetup meter = {.rate_hz = bounce->job.output_rate_hz, .mode = LOUDNESS_EXACT};
    if (options->report && mastermeter_new(&bounce->meter, &meter) != STATUS_OK)
        return fail(bounce, EXIT_FAILED, bounce->project->path, "out of memory");
    return EXIT_DONE;
}

/* What is converted keeps the ceiling that a limiter on the master promises; without one, integers must not clip what
 * did not clip before: samples stay 0.01 dB below full scale, room for the dither. */
static int open_guard(Bounce *bounce)
{
    Error error = {0};
    BounceReport *report = &bounce->report;
    report->guard_true_peak = ceiling_of_mix(&bounce->mix.spec, &report->guard_ceiling_db);
    if (!report->guard_true_peak)
        report->guard_ceiling_db = -0.01;
    report->guarded =
        bounce->job.output_rate_hz != bounce->job.rate_hz && (report->guard_true_peak || bounce->options->bits != 0);
    GuardSetup setup = {bounce->job.output_rate_hz, report->guard_ceiling_db, report->guard_true_peak};
    if (report->guarded && guard_new(&bounce->guard, &setup, &error) != STATUS_OK)
        return fail(bounce, EXIT_FAILED, bounce->project->path, error.text);
    return EXIT_DONE;
}

static int prepare(Bounce *bounce)
{
    const Model *model = document_model(bounce->project->document);
    const Options *options = bounce->options;
    Error error = {0};
    bounce->job = (RenderJob){.rate_hz = model->rate_hz,
                              .output_rate_hz = options->rate_hz ? options->rate_hz : model->rate_hz,
                              .end_frame = bounce->mix.spec.end_frame};
    if (options->range) {
        bounce->job.has_range = true;
        if (range_parse(model, options->range, &bounce->job.range_from, &bounce->job.range_to, &error) != STATUS_OK)
            return fail(bounce, EXIT_USAGE, "--range", error.text);
    }
    int status = choose_output(bounce);
    if (status == EXIT_DONE)
        status = open_engine(bounce);
    if (status == EXIT_DONE)
        status = open_guard(bounce);
    return status == EXIT_DONE ? open_writers(bounce) : status;
}

static bool watch_progress(void *context, int64_t frame, int64_t end_frame)
{
    Bounce *bounce = context;
    return bounce->watch->progress(bounce->watch->context, frame, end_frame);
}

static void collect_overs(Bounce *bounce, const RenderResult *render)
{
    const MixSpec *spec = &bounce->mix.spec;
    bounce->report.overs = calloc((size_t)spec->strip_count + 1, sizeof *bounce->report.overs);
    for (int i = 0; render->levels && bounce->report.overs && i < spec->strip_count; i++)
        if (render->levels[i].overs && spec->strips[i].kind != STRIP_TRACK)
            bounce->report.overs[bounce->report.over_count++] = (StripOvers){
                spec->strips[i].name, render->levels[i].overs, maths_db_from_lin((double)render->levels[i].peak)};
}

/* What each strip adds on the way to the output. */
static bool collect_latencies(Bounce *bounce)
{
    const MixSpec *spec = &bounce->mix.spec;
    BounceReport *report = &bounce->report;
    EngineState state;
    engine_state(bounce->engine, &state);
    report->latency_frames = state.latency_frames;
    report->latencies = calloc((size_t)spec->strip_count + 1, sizeof *report->latencies);
    for (int i = 0; report->latencies && i < spec->strip_count; i++) {
        int frames = engine_strip_latency(bounce->engine, spec->strips[i].uid);
        if (frames > 0)
            report->latencies[report->latency_count++] = (StripLatency){spec->strips[i].name, frames};
    }
    return report->latencies != NULL;
}

static int close_stem_writers(Bounce *bounce)
{
    int status = EXIT_DONE;
    for (int i = 0; bounce->stem_writers && i < bounce->mix.spec.strip_count; i++) {
        Error error = {0};
        WriterResult result;
        Writer *writer = bounce->stem_writers[i];
        bounce->stem_writers[i] = NULL;
        if (writer && writer_close(writer, &result, &error) != STATUS_OK)
            status = fail(bounce, EXIT_FAILED, bounce->mix.spec.strips[i].name, error.text);
    }
    return status;
}

/* What the stems turned out to be while they were read: changed, cut short, not finite.  `*lost`: something of them was
 * not read. */
static int say_stem_problems(Bounce *bounce, bool *lost)
{
    StoreProblem problem;
    int status = EXIT_DONE;
    while (store_next_problem(bounce->project->store, &problem)) {
        status = fail(bounce, EXIT_STEM, problem.path, problem.text);
        bounce->report.stem_problems++;
        *lost |= problem.lost;
    }
    return status;
}

static int finish(Bounce *bounce, const RenderResult *render)
{
    Error error = {0};
    BounceReport *report = &bounce->report;
    Writer *writer = bounce->writer;
    bool lost = false;
    int stems = say_stem_problems(bounce, &lost);
    if (lost && !bounce->options->allow_missing) {
        report->stem_problems = 0; /* there is nothing to report on */
        return fail(bounce, EXIT_STEM, bounce->output,
                    "not written: sound of the stems is missing (--allow-missing writes it all the same)");
    }
    bounce->writer = NULL;
    if (writer_close(writer, &report->file, &error) != STATUS_OK)
        return fail(bounce, EXIT_FAILED, bounce->output, error.text);
    int status = close_stem_writers(bounce);
    if (status == EXIT_DONE)
        status = stems;
    report->project = bounce->project->path;
    report->output = bounce->output;
    report->bits = bounce->options->bits;
    report->rate_hz = bounce->job.output_rate_hz;
    report->project_rate_hz = bounce->job.rate_hz;
    report->range_from = render->from;
    report->range_to = render->to;
    report->tail_frames = render->tail_frames;
    report->tail_end = render->tail_end;
    report->null_db = render->null_db;
    report->missing_clips = bounce->mix.missing_clips;
    report->unknown_processors = bounce->mix.unknown_processors;
    report->soxr_version = resampler_library_version();
    for (int i = 0; i < bounce->project->stems.count; i++)
        report->lossy_stems |= bounce->project->stems.items[i]->stream && bounce->project->stems.items[i]->info.lossy;
    if (bounce->guard)
        report->guard = guard_result(bounce->guard);
    if (!collect_latencies(bounce))
        return fail(bounce, EXIT_FAILED, bounce->output, "out of memory");
    if (bounce->meter) {
        report->measured = true;
        mastermeter_finish(bounce->meter);
        mastermeter_read(bounce->meter, &report->reading);
        collect_overs(bounce, render);
    }
    return status;
}

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int render(Bounce *bounce)
{
    Error error = {0};
    RenderResult result;
    double began = now_seconds();
    bounce->job.engine = bounce->engine;
    bounce->job.jobs = bounce->report.jobs;
    bounce->job.writer = bounce->writer;
    bounce->job.meter = bounce->meter;
    bounce->job.guard = bounce->guard;
    bounce->job.stem_writers = bounce->stem_writers;
    bounce->job.strip_count = bounce->mix.spec.strip_count;
    bounce->job.master = bounce->mix.spec.master;
    bounce->job.progress = bounce->watch ? watch_progress : NULL;
    bounce->job.context = bounce;
    Status status = render_run(&bounce->job, &result, &error);
    if (status != STATUS_OK)
        free(result.levels);
    if (status == STATUS_INTERRUPTED)
        return fail(bounce, EXIT_SIGNAL + signals_ending(), bounce->output, "not written: interrupted");
    if (status != STATUS_OK)
        return fail(bounce, EXIT_FAILED, bounce->output, error.text);
    bounce->report.seconds_taken = now_seconds() - began;
    int exit_status = finish(bounce, &result);
    free(result.levels);
    return exit_status;
}

static void clear(Bounce *bounce)
{
    for (int i = 0; bounce->stem_writers && i < bounce->mix.spec.strip_count; i++)
        writer_abort(bounce->stem_writers[i]);
    free(bounce->stem_writers);
    writer_abort(bounce->writer);
    engine_free(bounce->engine);
    mastermeter_free(bounce->meter);
    guard_free(bounce->guard);
    mix_clear(&bounce->mix);
    free(bounce->report.overs);
    free(bounce->report.latencies);
    free(bounce->output);
}

static bool stems_null(const BounceReport *report)
{
    return !report->stems_written || report->null_db < -120.0;
}

int bounce_project(Project *project, const Options *options, const BounceWatch *watch, FILE *talk, FILE *result)
{
    Bounce bounce = {.options = options, .project = project, .watch = watch, .talk = talk, .result = result};
    int status = run_commands(&bounce);
    if (status == EXIT_DONE)
        status = check_project(&bounce);
    if (status == EXIT_DONE)
        status = prepare(&bounce);
    if (status == EXIT_DONE)
        status = render(&bounce);
    bool whole = status == EXIT_DONE || bounce.report.stem_problems > 0;
    if (whole && options->json)
        report_print_json(&bounce.report, result);
    else if (whole && options->report)
        report_print(&bounce.report, result);
    if (status == EXIT_DONE && !stems_null(&bounce.report))
        status = fail(&bounce, EXIT_CHECK, bounce.output, "the stems do not add up to the master's input");
    clear(&bounce);
    return status;
}

int bounce_main(const Options *options)
{
    Project project;
    ProjectSetup setup = {.offline = true, .allow_outside = options->allow_outside};
    bool to_stdout = options->output && strcmp(options->output, "-") == 0;
    ProblemList problems = {0};
    Error error = {0};
    Status opened = project_open(&project, options->operands[0], &setup, &problems, &error);
    Bounce said = {.talk = stderr};
    say_problems(&said, &problems);
    if (error.text[0])
        fprintf(stderr, "ttymix: %s\n", error.text);
    int status = exit_status_of_opening(opened);
    if (status != EXIT_DONE)
        return status;
    Progress progress;
    BounceWatch watch = {progress_show, &progress};
    progress_init(&progress, !options->quiet && isatty(STDERR_FILENO));
    signals_catch_for_bounce();
    status = bounce_project(&project, options, &watch, stderr, to_stdout ? stderr : stdout);
    progress_clear(&progress);
    project_close(&project);
    if (status == EXIT_DONE && (fflush(stdout) != 0 || ferror(stdout))) {
        fputs("ttymix: the report could not be written to standard output\n", stderr);
        status = EXIT_FAILED;
    }
    return status;
}
