# SPDX-License-Identifier: GPL-2.0
"""layers.py finds what it is there for."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

LAYERS = pathlib.Path(__file__).with_name("layers.py")
ORDER = "# comment\ncompat/base\ncompat/ke compat/ex\n"


class Layers(unittest.TestCase):
    """Objects of a few lines each, and what the check says of them."""

    def said(self, sources, order=ORDER, texts=()):
        """Builds {object: C}, beside {source: text}, runs the check, and returns its status and
        output."""
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder)
            for name, text in sources.items():
                path = top / f"{name}.o"
                path.parent.mkdir(parents=True, exist_ok=True)
                subprocess.run(["gcc", "-xc", "-c", "-o", path, "-"], input=text, text=True, check=True)
            for name, text in dict(texts).items():
                (top / name).parent.mkdir(parents=True, exist_ok=True)
                (top / name).write_text(text, encoding="utf-8")
            (top / "order").write_text(order, encoding="utf-8")
            done = subprocess.run([sys.executable, "-B", LAYERS, top, top / "order", top], check=False,
                                  capture_output=True, text=True)
            return done.returncode, done.stdout + done.stderr

    GOOD = {"compat/base/a": "void a(void) { }", "compat/ke/b": "void a(void); void b(void) { a(); }",
            "compat/ex/c": "void b(void); void c(void) { b(); }"}

    def test_what_goes_down_is_right(self):
        """And beside it, in one line of the order."""
        self.assertEqual(self.said(self.GOOD), (0, ""))

    def test_a_circle_at_one_height_is_named(self):
        """Unless the folders count as one."""
        circle = self.GOOD | {"compat/ke/d": "void c(void); void d(void) { c(); }"}
        self.assertEqual(self.said(circle), (1, "in a circle: compat/ex -> compat/ke -> compat/ex\n"))
        self.assertEqual(self.said(circle, "compat/base\ncompat/ke=compat/ex\n"), (0, ""))

    def test_only_glue_includes_linux(self):
        """And folders that are named, as long as they do; in headers of both languages, for C."""
        text = {"compat/ke/b.c": "#include <linux/slab.h>\n", "compat/glue/g.c": "#include <linux/slab.h>\n"}
        said = (1, "compat/ke/b.c: only glue includes Linux: #include <linux/slab.h>\n")
        self.assertEqual(self.said(self.GOOD, texts=text), said)
        self.assertEqual(self.said(self.GOOD, ORDER + "linux: compat/ke\n", text), (0, ""))
        both = {"compat/ke/b.h": "#ifndef __cplusplus\n#include <linux/slab.h>\n#endif\n"}
        self.assertEqual(self.said(self.GOOD, texts=both), (0, ""))
        said = (1, "compat/ex: it may include Linux, but no longer does: take it off the list\n")
        self.assertEqual(self.said(self.GOOD, ORDER + "linux: compat/ex\n", both), said)

    def test_headers_of_linux_in_any_spelling(self):
        for header in "<crypto/hash.h>", '"linux/slab.h"', "<generated/autoconf.h>":
            text = {"compat/ke/b.c": f"#include {header}\n"}
            self.assertEqual(self.said(self.GOOD, texts=text),
                             (1, f"compat/ke/b.c: only glue includes Linux: #include {header}\n"))

    def test_module_sees_the_faces_of_compat(self):
        """And no other header, except for where everything is exported."""
        text = {"module/main.c": '#include "../compat/ke/face.h"\n#include "compat/ke/own.h"\n',
                "module/exports.c": '#include "compat/ke/own.h"\n'}
        self.assertEqual(self.said(self.GOOD, ORDER + "faces: compat/ke/face.h\n", text),
                         (1, "module/main.c: compat/ke/own.h is compat's own\n"))
        del text["module/main.c"]
        said = (1, "compat/ke/face.h: module/ may include it, but no longer does: take it off the list\n")
        self.assertEqual(self.said(self.GOOD, ORDER + "faces: compat/ke/face.h\n", text), said)

    def test_what_goes_up_is_named(self):
        """With both objects and the symbol, be it a function or a variable."""
        for text in "void b(void); void a(void) { b(); }", "extern int b; int a = 1; int *where(void) { return &b; }":
            wrong = {"compat/base/a": text, "compat/ke/b": "int b;" if "int b" in text else "void b(void) { }",
                     "compat/ex/c": ""}
            self.assertEqual(self.said(wrong), (1, "compat/base/a refers up to compat/ke/b: b\n"))

    def test_a_circle_is_a_reference_that_goes_up(self):
        """Over three folders, too."""
        circle = {"compat/base/a": "void c(void); void a(void) { c(); }",
                  "compat/ke/b": "void a(void); void b(void) { a(); }",
                  "compat/ex/c": "void b(void); void c(void) { b(); }"}
        self.assertEqual(self.said(circle), (1, "compat/base/a refers up to compat/ex/c: c\n"))

    def test_a_static_function_is_nobody_elses(self):
        """One of the same name elsewhere is another."""
        same = self.GOOD | {"compat/ex/d": "static void a(void) { } void d(void) { a(); }",
                            "compat/base/e": "static void d(void) { } void e(void) { d(); }"}
        self.assertEqual(self.said(same), (0, ""))

    def test_what_is_not_there_is_no_pass(self):
        """No objects, a folder that the order does not know, one without objects."""
        self.assertEqual(self.said({})[0], 1)
        status, text = self.said(self.GOOD | {"compat/attic/x": "void x(void) { }"})
        self.assertEqual((status, text), (1, "compat/attic: the order has no such folder\n"))
        status, text = self.said({"compat/base/a": "void a(void) { }"})
        self.assertIn("compat/ke: there are no objects in it", text)
        self.assertEqual(status, 1)


unittest.main()
