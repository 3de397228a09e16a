/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/scene.h"

double scene_value(const Scene *scene, const char *address, double document_value)
{
    return scene->nudges ? nudge_value(scene->nudges, address, document_value) : document_value;
}
