# SPDX-License-Identifier: GPL-2.0
"""Does ntparportctl do what its man page promises? Fails if not.

Usage: test.py [TEST...]        (explain_test.Explain.test_sentences, for one)
"""
import pathlib
import signal
import sys
import unittest

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here))

if __name__ == "__main__":
    # What was started by nohup, or in the background, ignores them, and so would all that the tests start.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    loader = unittest.defaultTestLoader
    names = sys.argv[1:]
    suite = loader.loadTestsFromNames(names) if names else loader.discover(str(here), "*_test.py")
    result = unittest.TextTestRunner().run(suite)
    sys.exit(not result.wasSuccessful() or not result.testsRun)
