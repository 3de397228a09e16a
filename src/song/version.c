/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/song/version.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"

/* The command that a line means: `source vox "x.wav"` names another file for the track's clip. malloc'd. */
static char *command_of(const char *line)
{
    static const char source[] = "source";
    Buffer text = {0};
    const char *rest = line + sizeof source - 1;
    if (strncmp(line, source, sizeof source - 1) != 0 || !strchr(" \t", *rest))
        return text_copy(line);
    rest += strspn(rest, " \t");
    size_t track = strcspn(rest, " \t\"");
    buffer_append_format(&text, "set %.*s.clip.path %s", (int)track, rest, rest + track);
    return buffer_take(&text);
}

static Status run(Document *document, const char *command, const VersionLine *line, const char *name, Error *error)
{
    char shown[200], place[300];
    Answer answer = {0};
    document_execute(document, command, &answer);
    Status status = answer.status;
    if (status != STATUS_OK) {
        text_escape_for_terminal(shown, sizeof shown, name, strlen(name));
        text_escape_for_terminal(place, sizeof place, line->place.file, strlen(line->place.file));
        status = error_set(error, status == STATUS_NO_MEMORY ? status : STATUS_BAD_VALUE, "%s:%d: version %s: %s",
                           place, line->place.line, shown, answer.text);
    }
    answer_clear(&answer);
    return status;
}

/* Lines are copied first: each that runs makes the model anew. */
static Status run_lines(Document *document, const Version *version, Error *error)
{
    int count = version->line_count;
    char **commands = calloc((size_t)count + 1, sizeof *commands), *name = text_copy(version->name);
    VersionLine *lines = calloc((size_t)count + 1, sizeof *lines);
    Status status = commands && lines && name ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        lines[i].place = version->lines[i].place;
        commands[i] = command_of(version->lines[i].text);
        if (!commands[i])
            status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    for (int i = 0; i < count && status == STATUS_OK; i++)
        status = run(document, commands[i], &lines[i], name, error);
    for (int i = 0; commands && i < count; i++)
        free(commands[i]);
    free(commands);
    free(lines);
    free(name);
    return status;
}

static char *title_command(const Model *model, const Version *version)
{
    Buffer title = {0}, command = {0};
    if (version->title)
        buffer_append_text(&title, version->title);
    else
        buffer_append_format(&title, "%s%s(%s)", model->title ? model->title : "", model->title ? " " : "",
                             version->name);
    buffer_append_text(&command, "set title ");
    text_append_quoted(&command, title.bytes ? title.bytes : "", title.length);
    command.failed |= title.failed;
    buffer_clear(&title);
    return buffer_take(&command);
}

Status version_apply(Document *document, const char *name, Error *error)
{
    const Version *version = model_version(document_model(document), name);
    if (!version)
        return error_set(error, STATUS_NOT_FOUND, "there is no such version");
    VersionLine place = {.place = version->place};
    char *title = title_command(document_model(document), version), *copy = text_copy(name);
    Status status = title && copy ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK)
        status = run_lines(document, version, error);
    if (status == STATUS_OK)
        status = run(document, title, &place, copy, error);
    free(title);
    free(copy);
    return status;
}
