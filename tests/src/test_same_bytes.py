# SPDX-License-Identifier: GPL-3.0-or-later
"""The same project gives the same bytes: on any number of threads, any CPU, from any run, and a range is its part of the whole."""
import harness
from harness import Case
from processors import write_processors_project


class SameBytes(Case):
    def digest(self, project, *more, **kind):
        result = self.good("--bounce", project, "-o", self.path("out.wav"), "--json", *more, **kind)
        return result.json()["sha256_pcm"]

    def check_jobs(self, project, *more):
        whole = self.digest(project, "--jobs", "1", *more)
        for jobs in ("4",) if harness.QUICK else ("2", "4"):
            self.assertEqual(self.digest(project, "--jobs", jobs, *more), whole, "--jobs " + jobs)
        if not harness.QUICK:
            self.assertEqual(self.digest(project, *more), whole, "a second run")

    def test_demo_on_any_number_of_threads(self):
        self.check_jobs(harness.DEMO, *(("--range", "0:00,0:02") if harness.QUICK else ()))

    def test_generated_on_any_number_of_threads(self):
        project = harness.write_generated_project(self.dir, seconds=2.0)
        self.check_jobs(project)

    def test_every_processor_on_any_number_of_threads(self):
        self.check_jobs(write_processors_project(harness.TTYMIX, self.dir))

    def test_locale_and_time_zone_do_not_matter(self):
        project = harness.write_generated_project(self.dir, strips=6, seconds=1.0)
        whole = self.digest(project)
        for env in ({"LC_ALL": "C"}, {"LC_ALL": "de_DE.UTF-8"}, {"TZ": "Asia/Tokyo"}):
            self.assertEqual(self.digest(project, env=env), whole, env)

    def test_float_file_is_the_same_twice(self):
        project = harness.write_generated_project(self.dir, strips=6, seconds=1.0)
        self.good("--bounce", project, "-o", self.path("a.wav"), "--bits", "float")
        self.good("--bounce", project, "-o", self.path("b.wav"), "--bits", "float", "--jobs", "2")
        with open(self.path("a.wav"), "rb") as a, open(self.path("b.wav"), "rb") as b:
            self.assertEqual(a.read(), b.read())

    def test_range_is_its_part_of_the_whole(self):
        self.check_range(harness.write_generated_project(self.dir, strips=8, seconds=1.5))
        self.check_range(write_processors_project(harness.TTYMIX, self.dir, seconds=1.2))

    def check_range(self, project):
        first, last = round(0.333 * 48000), round(1.1 * 48000)
        for bits, size in (("16", 4),) if harness.QUICK else (("float", 8), ("32", 8), ("24", 6), ("16", 4)):
            self.good("--bounce", project, "-o", self.path("whole.wav"), "--bits", bits)
            self.good("--bounce", project, "-o", self.path("part.wav"), "--bits", bits, "--range", "0:00.333,0:01.1")
            whole, part = harness.pcm_of(self.path("whole.wav")), harness.pcm_of(self.path("part.wav"))
            self.assertEqual(part, whole[first * size:last * size], bits)

    def test_range_at_another_rate_is_its_part_of_the_whole(self):
        """What is converted is filtered with what stands around the range; frame n of the output is the moment n of the song."""
        project = harness.write_generated_project(self.dir, strips=8, seconds=1.5)
        for rate in (44100,) if harness.QUICK else (44100, 96000):
            for bits, size in (("16", 4),) if harness.QUICK else (("float", 8), ("16", 4)):
                for first, last in ((0.333, 1.1), (0.0, 0.7), (1.0, 1.001)):
                    self.good("--bounce", project, "-o", self.path("whole.wav"), "--bits", bits, "--rate", str(rate))
                    self.good("--bounce", project, "-o", self.path("part.wav"), "--bits", bits, "--rate", str(rate), "--range",
                              "0:%06.3f,0:%06.3f" % (first, last), "--jobs", "2")
                    whole, part = harness.pcm_of(self.path("whole.wav")), harness.pcm_of(self.path("part.wav"))
                    begin, end = (int(round(t * 48000) * rate / 48000 + 0.5) for t in (first, last))
                    self.assertEqual(len(part), (end - begin) * size)
                    self.assertEqual(part, whole[begin * size:end * size], (rate, bits, first))

    @harness.unittest.skipUnless(harness.find_program("qemu-x86_64"), "qemu-x86_64 is not installed")
    def test_cpu_without_avx(self):
        if harness.QUICK:
            self.skipTest("quick run")
        for project in (harness.write_generated_project(self.dir, strips=24, seconds=0.5),
                        write_processors_project(harness.TTYMIX, self.dir, seconds=0.3)):
            part = ("--jobs", "1", "--range", "0:00,0:00.4") # an emulated processor is slow: without the tail
            whole = self.digest(project, *part)
            old = self.digest(project, *part, prefix=("qemu-x86_64", "-cpu", "Nehalem"), timeout=harness.PATIENCE_S)
            self.assertEqual(old, whole, project)


if __name__ == "__main__":
    harness.main()
