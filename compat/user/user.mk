# SPDX-License-Identifier: GPL-2.0 OR MIT
# For the Makefile of a program that uses a Windows driver:
#
#	include $(NTPARPORT)/compat/user/user.mk
#	myprogram: myprogram.c libntparport.a
#		$(CC) $(NTPARPORT_CPPFLAGS) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(NTPARPORT_LIBS)
#
# It builds libntparport.a in the current folder.

ntparport-user := $(abspath $(dir $(lastword $(MAKEFILE_LIST))))
ntparport-parts := error file object request text
NTPARPORT_CPPFLAGS := -I$(ntparport-user)/include/windows
NTPARPORT_LIBS := -L. -lntparport -lstdc++ -pthread

libntparport.a: $(ntparport-parts:%=libntparport.%.o)
	rm -f $@ && $(AR) rcs $@ $^

libntparport.%.o: $(ntparport-user)/library/%.cpp $(wildcard $(ntparport-user)/library/*.* $(ntparport-user)/include/ntparport/*.h $(ntparport-user)/../uapi/*.*)
	$(CXX) -std=c++17 -O2 -Wall -Wextra $(CXXFLAGS) -pthread -I$(ntparport-user) -I$(ntparport-user)/include \
		-I$(ntparport-user)/../uapi -c -o $@ $<

.INTERMEDIATE: $(ntparport-parts:%=libntparport.%.o)

# The program's own first target is what is made.
.DEFAULT_GOAL :=
