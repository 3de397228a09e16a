/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `describe` and `what`, wherever they are typed. Session thread. */
#ifndef TTYMIX_SRC_SPEECH_TELL_H
#define TTYMIX_SRC_SPEECH_TELL_H

#include "src/speech/describe.h"

/* Says it on the describer's `out`; NULL, or the sentence that refuses it. */
const char *tell_words(const Describer *describer, const CommandWords *words, Verbosity verbosity);
/* The same as an answer, in symbols, as many whole lines as it has room for: a SessionTeller. */
void tell_answer(Session *session, const CommandWords *words, SessionAnswer *answer);

#endif
