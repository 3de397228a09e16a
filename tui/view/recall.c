/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/recall.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20 };

void recall_clear(Recall *history)
{
    for (int i = 0; i < history->count; i++)
        free(history->lines[i]);
    history->count = 0;
}

static void remove_line(Recall *history, int at)
{
    free(history->lines[at]);
    history->count--;
    memmove(&history->lines[at], &history->lines[at + 1], (size_t)(history->count - at) * sizeof history->lines[0]);
}

void recall_add(Recall *history, const char *line)
{
    if (line[strspn(line, " ")] == '\0' || strlen(line) >= RECALL_LINE_MAX)
        return;
    char *copy = strdup(line);
    if (!copy)
        return;
    for (int i = 0; i < history->count; i++)
        if (strcmp(history->lines[i], line) == 0)
            remove_line(history, i--);
    if (history->count == RECALL_MAX)
        remove_line(history, 0);
    history->lines[history->count++] = copy;
}

int recall_seek(const Recall *history, int at, int step, const char *start)
{
    for (at += step; at >= 0 && at < history->count; at += step)
        if (strncmp(history->lines[at], start, strlen(start)) == 0)
            return at;
    return -1;
}

static bool has_control(const char *line)
{
    for (; *line; line++)
        if ((unsigned char)*line < 0x20 || *line == 0x7f)
            return true;
    return false;
}

Status recall_load(Recall *history, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? STATUS_OK : STATUS_IO;
    struct stat status;
    char *text = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= FILE_MAX
                     ? malloc((size_t)status.st_size + 1)
                     : NULL;
    ssize_t length = text ? read(fd, text, (size_t)status.st_size) : -1;
    close(fd);
    if (length >= 0) {
        char *rest = text;
        text[length] = '\0';
        for (char *line; (line = strsep(&rest, "\n"));)
            if (!has_control(line))
                recall_add(history, line);
    }
    free(text);
    return length >= 0 ? STATUS_OK : STATUS_IO;
}

static bool write_lines(const Recall *history, int fd)
{
    FILE *file = fdopen(fd, "w");
    if (!file) {
        close(fd);
        return false;
    }
    for (int i = 0; i < history->count; i++)
        fprintf(file, "%s\n", history->lines[i]);
    bool good = !ferror(file);
    return fclose(file) == 0 && good;
}

Status recall_save(const Recall *history, const char *path)
{
    char temporary[4096];
    int length = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    if (length < 0 || (size_t)length >= sizeof temporary)
        return STATUS_BAD_VALUE;
    int fd = mkstemp(temporary); /* O_EXCL, mode 0600 */
    if (fd < 0)
        return STATUS_IO;
    if (write_lines(history, fd) && rename(temporary, path) == 0)
        return STATUS_OK;
    unlink(temporary);
    return STATUS_IO;
}
