/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/song/preset.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/base/buffer.h"
#include "projects/disk/file.h"
#include "projects/disk/save.h"
#include "projects/text/escape.h"
#include "projects/text/suggest.h"
#include "src/base/paths.h"

static const char first_word[] = "ttymix-strip";
static const char ending[] = ".strip";
enum { PRESET_VERSION = 1, PRESETS_MAX = 4096 };

static bool ends_so(const char *name)
{
    size_t length = strlen(name), tail = sizeof ending - 1;
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

static bool is_name(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)name[i]) && name[i] != '_' && name[i] != '-')
            return false;
    return length > 0 && length < 64 && (unsigned char)name[0] < 128 && name[0] != '-';
}

/* malloc'd; NULL without a home or memory. */
static char *own_folder(bool make)
{
    char *config = path_home("config", make), *folder = config ? path_join(config, "presets") : NULL;
    free(config);
    if (folder && make && mkdir(folder, 0777) != 0 && errno != EEXIST) {
        free(folder);
        return NULL;
    }
    return folder;
}

/* `more` from the folder of the program's file, if it is a folder: "../projects/presets" is there in a checkout. */
static char *folder_near_program(const char *more)
{
    char program[PATH_MAX];
    struct stat info;
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0)
        return NULL;
    program[length] = '\0';
    char *home = path_folder(program), *folder = home ? path_join(home, more) : NULL;
    free(home);
    if (folder && stat(folder, &info) == 0 && S_ISDIR(info.st_mode))
        return folder;
    free(folder);
    return NULL;
}

static char *shipped_folder(void)
{
    const char *data = getenv("TTYMIX_DATA");
    if (data && data[0] == '/')
        return path_join(data, "presets");
    char *moved = folder_near_program("../share/ttymix/presets"),
         *folder = moved ? moved : folder_near_program("../projects/presets");
    return folder ? folder : path_join(TTYMIX_DATA_FOLDER, "presets");
}

/* FOLDER/NAME.strip; takes `folder`. */
static char *path_in(char *folder, const char *name)
{
    char *path = NULL;
    if (folder && asprintf(&path, "%s/%s%s", folder, name, ending) < 0)
        path = NULL;
    free(folder);
    return path;
}

/* The rest of the line behind the first word, if it is a preset of a version that can be read. */
static Status check_head(const char *text, const char *shown, const char **rest, Error *error)
{
    size_t length = strlen(first_word);
    if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    if (strncmp(text, first_word, length) != 0 || (text[length] != ' ' && text[length] != '\t'))
        return error_set(error, STATUS_BAD_VALUE, "%s is no preset: its first line is not `%s %d`", shown, first_word,
                         PRESET_VERSION);
    char *end;
    long version = strtol(text + length, &end, 10);
    end += strspn(end, " \t\r");
    if (version < 1 || (*end && *end != '\n' && *end != '#'))
        return error_set(error, STATUS_BAD_VALUE, "%s is no preset: its first line is not `%s %d`", shown, first_word,
                         PRESET_VERSION);
    if (version > PRESET_VERSION)
        return error_set(error, STATUS_UNSUPPORTED,
                         "%s was written by a newer ttymix (preset format %ld, this program knows %d)", shown, version,
                         PRESET_VERSION);
    *rest = end + strcspn(end, "\n");
    *rest += **rest == '\n';
    return STATUS_OK;
}

static size_t span_line(const char *text)
{
    size_t length = strcspn(text, "\n");
    return length + (text[length] == '\n');
}

static Status read_preset(const char *path, char **text, Error *error)
{
    char shown[300];
    struct stat info;
    size_t length;
    text_escape_for_terminal(shown, sizeof shown, path, strlen(path));
    int fd = disk_open_regular(path, &info);
    if (fd < 0)
        return error_set(error, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_REFUSED, "%s: %s", shown,
                         errno == EINVAL ? "no regular file" : strerror(errno));
    int failed = disk_read_all(fd, PRESET_BYTES_MAX, text, &length), why = errno;
    close(fd);
    if (failed)
        return error_set(error, why == EFBIG ? STATUS_REFUSED : STATUS_IO, "%s: %s", shown,
                         why == EFBIG ? "too long for a preset" : strerror(why));
    if (memchr(*text, '\0', length)) {
        free(*text);
        return error_set(error, STATUS_BAD_VALUE, "%s is no text", shown);
    }
    return STATUS_OK;
}

static Status take_chain(const char *path, char **chain, Error *error)
{
    char *text, shown[300];
    const char *rest;
    Status status = read_preset(path, &text, error);
    if (status != STATUS_OK)
        return status;
    text_escape_for_terminal(shown, sizeof shown, path_base(path), strlen(path_base(path)));
    status = check_head(text, shown, &rest, error);
    if (status == STATUS_OK) {
        while (*rest == '#')
            rest += span_line(rest);
        *chain = strdup(rest);
        status = *chain ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    free(text);
    return status;
}

static Status refuse_name(const char *name, const char *shown, Error *error)
{
    PresetInfo *infos = NULL;
    Suggestion nearest;
    char near[120];
    int count = preset_list(&infos);
    suggestion_init(&nearest, name, strlen(name));
    for (int i = 0; i < count; i++)
        suggestion_offer(&nearest, infos[i].name);
    const char *hint = suggestion_format(&nearest, near, sizeof near);
    Status status = error_set(error, STATUS_NOT_FOUND, "there is no preset `%s`%s", shown,
                              hint[0] ? hint : "; preset list shows them");
    free(infos);
    return status;
}

Status preset_find(const char *name, char **path, Error *error)
{
    char shown[120];
    text_escape_for_terminal(shown, sizeof shown, name, strlen(name));
    if (ends_so(name)) {
        *path = strdup(name);
        return *path ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    if (!is_name(name, strlen(name)))
        return error_set(error, STATUS_BAD_VALUE,
                         "`%s` is no preset's name (letters, digits, _ and -) and no file NAME.strip", shown);
    *path = path_in(own_folder(false), name);
    if (*path && access(*path, F_OK) == 0)
        return STATUS_OK;
    free(*path);
    *path = path_in(shipped_folder(), name);
    if (*path && access(*path, F_OK) == 0)
        return STATUS_OK;
    free(*path);
    return refuse_name(name, shown, error);
}

Status preset_load(const char *name, char **chain, Error *error)
{
    char *path = NULL;
    Status status = preset_find(name, &path, error);
    if (status != STATUS_OK)
        return status;
    status = take_chain(path, chain, error);
    free(path);
    return status;
}

Status preset_save(const char *name, const char *chain, bool replace, Error *error)
{
    char *path = NULL, *text = NULL, shown[120];
    FileIdentity none = {0}, now;
    text_escape_for_terminal(shown, sizeof shown, name, strlen(name));
    if (!ends_so(name) && !is_name(name, strlen(name)))
        return error_set(error, STATUS_BAD_VALUE,
                         "`%s` is no preset's name (letters, digits, _ and -) and no file NAME.strip", shown);
    path = ends_so(name) ? strdup(name) : path_in(own_folder(true), name);
    if (!path)
        return error_set(error, STATUS_IO, "the folder for presets cannot be made");
    int length = asprintf(&text, "%s %d\n\n%s", first_word, PRESET_VERSION, chain);
    Status status = length < 0 ? error_set(error, STATUS_NO_MEMORY, "out of memory")
                               : save_write(path, text, (size_t)length, replace ? NULL : &none, &now, error);
    if (status == STATUS_CHANGED)
        status = error_set(error, STATUS_EXISTS, "%s exists; preset! save replaces it", shown);
    if (length >= 0)
        free(text);
    free(path);
    return status;
}

/* ---- the list ---- */

typedef struct PresetList {
    PresetInfo *items;
    int count;
    bool failed;
} PresetList;

static void describe(const char *path, char *out, size_t size)
{
    char *text;
    const char *rest;
    Error error;
    out[0] = '\0';
    if (read_preset(path, &text, &error) != STATUS_OK)
        return;
    if (check_head(text, "", &rest, &error) == STATUS_OK && *rest == '#') {
        rest += 1 + strspn(rest + 1, " \t");
        text_escape_for_terminal(out, size, rest, strcspn(rest, "\r\n"));
    }
    free(text);
}

static void add_preset(PresetList *list, const char *folder, const char *file, bool is_own)
{
    char name[sizeof list->items->name];
    char *path = path_join(folder, file);
    snprintf(name, sizeof name, "%.*s", (int)(strlen(file) - (sizeof ending - 1)), file);
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0) {
            free(path);
            return;
        }
    PresetInfo *info = path && list->count < PRESETS_MAX ? array_append(&list->items, list->count, sizeof *info) : NULL;
    if (info) {
        memcpy(info->name, name, sizeof name);
        info->is_own = is_own;
        describe(path, info->help, sizeof info->help);
        list->count++;
    } else if (list->count < PRESETS_MAX)
        list->failed = true;
    free(path);
}

/* Takes `folder`. */
static void add_presets(PresetList *list, char *folder, bool is_own)
{
    DIR *dir = folder ? opendir(folder) : NULL;
    for (struct dirent *entry; dir && (entry = readdir(dir)) != NULL;)
        if (ends_so(entry->d_name) && is_name(entry->d_name, strlen(entry->d_name) - (sizeof ending - 1)))
            add_preset(list, folder, entry->d_name, is_own);
    if (dir)
        closedir(dir);
    free(folder);
}

static int compare_presets(const void *a, const void *b)
{
    return strcmp(((const PresetInfo *)a)->name, ((const PresetInfo *)b)->name);
}

int preset_list(PresetInfo **infos)
{
    PresetList list = {0};
    add_presets(&list, own_folder(false), true);
    add_presets(&list, shipped_folder(), false);
    if (list.failed) {
        free(list.items);
        return -1;
    }
    if (list.count)
        qsort(list.items, (size_t)list.count, sizeof *list.items, compare_presets);
    *infos = list.items;
    return list.count;
}

char *preset_chain_line(const char *strips, const char *chain, const char *mode)
{
    Buffer text = {0};
    buffer_append_text(&text, "chain ");
    text_append_quoted(&text, strips, strlen(strips));
    buffer_append_text(&text, " ");
    text_append_quoted(&text, chain, strlen(chain));
    buffer_append_format(&text, " %s", mode);
    char *line = text.failed ? NULL : strdup(text.bytes);
    buffer_clear(&text);
    return line;
}

Status preset_load_line(const CommandWords *words, int first, char **line, Error *error)
{
    char *chain = NULL;
    const char *mode = words->count > first + 3 ? words->word[first + 3] : "replace";
    bool known = strcmp(mode, "replace") == 0 || strcmp(mode, "append") == 0;
    if (words->count < first + 3 || words->count > first + 4 || !known)
        return error_set(error, STATUS_BAD_VALUE,
                         "preset load takes STRIPS, the NAME or FILE of a preset, and perhaps append");
    Status status = preset_load(words->word[first + 2], &chain, error);
    if (status != STATUS_OK)
        return status;
    *line = preset_chain_line(words->word[first + 1], chain, mode);
    free(chain);
    return *line ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
}
