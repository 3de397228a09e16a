/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with the sound files that a project names. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audio/io/file/extremes.h"
#include "projects/lines/problems.h"
#include "projects/text/escape.h"
#include "projects/text/timevalue.h"
#include "src/song/impulse.h"
#include "src/song/song.h"

typedef struct StemCheck {
    Project *project;
    ProblemList *problems;
    int missing;
} StemCheck;

/* Where a sound file is asked for; line 0: in an included file whose name is not known here. */
typedef struct StemUse {
    const char *path, *file;
    int line;
} StemUse;

/* "song.mix:7: stems/vox.wav: no such file" */
static bool tell(StemCheck *check, const StemUse *use, bool warning, const char *text)
{
    char shown[600], sentence[1000];
    text_escape_for_terminal(shown, sizeof shown, use->path, strlen(use->path));
    snprintf(sentence, sizeof sentence, "%s: %s", shown, text);
    return problems_add(check->problems, warning, use->file ? use->file : check->project->path, use->line, 0, sentence);
}

static bool warn_of_stem(StemCheck *check, const StemUse *use, const Stem *stem)
{
    char text[200];
    bool told = true;
    const SoundFileInfo *info = &stem->info;
    if (info->stated_frames > info->frames) {
        snprintf(text, sizeof text, "is cut off: %lld of %lld frames are there", (long long)info->frames,
                 (long long)info->stated_frames);
        told = tell(check, use, true, text);
    }
    if (info->rate_hz != check->project->stems.rate_hz) {
        snprintf(text, sizeof text, "is at %d Hz and is converted to %d Hz", info->rate_hz,
                 check->project->stems.rate_hz);
        told = tell(check, use, true, text) && told;
    }
    return told;
}

/* NULL only without memory. A file that two places name is told of once. */
static Stem *check_stem(StemCheck *check, const StemUse *use)
{
    StemTable *stems = &check->project->stems;
    int known = stems->count;
    Stem *stem = stems_find(stems, use->path);
    if (!stem)
        return NULL;
    check->missing += stem->stream == NULL;
    if (stems->count == known)
        return stem;
    bool told = stem->stream ? warn_of_stem(check, use, stem) : tell(check, use, false, stem->problem);
    return told ? stem : NULL;
}

static bool check_clips(StemCheck *check, const Strip *strip)
{
    for (int k = 0; k < strip->clip_count; k++) {
        const Clip *clip = &strip->clips[k];
        StemUse use = {clip->path, clip->file, clip->line};
        if (!check_stem(check, &use))
            return false;
    }
    return true;
}

static bool check_impulse(StemCheck *check, const StemUse *use)
{
    char text[80];
    Stem *stem = check_stem(check, use);
    if (!stem)
        return false;
    if (!stem->stream || !impulse_is_too_long(&check->project->stems, stem))
        return true;
    check->missing++;
    if (stem->told_long)
        return true;
    stem->told_long = true;
    snprintf(text, sizeof text, "is too long for an impulse response (at most %d s)", IMPULSE_SECONDS_MAX);
    return tell(check, use, false, text);
}

static bool check_impulses(StemCheck *check, const Strip *strip)
{
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        StemUse use = {processor->file_path, NULL, strip->included ? 0 : processor->line};
        if (use.path && !check_impulse(check, &use))
            return false;
    }
    return true;
}

Status project_check_stems(Project *project, ProblemList *problems, int *missing)
{
    const Model *model = document_model(project->document);
    StemCheck check = {project, problems, 0};
    for (int i = 0; i < model->strip_count; i++)
        if (!check_clips(&check, &model->strips[i]) || !check_impulses(&check, &model->strips[i]))
            return STATUS_NO_MEMORY;
    *missing = check.missing;
    return STATUS_OK;
}

/* ---- what a clip asks of its file ---- */

static const char *place_text(const StemCheck *check, int64_t frame, char out[TIME_TEXT_MAX])
{
    int rate_hz = check->project->stems.rate_hz;
    TimeValue time = time_from_frame(frame, rate_hz);
    time_format(&time, rate_hz, out);
    return out;
}

/* One frame more than is there comes of rounding between rates. */
static bool check_clip(StemCheck *check, const Model *model, const Clip *clip)
{
    char text[3][TIME_TEXT_MAX], sentence[3 * TIME_TEXT_MAX + 100];
    StemUse use = {clip->path, clip->file, clip->line};
    const Stem *stem = stems_find(&check->project->stems, clip->path);
    if (!stem || !stem->stream)
        return stem != NULL;
    int64_t from = model_frame_of_time(model, &clip->offset), frames = stem->stream->frames;
    int64_t to = clip->has_length ? from + model_frame_of_time(model, &clip->length) : frames;
    if (from < frames && to <= frames + 1)
        return true;
    place_text(check, from, text[0]);
    place_text(check, to, text[1]);
    place_text(check, frames, text[2]);
    if (from >= frames)
        snprintf(sentence, sizeof sentence,
                 "the clip begins at %s of the file, which ends at %s: nothing is heard of it", text[0], text[2]);
    else
        snprintf(sentence, sizeof sentence, "the clip asks for %s to %s of the file, which ends at %s: silence follows",
                 text[0], text[1], text[2]);
    return tell(check, &use, true, sentence);
}

Status project_check_clips(Project *project, ProblemList *problems)
{
    const Model *model = document_model(project->document);
    StemCheck check = {project, problems, 0};
    for (int i = 0; i < model->strip_count; i++)
        for (int k = 0; k < model->strips[i].clip_count; k++)
            if (!check_clip(&check, model, &model->strips[i].clips[k]))
                return STATUS_NO_MEMORY;
    return STATUS_OK;
}

/* ---- what the samples are ---- */

static bool tell_samples(StemCheck *check, const StemUse *use, const Stem *stem, const SoundExtremes *found)
{
    char place[TIME_TEXT_MAX], text[200];
    TimeValue time = time_from_frame(found->bad_first, stem->info.rate_hz);
    bool told = true, one = found->bad_samples == 1;
    if (found->bad_samples) {
        time_format(&time, stem->info.rate_hz, place);
        snprintf(text, sizeof text, "%lld sample%s not %s (NaN or infinite), the first at %s",
                 (long long)found->bad_samples, one ? " is" : "s are", one ? "a number" : "numbers", place);
        told = tell(check, use, false, text);
        check->missing++;
    }
    if (found->over_samples) {
        time = time_from_frame(found->over_first, stem->info.rate_hz);
        time_format(&time, stem->info.rate_hz, place);
        double peak_db = extremes_peak_db(found), limit_db = 20 * log10((double)UNPACK_LIMIT);
        int used =
            snprintf(text, sizeof text, "%lld sample%s beyond full scale, the first at %s; the largest is %+.1f dBFS",
                     (long long)found->over_samples, found->over_samples == 1 ? " lies" : "s lie", place, peak_db);
        if (peak_db > limit_db)
            snprintf(text + used, sizeof text - (size_t)used, " and is played as %+.1f dBFS", limit_db);
        told = tell(check, use, true, text) && told;
    }
    return told;
}

static bool check_samples(StemCheck *check, const StemUse *use)
{
    SoundFile file;
    SoundExtremes found;
    Stem *stem = stems_find(&check->project->stems, use->path);
    if (!stem || !stem->stream || !stem->info.is_float || stem->told_samples)
        return stem != NULL;
    stem->told_samples = true;
    if (soundfile_open(&file, stem->full, NULL) != STATUS_OK)
        return true; /* gone since: whoever plays it says so */
    extremes_find(&file, &found);
    soundfile_close(&file);
    return tell_samples(check, use, stem, &found);
}

Status project_check_samples(Project *project, ProblemList *problems, int *bad)
{
    const Model *model = document_model(project->document);
    StemCheck check = {project, problems, 0};
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        for (int k = 0; k < strip->clip_count; k++)
            if (!check_samples(&check, &(StemUse){strip->clips[k].path, strip->clips[k].file, strip->clips[k].line}))
                return STATUS_NO_MEMORY;
        for (int k = 0; k < strip->processor_count; k++) {
            StemUse use = {strip->processors[k].file_path, NULL, strip->included ? 0 : strip->processors[k].line};
            if (use.path && !check_samples(&check, &use))
                return STATUS_NO_MEMORY;
        }
    }
    *bad = check.missing;
    return STATUS_OK;
}
