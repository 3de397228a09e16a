/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/generate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned random_below(Random *random, unsigned below)
{
    random->state = random->state * 6364136223846793005u + 1442695040888963407u; /* Knuth, MMIX */
    return (unsigned)(random->state >> 33) % below;
}

typedef struct Writer {
    Random *random;
    Buffer *out;
    const char *end;
} Writer;

static const char *gap(Writer *writer)
{
    static const char *const gaps[] = {" ", "  ", "\t", "     ", " \t "};
    return gaps[random_below(writer->random, 5)];
}

static void end_line(Writer *writer)
{
    static const char *const comments[] = {"", "", "", "   # why not", "# \"quoted\"", "\t#", "  "};
    buffer_append_format(writer->out, "%s%s", comments[random_below(writer->random, 7)], writer->end);
    if (random_below(writer->random, 9) == 0)
        buffer_append_format(writer->out, "%s%s", random_below(writer->random, 2) ? "" : "   # a remark", writer->end);
}

static void put(Writer *writer, const char *key, const char *value)
{
    buffer_append_format(writer->out, "%s%s%s%s", random_below(writer->random, 8) ? "" : "  ", key, gap(writer), value);
    end_line(writer);
}

static void number(Writer *writer, char *out, double low, double high, const char *unit)
{
    double value = low + (high - low) * random_below(writer->random, 10001) / 10000;
    static const int decimals[] = {0, 1, 2, 3};
    snprintf(out, 60, "%.*f%s%s", decimals[random_below(writer->random, 4)], value,
             random_below(writer->random, 3) ? " " : "", unit);
    if (out[0] == '-' && strspn(out + 1, "0.") == strcspn(out + 1, " d%HmsL"))
        memmove(out, out + 1, strlen(out)); /* no -0.0 */
}

static void put_number(Writer *writer, const char *key, double low, double high, const char *unit)
{
    char text[64];
    number(writer, text, low, high, random_below(writer->random, 6) ? unit : "");
    put(writer, key, text);
}

static void time_text(Writer *writer, char *out)
{
    unsigned kind = random_below(writer->random, 5), value = random_below(writer->random, 600000);
    if (kind == 0)
        snprintf(out, 40, "%u frames", value);
    else if (kind == 1)
        snprintf(out, 40, "%u|%u|%u", value % 90 + 1, value % 4 + 1, value % 960);
    else if (kind == 2)
        snprintf(out, 40, "%u.%us", value % 300, value % 10);
    else
        snprintf(out, 40, "%u:%02u.%03u", value % 7, value % 60, value % 1000);
}

static void put_facts(Writer *writer)
{
    static const char *const modes[] = {"balance", "dual", "image"}, *const polarities[] = {"normal", "invert", "left",
                                                                                            "right"};
    Random *random = writer->random;
    if (random_below(random, 3) == 0)
        put(writer, "label", "\"A \\\"label\\\" \\u{263A} \xc3\xa9\"");
    if (random_below(random, 3) == 0)
        put_number(writer, "trim", -36, 36, "dB");
    if (random_below(random, 4) == 0)
        put(writer, "polarity", polarities[random_below(random, 4)]);
    if (random_below(random, 4) == 0)
        put_number(writer, "offset", -99, 99, "ms");
    if (random_below(random, 4) == 0)
        put(writer, "pan-mode", modes[random_below(random, 3)]);
    if (random_below(random, 3) == 0)
        put(writer, "pan", random_below(random, 2) ? "L 33.5 %" : random_below(random, 2) ? "C" : "R7%");
    if (random_below(random, 5) == 0)
        put_number(writer, "width", -100, 200, "%");
    if (random_below(random, 4) == 0)
        put(writer, "mute", random_below(random, 2) ? "" : "off");
}

static void put_processors(Writer *writer, bool after)
{
    Random *random = writer->random;
    char a[64], b[64], line[300];
    if (!after && random_below(random, 2)) {
        put(writer, "teq", random_below(random, 2) ? "" : "output 1 dB");
        for (unsigned band = 1; band < 2 + random_below(random, 5); band++) {
            static const char *const types[] = {"bell", "lowcut", "highshelf"};
            number(writer, a, 10, 20000, "Hz");
            number(writer, b, -30, 30, "dB");
            snprintf(line, sizeof line, "  %u%s%s freq %s%sgain %s", band * 2, gap(writer),
                     types[random_below(random, 3)], a, gap(writer), b);
            buffer_append_text(writer->out, line);
            end_line(writer);
        }
    }
    for (unsigned i = random_below(random, 3); i > 0; i--) {
        number(writer, a, -80, 0, "dB");
        snprintf(line, sizeof line, "tcomp:n%u%s%s threshold %s%sratio %u:1%s", i, after ? "p" : "", gap(writer), a,
                 gap(writer), 1 + random_below(random, 20), random_below(random, 4) ? "" : "  bypass");
        buffer_append_text(writer->out, line);
        end_line(writer);
    }
}

static void put_strip(Writer *writer, const char *kind, unsigned index, unsigned buses)
{
    Random *random = writer->random;
    char line[200], time[64], level[64];
    if (random_below(random, 3) == 0)
        buffer_append_format(writer->out, "# about the next one%s", writer->end);
    buffer_append_format(writer->out, "[%s %c%u]", kind, kind[0], index);
    end_line(writer);
    if (kind[0] == 't') {
        for (unsigned i = random_below(random, 3); i > 0; i--) {
            time_text(writer, time);
            snprintf(line, sizeof line, "\"stems/%u.wav\" at %s%sgain %d dB", index, time, gap(writer),
                     (int)random_below(random, 20) - 10);
            put(writer, "clip", line);
        }
    }
    put_facts(writer);
    put_processors(writer, false);
    if (random_below(random, 3)) {
        put_number(writer, "fader", -60, 12, "dB");
        if (random_below(random, 3) == 0)
            put_processors(writer, true);
    }
    if (kind[0] != 't' || buses == 0)
        return;
    for (unsigned bus = 0; bus < buses; bus++)
        if (random_below(random, 4) == 0) {
            number(writer, level, -60, 6, "dB");
            snprintf(line, sizeof line, "b%u %s%s", bus, level, random_below(random, 3) ? "" : "  tap pre");
            put(writer, "send", line);
        }
    if (random_below(random, 2)) {
        snprintf(line, sizeof line, "b%u", random_below(random, buses));
        put(writer, "out", line);
    }
}

static void put_lane(Writer *writer, unsigned track)
{
    char time[64], level[64];
    unsigned points = random_below(writer->random, 8);
    buffer_append_format(writer->out, "[automation t%u.fader]%s", track, writer->end);
    if (random_below(writer->random, 2))
        put(writer, "mode", random_below(writer->random, 2) ? "read" : "trim");
    for (unsigned i = 0; i < points; i++) {
        static const char *const shapes[] = {"", "  linear", " curve 0.25", " hold"};
        snprintf(time, sizeof time, "0:%02u.%u", i * 2, random_below(writer->random, 10));
        number(writer, level, -60, 6, "dB");
        buffer_append_format(writer->out, "%s%s%s%s", time, gap(writer), level,
                             shapes[random_below(writer->random, 4)]);
        end_line(writer);
    }
}

void generate_project(Random *random, Buffer *out)
{
    Writer writer = {random, out, random_below(random, 4) ? "\n" : "\r\n"};
    unsigned tracks = random_below(random, 6), buses = random_below(random, 3);
    if (random_below(random, 10) == 0)
        buffer_append_text(out, "\xef\xbb\xbf");
    buffer_append_format(out, "ttymix 1%s", writer.end);
    if (random_below(random, 2))
        put(&writer, "title", "\"T # no comment\"");
    put(&writer, "rate", random_below(random, 2) ? "44100 Hz" : "48 kHz");
    if (random_below(random, 3) == 0)
        buffer_append_format(out, "[tempo]%s0:00  97.5 bpm%s", writer.end, writer.end);
    if (random_below(random, 3) == 0)
        buffer_append_format(out, "%s[markers]%s0:01 \"Intro\"  # here%sloop 0:01 0:02%s", writer.end, writer.end,
                             writer.end, writer.end);
    for (unsigned i = 0; i < tracks; i++)
        put_strip(&writer, "track", i, buses);
    for (unsigned i = 0; i < buses; i++)
        put_strip(&writer, "bus", i, 0);
    for (unsigned i = 0; i < tracks; i++)
        if (random_below(random, 4) == 0)
            put_lane(&writer, i);
    if (random_below(random, 2)) {
        buffer_append_format(out, "[master]%s", writer.end);
        put_facts(&writer);
    }
    if (random_below(random, 5) == 0 && out->length && out->bytes[out->length - 1] == '\n') {
        out->length -= strlen(writer.end);
        out->bytes[out->length] = '\0';
    }
}

/* --- commands --- */

static const char *any_strip(Random *random, const Model *model)
{
    return model->strips[random_below(random, (unsigned)model->strip_count)].name;
}

static const char *any_processor(Random *random, const Strip *strip)
{
    if (strip->processor_count == 0)
        return "tcomp";
    return processor_address(&strip->processors[random_below(random, (unsigned)strip->processor_count)]);
}

/* Chains and automation over a range. */
static void generate_long_command(Random *random, const Model *model, char *out, size_t size)
{
    const char *name = any_strip(random, model), *other = any_strip(random, model);
    unsigned n = random_below(random, 30), m = n + random_below(random, 12);
    switch (random_below(random, 8)) {
    case 0:
        snprintf(out, size, "chain %s \"# c\\ntcomp ratio %u:1\\nteq\\n 1 bell gain %u dB\\nfader\\ntlimit\" %s", name,
                 n, n, n % 2 ? "append" : "replace");
        break;
    case 1: snprintf(out, size, "chain %s \"\"", n % 3 ? name : "y*"); break;
    case 2: snprintf(out, size, "copy-chain %s %s", name, n % 3 ? other : "all"); break;
    case 3:
        snprintf(out, size, "move-points %s.fader 0:%02u 0:%02u by %s%u.5 s", name, n, m, n % 2 ? "-" : "", n / 3);
        break;
    case 4:
        snprintf(out, size, "copy-points %s.fader 0:%02u 0:%02u to 0:%02u %s.fader", name, n, m, m / 2,
                 n % 2 ? name : other);
        break;
    case 5: snprintf(out, size, "shift-points %s.fader by -%u.5 dB", name, n / 4); break;
    case 6: snprintf(out, size, "scale-points %s.fader 0:%02u 0:%02u by 0.%u", name, n, m, n); break;
    default: snprintf(out, size, "thin-points %s.fader by %u dB", name, n / 3); break;
    }
}

/* Clips of one track, or of all. */
static void generate_clip_command(Random *random, const Model *model, char *out, size_t size)
{
    const char *name = random_below(random, 3) ? any_strip(random, model) : "all";
    unsigned n = random_below(random, 30), m = n + 1 + random_below(random, 12);
    switch (random_below(random, 10)) {
    case 0: snprintf(out, size, "crop %s %s 0:%02u", name, n % 2 ? "start" : "end", n); break;
    case 1: snprintf(out, size, "move-clips %s 0:%02u by %s%u.25 s", name, n, m % 2 ? "-" : "", n / 3); break;
    case 2: snprintf(out, size, "copy-clips %s 0:%02u to 0:%02u", name, n, m); break;
    case 3: snprintf(out, size, "delete-clips %s 0:%02u", name, n); break;
    case 4: snprintf(out, size, "fade-clips %s %s 0:%02u.5", name, n % 2 ? "start" : "end", n); break;
    case 5: snprintf(out, size, "crossfade %s 0:%02u 100 ms", name, n); break;
    case 6:
        snprintf(out, size, "keep %s.clip@0:%02u \"0:%02u.1 0:%02u.4\\n0:%02u.6 0:%02u.9\"", name, n, n, n, n, n);
        break;
    case 7: snprintf(out, size, "erase %s 0:%02u 0:%02u%s", name, n, m, n % 2 ? " ripple" : ""); break;
    case 8:
        snprintf(out, size, "copy-range %s 0:%02u 0:%02u to 0:%02u%s", name, n, m, m + n / 2, n % 2 ? " insert" : "");
        break;
    default:
        snprintf(out, size, "lift-points %s.fader 0:%02u 0:%02u by -%u dB", any_strip(random, model), n, m, n / 4);
        break;
    }
}

void generate_command(Random *random, const Document *document, char *out, size_t size)
{
    if (random_below(random, 8) == 0) {
        generate_clip_command(random, document_model(document), out, size);
        return;
    }
    if (random_below(random, 6) == 0) {
        generate_long_command(random, document_model(document), out, size);
        return;
    }
    const Model *model = document_model(document);
    const char *name = any_strip(random, model), *other = any_strip(random, model);
    const Strip *strip = model_strip(model, name);
    int level = (int)random_below(random, 40) - 30;
    unsigned n = random_below(random, 30);
    switch (random_below(random, 34)) {
    case 0: snprintf(out, size, "set %s.fader %d dB", name, level); break;
    case 1: snprintf(out, size, "set %s.fader += %d.5 dB", name, level / 4); break;
    case 2: snprintf(out, size, "set %s.pan %c %u %%", name, n % 2 ? 'L' : 'R', n); break;
    case 3: snprintf(out, size, "mute %s%s", name, n % 3 ? "" : " off"); break;
    case 4: snprintf(out, size, "set %s.trim %d.%u dB", name, level, n); break;
    case 5:
        snprintf(out, size, "add track x%u \"stems/%u.wav\"%s%s", n, n, n % 4 ? "" : " before ", n % 4 ? "" : other);
        break;
    case 6: snprintf(out, size, "add bus y%u", n); break;
    case 7: snprintf(out, size, "add tcomp%s%u %s", n % 2 ? ":m" : ":o", n, name); break;
    case 8: snprintf(out, size, "add teq %s", name); break;
    case 9: snprintf(out, size, "add band %s.teq bell %u Hz %d dB", name, 100 + 50 * n, level / 2); break;
    case 10: snprintf(out, size, "add tlimit %s", name); break;
    case 11: snprintf(out, size, "send %s %s %d dB%s", name, other, level, n % 3 ? "" : " tap pre"); break;
    case 12: snprintf(out, size, "out %s %s", name, other); break;
    case 13: snprintf(out, size, "delete %s", n % 3 ? "x1" : name); break;
    case 14: snprintf(out, size, "delete %s.%s", name, any_processor(random, strip)); break;
    case 15: snprintf(out, size, "rename %s z%u", name, n); break;
    case 16: snprintf(out, size, "move %s %s %s", name, n % 2 ? "after" : "before", other); break;
    case 17:
        snprintf(out, size, "move %s.%s before %s", name, any_processor(random, strip), any_processor(random, strip));
        break;
    case 18: snprintf(out, size, "set %s.%s.threshold -%u dB", name, any_processor(random, strip), n); break;
    case 19: snprintf(out, size, "set %s.%s.ratio %u:1", name, any_processor(random, strip), n); break;
    case 20: snprintf(out, size, "bypass %s.%s%s", name, any_processor(random, strip), n % 2 ? "" : " off"); break;
    case 21:
        snprintf(out, size, "point %s.fader 0:%02u.%u %d dB%s", name, n, n % 10, level, n % 2 ? " linear" : "");
        break;
    case 22: snprintf(out, size, "unpoint %s.fader 0:%02u.%u", name, n, n % 10); break;
    case 23: snprintf(out, size, "clear %s.fader%s", name, n % 2 ? " 0:05 0:20" : ""); break;
    case 24: snprintf(out, size, "mode %s.fader %s", name, n % 2 ? "trim" : "off"); break;
    case 25: snprintf(out, size, "split %s 0:%02u", n % 3 ? name : "all", n); break;
    case 26: snprintf(out, size, "add clip %s \"c%u.wav\" at 0:%02u length %u s", name, n, n, n + 1); break;
    case 27: snprintf(out, size, "set all.fader += %d dB", level / 8); break;
    case 28: snprintf(out, size, "label %s \"L%u\"", name, n); break;
    case 29: snprintf(out, size, "marker 0:%02u \"M%u\"", n, n); break;
    case 30: snprintf(out, size, "set title \"T%u\" ; set %s.width %u %%", n, name, n); break;
    case 31: snprintf(out, size, "loop 0:%02u 1:00", n); break;
    case 32: snprintf(out, size, "add vca v%u ; vca %s v%u", n, name, n); break;
    default: snprintf(out, size, "set %s.teq.%u.gain %d dB", name, 1 + n % 6, level / 2); break;
    }
}

char *text_of(const Document *document, size_t *length)
{
    char *text = NULL;
    size_t size = 0;
    if (document_text(document, &text, &size) != STATUS_OK)
        abort();
    if (length)
        *length = size;
    return text;
}
