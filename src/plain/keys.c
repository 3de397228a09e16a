/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/plain/keys.h"

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "projects/text/escape.h"
#include "projects/text/title.h"
#include "src/base/paths.h"
#include "src/base/signals.h"
#include "src/serve/server.h"
#include "src/speech/speak.h"
#include "tui/desk/bare.h"

enum { REST_MS = 150, ROUNDS_MAX = 200, DESK_KEYS = 64 };

typedef struct KeyMode {
    Plain *plain;
    Server *server;
    BareDesk *bare;
    BareLook before; /* when the waiting answer's first key came */
    char typed[64];  /* of the answer that waits; "" = none waits */
    int presses;
    Key last;
    bool over;
} KeyMode;

/* Both ends are ours: a few turns, and everything said is answered. */
static void settle(KeyMode *mode)
{
    for (int i = 0; i < ROUNDS_MAX && !mode->over; i++) {
        bool quiet = bare_is_settled(mode->bare) && i > 2;
        mode->over = !bare_pump(mode->bare);
        mode->over = !server_step(mode->server, 0) || mode->over;
        mode->over = !bare_pump(mode->bare) || mode->over;
        if (quiet)
            return;
    }
}

/* ---- what is said ---- */

/* "minus 4.5", "right 5", "12 milliseconds": without the unit that is clear. */
static void say_value(const KeyMode *mode, const ParamInfo *param, double value, char *out, size_t size)
{
    char text[100];
    speak_param(text, sizeof text, mode->plain->describer.speech, param, value);
    if (param->unit == UNIT_PAN)
        speak_pan(text, sizeof text, mode->plain->describer.speech, value);
    size_t length = strlen(text);
    static const char *const clear[] = {" dB", " percent", " %"};
    for (size_t i = 0; i < ARRAY_LEN(clear); i++)
        if (length > strlen(clear[i]) && strcmp(text + length - strlen(clear[i]), clear[i]) == 0)
            text[length - strlen(clear[i])] = '\0';
    snprintf(out, size, "%s", text);
}

static void say_focus(const KeyMode *mode, const BareLook *look, bool with_strip, char *out, size_t size)
{
    char name[100], value[100];
    if (!look->param) {
        snprintf(out, size, "%s", title_of_name(name, sizeof name, look->strip[0] ? look->strip : "nothing"));
        return;
    }
    say_value(mode, look->param, look->value, value, sizeof value);
    snprintf(out, size, "%s%s%s %s", with_strip ? title_of_name(name, sizeof name, look->strip) : "",
             with_strip ? " " : "", look->focus, value);
}

/* The fact of the strip that the keys changed, or -1. */
static int changed_fact(const BareLook *before, const BareLook *after)
{
    for (int i = 0; i < FACT_COUNT && strcmp(before->strip, after->strip) == 0; i++)
        if (before->fact[i] != after->fact[i])
            return i;
    return -1;
}

static void say_message(const KeyMode *mode, const char *message, char *out, size_t size)
{
    char text[1200];
    speak_answer(text, sizeof text, mode->plain->describer.speech, message);
    char *end = strstr(text, ". ");
    if (end && strncmp(text, "Not ", 4) != 0)
        *end = '\0';
    size_t length = strlen(text);
    if (length && text[length - 1] == '.')
        text[length - 1] = '\0';
    snprintf(out, size, "%s", text);
}

/* "marker Out, 14.7 seconds" */
static void say_position(const KeyMode *mode, int64_t frame, char *out, size_t size)
{
    const Model *model = document_model(mode->plain->describer.document);
    char time[100], label[100] = "";
    words_time(time, sizeof time, mode->plain->describer.speech, (double)frame / model->rate_hz);
    for (int i = 0; i < model->marker_count; i++)
        if (model->markers[i].label && model_frame_of_time(model, &model->markers[i].at) == frame)
            text_escape_for_terminal(label, sizeof label, model->markers[i].label, strlen(model->markers[i].label));
    snprintf(out, size, "%s%s%s%s", label[0] ? "marker " : "", label, label[0] ? ", " : "", time);
}

static void find_words(const KeyMode *mode, const BareLook *after, char *out, size_t size)
{
    const BareLook *before = &mode->before;
    int fact = changed_fact(before, after);
    bool undone = strncmp(after->message, "Undone", 6) == 0, redone = strncmp(after->message, "Redone", 6) == 0;
    char value[100];
    if (strstr(after->message, " does nothing here"))
        snprintf(out, size, "nothing. Question mark for help.");
    else if (strcmp(before->strip, after->strip) != 0)
        say_focus(mode, after, true, out, size);
    else if (fact == FACT_MUTE)
        snprintf(out, size, after->fact[fact] != 0 ? "muted" : "unmuted");
    else if (fact >= 0 || (before->param == after->param && after->param && before->value != after->value)) {
        const ParamInfo *param = fact >= 0 ? &strip_facts[fact] : after->param;
        say_value(mode, param, fact >= 0 ? after->fact[fact] : after->value, value, sizeof value);
        if (undone || redone)
            snprintf(out, size, "%s, %s %s", undone ? "undone" : "redone", param->key, value);
        else
            snprintf(out, size, "%s", value);
    } else if (before->param != after->param || strcmp(before->focus, after->focus) != 0)
        say_focus(mode, after, false, out, size);
    else if (after->message[0])
        say_message(mode, after->message, out, size);
    else if (before->position != after->position)
        say_position(mode, after->position, out, size);
    else
        say_focus(mode, after, true, out, size);
}

static void answer(KeyMode *mode)
{
    BareLook after;
    char words[1300], line[1400];
    if (!mode->typed[0])
        return;
    settle(mode);
    bare_look(mode->bare, &after);
    find_words(mode, &after, words, sizeof words);
    int used = snprintf(line, sizeof line, "%-4s %s", mode->typed, words);
    if (used > KEYS_LINE_MAX)
        snprintf(line + KEYS_LINE_MAX - 3, 4, "...");
    puts(line);
    fflush(stdout);
    mode->typed[0] = '\0';
    mode->presses = 0;
}

/* ---- keys ---- */

static void tell_key(const char *keys, const char *help)
{
    printf("%-4s %s\n", keys, help);
}

static void take_key(KeyMode *mode, Key key)
{
    char typed[64];
    BareLook look;
    if (key != mode->last)
        answer(mode); /* another key: what was held has stopped */
    mode->last = key;
    if (!bare_is_amid(mode->bare) && (key == INPUT_ESCAPE || key == 4)) {
        mode->over = true;
        return;
    }
    if (!bare_is_amid(mode->bare) && key == '?') {
        bare_tell_keys(mode->bare, tell_key);
        fflush(stdout);
        return;
    }
    if (!mode->typed[0] && !bare_is_amid(mode->bare))
        bare_look(mode->bare, &mode->before);
    bool complete = bare_key(mode->bare, key, typed);
    bare_look(mode->bare, &look);
    if (!complete)
        return;
    snprintf(mode->typed, sizeof mode->typed, "%s", typed);
    mode->presses++;
}

/* A line typed after `:` is seen as it grows. */
static void echo(KeyMode *mode, Key key)
{
    BareLook look;
    bare_look(mode->bare, &look);
    if (look.prompting && key >= ' ' && key < 127)
        putchar((int)key);
    else if (key == INPUT_ENTER)
        putchar('\n');
    fflush(stdout);
}

static void read_keys(KeyMode *mode)
{
    char bytes[256];
    Key keys[DESK_KEYS];
    ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes / 4);
    if (got <= 0) {
        mode->over = got == 0 || (errno != EINTR && errno != EAGAIN);
        return;
    }
    int count = bare_decode(mode->bare, bytes, (size_t)got, keys, DESK_KEYS);
    for (int i = 0; i < count && !mode->over; i++) {
        bool amid = bare_is_amid(mode->bare);
        take_key(mode, keys[i]);
        if (amid || keys[i] == ':' || keys[i] == '=' || keys[i] == '/')
            echo(mode, keys[i]);
    }
}

static void loop(KeyMode *mode)
{
    while (!mode->over && !signals_ending()) {
        struct pollfd poller = {STDIN_FILENO, POLLIN, 0};
        Key key;
        int patience = session_patience_ms(mode->plain->session);
        if (mode->typed[0] && patience > REST_MS)
            patience = REST_MS;
        int ready = poll(&poller, 1, mode->presses == 1 ? REST_MS / 3 : patience);
        if (ready > 0)
            read_keys(mode);
        else if (ready == 0) {
            answer(mode);
            if (bare_decode(mode->bare, NULL, 0, &key, 1))
                take_key(mode, key);
        }
        mode->over = !server_step(mode->server, 0) || mode->over;
        mode->over = !bare_pump(mode->bare) || mode->over;
    }
    answer(mode);
}

static void run_mode(KeyMode *mode)
{
    struct termios before, raw;
    char text[200];
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return;
    raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
    raw.c_iflag &= ~(tcflag_t)(ICRNL | IXON);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
    settle(mode);
    bare_look(mode->bare, &mode->before);
    say_focus(mode, &mode->before, true, text, sizeof text);
    printf("Keys. %s.\n", text);
    fflush(stdout);
    loop(mode);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
    puts("Keys off.");
}

void keys_run(Plain *plain)
{
    KeyMode mode = {.plain = plain};
    int pair[2];
    if (!plain->interactive || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        plain_refuse(plain, "Not done: keys needs a terminal");
        return;
    }
    char *config = path_home("config", false);
    DeskSetup setup = {.fd = pair[0], .terminal_fd = -1, .config_dir = config, .ascii = true};
    mode.server = server_new(plain->session);
    if (!mode.server || !server_add(mode.server, pair[1]))
        close(pair[0]);
    else if (bare_new(&mode.bare, &setup) == STATUS_OK)
        run_mode(&mode);
    bare_free(mode.bare);
    server_free(mode.server);
    free(config);
}
