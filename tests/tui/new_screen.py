#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new screen is one file, one row and its keys: adds one to a copy of the desk, builds it, and uses it.  Stdlib only."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.path.abspath(os.environ.get("srcdir", "."))

# One file...
SCREEN = r"""
#include "tui/canvas/theme.h"
#include "tui/panel/panel.h"
#include "tui/screen/screen.h"

typedef struct ClockState {
    int hours, shown;
} ClockState;

static void clock_arrange(void *context, const Scene *scene, const Canvas *canvas)
{
    ClockState *state = context;
    (void)canvas;
    state->shown = (int)(scene->state->position / scene->model->rate_hz) + 3600 * state->hours;
}

static void clock_draw(const Scene *scene, const void *context, Canvas *canvas)
{
    const ClockState *state = context;
    header_draw(scene, canvas, 0);
    canvas_textf(canvas, 5, 10, 40, STYLE_TITLE, "It is %d s", state->shown);
    status_draw(scene, canvas, canvas->rows - 2);
}

static void clock_subscribe(const void *context, const Scene *scene, int *first, int *count)
{
    (void)context;
    *first = scene->view->strip;
    *count = 1;
}

static const char *clock_act(void *context, const Scene *scene, int argument, int count)
{
    ClockState *state = context;
    (void)scene;
    state->hours += argument * count;
    return "The clock was set";
}

const ScreenKind clock_screen = {
    .twin = "describe",
    .state_size = sizeof(ClockState),
    .arrange = clock_arrange,
    .draw = clock_draw,
    .subscribe = clock_subscribe,
    .act = clock_act,
};
"""
# ... one row ...
ROW = "    HERE(CLOCK, clock) \\\n"
# ... and its keys.
KEYS = '''    {ON_ALL, "gc", "clock-screen", action_screen, SCREEN_CLOCK, 0, NULL, "The clock."},
    {ON_CLOCK, "a", "set-clock", action_own, 1, 0, "hour", "An hour on."},
'''

USE = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "tests/tui/fake_session.h"
#include "tests/tui/shape_kind.h"
#include "tui/desk/frame.h"
#include "tui/desk/keys.h"
#include "tui/desk/life.h"

static Desk *desk;
static FakeSession *session;

static void type(const char *keys)
{
    while (*keys)
        desk_key(desk, key_parse(&keys));
    for (int i = 0; i < 8; i++) {
        host_pump(desk->host);
        desk_take_events(desk);
        fake_session_step(session, 0);
        desk_draw(desk);
    }
}

static void show(const char *keys)
{
    char row[1024];
    type(keys);
    for (int i = 1; i < desk->canvas.rows; i++)
        if (i == 5 || i >= desk->canvas.rows - 2) {
            canvas_row_text(&desk->canvas, i, row, sizeof row);
            printf("%s\n", row);
        }
}

int main(void)
{
    int pair[2];
    Error error;
    shape_kind_register();
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return 1;
    session = fake_session_new(pair[1], &(FakeSessionSetup){.moving = false});
    desk = calloc(1, sizeof *desk);
    if (desk_init(desk, &(DeskSetup){.fd = pair[0], .ascii = true, .fps = 20}, &error) != STATUS_OK)
        return 1;
    type("");
    show("lgc");
    show("2a");
    show("gm");
    show(":screen clock<Enter>");
    const char *heard = fake_session_heard(session), *last = heard;
    for (const char *at = heard; (at = strstr(at, "meters ")); at++)
        last = at;
    printf("%.*s\n", (int)strcspn(last, "\n"), last);
    desk_clear(desk);
    free(desk);
    fake_session_free(session);
    return 0;
}
"""
WANT = ("It is 62 s", "It is 7262 s", "The clock was set", "a hour", "meters 20 1 1 2")


def setting(name):
    """A variable of the Makefile of this build, so that the copy is compiled as the libraries are."""
    with open("Makefile") as makefile:
        match = re.search(r"^%s = (.*)$" % name, makefile.read(), re.M)
    return match.group(1).split() if match else []


def edit(path, old, new):
    with open(path) as file:
        text = file.read()
    if text.count(old) != 1:
        raise AssertionError("%s: %r stands %d times there" % (path, old, text.count(old)))
    with open(path, "w") as file:
        file.write(text.replace(old, new))


def build(folder):
    """Compiles the copy and links it in place of libtui.a."""
    files = glob.glob(folder + "/tui/*/*.c") + [folder + "/use.c"]
    files += [SOURCE + "/tests/tui/" + name for name in ("fake_session.c", "shape_kind.c")]
    flags = ["-I" + folder, "-I" + SOURCE, "-I.", "-DHAVE_CONFIG_H", *setting("CPPFLAGS"), *setting("HOUSE_CFLAGS"), *setting("NCURSES_CFLAGS"),
             *setting("CFLAGS"), "-O0"]
    compiler = setting("CC") or ["cc"]
    halves = [files[0::2], files[1::2]]
    runs = []
    for i, half in enumerate(halves):
        os.mkdir("%s/%d" % (folder, i))
        names = {os.path.relpath(path, folder).replace("/", "_").replace("..", "up") for path in half}
        if len(names) != len(half):
            raise AssertionError("two files of one name")
        script = "\n".join("%s %s -c %s -o %s/%d/%d.o || exit 1" % (" ".join(compiler), " ".join(flags), path, folder, i, n)
                           for n, path in enumerate(half))
        runs.append(subprocess.Popen(["sh", "-c", script]))
    if any([run.wait() for run in runs]):
        raise AssertionError("the desk with a new screen does not build")
    subprocess.run([*compiler, *flags, *glob.glob(folder + "/[01]/*.o"), "libprojects.a", "libdsp.a", "libbase.a", *setting("NCURSES_LIBS"),
                    *setting("LIBS"), "-lm", "-o", folder + "/use"], check=True)


def main():
    folder = tempfile.mkdtemp(prefix="ttymix-screen-")
    try:
        shutil.copytree(SOURCE + "/tui", folder + "/tui")
        with open(folder + "/tui/screen/clock.c", "w") as file:
            file.write(SCREEN)
        with open(folder + "/use.c", "w") as file:
            file.write(USE)
        edit(folder + "/tui/keys/screens.h", "    HERE(HELP, help)", ROW + "    HERE(HELP, help)")
        edit(folder + "/tui/action/key_table.c", "    {0, NULL, NULL, NULL,", KEYS + "    {0, NULL, NULL, NULL,")
        build(folder)
        out = subprocess.run([folder + "/use"], stdout=subprocess.PIPE, check=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8")).stdout
        print(out)
        missing = [words for words in WANT if words not in out]
        if missing or out.count("It is 7262 s") != 2:
            print("FAIL: not shown: %s" % missing)
            return 1
        return 0
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
