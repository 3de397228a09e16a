/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/scene.h"

#include "tui/link/autos.h"

double scene_value(const Scene *scene, const char *address, double document_value)
{
    double value = scene->state ? auto_value(scene->state, address, document_value) : document_value;
    return scene->nudges ? nudge_value(scene->nudges, address, value) : value;
}
