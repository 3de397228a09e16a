/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a solo does to every strip: the one rule that the engine plays by and the desk shows.
 *
 * A soloed strip is heard, and so is its path: what is routed into it (a soloed bus sounds through its members), and
 * what it leads to, the buses below it and the returns that it sends to.  A solo-safe strip always sounds, and its path
 * below sounds with it.  So a return sounds as long as anything that is still heard feeds it.  A strip that merely
 * sends to a soloed strip feeds it, and is not heard itself.  Mute is another matter: it silences its own strip, output
 * and sends.
 */
#ifndef TTYMIX_PROJECTS_MODEL_SOLO_H
#define TTYMIX_PROJECTS_MODEL_SOLO_H

#include "projects/model/model.h"

enum {
    SOLO_HEARD,
    SOLO_SENDS_ONLY, /* its sends sound, its output does not */
    SOLO_SILENT
};
typedef unsigned char SoloState; /* one of the above */

/* What strip i may do while the strips with soloed[i] are soloed; without any, all are SOLO_HEARD.  Both arrays have
 * model->strip_count entries.  The master, VCAs and groups are always SOLO_HEARD. */
void solo_find_states(const Model *model, const bool *soloed, SoloState *states);

#endif
