/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/song/latin.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "audio/base/attributes.h"

/* Words for the characters from `first` on, with | between them; an empty one has no sound. */
typedef struct LatinRange {
    uint32_t first;
    const char *words;
} LatinRange;

static const LatinRange ranges[] = {
    {0x00c0, "a|a|a|a|a|a|ae|c|e|e|e|e|i|i|i|i|d|n|o|o|o|o|o||o|u|u|u|u|y|th|ss|a|a|a|a|a|a|ae|c|e|e|e|e|i|i|i|i|"
             "d|n|o|o|o|o|o||o|u|u|u|u|y|th|y|a|a|a|a|a|a|c|c|c|c|c|c|c|c|d|d|d|d|e|e|e|e|e|e|e|e|e|e|g|g|g|g|g|g|"
             "g|g|h|h|h|h|i|i|i|i|i|i|i|i|i|i|ij|ij|j|j|k|k|k|l|l|l|l|l|l|||l|l|n|n|n|n|n|n||ng|ng|o|o|o|o|o|o|oe|"
             "oe|r|r|r|r|r|r|s|s|s|s|s|s|s|s|t|t|t|t|t|t|u|u|u|u|u|u|u|u|u|u|u|u|w|w|y|y|y|z|z|z|z|z|z|s|b|b|||||"
             "o|||d|d||||e|e|e|f|f||g||i|i|k|k|l|||n|n|o|o|o|||p|p||||||t|t|t|t|u|u||v|y|y|z|z||||||||||||||dz|dz|"
             "dz|lj|lj|lj|nj|nj|nj|a|a|i|i|o|o|u|u|u|u|u|u|u|u|u|u|e|a|a|a|a|ae|ae|||g|g|k|k|o|o|o|o|||j|dz|dz|dz|"
             "g|g|||n|n|a|a|ae|ae|o|o|a|a|a|a|e|e|e|e|i|i|i|i|o|o|o|o|r|r|r|r|u|u|u|u|s|s|t|t|||h|h|n|d|||z|z|a|a|"
             "e|e|o|o|o|o|o|o|o|o|y|y|||||||a|c|c|l|t|||||b|u||e|e|j|j|||r|r|y|y"},
    {0x0386, "a||e|i|i||o||y|o|i|a|v|g|d|e|z|i|th|i|k|l|m|n|x|o|p|r||s|t|y|f|ch|ps|o|i|y|a|e|i|i|y|a|v|g|d|e|z|i|"
             "th|i|k|l|m|n|x|o|p|r|s|s|t|y|f|ch|ps|o|i|y|o|y|o"},
    {0x0400, "e|yo|dj|gj|ye|dz|i|yi|j|lj|nj|c|kj|i|u|dz|a|b|v|g|d|e|zh|z|i|y|k|l|m|n|o|p|r|s|t|u|f|kh|ts|ch|sh|"
             "shch||y||e|yu|ya|a|b|v|g|d|e|zh|z|i|y|k|l|m|n|o|p|r|s|t|u|f|kh|ts|ch|sh|shch||y||e|yu|ya|e|yo|dj|gj|"
             "ye|dz|i|yi|j|lj|nj|c|kj|i|u|dz"},
    {0x0490, "g|g"},
    {0x05d0, "a|b|g|d|h|v|z|ch|t|y|k|k|l|m|m|n|n|s|a|p|p|ts|ts|q|r|sh|t"},
    {0x0621, "a|a|a|w|i|y|a|b|a|t|th|j|h|kh|d|dh|r|z|s|sh|s|d|t|z|a|gh|||||||f|q|k|l|m|n|h|w|a|y"},
    {0x067e, "p"},
    {0x0686, "ch"},
    {0x0698, "zh"},
    {0x06a9, "k"},
    {0x06af, "g"},
    {0x06cc, "y"},
    {0x1e00, "a|a|b|b|b|b|b|b|c|c|d|d|d|d|d|d|d|d|d|d|e|e|e|e|e|e|e|e|e|e|f|f|g|g|h|h|h|h|h|h|h|h|h|h|i|i|i|i|k|k|"
             "k|k|k|k|l|l|l|l|l|l|l|l|m|m|m|m|m|m|n|n|n|n|n|n|n|n|o|o|o|o|o|o|o|o|p|p|p|p|r|r|r|r|r|r|r|r|s|s|s|s|"
             "s|s|s|s|s|s|t|t|t|t|t|t|t|t|u|u|u|u|u|u|u|u|u|u|v|v|v|v|w|w|w|w|w|w|w|w|w|w|x|x|x|x|y|y|z|z|z|z|z|z|"
             "h|t|w|y||s|||ss||a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|e|e|e|e|e|e|e|e|e|e|e|e|e|e|e|e|i|"
             "i|i|i|o|o|o|o|o|o|o|o|o|o|o|o|o|o|o|o|o|o|o|o|o|o|o|o|u|u|u|u|u|u|u|u|u|u|u|u|u|u|y|y|y|y|y|y|y|y|||"
             "|||"},
    {0x3041, "a|a|i|i|u|u|e|e|o|o|ka|ga|ki|gi|ku|gu|ke|ge|ko|go|sa|za|shi|ji|su|zu|se|ze|so|zo|ta|da|chi|ji||tsu|"
             "zu|te|de|to|do|na|ni|nu|ne|no|ha|ba|pa|hi|bi|pi|fu|bu|pu|he|be|pe|ho|bo|po|ma|mi|mu|me|mo|ya|ya|yu|"
             "yu|yo|yo|ra|ri|ru|re|ro|wa|wa|wi|we|wo|n|vu|ka|ke"},
    {0x30a1, "a|a|i|i|u|u|e|e|o|o|ka|ga|ki|gi|ku|gu|ke|ge|ko|go|sa|za|shi|ji|su|zu|se|ze|so|zo|ta|da|chi|ji||tsu|"
             "zu|te|de|to|do|na|ni|nu|ne|no|ha|ba|pa|hi|bi|pi|fu|bu|pu|he|be|pe|ho|bo|po|ma|mi|mu|me|mo|ya|ya|yu|"
             "yu|yo|yo|ra|ri|ru|re|ro|wa|wa|wi|we|wo|n|vu|ka|ke"},
};

enum { HANGUL_FIRST = 0xac00, HANGUL_LAST = 0xd7a3, HANGUL_VOWELS = 21, HANGUL_ENDS = 28 };

/* The Revised Romanization of Korean, letter by letter (sounds that change each other across syllables are not looked
 * at). */
static int take_hangul(uint32_t code, char out[LATIN_MAX])
{
    static const char begins[][3] = {"g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
                                     "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
    static const char vowels[][4] = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo", "ye", "o",  "wa", "wae",
                                     "oe", "yo", "u",  "wo",  "we", "wi", "yu",  "eu", "ui", "i"};
    static const char ends[][3] = {"",  "k", "k", "k", "n", "n", "n", "t",  "l", "k", "m", "l", "l", "l",
                                   "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"};
    uint32_t index = code - HANGUL_FIRST;
    const char *parts[] = {begins[index / (HANGUL_VOWELS * HANGUL_ENDS)], vowels[index / HANGUL_ENDS % HANGUL_VOWELS],
                           ends[index % HANGUL_ENDS]};
    int length = 0;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        for (const char *letter = parts[i]; *letter; letter++)
            out[length++] = *letter;
    return length;
}

/* Accents that stand behind their letter, and the long mark of katakana. */
static bool is_silent(uint32_t code)
{
    return (code >= 0x300 && code <= 0x36f) || (code >= 0x64b && code <= 0x65f) || (code >= 0x5b0 && code <= 0x5c7) ||
           (code >= 0x3099 && code <= 0x309c) || code == 0x30fc;
}

/* The word of a range; false when the character lies behind it. */
static bool take_from(const LatinRange *range, uint32_t code, char out[LATIN_MAX], int *length)
{
    const char *word = range->words;
    for (uint32_t at = range->first; at < code; at++) {
        word = strchr(word, '|');
        if (!word++)
            return false;
    }
    *length = (int)strcspn(word, "|");
    memcpy(out, word, (size_t)*length);
    return true;
}

int latin_take(uint32_t code, char out[LATIN_MAX])
{
    int length;
    if (is_silent(code))
        return 0;
    if (code >= HANGUL_FIRST && code <= HANGUL_LAST)
        return take_hangul(code, out);
    if (code >= 0xff21 && code <= 0xff5a) /* letters of full width */
        code -= 0xfee0;
    if ((code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z')) {
        out[0] = (char)(code | 0x20);
        return 1;
    }
    for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
        if (code >= ranges[i].first && take_from(&ranges[i], code, out, &length))
            return length;
    return LATIN_NONE;
}
