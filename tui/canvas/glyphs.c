/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/canvas/glyphs.h"

static const Glyphs ascii_set = {
    .ascii = true,
    .rule = '|',
    .across = '-',
    .corner = '+',
    .working = 'O',
    .tick_left = '+',
    .tick_below = '+',
    .slot = '|',
    .zero = '+',
    .cap = {'[', '=', ']'},
    .level = {' ', '-', '-', '-', '=', '=', '=', '#', '#'},
    .quiet = ':',
    .hold = '~',
    .reduction = '!',
    .none = '.',
    .more_left = '<',
    .more_right = '>',
    .playing = '>',
    .stopped = '#',
    .wave = {' ', '.', ':', '-', '=', '+', '*', '%', '#'},
    .line = '-',
    .marker = 'v',
    .playhead = 'V',
    .cursor = ':',
    .point = 'o',
    .edge = '*',
    .polarity = "i",
    .cut = "...",
};

static const Glyphs utf8_set = {
    .ascii = false,
    .rule = 0x2502,
    .across = 0x2500,
    .corner = 0x2514,
    .working = 0x25cf,
    .tick_left = 0x2524,
    .tick_below = 0x252c,
    .slot = 0x2502,
    .zero = 0x253c,
    .cap = {0x2590, 0x2588, 0x258c},
    .level = {' ', 0x2581, 0x2582, 0x2583, 0x2584, 0x2585, 0x2586, 0x2587, 0x2588},
    .quiet = 0x2591,
    .hold = 0x2594,
    .reduction = 0x2507,
    .none = '.',
    .more_left = 0x2039,
    .more_right = 0x203a,
    .playing = 0x25b6,
    .stopped = 0x25a0,
    .wave = {' ', 0x2581, 0x2582, 0x2583, 0x2584, 0x2585, 0x2586, 0x2587, 0x2588},
    .line = 0x2500,
    .marker = 0x25be,
    .playhead = 0x25bc,
    .cursor = 0x250a,
    .point = 'o',
    .edge = 0x2503,
    .polarity = "\xc3\xb8",
    .cut = "\xe2\x80\xa6",
};

const Glyphs *glyphs_get(bool ascii)
{
    return ascii ? &ascii_set : &utf8_set;
}
