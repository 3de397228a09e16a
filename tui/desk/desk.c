/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/desk/desk.h"

#include <stdlib.h>
#include <unistd.h>

#include "tui/desk/life.h"
#include "tui/desk/loop.h"

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
    desk_save_history(desk);
    terminal_close(desk->terminal);
    desk_clear(desk);
    free(desk);
    return status;
}

void desk_emergency_restore(void)
{
    terminal_emergency_restore();
}
