/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 against the vectors of NIST, and against itself cut in every way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>
#include <cmocka.h>

#include "audio/base/attributes.h"
#include "audio/base/cpu.h"
#include "audio/base/sha256.h"

/* FIPS 180-4 examples and the byte-oriented short messages of NIST CAVP (SHA256ShortMsg.rsp). */
static const struct {
    const char *message;
    size_t length;
    const char *digest;
} vectors[] = {
    {"", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
     112, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    {"\xd3", 1, "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"},
    {"\xc9\x8c\x8e\x55", 4, "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504"},
};

static void test_vectors(void **state)
{
    (void)state;
    char hex[SHA256_HEX_SIZE];
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        sha256_hex(vectors[i].message, vectors[i].length, hex);
        assert_string_equal(hex, vectors[i].digest);
    }
}

static void test_a_million_letters_in_odd_pieces(void **state)
{
    (void)state;
    char piece[997], hex[SHA256_HEX_SIZE];
    memset(piece, 'a', sizeof piece);
    Sha256 sha;
    sha256_init(&sha);
    for (size_t left = 1000000, part; left > 0; left -= part) {
        part = left < sizeof piece ? left : sizeof piece;
        sha256_update(&sha, piece, part);
    }
    sha256_final_hex(&sha, hex);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* Every length around the padding's edges; the digest of all digests was made with Python's hashlib. */
static void test_every_length_up_to_300(void **state)
{
    (void)state;
    unsigned char bytes[300];
    char hex[SHA256_HEX_SIZE];
    Sha256 all;
    sha256_init(&all);
    for (size_t n = 0; n < sizeof bytes; n++) {
        for (size_t i = 0; i < n; i++)
            bytes[i] = (unsigned char)(i * 7 + n);
        sha256_hex(bytes, n, hex);
        sha256_update(&all, hex, 64);
    }
    sha256_final_hex(&all, hex);
    assert_string_equal(hex, "def85da8f53f8ad58eda585dce61c0d7bfbb3da6924badae49d32d11288c576f");
}

static void test_the_cut_does_not_matter(void **state)
{
    (void)state;
    unsigned char bytes[200];
    char whole[SHA256_HEX_SIZE], cut[SHA256_HEX_SIZE];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 31 + 5);
    sha256_hex(bytes, sizeof bytes, whole);
    for (size_t a = 0; a <= sizeof bytes; a++) {
        Sha256 sha;
        sha256_init(&sha);
        sha256_update(&sha, bytes, a);
        sha256_update(&sha, bytes + a, 0);
        sha256_update(&sha, bytes + a, sizeof bytes - a);
        sha256_final_hex(&sha, cut);
        assert_string_equal(cut, whole);
    }
}

static void test_instructions_give_the_same(void **state)
{
    static unsigned char bytes[5000];
    char plain[SHA256_HEX_SIZE], fast[SHA256_HEX_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 151 >> 3);
    for (size_t length = 0; length < sizeof bytes; length += 1 + length / 7) {
        cpu_use_extensions(CPU_PLAIN);
        sha256_hex(bytes, length, plain);
        cpu_use_extensions(CPU_ALL);
        sha256_hex(bytes, length, fast);
        assert_string_equal(plain, fast);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_instructions_give_the_same),
        cmocka_unit_test(test_a_million_letters_in_odd_pieces),
        cmocka_unit_test(test_every_length_up_to_300),
        cmocka_unit_test(test_the_cut_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
