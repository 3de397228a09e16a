/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/canvas/terminal.h"

#include <curses.h>
#include <term.h>
#undef columns /* term.h takes common words for its macros */

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { DEFAULT_COLUMNS = 80, DEFAULT_ROWS = 24, RESTORE_MAX = 256, LEAVE_PATIENCE_MS = 100, LEAVE_TRIES = 5 };

struct Terminal {
    int fd;
    bool owns_fd;  /* opened again by its name, so that O_NONBLOCK is ours alone */
    int old_flags; /* of a descriptor that is shared */
    struct termios old_mode, desk_mode;
    TerminalTraits traits;
    PaintWords words;
    char *move, *right, *bold, *reverse, *underline, *plain, *fg, *bg, *home_clear, *show, *hide, *enter, *leave,
        *paste_on, *paste_off;
};

/* What a signal handler needs: written before `emergency_armed` is set. */
static volatile sig_atomic_t emergency_armed;
static int emergency_fd;
static struct termios emergency_mode;
static char emergency_bytes[RESTORE_MAX];
static size_t emergency_length;

/* Adds a terminfo string without its padding: no terminal of today needs `$<5>`. */
static void add_string(Buffer *out, const char *string)
{
    for (const char *at = string; at && *at; at++) {
        const char *end = at[0] == '$' && at[1] == '<' ? strchr(at, '>') : NULL;
        if (end)
            at = end;
        else
            buffer_append(out, at, 1);
    }
}

static void word_move(void *context, Buffer *out, int row, int column)
{
    const Terminal *terminal = context;
    add_string(out, tparm(terminal->move, row, column, 0, 0, 0, 0, 0, 0, 0));
}

static void word_right(void *context, Buffer *out, int columns)
{
    const Terminal *terminal = context;
    add_string(out, tparm(terminal->right, columns, 0, 0, 0, 0, 0, 0, 0, 0));
}

static void add_colour(Buffer *out, char *string, int colour)
{
    if (string && colour >= 0)
        add_string(out, tparm(string, colour, 0, 0, 0, 0, 0, 0, 0, 0));
}

static void word_look(void *context, Buffer *out, const StyleLook *from, const StyleLook *to)
{
    const Terminal *terminal = context;
    bool reset = !from || (from->flags & ~to->flags) || (from->fg >= 0 && to->fg < 0) || (from->bg >= 0 && to->bg < 0);
    if (reset)
        add_string(out, terminal->plain);
    uint8_t added = reset ? to->flags : (uint8_t)(to->flags & ~from->flags);
    if (added & LOOK_BOLD)
        add_string(out, terminal->bold);
    if (added & LOOK_UNDERLINE)
        add_string(out, terminal->underline);
    if (added & LOOK_REVERSE)
        add_string(out, terminal->reverse);
    if (reset || from->fg != to->fg)
        add_colour(out, terminal->fg, to->fg);
    if (reset || from->bg != to->bg)
        add_colour(out, terminal->bg, to->bg);
}

static void word_blank(void *context, Buffer *out)
{
    const Terminal *terminal = context;
    add_string(out, terminal->home_clear);
}

static void word_show_cursor(void *context, Buffer *out, bool shown)
{
    const Terminal *terminal = context;
    add_string(out, shown ? terminal->show : terminal->hide);
}

/* A capability as a string, or NULL when the terminal lacks it. */
static char *capability(const char *name)
{
    char writable[16];
    strncpy(writable, name, sizeof writable - 1);
    writable[sizeof writable - 1] = '\0';
    char *string = tigetstr(writable);
    return string == (char *)-1 ? NULL : string;
}

/* Many descriptions reset the character set as well, which is never changed here: a third of the bytes does. */
static char *short_plain(char *string)
{
    static char brief[] = "\033[m";
    return string && strstr(string, brief) ? brief : string;
}

static void read_capabilities(Terminal *terminal)
{
    terminal->move = capability("cup");
    terminal->right = capability("cuf");
    terminal->bold = capability("bold");
    terminal->reverse = capability("rev");
    terminal->underline = capability("smul");
    terminal->plain = short_plain(capability("sgr0"));
    terminal->fg = capability("setaf");
    terminal->bg = capability("setab");
    terminal->home_clear = capability("clear");
    terminal->hide = capability("civis");
    terminal->show = capability("cnorm");
    terminal->enter = capability("smcup");
    terminal->leave = capability("rmcup");
    terminal->paste_on = capability("BE"); /* bracketed paste, where the description has it */
    terminal->paste_off = capability("BD");
    terminal->words =
        (PaintWords){word_move, terminal->right ? word_right : NULL, word_look, word_blank, word_show_cursor, terminal};
}

/* Of a terminal that nobody described: moves, a blank screen, and looks without colours, as nearly all understand. */
static void plain_show_cursor(void *context, Buffer *out, bool shown)
{
    (void)context;
    (void)out;
    (void)shown;
}

static void make_plain_words(Terminal *terminal)
{
    static char plain[] = "\033[m", leave[] = "\033[H\033[J";
    terminal->words = paint_words_ecma48;
    terminal->words.show_cursor = plain_show_cursor;
    terminal->plain = plain;
    terminal->leave = leave;
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool has_light_background(void)
{
    const char *colours = getenv("COLORFGBG");
    const char *background = colours ? strrchr(colours, ';') : NULL;
    return background && (strcmp(background, ";7") == 0 || strcmp(background, ";15") == 0);
}

static void read_traits(TerminalTraits *traits, const char *term, bool may_be_asked, bool ascii, bool no_color)
{
    const char *no = getenv("NO_COLOR");
    bool unknown = traits->unknown[0] != '\0';
    int colours = no_color || unknown || (no && *no) ? 0 : tigetnum((char[]){"colors"});
    traits->colours = colours >= 256 ? 256 : colours >= 16 ? 16 : colours >= 8 ? 8 : 0;
    traits->ascii = ascii || unknown || strcmp(term, "linux") == 0 || starts_with(term, "vt") ||
                    strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
    traits->light = has_light_background();
    traits->may_be_asked = may_be_asked;
}

static Status read_description(Terminal *terminal, int fd, Error *error)
{
    static const char remedy[] = "run it with --plain for the desk as lines of text";
    const char *term = getenv("TERM");
    if (!term || !*term)
        return error_set(error, STATUS_UNSUPPORTED, "the desk cannot be drawn: TERM is not set; %s", remedy);
    if (strcmp(term, "dumb") == 0)
        return error_set(error, STATUS_UNSUPPORTED, "the desk cannot be drawn on a dumb terminal; %s", remedy);
    char shown[64];
    size_t length = 0;
    for (const char *at = term; *at && length + 1 < sizeof shown; at++)
        shown[length++] = *at >= ' ' && *at <= '~' ? *at : '?';
    shown[length] = '\0';
    int found = 0;
    if (setupterm(NULL, fd, &found) != OK) {
        snprintf(terminal->traits.unknown, sizeof terminal->traits.unknown, "%s", shown);
        make_plain_words(terminal);
        return STATUS_OK;
    }
    read_capabilities(terminal);
    if (!terminal->move || !terminal->home_clear)
        return error_set(error, STATUS_UNSUPPORTED,
                         "the desk cannot be drawn: the terminal `%s` cannot place its cursor; %s", shown, remedy);
    return STATUS_OK;
}

static void make_desk_mode(Terminal *terminal)
{
    terminal->desk_mode = terminal->old_mode;
    terminal->desk_mode.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | IXON | IXOFF | ISTRIP | BRKINT);
    terminal->desk_mode.c_oflag &= ~(tcflag_t)OPOST;
    terminal->desk_mode.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
    terminal->desk_mode.c_cc[VMIN] = 1;
    terminal->desk_mode.c_cc[VTIME] = 0;
}

static void open_own_descriptor(Terminal *terminal, int fd)
{
    const char *name = ttyname(fd);
    int own = name ? open(name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;
    terminal->owns_fd = own >= 0;
    terminal->fd = own >= 0 ? own : fd;
    terminal->old_flags = fcntl(terminal->fd, F_GETFL);
    if (!terminal->owns_fd)
        fcntl(terminal->fd, F_SETFL, terminal->old_flags | O_NONBLOCK);
}

static void add_restore(Buffer *out, const Terminal *terminal)
{
    add_string(out, terminal->plain);
    add_string(out, terminal->paste_off);
    add_string(out, terminal->show);
    add_string(out, terminal->leave);
}

static void arm_emergency(const Terminal *terminal)
{
    Buffer bytes = {0};
    add_restore(&bytes, terminal);
    emergency_length = bytes.length < RESTORE_MAX ? bytes.length : 0;
    if (emergency_length)
        memcpy(emergency_bytes, bytes.bytes, emergency_length);
    buffer_clear(&bytes);
    emergency_fd = terminal->fd;
    emergency_mode = terminal->old_mode;
    emergency_armed = 1;
}

Status terminal_open(Terminal **terminal, int fd, bool ascii, bool no_color, Error *error)
{
    Terminal *made = calloc(1, sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "there is no memory for the desk");
    Status status = read_description(made, fd, error);
    if (status == STATUS_OK && tcgetattr(fd, &made->old_mode) != 0)
        status = error_set(error, STATUS_UNSUPPORTED,
                           "the desk needs a terminal; run it with --plain for the desk as lines of text");
    if (status != STATUS_OK) {
        free(made);
        return status;
    }
    read_traits(&made->traits, getenv("TERM"), made->move && strncmp(made->move, "\033[", 2) == 0, ascii, no_color);
    make_desk_mode(made);
    open_own_descriptor(made, fd);
    terminal_enter(made);
    *terminal = made;
    return STATUS_OK;
}

void terminal_close(Terminal *terminal)
{
    if (!terminal)
        return;
    if (emergency_armed)
        terminal_leave(terminal);
    if (terminal->owns_fd)
        close(terminal->fd);
    else
        fcntl(terminal->fd, F_SETFL, terminal->old_flags);
    if (!terminal->traits.unknown[0])
        del_curterm(cur_term);
    free(terminal);
}

/* Words that must arrive: waits a little for a line that is full, but never for ever. */
static void write_patiently(Terminal *terminal, Buffer *bytes)
{
    for (int i = 0; i < LEAVE_TRIES && bytes->length > 0; i++) {
        ssize_t written = terminal_write(terminal, bytes->bytes, bytes->length);
        if (written < 0)
            break;
        buffer_drop(bytes, (size_t)written);
        struct pollfd wait = {.fd = terminal->fd, .events = POLLOUT};
        if (bytes->length > 0)
            poll(&wait, 1, LEAVE_PATIENCE_MS);
    }
    buffer_clear(bytes);
}

void terminal_enter(Terminal *terminal)
{
    Buffer bytes = {0};
    arm_emergency(terminal);
    tcsetattr(terminal->fd, TCSANOW, &terminal->desk_mode);
    add_string(&bytes, terminal->enter);
    add_string(&bytes, terminal->paste_on);
    write_patiently(terminal, &bytes);
}

void terminal_leave(Terminal *terminal)
{
    Buffer bytes = {0};
    add_restore(&bytes, terminal);
    write_patiently(terminal, &bytes);
    tcsetattr(terminal->fd, TCSANOW, &terminal->old_mode);
    emergency_armed = 0;
}

int terminal_fd(const Terminal *terminal)
{
    return terminal->fd;
}

const TerminalTraits *terminal_traits(const Terminal *terminal)
{
    return &terminal->traits;
}

const PaintWords *terminal_words(const Terminal *terminal)
{
    return &terminal->words;
}

void terminal_size(const Terminal *terminal, int *columns, int *rows)
{
    struct winsize size = {0};
    bool told = ioctl(terminal->fd, TIOCGWINSZ, &size) == 0;
    *columns = told && size.ws_col ? size.ws_col : DEFAULT_COLUMNS;
    *rows = told && size.ws_row ? size.ws_row : DEFAULT_ROWS;
}

static ssize_t judge(ssize_t count)
{
    if (count >= 0)
        return count;
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? 0 : -1;
}

ssize_t terminal_write(Terminal *terminal, const char *data, size_t length)
{
    return judge(write(terminal->fd, data, length));
}

ssize_t terminal_read(Terminal *terminal, char *data, size_t size)
{
    ssize_t count = read(terminal->fd, data, size);
    return count == 0 ? -1 : judge(count);
}

int terminal_queue(const Terminal *terminal)
{
    int queued = 0;
    return ioctl(terminal->fd, TIOCOUTQ, &queued) == 0 ? queued : 0;
}

void terminal_emergency_restore(void)
{
    if (!emergency_armed)
        return;
    emergency_armed = 0;
    int saved = errno;
    ssize_t written = write(emergency_fd, emergency_bytes, emergency_length);
    (void)written;
    tcsetattr(emergency_fd, TCSANOW, &emergency_mode);
    errno = saved;
}
