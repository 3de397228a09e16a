# SPDX-License-Identifier: GPL-3.0-or-later
"""Odd but legal sound files, made byte by byte: every container, every plain kind of sample, headers as other writers leave them.

`corpus()` gives rows; what each must come out as stands beside it. Sources: Microsoft, Multimedia Programming Interface 1.0 (RIFF) and
Multiple Channel Audio Data (WAVE_FORMAT_EXTENSIBLE); EBU Tech 3285 and 3306; Sony Wave64; Apple AIFF, AIFF-C and CAF; RFC 9639 and 3533;
id3.org; APEv2. The placeholders for sizes that are not known are those that SoX 14.4.2, FFmpeg 5.1 and alsa-utils 1.2.8 write into pipes."""
import array
import struct

RATE = 48000
FRAMES = 2401  # odd: chunks of odd size, last blocks that are short


class Row:
    """A file, and what is right: `frames` of the signal of `kind`, or the words of the refusal; `alarm` is the one that is true."""

    def __init__(self, name, data, kind=None, channels=2, frames=FRAMES, refused=None, alarm=None):
        self.name, self.data, self.kind, self.channels, self.frames = name, data, kind, channels, frames
        self.refused, self.alarm = refused, alarm

    def samples(self):
        """[channel lists], exact."""
        return [KINDS[self.kind].floats(signal(c)[:self.frames]) for c in range(self.channels)]


def signal(channel):
    """Samples of 32 bits, left-justified."""
    state, out = 12345 + channel, []
    for _ in range(FRAMES):
        state = (state * 1103515245 + 12345) & 0xffffffff
        out.append((state ^ state >> 15) - 0x80000000)
    return out


class Kind:
    """How samples lie in a file: `bits` that count, left-justified in `size` bytes."""

    def __init__(self, bits, size, is_float=False, unsigned=False):
        self.bits, self.size, self.is_float, self.unsigned = bits, size, is_float, unsigned

    def floats(self, ints):
        if self.is_float:
            return [x / 2147483648.0 for x in self.rounded(ints)]
        return [(x >> 32 - self.bits) / 2.0 ** (self.bits - 1) if self.bits <= 24 else single(x / 2147483648.0) for x in ints]

    @staticmethod
    def rounded(ints):
        return [x >> 8 << 8 for x in ints]  # what a float holds exactly

    def pack(self, channels, big):
        flat = [x for frame in zip(*channels) for x in frame]
        if self.is_float:
            values = array.array("f" if self.size == 4 else "d", [x / 2147483648.0 for x in self.rounded(flat)])
            return (values.byteswap() or values.tobytes()) if big else values.tobytes()
        out = bytearray()
        for x in flat:
            x = x >> 32 - self.bits << self.size * 8 - self.bits
            x += 128 if self.unsigned else 0
            out += x.to_bytes(self.size, "big" if big else "little", signed=not self.unsigned)
        return bytes(out)


def single(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


KINDS = {"u8": Kind(8, 1, unsigned=True), "s8": Kind(8, 1), "s16": Kind(16, 2), "s24": Kind(24, 3), "s32": Kind(32, 4),
         "s12in16": Kind(12, 2), "s20in24": Kind(20, 3), "s24in32": Kind(24, 4), "f32": Kind(32, 4, True), "f64": Kind(64, 8, True)}


def data_of(kind, channels=2, big=False, frames=FRAMES):
    return KINDS[kind].pack([signal(c)[:frames] for c in range(channels)], big)


# ---- RIFF, RIFX, RF64, W64 ----

def chunk(name, body, size=None, pad=True, big=False):
    return name + struct.pack(">I" if big else "<I", (len(body) if size is None else size) & 0xffffffff) + body + (
        b"\0" if pad and len(body) & 1 else b"")


GUID_REST = bytes.fromhex("000000001000800000aa00389b71")


def fmt_body(kind, channels=2, form=16, big=False, align=None, valid=None):
    k, order = KINDS[kind], ">" if big else "<"
    align = k.size * channels if align is None else align
    tag = 3 if k.is_float else 1
    bits = k.bits if form == 16 or not k.size * 8 > k.bits else k.size * 8
    body = struct.pack(order + "HHIIHH", 0xfffe if form == 40 else tag, channels, RATE, RATE * k.size * channels, align, bits)
    if form == 40:
        return body + struct.pack(order + "HHIH", 22, valid or k.bits, 3 if channels == 2 else 4, tag) + GUID_REST
    return body + (b"\0\0" if form == 18 else b"")


def wav(kind="s16", channels=2, form=16, big=False, before=b"", between=b"", after=b"", size=None, riff=None, pad=True, magic=None,
        align=None, frames=FRAMES):
    body = b"WAVE" + before + chunk(b"fmt ", fmt_body(kind, channels, form, big, align), big=big) + between + chunk(
        b"data", data_of(kind, channels, big, frames), size, pad, big) + after
    return (magic or (b"RIFX" if big else b"RIFF")) + struct.pack(">I" if big else "<I", len(body) if riff is None else riff) + body


def rf64(kind="s16", ds64_data=None, size=0xffffffff, rows=(), between=b"", ds64=True, magic=b"RF64", after=b""):
    data = data_of(kind)
    table = b"".join(name + struct.pack("<Q", n) for name, n in rows)
    head = chunk(b"ds64", struct.pack("<QQQI", 0, len(data) if ds64_data is None else ds64_data, FRAMES, len(rows)) + table) if ds64 else b""
    return magic + b"\xff\xff\xff\xffWAVE" + head + chunk(b"fmt ", fmt_body(kind)) + between + chunk(b"data", data, size) + after


W64_REST = bytes.fromhex("f3acd3118cd100c04f8edb8a")


def w64_chunk(name, body, size=None, pad=True):
    return name + W64_REST + struct.pack("<Q", len(body) + 24 if size is None else size) + body + (bytes(-len(body) % 8) if pad else b"")


def w64(kind="s16", size=None, between=b"", after=b"", pad=True):
    body = b"wave" + W64_REST + w64_chunk(b"fmt ", fmt_body(kind)) + between + w64_chunk(b"data", data_of(kind), size, pad) + after
    return b"riff" + bytes.fromhex("2e91cf11a5d628db04c10000") + struct.pack("<Q", len(body) + 24) + body


# ---- AIFF, CAF ----

def extended(rate):
    exponent = rate.bit_length() - 1
    return struct.pack(">HQ", 16383 + exponent, rate << 63 - exponent)


def aiff(kind="s16", compression=None, little=False, bits=None, frames=FRAMES, size=None, offset=0, before=b"", between=b"", after=b"",
         late_comm=False):
    data = data_of(kind, 2, not little)
    comm = struct.pack(">HIH", 2, frames & 0xffffffff, bits or KINDS[kind].bits) + extended(RATE)
    if compression:
        comm += compression + b"\0\0"
    comm = chunk(b"COMM", comm, big=True)
    sound = chunk(b"SSND", struct.pack(">II", offset, 0) + bytes(offset) + data, size, big=True)
    version = chunk(b"FVER", struct.pack(">I", 0xa2805140), big=True) if compression else b""
    body = (b"AIFC" if compression else b"AIFF") + version + before + (sound + between + comm if late_comm else comm + between + sound) + after
    return b"FORM" + struct.pack(">I", len(body)) + body


def caf(kind="s16", little=False, size=None, between=b"", after=b""):
    k = KINDS[kind]
    data = struct.pack(">I", 0) + data_of(kind, 2, not little)
    flags = (1 if k.is_float else 0) | (2 if little else 0)
    desc = struct.pack(">d4sIIIII", RATE, b"lpcm", flags, k.size * 2, 1, 2, k.bits)
    return (b"caff\0\1\0\0desc" + struct.pack(">q", len(desc)) + desc + between + b"data" +
            struct.pack(">q", len(data) if size is None else size) + data + after)


# ---- FLAC, as samples that are not compressed ----

def crc(data, polynomial, bits):
    value, top, mask = 0, 1 << bits - 1, (1 << bits) - 1
    for byte in data:
        value ^= byte << bits - 8
        for _ in range(8):
            value = (value << 1 ^ (polynomial if value & top else 0)) & mask
    return value


def flac_frames(bits=16, block=576, frames=FRAMES):
    code = {8: 1, 16: 4, 20: 5, 24: 6}[bits]
    out = []
    for number, start in enumerate(range(0, frames, block)):
        count = min(block, frames - start)
        head = bytes([0xff, 0xf8, 0x70, 0x10 | code << 1, number]) + struct.pack(">H", count - 1)
        body = head + bytes([crc(head, 0x07, 8)])
        text = ""
        for c in range(2):
            text += "00000010" + "".join(format((x >> 32 - bits) & (1 << bits) - 1, "0%db" % bits) for x in signal(c)[start:start + count])
        text += "0" * (-len(text) % 8)
        body += int(text, 2).to_bytes(len(text) // 8, "big")
        out.append(body + struct.pack(">H", crc(body, 0x8005, 16)))
    return out


def stream_info(bits=16, stated=FRAMES, block=576):
    packed = RATE << 44 | 1 << 41 | bits - 1 << 36 | stated
    return struct.pack(">HH", block, block) + bytes(6) + struct.pack(">Q", packed) + bytes(16)


def block(kind, body, last=False):
    return bytes([kind | (0x80 if last else 0)]) + struct.pack(">I", len(body))[1:] + body


VENDOR = struct.pack("<I", 4) + b"odd!" + struct.pack("<I", 0)


def flac(bits=16, stated=FRAMES, more=(), frames=FRAMES):
    return b"fLaC" + block(0, stream_info(bits, stated)) + b"".join(block(k, b) for k, b in more) + block(4, VENDOR, True) + b"".join(
        flac_frames(bits, frames=frames))


# ---- Ogg ----

def ogg_page(serial, number, packets, flags=0, granule=-1, whole=True):
    lacing = b""
    for packet in packets:
        lacing += b"\xff" * (len(packet) // 255) + (bytes([len(packet) % 255]) if whole or packet is not packets[-1] else b"")
    page = bytearray(b"OggS\0" + bytes([flags]) + struct.pack("<qIII", granule, serial, number, 0) + bytes([len(lacing)]) + lacing + b"".join(packets))
    page[22:26] = struct.pack("<I", crc(page, 0x04c11db7, 32))
    return bytes(page)


def ogg_flac(stated=FRAMES, serial=7, other=False, bits=16):
    frames = flac_frames(bits)
    out = [ogg_page(serial, 0, [b"\x7fFLAC\1\0\0\1fLaC" + block(0, stream_info(bits, stated))], 2, 0)]
    if other:
        out.append(ogg_page(99, 0, [b"fishead\0" + bytes(56)], 2, 0))
    out.append(ogg_page(serial, 1, [block(4, VENDOR, True)], 0, 0))
    for i, frame in enumerate(frames):
        granule = min((i + 1) * 576, FRAMES)
        if other:
            out.append(ogg_page(99, i + 1, [b"something else"], 0, 0))
        out.append(ogg_page(serial, i + 2, [frame], 4 if i + 1 == len(frames) else 0, granule))
    return b"".join(out)


# ---- tags ----

def id3v2(size=300, fill=b"\0", footer=False):
    body = (b"TIT2\0\0\0\x06\0\0\0Title" + fill * size)[:size]
    head = struct.pack(">BBB", 4, 0, 0x10 if footer else 0) + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
    return b"ID3" + head + body + (b"3DI" + head if footer else b"")


ID3V1 = b"TAG" + b"Title".ljust(125, b"\0")


def ape(items=b"\x05\0\0\0\0\0\0\0Title\0Hello"):
    def edge(flags):
        return b"APETAGEX" + struct.pack("<IIII", 2000, len(items) + 32, 1, flags) + bytes(8)
    return edge(0xa0000000) + items + edge(0x80000000)


LIST = chunk(b"LIST", b"INFOISFT\x06\0\0\0odd!!\0")
BEXT = chunk(b"bext", bytes(602))


def without_pad(name, size):
    return chunk(name, bytes(size), pad=False)


def corpus():
    rows = []

    def add(name, data, kind="s16", **more):
        rows.append(Row(name, data, kind, **more))

    for big in (False, True):
        for kind in ("u8", "s16", "s24", "s32", "s12in16", "s20in24", "f32", "f64"):
            for form in (16, 18, 40):
                add("%s-%s-%d.wav" % ("rifx" if big else "riff", kind, form), wav(kind, form=form, big=big), kind)
    for kind in ("u8", "s16", "s24", "s24in32", "f32"):
        add("mono-%s.wav" % kind, wav(kind, 1), kind, channels=1)
    add("valid-20-of-24.wav", wav("s20in24", form=40), "s20in24")
    add("block-align-0.wav", wav(align=0))
    # sizes
    bytes_16 = FRAMES * 4
    for name, size in (("zero", 0), ("ffffffff", 0xffffffff), ("ffffffff-less-header", 0xffffffff - 44), ("sox-pipe", 0x7ffff000),
                       ("7fffffff", 0x7fffffff), ("arecord-pipe", 0x80000000), ("7fffffff-less-header", 0x7fffffff - 36)):
        add("size-%s.wav" % name, wav(size=size))
    add("size-small.wav", wav(size=4000), frames=1000)
    add("size-large.wav", wav(size=bytes_16 + 4000), alarm="is cut off: %d of %d frames are there" % (FRAMES, FRAMES + 1000))
    for name, riff in (("zero", 0), ("ffffffff", 0xffffffff), ("small", 100), ("large", 10 ** 6)):
        add("riff-%s.wav" % name, wav(riff=riff))
    # chunks of others
    add("junk-first.wav", wav(before=chunk(b"JUNK", bytes(28))))
    add("list-first.wav", wav(before=LIST))
    add("bext-first.wav", wav(before=BEXT))
    add("id3-chunk.wav", wav(after=chunk(b"id3 ", id3v2())))
    add("empty-chunks.wav", wav(before=chunk(b"JUNK", b""), between=chunk(b"PAD ", b"") + chunk(b"fact", b""), after=chunk(b"cue ", b"")))
    add("odd-chunk-padded.wav", wav(between=chunk(b"note", b"abc")))
    add("odd-chunk-not-padded.wav", wav(between=without_pad(b"note", 3)))
    add("odd-list-not-padded.wav", wav(before=without_pad(b"LIST", 5)))
    add("odd-data-not-padded.wav", wav("u8", 1, pad=False, after=LIST), "u8", channels=1)
    add("odd-data-padded.wav", wav("u8", 1, after=LIST), "u8", channels=1)
    add("data-first.wav", b"RIFF\0\0\0\0WAVE" + chunk(b"data", data_of("s16")) + chunk(b"fmt ", fmt_body("s16")))
    add("fact-lies.wav", wav(between=chunk(b"fact", struct.pack("<I", 7))))
    add("two-formats.wav", wav(between=chunk(b"fmt ", fmt_body("s24"))))
    add("zeros-behind.wav", wav(after=bytes(1000)))
    add("tag-behind.wav", wav(after=ID3V1))
    add("tag-before.wav", id3v2() + wav())
    add("fmt-behind-lists.wav", wav(before=LIST * 40 + chunk(b"JUNK", bytes(5001)) + BEXT))
    # RF64
    for kind in ("s16", "s24", "f32"):
        add("rf64-%s.wav" % kind, rf64(kind), kind)
    add("bw64.wav", rf64(magic=b"BW64"))
    add("rf64-data-small.wav", rf64(size=400))
    add("rf64-data-large.wav", rf64(size=bytes_16 + 400))
    add("rf64-ds64-small.wav", rf64(ds64_data=4000), frames=1000)
    add("rf64-ds64-large.wav", rf64(ds64_data=bytes_16 + 4000), alarm="is cut off: %d of %d frames are there" % (FRAMES, FRAMES + 1000))
    add("rf64-ds64-zero.wav", rf64(ds64_data=0))
    add("rf64-ds64-minus-one.wav", rf64(ds64_data=2 ** 64 - 1))
    add("rf64-no-ds64.wav", rf64(ds64=False))
    add("rf64-table.wav", rf64(rows=[(b"long", 500)], between=chunk(b"long", bytes(500), 0xffffffff)))
    # W64
    for kind in ("u8", "s16", "s24", "f32", "f64"):
        add("w64-%s.w64" % kind, w64(kind), kind)
    for name, size in (("zero", 0), ("empty", 24), ("ffmpeg-pipe", 2 ** 63 - 1), ("minus-one", 2 ** 64 - 1)):
        add("w64-size-%s.w64" % name, w64(size=size, pad=False))
    add("w64-size-large.w64", w64(size=24 + bytes_16 + 4000, pad=False), alarm="is cut off: %d of %d frames are there" % (FRAMES, FRAMES + 1000))
    add("w64-size-small.w64", w64(size=24 + 4000), frames=1000)
    add("w64-between.w64", w64(between=w64_chunk(b"junk", bytes(13)), after=w64_chunk(b"levl", bytes(8))))
    add("w64-not-padded.w64", w64(between=w64_chunk(b"junk", bytes(13), pad=False)))
    # AIFF
    for kind in ("s8", "s16", "s24", "s32", "s12in16", "s20in24"):
        add("aiff-%s.aiff" % kind, aiff(kind), kind)
    for compression, kind, little in ((b"NONE", "s16", False), (b"NONE", "s24", False), (b"twos", "s16", False), (b"sowt", "s16", True),
                                      (b"raw ", "u8", False), (b"in24", "s24", False), (b"in32", "s32", False), (b"42ni", "s24", True),
                                      (b"23ni", "s32", True), (b"fl32", "f32", False), (b"FL32", "f32", False), (b"fl64", "f64", False),
                                      (b"FL64", "f64", False)):
        word = compression.decode().strip()
        add("aifc-%s-%s.aifc" % (("upper-" if word.isupper() else "") + word.lower(), kind), aiff(kind, compression, little), kind)
    add("aiff-offset.aiff", aiff(offset=6))
    add("aiff-late-comm.aiff", aiff(late_comm=True))
    add("aiff-ffmpeg-pipe.aiff", aiff(frames=0, size=0))
    add("aiff-sox-pipe.aiff", aiff(frames=0x7f000000 // 4, size=0x7f000008))
    add("aiff-no-count.aiff", aiff(frames=0))
    add("aiff-size-zero.aiff", aiff(size=0))
    add("aiff-count-small.aiff", aiff(frames=1000))
    add("aiff-size-large.aiff", aiff(frames=FRAMES + 1000, size=8 + bytes_16 + 4000),
        alarm="is cut off: %d of %d frames are there" % (FRAMES, FRAMES + 1000))
    add("aiff-between.aiff", aiff(before=chunk(b"NAME", b"odd", big=True), between=chunk(b"MARK", b"\0\0", big=True),
                                  after=chunk(b"ANNO", b"", big=True)))
    add("aiff-odd-not-padded.aiff", aiff(between=chunk(b"NAME", b"odd", pad=False, big=True)))
    add("aiff-tag-before.aiff", id3v2() + aiff())
    # CAF
    for kind in ("s8", "s16", "s24", "s32", "f32", "f64"):
        for little in (False, True):
            add("caf-%s-%s.caf" % (kind, "le" if little else "be"), caf(kind, little), kind)
    add("caf-size-minus-one.caf", caf(size=-1))
    add("caf-size-zero.caf", caf(size=0))
    add("caf-size-small.caf", caf(size=4 + 4000), frames=1000)
    add("caf-size-large.caf", caf(size=4 + bytes_16 + 4000), alarm="is cut off: %d of %d frames are there" % (FRAMES, FRAMES + 1000))
    add("caf-between.caf", caf(between=b"free" + struct.pack(">q", 333) + bytes(333), after=b"info" + struct.pack(">q", 4) + bytes(4)))
    # FLAC
    for bits in (8, 16, 24):
        add("flac-%d.flac" % bits, flac(bits), "s%d" % bits)
    add("flac-pipe.flac", flac(stated=0))
    add("flac-stated-small.flac", flac(stated=1000))
    add("flac-stated-large.flac", flac(stated=FRAMES + 1000),
        alarm="is cut off: %d of %d frames are there" % (FRAMES // 576 * 576 + FRAMES % 576, FRAMES + 1000))
    add("flac-blocks.flac", flac(more=[(1, bytes(70000)), (2, b"odd!" + bytes(10))]))
    add("flac-tag-before.flac", id3v2(5000) + flac())
    add("flac-two-tags-before.flac", id3v2(100, footer=True) + id3v2(200) + flac())
    add("flac-tag-behind.flac", flac() + ID3V1)
    add("flac-pipe-tags-behind.flac", flac(stated=0) + ape() + ID3V1)
    add("flac-in-ogg.oga", ogg_flac())
    add("flac-in-ogg-pipe.oga", ogg_flac(stated=0))
    add("flac-in-ogg-24.oga", ogg_flac(bits=24), "s24")
    add("flac-in-ogg-among-others.oga", ogg_flac(other=True))
    # what is refused, and why
    for name, data, words in (
            ("empty-data.wav", wav(frames=0, size=0, after=LIST), "has no samples in it"),
            ("a-law.wav", wav().replace(b"\1\0\2\0\x80\xbb", b"\6\0\2\0\x80\xbb"), "holds A-law, which is not mixed"),
            ("mp3.wav", wav().replace(b"\1\0\2\0\x80\xbb", b"\x55\0\2\0\x80\xbb"), "holds MP3, which is not mixed"),
            ("no-data.wav", b"RIFF\0\0\0\0WAVE" + chunk(b"fmt ", fmt_body("s16")), "has a damaged WAV header: it has no samples"),
            ("six-channels.wav", wav().replace(b"\1\0\2\0\x80\xbb", b"\1\0\6\0\x80\xbb"), "holds integer samples of 16 bits in frames of 4 bytes, "
             "which is not mixed"),
            ("flac-20.flac", flac(20), "holds FLAC samples of 20 bits, which is not mixed"),
            ("flac-head-alone.flac", flac(frames=0), "is cut off before its first sample"),
            ("flac-nothing.flac", flac(frames=0, stated=0), "has no samples in it"),
            ("ogg-chain.oga", ogg_flac() + ogg_flac(serial=8), "is a chain of several Ogg streams, which is not mixed"),
            ("speex.ogg", ogg_page(1, 0, [b"Speex   1.2" + bytes(69)], 2, 0), "holds Speex, which is not mixed"),
            ("theora.ogg", ogg_page(1, 0, [b"\x80theora" + bytes(35)], 2, 0) + ogg_page(1, 1, [b"x"]),
             "is an Ogg file without a stream that is mixed (Vorbis, Opus, FLAC)"),
            ("tag-alone.mp3", id3v2(), "is no whole MP3 file: no frame of sound was found in it"),
            ("free-format.mp3", b"\xff\xfb\x00\x00" + bytes(400), "is an MP3 of free format, which is not mixed")):
        rows.append(Row(name, data, refused=words))
    return rows
