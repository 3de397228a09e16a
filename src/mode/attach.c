/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/attach.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "projects/text/escape.h"
#include "src/mode/deskrun.h"
#include "src/serve/reach.h"
#include "tui/link/host.h"

static void print_sessions(void)
{
    int count;
    char **paths = reach_list(&count);
    for (int i = 0; i < count; i++)
        fprintf(stderr, "  %s\n", paths[i]);
    reach_list_free(paths, count);
}

int attach_reach(const Options *options, int *fd)
{
    Error error = {0};
    Status status = reach_session(options->operand_count ? options->operands[0] : NULL, fd, &error);
    if (status == STATUS_OK)
        return EXIT_DONE;
    fprintf(stderr, "ttymix: %s\n", error.text);
    if (status != STATUS_FULL)
        return EXIT_FAILED;
    print_sessions();
    return EXIT_USAGE;
}

/* The first line, which says that a desk comes. */
static bool greet(const Options *options, int fd)
{
    char line[300], name[200];
    text_escape_for_terminal(name, sizeof name, options->name ? options->name : "",
                             options->name ? strlen(options->name) : 0);
    int length = snprintf(line, sizeof line, "desk %d %s %s\n", HOST_PROTOCOL,
                          options->readonly ? "readonly" : "readwrite", name);
    bool said = send(fd, line, (size_t)length, MSG_NOSIGNAL) == length;
    if (!said)
        fprintf(stderr, "ttymix: the session cannot be reached: %s\n", strerror(errno));
    return said;
}

int attach_desk(const Options *options, int fd)
{
    if (greet(options, fd))
        return deskrun(options, fd, true, NULL, NULL);
    close(fd);
    return EXIT_FAILED;
}

bool attach_offer(const Options *options, int *fd)
{
    char typed[80], shown[600];
    const char *project = options->operands[0];
    if (reach_session(project, fd, NULL) != STATUS_OK)
        return false;
    text_escape_for_terminal(shown, sizeof shown, project, strlen(project));
    fprintf(stderr, "%s is served: attach to its session? [Y/n] ", shown);
    bool answered = fgets(typed, sizeof typed, stdin) != NULL;
    if (answered && typed[0] != 'n' && typed[0] != 'N')
        return true;
    close(*fd);
    return false;
}

int attach_main(const Options *options)
{
    int fd, status;
    if (!deskrun_prepare(&status))
        return status;
    status = attach_reach(options, &fd);
    return status == EXIT_DONE ? attach_desk(options, fd) : status;
}
