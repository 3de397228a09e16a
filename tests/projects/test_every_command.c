/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every command of the document's table, on projects that have everything: whatever is run, in whatever order, nothing
 * is read that an edit has freed (a build with ASan says so), a command that fails changes nothing, a replica that is
 * told the changes stays equal, and undoing all brings the text back.
 *
 * Lines are walked word by word along what completion offers, so a new row of the table is taken in without a word
 * here.  A document is *restless* in every other round: each refresh makes the whole model anew, so that every pointer
 * held over an edit is one to freed memory, be the edit as small as it likes.  TTYMIX_FUZZ = rounds. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "projects/command/command.h"
#include "projects/document/inside.h"
#include "tests/projects/generate.h"

enum { OFFERS_MAX = 400, COMMANDS_A_ROUND = 30, LINE_MAX_BYTES = 900, WORDS_MAX = 9 };

static const char everything[] =
    "ttymix 1\ninclude \"desk.mix\"\ntitle \"All\"\nrate 48000 Hz\nlineup -18 dBFS\n\n[tempo]\n1|1 120 bpm 4/4\n5|1 "
    "97.5 bpm 3/4\n\n"
    "[markers]\n0:01 \"Verse\"\n3|1 \"Chorus\"\n5|1 \"Chorus 2\"\nloop 0:01 0:02\nend 1:00\n\n"
    "# the voice\n[track vox]\nlabel \"Voice\"\nnote \"close\"\n"
    "clip:take \"a.wav\" at 0:01 offset 0.5s length 15s gain -1 dB fade-in 10ms fade-out 20ms # first\n"
    "trim 1 dB\npolarity invert\npan L 20 %\neq\n  2 bell freq 1 kHz gain 3 dB\n  4 highshelf "
    "freq 8 kHz gain 1 dB\n"
    "comp:ride threshold -20 dB ratio 3:1 key gtr tap post\ncomp ratio 2:1 key old\nmulticomp\n  1 below 200 Hz\n  2 "
    "ratio 2:1\n"
    "fader -3 dB\nlimiter\nsend echo -6 dB tap pre pan R 10 %\nsend plate -12 dB\nout band\nvca ride\n\n"
    "[track gtr]\nclip \"g.wav\" length 9s\nclip:two \"b.wav\" at 4|2\nfader -6 dB\ngate key old\nsend echo -9 dB "
    "mute\nout band\nvca ride\n\n"
    "[track old]\nflanger rate 2 Hz\n  1 kept unread\nmute\nsolo-safe\n\n[track away]\n\n"
    "[bus band]\ncomp key vox\nfader 0 dB\n\n[return echo]\ndelay note 1/8\n\n[return plate]\nreverb\n\n"
    "[vca ride]\nfader -1 dB\n\n[group strings]\nmembers vox gtr\n\n"
    "[automation vox.fader]\nmode read\n0:00 0 dB\n0:01 -3 dB linear\n5|1 -6 dB curve 0.25\n0:09 -1 dB hold\n\n"
    "[automation gtr.send.echo]\n0:00 -9 dB\n0:02 -3 dB linear\n\n[automation vox.send.echo.pan]\n0:01 L 5 %\n\n"
    "[automation vox.eq.2.gain]\n0:00 3 dB\n0:04 0 dB linear\n\n[automation vox.comp:ride.threshold]\n0:00 -20 dB\n\n"
    "[automation vox.comp.ratio]\n0:00 3:1\n\n[automation echo.mute]\nmode trim\n0:03 on\n\n"
    "[automation ride.fader]\n0:00 -1 dB\n\n[automation nobody.fader]\n0:00 0 dB\n\n"
    "[snapshot one]\nvox.fader -1 dB\n\n[version two]\nvox.fader -2 dB\n\n[sculpture x]\nkept\n\n[master]\neq\nfader "
    "-0.5 dB\nlimiter";

static const char desk[] =
    "ttymix 1\n[track away]\nclip \"c.wav\"\ncomp key vox\nsend echo -20 dB\nout band\n\n"
    "[bus far]\nfader -2 dB\n\n[automation away.fader]\n0:00 -1 dB\n\n[automation away.send.echo]\n0:00 -9 dB\n";

static Status read_desk(void *context, const char *path, char **text, size_t *length, Error *error)
{
    (void)context;
    if (strcmp(path, "desk.mix") != 0)
        return error_set(error, STATUS_NOT_FOUND, "it does not exist");
    *length = sizeof desk - 1;
    *text = strdup(desk);
    return *text ? STATUS_OK : STATUS_NO_MEMORY;
}

static Document *parse(const char *text)
{
    Document *document = NULL;
    ProblemList problems = {0};
    char shown[600] = "";
    Status status = document_parse(&document, "all.mix", text, strlen(text), read_desk, NULL, &problems);
    for (int i = 0; i < problems.count; i++)
        if (!problems.items[i].warning)
            problem_format(&problems.items[i], shown, sizeof shown);
    if (status != STATUS_OK || problems.errors)
        fail_msg("%s", shown);
    problems_clear(&problems);
    return document;
}

/* --- a line, word by word --- */

/* What completion has no words for, or says as an example. */
static const char more_words[] =
    "0:01\n0:02.5\n3|1\n0:00\n0:09\nChorus\n-6 dB\n+= 1 dB\n3 dB\n0.5\n1\n2\n100\n1 kHz\n20 ms\n4s\n"
    "L 10 %\non\noff\ntoggle\nnew\nother\nall\n\"a text\"\n\"c.wav\"\ncomp\nvox\necho\n*\nband\nnone\n"
    "master\ng*\nlinear\n\"eq\\ncomp\"\n\"0:01 0 dB\"\nby\nto\n1 kHz 3 dB\nfar\ngtr.clip\nvox.clip:take\n"
    "vox.comp\ngtr.send.echo\nvox.fader\n";

/* One of them, into `out`. */
static const char *any_word(Random *random, char out[40])
{
    const char *at = more_words;
    unsigned count = 0;
    for (const char *end = at; (end = strchr(end, '\n')); end++)
        count++;
    for (unsigned i = random_below(random, count); i > 0; i--)
        at = strchr(at, '\n') + 1;
    snprintf(out, 40, "%.*s", (int)strcspn(at, "\n"), at);
    return out;
}

/* One of the words that completion has at the end of a line, malloc'd; NULL without one. */
static char *any_offer(Random *random, const Document *document, const char *line)
{
    char *words[OFFERS_MAX], *chosen = NULL;
    int count = command_complete(document, NULL, line, strlen(line), words, OFFERS_MAX);
    int choice = count > 0 ? (int)random_below(random, (unsigned)count) : -1;
    for (int i = 0; i < count; i++)
        if (i == choice)
            chosen = words[i];
        else
            free(words[i]);
    return chosen;
}

/* The next word: mostly one that is offered there, as a person would press tab; an address grows part by part. */
static void append_word(Random *random, const Document *document, char *line)
{
    char other[40];
    size_t begin = strlen(line);
    char *word = random_below(random, 4) ? any_offer(random, document, line) : NULL;
    snprintf(line + begin, LINE_MAX_BYTES - begin, "%s", word ? word : any_word(random, other));
    for (int part = 0; part < 4 && word && word[0] && strchr(".@:", word[strlen(word) - 1]); part++) {
        free(word);
        word = any_offer(random, document, line);
        snprintf(line + begin, LINE_MAX_BYTES - begin, "%s", word ? word : any_word(random, other));
    }
    free(word);
    size_t length = strlen(line);
    snprintf(line + length, LINE_MAX_BYTES - length, " ");
}

/* What has run, by its row. */
typedef struct Tally {
    const Command *rows[128];
    int done[128], count;
} Tally;

/* Of two rows the one that has been done less. */
static const Command *any_row(Random *random, const Tally *tally)
{
    unsigned one = random_below(random, (unsigned)tally->count), other = random_below(random, (unsigned)tally->count);
    return tally->rows[tally->done[one] <= tally->done[other] ? one : other];
}

/* An example of the manual, or a walk along the row; sometimes two in one line. */
static void make_line(Random *random, const Document *document, const Tally *tally, char *line)
{
    char other[40];
    const Command *row = any_row(random, tally);
    if (random_below(random, 6) == 0) {
        snprintf(line, LINE_MAX_BYTES, "%s", row->example);
        return;
    }
    if (strcmp(row->name, "text") == 0 && random_below(random, 4) == 0) {
        snprintf(
            line, LINE_MAX_BYTES,
            "text \"ttymix 1\\ninclude \\\"desk.mix\\\"\\n[track vox]\\nfader -%u dB\\n[bus band]\\n[return echo]\\n\"",
            random_below(random, 9));
        return;
    }
    snprintf(line, LINE_MAX_BYTES, "%s ", row->name);
    for (unsigned i = random_below(random, WORDS_MAX); i > 0; i--)
        append_word(random, document, line);
    if (random_below(random, 10) == 0) {
        size_t length = strlen(line);
        snprintf(line + length, LINE_MAX_BYTES - length, "; delete %s", any_word(random, other));
    }
}

/* --- running --- */

static void assert_same_text(const Document *document, const char *wanted, const char *line)
{
    char *text = text_of(document, NULL);
    if (strcmp(text, wanted) != 0)
        fail_msg("after `%s`:\n%s\n--- instead of\n%s", line, text, wanted);
    free(text);
}

static void count_row(Tally *tally, const char *line)
{
    CommandWords words;
    if (command_split(line, &words, NULL) != STATUS_OK)
        return;
    const Command *row = command_choose(&words, BY_DOCUMENT);
    for (int i = 0; i < tally->count; i++)
        tally->done[i] += tally->rows[i] == row;
    command_words_clear(&words);
}

static void run_line(Document *document, Document *replica, const char *line, Tally *tally)
{
    Answer answer;
    char *before = text_of(document, NULL);
    if (getenv("TTYMIX_TELL"))
        print_message("%s\n", line);
    document_execute(document, line, &answer);
    if (answer.status != STATUS_OK) {
        assert_true(answer.text[0] != '\0');
        assert_same_text(document, before, line);
    } else {
        count_row(tally, line);
    }
    if (answer.change.splice_count > 0)
        assert_int_equal(document_apply_change(replica, &answer.change), STATUS_OK);
    answer_clear(&answer);
    free(before);
}

static void undo_all(Document *document, Document *replica)
{
    bool more = true;
    for (int open = 0; open < COMMANDS_A_ROUND; open++)
        document_end(document);
    while (more) {
        Answer answer = {0};
        more = document_undo(document, &answer);
        if (more && answer.change.splice_count > 0)
            assert_int_equal(document_apply_change(replica, &answer.change), STATUS_OK);
        answer_clear(&answer);
    }
}

/* A document that grew piece by piece says what one that is read whole says. */
static void assert_reads_the_same(const Document *document)
{
    char *text = text_of(document, NULL), said[300], wanted[300];
    Document *whole = parse(text);
    const Model *a = document_model(document), *b = document_model(whole);
    assert_int_equal(a->strip_count, b->strip_count);
    assert_int_equal(a->lane_count, b->lane_count);
    for (int i = 0; i < a->strip_count; i++) {
        const Strip *one = &a->strips[i], *other = &b->strips[i];
        snprintf(said, sizeof said, "%s %d %d %d %s %s %d", one->name, one->clip_count, one->processor_count,
                 one->send_count, one->out ? one->out : "-", one->vca ? one->vca : "-", one->line);
        snprintf(wanted, sizeof wanted, "%s %d %d %d %s %s %d", other->name, other->clip_count, other->processor_count,
                 other->send_count, other->out ? other->out : "-", other->vca ? other->vca : "-", other->line);
        assert_string_equal(said, wanted);
        assert_memory_equal(one->fact, other->fact, sizeof one->fact);
    }
    for (int i = 0; i < a->lane_count; i++) {
        assert_string_equal(a->lanes[i].address, b->lanes[i].address);
        assert_int_equal(a->lanes[i].point_count, b->lanes[i].point_count);
        assert_ptr_equal(a->lanes[i].param, b->lanes[i].param);
    }
    document_free(whole);
    free(text);
}

static void run_round(unsigned seed, Tally *tally)
{
    Random random = {seed * 2654435761u + 17};
    Document *document = parse(everything), *replica = parse(everything);
    char line[LINE_MAX_BYTES];
    document->restless = seed % 2;
    for (int i = 0; i < COMMANDS_A_ROUND; i++) {
        make_line(&random, document, tally, line);
        run_line(document, replica, line, tally);
    }
    char *text = text_of(document, NULL);
    assert_same_text(replica, text, "all of them");
    free(text);
    assert_reads_the_same(document);
    undo_all(document, replica);
    assert_same_text(document, everything, "undo of all");
    assert_same_text(replica, everything, "undo of all");
    document_free(document);
    document_free(replica);
}

static void test_every_command(void **state)
{
    (void)state;
    const char *wanted = getenv("TTYMIX_FUZZ"), *from = getenv("TTYMIX_FUZZ_FROM");
    unsigned first = from ? (unsigned)atoi(from) : 0, rounds = wanted                   ? (unsigned)atoi(wanted)
                                                               : getenv("TTYMIX_QUICK") ? 300
                                                                                        : 1000;
    Tally tally = {.count = 0};
    for (const Command *row = NULL; (row = command_next(row));)
        if (row->by & BY_DOCUMENT)
            tally.rows[tally.count++] = row;
    for (unsigned seed = first; seed < first + rounds; seed++)
        run_round(seed, &tally);
    for (int i = 0; i < tally.count && rounds >= 1000; i++)
        if (tally.done[i] == 0)
            fail_msg("`%s` (%s) has never been done", tally.rows[i]->name, tally.rows[i]->example);
}

/* What was found first: the strip was held while its automation went. */
static void test_delete_of_what_is_fed_and_automated(void **state)
{
    (void)state;
    static const char *const gone[] = {"echo", "plate", "band", "ride", "gtr", "vox", "far", "old", "strings"};
    for (unsigned i = 0; i < ARRAY_LEN(gone); i++) {
        char line[64];
        Tally tally = {.count = 0};
        Document *document = parse(everything), *replica = parse(everything);
        document->restless = true;
        snprintf(line, sizeof line, "delete %s", gone[i]);
        run_line(document, replica, line, &tally);
        assert_reads_the_same(document);
        undo_all(document, replica);
        assert_same_text(document, everything, line);
        document_free(document);
        document_free(replica);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_delete_of_what_is_fed_and_automated),
        cmocka_unit_test(test_every_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
