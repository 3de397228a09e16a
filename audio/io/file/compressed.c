/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/compressed.h"

#include <string.h>

#include "audio/io/file/flactail.h"
#include "audio/io/file/mpegframes.h"
#include "audio/io/file/oggpages.h"

bool compressed_is_known(const unsigned char *bytes, int count)
{
    return count >= 4 &&
           (memcmp(bytes, "fLaC", 4) == 0 || memcmp(bytes, "OggS", 4) == 0 || mpegframes_is_header(bytes));
}

/* The excerpt is a plain FLAC file: its header is made to say what is there. */
static Status correct_flac(Excerpt *excerpt, int64_t *lost_frames, Error *error)
{
    FlacStreamInfo info;
    if (!excerpt_lift_head(excerpt, FLAC_HEAD_BYTES) || !flactail_read_head(excerpt->head, &info))
        return error_set(error, STATUS_BAD_VALUE,
                         "is a damaged FLAC file: it does not say how its samples are written");
    if (info.bits != 8 && info.bits != 16 && info.bits != 24)
        return error_set(error, STATUS_UNSUPPORTED, "holds FLAC samples of %d bits, which is not mixed", info.bits);
    int64_t frames = flactail_frames(excerpt, &info);
    if (frames < 0)
        frames = info.frames; /* what is behind the sound hides its end */
    if (frames == 0)
        return error_set(error, STATUS_BAD_VALUE,
                         info.frames > 0 ? "is cut off before its first sample" : "has no samples in it");
    flactail_state_frames(excerpt->head, frames);
    *lost_frames = info.frames > frames ? info.frames - frames : 0;
    return STATUS_OK;
}

Status compressed_find(View *view, int64_t from, int64_t to, Excerpt *excerpt, int64_t *lost_frames, Error *error)
{
    const unsigned char *start = view_at(view, from, 4);
    bool is_flac = start && memcmp(start, "fLaC", 4) == 0, is_ogg = start && memcmp(start, "OggS", 4) == 0;
    Status status = STATUS_OK;
    *lost_frames = 0;
    if (!is_flac && !is_ogg)
        return mpegframes_find(view, from, to, excerpt, lost_frames, error);
    if (is_ogg)
        status = oggpages_find(view, from, to, excerpt, &is_flac, error);
    else if (!excerpt_add(excerpt, from, to - from))
        status = error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
    return status == STATUS_OK && is_flac ? correct_flac(excerpt, lost_frames, error) : status;
}
