/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/src/session/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "audio/base/buffer.h"
#include "audio/dsp/processor.h"
#include "tests/projects/scratch.h"

enum { RATE_HZ = 48000, FRAMES = 2 * RATE_HZ };

static const char song[] = "ttymix 1\n"
                           "title    \"A song\"\n"
                           "stage    mix\n"
                           "rate     48000 Hz\n"
                           "pan-law  -3 dB\n"
                           "\n"
                           "[markers]\n"
                           "loop     0:00.5 0:01\n"
                           "\n"
                           "[track vox]\n"
                           "clip     \"vox.wav\"\n"
                           "comp     threshold -30 dB  ratio 4:1\n"
                           "multiband\n"
                           "  1      upto 120 Hz\n"
                           "  2      upto 1 kHz\n"
                           "  3\n"
                           "fader    -3 dB\n"
                           "send     plate -12 dB\n"
                           "\n"
                           "[track gtr]\n"
                           "clip     \"vox.wav\"\n"
                           "\n"
                           "[return plate]\n"
                           "reverb\n"
                           "\n"
                           "[automation gtr.fader]\n"
                           "0:00     -6 dB\n"
                           "0:01     -9 dB  linear\n"
                           "\n"
                           "[master]\n"
                           "limiter\n";
static const char other[] = "ttymix 1\n"
                            "title    \"Another\"\n"
                            "stage    mix\n"
                            "rate     48000 Hz\n"
                            "pan-law  -3 dB\n"
                            "\n"
                            "[markers]\n"
                            "loop     0:00.2 0:00.7\n"
                            "\n"
                            "[track vox]\n"
                            "clip     \"vox.wav\"\n"
                            "comp\n"
                            "fader    -10 dB\n"
                            "\n"
                            "[track gtr]\n"
                            "\n"
                            "[return plate]\n"
                            "\n"
                            "[master]\n"
                            "limiter\n";

static void put_number(unsigned char *at, uint32_t value, int count)
{
    for (int i = 0; i < count; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

/* A tone of 1 kHz whose level falls: a compressor has something to do. 16 bits, one channel. */
static void write_tone(const char *path)
{
    static unsigned char bytes[44 + 2 * FRAMES];
    memcpy(bytes, "RIFF....WAVEfmt ", 16);
    put_number(bytes + 4, sizeof bytes - 8, 4);
    put_number(bytes + 16, 16, 4);
    put_number(bytes + 20, 1, 2);
    put_number(bytes + 22, 1, 2);
    put_number(bytes + 24, RATE_HZ, 4);
    put_number(bytes + 28, 2 * RATE_HZ, 4);
    put_number(bytes + 32, 2, 2);
    put_number(bytes + 34, 16, 2);
    memcpy(bytes + 36, "data", 4);
    put_number(bytes + 40, 2 * FRAMES, 4);
    for (int i = 0; i < FRAMES; i++) {
        double level = 0.5 * (1.0 - 0.8 * i / FRAMES), value = level * sin(2 * 3.14159265358979 * 1000 * i / RATE_HZ);
        put_number(bytes + 44 + 2 * i, (uint32_t)(int32_t)floor(32767 * value + 0.5), 2);
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, sizeof bytes, file), sizeof bytes);
    assert_int_equal(fclose(file), 0);
}

void stage_write_projects(void)
{
    scratch_write("song.mix", song);
    scratch_write("other.mix", other);
    scratch_write("same.mix", other);
    write_tone("vox.wav");
}

Session *stage_open(const char *path)
{
    Session *session = NULL;
    SessionOpening opening = {0};
    SessionSetup setup = {.path = path, .device = "null", .monitor_db = NAN, .silent = true};
    if (session_open(&session, &setup, &opening) != STATUS_OK)
        fail_msg("%s: %s", path, opening.error.text);
    for (int i = 0; i < opening.project.count; i++)
        fail_msg("%s:%d: %s", path, opening.project.items[i].line, opening.project.items[i].text);
    for (int i = 0; i < opening.stems.count; i++)
        fail_msg("%s: %s", path, opening.stems.items[i].text);
    session_opening_clear(&opening);
    return session;
}

static SessionAnswer last;

const char *stage_run(Session *session, const char *line)
{
    session_run(session, line, &last);
    if (last.status != STATUS_OK)
        fail_msg("%s: %s", line, last.text);
    return last.text;
}

const char *stage_refuse(Session *session, const char *line)
{
    session_run(session, line, &last);
    if (last.status == STATUS_OK)
        fail_msg("%s: %s", line, last.text);
    return last.text;
}

/* ---- facts ---- */

typedef struct Lines {
    char *items[256];
    int count;
} Lines;

static void keep_fact(void *context, const char *key, const char *value)
{
    Lines *lines = context;
    if (strcmp(key, "device") == 0 || strcmp(key, "monitor") == 0 || strcmp(key, "room") == 0)
        return;
    assert_true(lines->count < (int)ARRAY_LEN(lines->items));
    assert_true(asprintf(&lines->items[lines->count++], "%s %s", key, value) > 0);
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char *stage_facts(Session *session)
{
    Lines lines = {.count = 0};
    Buffer text = {0};
    SessionListener listener = {.context = &lines, .state = keep_fact};
    session_tell_all(session, &listener);
    qsort(lines.items, (size_t)lines.count, sizeof *lines.items, compare_lines);
    for (int i = 0; i < lines.count; i++) {
        buffer_append_format(&text, "%s\n", lines.items[i]);
        free(lines.items[i]);
    }
    return buffer_take(&text);
}

char *stage_mix(const Session *session)
{
    const MixSpec *mix = player_mix(session_player(session));
    Buffer text = {0};
    for (int s = 0; s < mix->strip_count; s++) {
        const StripSpec *strip = &mix->strips[s];
        buffer_append_format(&text, "%s silenced %d %d fader %g mode %d points %d", strip->name, strip->silenced,
                             strip->output_silenced, strip->fader_db.value, (int)strip->fader_db.mode,
                             strip->fader_db.point_count);
        for (int p = 0; p < strip->processor_count; p++) {
            const ProcessorSpec *processor = &strip->processors[p];
            buffer_append_format(&text, " | %s %g", processor->kind->kind, processor->bypass.value);
            for (int i = 0; i < processor_value_count(processor->kind); i++)
                buffer_append_format(&text, " %g", processor->values[i]);
        }
        buffer_append_text(&text, "\n");
    }
    buffer_append_format(&text, "end %lld\n", (long long)mix->end_frame);
    return buffer_take(&text);
}

/* ---- a listener ---- */

static void hear(Ear *ear, const char *format, ...) PRINTF_LIKE(2, 3);
static void hear(Ear *ear, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(ear->text + ear->length, sizeof ear->text - ear->length, format, arguments);
    va_end(arguments);
    assert_true(length >= 0 && ear->length + (size_t)length < sizeof ear->text);
    ear->length += (size_t)length;
}

static void hear_change(void *context, const Change *change)
{
    hear(context, "change %d\n", change->splice_count);
}

static void hear_replaced(void *context)
{
    hear(context, "replaced\n");
}

static void hear_fact(void *context, const char *key, const char *value)
{
    hear(context, "fact %s %s\n", key, value);
}

static void hear_notice(void *context, NoticeLevel level, const char *text)
{
    (void)level;
    hear(context, "notice %s\n", text);
}

void stage_listen(Session *session, Ear *ear)
{
    SessionListener listener = {
        .context = ear, .change = hear_change, .replaced = hear_replaced, .state = hear_fact, .notice = hear_notice};
    ear->length = 0;
    ear->text[0] = '\0';
    assert_true(session_listen(session, &listener));
}
