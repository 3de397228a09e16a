/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/desk/desk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tui/screen/screen.h"
#include "tui/state/desk_state.h"

enum { FALLBACK_COLUMNS = 80, FALLBACK_ROWS = 24, PATH_ROOM = 4096 };

const Model *desk_model(const Desk *desk)
{
    const Document *document = host_document(desk->host);
    return document ? document_model(document) : NULL;
}

void desk_say(Desk *desk, int level, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(desk->message, sizeof desk->message, format, arguments);
    va_end(arguments);
    desk->message_level = level;
    desk->message_unasked = false;
    desk->pace.dirty = true;
}

/* ---- the user's files ---- */

typedef Status (*LineReader)(Desk *desk, const char *line, Error *error);

static Status read_key_line(Desk *desk, const char *line, Error *error)
{
    return keymap_read_line(&desk->keymap, line, error);
}

static Status read_colour_line(Desk *desk, const char *line, Error *error)
{
    return theme_read_line(&desk->theme, line, desk->terminal ? terminal_traits(desk->terminal)->colours : 0, error);
}

/* A line that is wrong is told of and left out; the rest counts. */
static void read_file(Desk *desk, const char *name, LineReader take)
{
    char path[PATH_ROOM], line[2048];
    if (!desk->setup.config_dir ||
        snprintf(path, sizeof path, "%s/%s", desk->setup.config_dir, name) >= (int)sizeof path)
        return;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), number = 0;
    struct stat status;
    FILE *file = fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? fdopen(fd, "r") : NULL;
    if (!file && fd >= 0)
        close(fd);
    while (file && ++number <= 10000 && fgets(line, sizeof line, file)) {
        Error error = {0};
        if (take(desk, line, &error) != STATUS_OK)
            desk_say(desk, 1, "%s:%d: %s", name, number, error.text);
    }
    if (file)
        fclose(file);
}

static bool history_path(const Desk *desk, char path[PATH_ROOM])
{
    return desk->setup.state_dir && snprintf(path, PATH_ROOM, "%s/history", desk->setup.state_dir) < PATH_ROOM;
}

static void load_history(Desk *desk)
{
    char path[PATH_ROOM];
    if (history_path(desk, path) && recall_load(&desk->history, path) != STATUS_OK)
        desk_say(desk, 1, "The history of commands cannot be read: %s", path);
}

static void save_history(Desk *desk)
{
    char path[PATH_ROOM];
    if (!history_path(desk, path) || desk->history.count == 0)
        return;
    if (mkdir(desk->setup.state_dir, 0700) == 0 || errno == EEXIST)
        if (recall_save(&desk->history, path) != STATUS_OK)
            return; /* nothing of the song is lost with it, and there is no screen any more to say so */
}

/* ---- life ---- */

Status desk_init(Desk *desk, const DeskSetup *setup, Error *error)
{
    desk->setup = *setup;
    view_init(&desk->view);
    desk->view.screen = desk->view.last_screen = screen_table[setup->screen].draw ? setup->screen : SCREEN_MIXER;
    desk->loop_from = -1;
    int fps = setup->fps < 0 ? DESK_FPS_DEFAULT : setup->fps > DESK_FPS_MAX ? DESK_FPS_MAX : setup->fps;
    desk->setup.fps = fps;
    desk->pace.base_ms = desk->pace.interval_ms = fps > 0 ? 1000 / fps : 50;
    desk->pace.dirty = true;
    painter_init(&desk->painter);
    if (host_new(&desk->host, setup->fd) != STATUS_OK)
        return error_set(error, STATUS_NO_MEMORY, "there is no memory for the desk");
    host_set_reader(desk->host, setup->reader, setup->reader_context);
    const TerminalTraits *traits = desk->terminal ? terminal_traits(desk->terminal) : NULL;
    bool ascii = traits ? traits->ascii : setup->ascii;
    desk->glyphs = glyphs_get(ascii);
    desk->canvas.ascii = ascii;
    theme_init(&desk->theme, traits ? traits->colours : 0, traits && traits->light);
    if (keymap_init(&desk->keymap, key_table) != STATUS_OK ||
        canvas_resize(&desk->canvas, FALLBACK_COLUMNS, FALLBACK_ROWS) != STATUS_OK)
        return error_set(error, STATUS_NO_MEMORY, "there is no memory for the desk");
    read_file(desk, "keys", read_key_line);
    read_file(desk, "colours", read_colour_line);
    load_history(desk);
    return STATUS_OK;
}

void desk_clear(Desk *desk)
{
    prompt_close(&desk->prompt);
    recall_clear(&desk->history);
    keymap_clear(&desk->keymap);
    meter_view_clear(&desk->meters);
    painter_clear(&desk->painter);
    canvas_clear(&desk->canvas);
    bytes_clear(&desk->out);
    host_free(desk->host);
    desk->host = NULL;
}

static const char *file_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

void desk_fill_scene(Desk *desk, Scene *scene)
{
    *scene = (Scene){
        .model = desk_model(desk),
        .state = host_state(desk->host),
        .meters = &desk->meters,
        .view = &desk->view,
        .nudges = &desk->nudges,
        .keymap = &desk->keymap,
        .keys = &desk->keys,
        .prompt = &desk->prompt,
        .glyphs = desk->glyphs,
        .message = desk->message,
        .message_level = desk->message_level,
        .project_name = file_of_path(host_project_name(desk->host)),
    };
}

void desk_draw(Desk *desk)
{
    Scene scene;
    view_follow(&desk->view, desk_model(desk));
    desk_fill_scene(desk, &scene);
    screen_draw(&desk->view, &scene, &desk->canvas);
}

int desk_run(const DeskSetup *setup)
{
    Desk *desk = calloc(1, sizeof *desk);
    if (!desk) {
        error_set(setup->error, STATUS_NO_MEMORY, "there is no memory for the desk");
        close(setup->fd);
        return 1;
    }
    if (terminal_open(&desk->terminal, setup->terminal_fd, setup->ascii, setup->no_color, setup->error) != STATUS_OK) {
        close(setup->fd);
        free(desk);
        return DESK_EXIT_TERMINAL;
    }
    int status = desk_init(desk, setup, setup->error) == STATUS_OK ? desk_loop(desk) : 1;
    save_history(desk);
    terminal_close(desk->terminal);
    desk_clear(desk);
    free(desk);
    return status;
}

void desk_emergency_restore(void)
{
    terminal_emergency_restore();
}
