/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What layout.c, which walks through the chunks of a file, and layout_format.c, which reads how its samples are
 * written, share. */
#ifndef TTYMIX_AUDIO_IO_FILE_LAYOUT_WALK_H
#define TTYMIX_AUDIO_IO_FILE_LAYOUT_WALK_H

#include "audio/io/file/layout.h"
#include "audio/io/file/view.h"

typedef enum LayoutFamily { FAMILY_WAV, FAMILY_AIFF, FAMILY_CAF } LayoutFamily;

/* How one container writes its chunks. */
typedef struct LayoutContainer {
    const char *format;
    char magic[5], form[5];
    int form_offset;
    int start;                /* offset of the first chunk */
    int id_bytes, size_bytes; /* of a chunk's head */
    bool big_endian;
    bool size_counts_head;
    int alignment; /* of the next chunk */
    LayoutFamily family;
    bool is_aifc;
} LayoutContainer;

/* What has been gathered on the way through the chunks. */
typedef struct LayoutWalk {
    View view;
    int64_t base; /* where the container begins in the file */
    const LayoutContainer *container;
    FileLayout *layout;
    Error *error;
    bool has_format, has_data;
    int frame_bytes; /* as the format chunk says */
    bool has_ds64;   /* RF64 */
    uint64_t ds64_data_bytes;
    int64_t ds64_table; /* offset of its rows, of 12 bytes each */
    int ds64_rows;
    int64_t aiff_frames;
} LayoutWalk;

typedef struct LayoutChunk {
    char id[5];
    int64_t offset; /* of its body */
    int64_t bytes;  /* as stated */
} LayoutChunk;

/* Bytes of a chunk's body, valid until the next call; NULL beyond its end or the file's. */
const unsigned char *layout_chunk_bytes(LayoutWalk *walk, const LayoutChunk *chunk, int64_t offset, int count);
/* "has a damaged WAV header: WHAT", or why it cannot be read. */
Status layout_makes_no_sense(LayoutWalk *walk, const char *what);

/* layout_format.c: reads `fmt `, `COMM` or `desc`, whichever the container's family has. */
NODISCARD Status layout_read_format(LayoutWalk *walk, const LayoutChunk *chunk);

#endif
