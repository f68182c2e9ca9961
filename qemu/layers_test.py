# SPDX-License-Identifier: GPL-2.0
"""layers.py finds what it is there for."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

LAYERS = pathlib.Path(__file__).with_name("layers.py")
ORDER = "# comment\ncompat/base\ncompat/ke compat/ex\n"
KBUILD = "ccflags-y := -Os -I$(src) -I$(src)/module -I$(src)/compat\n"


class Layers(unittest.TestCase):
    """Objects of a few lines each, and what the check says of them."""

    def said(self, sources, order=ORDER, texts=(), stale=()):
        """Builds {object: C}, beside {source: text} and {object of no module: C}, runs the check, and returns its
        status and output."""
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder)
            for name, text in [*sources.items(), *dict(stale).items()]:
                path = top / f"{name}.o"
                path.parent.mkdir(parents=True, exist_ok=True)
                subprocess.run(["gcc", "-xc", "-c", "-o", path, "-"], input=text, text=True, check=True)
            if sources:
                (top / "ntparport.mod").write_text("".join(f"{top / name}.o\n" for name in sources), encoding="utf-8")
            for name, text in {"Kbuild": KBUILD, **dict(texts)}.items():
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
        objects, order = self.GOOD | {"compat/glue/g": ""}, "compat/glue\n" + ORDER
        self.assertEqual(self.said(objects, order, text), said)
        self.assertEqual(self.said(objects, order + "linux: compat/ke\n", text), (0, ""))
        both = {"compat/ke/b.h": "#ifndef __cplusplus\n#include <linux/slab.h>\n#endif\n"}
        self.assertEqual(self.said(self.GOOD, texts=both), (0, ""))
        said = (1, "compat/ex: it may include Linux, but no longer does: take it off the list\n")
        self.assertEqual(self.said(self.GOOD, ORDER + "linux: compat/ex\n", both), said)

    def test_headers_of_linux_in_any_spelling(self):
        for header in "<crypto/hash.h>", '"linux/slab.h"', "<generated/autoconf.h>":
            text = {"compat/ke/b.c": f"#include {header}\n"}
            self.assertEqual(self.said(self.GOOD, texts=text),
                             (1, f"compat/ke/b.c: only glue includes Linux: #include {header}\n"))

    MODULE = GOOD | {"module/main": ""}, ORDER + "module\n"

    def test_module_sees_the_faces_of_compat(self):
        """And no other header, however it is written, but for where everything is exported."""
        objects, order = self.MODULE
        text = {"module/main.c": '#include "../compat/ke/face.h"\n#include "compat/ke/own.h"\n#include "ke/own.h"\n',
                "module/exports.c": '#include "compat/ke/own.h"\n', "compat/ke/face.h": "", "compat/ke/own.h": ""}
        self.assertEqual(self.said(objects, order + "faces: compat/ke/face.h\n", text),
                         (1, "module/main.c:2: compat/ke/own.h is compat's own\n"
                             "module/main.c:3: compat/ke/own.h is compat's own\n"))
        del text["module/main.c"]
        said = (1, "compat/ke/face.h: module/ may include it, but no longer does: take it off the list\n")
        self.assertEqual(self.said(objects, order + "faces: compat/ke/face.h\n", text), said)

    def test_an_include_that_goes_up_is_named(self):
        """In any source, from beside it or along the path, in either kind of brackets."""
        headers = {"compat/ke/own.h": "", "compat/base/own.h": ""}
        self.assertEqual(self.said(self.GOOD, texts=headers | {"compat/ke/b.c": '#include "base/own.h"\n'}), (0, ""))
        for suffix in ".c", ".h", ".cc", ".hh", ".S", ".inc":
            for header in '"../ke/own.h"', '"ke/own.h"', "<compat/ke/own.h>":
                text = {f"compat/base/a{suffix}": f'#include "own.h"\n # include {header}\n'}
                said = (1, f"compat/base/a{suffix}:2 includes up compat/ke/own.h\n")
                self.assertEqual(self.said(self.GOOD, texts=headers | text), said)

    def test_a_header_beside_comes_before_the_path(self):
        """As the compiler has it."""
        text = {"compat/base/a.c": '#include "ke/own.h"\n', "compat/ke/own.h": "", "compat/base/ke/own.h": ""}
        self.assertIn("compat/base/a.c:1 includes compat/base/ke/own.h, which is not in the order",
                      self.said(self.GOOD, texts=text)[1])

    def test_includes_in_a_circle(self):
        """At one height. Folders that count as one include from the right to the left."""
        text = {"compat/ke/b.h": '#include "ex/c.h"\n', "compat/ex/c.h": ""}
        one = "compat/base\ncompat/ex=compat/ke\n"
        self.assertEqual(self.said(self.GOOD, texts=text), (0, ""))
        self.assertEqual(self.said(self.GOOD, one, text), (0, ""))
        text["compat/ex/c.h"] = '#include "ke/b.h"\n'
        self.assertEqual(self.said(self.GOOD, texts=text),
                         (1, "includes in a circle: compat/ex -> compat/ke -> compat/ex\n"))
        self.assertEqual(self.said(self.GOOD, one, text), (1, "compat/ex/c.h:1 includes up compat/ke/b.h\n"))

    def test_contracts_stand_below(self):
        """A header by itself, and a folder with all that is in it; the rest of a driver's folder is nobody's."""
        order = "headers: compat/kit/entry.h compat/include\n" + ORDER
        text = {"compat/base/a.c": '#include "kit/entry.h"\n', "compat/kit/entry.h": '#include "../include/nt/x.h"\n',
                "compat/include/nt/x.h": "", "compat/kit/own.h": ""}
        self.assertEqual(self.said(self.GOOD, order, text), (0, ""))
        said = (1, "compat/base/a.c:1 includes compat/kit/own.h, which is not in the order\n")
        more = {"compat/base/b.c": '#include "kit/entry.h"\n', "compat/base/a.c": '#include "kit/own.h"\n'}
        self.assertEqual(self.said(self.GOOD, order, text | more), said)
        said = (1, "compat/include/nt/x.h:1 includes up compat/base/own.h\n")
        more = {"compat/base/own.h": "", "compat/include/nt/x.h": '#include "base/own.h"\n'}
        self.assertEqual(self.said(self.GOOD, order, text | more), said)
        text["compat/base/a.c"] = ""
        self.assertEqual(self.said(self.GOOD, order, text),
                         (1, "compat/kit/entry.h: nobody includes it: take it off the order\n"))

    def test_an_include_that_cannot_be_placed(self):
        """A header that is not there, one that a macro names, and a source in no folder of the order."""
        for header in '"gone.h"', "GONE":
            said = (1, f"compat/ke/b.c:1: which header is {header.strip(chr(34))}?\n")
            self.assertEqual(self.said(self.GOOD, texts={"compat/ke/b.c": f"#include {header}\n"}), said)
        said = (1, "compat/attic: the order has no such folder\n")
        self.assertEqual(self.said(self.GOOD, texts={"compat/attic/x.h": ""}), said)
        self.assertEqual(self.said(self.GOOD, texts={"Kbuild": ""})[0], 1)

    def test_a_symbol_of_ours_that_cannot_be_placed(self):
        """None has it, or several do; what the kernel has is not ours."""
        for name in "nt_x", "core_x", "glue_x", "ntparport_x", "_Z1xv":
            text = self.GOOD | {"compat/ke/d": f"void {name}(void); void d(void) {{ {name}(); }}"}
            self.assertEqual(self.said(text), (1, f"compat/ke/d refers to {name}, which none has\n"))
        self.assertEqual(self.said(self.GOOD | {"compat/ke/d": "void kfree(void); void d(void) { kfree(); }"}), (0, ""))
        twice = self.GOOD | {"compat/base/d": "void a(void) { }"}
        said = (1, "compat/ke/b refers to a, which several have: compat/base/a compat/base/d\n")
        self.assertEqual(self.said(twice), said)

    def test_what_is_left_of_a_file_that_is_gone(self):
        """It is no object of the module."""
        self.assertEqual(self.said(self.GOOD, stale={"compat/base/d": "void b(void); void a(void) { b(); }"}), (0, ""))

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
