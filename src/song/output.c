/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/song/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/io/file/soundfile.h"
#include "audio/io/file/wavheader.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"

bool format_of_name(const char *path, FileFormat *format)
{
    const char *dot = strrchr(path_base(path), '.');
    for (int i = 0; dot && i < FORMAT_COUNT; i++)
        if (strcasecmp(dot, format_table[i].extension) == 0) {
            *format = (FileFormat)i;
            return true;
        }
    return false;
}

/* A title is text from a stranger: slashes, control characters and whatever else a terminal would not show as it is
 * become `_`. */
static void make_file_name(char *name)
{
    char shown[32], *to = name;
    for (char *at = name; *at;) {
        size_t length = 1;
        while (length < 4 && ((unsigned char)at[length] & 0xc0) == 0x80)
            length++;
        text_escape_for_terminal(shown, sizeof shown, at, length);
        bool fine = strlen(shown) == length && memcmp(shown, at, length) == 0 && *at != '/';
        memmove(to, fine ? at : "_", fine ? length : 1);
        to += fine ? length : 1;
        at += length;
    }
    *to = '\0';
    if (name[0] == '.' || name[0] == '-')
        name[0] = '_';
    size_t end = strlen(name) > 200 ? 200 : strlen(name);
    while (end < strlen(name) && end > 0 && ((unsigned char)name[end] & 0xc0) == 0x80)
        end--;
    name[end] = '\0';
}

char *output_default(const Project *project, FileFormat format)
{
    const Model *model = document_model(project->document);
    char *base = model->title && model->title[0] ? strdup(model->title) : path_stem(project->path), *path = NULL;
    if (!base)
        return NULL;
    make_file_name(base);
    if (asprintf(&path, "%s/%s%s", project->stems.folder, base, format_table[format].extension) < 0)
        path = NULL;
    free(base);
    return path;
}

/* ---- what lies at a path ---- */

static bool is_same_file(const char *path, const struct stat *wanted)
{
    struct stat other;
    return stat(path, &other) == 0 && other.st_dev == wanted->st_dev && other.st_ino == wanted->st_ino;
}

/* As the project names it, from its folder. */
static bool is_named(const Project *project, const char *name, const struct stat *wanted)
{
    char *full = name ? path_join(project->stems.folder, name) : NULL;
    bool same = full && is_same_file(full, wanted);
    free(full);
    return same;
}

static bool is_include(const Project *project, const struct stat *wanted)
{
    const char *name;
    for (int i = 0; (name = document_include(project->document, i)) != NULL; i++)
        if (is_named(project, name, wanted))
            return true;
    return false;
}

static bool strip_plays(const Project *project, const Strip *strip, const struct stat *wanted)
{
    for (int i = 0; i < strip->clip_count; i++)
        if (is_named(project, strip->clips[i].path, wanted))
            return true;
    for (int i = 0; i < strip->processor_count; i++)
        if (is_named(project, strip->processors[i].file_path, wanted))
            return true;
    return false;
}

/* What is played now, whether it was opened yet or not, and what was opened and may come back by an undo. */
static bool is_stem(const Project *project, const char *path, const struct stat *wanted)
{
    const Model *model = document_model(project->document);
    for (int i = 0; i < model->strip_count; i++)
        if (strip_plays(project, &model->strips[i], wanted))
            return true;
    return stems_include_file(&project->stems, path);
}

/* `.song.mix.lock`, `.song.mix.journal` and their like. */
static bool is_beside(const Project *project, const char *path)
{
    const char *base = path_base(path), *own = path_base(project->path);
    size_t length = strlen(own);
    return base[0] == '.' && strncmp(base + 1, own, length) == 0 && base[1 + length] == '.';
}

/* The first word of a file that ttymix wrote, or "". */
static void read_first_word(const char *path, char word[16])
{
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ssize_t got = file >= 0 ? read(file, word, 15) : 0;
    if (file >= 0)
        close(file);
    word[got > 0 ? got : 0] = '\0';
    word[strcspn(word, " \t\r\n")] = '\0';
}

/* An empty file is nobody's loss. */
static bool is_foreign(const char *path)
{
    unsigned char head[WAVHEADER_BYTES_MAX];
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ssize_t got = file >= 0 ? read(file, head, sizeof head) : -1;
    if (file >= 0)
        close(file);
    return got < 0 || (got > 0 && !wavheader_is_ours(head, (size_t)got));
}

static bool is_sound(OutputUse use)
{
    return use == OUTPUT_SOUND || use == OUTPUT_IMPLIED;
}

static OutputPlace look_inside(const char *path, OutputUse use)
{
    char word[16];
    SoundFileInfo info;
    read_first_word(path, word);
    if (strcmp(word, "ttymix-strip") == 0)
        return OUTPUT_PRESET;
    if (strcmp(word, "ttymix") == 0)
        return is_sound(use) ? OUTPUT_OTHER : OUTPUT_FREE;
    if (use == OUTPUT_IMPLIED && is_foreign(path))
        return OUTPUT_FOREIGN;
    bool is_recording = !is_sound(use) && soundfile_inspect(path, &info, NULL) == STATUS_OK;
    return is_recording ? OUTPUT_RECORDING : OUTPUT_FREE;
}

static OutputPlace look_at_file(const Project *project, const char *path, const struct stat *there, OutputUse use)
{
    struct stat link;
    if (!S_ISREG(there->st_mode))
        return S_ISDIR(there->st_mode) ? OUTPUT_FOLDER : OUTPUT_NO_FILE;
    if (use != OUTPUT_PROJECT && is_same_file(project->path, there))
        return OUTPUT_ITSELF;
    if (is_stem(project, path, there))
        return OUTPUT_STEM;
    if (is_include(project, there))
        return OUTPUT_INCLUDE;
    if (is_sound(use) && lstat(path, &link) == 0 && S_ISLNK(link.st_mode))
        return OUTPUT_LINK;
    return look_inside(path, use);
}

/* `*os_error` is set for OUTPUT_UNKNOWN. */
static OutputPlace look(const Project *project, const char *path, OutputUse use, int *os_error)
{
    struct stat there;
    if (path[0] == '\0')
        return OUTPUT_NAMELESS;
    if (use == OUTPUT_SOUND && strcmp(path, "-") == 0)
        return OUTPUT_FREE;
    if (is_beside(project, path))
        return OUTPUT_BESIDE;
    if (stat(path, &there) == 0)
        return look_at_file(project, path, &there, use);
    *os_error = errno;
    if (*os_error != ENOENT)
        return OUTPUT_UNKNOWN;
    bool leads_nowhere = lstat(path, &there) == 0;
    return leads_nowhere && is_sound(use) ? OUTPUT_LINK : OUTPUT_FREE;
}

Status output_check(const Project *project, const char *path, OutputUse use, OutputPlace *place, Error *error)
{
    static const char *const words[] = {
        [OUTPUT_NAMELESS] = "an empty name is no file's",
        [OUTPUT_BESIDE] = "belongs to the project",
        [OUTPUT_FOLDER] = "is a folder",
        [OUTPUT_NO_FILE] = "is not a regular file",
        [OUTPUT_LINK] = "is a symbolic link; name the file itself",
        [OUTPUT_ITSELF] = "is the project itself",
        [OUTPUT_STEM] = "is a stem of the project",
        [OUTPUT_INCLUDE] = "is included by the project",
        [OUTPUT_OTHER] = "is another ttymix project",
        [OUTPUT_PRESET] = "is a preset of ttymix",
        [OUTPUT_RECORDING] = "is a sound file",
        [OUTPUT_FOREIGN] = "is there already, and ttymix did not make it",
    };
    int os_error = 0;
    OutputPlace found = look(project, path, use, &os_error);
    if (place)
        *place = found;
    if (found == OUTPUT_FREE)
        return STATUS_OK;
    if (found == OUTPUT_UNKNOWN)
        return error_set_os(error, os_error, "cannot be written");
    return error_set(error, STATUS_REFUSED, "%s", words[found]);
}
