/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/desk/life.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tui/action/action.h"
#include "tui/action/key_table.h"
#include "tui/screen/screen.h"

enum { FALLBACK_COLUMNS = 80, FALLBACK_ROWS = 24, PATH_ROOM = 4096 };

/* ---- the user's files ---- */

typedef Status (*LineReader)(Desk *desk, const char *line, int number, Error *error);

static Status read_key_line(Desk *desk, const char *line, int number, Error *error)
{
    (void)number;
    return keymap_read_line(&desk->keymap, line, error);
}

static Status read_colour_line(Desk *desk, const char *line, int number, Error *error)
{
    (void)number;
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
        char text[128 + sizeof error.text];
        line[strcspn(line, "\r\n")] = '\0';
        if (take(desk, line, number, &error) == STATUS_OK)
            continue;
        snprintf(text, sizeof text, "%.100s:%d: %s", name, number, error.text);
        desk_tell(desk, 1, text);
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

void desk_save_history(const Desk *desk)
{
    char path[PATH_ROOM];
    if (!history_path(desk, path) || desk->history.count == 0)
        return;
    if (mkdir(desk->setup.state_dir, 0700) == 0 || errno == EEXIST)
        if (recall_save(&desk->history, path) != STATUS_OK)
            return; /* nothing of the song is lost with it, and there is no screen any more to say so */
}

/* ---- life ---- */

static void say_unknown(Desk *desk, const char *term)
{
    char text[256];
    snprintf(text, sizeof text,
             "This machine does not know the terminal `%s` (TERM): it is drawn plainly. TERM=xterm-256color may do.",
             term);
    desk_tell(desk, 1, text);
}

static bool make_screens(Desk *desk)
{
    for (int i = 0; i < SCREEN_COUNT; i++)
        if (screen_table[i] && screen_table[i]->state_size > 0) {
            desk->screen_state[i] = calloc(1, screen_table[i]->state_size);
            if (!desk->screen_state[i])
                return false;
        }
    return true;
}

Status desk_init(Desk *desk, const DeskSetup *setup, Error *error)
{
    desk->setup = *setup;
    Status status = desk_check_commands(error);
    if (status != STATUS_OK)
        return status;
    view_init(&desk->view);
    desk->meters.point = METER_POINT_USUAL;
    looked_init(&desk->looked);
    desk->screen = desk->last_screen = screen_table[setup->screen] ? setup->screen : SCREEN_MIXER;
    desk->loop_from = -1;
    int fps = setup->fps < 0 ? DESK_FPS_DEFAULT : setup->fps > DESK_FPS_MAX ? DESK_FPS_MAX : setup->fps;
    desk->setup.fps = fps;
    desk->pace.base_ms = desk->pace.interval_ms = fps > 0 ? 1000 / fps : 50;
    desk->pace.dirty = true;
    painter_init(&desk->painter);
    if (host_new(&desk->host, setup->fd) != STATUS_OK)
        return error_set(error, STATUS_NO_MEMORY, "there is no memory for the desk");
    const TerminalTraits *traits = desk->terminal ? terminal_traits(desk->terminal) : NULL;
    bool ascii = traits ? traits->ascii : setup->ascii;
    desk->glyphs = glyphs_get(ascii);
    desk->canvas.ascii = ascii;
    theme_init(&desk->theme, traits ? traits->colours : 0, traits && traits->light);
    if (!make_screens(desk) || keymap_init(&desk->keymap, key_table) != STATUS_OK ||
        canvas_resize(&desk->canvas, FALLBACK_COLUMNS, FALLBACK_ROWS) != STATUS_OK)
        return error_set(error, STATUS_NO_MEMORY, "there is no memory for the desk");
    if (traits && traits->unknown[0])
        say_unknown(desk, traits->unknown);
    read_file(desk, "keys", read_key_line);
    read_file(desk, "colours", read_colour_line);
    load_history(desk);
    read_file(desk, "start", desk_run_start);
    return STATUS_OK;
}

void desk_clear(Desk *desk)
{
    for (int i = 0; i < SCREEN_COUNT; i++)
        free(desk->screen_state[i]);
    prompt_close(&desk->prompt);
    recall_clear(&desk->history);
    keymap_clear(&desk->keymap);
    meter_view_clear(&desk->meters);
    painter_clear(&desk->painter);
    canvas_clear(&desk->canvas);
    buffer_clear(&desk->out);
    host_free(desk->host);
    *desk = (Desk){0};
}
