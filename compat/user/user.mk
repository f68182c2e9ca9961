# SPDX-License-Identifier: GPL-2.0 OR MIT
# For the Makefile of a program that uses a Windows driver:
#
#	include $(NTPARPORT)/compat/user/user.mk
#	myprogram: myprogram.c libntparport.a
#		$(CC) $(NTPARPORT_CPPFLAGS) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(NTPARPORT_LIBS)
#
# It builds libntparport.a in the current folder. CC and CXX are set to cc.py with the compiler behind
# it, which translates Microsoft's C where NTPARPORT_CPPFLAGS are among its switches, and compiles
# everything else as it is.

ntparport-user := $(abspath $(dir $(lastword $(MAKEFILE_LIST))))
ntparport-parts := console crt error file format interface memory object registry \
	request scan service string text thread time
NTPARPORT_CPPFLAGS := -I$(ntparport-user)/include -I$(ntparport-user)/include/windows -include ntparport/msc.h \
	-mms-bitfields
NTPARPORT_LIBS := -L. -lntparport -lstdc++ -pthread

# Once, also in a make that this one starts.
ntparport-cc := python3 -B $(ntparport-user)/cc.py
ifeq ($(findstring $(ntparport-cc),$(CC)),)
override CC := $(ntparport-cc) $(CC)
endif
ifeq ($(findstring $(ntparport-cc),$(CXX)),)
override CXX := $(ntparport-cc) $(CXX)
endif

libntparport.a: $(ntparport-parts:%=libntparport.%.o)
	rm -f $@ && $(AR) rcs $@ $^

libntparport.%.o: $(ntparport-user)/library/%.cpp $(wildcard $(ntparport-user)/library/*.* $(ntparport-user)/include/ntparport/*.h $(ntparport-user)/../uapi/*.*)
	$(CXX) -std=c++17 -O2 -Wall -Wextra $(CXXFLAGS) -pthread -I$(ntparport-user) -I$(ntparport-user)/include \
		-I$(ntparport-user)/../uapi -c -o $@ $<

.INTERMEDIATE: $(ntparport-parts:%=libntparport.%.o)

# The program's own first target is what is made.
.DEFAULT_GOAL :=
