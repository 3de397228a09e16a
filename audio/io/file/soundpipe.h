/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sound as it is played, into a pipe: every write goes out at once, and nothing is ever gone back to.
 *
 * WAV has a header of unknown length (RIFF sizes 0xFFFFFFFF) and plain samples; FLAC states no length; Opus is in Ogg,
 * a page at least every tenth of a second, at 48 kHz: other rates are converted. 16 and 24 bit have TPDF dither.  Two
 * channels.  One thread at a time, not the audio thread; it waits where the pipe is full.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_SOUNDPIPE_H
#define TTYMIX_AUDIO_IO_FILE_SOUNDPIPE_H

#include "audio/base/status.h"

typedef enum PipeFormat { PIPE_WAV, PIPE_FLAC, PIPE_OPUS, PIPE_FORMAT_COUNT } PipeFormat;
/* "wav", ... */
extern const char *const pipe_format_words[PIPE_FORMAT_COUNT];

typedef struct SoundPipe SoundPipe;

/* `bits`: 16, 24, 32 or 0 = float of WAV, 16 or 24 of FLAC, none of Opus. Writes what stands before the sound. SIGPIPE
 * is to be ignored.  Here and below: LOST when nobody reads any more, INTERRUPTED by a
 * signal while the pipe was full, IO, UNSUPPORTED, NO_MEMORY. */
NODISCARD Status soundpipe_open(SoundPipe **pipe, int fd, PipeFormat format, int rate_hz, int bits, Error *error);
/* Interleaved frames. After a failure only soundpipe_close follows. */
NODISCARD Status soundpipe_write(SoundPipe *pipe, const float *interleaved, int frames, Error *error);
/* Ends the stream, and frees whatever happens; `fd` stays open. NULL is safe. */
NODISCARD Status soundpipe_close(SoundPipe *pipe, Error *error);

#endif
