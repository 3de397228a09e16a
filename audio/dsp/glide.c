/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/glide.h"

void glide_init(Glide *glide, F8 *from, F8 *to, int count)
{
    glide->from = from;
    glide->to = to;
    glide->count = count;
    glide->position = 0;
    glide->moving = false;
}

static void arrive(Glide *glide)
{
    if (glide->moving)
        memcpy(glide->from, glide->to, (size_t)glide->count * sizeof(F8));
    glide->moving = false;
    glide->position = 0;
}

void glide_begin(Glide *glide, bool jump)
{
    if (!jump && glide->position != 0)
        arrive(glide);
}

void glide_set(Glide *glide, int index, int lane, double value, bool jump)
{
    float *from = (float *)&glide->from[index] + lane, *to = (float *)&glide->to[index] + lane;
    *to = (float)value;
    if (jump)
        *from = *to;
    else if (*from != *to)
        glide->moving = true;
}

void glide_enter(Glide *glide, int offset)
{
    if (offset != glide->position && glide->position != 0)
        arrive(glide);
}

void glide_leave(Glide *glide, int offset, int frames)
{
    glide->position = offset + frames;
    if (glide->position >= CELL_FRAMES)
        arrive(glide);
    if (glide->position >= CELL_FRAMES)
        glide->position = 0;
}

void glide_move(Glide *to, int to_lane, const Glide *from, int from_lane)
{
    lanes_copy(to->from, to_lane, from->from, from_lane, from->count);
    lanes_copy(to->to, to_lane, from->to, from_lane, from->count);
    to->moving = to->moving || from->moving;
    to->position = from->position;
}
