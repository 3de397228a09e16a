/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/canvas/theme.h"

#include <stdlib.h>
#include <string.h>

#define NONE COLOUR_DEFAULT

typedef struct StyleRow {
    const char *name;
    int16_t dark, light; /* foreground of 256 colours */
    int16_t basic;       /* of 8 or 16 colours, fit for both backgrounds */
    uint8_t flags;
} StyleRow;

/* Green, yellow from -6 dB, red from full scale: three hues that no palette has alike, where they exist. Colours that
 * change often on screen are taken from the first 8: their sequences are the shortest. */
static const StyleRow rows[STYLE_COUNT] = {
    [STYLE_TEXT] = {"text", NONE, NONE, NONE, 0},
    [STYLE_DIM] = {"dim", 244, 245, NONE, 0},
    [STYLE_TITLE] = {"title", NONE, NONE, NONE, LOOK_BOLD},
    [STYLE_NAME] = {"name", 252, 236, NONE, 0},
    [STYLE_SELECTED] = {"selected", NONE, NONE, NONE, LOOK_REVERSE | LOOK_BOLD},
    [STYLE_MARKED] = {"marked", NONE, NONE, NONE, LOOK_REVERSE},
    [STYLE_FOCUS] = {"focus", NONE, NONE, NONE, LOOK_REVERSE},
    [STYLE_BUS] = {"bus", 111, 25, 4, LOOK_BOLD},
    [STYLE_RETURN] = {"return", 176, 90, 5, 0},
    [STYLE_CURVE] = {"curve", 80, 30, 6, 0},
    [STYLE_SUM] = {"sum", 230, 16, NONE, LOOK_BOLD},
    [STYLE_PART] = {"part", 67, 67, 6, 0},
    [STYLE_BEFORE] = {"before", 95, 138, 5, 0},
    [STYLE_SPECTRUM] = {"spectrum", 240, 250, NONE, 0},
    [STYLE_POINT] = {"point", 220, 130, 3, LOOK_BOLD},
    [STYLE_FADER] = {"fader", NONE, NONE, NONE, LOOK_BOLD},
    [STYLE_FADER_BELOW] = {"fader-below", NONE, NONE, NONE, LOOK_BOLD | LOOK_REVERSE},
    [STYLE_EDGE] = {"edge", 220, 130, 3, LOOK_BOLD},
    [STYLE_SCALE] = {"scale", 244, 245, NONE, 0},
    [STYLE_METER_LOW] = {"meter-low", 2, 2, 2, 0},
    [STYLE_METER_MID] = {"meter-mid", 10, 2, 2, 0},
    [STYLE_METER_HIGH] = {"meter-high", 11, 3, 3, 0},
    [STYLE_METER_OVER] = {"meter-over", 9, 1, 1, LOOK_BOLD},
    [STYLE_CLIP] = {"clip", 9, 1, 1, LOOK_BOLD | LOOK_REVERSE},
    [STYLE_REDUCTION] = {"reduction", 6, 6, 6, 0},
    [STYLE_WAVE] = {"wave", 67, 67, 4, 0},
    [STYLE_WAVE_BODY] = {"wave-body", 110, 25, 6, 0},
    [STYLE_SECTION] = {"section", NONE, NONE, NONE, LOOK_REVERSE},
    [STYLE_MUTE] = {"mute", 203, 160, 1, LOOK_BOLD},
    [STYLE_SOLO] = {"solo", 220, 130, 3, LOOK_BOLD},
    [STYLE_AUTO] = {"auto", 114, 28, 2, 0},
    [STYLE_PLAY] = {"play", 114, 28, 2, LOOK_BOLD},
    [STYLE_HEADER] = {"header", NONE, NONE, NONE, 0},
    [STYLE_STATUS] = {"status", NONE, NONE, NONE, LOOK_BOLD},
    [STYLE_HINT] = {"hint", 246, 241, NONE, 0},
    [STYLE_KEY] = {"key", NONE, NONE, NONE, LOOK_BOLD},
    [STYLE_WARN] = {"warn", 220, 130, 3, LOOK_BOLD},
    [STYLE_ERROR] = {"error", 203, 160, 1, LOOK_BOLD},
    [STYLE_PROMPT] = {"prompt", NONE, NONE, NONE, 0},
};

void theme_init(Theme *theme, int colours, bool light)
{
    for (int i = 0; i < STYLE_COUNT; i++) {
        int16_t fg = colours >= 256 ? light ? rows[i].light : rows[i].dark : colours >= 8 ? rows[i].basic : NONE;
        theme->look[i] = (StyleLook){.fg = fg, .bg = NONE, .flags = rows[i].flags};
    }
}

bool look_equal(const StyleLook *a, const StyleLook *b)
{
    return a->fg == b->fg && a->bg == b->bg && a->flags == b->flags;
}

static int find_role(const char *name)
{
    for (int i = 0; i < STYLE_COUNT; i++)
        if (strcmp(rows[i].name, name) == 0)
            return i;
    return -1;
}

static bool read_colour(const char *word, int colours, int16_t *colour)
{
    if (strcmp(word, "default") == 0) {
        *colour = COLOUR_DEFAULT;
        return true;
    }
    char *end;
    long number = strtol(word, &end, 10);
    if (*end || end == word || number < 0 || number > 255)
        return false;
    *colour = number < colours ? (int16_t)number : COLOUR_DEFAULT;
    return true;
}

static bool read_word(StyleLook *look, const char *word, bool background, int colours)
{
    static const struct {
        const char *word;
        uint8_t flag;
    } flags[] = {{"bold", LOOK_BOLD}, {"reverse", LOOK_REVERSE}, {"underline", LOOK_UNDERLINE}};
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        if (strcmp(word, flags[i].word) == 0) {
            look->flags |= flags[i].flag;
            return true;
        }
    return read_colour(word, colours, background ? &look->bg : &look->fg);
}

Status theme_read_line(Theme *theme, const char *line, int colours, Error *error)
{
    char copy[256];
    if (strlen(line) >= sizeof copy)
        return error_set(error, STATUS_BAD_VALUE, "a line of the colours file is longer than 255 bytes");
    memcpy(copy, line, strlen(line) + 1);
    copy[strcspn(copy, "#\r\n")] = '\0';
    char *rest = NULL, *word = strtok_r(copy, " \t", &rest);
    if (!word)
        return STATUS_OK;
    int role = find_role(word);
    if (role < 0)
        return error_set(error, STATUS_NOT_FOUND, "no such thing to colour: %s", word);
    StyleLook look = {.fg = NONE, .bg = NONE};
    bool background = false;
    while ((word = strtok_r(NULL, " \t", &rest))) {
        bool is_on = strcmp(word, "on") == 0;
        if (!is_on && !read_word(&look, word, background, colours))
            return error_set(error, STATUS_BAD_VALUE,
                             "no colour (default, 0 to 255) or look (bold, reverse, underline): %s", word);
        background = is_on;
    }
    theme->look[role] = look;
    if (role == STYLE_FADER) {
        theme->look[STYLE_FADER_BELOW] = look;
        theme->look[STYLE_FADER_BELOW].flags ^= LOOK_REVERSE;
    }
    return STATUS_OK;
}
