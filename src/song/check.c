/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with the sound files that a project names. */
#include <stdio.h>
#include <string.h>

#include "projects/lines/problems.h"
#include "projects/text/escape.h"
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
